"""Where in the articles found the words of a query stand: the passage to show of each, and the words to light.

Arabic words are found under all their forms by `arabic`. What the English or French query finds, only PostgreSQL's
stemmers know; so they are asked which words of the texts answer it, and those are looked for as they are printed.
"""

import re

from django.db import connection

import arabic
from articles import body
from articles.models import Article
from articles.search.indexing import CONFIGURATIONS


def add_passages(articles, query, language):
    """Give each of `articles` its `passage`, the part of its standfirst and text that answers `query`, if one does.

    Returns the words to light in passages and headlines. Reads all the texts in one query.
    """
    words = " ".join([query.words, *query.phrases]).strip()
    if not articles:
        return words
    bodies = dict(
        Article.objects.filter(pk__in=[article.pk for article in articles]).values_list("pk", f"body_{language}")
    )
    texts = [f"{article.standfirst or ''}\n{body.plain_text(bodies.get(article.pk))}" for article in articles]
    if language in CONFIGURATIONS:
        words = _printed_forms(words, [*texts, *(article.headline for article in articles)], language)
    for article, text in zip(articles, texts, strict=True):
        article.passage = arabic.snippet(text, words)
    return words


def _words(text):
    return re.findall(r"\w+", text.lower())


def _printed_forms(words, texts, language):
    """The different words of `texts` that the stemmer of `language` takes for one of `words`."""
    # A stemmer cuts the end of a word and leaves its first letter, so few of them need to be sent.
    asked = arabic.unaccented(words)
    letters = {word[0] for word in _words(asked)}
    printed = sorted({word for text in texts for word in _words(text)})
    indexed = {word: key for word in printed if (key := arabic.unaccented(word))[0] in letters}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM unnest(%s::text[], %s::text[]) AS printed (word, indexed)"
            " WHERE tsvector_to_array(to_tsvector(%s::regconfig, indexed))"
            " && tsvector_to_array(to_tsvector(%s::regconfig, %s)) ORDER BY word",
            [list(indexed), list(indexed.values()), CONFIGURATIONS[language], CONFIGURATIONS[language], asked],
        )
        return " ".join(word for (word,) in cursor)
