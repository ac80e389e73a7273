"""Cards that are found by the ids of their articles are those that a list finds."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from articles import cards, workflow
from articles.models import Article
from tests.factories import make_article, make_author, make_draft, make_image, make_section, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ids():
    """Of articles of all kinds, half of which no reader sees."""
    section, authors = make_section("سياسة", name_en="Politics", slug_en="politics"), [make_author(), make_author()]
    given = {"section": section, "authors": authors, "lead_image": make_image()}
    english = {"headline_en": "Rain", "slug_en": "rain", "body_en": "<p>It rains.</p>"}
    portrayed = make_author(portrait=make_image())
    articles = [make_article(**given), make_article(**given, **english), make_article(authors=[portrayed], **english)]
    articles += [make_article(), make_draft(), make_article(published_at=timezone.now() + timedelta(hours=1))]
    articles.append(workflow.withdraw(make_article(**english), by=make_user()))
    return [article.pk for article in articles]


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_they_show_the_same_as_those_of_a_list_and_ask_for_nothing_more(ids, language, django_assert_num_queries):
    def drawn(article):
        templates = [f"articles/cards/{name}.html" for name in ("headline", "line", "opinion", "row", "story")]
        templates += [f"fronts/{name}.html" for name in ("lead", "second", "latest")]
        return [render_to_string(template, {"article": article, "pictured": True}) for template in templates]

    with translation.override(language):
        listed = {article.pk: article for article in Article.objects.readable().for_cards().filter(pk__in=ids)}
        assert len(listed) == {"ar": 4, "en": 2, "fr": 0}[language]
        with django_assert_num_queries(2):
            found = cards.find(ids)
            cards.sign(found.values())
        with django_assert_num_queries(0):
            assert {pk: drawn(article) for pk, article in found.items()} == {
                pk: drawn(article) for pk, article in listed.items()
            }
            assert {pk: article.card_tags() for pk, article in found.items()} == {
                pk: article.card_tags() for pk, article in listed.items()
            }
