"""Makes data/words.txt, the uninflected words of the press, and of them data/names.txt, the foreign names,
data/feminines.txt, the feminine adjectives, and data/pronouns.txt, nouns that have a pronoun when printed with ه.

    python -m arabic.word_list ARTICLES.jsonl[.gz] …

A word that occurs often enough is listed unless it looks like an inflection of a word that is commoner by far and does
nothing that only a word by itself does. Grammar says what that is: a noun that has a preposition, a pronoun or tanween
written onto it takes no article, a verb follows no preposition, a dual in -an has its other case in -in. A foreign name
takes neither article nor endings and has no letter that only Arabic has a sound for. An adjective agrees: with the
article it stands behind a noun with the article, where a noun seldom does.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from arabic.affixes import (
    unite_seats,
    without_article,
    without_imperfect_person,
    without_number,
    without_object,
    without_particles,
    without_past_person,
    without_pronoun,
)
from arabic.characters import ALEF_LAM
from arabic.keys import search_key
from arabic.lexicon import guarded_words, particles, table_words
from arabic.stemming import may_be_foreign
from arabic.tokens import analyze
from arabic.verbs import verb_forms

DATA = Path(__file__).parent / "data"

LEAST_OCCURRENCES = 6
_ENDINGS = ("ه", "ها", "هم", "نا", "ني", "ات", "ون", "ين", "ان", "وا", "ت", "ا")
PREPOSITIONS = frozenset({"في", "من", "الي", "عن", "علي", "بين"})


@dataclass
class Occurrences:
    """How often each word, as a key with united seats, occurs: at all, and in the ways that tell what it is."""

    total: Counter[str] = field(default_factory=Counter)
    with_ta_marbuta: Counter[str] = field(default_factory=Counter)
    with_first_hamza: Counter[str] = field(default_factory=Counter)
    after_preposition: Counter[str] = field(default_factory=Counter)
    after_article: Counter[str] = field(default_factory=Counter)

    def add(self, text: str) -> None:
        before = ""
        for token in analyze(text):
            word = unite_seats(token.key)
            self.total[word] += 1
            self.with_ta_marbuta[word] += "ة" in token.text[-3:]
            self.with_first_hamza[word] += token.text[0] in "أإآ"
            self.after_preposition[word] += before in PREPOSITIONS
            self.after_article[word] += before.startswith(ALEF_LAM)
            before = word

    def with_and_without_article(self, word: str) -> int:
        return sum(self.total[article + word] for article in ("", "ال", "وال", "بال", "لل"))

    def takes_article(self, word: str) -> bool:
        return self.total["ال" + word] + self.total["لل" + word] >= max(2, 0.03 * self.total[word])

    def follows_prepositions(self, word: str) -> bool:
        # What begins like a verb may stand behind من as «who».
        share = 0.1 if word.startswith("ي") else 0.04
        return self.after_preposition[word] >= max(2, share * self.total[word])

    def agrees(self, share: float, word: str) -> bool:
        """Does `word` with the article stand behind another word with it in at least `share` of its places?"""
        definite = ALEF_LAM + word
        return self.total[definite] >= 5 and self.after_article[definite] >= share * self.total[definite]

    def is_at_least(self, share: float, word: str, other: str) -> bool:
        """Does `word` occur at least `share` times as often as `other`?"""
        return self.total[word] >= share * self.total[other]


def uninflected_words(seen: Occurrences) -> Iterator[str]:
    """The words to list, the commonest first."""
    occurrences = {word: seen.with_and_without_article(word) for word in seen.total if 2 <= len(word) <= 14}
    for word in sorted(occurrences, key=lambda word: (-occurrences[word], word)):
        if occurrences[word] < LEAST_OCCURRENCES:
            return
        if _is_arabic(word) and (word in guarded_words() or not is_inflected(word, seen)):
            yield word


def is_inflected(word: str, seen: Occurrences) -> bool:
    if _has_article(word, seen) or _has_number(word, seen) or _is_plural_participle(word, seen):
        return True
    if seen.takes_article(word):
        return False
    if word in verb_forms():
        return verb_forms()[word] != (word,)
    if _has_object(word, seen):
        return True
    if _has_pronoun(word, seen):
        return True
    if seen.follows_prepositions(word):
        return False
    return _has_particle(word, seen) or _has_person(word, seen)


def _has_article(word: str, seen: Occurrences) -> bool:
    if seen.takes_article(word) or 2 * seen.with_first_hamza[word] > seen.total[word]:
        return False
    return any(
        seen.total[rest] + seen.total["لل" + rest] >= 2
        and (word == "ال" + rest or seen.is_at_least(0.5, "ال" + rest, word))
        for rest in without_article(word)
    )


def _has_particle(word: str, seen: Occurrences) -> bool:
    if seen.is_at_least(0.02, "ي" + word, word):
        return False  # a verb of that root: يواصل tells that واصل is one
    if word[0] == "و" and len(word) > 4 and word[1:] in verb_forms() and not may_be_foreign(word):
        return True  # such as وأضاف, which the press writes more often than the verb alone
    if word[0] in "بل" and len(word) >= 5 and seen.takes_article(word[1:]):
        # Such as بقيادة, which the press writes more often than the noun alone.
        return seen.with_and_without_article(word[1:]) >= 0.1 * seen.total[word]
    share = 0.3 if word[0] in "وس" else 1.5
    return any(seen.is_at_least(share, rest, word) for rest in without_particles(word))


def _has_pronoun(word: str, seen: Occurrences) -> bool:
    if 2 * seen.with_ta_marbuta[word] > seen.total[word]:
        return False
    if word.endswith("ي"):
        return seen.is_at_least(5, word[:-1], word) and len(word) > 3 and not seen.follows_prepositions(word)
    if word.endswith("ه") and 10 * seen.with_ta_marbuta[word] < seen.total[word]:
        nouns = (noun for rest in without_pronoun(word) for noun in (rest, *without_number(rest)))
        return word[:-1] in verb_forms() or any(
            seen.is_at_least(0.05, noun, word) and seen.takes_article(noun) for noun in nouns
        )
    return any(seen.is_at_least(0.5, rest, word) for rest in without_pronoun(word))


def _has_object(word: str, seen: Occurrences) -> bool:
    """Is `word` a verb with a pronoun: يمكنني? Before ك and behind alef there is as often a noun: امتلاك, كافاني."""
    verbs = [verb for verb in without_object(word) if verb in verb_forms() and len(verb) > 3 and verb[-1] != "ا"]
    return bool(verbs) and not word.endswith("اك") and not seen.with_ta_marbuta[word]


def _has_number(word: str, seen: Occurrences) -> bool:
    rest, ending = word[:-2], word[-2:]
    if ending == "ات":
        return any(seen.is_at_least(0.05, singular, word) for singular in without_number(word))
    if ending in ("تي", "تا"):
        return seen.is_at_least(1, rest + "ه", word)
    if word.endswith(("تين", "تان")) and seen.takes_article(word[:-3] + "ه"):
        return True
    if ending == "ين" and len(rest) >= 3 and seen.takes_article(rest):
        return seen.is_at_least(0.5, rest, word)
    if ending == "ين" and seen.total[rest + "ون"] + seen.total[rest + "ان"] >= max(1, 0.01 * seen.total[word]):
        return any(seen.is_at_least(0.3, singular, word) for singular in without_number(word))
    if word.endswith(("و", "ي")) and len(word) >= 5 and seen.takes_article(word[:-1]):
        # What stands before another noun loses its nun: لاعبو of لاعبون.
        return seen.total[word + "ن"] >= max(2, 0.05 * seen.total[word])
    if ending in ("ون", "ان") and seen.is_at_least(0.3, rest + "ين", word):
        return any(seen.is_at_least(0.3, singular, word) for singular in without_number(word))
    return False


def _is_plural_participle(word: str, seen: Occurrences) -> bool:
    """Is `word`, with or without an article, one as المخضرمين is of مخضرم? Participles in mim take the sound plural.

    A noun such as مضامين or مخزون is a broken plural or a participle of a root that ends in nun.
    """
    return any(
        noun.startswith("م")
        and noun.endswith(("ين", "ون"))
        and len(noun) >= 6
        and (seen.takes_article(noun[:-2]) or noun[2] != "ا")
        for noun in (word, *without_article(word))
    )


def _has_person(word: str, seen: Occurrences) -> bool:
    if any(seen.is_at_least(0.3, rest, word) for rest in without_past_person(word)):
        return True
    other_person = {"ي": "ت", "ت": "ي", "ن": "ي"}.get(word[0], "") + word[1:]
    of_verb = seen.is_at_least(0.05, other_person, word) or (
        word.endswith(("ون", "ان", "وا")) and seen.is_at_least(0.05, word[:-2], word)
    )
    return (
        word[0] in "يتن"
        and of_verb
        and any(seen.is_at_least(0.3, rest, word) for rest in without_imperfect_person(word))
    )


def foreign_names(words: Iterable[str], seen: Occurrences) -> Iterator[str]:
    """Those of `words` that are names from another language."""
    native = {unite_seats(search_key(word)) for word in table_words()} | particles()
    for word in words:
        if may_be_foreign(word) and word not in native and not _inflects(word, seen):
            yield word


def _inflects(word: str, seen: Occurrences) -> bool:
    """Does `word` take what nouns and verbs of Arabic take, or is it itself what they become?"""
    total = seen.total
    if word in verb_forms() or (word.startswith("م") and word.endswith("ا") and seen.takes_article(word[:-1])):
        return True
    if word.startswith(("ال", "بال", "لل", "وا")) and word not in guarded_words():
        return True
    if 100 * sum(total[article + word] for article in ("ال", "لل", "وال")) > total[word]:
        return True
    if 30 * sum(total[word + ending] for ending in _ENDINGS) > total[word]:
        return True
    if word[0] in "يتنا" and any(20 * total[person + word[1:]] > total[word] for person in "يتن" if person != word[0]):
        return True
    if word.startswith("ي") and word.endswith(("ون", "ان")):
        return True
    if word[0] in "وفبكلس" and 3 * total[word[1:]] > total[word]:
        return True
    stems = [word.removesuffix(ending) for ending in (*_ENDINGS, "ي") if word.endswith(ending)]
    return any(10 * (total[stem] + total["ال" + stem]) > total[word] for stem in stems)


def feminine_adjectives(words: Iterable[str], seen: Occurrences) -> Iterator[str]:
    """Those of `words` that are adjectives with a ta marbuta, and have a masculine among them."""
    words = list(words)
    known, table = set(words), {unite_seats(search_key(word)) for word in table_words()}
    for word in words:
        if word.endswith("ه") and not word.endswith("يه") and len(word) >= 5 and word[:-1] in known:
            free = word not in table and guarded_words().isdisjoint({word, word[:-1]})
            if free and seen.agrees(0.6, word) and seen.agrees(0.4, word[:-1]):
                yield word


def nouns_with_pronoun(words: Iterable[str], seen: Occurrences) -> Iterator[str]:
    """Those of `words` in ta marbuta that are often printed with ه, because that is a pronoun of another noun.

    Who prints ه for ta marbuta does so in all words alike, in some three of a hundred.
    """
    words = list(words)
    known = set(words)
    for word in words:
        if word.endswith("ه") and len(word) >= 4 and word[:-1] in known and seen.takes_article(word[:-1]):
            with_pronoun = seen.total[word] - seen.with_ta_marbuta[word]
            if with_pronoun >= max(4, 0.1 * seen.total[word]) and guarded_words().isdisjoint({word, word[:-1]}):
                yield word


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
    words = list(uninflected_words(seen))
    _write("words.txt", "Uninflected words of the press by frequency, as search keys.", words)
    _write("names.txt", "Foreign names of the press by frequency, as search keys.", foreign_names(words, seen))
    _write("pronouns.txt", "Nouns whose printed ه is a pronoun, as search keys.", nouns_with_pronoun(words, seen))
    _write("feminines.txt", "Feminine adjectives of the press by frequency, as keys.", feminine_adjectives(words, seen))


def _write(name: str, what: str, words: Iterable[str]) -> None:
    lines = [f"# {what} Made by arabic/word_list.py.", *words]
    (DATA / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
