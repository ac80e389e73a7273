"""What a query finds: the articles in their order, how many, and how many of them each filter would leave."""

from dataclasses import dataclass, fields
from functools import cached_property

from django.db import connection

from articles.models import Article, SearchEntry
from articles.search import ranking
from articles.search.queries import read
from delivery.words import Lexemes

#: Of all articles that answer a query, that many are ranked: the newest.
MOST_CANDIDATES = 2_000
#: That many choices of a filter are counted: the most frequent.
MOST_CHOICES = 12


@dataclass(frozen=True)
class Filters:
    """What the results are narrowed to: ids of a section, an author and a topic, and a year of the paper's calendar."""

    section: int | None = None
    author: int | None = None
    topic: int | None = None
    year: int | None = None

    def given(self):
        """The filters that narrow anything, by name."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name)) is not None}


#: Each filter's condition on a search entry, and what it counts by.
_CONDITIONS = {
    "section": "section_id = %s",
    "author": "author_ids @> ARRAY[%s::bigint]",
    "topic": "topic_ids @> ARRAY[%s::bigint]",
    "year": "year = %s",
}
_CHOICES = {"section": "section_id", "author": "unnest(author_ids)", "topic": "unnest(topic_ids)", "year": "year"}


def find(asked, language, filters=None):
    """What the text `asked` finds among the live articles of `language`, narrowed by `filters`."""
    return Found(read(asked), language, filters or Filters())


class Found:
    """The answer to a query. Nothing is asked of the database before it is needed."""

    def __init__(self, query, language, filters):
        self.query, self.language, self.filters = query, language, filters

    def __bool__(self):
        """Is there anything to look for? PostgreSQL passes over words such as "the"."""
        return bool(self._terms)

    def articles(self):
        """The live articles found, the best match first, each with its `rank`; none when no word is asked for."""
        if not self._terms:
            return Article.objects.none()
        return (
            self._live(self._entries())
            .annotate(rank=ranking.BM25(self._terms[: ranking.MOST_RANKED]))
            .order_by("-rank", "-published_at", "-pk")
        )

    def newest(self):
        """The live articles found, the newest first."""
        return self._live(self._entries()).newest() if self._terms else Article.objects.none()

    def counts(self):
        """How many are found: `total`, and under each filter's name [(choice, how many), …], the most first.

        A filter's choices are counted as if it were not set and all others were.
        """
        if not self._terms:
            return {"total": 0, **{name: [] for name in _CHOICES}}
        parts, params = [self._count("total", "0", set())], self._params(set())
        for name, choice in _CHOICES.items():
            parts.append(self._count(name, choice, {name}))
            params += self._params({name})
        with connection.cursor() as cursor:
            cursor.execute(
                f"""WITH found AS MATERIALIZED (
                    SELECT section_id, author_ids, topic_ids, year FROM {SearchEntry._meta.db_table}
                    WHERE language = %s AND vector @@ %s::tsquery
                ) {" UNION ALL ".join(parts)}""",
                [self.language, self._condition, *params],
            )
            rows = cursor.fetchall()
        counted = {name: [] for name in ["total", *_CHOICES]}
        for name, choice, count in rows:
            counted[name].append((choice, count))
        return {**counted, "total": counted["total"][0][1] if counted["total"] else 0}

    @cached_property
    def _terms(self):
        return ranking.terms_of(self.query, self.language) if self.query else []

    @cached_property
    def _condition(self):
        return ranking.condition(self._terms, self.query, self.language)

    def _entries(self):
        entries = SearchEntry.objects.filter(language=self.language, vector=Lexemes(self._condition))
        for name, value in self.filters.given().items():
            lookup = {"author": "author_ids__contains", "topic": "topic_ids__contains"}.get(name, name)
            entries = entries.filter(**{lookup: [value] if lookup != name else value})
        return entries

    def _live(self, entries):
        newest = entries.order_by("-published_at", "-pk").values("pk")[:MOST_CANDIDATES]
        return Article.objects.live().in_language(self.language).filter(search_entries__in=newest)

    def _count(self, name, choice, without):
        conditions = [_CONDITIONS[given] for given in self.filters.given() if given not in without]
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        return (
            f"(SELECT '{name}', choice, count(*) FROM (SELECT {choice} AS choice FROM found {where}) AS choices"
            f" WHERE choice IS NOT NULL GROUP BY choice ORDER BY count(*) DESC, choice DESC LIMIT {MOST_CHOICES})"
        )

    def _params(self, without):
        return [value for name, value in self.filters.given().items() if name not in without]
