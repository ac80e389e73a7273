"""How telling each word of a query is, and how well an article answers them.

A word is looked for under all its forms, and under the labels of the authors and topics of whose names it is one.

A few words must all be there. Of many, as in a question or a sentence copied from somewhere, most are enough: the index
finds the articles that have the rarest of them or two of the rarest few, and those are ranked by all.

The rank is BM25 (Robertson and Zaragoza, 2009) with what PostgreSQL has: ts_rank of one word alone is its frequency in
the text, already flattened and weighted by place; the number of lexemes is the length of the text; and how rare a word
is, ANALYZE has counted. A word that it has not counted is taken for rare, and all are equally rare until it first runs.
"""

import math
from dataclasses import dataclass
from itertools import combinations

from django.db import connection
from django.db.models import F, FloatField, Func

import arabic
from articles.models import SearchEntry
from articles.search.indexing import CONFIGURATIONS, author_label, topic_label
from authors.models import Author
from delivery.words import lexeme, quoted, tsquery
from topics.models import Topic, TopicAlias

#: What a word counts in the text's stems, its keys, the headline's stems and its keys.
WEIGHTS = [0.4, 0.5, 0.8, 1.0]
#: Up to that many words must all be there.
FEW_WORDS = 3
#: Of more words, that many of the rarest are looked for, and that many rank what was found.
MOST_LOOKED_FOR, MOST_RANKED = 6, 24
#: Of the authors, and of the topics, that a word may name, that many are looked for.
MOST_NAMES = 20
#: The share of articles that a word is taken to be in which ANALYZE has not counted.
RAREST_SHARE = 0.0005
# BM25's k1 (here 0.6) over the two parts of a text's length, b = 0.6 of it by the mean of 264 lexemes.
LENGTH_INSENSITIVE, LENGTH_SENSITIVE = 0.6 * 0.4, 0.6 * 0.6 / 264


class BM25(Func):
    """How well the search entry of an article answers `terms`, from 0."""

    output_field = FloatField()

    def __init__(self, terms):
        super().__init__(F("search_entries__vector"))
        self.terms = terms

    def as_sql(self, compiler, connection):
        vector, params = compiler.compile(self.source_expressions[0])
        # Of a query for several lexemes ts_rank gives the mean, not the sum. The inner vector is made once for all
        # terms: PostgreSQL would unpack the stored one anew for each. `half` is the frequency that counts half.
        sql = f"""(
            SELECT (
                SELECT sum(rarity * frequency / (frequency + half))
                FROM unnest(%s::tsquery[], %s::int[], %s::float[]) AS term (wanted, lexemes, rarity),
                    LATERAL (SELECT lexemes * ts_rank(%s::real[], entry.vector, wanted) AS frequency) AS occurrences
            )
            FROM (
                SELECT whole AS vector, %s + %s * length(whole) AS half
                FROM (SELECT {vector} || '' AS whole OFFSET 0) AS unpacked
                OFFSET 0
            ) AS entry
        )"""
        terms = [[getattr(term, name) for term in self.terms] for name in ("tsquery", "lexemes", "rarity")]
        return sql, [*terms, WEIGHTS, LENGTH_INSENSITIVE, LENGTH_SENSITIVE, *params]


@dataclass(frozen=True)
class Term:
    """One thing that a query asks for: as a tsquery, how many lexemes that has, and how telling it is to find it."""

    tsquery: str
    lexemes: int
    rarity: float


def terms_of(query, language):
    """The different words and phrases that `query` asks for, the most telling first.

    Asks the database which authors and topics bear the words, and how rare they all are.
    """
    words = arabic.query_terms(query.words)
    labels = _labels(words)
    wanted = [runs | names for runs, names in zip(_runs(words, language), labels, strict=True) if runs]
    wanted += [frozenset({_phrase(text, language)}) for text in query.phrases]
    wanted = [runs for runs in dict.fromkeys(wanted) if any(map(any, runs))]
    shares = _shares({word for runs in wanted for run in runs for slot in run for word in slot})
    return sorted((_term(runs, shares) for runs in wanted), key=lambda term: -term.rarity)


def condition(terms, query, language):
    """The tsquery of the articles that answer `terms` and have nothing of what `query` excludes."""
    excluded = []
    for text in query.without:
        words = arabic.query_terms(text)
        runs = _runs(words, language)[0] if len(words) == 1 else frozenset({_phrase(text, language)})
        if any(map(any, runs)):
            excluded.append(f"!{_written(runs)}")
    return " & ".join([f"({_all_or_most(terms)})", *excluded])


# A word is looked for as any of its runs. A run is a tuple of slots, which stand side by side in the text; a slot is a
# set of lexemes, any of which may stand there. A slot that PostgreSQL passes over (English "the") is empty.


def _runs(words, language):
    """The runs of each of `words`, as `arabic.query_terms` read them; none of a word that PostgreSQL passes over."""
    if language in CONFIGURATIONS:
        stems = _stems([word.text for word in words], language)
        return [frozenset({(slot,)} if slot else ()) for slot in stems]
    return [
        frozenset(tuple(frozenset({lexeme(part)}) for part in alternative) for alternative in word.alternatives)
        for word in words
    ]


def _phrase(text, language):
    """The one run of a phrase: its words in their order, each in any clitics and number."""
    tokens = arabic.analyze(text)
    if language in CONFIGURATIONS:
        return tuple(_stems([token.text for token in tokens], language))
    return tuple(frozenset({lexeme(token.key), lexeme(token.stem)}) for token in tokens)


def _stems(texts, language):
    """What PostgreSQL makes of each of `texts`, as slots."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tsvector_to_array(to_tsvector(%s::regconfig, word))"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS asked (word, place) ORDER BY place",
            [CONFIGURATIONS[language], texts],
        )
        return [frozenset(stems) for (stems,) in cursor]


def _labels(words):
    """For each of `words` the runs of the authors and topics that are called so, the shortest names first."""
    if not words:
        return []
    sources = [(Author, "id", author_label), (Topic, "id", topic_label), (TopicAlias, "topic_id", topic_label)]
    named = " UNION ALL ".join(
        f"(SELECT '{label('')}' || {column} FROM {model._meta.db_table} WHERE words @@ wanted"
        f" ORDER BY length(words), {column} LIMIT {MOST_NAMES})"
        for model, column, label in sources
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT ARRAY({named}) FROM unnest(%s::tsquery[]) WITH ORDINALITY AS asked (wanted, place) ORDER BY place",
            [[tsquery(word.alternatives) for word in words]],
        )
        return [frozenset((frozenset({label}),) for label in labels) for (labels,) in cursor]


def _shares(lexemes):
    """In what share of the search entries each of `lexemes` occurs, of those that ANALYZE found to be common."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lexeme, share FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs)"
            " AS common (lexeme, share)"
            " WHERE schemaname = current_schema() AND tablename = %s AND attname = 'vector' AND lexeme = ANY(%s)",
            [SearchEntry._meta.db_table, sorted(lexemes)],
        )
        return dict(cursor)


def _term(runs, shares):
    # A run of several words is as common as the rarest of them at most.
    share = max(min(max((shares.get(word, 0) for word in slot), default=1) for slot in run) for run in runs)
    return Term(
        tsquery=_written(runs),
        lexemes=len({word for run in runs for slot in run for word in slot}),
        rarity=math.log(1 + (1 - share) / max(share, RAREST_SHARE)),
    )


def _written(runs):
    """Any of `runs` as a tsquery."""
    return "(" + " | ".join(sorted(map(_written_run, runs))) + ")"


def _written_run(run):
    text, distance = "", 1
    for slot in run:
        if not slot:
            distance += 1
            continue
        words = " | ".join(sorted(map(quoted, slot)))
        text += (f" <{distance}> " if text else "") + (f"({words})" if len(slot) > 1 else words)
        distance = 1
    return text


def _all_or_most(terms):
    if len(terms) <= FEW_WORDS:
        return " & ".join(term.tsquery for term in terms)
    rarest, *others = [term.tsquery for term in terms[:MOST_LOOKED_FOR]]
    pairs = (f"({one} & {other})" for one, other in combinations(others, 2))
    return " | ".join([rarest, *pairs])
