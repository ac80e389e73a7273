"""The passage of a text that shows why a search found it."""

import re
from collections import Counter
from typing import NamedTuple

from arabic.cutting import ELLIPSIS, excerpt, opened_before
from arabic.matching import places, query_terms
from arabic.tokens import analyze

LONGEST_TEXT = 30_000  # characters; what comes after is not looked at, so that no article makes a page of results slow

_line = re.compile(r"[^\n]+")
_piece = re.compile(r"\S+")
_end_of_sentence = re.compile(r"\S*[.!?؟…][”»\"')\]]*")


class _Stretch(NamedTuple):
    """Where words of a query stand near together: how many of them, and from where to where.

    `shortness` is the number of words that it spans, below zero: of two the one that has more of the query is the
    better, then the shorter.
    """

    terms: int
    shortness: int
    start: int
    end: int


def snippet(text: str, query: str, words: int = 30) -> str:
    """The passage of `text` in which most words of `query` stand near together, `words` words on one line.

    It begins with its sentence if that is near, otherwise with «…»; it ends as an `excerpt` does. Empty if none of the
    words is there. Raises nothing; takes time proportional to the text.
    """
    text = text[:LONGEST_TEXT]
    found = _nearest(text, query, words)
    if found is None:
        return ""
    line_start = text.rfind("\n", 0, found.start) + 1
    start, whole = _beginning(text, line_start, found, words)
    opened = opened_before(text[line_start:start])
    return ("" if whole else ELLIPSIS) + excerpt(opened + text[start : _end(text, start, words)], words)


def _nearest(text: str, query: str, words: int) -> _Stretch | None:
    """The best stretch of one line of `text`, the first of equals; or the first that has all words close together."""
    terms = query_terms(query)
    best = None
    for line in _line.finditer(text):
        tokens = analyze(line[0])
        hits = sorted((place.start, place.stop, number) for number, place in places(terms, tokens))
        how_many: Counter[int] = Counter()
        first = distinct = 0
        for begin, stop, number in hits:
            distinct += how_many[number] == 0
            how_many[number] += 1
            while how_many[hits[first][2]] > 1 or stop - hits[first][0] > max(words, stop - begin):
                how_many[hits[first][2]] -= 1
                distinct -= how_many[hits[first][2]] == 0
                first += 1
            length = stop - hits[first][0]
            if best is None or (distinct, -length) > best[:2]:
                start, end = tokens[hits[first][0]].start, tokens[stop - 1].end
                best = _Stretch(distinct, -length, line.start() + start, line.start() + end)
        if best is not None and best.terms == len(terms) >= -best.shortness / 2:
            return best  # all of them within a few words: what gets any better is not worth reading on
    return best


def _beginning(text: str, line_start: int, found: _Stretch, words: int) -> tuple[int, bool]:
    """Where in `text` the passage around `found` begins, and whether a sentence begins there."""
    starts = [line_start + match.start() for match in _piece.finditer(text[line_start : found.end])]
    here = max(number for number, start in enumerate(starts) if start <= found.start)
    room = max(0, words + found.shortness)
    for number in range(max(0, here - room * 2 // 3), here + 1):
        if number == 0 or _end_of_sentence.fullmatch(text[starts[number - 1] : starts[number]].rstrip()):
            return starts[number], True
    return starts[here - room // 3], False


def _end(text: str, start: int, words: int) -> int:
    """Where the word after the next `words` words ends: an excerpt of so many need not read on."""
    counted = 0
    for piece in _piece.finditer(text, start):
        counted += any(map(str.isalnum, piece[0]))
        if counted > words:
            return piece.end()
    return len(text)
