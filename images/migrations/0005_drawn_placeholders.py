from django.db import migrations, models


class Migration(migrations.Migration):
    """Twelve colours instead of a picture; the worker, which makes every picture anew for its widths, says them again."""

    dependencies = [("images", "0004_retired_originals")]
    operations = [
        migrations.RunSQL("UPDATE images_image SET placeholder = ''", migrations.RunSQL.noop),
        migrations.AlterField("image", "placeholder", models.CharField(blank=True, editable=False, max_length=36)),
    ]
