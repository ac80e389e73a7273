"""The site's search on PostgreSQL: Arabic words are analysed by `arabic` and kept as a weighted tsvector.

Weights (ARABIC.md, S1): A the headline's keys, B its stems and the names of its authors and topics with all their
spellings, C the text's keys, D its stems; so an exact word outranks another form of it, and a headline its text.
English and French editions use PostgreSQL's own configurations.

A few words must all be there. Of many, as in a question or a sentence copied from somewhere, most are enough: the index
finds the articles that have the rarest of them or two of the rarest few, and those are ranked by all.

The rank is BM25 (Robertson and Zaragoza, 2009) with what PostgreSQL has: ts_rank of one word alone is its frequency in
the text, already flattened and weighted by place; the number of lexemes is the length of the text; and how rare a word
is, ANALYZE has counted. A word that it has not counted is taken for rare, and all are equally rare until it first runs.
"""

import math
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, SearchVectorField
from django.db import connection
from django.db.models import F, FloatField, Func, Value
from django.db.models.functions import Cast

import arabic
from articles import body
from articles.models import Article, SearchEntry

#: What PostgreSQL calls the languages that it analyses itself.
CONFIGURATIONS = {"en": "english", "fr": "french"}
# What a tsvector can hold: positions up to this one, this many of each lexeme, and 1 MB of lexemes in all.
_LAST_POSITION, _POSITIONS_EACH, _LONGEST_LEXEME, _MOST_LEXEMES = 16_383, 255, 60, 15_000


def index(article):
    """Make the article's search entries anew: one for each language it can be read in, none while it is withdrawn."""
    article.search_entries.all().delete()
    if article.withdrawn_at is None and article.published_at is not None:
        SearchEntry.objects.bulk_create(entries(article))


def entries(article):
    """The unsaved search entries of an article as its row now stands."""
    names = [byline.author for byline in article.bylines.all()]
    spellings = [
        spelling
        for entry in article.article_topics.select_related("topic").prefetch_related("topic__aliases")
        for spelling in entry.topic.spellings()
    ]
    return [
        SearchEntry(
            article=article,
            language=language,
            published_at=article.published_at,
            vector=vector(
                language,
                headline=getattr(article, f"headline_{language}"),
                names=[getattr(author, f"name_{language}") or author.name_ar for author in names] + spellings,
                text="\n".join(
                    [
                        getattr(article, f"kicker_{language}") or "",
                        getattr(article, f"standfirst_{language}") or "",
                        body.plain_text(getattr(article, f"body_{language}")),
                    ]
                ),
            ),
        )
        for language in article.languages()
    ]


def vector(language, *, headline, names, text):
    """The expression of an edition's tsvector."""
    if language in CONFIGURATIONS:
        config = CONFIGURATIONS[language]
        return (
            SearchVector(Value(headline), weight="A", config=config)
            + SearchVector(Value("\n".join(names)), weight="B", config=config)
            + SearchVector(Value(text[:500_000]), weight="C", config=config)
        )
    return Cast(Value(tsvector_literal(headline=headline, names=names, text=text)), SearchVectorField())


def tsvector_literal(*, headline, names, text):
    """An Arabic edition as PostgreSQL writes a tsvector: `'لبنان':1A,7C 'حكوم':2B`."""
    places = defaultdict(list)
    position = 0
    for weight_of_key, weight_of_stem, piece in [
        ("A", "B", headline),
        *(("B", "B", name) for name in names),
        ("C", "D", text),
    ]:
        for token in arabic.analyze(piece):
            if position == _LAST_POSITION or len(places) >= _MOST_LEXEMES:
                break
            position += 1
            places[token.key[:_LONGEST_LEXEME]].append(f"{position}{weight_of_key}")
            if token.stem != token.key:
                places[token.stem[:_LONGEST_LEXEME]].append(f"{position}{weight_of_stem}")
        position = min(position + 1, _LAST_POSITION)  # a phrase does not reach from one piece into the next
    return " ".join(f"{_quoted(lexeme)}:{','.join(found[:_POSITIONS_EACH])}" for lexeme, found in places.items())


#: What a word counts in the text's stems, its keys, the headline's stems and its keys.
WEIGHTS = [0.4, 0.5, 0.8, 1.0]
#: Of all articles that answer a query, that many are ranked: the newest.
MOST_CANDIDATES = 2_000
#: Up to that many words must all be there.
FEW_WORDS = 3
#: Of more words, that many of the rarest are looked for, and that many rank what was found.
MOST_LOOKED_FOR, MOST_RANKED = 6, 24
#: The share of articles that a word is taken to be in which ANALYZE has not counted.
RAREST_SHARE = 0.0005
# BM25's k1 (here 0.6) over the two parts of a text's length, b = 0.6 of it by the mean of 264 lexemes.
LENGTH_INSENSITIVE, LENGTH_SENSITIVE = 0.6 * 0.4, 0.6 * 0.6 / 264


class _Lexemes(SearchQuery):
    """A tsquery that is written out already, lexeme by lexeme."""

    def __init__(self, tsquery):
        super().__init__(tsquery)
        self.tsquery = tsquery

    def as_sql(self, compiler, connection, function=None, template=None):
        return "%s::tsquery", [self.tsquery]


class _BM25(Func):
    """How well a search entry answers the terms of a query, from 0."""

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


def articles(words, language):
    """Live articles that have the words of `words` in some form, the best match first; none when it has no word.

    Up to `FEW_WORDS` must all be there; of more, the rarest one or two of the rarest few. For Arabic it asks the
    database at once how rare the words are.
    """
    words = arabic.clean(words)
    if not arabic.analyze(words):
        return Article.objects.none()
    if language in CONFIGURATIONS:
        wanted = SearchQuery(words, config=CONFIGURATIONS[language])
        rank = SearchRank(F("search_entries__vector"), wanted, weights=WEIGHTS)
    else:
        terms = _terms(words)
        wanted, rank = _Lexemes(_all_or_most(terms)), _BM25(terms[:MOST_RANKED])
    candidates = SearchEntry.objects.filter(language=language, vector=wanted).order_by("-published_at", "-pk")
    return (
        Article.objects.live()
        .in_language(language)
        .filter(search_entries__in=candidates.values("pk")[:MOST_CANDIDATES])
        .annotate(rank=rank)
        .order_by("-rank", "-published_at", "-pk")
    )


@dataclass(frozen=True)
class _Term:
    """One word of a query: as a tsquery, how many lexemes that has, and how telling it is to find it in an article."""

    tsquery: str
    lexemes: int
    rarity: float


def _terms(words):
    """The different words of a query, the rarest first."""
    found = list(dict.fromkeys(term.alternatives for term in arabic.query_terms(words)))
    shares = _shares({word[:_LONGEST_LEXEME] for term in found for alternative in term for word in alternative})
    terms = []
    for alternatives in found:
        # An alternative of several words is as common as the rarest of them at most.
        share = max(min(shares.get(word[:_LONGEST_LEXEME], 0) for word in words) for words in alternatives)
        terms.append(
            _Term(
                tsquery="(" + " | ".join(sorted(map(_phrase, alternatives))) + ")",
                lexemes=len({word for words in alternatives for word in words}),
                rarity=math.log(1 + (1 - share) / max(share, RAREST_SHARE)),
            )
        )
    return sorted(terms, key=lambda term: -term.rarity)


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


def _all_or_most(terms):
    if len(terms) <= FEW_WORDS:
        return " & ".join(term.tsquery for term in terms)
    rarest, *others = [term.tsquery for term in terms[:MOST_LOOKED_FOR]]
    pairs = (f"({one} & {other})" for one, other in combinations(others, 2))
    return " | ".join([rarest, *pairs])


def _phrase(words):
    return " <-> ".join(_quoted(word[:_LONGEST_LEXEME]) for word in words)


def _quoted(lexeme):
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
