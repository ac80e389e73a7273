"""The content of a revision: plain values, and the row that they make."""

import json

import pytest

import arabic
from articles import content, workflow
from articles.models import Article
from tests.factories import (
    make_article,
    make_author,
    make_content,
    make_draft,
    make_image,
    make_section,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_content_is_made_whole_and_clean():
    whole = content.complete({"headline_ar": " بيروت\0 ", "body_ar": "نصّ<script>x</script>", "unknown": 1})
    assert set(whole) == set(content.EMPTY)
    assert (whole["headline_ar"], whole["body_ar"]) == ("بيروت", "<p>نصّ</p>")
    assert (whole["headline_en"], whole["bylines"], whole["section"]) == ("", [], None)
    directed = content.complete({"headline_ar": "\u202eقال \u2068CIA\u2069\u202c\u200f", "slug_ar": "بيروت\u200e"})
    assert (directed["headline_ar"], directed["slug_ar"]) == ("قال CIA", "بيروت")
    assert content.complete(whole) == whole == json.loads(json.dumps(whole))
    assert content.EMPTY["bylines"] == [] and content.complete({"kicker_fr": None})["kicker_fr"] == ""


def test_whoever_is_named_twice_is_kept_where_they_stood_first():
    named = [{"author": 1, "role": "writer"}, {"author": 2, "role": "editor"}, {"author": 1, "role": "photographer"}]
    whole = content.complete({"bylines": named, "topics": [5, 3, 5]})
    assert (whole["bylines"], whole["topics"]) == (named[:2], [5, 3])


def test_the_row_gets_what_is_made_from_the_text():
    words = " ".join(["كلمة"] * 300)
    pull_quote = f'<aside data-pull-quote="">{words} {words}</aside>'
    article = make_article(headline="بيروت تنتظر المطر!", body=f"<p>{words}</p>{pull_quote}")
    assert article.slug_ar == arabic.slugify("بيروت تنتظر المطر!")
    assert article.reading_minutes_ar == 3  # 303 words of 140 a minute
    assert article.excerpt_ar == " ".join(["كلمة"] * 25) + "…"
    assert make_article(standfirst="مقدّمة قصيرة").excerpt_ar == "مقدّمة قصيرة"
    assert make_article(slug="عنوان-مختار").slug_ar == "عنوان-مختار"


@pytest.mark.parametrize(
    ("edition", "readable"),
    [
        ({"headline_en": "Beirut", "body_en": "<p>Rain.</p>"}, True),
        ({"headline_en": "Beirut"}, False),
        ({"body_en": "<p>Rain.</p>"}, False),
        ({"headline_en": "Beirut", "body_en": '<aside data-pull-quote="">Rain.</aside>'}, False),
    ],
)
def test_an_edition_is_readable_with_a_headline_and_a_text(edition, readable):
    article = make_article(**edition)
    assert article.languages() == (["ar", "en"] if readable else ["ar"])
    assert Article.objects.live().in_language("en").filter(pk=article.pk).exists() == readable
    assert Article.objects.live().in_language("ar").get() == article


def test_what_was_deleted_since_is_left_out():
    author, gone_author, topic, gone_topic = make_author(), make_author(), make_topic(), make_topic()
    image = make_image()
    article = make_draft(authors=[gone_author, author], topics=[gone_topic, topic], lead_image=image)
    for row in (gone_author, gone_topic, image):
        row.delete()
    published = workflow.publish(article.newest_revision, by=make_user())
    assert [byline.author for byline in published.bylines.all()] == [author]
    assert list(published.topics.all()) == [topic]
    assert published.lead_image is None


def test_a_preview_is_what_publishing_would_make_and_saves_nothing():
    editor, author, topic = make_user(), make_author(), make_topic()
    article = make_article(headline="قبل")
    after = make_content(headline="بعد", kicker="تحقيق", section=make_section(), authors=[author], topics=[topic])
    revision = workflow.save_revision(article, after, by=editor)
    page = content.as_page(revision)
    seen = (page.headline, page.kicker, page.section, page.excerpt, page.reading_minutes)
    assert [byline.author for byline in page.bylines.all()] == [author]
    assert [entry.topic for entry in page.article_topics.all()] == [topic]
    stored = Article.objects.get(pk=article.pk)
    assert stored.headline == "قبل" and not stored.bylines.exists() and not stored.article_topics.exists()
    published = workflow.publish(revision, by=editor)
    assert seen == (
        published.headline,
        published.kicker,
        published.section,
        published.excerpt,
        published.reading_minutes,
    )


def test_a_preview_of_an_article_without_a_section_or_a_word_works():
    article = workflow.create_article(by=make_user())
    revision = workflow.save_revision(article, {}, by=article.created_by)
    page = content.as_page(revision)
    assert (page.headline, page.section, list(page.bylines.all())) == ("", None, [])
