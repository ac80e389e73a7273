"""The desk's search: every article by the words of its newest revision, whether readers see it or not.

It reads a query as the readers' search does, and finds what has all that is asked for, the last word also as the
beginning of one in a headline. It does not rank: who works on articles looks for the newest.
"""

from django.db import connection, transaction
from django.db.models import Q

import arabic
from articles import body
from articles.models import LANGUAGES, Article, DeskEntry, SearchEntry
from articles.search import names
from articles.search.indexing import arabic_words, author_label, topic_label
from articles.search.queries import read
from delivery.words import Lexemes, beginning, lexeme, quoted, tsquery, tsvector
from topics.models import Topic

#: Of all that a query finds, that many are listed: the newest.
MOST_FOUND = 2_000
#: Letters, without the article, from which a beginning is looked for: shorter ones are in every other headline.
SHORTEST_BEGINNING = 2


# Writing ------------------------------------------------------------------------------------------------------------


def index_for_desk(article):
    """Make the desk's entry of an article anew, from its newest revision."""
    content = article.newest_revision.content
    headline = "\n".join(content.get(f"headline_{language}") or "" for language in LANGUAGES)
    texts = [content.get(f"{name}_{language}") or "" for language in LANGUAGES for name in ("kicker", "standfirst")]
    texts += [body.plain_text(content.get(f"body_{language}")) for language in LANGUAGES]
    content = {**content, "topics": Topic.objects.standing(content["topics"])}
    store([desk_entry(article, headline, arabic_words(headline, "\n".join(texts)), content)])


def desk_entry(article, headline, words, content):
    """The unsaved entry of an article; `words` are those of its headline and text, as the text of a tsvector."""
    labels = [author_label(byline["author"]) for byline in content["bylines"]]
    labels += [topic_label(topic) for topic in content["topics"]]
    return DeskEntry(
        article=article,
        edited_at=article.edited_at,
        headline=tsvector([(headline, "A", "B")]),
        words=" ".join([words, *(f"{quoted(label)}:1B" for label in labels)]),
    )


def store(entries):
    """Write entries in place of those that are there."""
    DeskEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["edited_at", "headline", "words"],
    )


def store_as_published(articles, language):
    """Write the entries of articles of one language whose newest revision is live, from what readers' search has."""
    desk, search = DeskEntry._meta.db_table, SearchEntry._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {desk} (article_id, edited_at, headline, words)
            SELECT article.id, article.edited_at, ts_delete(entry.heading, ARRAY(
                SELECT '{author_label("")}' || id FROM unnest(entry.author_ids) AS id
                UNION ALL SELECT '{topic_label("")}' || id FROM unnest(entry.topic_ids) AS id
            )), entry.vector
            FROM {search} AS entry JOIN {Article._meta.db_table} AS article ON article.id = entry.article_id
            WHERE entry.language = %s AND article.id = ANY(%s)
            ON CONFLICT (article_id) DO UPDATE
                SET edited_at = excluded.edited_at, headline = excluded.headline, words = excluded.words""",
            [language, [article.pk for article in articles]],
        )


# Finding ------------------------------------------------------------------------------------------------------------


def find_at_desk(articles, asked, *, most=MOST_FOUND):
    """Those of `articles` that answer `asked`: first those that do so in the headline, each time the last edited first.

    At most `most` are found. All stay as they are when nothing is asked for; none has nothing but signs, or only what
    must not be there.
    """
    query = read(asked)
    if not query.text:
        return articles
    if not query:
        return articles.none()
    in_headline, anywhere, without = _conditions(query)
    in_headline = Q(desk_entry__headline=Lexemes(in_headline))
    also = in_headline & Q(desk_entry__words=Lexemes(without)) if without else in_headline
    ordered = articles.alias(in_headline=in_headline).order_by("-in_headline", "-desk_entry__edited_at", "-pk")
    found = ordered.filter(Q(desk_entry__words=Lexemes(anywhere)) | also)
    with transaction.atomic(), connection.cursor() as cursor:
        # PostgreSQL does not know what it takes to unpack `words`, and would do it to every row, in the order of the
        # table or of its key, to save looking into the index of words. What is left to it are bitmaps of that index.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        ids = list(found.values_list("pk", flat=True)[:most])
        cursor.execute("SET LOCAL enable_seqscan = on; SET LOCAL enable_indexscan = on")
    return ordered.filter(pk__in=ids)


def _conditions(query):
    """What an article must have: in its headline; or in all its words; and what it must not have, as tsqueries."""
    words = [tsquery(term.alternatives) for term in arabic.query_terms(query.words)]
    phrases = [_phrase(text) for text in query.phrases]
    begun = _beginning(query)
    in_headline = [*words[:-1], f"({words[-1]} | {begun})"] if begun else words
    wanted = [*in_headline, *phrases]
    anywhere = [
        f"({' | '.join([alone, *map(quoted, labels)])})"
        for alone, labels in zip([*words, *phrases], names.labels(wanted), strict=True)
    ]
    without = [f"!{_phrase(text)}" for text in query.without]
    return " & ".join(wanted), " & ".join([*anywhere, *without]), " & ".join(without)


def _phrase(text):
    """The words of `text` side by side, each in any clitics and number, as a tsquery."""
    forms = [dict.fromkeys([lexeme(token.key), lexeme(token.stem)]) for token in arabic.analyze(text)]
    return "(" + " <-> ".join(f"({' | '.join(map(quoted, words))})" for words in forms) + ")"


def _beginning(query):
    """The last word of `query` as a beginning, as a tsquery; "" when the text goes on after it, or it is too short."""
    for last in arabic.analyze(query.words)[-1:]:
        if query.text.endswith(last.text) and len(arabic.key_words(last.key)[0]) >= SHORTEST_BEGINNING:
            return beginning(last.key)
    return ""
