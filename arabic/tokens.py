"""Words of a text, with the place of each in the text as it was given."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from arabic.affixes import without_article
from arabic.characters import FORBIDDEN, INVISIBLE, LATIN_ACCENTS, LETTERS, MARKS, NON_JOINER, TATWEEL, WITHIN_WORDS
from arabic.keys import clean, search_key
from arabic.lexicon import nouns_with_pronoun
from arabic.stemming import stem

LONGEST_WORD = 40  # letters; a longer run is not language, and is neither stemmed nor remembered

# A run of Arabic letters, or a run of letters and digits of any other script (N6). No two parts of a pattern share a
# character, so that matching never goes back.
_UNSEEN = INVISIBLE + FORBIDDEN
_word = re.compile(
    f"(?P<arabic>[{LETTERS}](?:[{WITHIN_WORDS}{_UNSEEN}{NON_JOINER}]*[{LETTERS}])*[{WITHIN_WORDS}]*)"
    f"|[^\\W_{LETTERS}{WITHIN_WORDS}](?:[{LATIN_ACCENTS}{_UNSEEN}]*[^\\W_{LETTERS}{WITHIN_WORDS}])*[{LATIN_ACCENTS}]*"
)
_clitic_left_alone = re.compile(f"[وف]?(?:ال|[بك](?:ال)?|لل?|و|ف){TATWEEL}+")

# Within a word there is no alef with hamza below, so that the particle before it in لإيران is certain; nor is there one
# with hamza above behind a first waw, but for وأد and its like: وأضاف.
_marks = re.compile(f"[{MARKS}]+")
_clitic_before_hamza = re.compile("^[وف]?[بكل]?(?=إ)|^و(?=[أآ]...)")


class Token(NamedTuple):
    """One word: `text` is `original[start:end]`; `key` unites its spellings, `stem` its inflected forms."""

    text: str
    start: int
    end: int
    key: str
    stem: str


def analyze(text: str) -> list[Token]:
    """The words of `text` in order, each with its offsets into `text`, its search key and its stem (N6).

    A clitic that a tatweel joins to a quotation or to Latin (`بـ”اللحظة`, `الـCIA`) is no word (N5). Whatever is
    neither letter nor digit separates: `COVID-19` is two words. Takes any string, in time proportional to its length.
    """
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    for match in _word.finditer(text):
        printed = match[0]
        if len(printed) > LONGEST_WORD:
            key = stemmed = search_key(printed)
        else:
            key, stemmed = _forms(printed)
        if key:
            yield Token(printed, match.start(), match.end(), key, stemmed)


@lru_cache(maxsize=100_000)
def _forms(printed: str) -> tuple[str, str]:
    """The key and the stem of one word as it is printed; both empty for a clitic left alone before a tatweel."""
    if _clitic_left_alone.fullmatch(printed):
        return "", ""
    key = search_key(printed)
    printed = _marks.sub("", clean(printed))
    stemmed = stem(search_key(_clitic_before_hamza.sub("", printed)))
    if stemmed in nouns_with_pronoun() and printed.endswith("ه") and key.endswith(stemmed) and not without_article(key):
        stemmed = stem(stemmed[:-1])
    return key, stemmed
