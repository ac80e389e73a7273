from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0018_live_in_other_editions"),
        ("authors", "0003_desk_words"),
    ]

    operations = [
        migrations.AddField("byline", "published_at", models.DateTimeField(null=True)),
        migrations.RunSQL(
            "UPDATE articles_byline AS line SET published_at = article.published_at"
            " FROM articles_article AS article WHERE article.id = line.article_id",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            "byline",
            "author",
            models.ForeignKey(
                "authors.Author", models.PROTECT, db_index=False, related_name="bylines", verbose_name="author"
            ),
        ),
        migrations.AddIndex(
            "byline", models.Index(fields=["author", "published_at", "article"], name="byline_by_date")
        ),
    ]
