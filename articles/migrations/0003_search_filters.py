import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_search_ranking'),
    ]

    operations = [
        migrations.AddField(
            model_name='searchentry',
            name='analysis',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='searchentry',
            name='author_ids',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name='searchentry',
            name='section',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.section'),
        ),
        migrations.AddField(
            model_name='searchentry',
            name='topic_ids',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name='searchentry',
            name='year',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='searchentry',
            name='heading',
            field=models.GeneratedField(db_persist=True, expression=models.Func('vector', template="ts_filter(%(expressions)s, '{a,b}')"), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=django.contrib.postgres.indexes.GinIndex(fields=['heading'], name='search_entry_heading'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(fields=['language', '-published_at', '-id'], name='search_entry_newest'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(fields=['analysis'], name='search_entry_analysis'),
        ),
        # Words are read of a few hundred entries for each query: unpacking them costs several times as much as a fifth
        # more room on the disk.
        migrations.RunSQL(
            "ALTER TABLE articles_searchentry ALTER COLUMN vector SET STORAGE EXTERNAL",
            "ALTER TABLE articles_searchentry ALTER COLUMN vector SET STORAGE EXTENDED",
        ),
    ]
