"""What a query finds: the articles in their order, how many, and how many of them each filter would leave."""

from dataclasses import dataclass, fields
from functools import cached_property
from math import ceil

from django.db import connection

from articles.models import Article, SearchEntry
from articles.search import candidates, ranking, terms
from articles.search.queries import read

#: The newest list goes back that far.
MOST_NEWEST = 1_000
#: That many choices of a filter are counted: the most frequent.
MOST_CHOICES = 12
#: Of more entries than about that many, a part is counted, drawn by chance.
MOST_COUNTED = 5_000


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
    """The answer to a query."""

    def __init__(self, query, language, filters):
        self.query, self.language, self.filters = query, language, filters

    def __bool__(self):
        """Is there anything to look for? PostgreSQL passes over words such as "the"."""
        return bool(self._asked)

    def articles(self):
        """The live articles found, the best match first, each with its `rank`; none when no word is asked for.

        They are a few hundred at most (`candidates`); `newest` goes further.
        """
        if not self._asked:
            return Article.objects.none()
        entries, params = candidates.best(self._asked, self.language, self._narrowed())
        found = self._live(entries, params)
        return found.annotate(rank=ranking.BM25F(self._asked)).order_by("-rank", "-published_at", "-pk")

    def newest(self):
        """The live articles found, the newest first, up to MOST_NEWEST."""
        if not self._asked:
            return Article.objects.none()
        narrowed = self._narrowed()
        entries, params = candidates.newest_of(self._asked, self.language, narrowed, most=MOST_NEWEST)
        return self._live(entries, params).newest()

    def counts(self):
        """How many are found: `total`, and under each filter's name [(choice, how many), …], the most first.

        A filter's choices are counted as if it were not set and all others were. `exact` is False when there are so
        many that a part of them was counted, and all the figures are what that part stands for.
        """
        if not self._asked:
            return {"total": 0, "exact": True, **{name: [] for name in _CHOICES}}
        part = ceil(terms.counted().entries * self._asked.share() / MOST_COUNTED) or 1
        parts, params = [self._count("total", "0", set())], self._params(set())
        for name, choice in _CHOICES.items():
            parts.append(self._count(name, choice, {name}))
            params += self._params({name})
        found = f"""
            SELECT section_id, author_ids, topic_ids, year, vector FROM {SearchEntry._meta.db_table}
            WHERE {candidates.IN_LANGUAGE} AND vector @@ %s::tsquery AND mod(hashint8(id), %s) = 0
        """
        wanted = [self._asked.condition, part]
        if self._asked.phrases:  # which are looked for in the part alone
            found = f"SELECT * FROM ({found} OFFSET 0) AS with_all_words WHERE vector @@ %s::tsquery"
            wanted = [self._asked.apart, part, self._asked.condition]
        rows = by_indexes(
            f"WITH found AS MATERIALIZED ({found}) {' UNION ALL '.join(parts)}", [self.language, *wanted, *params]
        )
        counted = {name: [] for name in ["total", *_CHOICES]}
        for name, choice, count in rows:
            counted[name].append((choice, count * part))
        return {**counted, "total": counted["total"][0][1] if counted["total"] else 0, "exact": part == 1}

    @cached_property
    def takes_phrases_apart(self):
        """Has no article the phrases as they were asked for, so that their words are looked for instead?

        Of few words nothing is then found. But many were copied from somewhere, with that text's own quotation marks.
        """
        asked = self._as_typed
        if asked.needs_all or not asked.phrases:
            return False
        return not by_indexes(*candidates.newest_of(asked, self.language, ("", []), most=1))

    @cached_property
    def _as_typed(self):
        return terms.asked_by(self.query, self.language)

    @cached_property
    def _asked(self):
        if self.takes_phrases_apart:
            return terms.asked_by(self.query.unquoted(), self.language)
        return self._as_typed

    def _live(self, entries, params):
        """The live articles whose search entries these are: the SQL of their ids, and its parameters."""
        entries = [pk for (pk,) in by_indexes(entries, params)]
        return Article.objects.live().in_language(self.language).filter(search_entries__in=entries)

    def _narrowed(self):
        """The filters as a condition on search entries: SQL, and its parameters."""
        return "".join(f" AND {_CONDITIONS[name]}" for name in self.filters.given()), self._params(set())

    def _count(self, name, choice, without):
        conditions = [_CONDITIONS[given] for given in self.filters.given() if given not in without]
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        return (
            f"(SELECT '{name}', choice, count(*) FROM (SELECT {choice} AS choice FROM found {where}) AS choices"
            f" WHERE choice IS NOT NULL GROUP BY choice ORDER BY count(*) DESC, choice DESC LIMIT {MOST_CHOICES})"
        )

    def _params(self, without):
        return [value for name, value in self.filters.given().items() if name not in without]


def by_indexes(sql, params):
    """The rows of a query of search entries.

    PostgreSQL takes it for quick to unpack the words of an entry, and would rather do that to all than use the index.
    """
    with connection.cursor() as cursor:
        # Sent together, so that both are one transaction, which ends with them.
        cursor.execute(f"SET LOCAL enable_seqscan = off; {sql}", params)
        rows = cursor.fetchall()
        if connection.in_atomic_block:
            cursor.execute("SET LOCAL enable_seqscan = on")  # for the rest of the one that they were part of
    return rows
