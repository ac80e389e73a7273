"""What the search field offers while one types: topics, authors and headlines that have what is begun.

The last word is taken for a beginning, the words before it for whole ones in any form; none needs its hamza, its marks
or its article. A beginning has three letters after ال, two in Latin (ARABIC.md, S8): before that it says nothing.
"""

from typing import NamedTuple

from django.contrib.postgres.search import SearchVectorField
from django.db import connection
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Prefetch, Q, Value
from django.db.models.functions import Cast, Length
from django.utils import timezone, translation

import arabic
from articles.models import Article, SearchHeadline
from authors.models import Author
from delivery.words import ALEF_LAM, Lexemes, lexeme, quoted, tsquery, tsvector
from topics.models import Topic, TopicAlias

MOST_NAMES, MOST_HEADLINES = 4, 5
#: Longer texts are no words that somebody types into a field.
LONGEST_BEGUN = 200
#: Of names that have what is begun, that many are looked at: whether an article is about them costs a look each.
MOST_NAMES_TRIED = 20
#: That many of the newest headlines are read in their order before the index is asked. What is more frequent than one
#: in a thousand is found there at once; what is not is so rare that the index has few rows to sort.
NEWEST_READ = 5_000

#: Letters of a beginning, behind the article.
LEAST, LEAST_LATIN = 3, 2

_SEATS = str.maketrans("ؤئ", "ءء")  # as stems write hamza (N3)


class Suggestion(NamedTuple):
    """One thing to go to. `kind` is topic, author or headline; `note` the other spelling under which it was found."""

    kind: str
    text: str
    url: str
    note: str = ""


def suggestions(begun, language):
    """The Suggestions for what has been typed so far on a page in `language`: names first, then the newest headlines.

    Any string may be asked for; what has no word to begin with gets none.
    """
    terms = _terms(begun)
    if not terms:
        return []
    wanted = Lexemes(" & ".join(terms))
    with translation.override(language):
        topics, authors = _topics(wanted, begun, language), _authors(wanted, begun, language)
        most_topics = MOST_NAMES - min(len(authors), MOST_NAMES // 2)
        names = topics[:most_topics] + authors
        return names[:MOST_NAMES] + _headlines(wanted, language)


def index(article):
    """Make the rows anew by which the article's headlines are found: none while it is withdrawn."""
    article.search_headlines.all().delete()
    if article.withdrawn_at is None and article.published_at is not None:
        SearchHeadline.objects.bulk_create(
            headline(article, language, headline_words(getattr(article, f"headline_{language}")))
            for language in article.languages()
        )


def headline(article, language, words):
    """The unsaved row of one edition, of which `headline_words` are known already."""
    return SearchHeadline(
        article=article,
        language=language,
        published_at=article.published_at,
        words=Cast(Value(words), SearchVectorField()),
    )


def headline_words(text):
    """What a headline is found by, as the text of a tsvector: its keys and stems, and its keys without ال."""
    keys = {token.key for token in arabic.analyze(text) if token.key.startswith(ALEF_LAM)}
    bare = sorted(key[len(ALEF_LAM) :] for key in keys if len(key) >= len(ALEF_LAM) + LEAST)
    return " ".join([tsvector([(text, "A", "B")]), *(quoted(lexeme(key)) for key in bare)])


# What is asked for ---------------------------------------------------------------------------------------------------


def _terms(begun):
    """What is asked for by `begun`, each word as a tsquery; empty if nothing can be suggested for it yet."""
    words = arabic.query_terms(arabic.clean(begun)[:LONGEST_BEGUN])
    if not words:
        return []
    whole = [tsquery(word.alternatives) for word in words[:-1]]
    last = words[-1]
    beginning = arabic.analyze(last.text)[-1].key.removeprefix(ALEF_LAM)
    if not _is_arabic(beginning):
        beginnings = {beginning} if len(beginning) >= LEAST_LATIN else set()
    elif len(beginning) >= LEAST:
        # A name is indexed with its article, a stem with its hamza in one seat.
        beginnings = {beginning, ALEF_LAM + beginning, beginning.translate(_SEATS)}
    else:
        beginnings = set()
    if not beginnings:
        return whole
    beginnings = " | ".join(sorted(f"{quoted(lexeme(word))}:*" for word in beginnings))
    return [*whole, f"({tsquery(last.alternatives)} | {beginnings})"]


def _is_arabic(word):
    return "\N{ARABIC LETTER HAMZA}" <= word[:1] <= "\N{ARABIC LETTER YEH}"


# What is found -------------------------------------------------------------------------------------------------------


def _topics(wanted, begun, language):
    spellings = TopicAlias.objects.filter(words=wanted)
    found = _names(Topic, Q(words=wanted) | Q(pk__in=spellings.values("topic")), begun, language)
    found = found.annotate(by_name=ExpressionWrapper(Q(words=wanted), output_field=BooleanField()))
    found = found.prefetch_related(Prefetch("aliases", spellings, to_attr="spellings_found"))
    return [
        Suggestion(
            "topic",
            _in_line(topic.name),
            topic.get_absolute_url(),
            "" if topic.by_name else _in_line(topic.spellings_found[0].name),
        )
        for topic in _written_about(found, language)
    ]


def _authors(wanted, begun, language):
    found = _names(Author, Q(words=wanted), begun, language)
    return [
        Suggestion("author", _in_line(author.name), author.get_absolute_url())
        for author in _written_about(found, language)
    ]


def _names(model, condition, begun, language):
    """The rows of `model` that have a name in `language` and answer, those first whose name begins so."""
    begins = Q(sort_key__startswith=arabic.sort_key(begun))
    return (
        model.objects.filter(condition, **{f"name_{language}__gt": ""})
        .annotate(begins=ExpressionWrapper(begins, output_field=BooleanField()))
        .order_by("-begins", Length("sort_key"), "pk")[:MOST_NAMES_TRIED]
    )


def _written_about(names, language):
    """The first of `names` that have an article which readers of `language` can see."""
    names = list(names)
    if not names:
        return []
    model = type(names[0])
    of_name = {Topic: "topics", Author: "authors"}[model]
    articles = Article.objects.live().in_language(language).filter(**{of_name: OuterRef("pk")})
    ids = [name.pk for name in names]
    with_articles = set(model.objects.filter(Exists(articles), pk__in=ids).values_list("pk", flat=True))
    return [name for name in names if name.pk in with_articles][:MOST_NAMES]


def _headlines(wanted, language):
    now = timezone.now()
    table = SearchHeadline._meta.db_table
    conditions = f"FROM {table} WHERE language = %s AND published_at <= %s"
    order = "ORDER BY published_at DESC, article_id DESC"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT article_id FROM (SELECT * {conditions} {order} LIMIT {NEWEST_READ}) AS newest"
            f" WHERE words @@ %s::tsquery {order} LIMIT {MOST_HEADLINES}",
            [language, now, wanted.text],
        )
        ids = [pk for (pk,) in cursor]
        if len(ids) < MOST_HEADLINES:
            # Materialized, so that PostgreSQL asks the index of words and does not read all headlines in their order.
            cursor.execute(
                f"WITH found AS MATERIALIZED (SELECT article_id, published_at {conditions} AND words @@ %s::tsquery)"
                f" SELECT article_id FROM found {order} LIMIT {MOST_HEADLINES}",
                [language, now, wanted.text],
            )
            ids = [pk for (pk,) in cursor]
    articles = Article.objects.live().in_language(language).filter(pk__in=ids).select_related("section").newest()
    return [
        Suggestion("headline", _in_line(article.headline), article.get_absolute_url())
        for article in articles.only("headline", "slug", "published_at", "section")
    ]


def _in_line(text):
    """`text` for a line of the page's language, where Latin names and scores keep their order (D4)."""
    return arabic.isolate(text) if translation.get_language() == "ar" else text
