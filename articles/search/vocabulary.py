"""The words that the site's live articles print, and «هل تقصد» for a word that none of them has as it was typed.

An article's words are learned when readers first see it, an import's when it is through, all of them anew by
`manage.py reindex`. What is taken away is forgotten only then; so nothing is proposed that finds nothing.
"""

from collections import Counter, defaultdict
from functools import lru_cache
from itertools import islice, product

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, transaction
from django.db.models import Max

import arabic
from articles import body
from articles.models import LANGUAGES, Article, SearchEntry, SearchWord
from articles.search.candidates import IN_LANGUAGE
from articles.search.indexing import CONFIGURATIONS
from articles.search.results import by_indexes, find
from authors.models import Author
from delivery.words import tsquery
from topics.models import Topic, TopicAlias

#: Shorter words have too many neighbours, longer ones are no words.
SHORTEST, LONGEST = 3, 40
#: Of a query so many words are looked at, and so many unknown ones; for each of these so many words that may be meant,
#: and of the queries that this makes so many are tried.
MOST_WORDS, MOST_UNKNOWN, MOST_MEANT, MOST_TRIED = 24, 4, 3, 6
#: A word that stands in fewer articles, and in no headline or name, may itself be misspelt.
LEAST_ARTICLES = 2
#: A word of so many letters that articles have in another form alone gives way to one a likely slip away that so many
#: times as many print.
SHORTEST_WITH_ENDING, TIMES_MORE, LIKELY_SLIP = 6, 2, 0.5
#: Words that have so much of its trigrams are compared letter by letter, the likest of them. Two slips leave a word of
#: eight letters a quarter.
LEAST_LIKE, MOST_LIKE = 0.2, 60
#: Words written in one statement.
BATCH = 5_000


# What articles print -------------------------------------------------------------------------------------------------


class Tally:
    """The words of articles in one language: in how many each stands, and which stand in a headline or a name."""

    def __init__(self, language):
        self.language = language
        self.articles = Counter()
        self.prominent = set()

    def add(self, prominent, words):
        """Count an article: the words of its headline and of its authors' and topics' names, and all its words."""
        self.articles.update(words)
        self.prominent.update(prominent)


def words_of(headline, names, text):
    """What a `Tally` counts of an article: the words of its headline and `names`, and those with its text's."""
    prominent = _words(headline, *names)
    return prominent, prominent | _words(text)


def learn(article):
    """Count the words of an article that readers see for the first time."""
    for language in article.languages():
        _store(_tally([article], language), _COUNT)


def learn_more(article):
    """Learn what an article says that it did not say when it was counted; what is known is not counted again."""
    for language in article.languages():
        _store(_tally([article], language), _ADD)


def learn_all(tally):
    """Count the words of many articles that came at once, as by an import."""
    _store(tally, _COUNT)


def relearn():
    """Make the vocabulary anew from all live articles, while readers go on searching."""
    newest = SearchWord.objects.aggregate(newest=Max("pk"))["newest"] or 0
    for language in LANGUAGES:
        articles = Article.objects.live().in_language(language).prefetch_related("authors", "topics")
        tally = _tally(articles.iterator(chunk_size=500), language)
        _store(tally, _REPLACE)
        known = SearchWord.objects.filter(language=language, pk__lte=newest).values_list("pk", "word")
        gone = [pk for pk, word in known.iterator() if word not in tally.articles]
        for start in range(0, len(gone), BATCH):
            SearchWord.objects.filter(pk__in=gone[start : start + BATCH]).delete()


def _tally(articles, language):
    tally = Tally(language)
    for article in articles:
        names = [getattr(thing, f"name_{language}") for thing in [*article.authors.all(), *article.topics.all()]]
        text = [getattr(article, f"{name}_{language}") for name in ("kicker", "standfirst")]
        text.append(body.plain_text(getattr(article, f"body_{language}")))
        tally.add(*words_of(getattr(article, f"headline_{language}"), names, "\n".join(filter(None, text))))
    return tally


def _words(*texts):
    pieces = {piece for text in texts if text for piece in text.split() if len(piece) <= 2 * LONGEST}
    return {word for piece in pieces for word in _words_of_piece(piece)}


@lru_cache(maxsize=100_000)
def _words_of_piece(piece):
    return tuple(
        token.text.lower()
        for token in arabic.analyze(piece)
        if len(token.key) >= SHORTEST and len(token.text) <= LONGEST and not any(map(str.isdigit, token.key))
    )


_COUNT = """DO UPDATE SET articles = known.articles + excluded.articles,
    prominent = known.prominent OR excluded.prominent"""
_ADD = "DO UPDATE SET prominent = true WHERE excluded.prominent AND NOT known.prominent"
_REPLACE = """DO UPDATE SET articles = excluded.articles, prominent = excluded.prominent
    WHERE (known.articles, known.prominent) <> (excluded.articles, excluded.prominent)"""


def _store(tally, known):
    """Write the words of `tally`, and do with those that are there already what the SQL `known` says.

    In the order of the words, so that two who learn at one time wait for each other and never in a circle.
    """
    words = sorted(tally.articles)
    for start in range(0, len(words), BATCH):
        batch = words[start : start + BATCH]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {SearchWord._meta.db_table} AS known (language, word, key, articles, prominent)"
                " SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::int[], %s::bool[])"
                f" ON CONFLICT (language, word) {known}",
                [
                    tally.language,
                    batch,
                    [arabic.search_key(word) for word in batch],
                    [tally.articles[word] for word in batch],
                    [word in tally.prominent for word in batch],
                ],
            )


# What a reader may have meant ----------------------------------------------------------------------------------------


def did_you_mean(query, language):
    """The text of a query that finds something, for one (`queries.Query`) with words that no live article has; or None.

    The words it has in place of these are printed in live articles of `language`, and close to what was typed. Known
    words stay as they were typed, phrases and what is excluded too, behind the words.
    """
    tokens = arabic.analyze(query.words)[:MOST_WORDS]
    meant = list(islice(_meant(tokens, language), MOST_UNKNOWN))
    for words in islice(product(*(words for _token, words in meant)), MOST_TRIED):
        text = query.words
        for (token, _words), word in reversed(list(zip(meant, words, strict=True))):
            text = text[: token.start] + word + text[token.end :]
        if text != query.words:
            text = " ".join([text, *(f'"{phrase}"' for phrase in query.phrases), *map(_excluded, query.without)])
            if find(text, language).newest().exists():
                return text
    return None


def nearest(key, language):
    """The words of the vocabulary that the key of a misspelt word may stand for, the likeliest first.

    Those one slip away, or else those of headlines and names that are like it in their trigrams (ARABIC.md, S7).
    """
    known = SearchWord.objects.filter(language=language)
    found = _likeliest(key, known.filter(key__in=arabic.neighbours(key)))
    if not found:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(LEAST_LIKE)])
            like = known.filter(prominent=True, key__trigram_similar=key)
            found = _likeliest(key, like.order_by(TrigramSimilarity("key", key).desc(), "pk")[:MOST_LIKE])
    return found


def _likeliest(key, words):
    """Those of `words` that are not too far from `key`, as each is printed most: near, then frequent ones first."""
    spellings = defaultdict(list)
    for word in words:
        spellings[word.key].append(word)
    ranked = []
    for other, printed in spellings.items():
        articles = sum(word.articles for word in printed)
        distance = arabic.distance(key, other)
        if distance <= _farthest(key) and (articles >= LEAST_ARTICLES or any(word.prominent for word in printed)):
            ranked.append((distance, -articles, max(printed, key=lambda word: (word.articles, word.word)).word))
    return [word for _distance, _articles, word in sorted(ranked)]


def _farthest(key):
    """How far a word may lie from what was typed: half a slip in three letters, two in eight."""
    return {3: 0.5, 4: 1.0, 5: 1.0, 6: 1.5, 7: 1.5}.get(len(key), 2.0)


def _meant(tokens, language):
    """Those of `tokens` that are known to no live article, author or topic, each with the words that it may stand for.

    By chance an article may have another form of a word that was misspelt, where an ending seems to be cut off it:
    انتخبات has the stem of ينتخب.
    """
    tokens = [token for token in tokens if SHORTEST <= len(token.key) <= LONGEST and not token.key.isdigit()]
    printed = SearchWord.objects.filter(language=language, key__in=[token.key for token in tokens])
    printed = set(printed.values_list("key", flat=True))
    for token in tokens:
        if token.key in printed or (articles := _articles_with(token, language)) is None:
            continue
        if articles == 0:
            yield token, nearest(token.key, language)[:MOST_MEANT] or [token.text]
        elif (
            token.stem != token.key
            and len(token.key) >= SHORTEST_WITH_ENDING
            and (words := _likely(token.key, language, TIMES_MORE * articles))
        ):
            yield token, words[:MOST_MEANT]


def _likely(key, language, least):
    """The words a likely slip away from `key` that at least so many articles print."""
    known = SearchWord.objects.filter(language=language, articles__gte=least, key__in=arabic.neighbours(key))
    return _likeliest(key, (word for word in known if arabic.distance(key, word.key) <= LIKELY_SLIP))


def _articles_with(token, language):
    """How many live articles have the word in some form; None if an author or topic is called so.

    None of a word that PostgreSQL passes over, too.
    """
    if language in CONFIGURATIONS:
        wanted, params = "plainto_tsquery(%s::regconfig, %s)", [CONFIGURATIONS[language], arabic.unaccented(token.text)]
    else:
        [term] = arabic.query_terms(token.text)
        wanted, params = "%s::tsquery", [tsquery(term.alternatives)]
    names = [f"EXISTS (SELECT FROM {model._meta.db_table} WHERE words @@ {wanted})" for model in _NAMED]
    found = f"SELECT count(*) FROM {SearchEntry._meta.db_table} WHERE {IN_LANGUAGE} AND vector @@ {wanted}"
    [(articles,)] = by_indexes(
        f"SELECT CASE WHEN numnode({wanted}) > 0 AND NOT ({' OR '.join(names)}) THEN ({found}) END",
        [*params, *params * len(names), language, *params],
    )
    return articles


_NAMED = (Author, Topic, TopicAlias)


def _excluded(text):
    return f'-"{text}"' if " " in text else f"-{text}"
