"""How far one word lies from another that it may have been meant for, and which words lie next to it.

The words are search keys, so that hamza on alef, ta marbuta and the final ya are no difference any more. What remains
is counted in slips of the pen: Damerau, "A technique for computer detection and correction of spelling errors" (1964),
weighted by what is commonly confused in Arabic. A slip that is likely counts half.
"""

from itertools import combinations

LIKELY, UNLIKELY = 0.5, 1.0

_ARABIC = "ءؤئابتثجحخدذرزسشصضطظعغفقكلمنهويپچڤگ"
_LATIN = "abcdefghijklmnopqrstuvwxyz0123456789"

# Letters for sounds that speech unites, or that names from abroad are written with; and letters that differ in dots.
_CONFUSED = [
    *["تط", "سص", "زس", "دض", "زظ", "ضظ", "كق", "تث", "سث", "دذ", "زذ", "جغ", "غق", "قج", "هت", "اه", "اي", "هح", "شج"],
    *["ءؤئاوي", "بتثني", "جحخ", "رز", "سش", "صض", "طظ", "عغ", "فق", "بپ", "جچ", "فڤ", "كگ", "غگ"],
    *["csk", "iy", "sz"],
]
_ALIKE = frozenset(pair for letters in _CONFUSED for pair in map(frozenset, combinations(letters, 2)))
# Long vowels are left out or written where there is none, and hamza is forgotten.
_OPTIONAL = frozenset("اويءئؤ")


def distance(written: str, meant: str) -> float:
    """What it takes to make the key `meant` of the key `written`: 0 for the same, 0.5 for a likely slip, 1 for another.

    Likely are a letter that sounds or looks alike, two neighbours in each other's place, a letter doubled or not, and a
    long vowel or hamza that is missing or too many. Takes time in proportion to the product of the lengths.
    """
    before_last: list[float] = []
    last = [0.0]
    for place in range(len(meant)):
        last.append(last[-1] + _extra(meant, place))
    for row, letter in enumerate(written):
        line = [last[0] + _extra(written, row)]
        for column, wanted in enumerate(meant):
            best = min(
                last[column] + _instead(letter, wanted),
                last[column + 1] + _extra(written, row),
                line[column] + _extra(meant, column),
            )
            if row and column and letter == meant[column - 1] and wanted == written[row - 1] and letter != wanted:
                best = min(best, before_last[column - 1] + LIKELY)
            line.append(best)
        before_last, last = last, line
    return last[-1]


def neighbours(written: str) -> set[str]:
    """Every key that one slip makes of `written`: a letter more, less, in place of another, or two exchanged."""
    letters = _LATIN if written[:1] in _LATIN else _ARABIC
    parts = [(written[:place], written[place:]) for place in range(len(written) + 1)]
    found = {start + end[1:] for start, end in parts if end}
    found |= {start + end[1] + end[0] + end[2:] for start, end in parts if len(end) > 1}
    found |= {start + letter + end[1:] for start, end in parts if end for letter in letters}
    found |= {start + letter + end for start, end in parts for letter in letters}
    return found - {written, ""}


def _instead(letter: str, wanted: str) -> float:
    if letter == wanted:
        return 0.0
    return LIKELY if frozenset((letter, wanted)) in _ALIKE else UNLIKELY


def _extra(word: str, place: int) -> float:
    """What the letter of `word` at `place` counts where the other word has none."""
    doubled = place > 0 and word[place] == word[place - 1]
    return LIKELY if doubled or word[place] in _OPTIONAL else UNLIKELY
