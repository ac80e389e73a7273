"""What is always true of the things of a newsroom, held by the database itself."""

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone, translation

from articles.models import Article, ArticleTopic, BodyReference, Byline, Revision, Section
from authors.models import Author
from tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_image,
    make_section,
    make_topic,
)
from topics.models import Topic, TopicAlias

pytestmark = pytest.mark.django_db


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()
        connection.check_constraints()


def test_bylines_and_topics_stand_once_and_in_one_place():
    one, two, first, second = make_author(), make_author(), make_topic(), make_topic()
    article = make_article(authors=[one], topics=[first])
    refused(lambda: Byline.objects.create(article=article, author=one, position=1))
    refused(lambda: Byline.objects.create(article=article, author=two, position=0))
    refused(lambda: ArticleTopic.objects.create(article=article, topic=first, position=1))
    refused(lambda: ArticleTopic.objects.create(article=article, topic=second, position=0))
    Byline.objects.create(article=article, author=two, position=1)
    assert [byline.author for byline in article.bylines.all()] == [one, two]


def test_sections_have_a_place_each_and_may_change_places_at_once():
    one, two = make_section(), make_section()
    refused(lambda: make_section(position=one.position))
    with transaction.atomic():
        one.position, two.position = two.position, one.position
        one.save()
        two.save()
    assert list(Section.objects.filter(pk__in=[one.pk, two.pk])) == [two, one]


def test_a_live_article_has_a_headline_and_a_section():
    article = make_article()
    for lacks in ({"headline_ar": ""}, {"headline_ar": None}, {"section": None}):
        refused(lambda lacks=lacks: Article.objects.filter(pk=article.pk).update(**lacks))
    Article.objects.filter(pk=make_draft().pk).update(headline_ar="", section=None)


def test_an_article_has_one_schedule():
    article = make_draft()
    now = timezone.now()
    Revision.objects.create(article=article, content={}, due_at=now)
    refused(lambda: Revision.objects.create(article=article, content={}, due_at=now))
    Revision.objects.create(article=article, content={})


def test_a_body_reference_is_to_one_thing():
    article, target, image = make_article(), make_article(), make_image()
    refused(lambda: BodyReference.objects.create(article=article))
    refused(lambda: BodyReference.objects.create(article=article, target=target, image=image))
    BodyReference.objects.create(article=article, image=image)
    refused(lambda: BodyReference.objects.create(article=article, image=image))


def test_what_is_in_use_is_not_deleted():
    section, author, image, topic = make_section(), make_author(), make_image(), make_topic()
    article = make_article(section=section, authors=[author], lead_image=image, topics=[topic])
    for used in (section, author, image):
        with pytest.raises(ProtectedError):
            used.delete()
    topic.delete()
    assert Article.objects.get() == article and not article.topics.exists()


def test_an_imported_id_is_had_once_and_articles_of_the_desk_have_none():
    make_draft(), make_draft()
    Article.objects.create(imported_id="a-1")
    refused(lambda: Article.objects.create(imported_id="a-1"))


def test_names_fall_back_to_arabic_and_articles_do_not():
    section = make_section("ثقافة")
    article = make_article(headline="بيروت", section=section)
    with translation.override("en"):
        assert section.name == "ثقافة"
        assert not article.headline


def test_authors_and_topics_stand_in_arabic_order():
    """ARABIC.md, U4: alefs are one letter, the article is passed over."""
    names = ["إبراهيم أ", "أحمد", "البستاني", "الياس", "باسم", "زياد"]
    for number, name in enumerate(reversed(names)):
        make_author(name, slug=f"author-{number}")
        make_topic(name, slug=f"topic-{number}")
    in_order = ["إبراهيم أ", "أحمد", "الياس", "باسم", "البستاني", "زياد"]
    assert [author.name for author in Author.objects.all()] == in_order
    assert [topic.name for topic in Topic.objects.all()] == in_order


def test_a_sort_key_follows_its_name():
    author = make_author("زياد")
    author.name = "أحمد"
    author.save()
    author.refresh_from_db()
    assert author.sort_key == "احمد"


def test_every_spelling_of_a_topic():
    topic = make_topic("إغناتيوس", name_en="Ignatius", aliases=["اغناطيوس", "إغناطيوس"])
    assert topic.spellings() == ["إغناتيوس", "Ignatius", "اغناطيوس", "إغناطيوس"]
    assert [alias.key for alias in topic.aliases.all()] == ["اغناطيوس"] * 2
    refused(lambda: TopicAlias.objects.create(topic=topic, name="اغناطيوس"))


def test_everything_has_a_name_for_people():
    article = make_article(authors=[make_author()], topics=[make_topic()], lead_image=make_image())
    rows = [article, article.section, article.lead_image, article.newest_revision, article.events.first()]
    rows += [
        *article.bylines.all(),
        *article.article_topics.all(),
        *article.search_entries.all(),
        Article(),
        Revision(),
    ]
    for row in rows:
        assert str(row) and "object (" not in str(row), type(row)


def test_every_list_has_an_order_that_ends_in_one_of_a_kind():
    """So that pages never shuffle (STYLE.md)."""
    for model in (Section, Article, Revision, Author, Topic, TopicAlias):
        last = model._meta.ordering[-1].lstrip("-")
        assert last == "pk" or isinstance(model._meta.get_field(last), models.AutoField), model
