"""Characters that are not the letters they look like: rules P13 to P16, P24 and P26."""

import re
import unicodedata
from collections.abc import Iterator

from arabic.affixes import without_article, without_particles
from arabic.characters import INVISIBLE, LETTERS, MARKS, NON_JOINER, PRESENTATION_FORMS, TATWEEL
from arabic.house import TANWEEN
from arabic.lexicon import word_ranks
from arabic.proofreading.findings import Finding
from arabic.proofreading.passage import Passage

_ISOLATES, _POP_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_EMBEDDINGS, _POP_EMBEDDING = "\u202a\u202b\u202d\u202e", "\u202c"
_ZERO_WIDTH_JOINER = "\N{ZERO WIDTH JOINER}"

# Letters that do not join the next one: behind them a tatweel lengthens nothing, and is mostly meant for a dash.
_NOT_JOINING = "اأإآٱدذرزژوؤةىء"

_tatweel = re.compile(f"(?<=[{LETTERS}{MARKS}]){TATWEEL}+(?=[{MARKS}]*[{LETTERS}])")
_marks = re.compile(f"[{MARKS}]+")
_glued_clitic = re.compile(f"(?:^|[^{LETTERS}{MARKS}])(?:[وف]?[{MARKS}]*[بكل][{MARKS}]*|[وف]?ال)$")
_hijri = re.compile(f"(?:^|[^{LETTERS}{MARKS}])ه$")
_presentation_forms = re.compile(f"[{PRESENTATION_FORMS}]{{1,40}}")
_unprinted = re.compile(f"[{INVISIBLE}{NON_JOINER}]+")
_directional = re.compile(f"[\u061c\u200e\u200f\u202a-\u202e{_ISOLATES}{_POP_ISOLATE}]")
_letter_or_mark = re.compile(f"[{LETTERS}{MARKS}]")
_plain = re.compile(f"[{LETTERS}{MARKS}،؛؟]")
_persian = "کیە"
_persian_only = re.compile("[پچژگ]")
_with_persian = re.compile(f"[{_persian}]")
_ARABIC_FOR_PERSIAN = str.maketrans("کیە", "كيه")

_tanween = {
    "on-alef": re.compile("\u0651?ا\u064b"),
    "before-alef": re.compile("\u064b\u0651?ا"),
}
_VOWELS = "\u064b-\u0650\u0652"
_two_vowels = re.compile(f"(?<=[{LETTERS}])(?=[{MARKS}]{{2}})[{MARKS}]+")
_vowel = re.compile(f"[{_VOWELS}]")
_mark_at_start = re.compile(f"(?<![{LETTERS}{MARKS}{TATWEEL}{INVISIBLE}{NON_JOINER}])[{_VOWELS}\u0651]+(?=[{LETTERS}])")


def tatweel(passage: Passage) -> Iterator[Finding]:
    """P13: a word drawn out. Between a clitic and what it is glued to (لـ«الشرق», هـ), tatweel has its place."""
    text = passage.text
    for match in passage.search(_tatweel):
        before = text[max(0, match.start() - 6) : match.start()]
        letter = _marks.sub("", before)[-1:]
        if _glued_clitic.search(before) and text.startswith(("ال", "لل", "أل"), match.end()):
            continue
        if _hijri.search(before):
            continue  # the abbreviation of the Hijri year, run into the next word
        safe = letter not in _NOT_JOINING
        yield Finding(*match.span(), "P13", "التطويل داخل الكلمة يمنع العثور عليها في البحث.", ("",), safe)


def presentation_forms(passage: Passage) -> Iterator[Finding]:
    """P14: shapes of letters in the place of the letters. A shape of a mark alone would bring a space with it."""
    for match in passage.search(_presentation_forms):
        fix = unicodedata.normalize("NFKC", match[0])
        message = "هذه أشكال حروف من برنامج قديم، وليست حروفاً."
        yield Finding(*match.span(), "P14", message, (fix,), not any(map(str.isspace, fix)))


def unprinted(passage: Passage) -> Iterator[Finding]:
    """P15: characters that print nothing, save balanced isolates.

    Those that may hold letters apart, or keep a Latin word or number in its place, are only suggested.
    """
    isolates = {place for pair in _balanced(passage, _ISOLATES, _POP_ISOLATE) for place in pair}
    matches = [
        match
        for match in passage.search(_unprinted)
        if passage.paragraph_at(match.start()) and _ZERO_WIDTH_JOINER not in match[0]
    ]
    needed = {place for match in matches if not _changes_nothing(passage.text, match) for place in range(*match.span())}
    for pair in _balanced(passage, _EMBEDDINGS, _POP_EMBEDDING):
        if not needed.isdisjoint(pair):
            needed |= {*pair}  # neither goes without the other
    for match in matches:
        kept = "".join(passage.text[place] for place in range(*match.span()) if place in isolates)
        if kept != match[0]:
            safe = needed.isdisjoint(range(*match.span()))
            yield Finding(*match.span(), "P15", "هنا محرف لا يُرى، ولا حاجة إليه.", (kept,), safe)


def _balanced(passage: Passage, openers: str, closer: str) -> list[tuple[int, int]]:
    """Where in each line one of `openers` stands and the `closer` that ends it."""
    pairs: list[tuple[int, int]] = []
    waiting: list[int] = []
    for match in re.finditer(f"[{openers}{closer}\n]", passage.text):
        if match[0] == "\n":
            waiting = []
        elif match[0] != closer:
            waiting.append(match.start())
        elif waiting:
            pairs.append((waiting.pop(), match.start()))
    return pairs


def _changes_nothing(text: str, match: re.Match[str]) -> bool:
    """Does the line look the same without these characters, for all that stands beside them?"""
    unprinted = match[0]
    before, behind = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    within = _letter_or_mark.match(before) and _letter_or_mark.match(behind)
    if NON_JOINER in unprinted and within:
        return False
    if "\N{ZERO WIDTH SPACE}" in unprinted and within and before in "ةى":
        return False
    return not _directional.search(unprinted) or (_is_plain(before) and _is_plain(behind))


def _is_plain(side: str) -> bool:
    return side == "" or side.isspace() or bool(_plain.match(side))


def persian_letters(passage: Passage) -> Iterator[Finding]:
    """P16: kaf, ya and ha of Persian in Arabic words. In a word that Arabic does not know it may be a Persian name.

    At the end of a word ya may stand for alef maqsura as well.
    """
    for word in passage.words:
        if not _with_persian.search(word.letters) or _persian_only.search(word.letters):
            continue
        fix = word.printed.translate(_ARABIC_FOR_PERSIAN)
        message = "في هذه الكلمة حرف فارسي يشبه الحرف العربي."
        if word.letters[-1] == "ی":
            last = fix.rindex("ي")
            yield Finding(word.start, word.end, "P16", message, (fix, fix[:last] + "ى" + fix[last + 1 :]))
        else:
            yield Finding(word.start, word.end, "P16", message, (fix,), _is_known(word.key))


def _is_known(key: str) -> bool:
    return any(form in word_ranks() for form in (key, *without_article(key), *without_particles(key)))


def tanween_two_ways(passage: Passage, house: str) -> Iterator[Finding]:
    """P24: tanween beside an alef otherwise than in the `house` (a key of TANWEEN), where the same text has both."""
    if any(True for _ in passage.search(_tanween[house])):
        [other] = _tanween.keys() - {house}
        where = "على الألف" if house == "on-alef" else "قبل الألف"
        message = f"التنوين في هذا النص على الألف حيناً وقبلها حيناً، وهو في بيتنا {where}."
        for match in passage.search(_tanween[other]):
            yield Finding(*match.span(), "P24", message, (TANWEEN[house](match[0]),))


def misplaced_marks(passage: Passage) -> Iterator[Finding]:
    """P26: two vowels on one letter, or a mark with no letter to stand on."""
    for match in passage.search(_two_vowels):
        if len(_vowel.findall(match[0])) > 1:
            yield Finding(match.start() - 1, match.end(), "P26", "على هذا الحرف حركتان.")
    for match in passage.search(_mark_at_start):
        yield Finding(*match.span(), "P26", "هذه حركة لا حرف قبلها.")


RULES = (tatweel, presentation_forms, unprinted, persian_letters, misplaced_marks)
