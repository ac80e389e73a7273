"""The stemmer: one form for all that is made of a word by clitics, number, person and nisba.

It cuts only what leaves a known word, and tries the least cut first; a word that no cut makes known loses the commonest
affixes and no more. What it knows lies in data/: words.txt, uninflected words of the press by frequency, and
guarded.txt, words that are never cut. A change of rules or data changes VERSION, so that an index can be built anew.
"""

from arabic.affixes import (
    unite_seats,
    without_article,
    without_imperfect_person,
    without_number,
    without_particles,
    without_past_person,
    without_pronoun,
)
from arabic.lexicon import guarded_words, word_ranks

VERSION = 1

LONGEST_STEMMED = 24  # letters; the longest inflected words of the language have about fifteen


def stem(key: str) -> str:
    """The stem of the word whose search key is `key`: that of `فسيعود` is that of `يعود` (S3, S4, N3).

    A key that is no single Arabic word comes back as it is.
    """
    word = unite_seats(key)
    if not 3 <= len(word) <= LONGEST_STEMMED or not "ء" <= word[0] <= "ي":
        return word
    if _is_known(word):
        return _without_nisba(word)
    known = [base for base in _possible_bases(word) if _is_known(base)]
    if known:
        return _without_nisba(min(known, key=_likelihood))
    return _light_stem(word)


def _is_known(word: str) -> bool:
    return word in guarded_words() or word in word_ranks()


def _likelihood(base: str) -> tuple[int, int]:
    """The longest base first, a ta marbuta apart; of two, the commoner word."""
    return -len(base.removesuffix("ه")), word_ranks().get(base, 0)


def _possible_bases(word: str) -> list[str]:
    """All that `word` might be an inflection of."""
    bases = []
    for start in (word, *without_article(word), *without_particles(word)):
        bases.append(start)
        for noun in (start, *without_pronoun(start)):
            bases.append(noun)
            bases += without_number(noun)
        for verb in (start, *without_pronoun(start)):
            bases += without_past_person(verb)
            bases += without_imperfect_person(verb)
    return bases


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
