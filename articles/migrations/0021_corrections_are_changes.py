from django.db import migrations


class Migration(migrations.Migration):
    """An article was last changed for readers when its last correction came, if nothing came after it."""

    dependencies = [("articles", "0020_dates_of_change_in_indexes")]

    operations = [
        migrations.RunSQL(
            """
            UPDATE articles_article SET updated_at = corrected_at
            FROM (SELECT article_id, max(created_at) AS corrected_at FROM articles_correction GROUP BY article_id) AS last
            WHERE id = article_id AND updated_at < corrected_at
            """,
            migrations.RunSQL.noop,
        )
    ]
