"""What a person typed into the search, read: words in any order, "phrases", and what -must not be there.

Every text is a query, however odd (ARABIC.md, S13): a quotation mark that is never closed opens nothing, and a minus
excludes only where a word follows at once and no letter stands before it, so that COVID-19 and 2-1 are words.
"""

import re
from dataclasses import dataclass

import arabic

LONGEST = 1_000  # characters; what comes after is not looked for

_QUOTES = '"“”„«»'
_TATWEEL = "\N{ARABIC TATWEEL}"
_PART = re.compile(
    rf"(?P<minus>(?<!\S)[-−](?=\S))?"
    rf"(?:\w{{1,3}}{_TATWEEL}(?=[{_QUOTES}]))?"  # ب written onto a quotation
    rf"(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]|(?P<word>[^\s{_QUOTES}]+))"
)


@dataclass(frozen=True)
class Query:
    """`text` as it was understood, the `words` and `phrases` that are looked for, and those that must not be there."""

    text: str
    words: str
    phrases: tuple[str, ...]
    without: tuple[str, ...]

    def __bool__(self):
        """Is there anything to look for? Nothing is found by only saying what must not be there."""
        return bool(self.words or self.phrases)


def read(asked: str) -> Query:
    """The query that `asked` is."""
    text = arabic.clean(asked).replace("\0", "").strip()[:LONGEST]
    words, phrases, without = [], [], []
    for part in _PART.finditer(text):
        piece = part["word"] if part["phrase"] is None else part["phrase"]
        if not arabic.analyze(piece):
            continue
        if part["minus"]:
            without.append(piece)
        elif part["phrase"] is not None and len(arabic.analyze(piece)) > 1:
            phrases.append(piece)
        else:
            words.append(piece)
    return Query(text, " ".join(words), tuple(phrases), tuple(without))
