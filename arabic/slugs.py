"""The part of an address that a reader can read."""

import re
import unicodedata

from arabic.characters import INVISIBLE, LETTERS, NON_JOINER, WITHIN_WORDS
from arabic.keys import clean, digits

LONGEST_SLUG = 80  # letters; percent-encoded, an Arabic letter takes six characters

_not_arabic = re.compile(f"[^{LETTERS}{WITHIN_WORDS}]+")
_dropped = re.compile(f"[{WITHIN_WORDS}{INVISIBLE}{NON_JOINER}]+")
_separators = re.compile(r"[\W_]+")
_UNDECOMPOSED = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})


def slugify(text: str) -> str:
    """`text` as an address shows it: words joined by hyphens, at most 80 letters, cut at a word (U1).

    Marks, tatweel and controls go; hamza and ta marbuta stay, to be read. Latin is lower-cased without accents, digits
    are 0-9. Empty only for a text without letters and digits. A slug's slug is itself.
    """
    plain = _not_arabic.sub(lambda run: _latin(run[0]), clean(_dropped.sub("", clean(text))))
    slug = _separators.sub("-", unicodedata.normalize("NFC", digits(plain))).strip("-")
    if len(slug) <= LONGEST_SLUG:
        return slug
    whole_words = slug[: LONGEST_SLUG + 1].rpartition("-")[0]
    return whole_words or slug[:LONGEST_SLUG]


def _latin(run: str) -> str:
    """A run outside Arabic in lower case, without accents and compatibility forms."""
    decomposed = unicodedata.normalize("NFKD", run.casefold()).casefold().translate(_UNDECOMPOSED)
    return "".join(character for character in decomposed if unicodedata.category(character)[0] != "M")
