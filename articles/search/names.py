"""Whose name a word is: the authors and topics that are called so, by the labels under which `indexing` has them."""

from django.db import connection

from articles.search.indexing import author_label, topic_label
from authors.models import Author
from topics.models import Topic, TopicAlias

#: Of the authors, and of the topics, that a word may name, that many are looked for.
MOST_NAMES = 20

_SOURCES = [(Author, "id", author_label), (Topic, "id", topic_label), (TopicAlias, "topic_id", topic_label)]


def labels(wanted):
    """For each tsquery of `wanted` the labels of the authors and topics called so, the shortest names first."""
    named = " UNION ALL ".join(
        f"(SELECT '{label('')}' || {column} FROM {model._meta.db_table} WHERE words @@ wanted"
        f" ORDER BY length(words), {column} LIMIT {MOST_NAMES})"
        for model, column, label in _SOURCES
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT ARRAY({named}) FROM unnest(%s::tsquery[]) WITH ORDINALITY AS asked (wanted, place) ORDER BY place",
            [wanted],
        )
        return [found for (found,) in cursor]
