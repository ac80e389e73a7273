import delivery.words
import django.contrib.postgres.indexes
from django.db import migrations


def analyse(apps, schema_editor):
    for row in apps.get_model("authors", "Author").objects.iterator():
        row.save(update_fields=["desk_words"])


class Migration(migrations.Migration):

    dependencies = [
        ('authors', '0002_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='author',
            name='desk_words',
            field=delivery.words.WordsField(default='', editable=False, sources=['name_ar', 'name_en', 'name_fr', 'beat_ar', 'beat_en', 'beat_fr']),
        ),
        migrations.RunPython(analyse, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='author',
            index=django.contrib.postgres.indexes.GinIndex(fields=['desk_words'], name='author_desk_words'),
        ),
    ]
