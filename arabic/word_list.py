"""Makes data/words.txt, the uninflected words of the press, from articles.

    python -m arabic.word_list ARTICLES.jsonl[.gz] > words.txt

A word that occurs often enough is listed unless it looks like an inflection of a word that is commoner by far and does
nothing that only a word by itself does. Grammar says what that is: a noun that has a preposition, a pronoun or tanween
written onto it takes no article, a verb follows no preposition, a dual in -an has its other case in -in.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from arabic.affixes import (
    IMPERFECT_PERSONS,
    unite_seats,
    without_article,
    without_imperfect_person,
    without_number,
    without_particles,
    without_past_person,
    without_pronoun,
)
from arabic.lexicon import guarded_words
from arabic.tokens import analyze

LEAST_OCCURRENCES = 5
LEAST_ARTICLES = 4
PREPOSITIONS = frozenset({"في", "من", "الي", "عن", "علي", "بين"})


@dataclass
class Occurrences:
    """How often each word, as a key with united seats, occurs: at all, and in the ways that tell what it is."""

    total: Counter[str] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)
    with_ta_marbuta: Counter[str] = field(default_factory=Counter)
    with_first_hamza: Counter[str] = field(default_factory=Counter)
    after_preposition: Counter[str] = field(default_factory=Counter)

    def add(self, text: str) -> None:
        before = ""
        seen = set()
        for token in analyze(text):
            word = unite_seats(token.key)
            seen.add(word)
            self.total[word] += 1
            self.with_ta_marbuta[word] += "ة" in token.text[-3:]
            self.with_first_hamza[word] += token.text[0] in "أإآ"
            self.after_preposition[word] += before in PREPOSITIONS
            before = word
        self.articles.update(seen)

    def takes_article(self, word: str) -> bool:
        return self.total["ال" + word] + self.total["لل" + word] >= max(2, 0.03 * self.total[word])

    def follows_prepositions(self, word: str) -> bool:
        return self.after_preposition[word] >= max(2, 0.04 * self.total[word])

    def is_at_least(self, share: float, word: str, other: str) -> bool:
        """Does `word` occur at least `share` times as often as `other`?"""
        return self.total[word] >= share * self.total[other]


def uninflected_words(seen: Occurrences) -> Iterator[str]:
    """The words to list, the commonest first."""
    for word, total in sorted(seen.total.items(), key=lambda item: (-item[1], item[0])):
        if total < LEAST_OCCURRENCES:
            return
        if seen.articles[word] >= LEAST_ARTICLES and 2 <= len(word) <= 14 and _is_arabic(word):
            if word in guarded_words() or not is_inflected(word, seen):
                yield word


def is_inflected(word: str, seen: Occurrences) -> bool:
    if _has_article(word, seen) or _has_number(word, seen):
        return True
    if seen.takes_article(word):
        return False
    if _has_pronoun(word, seen):
        return True
    if seen.follows_prepositions(word):
        return False
    return _has_particle(word, seen) or _has_person(word, seen)


def _has_article(word: str, seen: Occurrences) -> bool:
    if seen.takes_article(word) or 2 * seen.with_first_hamza[word] > seen.total[word]:
        return False
    return any(
        seen.total[rest] + seen.total["لل" + rest] >= 2 and (word == "ال" + rest or seen.is_at_least(0.5, "ال" + rest, word))
        for rest in without_article(word)
    )


def _has_particle(word: str, seen: Occurrences) -> bool:
    return any(
        seen.is_at_least(0.3 if word[0] == "س" and rest[0] in IMPERFECT_PERSONS else 1.5, rest, word)
        for rest in without_particles(word)
    )


def _has_pronoun(word: str, seen: Occurrences) -> bool:
    if 2 * seen.with_ta_marbuta[word] > seen.total[word]:
        return False
    if word.endswith("ي"):
        return seen.is_at_least(5, word[:-1], word) and len(word) > 3 and not seen.follows_prepositions(word)
    return any(seen.is_at_least(0.5, rest, word) for rest in without_pronoun(word))


def _has_number(word: str, seen: Occurrences) -> bool:
    rest, ending = word[:-2], word[-2:]
    if ending == "ات":
        return any(seen.is_at_least(0.05, singular, word) for singular in without_number(word))
    if ending == "ين" and seen.total[rest + "ون"] + seen.total[rest + "ان"] >= max(1, 0.01 * seen.total[word]):
        return any(seen.is_at_least(0.3, singular, word) for singular in without_number(word))
    if ending in ("ون", "ان") and seen.is_at_least(0.3, rest + "ين", word):
        return any(seen.is_at_least(0.3, singular, word) for singular in without_number(word))
    return False


def _has_person(word: str, seen: Occurrences) -> bool:
    if any(seen.is_at_least(0.3, rest, word) for rest in without_past_person(word)):
        return True
    paradigm = {"ي": "ت", "ت": "ي", "ن": "ي"}.get(word[0])
    return (
        paradigm is not None
        and seen.is_at_least(0.05, paradigm + word[1:], word)
        and any(seen.is_at_least(0.3, rest, word) for rest in without_imperfect_person(word))
    )


def _is_arabic(word: str) -> bool:
    return all("ء" <= letter <= "ي" for letter in word)


def texts_of(path: Path) -> Iterator[str]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield f"{article['title']}\n{article['body']}"


def main(paths: Iterable[str]) -> None:
    seen = Occurrences()
    for path in map(Path, paths):
        for text in texts_of(path):
            seen.add(text)
    print("# Uninflected words of the press by frequency, as search keys. Made by arabic/word_list.py.")
    for word in uninflected_words(seen):
        print(word)


if __name__ == "__main__":
    main(sys.argv[1:])
