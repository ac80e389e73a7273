"""Reads the author line of another paper's article: who wrote it, and which agency or desk it came from.

`لندن: أ ف ب` has a city and an agency, `بيروت - ثائر عباس` a city and a person, `أحمد الريدي، وكالات` both. Only a
person becomes an author; an agency or a paper is a credit.
"""

import re
from html import unescape
from pathlib import Path
from typing import NamedTuple

import arabic


def _keys_in(name):
    """The search keys of a list in data/: a word or name a line, # begins a remark."""
    lines = (Path(__file__).parent / "data" / name).read_text(encoding="utf-8").splitlines()
    return frozenset(arabic.search_key(line) for line in lines if line and not line.startswith("#"))


_DESK_WORDS = _keys_in("desk_words.txt")
_LETTERED_AGENCY = re.compile(r"(?:[ء-ي]\s*\.?\s+|[ء-ي]\.\s*){1,3}[ء-ي]\.?")  # أ ف ب، د ب أ، أ.ف.ب
_LATIN_AGENCY = re.compile(r"[A-Za-z]{2,}(?:[ .]?[A-Za-z0-9]+)*")
_TITLES = re.compile(
    r"^(?:(?:أ\.?\s?د|د|م|أ)[./]\s*|أ\.\s?د\s|(?:الدكتور|الدكتورة|الأستاذ|الأستاذة|المهندس|المهندسة)(?:[./]\s*|\s+))+"
)
_BREAKS = re.compile(r"\s*[-–—ـ_:،,/|*]\s+|\s+[-–—ـ]\s*|[()\[\]:|/]|\s*،\s*")
_DASH_WITHOUT_SPACE = re.compile(r"(?<=[ء-ي])[-–—](?=[ء-ي])")
_QUOTED = re.compile(r"[«“\"]([^«»“”\"]+)[»”\"]")
_DATELINE = re.compile(r"^[^:،,]{2,40}:(?=\s*\S)")  # what stands before a colon is where, never who
_FROM_CITY = re.compile(r"\s+(?:من|في)\s+\S.*$")

_PLACES = _keys_in("datelines.txt")


class Credit(NamedTuple):
    """The persons of an author line, as written, and the agency or desk it names ("" if none)."""

    persons: tuple[str, ...]
    agency: str


def read(line: str) -> Credit:
    """The Credit in an author line as other papers print it. Places are dropped; any string is taken."""
    persons, agencies = [], []
    line = unescape(arabic.clean(line)).replace("\N{NO-BREAK SPACE}", " ")
    line = _DASH_WITHOUT_SPACE.sub(" - ", line)
    line = re.sub(r"(?<=[ء-ي])ـ+(?=[ء-ي])", "", line)  # stretched letters; a tatweel alone is a dash
    line = _DATELINE.sub("", line)
    agencies += [name.strip() for name in _QUOTED.findall(line)]
    parts = _BREAKS.split(_QUOTED.sub("", line))
    if len(parts) == 2 and _is_agency(parts[1]) and not re.search("[،,]", line):
        parts = parts[1:]  # «الأمم المتحدة - رويترز»: a dateline, however rare the place
    for part in parts:
        part = part.strip(" -–—ـ:،,.*\"'«»“”")
        named = _TITLES.sub("", part)
        if not part or _is_place(part) or part.startswith("من "):
            continue
        if _is_agency(part):
            agencies.append(part)
        else:
            without_place = _FROM_CITY.sub("", named)
            if _is_agency(without_place):
                agencies.append(without_place.strip(' «»“”"'))
            elif _is_person(without_place):
                persons.append(" ".join(without_place.split()))
    return Credit(tuple(dict.fromkeys(persons)), "، ".join(dict.fromkeys(agencies)))


def _is_place(part):
    return arabic.search_key(part) in _PLACES


def _is_agency(part):
    words = arabic.search_key(re.sub(r"[«»“”\"]", "", part)).split()
    return bool(
        _LETTERED_AGENCY.fullmatch(part) or _LATIN_AGENCY.fullmatch(part) or any(word in _DESK_WORDS for word in words)
    )


def _is_person(part):
    """Two to six words without a digit: a first name alone, or a sentence, is nobody to make an author of."""
    return 2 <= len(part.split()) <= 6 and not re.search(r"\d", part) and len(part) <= 60
