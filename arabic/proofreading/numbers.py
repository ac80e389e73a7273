"""Digits and counted nouns: rules P17 and P37."""

import re
from collections.abc import Iterator
from functools import cache

from arabic.characters import ARABIC_DIGITS, LETTERS, MARKS, PERSIAN_DIGITS, WESTERN_DIGITS
from arabic.counting import HOUR, MINUTE, Noun, plural_category
from arabic.keys import digits, search_key
from arabic.proofreading.findings import Finding
from arabic.proofreading.passage import SPACES, Passage

_EASTERN = ARABIC_DIGITS + PERSIAN_DIGITS
_number = re.compile(f"[{WESTERN_DIGITS}{_EASTERN}]+")
_western = re.compile(f"[{WESTERN_DIGITS}]")
_eastern = re.compile(f"[{_EASTERN}]")
_counted = re.compile(
    f"(?<![\\w.,٫٬/:–-])([{WESTERN_DIGITS}{_EASTERN}]{{1,9}})([{SPACES}])([{LETTERS}][{LETTERS}{MARKS}]*)(?![{LETTERS}{MARKS}])"
)

# What is counted most, besides minutes and hours. Dual and singular are for a number that stands before them.
_NOUNS = (
    MINUTE,
    HOUR,
    Noun("لا ثوانٍ", "ثانية واحدة", "ثانيتان", "ثوانٍ", "ثانية", "ثانية"),
    Noun("لا أيام", "يوم واحد", "يومان", "أيام", "يوماً", "يوم"),
    Noun("لا أسابيع", "أسبوع واحد", "أسبوعان", "أسابيع", "أسبوعاً", "أسبوع"),
    Noun("لا أشهر", "شهر واحد", "شهران", "أشهر", "شهراً", "شهر"),
    Noun("لا سنوات", "سنة واحدة", "سنتان", "سنوات", "سنة", "سنة"),
    Noun("لا أعوام", "عام واحد", "عامان", "أعوام", "عاماً", "عام"),
    Noun("لا أشخاص", "شخص واحد", "شخصان", "أشخاص", "شخصاً", "شخص"),
    Noun("لا دول", "دولة واحدة", "دولتان", "دول", "دولة", "دولة"),
    Noun("لا مرات", "مرة واحدة", "مرتان", "مرات", "مرة", "مرة"),
    Noun("لا دولارات", "دولار واحد", "دولاران", "دولارات", "دولاراً", "دولار"),
    Noun("لا كتب", "كتاب واحد", "كتابان", "كتب", "كتاباً", "كتاب"),
    Noun("لا مقالات", "مقال واحد", "مقالان", "مقالات", "مقالاً", "مقال"),
    Noun("لا نقاط", "نقطة واحدة", "نقطتان", "نقاط", "نقطة", "نقطة"),
    Noun("لا أهداف", "هدف واحد", "هدفان", "أهداف", "هدفاً", "هدف"),
)


_OF_TWO_SETS = "في النص أرقام من نوعين، وأرقام بيتنا 0–9."


def digits_of_two_sets_in_a_number(passage: Passage) -> Iterator[Finding]:
    """P17: ٠–٩ and 0–9 in one number."""
    for number in passage.search(_number):
        if _eastern.search(number[0]) and _western.search(number[0]):
            yield Finding(*number.span(), "P17", _OF_TWO_SETS, (digits(number[0]),), True)


def digits_of_two_sets(passage: Passage) -> Iterator[Finding]:
    """P17: ٠–٩ in one number where another of the same text has 0–9, as the house does."""
    numbers = list(passage.search(_number))
    if any(_western.search(number[0]) for number in numbers):
        for number in numbers:
            if not _western.search(number[0]):
                yield Finding(*number.span(), "P17", _OF_TWO_SETS, (digits(number[0]),))


def counted_noun(passage: Passage) -> Iterator[Finding]:
    """P37: a number with a noun in a form that this number does not take (C4, C5)."""
    for match in passage.search(_counted):
        number = int(digits(match[1]))
        noun = _nouns_by_form().get(search_key(match[3]))
        in_score = passage.text[max(0, match.start() - 3) : match.start()].rstrip(SPACES).endswith(("-", "–"))
        if noun is None or number == 0 or in_score:
            continue
        category = plural_category(number)
        right = getattr(noun, category)
        if category in ("one", "two"):
            fixes = (right,) if category == "one" else (right, f"{right[:-2]}ين")
        elif search_key(match[3]) in {search_key(form) for form in _forms(noun, category)}:
            continue
        else:
            fixes = (f"{match[1]}{match[2]}{right}",)
        yield Finding(match.start(), match.end(), "P37", "العدد هنا يأخذ صيغة أخرى من المعدود.", fixes)


RULES = (digits_of_two_sets_in_a_number, counted_noun)


def _forms(noun: Noun, category: str) -> set[str]:
    """How the noun may be written behind a number of the category: with or without the alef of the accusative."""
    if category == "few":
        return {noun.few, noun.few.removesuffix("ٍ") + "ي" if noun.few.endswith("ٍ") else noun.few}
    return {noun.many, noun.other}


@cache
def _nouns_by_form() -> dict[str, Noun]:
    """Every counted noun by the key of each form that might stand behind a number."""
    table = {}
    for noun in _NOUNS:
        for form in (noun.two, noun.two[:-2] + "ين", noun.few, noun.many, noun.other):
            table[search_key(form)] = noun
    return table
