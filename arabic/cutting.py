"""Pieces of a text: excerpts that stop at a word, counts of words, the time it takes to read them."""

import itertools
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator

from arabic.keys import clean

# Each opening sign with the one that closes it. The kinds do not nest into each other: by UAX #9 a bracket closes no
# isolate, and the end of an embedding none either.
_QUOTATIONS = {"“": "”", "«": "»", "‹": "›", "(": ")", "[": "]", '"': '"'}
_EMBEDDINGS = dict.fromkeys("\u202a\u202b\u202d\u202e", "\N{POP DIRECTIONAL FORMATTING}")
_ISOLATES = dict.fromkeys("\u2066\u2067\u2068", "\N{POP DIRECTIONAL ISOLATE}")
_HANGING = frozenset("،؛؟:.,;!?…۔-–—/|•·*'‘“«‹([") | _EMBEDDINGS.keys() | _ISOLATES.keys()
ELLIPSIS = "…"

_ZERO_WIDTH_JOINER = "\N{ZERO WIDTH JOINER}"


def excerpt(text: str, words: int = 25) -> str:
    """The first `words` words of `text` on one line, then «…» if something was left out (X3).

    Nothing hangs before the «…»: a comma or stop there goes, and a quotation, bracket or isolate that the cut left
    open is closed. A text no longer than that comes back whole. A word is whatever stands between spaces and has a
    letter or digit.
    """
    # Of a long text the beginning is enough, unless it has more signs than words.
    *beginning, rest = [*text.split(None, 3 * words), ""][: 3 * words + 1]
    for part in (" ".join(beginning), text) if rest else (text,):
        pieces = _pieces(part)
        counted = 0
        for position, piece in enumerate(pieces):
            if counted == words and _is_word(piece):
                return _closed(" ".join(pieces[:position])) + ELLIPSIS
            counted += _is_word(piece)
    return " ".join(pieces)


def description(text: str, limit: int = 160) -> str:
    """The beginning of `text` on one line for search engines: whole words, at most `limit` grapheme clusters (X3).

    A letter and its marks are one cluster, as is an emoji joined of several. The «…» and the signs that close what
    the cut left open count too. Only a first word longer than `limit` is itself cut, between clusters.
    """
    line = " ".join(_pieces(text))
    ends = list(itertools.islice(_cluster_ends(line), limit + 1))
    if len(ends) <= limit:
        return line
    word_ends = [end for end in ends if line[end : end + 1] == " "]
    for end in itertools.chain(reversed(word_ends), reversed(ends)):
        shortened = _closed(line[:end]) + ELLIPSIS
        if shortened != ELLIPSIS and len(list(_cluster_ends(shortened))) <= limit:
            return shortened
    return ELLIPSIS[:limit]


def word_count(text: str) -> int:
    """How many words `text` has. Marks and punctuation alone are no word; a number or a Latin word is one."""
    return sum(map(_is_word, text.split()))


def reading_minutes(text: str, words_per_minute: int = 140) -> int:
    """The minutes that reading `text` takes, one at the least (C6). The caller leaves out captions and pull quotes."""
    return max(1, math.ceil(word_count(text) / words_per_minute))


def _pieces(text: str) -> list[str]:
    """What stands between the spaces of `text`; a mark that has no letter to stand on is left out."""
    pieces = (_without_leading_marks(piece) for piece in clean(text).split())
    return [piece for piece in pieces if piece]


def _without_leading_marks(piece: str) -> str:
    start = 0
    while start < len(piece) and unicodedata.category(piece[start]).startswith("M"):
        start += 1
    return piece[start:]


def _is_word(piece: str) -> bool:
    return any(map(str.isalnum, piece))


def _closed(text: str) -> str:
    """`text` without punctuation hanging at its end, and with whatever it leaves open closed."""
    text = _without_hanging_punctuation(text)
    return text + _missing(_QUOTATIONS, text) + _missing(_EMBEDDINGS, text) + _missing(_ISOLATES, text)


def _without_hanging_punctuation(text: str) -> str:
    end = len(text)
    while end and (text[end - 1].isspace() or text[end - 1] in _HANGING):
        end -= 1
    return text[:end]


def opened_before(text: str) -> str:
    """The quotation marks and brackets that `text` leaves open, for what follows it to begin with."""
    openers = {closing: opening for opening, closing in _QUOTATIONS.items()}
    return "".join(openers[closing] for closing in reversed(_missing(_QUOTATIONS, text)))


def _missing(closers: dict[str, str], text: str) -> str:
    """The signs that would close what `text` opens and does not close, the innermost first."""
    waiting: list[str] = []
    how_many: Counter[str] = Counter()
    for character in text:
        if how_many[character]:
            while closed := waiting.pop():
                how_many[closed] -= 1
                if closed == character:
                    break
        elif character in closers:
            waiting.append(closers[character])
            how_many[closers[character]] += 1
    return "".join(reversed(waiting))


def _cluster_ends(text: str) -> Iterator[int]:
    """Where each grapheme cluster of `text` ends. Hangul syllables in parts and Indic conjuncts are not joined.

    Source: Unicode Standard Annex #29, rules GB9, GB9a, GB11, GB12 and GB13.
    """
    flags_before = 0
    for position in range(1, len(text)):
        before, character = text[position - 1], text[position]
        flags_before = flags_before + 1 if _is_flag_letter(before) else 0
        joined = (
            _extends(character)
            or (before == _ZERO_WIDTH_JOINER and unicodedata.category(character) == "So")
            or (_is_flag_letter(character) and flags_before % 2 == 1)
        )
        if not joined:
            yield position
    if text:
        yield len(text)


def _extends(character: str) -> bool:
    return (
        unicodedata.category(character)[0] == "M"
        or character in "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= character <= "\U000e007f"  # tags, as in the flags of regions
    )


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
