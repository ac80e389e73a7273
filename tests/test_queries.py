"""Queries that are written by hand: rows as objects, and queries that a connection is told once."""

import json

import pytest
from django.db import ProgrammingError, connection
from django.utils import timezone

from articles.models import Article
from delivery.queries import Prepared, Row
from images.models import Image
from tests.factories import make_article, make_image

LATER = "SELECT (%(number)s + 1)::text WHERE %(number)s > 0 AND 1 = ANY(%(among)s)"


def prepared():
    return Prepared(LATER, number="int", among="int[]")


def names():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements")
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_a_connection_is_told_a_query_once_and_then_asked_by_its_name(django_assert_num_queries):
    query = prepared()
    assert query.value(number=1, among=[1]) == "2"
    assert names() == {query._name}
    with django_assert_num_queries(1) as asked:
        assert query.value(number=41, among=[0, 1]) == "42"
    assert asked[0]["sql"].startswith("EXECUTE") and "SELECT" not in asked[0]["sql"]
    assert query.value(number=0, among=[1]) is None
    assert query.value(number=1, among=[]) is None
    connection.close()
    assert query.value(number=2, among=[1]) == "3"


@pytest.mark.django_db(transaction=True)
def test_behind_a_pooler_a_query_is_asked_as_it_stands():
    query = prepared()
    query.value(number=1, among=[1])
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")  # as another server, which never heard of it
    assert query.value(number=5, among=[1]) == "6"
    assert query.value(number=6, among=[1]) == "7"
    Prepared._told.clear()  # as another connection of ours, led to a server that heard of it already
    assert query.value(number=7, among=[1]) == "8"


@pytest.mark.django_db(transaction=True)
def test_a_query_that_is_wrong_says_so():
    with pytest.raises(ProgrammingError, match="no_such_table"):
        Prepared("SELECT %(number)s FROM no_such_table", number="int").value(number=1)


@pytest.mark.django_db
def test_in_a_transaction_a_query_is_asked_as_it_stands():
    assert prepared().value(number=1, among=[]) is None
    assert prepared().value(number=1, among=[1]) == "2"
    assert names() == set()


@pytest.mark.django_db
def test_a_row_is_read_as_the_object_that_django_finds():
    article = make_article(lead_image=make_image(), published_at=timezone.now())
    story = Row(Article, ["headline_ar", "published_at", "lead_image", "withdrawn_at"])
    lead = Row(Image, ["renditions"])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT json_build_array({story.sql('story')}, {lead.sql('lead')}, {lead.sql('none')})::text"
            " FROM articles_article AS story JOIN images_image AS lead ON lead.id = lead_image_id"
            " LEFT JOIN images_image AS none ON none.id = 0"
        )
        values, picture, none = json.loads(cursor.fetchone()[0])
    found = story.read(values)
    found.lead_image = lead.read(picture)
    article.refresh_from_db()
    assert found == article and found.headline == article.headline and found.withdrawn_at is None
    assert found.published_at == article.published_at
    assert found.lead_image.renditions == article.lead_image.renditions and lead.read(none) is None
    assert found.get_deferred_fields() > {"body_ar", "stage"} and found.body == article.body


@pytest.mark.django_db(transaction=True)
def test_a_query_is_planned_once():
    query = prepared()
    for number in range(8):
        query.value(number=number, among=[1])
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans, custom_plans FROM pg_prepared_statements")
        assert cursor.fetchone() == (8, 0)
