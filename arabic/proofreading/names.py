"""One spelling for each name: rules P33 to P35 and P41."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from arabic.dates import MONTHS
from arabic.keys import search_key
from arabic.lexicon import foreign_names, groups_in, guarded_words, word_ranks
from arabic.proofreading.findings import Finding
from arabic.proofreading.passage import SPACES, Passage, Word, letters_of, respell
from arabic.stemming import may_be_foreign, stem

# Months that are also other words (he practised, May, Juan …) count beside a number or the word "month" alone.
_AMBIGUOUS_MONTHS = frozenset({"مارس", "ماي", "أوت", "جوان", "آب", "شباط"})
_BEFORE_MONTH = frozenset({"شهر", "شهري", "بشهر", "لشهر"})
_number_beside = re.compile(f"[0-9٠-٩]+[{SPACES}]*$")
_number_behind = re.compile(f"[{SPACES}]*[0-9٠-٩]{{4}}")


class Spelling(NamedTuple):
    """What one spelling of a name, as its words in bare letters, should be instead."""

    words: tuple[str, ...]
    house: str


class _Name(NamedTuple):
    """A foreign name in a text: its stem, the particles written on it and its spelling without them."""

    stem: str
    particles: str
    spelling: str


class Spellings:
    """Other spellings of names, found by their first word."""

    def __init__(self, groups: Iterable[tuple[str, Iterable[str]]]) -> None:
        """`groups` has for each name the house form, and its other spellings."""
        self._by_first_word: dict[str, list[Spelling]] = defaultdict(list)
        for house, others in groups:
            for other in others:
                words = tuple(map(letters_of, other.split()))
                if words and words != tuple(map(letters_of, house.split())):
                    self._by_first_word[words[0]].append(Spelling(words, house))
        for spellings in self._by_first_word.values():
            spellings.sort(key=lambda spelling: -len(spelling.words))

    def find(self, passage: Passage) -> Iterator[tuple[int, int, str]]:
        """The first and the last word, as numbers, of each other spelling in `passage`, and what to write instead."""
        words = passage.words
        position = 0
        while position < len(words) and self._by_first_word:
            found = self._at(passage, position)
            if found:
                count, fix = found
                yield position, position + count - 1, fix
            position += found[0] if found else 1

    def _at(self, passage: Passage, position: int) -> tuple[int, str] | None:
        first = passage.words[position]
        for bare, particles in _without_particles(first.letters):
            for spelling in self._by_first_word.get(bare, ()):
                words = passage.words[position : position + len(spelling.words)]
                rest = tuple(word.letters for word in words[1:])
                if (bare, *rest) == spelling.words and _side_by_side(passage, words):
                    if len(words) == 1 and " " not in spelling.house:
                        return 1, respell(first.printed, first.letters, particles + spelling.house)
                    return len(words), particles + spelling.house
        return None


def topic_spellings(passage: Passage, aliases: Spellings) -> Iterator[Finding]:
    """P33: another spelling of a name whose topic has a spelling of its own."""
    for first, last, fix in aliases.find(passage):
        message = f"هذا الاسم يُكتب في موضوعه «{fix}»."
        yield Finding(passage.words[first].start, passage.words[last].end, "P33", message, (fix,))


def months_of_others(passage: Passage, spellings: Spellings) -> Iterator[Finding]:
    """P34: a month by the name that another region has for it. «حزيران/يونيو» and «يونيو (حزيران)» give both."""
    for first, last, fix in spellings.find(passage):
        start, end = passage.words[first].start, passage.words[last].end
        before, behind = passage.text[max(0, start - 8) : start], passage.text[end : end + 16]
        if before.rstrip(SPACES).endswith(("/", "(")) or behind.lstrip(SPACES + "/(").startswith(fix.split()[0]):
            continue
        if letters_of(passage.words[first].printed) in _AMBIGUOUS_MONTHS and not (
            _number_beside.search(before)
            or _number_behind.match(behind)
            or (first and passage.words[first - 1].letters in _BEFORE_MONTH)
        ):
            continue
        yield Finding(start, end, "P34", f"اسم هذا الشهر في بيتنا «{fix}».", (fix,))


def house_spellings(passage: Passage) -> Iterator[Finding]:
    """P35: what the house spells in its own way."""
    for first, last, fix in _house().find(passage):
        message = f"تُكتب في بيتنا «{fix}»."
        yield Finding(passage.words[first].start, passage.words[last].end, "P35", message, (fix,))


def name_two_ways(passage: Passage) -> Iterator[Finding]:
    """P41: one foreign name in two spellings; the commoner in the text, or else the first, is suggested.

    Two words are one name if the stemmer gives them one form, by their consonants (ماكدونالد, مكدونلد), and neither is
    a word of Arabic or what its endings make of one.
    """
    by_stem: dict[str, list[tuple[Word, _Name]]] = defaultdict(list)
    for word in passage.words:
        name = _name(word.letters, word.key)
        if name:
            by_stem[name.stem].append((word, name))
    for found in by_stem.values():
        counts = Counter(name.spelling for _, name in found)
        if len(counts) == 1:
            continue
        usual = counts.most_common(1)[0][0]
        for word, name in found:
            if name.spelling != usual and not _is_inflection(name.spelling, usual):
                message = f"هذا الاسم مكتوب في النص نفسه «{usual}»."
                fix = respell(word.printed, word.letters, name.particles + usual)
                yield Finding(word.start, word.end, "P41", message, (fix,))


RULES = (house_spellings, name_two_ways)


def month_spellings(region: str) -> Spellings:
    """The months of all other regions, with what they are called in `region`. Raises KeyError for an unknown one."""
    house = MONTHS[region]
    return Spellings(
        (month, {other[number] for other in MONTHS.values()} - {*house}) for number, month in enumerate(house)
    )


@lru_cache(maxsize=1)
def _house() -> Spellings:
    groups = [[word.replace("_", " ") for word in group] for group in groups_in("house_spellings.txt")]
    return Spellings((house, others) for house, *others in groups)


@lru_cache(maxsize=50_000)
def _without_particles(letters: str) -> tuple[tuple[str, str], ...]:
    """What the word is without particles and article, and those: first as it stands, then with each cut off."""
    found = [(letters, "")]
    for particles in ("و", "ف", "ب", "ك", "ل", "وب", "ول", "وك", "فب", "فل"):
        if letters.startswith(particles):
            found.append((letters[len(particles) :], particles))
    for article in ("ال", "وال", "بال", "وبال", "كال", "فال", "لل", "ولل"):
        if letters.startswith(article):
            found.append((letters[len(article) :], article))
    return tuple(found)


def _side_by_side(passage: Passage, words: list[Word]) -> bool:
    return not any(passage.text[one.end : other.start].strip(SPACES) for one, other in zip(words, words[1:]))


@lru_cache(maxsize=50_000)
def _name(letters: str, key: str) -> _Name | None:
    """The name that a word is, with particles perhaps; None for a word that is no foreign name."""
    stemmed = stem(key)
    if stemmed in word_ranks() or (stemmed in guarded_words() and stemmed != key):
        return None
    particles = 0
    while particles < 2 and key[particles : particles + 1] in tuple("وفبكل") and stem(key[particles + 1 :]) == stemmed:
        particles += 1
    bare = key[particles:]
    if not (bare in foreign_names() or (may_be_foreign(bare) and bare not in word_ranks())):
        return None
    return _Name(stemmed, letters[:particles], letters[particles:])


def _is_inflection(one: str, other: str) -> bool:
    """Do the two differ by what Arabic writes before or behind a word, so that they are no spellings of one name?"""
    shorter, longer = sorted((search_key(one), search_key(other)), key=len)
    return shorter != longer and (longer.startswith(shorter) or longer.endswith(shorter))
