"""The site's search on PostgreSQL: Arabic words are analysed by `arabic` and kept as a weighted tsvector.

Weights (ARABIC.md, S1): A the headline's keys, B its stems and the names of its authors and topics with all their
spellings, C the text's keys, D its stems; so an exact word outranks another form of it, and a headline its text.
English and French editions use PostgreSQL's own configurations.
"""

from collections import defaultdict

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, SearchVectorField
from django.db.models import F, Q, Value
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


class _Lexemes(SearchQuery):
    """A tsquery that is written out already, lexeme by lexeme."""

    def __init__(self, tsquery):
        super().__init__(tsquery)
        self.tsquery = tsquery

    def as_sql(self, compiler, connection, function=None, template=None):
        return "%s::tsquery", [self.tsquery]


def query(words, language):
    """What a person typed, as a search query in `language`; None when there is no word in it."""
    words = arabic.clean(words)
    if language in CONFIGURATIONS:
        return SearchQuery(words, config=CONFIGURATIONS[language]) if arabic.analyze(words) else None
    terms = [
        "(" + " | ".join(sorted(_phrase(alternative) for alternative in term.alternatives)) + ")"
        for term in arabic.query_terms(words)
    ]
    return _Lexemes(" & ".join(terms)) if terms else None


def articles(words, language):
    """Live articles that have every word of `words` in some form, the best match first; none when it has no word."""
    wanted = query(words, language)
    if wanted is None:
        return Article.objects.none()
    return (
        Article.objects.live()
        .in_language(language)
        .filter(Q(search_entries__language=language, search_entries__vector=wanted))
        .annotate(rank=SearchRank(F("search_entries__vector"), wanted, weights=[0.1, 0.2, 0.6, 1.0]))
        .order_by("-rank", "-published_at", "-pk")
    )


def _phrase(words):
    return " <-> ".join(_quoted(word[:_LONGEST_LEXEME]) for word in words)


def _quoted(lexeme):
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
