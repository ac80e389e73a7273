"""Which live articles are like a text, by their words: no service, no model, nothing kept beside the search index.

First a wide choice: the articles that share the most telling words with the text, found in the index of words. Then
each of these is compared whole, by TF-IDF over its stems, its words as printed and its topics. What the choice has in
common is taken off: where twenty articles tell one running story, its names do not say which of them is nearest.

The constants were chosen while both halves of the development corpus were looked at; docs/decisions/0019 has the
figures of `benchmarks.related`.
"""

import math
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from operator import mul

from django.db import connection
from django.utils import timezone

import arabic
from articles import body
from articles.models import SearchEntry
from articles.search.indexing import arabic_words, topic_label
from articles.search.terms import RAREST_SHARE, counted
from delivery.words import quoted

#: That many of the text's words are looked for, as long as no more than so many entries have to be looked through.
MOST_LOOKED_FOR, MOST_LOOKED_THROUGH = 32, 40_000
#: That many articles are compared whole.
MOST_COMPARED = 100
#: A word of the headline counts as that many of the text, a topic as that many words.
IN_HEADLINE, AS_TOPIC = 3, 6
#: So much of what is common to the best that many of the choice is taken off.
COMMON, CROWD = 0.45, 50
#: What the same section adds, and what an article of this moment has over one of long ago; half of it after so many
#: days. Likeness goes from 0 to 1.
SAME_SECTION, FRESHNESS, HALF_LIFE_DAYS = 0.02, 0.01, 30
#: Below that many articles ANALYZE says little: how common a word is then comes from the press’s own word list and
#: from the choice itself, counted as if so many other articles had not got the word.
FEW_ENTRIES, OTHERS = 500, 20

_LANGUAGE = "ar"  # every live article has a headline in it
_TABLE = SearchEntry._meta.db_table
_TOPIC = topic_label("")
# No word has a quotation mark in it. A lexeme has 255 places at most.
_LEXEME = re.compile("'([^']+)':([0-9A-D,]+)")
_RAREST = -math.log(RAREST_SHARE)
_TIMES = [0, *(1 + math.log(times) for times in range(1, 255 * IN_HEADLINE + 1))]


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
    """The words of a revision's content, saved or still being typed, as {lexeme: how often}."""
    texts = [content["kicker_ar"], *[content["standfirst_ar"]] * 2, body.plain_text(content["body_ar"])]
    words = _counted(arabic_words(content["headline_ar"], "\n".join(texts)))
    return words | {topic_label(pk): AS_TOPIC for pk in content["topics"]}


def nearest(words, *, most, without=(), section_id=None):
    """The live articles whose words are most like `words` (`words_of`), the likest first; at most `most`.

    None of the ids `without` is among them. Two queries, however many articles there are.
    """
    has_few = counted().entries < FEW_ENTRIES
    shares = _shares_in([words]) if has_few else counted().shares
    rarities = _rarities(shares)
    found = _read(_choice(words, shares, rarities, without))
    if has_few:
        rarities = _rarities(_shares_in([entry.words for entry in found]))
    text = _unit(words, rarities)
    vectors = {entry: _unit(entry.words, rarities) for entry in found}
    cosines = {entry: _dot(text, vector) for entry, vector in vectors.items()}
    crowd = Counter()
    for entry in sorted(found, key=lambda entry: -cosines[entry])[:CROWD]:
        for word, weight in vectors[entry].items():
            crowd[word] += weight / CROWD
    now = timezone.now()
    scores = {
        entry: cosines[entry]
        - COMMON * _dot(crowd, vectors[entry])
        + SAME_SECTION * (entry.section_id == section_id)
        + FRESHNESS * 0.5 ** (max(0, (now - entry.published_at).days) / HALF_LIFE_DAYS)
        for entry in found
    }
    best = sorted(found, key=lambda entry: (-scores[entry], -entry.published_at.timestamp(), -entry.article_id))[:most]
    likenesses = []
    for entry in best:
        shared = _shared(text, vectors[entry])
        overlap = len(shared) / (min(len(text), len(entry.words)) or 1)
        likenesses.append(Likeness(entry.article_id, scores[entry], cosines[entry], overlap, shared))
    return likenesses


@dataclass(frozen=True, eq=False)
class _Entry:
    article_id: int
    section_id: int | None
    published_at: datetime
    words: dict[str, int]


def _rarities(shares):
    """How telling each word is, from the share of articles that have it; one that is not there is as rare as can be."""
    return {word: -math.log(max(share, RAREST_SHARE)) for word, share in shares.items()}


def _choice(words, shares, rarities, without):
    """The SQL of the ids of MOST_COMPARED live articles that share the most telling of `words`, and its parameters."""
    left, told = MOST_LOOKED_THROUGH, {}
    weights = {word: _TIMES[times] * rarities.get(word, _RAREST) for word, times in words.items()}
    for word in sorted(weights, key=lambda word: (-weights[word], word))[:MOST_LOOKED_FOR]:
        left -= counted().entries * shares.get(word, RAREST_SHARE)
        if told and left < 0:
            break
        told[quoted(word)] = weights[word]
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
            f"SELECT article_id, section_id, published_at, vector::text FROM {_TABLE}"
            " WHERE language = %s AND article_id = ANY(%s)",
            [_LANGUAGE, ids],
        )
        return [_Entry(*row, _counted(vector)) for *row, vector in cursor]


def _counted(vector):
    """What stands in the text of a tsvector, `'لبنان':1A,7C`, as {lexeme: how often}, without authors and particles."""
    words = {}
    for word, places in _LEXEME.findall(vector):
        times = places.count(",") + 1
        if "A" in places or "B" in places:
            times += (IN_HEADLINE - 1) * (places.count("A") + places.count("B"))
        words[word] = times
    labels = [word for word in words if word[0] == "#"]
    for label in labels:
        del words[label]
    words |= {label: AS_TOPIC for label in labels if label.startswith(_TOPIC)}
    for word in words.keys() & arabic.particles():
        del words[word]
    return words


def _shares_in(texts):
    """About what share of all articles has each word of `texts`, where there are few."""
    ranks, present = arabic.word_ranks(), Counter(word for words in texts for word in words)
    return {
        word: max(times / (len(texts) + OTHERS), 10 / (10 + ranks[word]) if word in ranks else 0)
        for word, times in present.items()
    }


def _unit(words, rarities):
    """`words` weighed by their rarity and how often they come, as a vector of length one."""
    weights = [_TIMES[times] * rarities.get(word, _RAREST) for word, times in words.items()]
    length = math.sqrt(sum(map(mul, weights, weights))) or 1
    return dict(zip(words, [weight / length for weight in weights], strict=True))


def _dot(one, other):
    return sum([weight * one[word] for word, weight in other.items() if word in one])


def _shared(text, vector):
    common = text.keys() & vector.keys()
    return tuple(sorted(common, key=lambda word: (-text[word] * vector[word], word)))
