"""A text as the rules look at it: its words, its quotations, and what no rule may touch."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import NamedTuple

from arabic.characters import INVISIBLE, LETTERS, MARKS, NON_JOINER, WITHIN_WORDS
from arabic.keys import search_key
from arabic.tokens import LONGEST_WORD

SPACES = " \N{NO-BREAK SPACE}"  # those that stand on one line; a tab may belong to a table

# Addresses, tags, code, and verses in their brackets. No pattern begins inside a run that it might have begun earlier,
# so that time stays linear.
_foreign = re.compile(
    r"(?P<url>(?<![A-Za-z0-9])(?:https?://|www\.)[^\s<>“”«»\"،؛]+)"
    r"|(?P<email>(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
    r"|(?<![A-Za-z0-9.-])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?:/[^\s<>“”«»\"،؛]*)?"
    r"|<[/A-Za-z][^<>\n]*>|`[^`\n]*`|\{[^{}\n]*\}|\ufd3f[^\ufd3e\ufd3f\n]*\ufd3e"
)
_word = re.compile(f"[{LETTERS}](?:[{WITHIN_WORDS}{INVISIBLE}{NON_JOINER}]*[{LETTERS}])*[{MARKS}]*")
_not_letters = re.compile(f"[{WITHIN_WORDS}{INVISIBLE}{NON_JOINER}]+")
_marks = re.compile(f"[{MARKS}]+")
_arabic = re.compile(f"[{LETTERS}]")
_delimiter = re.compile(r"[“”«»()\[\]\"]")

CLOSING = {"“": "”", "«": "»", "(": ")", "[": "]"}
_OPENING = {close: opening for opening, close in CLOSING.items()}


class Word(NamedTuple):
    """An Arabic word: as it is printed, and `letters`, the same without marks, tatweel and what is not printed."""

    start: int
    end: int
    printed: str
    letters: str
    key: str


class Pair(NamedTuple):
    """Where a quotation mark or bracket and the one that closes it stand."""

    opening: int
    closing: int


class Paragraph(NamedTuple):
    """One line of the text, with its quotation marks and brackets.

    `unmatched` are those that have no partner; `straight` are the places of the signs ", which look both ways.
    """

    start: int
    end: int
    pairs: list[Pair]
    unmatched: list[int]
    straight: list[int]


class Passage:
    """A text with everything that several rules ask about it, each found once."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def words(self) -> list[Word]:
        """The Arabic words outside quotations."""
        return [word for word in self.all_words if not self._locked[word.start]]

    @cached_property
    def all_words(self) -> list[Word]:
        return [
            Word(match.start(), match.end(), match[0], *_letters_and_key(match[0]))
            for match in _word.finditer(self.text)
            if match.end() - match.start() <= LONGEST_WORD
        ]

    def search(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """The matches of `pattern` that begin outside quotations and addresses."""
        return (match for match in pattern.finditer(self.text) if not self._locked[match.start()])

    @cached_property
    def addresses(self) -> list[tuple[int, int]]:
        """Where each URL and e-mail address begins and ends, without a full stop or bracket behind it."""
        found = []
        for match in _foreign.finditer(self.text):
            if match.lastgroup in ("url", "email"):
                found.append((match.start(), match.start() + len(match[0].rstrip(".,:;!?)]…؟"))))
        return found

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """The lines that have Arabic in them."""
        return [self._paragraph(*line.span()) for line in re.finditer(r"[^\n]+", self.text) if _arabic.search(line[0])]

    def paragraph_at(self, position: int) -> Paragraph | None:
        """The paragraph that holds `position`; none if its line has no Arabic."""
        number = bisect_right(self.paragraphs, position, key=attrgetter("start")) - 1
        if number < 0 or position >= self.paragraphs[number].end:
            return None
        return self.paragraphs[number]

    def _paragraph(self, start: int, end: int) -> Paragraph:
        paragraph = Paragraph(start, end, [], [], [])
        waiting: list[int] = []
        for match in _delimiter.finditer(self.text, start, end):
            position, sign = match.start(), match[0]
            if self._foreign[position]:
                continue
            if sign == '"':
                paragraph.straight.append(position)
            elif sign in CLOSING:
                waiting.append(position)
            elif waiting and self.text[waiting[-1]] == _OPENING[sign]:
                paragraph.pairs.append(Pair(waiting.pop(), position))
            else:
                paragraph.unmatched.append(position)
        paragraph.unmatched.extend(waiting)
        paragraph.unmatched.sort()
        return paragraph

    @cached_property
    def _foreign(self) -> bytearray:
        """For each character, whether it is part of an address, a tag, code or a verse."""
        foreign = bytearray(len(self.text) + 1)
        for match in _foreign.finditer(self.text):
            foreign[match.start() : match.end()] = b"\1" * len(match[0])
        return foreign

    @cached_property
    def _locked(self) -> bytearray:
        """For each character, whether it is foreign, or inside a quotation: what a person said is not ours to mend.

        The marks themselves are not inside. Where they do not match, all from the first to the last of them is, and
        what follows if a quotation may still be open there.
        """
        locked = self._foreign[:]
        for paragraph in self.paragraphs:
            for start, end in self._quotations(paragraph):
                locked[start:end] = b"\1" * (end - start)
        return locked

    def _quotations(self, paragraph: Paragraph) -> Iterator[tuple[int, int]]:
        quotations = [pair for pair in paragraph.pairs if self.text[pair.opening] in "“«"]
        quotations += map(Pair, paragraph.straight[::2], paragraph.straight[1::2])
        for pair in quotations:
            yield pair.opening + 1, pair.closing
        doubtful = [position for position in paragraph.unmatched if self.text[position] in "“”«»"]
        if len(paragraph.straight) % 2:
            doubtful.append(paragraph.straight[-1])
        if doubtful:
            marks = [*doubtful, *(place for pair in quotations for place in pair)]
            closed = max(marks) in doubtful and len(doubtful) > 1 and self.text[max(marks)] in "”»"
            yield min(marks) + 1, max(marks) if closed else paragraph.end


@lru_cache(maxsize=50_000)
def _letters_and_key(printed: str) -> tuple[str, str]:
    letters = letters_of(printed)
    return letters, search_key(letters)


def letters_of(printed: str) -> str:
    """A word without marks, tatweel and what is not printed; its hamza, alef and ya are as they were."""
    return _not_letters.sub("", printed)


def respell(printed: str, letters: str, wanted: str) -> str:
    """`printed`, whose letters are `letters`, spelt with the letters `wanted`. Marks stay on the letters that stay.

    The marks of a letter that goes pass to the one before it: مساءاً becomes مساءً.
    """
    start = 0
    while start < min(len(letters), len(wanted)) and letters[start] == wanted[start]:
        start += 1
    rest = 0
    while rest < min(len(letters), len(wanted)) - start and letters[-1 - rest] == wanted[-1 - rest]:
        rest += 1
    places = [place for place, character in enumerate(printed) if not _not_letters.match(character)] + [len(printed)]
    first, last = places[start], places[len(letters) - rest]
    marks = ["".join(_marks.findall(printed, *between)) for between in zip(places, places[1:])]
    old, new = marks[start : len(letters) - rest], wanted[start : len(wanted) - rest]
    together = [letter + mark for letter, mark in zip(new, old)] if len(old) == len(new) else [new, *old]
    return printed[:first] + "".join(together) + printed[last:]
