import delivery.words
import django.contrib.postgres.indexes
from django.db import migrations


def analyse(apps, schema_editor):
    for row in apps.get_model("topics", "Topic").objects.iterator():
        row.save(update_fields=["words"])
    for row in apps.get_model("topics", "TopicAlias").objects.iterator():
        row.save(update_fields=["words"])


class Migration(migrations.Migration):

    dependencies = [
        ('images', '0001_initial'),
        ('topics', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='topic',
            name='words',
            field=delivery.words.WordsField(default='', editable=False, sources=['name_ar', 'name_en', 'name_fr']),
        ),
        migrations.AddField(
            model_name='topicalias',
            name='words',
            field=delivery.words.WordsField(default='', editable=False, sources=['name']),
        ),
        migrations.RunPython(analyse, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='topic',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='topic_words'),
        ),
        migrations.AddIndex(
            model_name='topicalias',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='topic_alias_words'),
        ),
    ]
