"""Normal forms: the text as it is stored, as it is searched and as it is sorted. Only the first is ever shown."""

import re
import unicodedata
from typing import Literal

from arabic.characters import (
    ALEF_LAM,
    ARABIC_DIGITS,
    COMBINING,
    FORBIDDEN,
    INVISIBLE,
    LETTERS,
    MARKS,
    NON_JOINER,
    PERSIAN_DIGITS,
    PRESENTATION_FORMS,
    TATWEEL,
    WESTERN_DIGITS,
    WITHIN_WORDS,
)
from arabic.lexicon import names_in_alef_lam

# No letter of any language has more marks than that (UAX #15, Stream-Safe Text Format), and to put a million of them in
# order takes Python hours.
_MOST_MARKS = 30
_too_many_marks = re.compile(f"(?<=[{COMBINING}]{{{_MOST_MARKS}}})[{COMBINING}]+")
# Most words are of letters alone, and are stored as they are.
_plain_word = re.compile("[\u0621-\u063a\u0641-\u064a]*")
_accented = re.compile("[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]")
# Latin letters that Unicode does not take apart into a letter and its accent.
_LATIN = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "Œ": "OE", "Æ": "AE"})
_accents = re.compile("[\u0300-\u036f]+")
_forbidden = re.compile(f"[{FORBIDDEN}]")
_presentation_forms = re.compile(f"[{PRESENTATION_FORMS}]+")
_unprinted = re.compile(f"(?<=[{LETTERS}{WITHIN_WORDS}{INVISIBLE}]){NON_JOINER}+|[{INVISIBLE}]+")
_marks_and_tatweel = re.compile(f"[{MARKS}{TATWEEL}]+")

# A clitic that a tatweel joins to a quotation or to a word in another script: بـ”اللحظة, الـCIA, لـ55.
_glued_clitic = re.compile(
    f"(?<![{LETTERS}{WITHIN_WORDS}])[وف]?[{MARKS}]*(?:ال|[بك](?:ال)?|لل?|و|ف)[{MARKS}]*{TATWEEL}+"
    f"(?=[^{LETTERS}{WITHIN_WORDS}\\s])"
)

_FOLDED = str.maketrans(
    "أإآٱىةکی" + ARABIC_DIGITS + PERSIAN_DIGITS,
    "اااايهكي" + WESTERN_DIGITS * 2,
)
_TO_DIGITS = {
    "latn": str.maketrans(ARABIC_DIGITS + PERSIAN_DIGITS, WESTERN_DIGITS * 2),
    "arab": str.maketrans(WESTERN_DIGITS + PERSIAN_DIGITS, ARABIC_DIGITS * 2),
}


def storable(text: str) -> str:
    """`text` without what UTF-8, PostgreSQL or XML cannot hold: lone surrogates, NUL and the other controls.

    Tab and line breaks stay; a vertical tab or form feed is a line break. Raises nothing.
    """
    return _forbidden.sub("", text.replace("\v", "\n").replace("\f", "\n"))


def clean(text: str) -> str:
    """The form in which a text is stored: what the author wrote, in one encoding of it (N1).

    Makes it `storable`, composes to NFC, turns presentation forms into the letters they show and drops the marks of one
    letter behind the thirtieth. Latin, digits and symbols stay as they are. Raises nothing.

    Source: Unicode Standard Annex #15, Normalization Forms.
    """
    if _plain_word.fullmatch(text):
        return text
    text = _too_many_marks.sub("", storable(text))
    text = _presentation_forms.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
    return unicodedata.normalize("NFC", text)


def search_key(text: str) -> str:
    """The form in which texts and queries meet: `الأمم المتّحدة` and `الامم المتحده` have one key (N2, N5).

    Drops marks, tatweel, invisible characters and a clitic glued on by tatweel; unites the forms of alef, ya, kaf
    and ta marbuta, the three sets of digits, and case, and drops the accents of Latin letters. The key of a key is
    itself. Raises nothing.
    """
    if _plain_word.fullmatch(text):
        return text.translate(_FOLDED)
    # Accents first: what is unseen behind one stands behind a letter then, and is judged as such.
    text = _unprinted.sub("", _accents.sub("", clean(text)))
    text = _marks_and_tatweel.sub("", _glued_clitic.sub("", text))
    return clean(unaccented(text.translate(_FOLDED).lower()))


def unaccented(text: str) -> str:
    """`text` with its Latin letters as a hurried person types them: `Élysée` is `Elysee`, `cœur` is `coeur`.

    Raises nothing.
    """
    if not _accented.search(text):
        return text
    text = _too_many_marks.sub("", _accents.sub("", text))
    return unicodedata.normalize("NFC", _accents.sub("", unicodedata.normalize("NFD", text))).translate(_LATIN)


def key_words(query: str) -> list[str]:
    """The words of a query as parts of search keys, the article off, so that `الحكومة` finds `حكومة`; ten at most.

    For finding by name as a person types, where a key holds each of them. Raises nothing.
    """
    words = search_key(query).split()[:10]
    return [word.removeprefix(ALEF_LAM) if len(word) > 4 else word for word in words]


def sort_key(text: str) -> str:
    """The form by which names stand in order: the search key without the article, so that البستاني is under ب (U4).

    The alef and lam of a name such as الياس are no article and stay. The caller breaks a tie by the name itself.
    """
    key = " ".join(search_key(text).split())
    first_word = key.partition(" ")[0]
    has_article = (
        clean(text).lstrip().startswith(ALEF_LAM) and len(first_word) > 3 and first_word not in names_in_alef_lam()
    )
    return key[len(ALEF_LAM) :] if has_article else key


def digits(text: str | int, system: Literal["latn", "arab"] = "latn") -> str:
    """`text` with its digits, of whichever of the three sets, in the set that CLDR calls `system`.

    Raises KeyError for a system that is neither "latn" (0-9) nor "arab" (٠-٩).
    """
    return str(text).translate(_TO_DIGITS[system])
