from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    """Entries that are there already get the moment of the migration; `manage.py reindex` gives them their own."""

    dependencies = [("articles", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="searchentry",
            name="published_at",
            field=models.DateTimeField(default=timezone.now),
            preserve_default=False,
        ),
        # Let ANALYZE count 20,000 words of the search instead of 1,000: the search ranks by how rare a word is, and
        # would know only those in every twentieth article or more.
        migrations.RunSQL(
            "ALTER TABLE articles_searchentry ALTER COLUMN vector SET STATISTICS 2000",
            "ALTER TABLE articles_searchentry ALTER COLUMN vector SET STATISTICS -1",
        ),
    ]
