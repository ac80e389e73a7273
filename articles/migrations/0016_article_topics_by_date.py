from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0015_most_read"),
        ("topics", "0003_layout_and_merging"),
    ]

    operations = [
        migrations.AddField("articletopic", "published_at", models.DateTimeField(null=True)),
        migrations.RunSQL(
            "UPDATE articles_articletopic AS entry SET published_at = article.published_at"
            " FROM articles_article AS article WHERE article.id = entry.article_id",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            "articletopic",
            "topic",
            models.ForeignKey("topics.Topic", models.CASCADE, db_index=False, related_name="article_topics"),
        ),
        migrations.AddIndex(
            "articletopic",
            models.Index(fields=["topic", "published_at", "article"], name="article_topic_by_date"),
        ),
    ]
