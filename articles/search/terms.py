"""What a query asks the index for, and how telling each part of it is.

A word is looked for under all its forms, and under the labels of the authors and topics of whose names it is one. A few
words must all be there; of many, as in a question or a sentence copied from somewhere, the rarest or two of the rarest
few are enough. Phrases must be there in any case, and what a minus stands before must not.

How common a word is, ANALYZE has counted. A word that it has not counted is taken for rare, and all are equally rare
until it first runs.
"""

import math
import time
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations, dropwhile

from django.db import connection

import arabic
from articles.models import SearchEntry
from articles.search import names, packing
from articles.search.indexing import CONFIGURATIONS
from delivery.words import lexeme, quoted, tsquery

#: Up to that many words must all be there.
FEW_WORDS = 3
#: Of more words, that many of the rarest are looked for.
MOST_LOOKED_FOR = 8
#: The share of articles that a word is taken to be in which ANALYZE has not counted.
RAREST_SHARE = 0.0005
#: For how many seconds a process believes what ANALYZE counted: reading all of it takes longer than a search.
COUNTED_FOR = 600


@dataclass(frozen=True)
class Term:
    """A word in all its forms, or a phrase, that is in `share` of the articles, or in fewer.

    `tsquery` finds it. Its frequency in a text is that of its `lexemes` and of its `runs` of several; `typed` is the
    word as it was typed, where that is told from its other forms. `apart` finds the words of a phrase wherever they
    stand.
    """

    tsquery: str
    share: float
    lexemes: tuple[str, ...]
    runs: tuple[str, ...] = ()
    typed: str | None = None
    apart: str = ""

    @property
    def rarity(self):
        """How telling it is to find it: BM25's weight of a word."""
        return math.log(1 + (1 - self.share) / max(self.share, RAREST_SHARE))


@dataclass(frozen=True)
class Asked:
    """What is looked for: different `words` and `phrases`, the most telling first.

    `neighbours` are words that stand side by side in the query, or have one between them: (tsquery, how far apart, how
    telling). `excluded` are the tsqueries of what must not be there. `needs_all` says that every word must be there,
    `is_sentence` that they are many and ask nothing, as when a sentence was copied from somewhere.
    """

    words: tuple[Term, ...]
    phrases: tuple[Term, ...]
    neighbours: tuple[tuple[str, int, float], ...]
    excluded: tuple[str, ...]
    needs_all: bool
    is_sentence: bool

    def __bool__(self):
        return bool(self.words or self.phrases)

    @property
    def condition(self):
        """The tsquery of all that answers the query."""
        return self.and_always(self._all_or_most()) if self.words else self.and_always()

    @property
    def apart(self):
        """The tsquery of what answers the query, or would if the words of its phrases stood side by side.

        The index of words answers it alone. Whether they do, and what is excluded, an article must be read for.
        """
        words = [f"({self._all_or_most()})"] if self.words else []
        return " & ".join([*words, *(phrase.apart for phrase in self.phrases)])

    def and_always(self, *wanted):
        """The tsquery of what has all of `wanted`, and the phrases, and nothing that is excluded."""
        required = [*wanted, *(phrase.tsquery for phrase in self.phrases)]
        return " & ".join([f"({text})" for text in required] + [f"!({text})" for text in self.excluded])

    def share(self):
        """In about what share of the articles the words and phrases come together, if they came by chance."""
        if self.needs_all:
            return math.prod(term.share for term in self.words + self.phrases)
        if len(self.words) <= FEW_WORDS:
            return min(1, sum(word.share for word in self.words))
        rarest, *others = (word.share for word in self.words[:MOST_LOOKED_FOR])
        return min(1, rarest + sum(one * other for one, other in combinations(others, 2)))

    def _all_or_most(self):
        if self.needs_all:
            return " & ".join(word.tsquery for word in self.words)
        if len(self.words) <= FEW_WORDS:
            return " | ".join(word.tsquery for word in self.words)
        rarest, *others = (word.tsquery for word in self.words[:MOST_LOOKED_FOR])
        return " | ".join([rarest, *(f"({one} & {other})" for one, other in combinations(others, 2))])


def asked_by(query, language):
    """What `query` looks for in the index of `language`.

    Asks the database which authors and topics bear the words and, if it was not told lately, how rare words are.
    """
    asked = arabic.query_terms(query.words)
    is_question = _is_question(asked, query.text)
    if is_question:
        asked = _asked_about(asked)
    shares = counted().shares
    in_order = []
    for word, runs, labels in zip(asked, _runs(asked, language), _labels(asked), strict=True):
        # A word that PostgreSQL passes over is not looked for as a name either: "the" would find nobody else's texts.
        in_order.append(_word(word, runs, labels, language, shares) if any(map(any, runs)) else None)
    words = {(term.lexemes, term.runs): term for term in reversed(in_order) if term}  # in two forms: one word
    runs = dict.fromkeys(run for text in query.phrases if any(run := _phrase(text, language)))
    return Asked(
        _most_telling_first(words.values()),
        _most_telling_first(
            Term(_written_run(run), _share({run}, shares), _lexemes({run}), apart=_written_apart(run)) for run in runs
        ),
        tuple(_neighbours(in_order)),
        tuple(_excluded(query, language)),
        needs_all=len(asked) <= FEW_WORDS and not is_question,
        is_sentence=len(asked) > FEW_WORDS and not is_question,
    )


@dataclass(frozen=True, eq=False)
class Counted:
    """What ANALYZE counted: about how many search entries there are, and in what share of them the common lexemes."""

    entries: float
    shares: dict[str, float]

    @cached_property
    def by_number(self):
        """`shares` by the numbers of words, as `packing` has them."""
        return {packing.number(word): share for word, share in self.shares.items()}


def counted():
    """What ANALYZE counted last, as this process read it in the last minutes."""
    return _counted(int(time.monotonic() // COUNTED_FOR))


@lru_cache(maxsize=1)
def _counted(_period):
    with connection.cursor() as cursor:
        cursor.execute("SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = %s::regclass", [_TABLE])
        [entries] = cursor.fetchone()
        cursor.execute(
            "SELECT lexeme, share FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs)"
            " AS common (lexeme, share)"
            " WHERE schemaname = current_schema() AND tablename = %s AND attname = 'vector' AND lexeme IS NOT NULL",
            [_TABLE],
        )
        return Counted(entries, dict(cursor))


def forget_counted():
    """Let `counted` read again what ANALYZE counted."""
    _counted.cache_clear()


#: Search keys that a question begins with; من, ما and what may follow begin other things as well.
_SURELY_ASKING = {"متي", "اين", "كم", "كيف", "لماذا", "ماذا", "هل"}
_ASKING = _SURELY_ASKING | {"من", "ما", "هو", "هي", "هم", "الذي", "التي"}
_TABLE = SearchEntry._meta.db_table

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
            [CONFIGURATIONS[language], [arabic.unaccented(text) for text in texts]],
        )
        return [frozenset(stems) for (stems,) in cursor]


def _labels(words):
    """For each of `words` the runs of the authors and topics that are called so."""
    if not words:
        return []
    found = names.labels([tsquery(word.alternatives) for word in words])
    return [frozenset((frozenset({label}),) for label in labels) for labels in found]


def _word(word, runs, labels, language, shares):
    """The term of one word, as `arabic.query_terms` read it, that has these runs and labels."""
    typed = None
    [first, *more] = arabic.analyze(word.text)
    if language not in CONFIGURATIONS and not more:
        typed = lexeme(first.key)
    single = _lexemes({run for run in runs | labels if len(run) == 1})
    if typed and first.key != first.stem:
        # Where the text has the word as it was typed, it has its stem as well: it shall not count twice.
        single = tuple(found for found in single if found != typed)
    several = tuple(sorted(_written_run(run) for run in runs if len(run) > 1))
    return Term(_written(runs | labels), _share(runs | labels, shares), single, several, typed)


def _share(runs, shares):
    # A run of several words is as common as the rarest of them at most.
    return max(min(max((shares.get(word, 0) for word in slot), default=1) for slot in run) for run in runs)


def _lexemes(runs):
    return tuple(sorted({word for run in runs for slot in run for word in slot}))


def _most_telling_first(terms):
    return tuple(sorted(terms, key=lambda term: term.share))


def _neighbours(in_order):
    """The pairs of a query's words, in their order and None for one passed over, that are next to each other or next
    but one."""
    for distance in (1, 2):
        for one, other in zip(in_order, in_order[distance:], strict=False):
            if one and other and one != other and one.lexemes and other.lexemes:
                first, second = (_written_slot(word.lexemes) for word in (one, other))
                yield f"{first} <{distance}> {second}", distance, min(one.rarity, other.rarity)


def _asked_about(words):
    """What a question asks about: `words` without those that only say that it is one."""
    return list(dropwhile(lambda word: _keys(word) <= _ASKING, words)) or words


def _is_question(words, text):
    return not {"؟", "?"}.isdisjoint(text) or bool(words and _keys(words[0]) <= _SURELY_ASKING)


def _keys(word):
    return {token.key for token in arabic.analyze(word.text)}


def _excluded(query, language):
    for text in query.without:
        words = arabic.query_terms(text)
        runs = _runs(words, language)[0] if len(words) == 1 else frozenset({_phrase(text, language)})
        if any(map(any, runs)):
            yield _written(runs)


def _written(runs):
    """Any of `runs` as a tsquery."""
    return "(" + " | ".join(sorted(map(_written_run, runs))) + ")"


def _written_run(run):
    text, distance = "", 1
    for slot in run:
        if not slot:
            distance += 1
            continue
        text += (f" <{distance}> " if text else "") + _written_slot(slot)
        distance = 1
    return text


def _written_apart(run):
    return " & ".join(_written_slot(slot) for slot in run if slot)


def _written_slot(words):
    written = " | ".join(sorted(map(quoted, words)))
    return f"({written})" if len(words) > 1 else written
