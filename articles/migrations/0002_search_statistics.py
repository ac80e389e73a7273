"""Let ANALYZE count more of the search's words than PostgreSQL does by itself: 20,000 instead of 1,000.

The search ranks by how rare a word is; with 1,000 it would know only those in every twentieth article or more.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE articles_searchentry ALTER COLUMN vector SET STATISTICS 2000",
            "ALTER TABLE articles_searchentry ALTER COLUMN vector SET STATISTICS -1",
        )
    ]
