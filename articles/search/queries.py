"""What a person typed into the search, read: words in any order, "phrases", and what -must not be there.

Every text is a query, however odd (ARABIC.md, S13): a quotation mark that is never closed opens nothing, and a minus
excludes only where a word follows at once and no letter stands before it, so that COVID-19 and 2-1 are words.
"""

import re
from dataclasses import dataclass, replace

import arabic

# What comes after so many characters, or after so many words, is not looked for.
LONGEST, MOST_WORDS = 1_000, 100

_QUOTES = '"“”„«»'
_TATWEEL = "\N{ARABIC TATWEEL}"
_PART = re.compile(
    rf"(?P<minus>(?<!\S)[-−](?=\S))?"
    rf"(?:\w{{1,3}}{_TATWEEL}(?=[{_QUOTES}]))?"  # ب written onto a quotation
    rf"(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]|(?P<word>[^\s{_QUOTES}]+))"
)


@dataclass(frozen=True)
class Query:
    """`text` as it was understood, the `words` and `phrases` that are looked for, and those that must not be there.

    `is_shortened` says that more was asked than is looked for.
    """

    text: str
    words: str
    phrases: tuple[str, ...]
    without: tuple[str, ...]
    is_shortened: bool = False

    def __bool__(self):
        """Is there anything to look for? Nothing is found by only saying what must not be there."""
        return bool(self.words or self.phrases)

    def unquoted(self):
        """The same words, whether or not they stand together."""
        return replace(self, words=" ".join([self.words, *self.phrases]).strip(), phrases=())


def read(asked: str) -> Query:
    """The query that `asked` is."""
    whole = " ".join(arabic.without_directions(arabic.clean(asked)).split())
    text = whole[:LONGEST].rstrip()
    is_shortened = len(whole) > LONGEST
    words, phrases, without = [], [], []
    how_many = 0
    for part in _PART.finditer(text):
        if how_many >= MOST_WORDS:
            is_shortened = True
            break
        piece = part["word"] if part["phrase"] is None else part["phrase"]
        tokens = arabic.analyze(piece)
        if not tokens:
            continue
        how_many += len(tokens)
        if part["minus"]:
            without.append(piece)
        elif part["phrase"] is not None and len(tokens) > 1:
            phrases.append(piece)
        else:
            words.append(piece)
    return Query(text, " ".join(words), tuple(phrases), tuple(without), is_shortened)
