import delivery.words
import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations


def analyse(apps, schema_editor):
    for row in apps.get_model("images", "Image").objects.iterator():
        row.save(update_fields=["words"])


class Migration(migrations.Migration):

    dependencies = [
        ('images', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='image',
            name='words',
            field=delivery.words.WordsField(default='', editable=False, sources=['alt_ar', 'alt_en', 'alt_fr', 'caption_ar', 'caption_en', 'caption_fr', 'credit_ar', 'credit_en', 'credit_fr']),
        ),
        migrations.RunPython(analyse, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='image',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='image_words'),
        ),
    ]
