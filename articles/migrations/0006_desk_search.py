import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Coalesce

from articles.search import index_for_desk


def index_all(apps, schema_editor):
    # Past models cannot be indexed; what is asked of these is in the tables at this point already.
    from articles.models import Article

    articles = Article.objects.only("edited_at", "newest_revision__content").select_related("newest_revision")
    for article in articles.exclude(newest_revision=None).iterator():
        index_for_desk(article)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0005_search_vocabulary'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeskEntry',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='desk_entry', serialize=False, to='articles.article')),
                ('edited_at', models.DateTimeField()),
                ('headline', django.contrib.postgres.search.SearchVectorField()),
                ('words', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['headline'], name='desk_entry_headline'), django.contrib.postgres.indexes.GinIndex(fields=['words'], name='desk_entry_words')],
            },
        ),
        # To unpack the words of an entry costs more than the room they take (as in 0003).
        migrations.RunSQL("ALTER TABLE articles_deskentry ALTER COLUMN words SET STORAGE EXTERNAL", migrations.RunSQL.noop),
        migrations.RunPython(index_all, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name='revision', name='revision_headline_like'),
        migrations.RemoveField(model_name='revision', name='headline_key'),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(Coalesce('published_at', 'edited_at').desc(), F('id').desc(), name='article_picker'),
        ),
    ]
