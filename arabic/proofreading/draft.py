"""A text under correction that remembers where each of its characters stood in the original."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from arabic.proofreading.findings import Finding

_UNCHANGED = -1


class _Placed(NamedTuple):
    """A finding with the offsets of the original, and the span of the draft's text that its fixes replace."""

    start: int
    end: int
    finding: Finding


class Draft:
    """`text` is the original with the accepted fixes in place."""

    def __init__(self, original: str) -> None:
        self.text = original
        self._accepted: dict[int, Finding] = {}
        self._count = 0
        # For each character: where what it stands for began and ended in the original, and which fix brought it.
        self._starts = list(range(len(original)))
        self._ends = list(range(1, len(original) + 1))
        self._fixes = [_UNCHANGED] * len(original)

    @property
    def accepted(self) -> list[Finding]:
        """The findings whose fixes are in place, with the offsets of the original."""
        return list(self._accepted.values())

    def in_original(self, finding: Finding) -> Finding:
        """`finding`, whose offsets are those of `text`, with those of the original.

        Where it begins or ends inside an accepted fix, it grows to hold the whole of that.
        """
        return self._placed(finding).finding

    def accept(self, findings: Iterable[Finding]) -> bool:
        """Put the safe ones of `findings` in place, and tell if there was one. Of two that overlap the first wins.

        One that changes what an earlier fix brought takes that one's place, under its rule.
        """
        chosen: list[_Placed] = []
        for finding in sorted(finding for finding in findings if finding.safe):
            placed = self._placed(finding)
            if not chosen or (placed.start >= chosen[-1].end and placed[:2] != chosen[-1][:2]):
                chosen.append(self._named_as_before(placed, finding))
        self._forget_what_is_replaced(chosen)
        self._rebuild(chosen)
        return bool(chosen)

    def _placed(self, finding: Finding) -> _Placed:
        start, end = finding.start, finding.end
        while self._is_inside_fix(start):
            start -= 1
        while self._is_inside_fix(end):
            end += 1
        before, behind = self.text[start : finding.start], self.text[finding.end : end]
        if start < end:
            place = self._starts[start], self._ends[end - 1]
        else:
            place = (self._ends[start - 1] if start else 0,) * 2
        fixes = tuple(before + fix + behind for fix in finding.fixes)
        return _Placed(start, end, finding._replace(start=place[0], end=place[1], fixes=fixes))

    def _is_inside_fix(self, position: int) -> bool:
        """Is there a fix that brought both the character at `position` and the one before?"""
        return 0 < position < len(self._fixes) and _UNCHANGED != self._fixes[position] == self._fixes[position - 1]

    def _named_as_before(self, placed: _Placed, finding: Finding) -> _Placed:
        """`placed` with the rule and message of the fix that it grew to hold, if `finding` was only a part of one."""
        if placed[:2] == finding[:2]:
            return placed
        numbers = {*self._fixes[placed.start : placed.end]} - {_UNCHANGED}
        before = self._accepted[min(numbers)]
        return placed._replace(finding=placed.finding._replace(rule=before.rule, message=before.message))

    def _forget_what_is_replaced(self, chosen: Iterable[_Placed]) -> None:
        deletions = sorted(
            (finding.start, number)
            for number, finding in self._accepted.items()
            if finding.fixes == ("",)  # these left no character that could tell of them
        )
        for start, end, finding in chosen:
            gone = {*self._fixes[start:end]} - {_UNCHANGED}
            first, last = (bisect_left(deletions, (place, 0)) for place in (finding.start, finding.end))
            for number in gone | {number for _, number in deletions[first:last]}:
                del self._accepted[number]

    def _rebuild(self, chosen: Iterable[_Placed]) -> None:
        """The text and what is known of its characters, with the fixes of `chosen`."""
        pieces, starts, ends, fixes = [], [], [], []
        done = 0
        for start, end, finding in chosen:
            (fix,) = finding.fixes
            self._count += 1
            self._accepted[self._count] = finding
            pieces += [self.text[done:start], fix]
            starts += self._starts[done:start] + [finding.start] * len(fix)
            ends += self._ends[done:start] + [finding.end] * len(fix)
            fixes += self._fixes[done:start] + [self._count] * len(fix)
            done = end
        self.text = "".join([*pieces, self.text[done:]])
        self._starts, self._ends = starts + self._starts[done:], ends + self._ends[done:]
        self._fixes = fixes + self._fixes[done:]
