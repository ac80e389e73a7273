"""The house's spelling for each name: rules P33 to P35."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from arabic.characters import ALEF_LAM
from arabic.dates import MONTHS
from arabic.keys import search_key
from arabic.lexicon import foreign_names, groups_in, guarded_words, word_ranks
from arabic.proofreading.findings import Finding
from arabic.proofreading.passage import SPACES, Passage, Word, letters_of, respell

# Months that are also other words (he practised, May, Juan …) count beside a number or the word "month" alone.
_AMBIGUOUS_MONTHS = frozenset({"مارس", "ماي", "أوت", "جوان", "آب", "شباط"})
_BEFORE_MONTH = frozenset({"شهر", "شهري", "بشهر", "لشهر"})

# Spellings of one name share at least half of their letters, when letters for one foreign sound count as the same.
_LEAST_LIKENESS = 0.5
_ONE_SOUND = str.maketrans("غقطص", "ججتس")

_number_beside = re.compile(f"[0-9٠-٩]+[{SPACES}]*$")
_number_behind = re.compile(f"[{SPACES}]*[0-9٠-٩]{{4}}")


class Spelling(NamedTuple):
    """One spelling of a name: its words in bare letters, their keys, and the name as the house spells it."""

    words: tuple[str, ...]
    keys: tuple[str, ...]
    right: tuple[str, ...]
    house: str

    def is_of(self, written: tuple[str, ...]) -> bool:
        """Are the words in `written`, whose keys are those of this spelling, in it, or in another with its keys?

        A single word that is short or common must be in this very spelling: اب is not آب, and سلمي not سلمى.
        """
        return written == self.words or len(self.keys) > 1 or _is_name_alone(self.keys[0])


def _is_name_alone(key: str) -> bool:
    return len(key) > 3 and (key in foreign_names() or key in guarded_words() or key not in word_ranks())


class Spellings:
    """Other spellings of names, found by the keys of their words."""

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        """Of each name its house form and its other spellings (`spellings_of`).

        Those with the same search key need not be there: اغناتيوس is another spelling of إغناتيوس.
        """
        self._by_keys: dict[tuple[str, ...], list[Spelling]] = defaultdict(list)
        lengths: dict[str, set[int]] = defaultdict(set)
        for spelling in spellings:
            self._by_keys[spelling.keys].append(spelling)
            lengths[spelling.keys[0]].add(len(spelling.keys))
        self._lengths = {key: sorted(counts, reverse=True) for key, counts in lengths.items()}

    def find(self, passage: Passage) -> Iterator[tuple[int, int, str]]:
        """The first and the last word, as numbers, of each other spelling in `passage`, and what to write instead."""
        position = 0
        while position < len(passage.words) and self._by_keys:
            found = self._at(passage, position)
            if found:
                count, fix = found
                yield position, position + count - 1, fix
            position += found[0] if found else 1

    def _at(self, passage: Passage, position: int) -> tuple[int, str] | None:
        """How many words from `position` on are another spelling, the longest first, and what to write instead."""
        first = passage.words[position]
        for bare, key, particles in without_particles(first.letters):
            for length in self._lengths.get(key, ()):
                words = passage.words[position : position + length]
                written = (bare, *(word.letters for word in words[1:]))
                for spelling in self._by_keys.get((key, *(word.key for word in words[1:])), ()):
                    if not (spelling.is_of(written) and side_by_side(passage, words)):
                        continue
                    if written == spelling.right:
                        return None
                    fix = join(particles, spelling.house)
                    return len(words), respell(first.printed, first.letters, fix) if len(words) == 1 else fix
        return None


def spellings_of(house: str, others: Iterable[str]) -> Iterator[Spelling]:
    """Those of one name that have a word in them."""
    right = tuple(map(letters_of, house.split()))
    for spelling in (house, *others):
        if words := tuple(map(letters_of, spelling.split())):
            yield Spelling(words, tuple(map(search_key, words)), right, house)


@lru_cache(maxsize=2)
def spellings_of_topics(aliases: tuple[tuple[str, tuple[str, ...]], ...]) -> Spellings:
    """The spellings of each topic's name among its aliases; a nickname or a former name is none."""
    return Spellings(spelling for name, others in aliases for spelling in _spellings_of_topic(name, others))


@lru_cache(maxsize=50_000)  # of thousands of topics one has changed
def _spellings_of_topic(name: str, others: tuple[str, ...]) -> tuple[Spelling, ...]:
    """An alias may spell a part of the name: دي مستورا is of دي ميستورا where the topic is ستيفان دي ميستورا."""
    parts = [(part, other) for other in others if (part := _part_like(name, other))]
    return (*spellings_of(name, ()), *(spelling for part, other in parts for spelling in spellings_of(part, [other])))


def _part_like(name: str, other: str) -> str:
    """The words of `name` that `other` is likest to, or all of them; empty if none are like it."""
    words, count = name.split(), len(other.split())
    parts = [name, *(" ".join(words[start : start + count]) for start in range(len(words) - count + 1))]
    likeness = {part: SequenceMatcher(None, _sound(part), _sound(other)).ratio() for part in parts}
    likest = max(parts, key=lambda part: likeness[part])
    return likest if likeness[likest] >= _LEAST_LIKENESS else ""


def _sound(name: str) -> str:
    return search_key(name).replace(" ", "").translate(_ONE_SOUND)


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


RULES = (house_spellings,)


@lru_cache
def month_spellings(region: str) -> Spellings:
    """The months of all other regions, with what they are called in `region`. Raises KeyError for an unknown one."""
    house = MONTHS[region]
    return Spellings(
        spelling
        for number, month in enumerate(house)
        for spelling in spellings_of(month, {other[number] for other in MONTHS.values()} - {*house})
    )


@lru_cache(maxsize=1)
def _house() -> Spellings:
    groups = [[word.replace("_", " ") for word in group] for group in groups_in("house_spellings.txt")]
    return Spellings(spelling for house, *others in groups for spelling in spellings_of(house, others))


@lru_cache(maxsize=50_000)
def without_particles(letters: str) -> tuple[tuple[str, str, str], ...]:
    """What a word may be without particles and article, the key of that, and those: first the word as it stands."""
    found = [(letters, "")]
    for particles in ("و", "ف", "ب", "ك", "ل", "وب", "ول", "وك", "فب", "فل"):
        if letters.startswith(particles):
            found.append((letters[len(particles) :], particles))
    for article in ("ال", "وال", "بال", "وبال", "كال", "فال", "لل", "ولل", "فلل"):
        if letters.startswith(article):
            rest = letters[len(article) :]
            found.append((rest, article))
            if article.endswith("لل"):
                found.append((ALEF_LAM + rest, article[:-1]))
    return tuple((bare, search_key(bare), particles) for bare, particles in found)


def join(particles: str, name: str) -> str:
    """`name` with the particles written on it: ل and الأمم المتحدة are للأمم المتحدة."""
    if particles.endswith("ل") and not particles.endswith(ALEF_LAM) and name.startswith(ALEF_LAM):
        return f"{particles}ل{name.removeprefix(ALEF_LAM)}"
    return particles + name


def side_by_side(passage: Passage, words: Sequence[Word]) -> bool:
    """Is there nothing but space between these words?"""
    return not any(passage.text[one.end : other.start].strip(SPACES) for one, other in zip(words, words[1:]))
