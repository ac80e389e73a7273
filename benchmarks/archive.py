"""The archive of an old newspaper in some seconds, for benchmarks and for tests/test_at_scale.py.

The news items of the demo are imported, and then copied in SQL with all that readers and the desk know of them: each
copy has a headline of its own, its item's and a number. One comes out every ten minutes up to now, in the sections and
by the authors of its item. Each is about one of many topics, and one in so many about PERSON as well.
"""

import json
from datetime import timedelta

from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

import arabic
from articles import importing
from articles.models import (
    Article,
    ArticleTopic,
    Byline,
    DeskEntry,
    PackedWords,
    Revision,
    SearchEntry,
    SearchHeadline,
)
from articles.search import terms
from newsroom.demo import load
from topics.models import Topic, TopicAlias

PERSON, ALSO_CALLED, PERSON_IN = "بنيامين نتنياهو", "نتانياهو", 5
EVERY = timedelta(minutes=10)

_COPIED = [Article, Revision, ArticleTopic, Byline, SearchEntry, PackedWords, SearchHeadline, DeskEntry]
_TABLES = [model._meta.db_table for model in _COPIED]


def fill(size, topics=1_000):
    """Put `size` articles, or a few more, about `topics` topics into a database that has none; return the person."""
    items, first_topic, person = _import_items(size), _make_topics(topics), _make_person()
    with transaction.atomic(), connection.cursor() as cursor:
        _plan_copies(cursor, items, size, first_topic, topics, person)
        with _Unindexed(cursor):
            _copy(cursor)
        for statement in connection.ops.sequence_reset_sql(no_style(), [Article, Revision]):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(_TABLES)}")
    terms.forget_counted()
    return person


def _import_items(size):
    """Import the demo's news items; how many there are. They have ids, and their revisions too, in one run."""
    world = load.world()
    sections = {section["key"]: section["name"]["ar"] for section in world["sections"]}
    authors = [author["name"]["ar"] for author in world["authors"]]
    items = [load.read(path) for path in sorted(load.FOLDER.glob("briefs/*.html"))]
    began_at = timezone.now() - (size // len(items) + 1) * len(items) * EVERY
    lines = [
        {
            "id": item.key,
            "title": item.meta["headline"],
            "body": item.editions["ar"]["body"].partition("</p>")[0] + "</p>",
            "section": sections[item.meta["section"]],
            "author": authors[place % len(authors)],
            "published": (began_at + place * EVERY).isoformat(),
        }
        for place, item in enumerate(items)
    ]
    importing.Importer().store([importing.prepare(json.dumps(line)) for line in lines])
    return len(items)


def _make_topics(number):
    """`number` topics with ids in one run; the first of these ids."""
    names = [f"ملفّ {place}" for place in range(number)]
    topics = [Topic(name_ar=name, slug_ar=arabic.slugify(name)) for name in names]
    return Topic.objects.bulk_create(topics)[0].pk


def _make_person():
    person = Topic.objects.create(name_ar=PERSON, slug_ar=arabic.slugify(PERSON), kind=Topic.Kind.PERSON)
    TopicAlias.objects.create(topic=person, name=ALSO_CALLED)
    return person


def _plan_copies(cursor, items, size, first_topic, topics, person):
    cursor.execute(
        """
        CREATE TEMPORARY TABLE copy ON COMMIT DROP AS
        SELECT item.id AS item, pk, revision, at,
            CASE WHEN pk %% %(person_in)s = 0 THEN ARRAY[topic, %(person)s::bigint] ELSE ARRAY[topic] END AS topics
        FROM articles_article AS item, generate_series(1, %(size)s / %(items)s) AS turn, LATERAL (
            SELECT item.id + turn * %(items)s AS pk, newest_revision_id + turn * %(items)s AS revision,
                published_at + turn * %(items)s * %(every)s AS at
        ) AS numbered, LATERAL (SELECT %(first_topic)s + pk %% %(topics)s AS topic) AS chosen
        ORDER BY pk
        """,
        {
            "person_in": PERSON_IN,
            "person": person.pk,
            "size": size,
            "items": items,
            "every": EVERY,
            "first_topic": first_topic,
            "topics": topics,
        },
    )


def _copy(cursor):
    number = "' ' || pk"
    word = "('''' || pk || ''':1A')::tsvector"
    labels = "(SELECT string_agg('''#t' || topic || ''':1B', ' ') FROM unnest(topics) AS topic)::tsvector"
    headline = f"item.headline || {number}"
    content = f"item.content || jsonb_build_object('headline_ar', {headline}, 'topics', topics)"
    of_row = {"id": "pk", "published_at": "at", "updated_at": "at", "edited_at": "at", "imported_id": "NULL"}
    of_row |= {f"{name}_revision_id": "revision" for name in ("newest", "live")}
    of_row |= {name: f"item.{name} || {number}" for name in ("headline", "headline_ar")}
    of_entry = {"article_id": "pk", "published_at": "at"}
    of_desk = {"article_id": "pk", "edited_at": "at", "headline": f"item.headline || {word}"}
    for model, changed in {
        Article: of_row,
        Revision: {"id": "revision", "article_id": "pk", "headline": headline, "content": content},
        Byline: of_entry,
        SearchEntry: {**of_entry, "topic_ids": "topics", "vector": f"item.vector || {word} || {labels}"},
        PackedWords: {"article_id": "pk"},
        SearchHeadline: {**of_entry, "words": f"item.words || {word}"},
        DeskEntry: {**of_desk, "words": f"item.words || {word} || {labels}"},
    }.items():
        columns = {field.column: f"item.{field.column}" for field in model._meta.concrete_fields if not field.generated}
        if "id" not in changed:
            columns.pop("id", None)  # which the table numbers by itself
        columns |= changed
        table, key = model._meta.db_table, "id" if model is Article else "article_id"
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())}"
            f" FROM copy JOIN {table} AS item ON item.{key} = copy.item ORDER BY pk"
        )
    cursor.execute(
        "INSERT INTO articles_articletopic (article_id, topic_id, position, published_at)"
        " SELECT pk, topic, place - 1, at FROM copy, unnest(topics) WITH ORDINALITY AS chosen (topic, place)"
    )


class _Unindexed:
    """The tables without their indexes and references while they are filled: making these anew at the end takes a third
    of the time that it takes to keep them in step row by row."""

    def __init__(self, cursor):
        self.cursor = cursor

    def __enter__(self):
        self.cursor.execute(
            """
            SELECT format('DROP INDEX %%I', indexname), indexdef FROM pg_indexes
            WHERE tablename = ANY(%(tables)s) AND schemaname = current_schema() AND NOT EXISTS (
                SELECT FROM pg_constraint WHERE conindid = format('%%I', indexname)::regclass AND contype <> 'f'
            )
            UNION ALL
            SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname), format(
                'ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid)
            ) FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%(tables)s::text[]::regclass[])
            """,
            {"tables": _TABLES},
        )
        dropped = self.cursor.fetchall()
        self.made_again = [made for _drop, made in dropped]
        for drop, _made in dropped:
            self.cursor.execute(drop)

    def __exit__(self, failed, *error):
        if not failed:  # else all of it is rolled back
            self.cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
            for made in self.made_again:
                self.cursor.execute(made)
