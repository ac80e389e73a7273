"""Which live articles are like a text, by their words: no service and no model, only what the search's index knows.

First a wide choice: the articles that share the most telling words with the text, found in the index of words. Then
each of these is compared whole, by TF-IDF over its stems and its topics. What the choice has in
common is taken off: where twenty articles tell one running story, its names do not say which of them is nearest.

The constants were chosen while both halves of the development corpus were looked at; docs/decisions/0019 has the
figures of `benchmarks.related`.
"""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from itertools import repeat
from operator import mul

from django.db import connection
from django.utils import timezone

import arabic
from articles import body
from articles.models import PackedWords, SearchEntry
from articles.search import packing
from articles.search.indexing import arabic_words, topic_label
from articles.search.terms import RAREST_SHARE, counted
from delivery.words import quoted

#: That many of the text's words are looked for, if no more than so many entries have to be looked through: those first
#: that tell most, the rarer the sooner, since what they tell is divided by this power of their share of articles.
MOST_LOOKED_FOR, MOST_LOOKED_THROUGH, BY_SHARE = 96, 10_000, 0.25
#: That many articles are compared whole.
MOST_COMPARED = 100
#: A topic counts as that many words.
AS_TOPIC = 6
#: So much of what is common to the best that many of the choice is taken off.
COMMON, CROWD = 0.45, 50
#: What the same section adds; or, while the text has none, a likely one, which is where so many of its nearest belong.
SAME_SECTION, LIKELY_SECTION, VOTERS = 0.04, 0.06, 20
#: What an article of this moment has over one of long ago; half of it after so many days. Likeness goes from 0 to 1.
FRESHNESS, HALF_LIFE_DAYS = 0.01, 30
#: Below that many articles ANALYZE says little: how common a word is then comes from the press’s own word list and
#: from the choice itself, counted as if so many other articles had not got the word.
FEW_ENTRIES, OTHERS = 500, 20

_LANGUAGE = "ar"  # every live article has a headline in it
_TABLE = SearchEntry._meta.db_table
_RAREST = -math.log(RAREST_SHARE)
_TIMES = [0, *(1 + math.log(times) for times in range(1, 256))]


@dataclass(frozen=True)
class Likeness:
    """How like an article is: `score` orders, `cosine` says how alike the words of the two are, from 0 to 1, and
    `overlap` what share of the words of the shorter one the longer has too.

    `shared` are lexemes that both have, those that say most first; topics' labels are among them.
    """

    article_id: int
    score: float
    cosine: float
    overlap: float
    shared: tuple[str, ...]


def words_of(content):
    """The stems of a revision's content, saved or still being typed, and its topics, as {lexeme: how often}."""
    texts = [content["kicker_ar"], *[content["standfirst_ar"]] * 2, body.plain_text(content["body_ar"])]
    words = packing.counted(arabic_words(content["headline_ar"], "\n".join(texts)))
    return words | {topic_label(pk): AS_TOPIC for pk in content["topics"]}


def nearest(words, *, most, without=(), section_id=None):
    """The live articles whose words are most like `words` (`words_of`), the likest first; at most `most`.

    None of the ids `without` is among them. Two queries, however many articles there are.
    """
    lexemes = {packing.number(word): word for word in words}
    text = _Text(*packing.unpack(packing.pack(words)))
    has_few = counted().entries < FEW_ENTRIES
    if has_few:
        shares = _shares_in([text])
        rarities = _rarities(shares)
    else:
        shares, rarities = counted().by_number, _counted_rarities(counted())
    found = _read(_choice(text, lexemes, shares, rarities, without))
    if has_few:
        rarities = _rarities(_shares_in([entry.text for entry in found]))
    asked = dict(zip(text.words, _weights(text, rarities), strict=True))
    weights = {entry: _weights(entry.text, rarities) for entry in found}
    cosines = {entry: _dot(asked, entry.text, weights[entry]) for entry in found}
    by_cosine = sorted(found, key=lambda entry: -cosines[entry])
    crowd = defaultdict(float)
    for entry in by_cosine[:CROWD]:
        for word, weight in zip(entry.text.words, weights[entry], strict=True):
            crowd[word] += weight
    sections = {section_id: SAME_SECTION} if section_id else _likely_sections(by_cosine[:VOTERS], cosines)
    now = timezone.now()
    scores = {
        entry: cosines[entry]
        - COMMON / CROWD * _dot(crowd, entry.text, weights[entry])
        + sections.get(entry.section_id, 0)
        + FRESHNESS * 0.5 ** (max(0, (now - entry.published_at).days) / HALF_LIFE_DAYS)
        for entry in found
    }
    best = sorted(found, key=lambda entry: (-scores[entry], -entry.published_at.timestamp(), -entry.article_id))[:most]
    likenesses = []
    for entry in best:
        shared = _shared(asked, entry.text, weights[entry])
        overlap = len(shared) / (min(len(asked), len(entry.text.words)) or 1)
        in_words = tuple(lexemes[word] for word in shared)
        likenesses.append(Likeness(entry.article_id, scores[entry], cosines[entry], overlap, in_words))
    return likenesses


# From here on a word is its number in `packing`.


@dataclass(frozen=True)
class _Text:
    """The words of a text and how often each comes, side by side: as dictionaries they would take twice as long."""

    words: list[int]
    times: bytes


@dataclass(frozen=True, eq=False)
class _Entry:
    article_id: int
    section_id: int | None
    published_at: datetime
    text: _Text


def _rarities(shares):
    """How telling each word is, from the share of articles that have it; one that is not there is as rare as can be."""
    return {word: -math.log(max(share, RAREST_SHARE)) for word, share in shares.items()}


@lru_cache(maxsize=1)
def _counted_rarities(counted):
    return _rarities(counted.by_number)


def _choice(text, lexemes, shares, rarities, without):
    """SQL and parameters of the ids of MOST_COMPARED live articles that share the most telling words of `text`."""
    left, told = MOST_LOOKED_THROUGH, {}
    shares = {word: max(shares.get(word, 0), RAREST_SHARE) for word in text.words}
    weights = {
        word: _TIMES[times] * rarities.get(word, _RAREST) for word, times in zip(text.words, text.times, strict=True)
    }
    for word in sorted(weights, key=lambda word: (-weights[word] / shares[word] ** BY_SHARE, word))[:MOST_LOOKED_FOR]:
        entries = counted().entries * shares[word]
        if entries > left and told:
            continue  # a rarer one may still be looked for
        left -= entries
        told[quoted(lexemes[word])] = weights[word]
    # Word by word from the index: planned as one query of so many parts, planning would take longer than answering.
    sql = f"""
        SELECT article_id FROM unnest(%s::text[], %s::float[]) AS told (word, weight), LATERAL (
            SELECT article_id FROM {_TABLE}
            WHERE language = %s AND vector @@ told.word::tsquery AND published_at <= %s OFFSET 0
        ) AS found
        WHERE article_id <> ALL(%s::bigint[])
        GROUP BY article_id ORDER BY sum(weight) DESC, article_id DESC LIMIT {MOST_COMPARED}
    """
    return sql, [list(told), list(told.values()), _LANGUAGE, timezone.now(), list(without)]


def _read(choice):
    """The entries of the chosen articles."""
    sql, params = choice
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        ids = [pk for (pk,) in cursor]
        cursor.execute(
            f"SELECT article_id, section_id, published_at, topic_ids, words FROM {_TABLE}"
            f" JOIN {PackedWords._meta.db_table} USING (article_id) WHERE language = %s AND article_id = ANY(%s)",
            [_LANGUAGE, ids],
        )
        return [_Entry(*row, _text(words, topic_ids)) for *row, topic_ids, words in cursor]


def _text(packed, topic_ids):
    """The words of an article, and its topics."""
    words, times = packing.unpack(packed)
    topics = [packing.number(topic_label(pk)) for pk in topic_ids]
    return _Text(words + topics, times + bytes([AS_TOPIC] * len(topics)))


def _likely_sections(nearest, cosines):
    """What each section adds for a text that has none: the more, the liker to it those `nearest` are that have it."""
    votes = Counter()
    for entry in nearest:
        votes[entry.section_id] += cosines[entry] ** 2
    return {section_id: LIKELY_SECTION * votes[section_id] / (votes.total() or 1) for section_id in votes}


def _shares_in(texts):
    """About what share of all articles has each word of `texts`, where there are few."""
    ranks, present = _ranks(), Counter(word for text in texts for word in text.words)
    return {
        word: max(times / (len(texts) + OTHERS), 10 / (10 + ranks[word]) if word in ranks else 0)
        for word, times in present.items()
    }


@cache
def _ranks():
    return {packing.number(word): rank for word, rank in arabic.word_ranks().items()}


def _weights(text, rarities):
    """The words of `text` weighed by their rarity and how often they come, as a vector of length one."""
    weights = list(map(mul, map(_TIMES.__getitem__, text.times), map(rarities.get, text.words, repeat(_RAREST))))
    length = math.hypot(*weights) or 1
    return [weight / length for weight in weights]


def _dot(one, text, weights):
    """The product of the vector `one`, a dictionary, and that of a text with these weights."""
    return sum(map(mul, weights, map(one.get, text.words, repeat(0))))


def _shared(asked, text, weights):
    """The words that both have, those that say most first."""
    said = {word: asked[word] * weight for word, weight in zip(text.words, weights, strict=True) if word in asked}
    return tuple(sorted(said, key=lambda word: (-said[word], word)))
