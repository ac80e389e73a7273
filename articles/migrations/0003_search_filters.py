import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_search_ranking'),
    ]

    operations = [
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
    ]
