"""What has changed between two versions of a text, word by word: put in, taken out, or spelled another way.

Words meet by their search keys, so that a word whose marks or hamza alone were changed is the same word, respelled. No
word is ever parted (ARABIC.md, T7). The words are paired by those that stand once in each version, in the longest row
that both have in common, and between such anchors again: «patience diff», after Bram Cohen. The time grows with the
length of the texts (but for the logarithm of a sort), whatever they say.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from arabic.characters import INVISIBLE, LATIN_ACCENTS, LETTERS, MARKS, NON_JOINER, TATWEEL, WITHIN_WORDS
from arabic.keys import search_key
from arabic.tokens import LONGEST_WORD

ChangeKind = Literal["same", "removed", "added", "marks", "spelling", "unseen"]

# A run of letters, digits and what belongs to them, or one sign with what joins it to others, as in an emoji. Numbers
# and words of scripts from left to right go on over the signs within them (2.5%, 3-2, an address of the web): parted
# in a line from right to left, they would be printed in another order.
_ZERO_WIDTH_JOINER = "\N{ZERO WIDTH JOINER}"
_OF_A_WORD = f"{MARKS}{TATWEEL}{INVISIBLE}{NON_JOINER}"
_OF_A_SIGN = f"{MARKS}{INVISIBLE}{NON_JOINER}\ufe00-\ufe0f\u0300-\u036f\u20d0-\u20ff\U0001f3fb-\U0001f3ff"
_WITHIN = "[.,:/@'’&+~=?%#-]{1,3}"
_LEFT_TO_RIGHT = f"[^\\W{LETTERS}{WITHIN_WORDS}]"
_word = re.compile(
    rf"(?P<space>\s*)(?P<word>[{_OF_A_WORD}]*\w(?:[\w{LATIN_ACCENTS}{_OF_A_WORD}]"
    rf"|(?<={_LEFT_TO_RIGHT}){_WITHIN}(?={_LEFT_TO_RIGHT}))*(?:(?<=\d)[%٪])?"
    rf"|[^\w\s](?:[{_OF_A_SIGN}]|(?<={_ZERO_WIDTH_JOINER})[^\w\s])*|\Z)"
)
_unseen = re.compile(f"[{INVISIBLE}{NON_JOINER}]+")
_marks = re.compile(f"[{MARKS}]+")

# A stretch without anchors is compared cell by cell up to this size, and is otherwise another text altogether; anchors
# are looked for within anchors this many times. Both only bound the time for texts that repeat the same words for ever.
_MOST_CELLS = 4096
_DEEPEST = 12


class Change(NamedTuple):
    """A stretch of two texts: `old[old_start:old_end]` became `new[new_start:new_end]`.

    `kind` is "same", "removed", "added", or says how the same word is spelled now: other "marks", another "spelling"
    (hamza, ta marbuta, tatweel, digits, capitals), or with other characters that print nothing ("unseen").
    """

    kind: ChangeKind
    old_start: int
    old_end: int
    new_start: int
    new_end: int


def changes(old: str, new: str) -> list[Change]:
    """How `old` became `new`: stretches that together are the whole of both texts, in order.

    A removed stretch stands before the one that was put in its place. Words and signs (a comma, a bracket) are never
    parted; spaces that alone were changed are a stretch of their own. Takes any strings and raises nothing; 5,000 words
    against 5,000 take about a tenth of a second (benchmarks.comparing), and the time grows with the length alone.
    """
    old_words, new_words = _words(old), _words(new)
    pairs = aligned([_key(word.text) for word in old_words[:-1]], [_key(word.text) for word in new_words[:-1]])
    pairs = _without_islands(pairs, len(old_words) - 1, len(new_words) - 1)
    found = _Changes()
    i = j = 0
    for a, b in [*pairs, (len(old_words) - 1, len(new_words) - 1)]:  # the ends of the texts belong together
        removed, added = old_words[i:a], new_words[j:b]
        if removed and added and removed[0].space == added[0].space:  # the space before both was left alone
            found.add("same", len(added[0].space), len(added[0].space))
        if removed:
            found.add("removed", removed[-1].end - found.old_end, 0)
        if added:
            found.add("added", 0, added[-1].end - found.new_end)
        _pair(found, old_words[a], new_words[b], after_removed=bool(removed), after_added=bool(added))
        i, j = a + 1, b + 1
    return found.list


def aligned(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The places (in `old`, in `new`) of equal things that stand in the same order in both, as many as can be found.

    Takes time in proportion to the lengths; of two long stretches of ever the same things it may pair none.
    """
    pairs: list[tuple[int, int]] = []
    waiting = [(0, len(old), 0, len(new), 0)]
    while waiting:
        i, old_end, j, new_end, depth = waiting.pop()
        while i < old_end and j < new_end and old[i] == new[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        while i < old_end and j < new_end and old[old_end - 1] == new[new_end - 1]:
            old_end, new_end = old_end - 1, new_end - 1
            pairs.append((old_end, new_end))
        if (old_end - i) * (new_end - j) <= _MOST_CELLS:
            pairs += ((i + a, j + b) for a, b in _longest_common(old[i:old_end], new[j:new_end]))
        elif depth < _DEEPEST:
            anchors = [(i + a, j + b) for a, b in _anchors(old[i:old_end], new[j:new_end])]
            pairs += anchors
            starts = [(i, j), *((a + 1, b + 1) for a, b in anchors)]
            ends = [*anchors, (old_end, new_end)]
            if anchors:
                waiting += ((a, c, b, d, depth + 1) for (a, b), (c, d) in zip(starts, ends))
    return sorted(pairs)


class _Word(NamedTuple):
    """A word or sign with the space before it. The last of a text is no word, and has the space at the end."""

    space: str
    text: str
    end: int


def _words(text: str) -> list[_Word]:
    words = [_Word(match["space"], match["word"], match.end()) for match in _word.finditer(text)]
    return words[:-1] if len(words) > 1 and not words[-2].text else words  # space at the end, and then the end itself


def _key(text: str) -> str:
    """By what a word or sign is known again; one that is nothing but marks, by itself."""
    return known_key(text) if len(text) <= LONGEST_WORD else search_key(text) or text


@lru_cache(maxsize=50_000)
def known_key(text: str) -> str:
    """The same, remembered: the words of a text come again and again."""
    return search_key(text) or text


class _Changes:
    """Changes as they are found; what follows a change of its kind is joined to it, but never two respelled words."""

    def __init__(self):
        self.list: list[Change] = []
        self.old_end = self.new_end = 0

    def add(self, kind: ChangeKind, old_length: int, new_length: int) -> None:
        if not old_length and not new_length:
            return
        old_start, new_start = self.old_end, self.new_end
        self.old_end, self.new_end = old_start + old_length, new_start + new_length
        if self.list and self.list[-1].kind == kind and kind in ("same", "removed", "added"):
            last = self.list.pop()
            old_start, new_start = last.old_start, last.new_start
        self.list.append(Change(kind, old_start, self.old_end, new_start, self.new_end))


def _pair(found: _Changes, old: _Word, new: _Word, *, after_removed: bool, after_added: bool) -> None:
    """Add one word that both texts have, and the space before it, to `found`."""
    if old.space == new.space:
        found.add("same", len(old.space), len(new.space))
    elif not old.space and after_added and not after_removed:
        found.add("added", 0, len(new.space))  # it came with the word before it
    elif not new.space and after_removed and not after_added:
        found.add("removed", len(old.space), 0)
    else:
        found.add("removed", len(old.space), 0)
        found.add("added", 0, len(new.space))
    found.add(_how_respelled(old.text, new.text), len(old.text), len(new.text))


def _how_respelled(old: str, new: str) -> ChangeKind:
    if old == new:
        return "same"
    old, new = _unseen.sub("", old), _unseen.sub("", new)
    if old == new:
        return "unseen"
    return "marks" if _marks.sub("", old) == _marks.sub("", new) else "spelling"


def _without_islands(pairs: list[tuple[int, int]], old_length: int, new_length: int) -> list[tuple[int, int]]:
    """`pairs` less those that only by chance stand between sentences written anew: a «في» that both have, a comma.

    A row of pairs is such an island when on either side of it at least twice as many words were changed.
    """
    rows: list[list[tuple[int, int]]] = []
    for pair in pairs:
        if rows and rows[-1][-1] == (pair[0] - 1, pair[1] - 1):
            rows[-1].append(pair)
        else:
            rows.append([pair])
    kept: list[tuple[int, int]] = []
    for row, follows in zip(rows, [*rows[1:], [(old_length, new_length)]]):
        (i, j), (a, b) = row[0], row[-1]
        last_i, last_j = kept[-1] if kept else (-1, -1)
        before = min(i - last_i - 1, j - last_j - 1)
        after = min(follows[0][0] - a - 1, follows[0][1] - b - 1)
        if min(before, after) < 2 * len(row):
            kept += row
    return kept


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The longest row of pairs of what stands once in each; if nothing does, equally often, the n-th with the n-th."""
    often_in_old, often_in_new = Counter(old), Counter(new)
    alike = {thing: often for thing, often in often_in_old.items() if often_in_new.get(thing) == often}
    once = {thing: often for thing, often in alike.items() if often == 1}
    places: dict[Hashable, list[int]] = {thing: [] for thing in once or alike}
    for place in range(len(new) - 1, -1, -1):  # backwards, so that the first is taken off first
        if new[place] in places:
            places[new[place]].append(place)
    return _longest_row([(place, places[thing].pop()) for place, thing in enumerate(old) if thing in places])


def _longest_row(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs in the order of their first places the most whose second places ascend too (patience sorting)."""
    lowest: list[int] = []  # by length, the second place in which a row of that length may end
    ends: list[int] = []  # the pair that it ends with
    before: list[int | None] = []
    for number, (_place, other) in enumerate(pairs):
        length = bisect_left(lowest, other)
        before.append(ends[length - 1] if length else None)
        lowest[length : length + 1] = [other]
        ends[length : length + 1] = [number]
    row = []
    number = ends[-1] if ends else None
    while number is not None:
        row.append(pairs[number])
        number = before[number]
    return row[::-1]


def _longest_common(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The pairs of a longest common subsequence, in time that is the product of the lengths."""
    width = len(new) + 1
    table = [[0] * width for _ in range(len(old) + 1)]  # how many are common from these places on
    for a in range(len(old) - 1, -1, -1):
        row, below, thing = table[a], table[a + 1], old[a]
        for b in range(len(new) - 1, -1, -1):
            if thing == new[b]:
                row[b] = below[b + 1] + 1
            else:
                row[b] = below[b] if below[b] > row[b + 1] else row[b + 1]
    pairs = []
    a = b = 0
    while a < len(old) and b < len(new):
        if old[a] == new[b]:
            pairs.append((a, b))
            a, b = a + 1, b + 1
        elif table[a + 1][b] >= table[a][b + 1]:
            a += 1
        else:
            b += 1
    return pairs
