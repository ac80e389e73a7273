"""The stemmer: one form for all that is made of a word by clitics, number, person and nisba.

It cuts only what leaves a known word, and cuts the least it can; a word that no cut makes known loses the commonest
affixes and no more. A foreign name keeps its consonants alone. What is known lies in data/: words.txt, uninflected
words of the press by frequency; feminines.txt, adjectives; guarded.txt, words that are never cut; the plural and
spelling tables; names.txt, foreign names. A change of rules or data changes VERSION, so that an index can be built anew
(S2).
"""

from collections.abc import Iterator
from functools import cache

from arabic.affixes import (
    ARTICLES,
    unite_seats,
    without_article,
    without_imperfect_person,
    without_number,
    without_particles,
    without_past_person,
    without_pronoun,
)
from arabic.keys import search_key
from arabic.lexicon import feminine_adjectives, foreign_names, guarded_words, table_words, word_ranks

VERSION = 2

_NATIVE_LETTERS = frozenset("حعضصظءذث")
_ONE_SOUND = str.maketrans("طغشص", "تجسس")

LEAST_FOLDED = 5  # letters of a name without its inner vowels; of shorter pairs in the corpus a third are two names
LONGEST_STEMMED = 24  # letters; the longest inflected words of the language have about fifteen


def stem(key: str) -> str:
    """The stem of the word whose search key is `key`: that of `فسيعود` is that of `يعود` (S3, S4, N3).

    A key that is no single Arabic word comes back as it is.
    """
    word = unite_seats(key)
    if not 3 <= len(word) <= LONGEST_STEMMED or not "ء" <= word[0] <= "ي":
        return word
    if word in foreign_names():
        return _consonants(word)
    if _is_known(word):
        return _noun(word)
    known = [(cost, base) for cost, base in _possible_bases(word) if _is_known(base)]
    if known:
        _, base = min(known, key=lambda found: (found[0], word_ranks().get(found[1], len(word_ranks()))))
        return _consonants(base) if base in foreign_names() else _noun(base)
    # What no list has is folded if enough is left to tell it from other names, or if it spells a listed name.
    folded = _consonants(word) if may_be_foreign(word) else word
    return folded if len(folded) >= LEAST_FOLDED or _spells_a_short_name(word, folded) else _light_stem(word)


def may_be_foreign(word: str) -> bool:
    """Has `word` the length and only the letters that transcription uses? There is no ع or ح in other languages."""
    return len(word) >= 5 and _NATIVE_LETTERS.isdisjoint(word) and word[-1] != "ه" and not word.startswith(ARTICLES)


def _consonants(name: str) -> str:
    """A foreign name as it sounds without its inner long vowels: one form for ترامب and ترمب, ماكدونالد and مكدونلد.

    The first and last letters stay, so that ميلان and ميلانو are two; so does a name of fewer than four consonants.
    Sounds that Arabic writes in more ways than one are united: the g of غوغل and جوجل, the t of واشنطن.
    """
    inner = "".join(letter for letter in name[1:-1] if letter not in "اوي")
    if len(inner) < 2:
        return name
    return (name[0] + inner + name[-1]).translate(_ONE_SOUND).replace("نب", "مب")


def _spells_a_short_name(word: str, folded: str) -> bool:
    """Is there a foreign name from which `word` differs by long vowels that one has more than the other: ترمب, ترامب?

    A vowel in place of another makes another name where consonants are few: كارتر and كريتر, بوسطن and باستن.
    """
    return any(_is_within(word, name) or _is_within(name, word) for name in _short_names().get(folded, ()))


@cache
def _short_names() -> dict[str, list[str]]:
    """The foreign names whose consonants alone would not tell them from others, by these."""
    names: dict[str, list[str]] = {}
    for name in foreign_names():
        if len(folded := _consonants(name)) < LEAST_FOLDED:
            names.setdefault(folded, []).append(name)
    return names


def _is_within(shorter: str, longer: str) -> bool:
    """Are the letters of `shorter` all in `longer`, in their order, with letters for one sound being one?"""
    letters = iter(longer.translate(_ONE_SOUND))
    return all(letter in letters for letter in shorter.translate(_ONE_SOUND))


@cache
def _known_words() -> frozenset[str]:
    return guarded_words() | word_ranks().keys() | {unite_seats(search_key(word)) for word in table_words()}


def _is_known(word: str) -> bool:
    return word in _known_words()


def _possible_bases(word: str) -> Iterator[tuple[int, str]]:
    """All that `word` might be an inflection of, each with what it costs to think so: an article 1, other letters more.

    A letter cut in front costs double, because as many words begin with one of ب ك ل و ف as have it written on.
    """
    starts = [(0, word)]
    starts += [(1, rest) for rest in without_article(word)]
    starts += [(2 * (len(word) - len(rest)), rest) for rest in without_particles(word)]
    for cost, start in starts:
        yield cost, start
        for noun in (start, *without_pronoun(start)):
            for base in (noun, *without_number(noun), *without_past_person(noun)):
                yield cost + len(start) - len(base), base
            for base in without_imperfect_person(noun):
                yield cost + len(start) - len(base) + 1, base


def _noun(word: str) -> str:
    """The masculine of a feminine adjective (جديد of جديدة), the noun of a relative one; other words as they are."""
    return word[:-1] if word in feminine_adjectives() else _without_nisba(word)


def _without_nisba(word: str) -> str:
    """The noun of a relative adjective of either gender: تاريخ for تاريخي and تاريخيّة; روسي for روسيّة.

    The noun has at least four letters and is known: مال is not the stem of ماليّة.
    """
    if word in guarded_words():
        return word
    if word.endswith("يه") and len(word) >= 5:
        word = word[:-1]
    if word.endswith("ي") and len(word) >= 5 and _is_known(word[:-1]):
        return word[:-1]
    return word


def _light_stem(word: str) -> str:
    """An unknown word without the article and one ending, where at least four letters remain."""
    word = (without_article(word) or [word])[0]
    for ending in ("هما", "ها", "هم", "ات", "ون", "ين", "ان"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return _without_nisba(word[: -len(ending)])
    return _without_nisba(word)
