"""What the search knows of an article: Arabic words analysed by `arabic`, and what it belongs to.

Weights (ARABIC.md, S1): A the headline's keys, B its stems, C the text's keys, D its stems; so an exact word outranks
another form of it, and a headline its text. English and French editions use PostgreSQL's own configurations,
of words without their accents, since many readers type none.

Authors and topics stand in it by their ids, as labels of weight B. A query for a name finds the ids first (`ranking`),
and so a new spelling or a new name holds for every article at once.
"""

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import connection
from django.db.models import Func, Value
from django.db.models.functions import Cast
from django.utils import timezone

import arabic
from articles import body
from articles.models import DeskEntry, PackedWords, SearchEntry
from articles.search import packing, suggestions
from delivery.words import quoted, tsvector

#: What PostgreSQL calls the languages that it analyses itself.
CONFIGURATIONS = {"en": "english", "fr": "french"}


def index(article):
    """Make the article's search entries anew: one for each language it can be read in, none while it is withdrawn."""
    article.search_entries.all().delete()
    PackedWords.objects.filter(article=article).delete()
    if article.withdrawn_at is None and article.published_at is not None:
        author_ids = [byline.author_id for byline in article.bylines.all()]
        topic_ids = [entry.topic_id for entry in article.article_topics.all()]
        words = {language: words_of(article, language) for language in article.languages()}
        SearchEntry.objects.bulk_create(
            entry(article, language, found, author_ids=author_ids, topic_ids=topic_ids)
            for language, found in words.items()
        )
        if "ar" in words:
            packed_words(article, words["ar"]).save(force_insert=True)
    suggestions.index(article)


def words_of(article, language):
    """The words of one edition of an article, as an expression or as the text of a tsvector."""
    headline = getattr(article, f"headline_{language}")
    kicker, standfirst = (getattr(article, f"{name}_{language}") or "" for name in ("kicker", "standfirst"))
    # BM25F weighs a field by as many occurrences (Robertson and Zaragoza, 2009): what the standfirst says counts twice.
    text = "\n".join([kicker, standfirst, standfirst, body.plain_text(getattr(article, f"body_{language}"))])
    if language in CONFIGURATIONS:
        config = CONFIGURATIONS[language]
        in_headline = SearchVector(Value(arabic.unaccented(headline)), weight="A", config=config)
        return in_headline + SearchVector(Value(arabic.unaccented(text[:500_000])), weight="C", config=config)
    return arabic_words(headline, text)


def arabic_words(headline, text):
    """The words of an Arabic headline and text, as the text of a tsvector."""
    return tsvector([(headline, "A", "B"), (text, "C", "D")])


def entry(article, language, words, *, author_ids, topic_ids):
    """The unsaved search entry of one edition, whose `words` are known already."""
    labels = " ".join(f"{quoted(label)}:1B" for label in [*map(author_label, author_ids), *map(topic_label, topic_ids)])
    if isinstance(words, str):
        vector = Cast(Value(f"{words} {labels}"), SearchVectorField())
    else:
        labels = Cast(Value(labels), SearchVectorField())
        vector = Func(words, labels, template="(%(expressions)s)", arg_joiner=" || ", output_field=SearchVectorField())
    return SearchEntry(
        article=article,
        language=language,
        published_at=article.published_at,
        year=timezone.localtime(article.published_at).year,
        section_id=article.section_id,
        author_ids=author_ids,
        topic_ids=topic_ids,
        analysis=arabic.ANALYSIS_VERSION,
        vector=vector,
    )


def packed_words(article, words):
    """The unsaved PackedWords of an article whose Arabic `words` are known, as `arabic_words` writes them."""
    return PackedWords(article=article, words=packing.pack(packing.counted(words)))


def relabel_topic(old, new, *, most):
    """Let what the search knows to be about the topic `old` be about `new`: both are ids, and no text is read again.

    Of up to `most` articles, since each entry has hundreds of words whose index is written with it; returns whether
    these were all.
    """
    asked = {"old": old, "new": new, "most": most, "wanted": quoted(topic_label(old))}
    asked |= {"old_label": topic_label(old), "new_label": f"{quoted(topic_label(new))}:1B"}
    were_all = True
    with connection.cursor() as cursor:
        for model, vector, labels in [(SearchEntry, "vector", "heading"), (DeskEntry, "words", "words")]:
            ids = ""
            if model is SearchEntry:
                ids = """, topic_ids = CASE WHEN %(new)s = ANY(topic_ids) THEN array_remove(topic_ids, %(old)s::bigint)
                    ELSE array_replace(topic_ids, %(old)s::bigint, %(new)s::bigint) END"""
            table, key = model._meta.db_table, model._meta.pk.column
            cursor.execute(
                f"""UPDATE {table} SET {vector} = ts_delete({vector}, %(old_label)s) || %(new_label)s::tsvector {ids}
                WHERE {key} = ANY (ARRAY(  -- which is worked out once, as IN is not
                    SELECT {key} FROM {table} WHERE {labels} @@ %(wanted)s::tsquery ORDER BY {key} LIMIT %(most)s
                    FOR NO KEY UPDATE
                ))""",
                asked,
            )
            were_all = were_all and cursor.rowcount < most
    return were_all


def author_label(pk):
    """The lexeme of articles by an author. No word of a text has a #."""
    return f"#a{pk}"


def topic_label(pk):
    """The lexeme of articles about a topic."""
    return f"#t{pk}"
