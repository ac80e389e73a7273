"""Which pieces of a line would be printed in the wrong order or the wrong way, and how to fence them off.

In a line from right to left a score, a telephone number or «45%» behind an Arabic word is turned round, and a number
behind a Latin name is drawn into it; in a line from left to right an Arabic name draws in the number behind it. A fence
(an isolate) around each such piece keeps its inside in order and its place in the line. Source: Unicode Standard Annex
#9, rules W2 to W7, N0 to N2 and the isolates; ARABIC.md, D2, D4.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

Direction = Literal["ltr", "rtl"]

OPENING_ISOLATES: dict[Direction, str] = {"ltr": "\N{LEFT-TO-RIGHT ISOLATE}", "rtl": "\N{RIGHT-TO-LEFT ISOLATE}"}
CLOSING_ISOLATE = "\N{POP DIRECTIONAL ISOLATE}"
_CONTROLS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])

# The patterns read the shape of a text, not the text: each letter or digit as its kind, everything else as it is.
# L: letter of a script from left to right, R: from right to left, N: digit (Z: zero), A: Arabic-Indic digit,
# X: what somebody has isolated already. A combining mark or invisible sign (M) is of the kind of what it follows.
_KINDS = {"L": "L", "R": "R", "AL": "R", "EN": "N", "AN": "A", "NSM": "M", "BN": "M", "B": "\n"}
_isolate_or_line = re.compile("[\u2066-\u2069\n]")
_marks = re.compile("([^M])(M+)", re.DOTALL)

_SPACE = "[ \u00a0\u202f]"
_DASH = "[-\u2010-\u2014\u2212]"
_NOT_WITHIN_A_NUMBER = "(?<![LNZAX])(?<![NZAX][.,:/\u2010-\u2014\u2212-])"

# +961 1 234567, 03 123456: at least seven digits behind a plus, or a zero and a second group.
_TELEPHONE = (
    rf"(?<![LNZAX])\+(?=(?:[ \u00a0().-]{{0,2}}[NZA]){{7}})[NZA]++(?:[ \u00a0.-]?\(?[NZA]++\)?)*+"
    rf"|{_NOT_WITHIN_A_NUMBER}Z[NZA]{{1,3}}+(?:[ \u00a0/.-][NZA]{{2,}}+(?![LRX]))++"
)
_HASHTAG = r"(?<![LNZAX])#(?=[LRNZA])[LRNZA_]++"

# A word is COVID-19, AT&T, U.S., C++, @name, 5G or an address of the web, or W. and Dr. before another; a name is such
# words in a row, with what stands between them. A number behind it is its own (iPhone 16, Django 5.2.1), a score or a
# percentage is not.
_WORD = (
    r"(?:(?<![LNZAX])@)?(?<![LNZAX])"
    rf"(?:(?:L\.){{2,}}+(?![LX])|L{{1,2}}\.(?={_SPACE}L)|[NZ]*+L[LNZ]*+(?:[.'’&_/:@+~=?%#-]++[LNZ]++)*+(?:[+#]++|/)?)"
)
_MEASURE = rf"[NZ]++(?:(?:[.,:/]|{_SPACE}?{_DASH}{_SPACE}?)[NZ]++)*+%?"
_BETWEEN = rf"(?:[.,:;!?…]?{_SPACE}|{_SPACE}?[&/+]{_SPACE}?|{_SPACE}?{_DASH}{_SPACE}?)"
_NUMBER_OF_A_NAME = (
    rf"(?:{_SPACE}[NZ]++(?:\.[NZ]++)*+(?![LRAX])(?![.,:/]?[NZ])(?!{_SPACE}?[%‰°])(?!{_SPACE}?{_DASH}{_SPACE}?[NZ])"
    rf"(?!{_SPACE}[NZA]))?+"
)
_NAME = rf"{_WORD}(?:{_BETWEEN}(?:{_MEASURE}{_BETWEEN})?{_WORD})*+{_NUMBER_OF_A_NAME}"

# 3-2, 2019–2022, 45%, -5, $20, 25°C; a plain number needs no fence.
_AMOUNT = rf"[$€£¥]?[NZ]++(?:[.,:/][NZ]++)*+(?:{_SPACE}?[%‰]|°L*+)?(?![LAX])"
_NUMBER = (
    rf"{_NOT_WITHIN_A_NUMBER}(?:[NZ]{{1,2}}+{_SPACE}{_DASH}{_SPACE}[NZ]{{1,2}}+(?![LAX]|[.,:/%-]?[NZ])"
    rf"|(?:(?<![^\s(\[«“\"])[+\u2212-])?{_AMOUNT}(?:{_DASH}{_AMOUNT})*+)"
)
_PLAIN_NUMBER = re.compile(r"[NZ.,:/]+")

_run = re.compile(
    r"(?=[LNZA@#$€£¥+\u2212-])"  # what a run may begin with: most places are passed over at once
    f"(?:(?P<telephone>{_TELEPHONE})|(?P<hashtag>{_HASHTAG})|(?P<name>{_NAME})|(?P<number>{_NUMBER}))"
)

# In a line from left to right: Arabic words in a row, with what stands between them, and hashtags.
_ARABIC_WORD = r"(?:(?<![LNZAX])#)?(?<![LNZX])R[R_NZA]*+"
_arabic_run = re.compile(rf"{_ARABIC_WORD}(?:(?:،{_SPACE}|{_BETWEEN})(?:{_MEASURE}{_BETWEEN})?R[RA]*+)*+")


def isolated_runs(text: str, line: Direction = "rtl") -> list[tuple[int, int, Direction]]:
    """Where each piece of `text` begins and ends that needs an isolate in its `line`, and its direction.

    In an Arabic line: names in Latin (or any script from left to right), scores and ranges, telephone numbers,
    percentages and other numbers with a sign are "ltr", hashtags as their first letter runs. In a Latin line: what is
    in Arabic is "rtl". A line that has the other script alone, as a quotation may, is one run. No run parts a word or
    number or reaches over the end of a line, plain text of the line's own script has none, and what stands in isolates
    already is left alone. Raises nothing; takes linear time.
    """
    shape = _shape(text)
    own, other, turned = ("R", "L", "ltr") if line == "rtl" else ("L", "R", "rtl")
    runs: list[tuple[int, int, Direction]] = []
    start = 0
    for part in shape.split("\n"):
        end = start + len(part)
        if other in part and own not in part and "X" not in part:
            runs.append((end - len(part.lstrip()), start + len(part.rstrip()), turned))
        elif line == "ltr":
            runs += [(*match.span(), "rtl") for match in _arabic_run.finditer(shape, start, end)]
        else:
            runs += _runs_of_arabic_line(shape, start, end)
        start = end + 1
    return runs


def _runs_of_arabic_line(shape: str, start: int, end: int) -> Iterator[tuple[int, int, Direction]]:
    for match in _run.finditer(shape, start, end):
        if match["number"] and _PLAIN_NUMBER.fullmatch(match[0]):
            continue
        letter = re.search("[LR]", match[0]) if match["hashtag"] else None
        yield match.start(), match.end(), "rtl" if letter and letter[0] == "R" else "ltr"


def isolated_pieces(text: str, line: Direction = "rtl") -> Iterator[tuple[str, Direction | None]]:
    """The whole of `text` in order, each run of `isolated_runs` with its direction, what lies between with None."""
    end = 0
    for start, run_end, direction in isolated_runs(text, line):
        if start > end:
            yield text[end:start], None
        yield text[start:run_end], direction
        end = run_end
    if end < len(text):
        yield text[end:], None


def isolate(text: str, line: Direction = "rtl") -> str:
    """`text` with the isolates of Unicode around its runs, for where no element can stand: a title.

    Doing it twice changes nothing more. For showing only: no bidi control is ever stored (D5).
    """
    return "".join(
        f"{OPENING_ISOLATES[direction]}{piece}{CLOSING_ISOLATE}" if direction else piece
        for piece, direction in isolated_pieces(text, line)
    )


def without_directions(text: str) -> str:
    """`text` without the characters that turn what stands around them, in a title as in the line that quotes it (D5).

    Chats put them around names; `isolate` finds anew which pieces need a fence.
    """
    return text.translate(_CONTROLS)


class _Kinds(dict[int, str]):
    """The kind of each character, looked up in Unicode's database once."""

    def __missing__(self, code: int) -> str:
        kind = _KINDS.get(unicodedata.bidirectional(chr(code)), chr(code))
        if kind == "N" and unicodedata.digit(chr(code), None) == 0:
            kind = "Z"
        self[code] = kind
        return kind


_kinds = _Kinds()


def _shape(text: str) -> str:
    shape = f" {text}".translate(_kinds)
    pieces, done = [], 0
    for start, end in _isolated_already(shape):
        pieces += [shape[done:start], "X" * (end - start)]
        done = end
    return _marks.sub(lambda run: run[1] * len(run[0]), "".join([*pieces, shape[done:]]))[1:]


def _isolated_already(shape: str) -> Iterator[tuple[int, int]]:
    """Where isolates begin and end, the outermost only; one that is not closed ends with its line, as in UAX #9."""
    start, depth = 0, 0
    for match in _isolate_or_line.finditer(shape):
        if match[0] not in f"{CLOSING_ISOLATE}\n":
            if not depth:
                start = match.start()
            depth += 1
        elif depth:
            depth = 0 if match[0] == "\n" else depth - 1
            if not depth:
                yield start, match.end() - (match[0] == "\n")
    if depth:
        yield start, len(shape)
