import delivery.words
import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations


def analyse(apps, schema_editor):
    for row in apps.get_model("authors", "Author").objects.iterator():
        row.save(update_fields=["words"])


class Migration(migrations.Migration):

    dependencies = [
        ('authors', '0001_initial'),
        ('images', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='author',
            name='words',
            field=delivery.words.WordsField(default='', editable=False, sources=['name_ar', 'name_en', 'name_fr']),
        ),
        migrations.RunPython(analyse, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='author',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='author_words'),
        ),
    ]
