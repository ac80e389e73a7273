"""المدقّق at the desk: what the proof-reader finds in an article while it is written, and what is left as it stands."""

from bisect import bisect_right
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import arabic
from articles.models import Stet
from topics.spellings import house_spellings

#: In characters; what is longer is no article, and would keep the server from its work.
LONGEST = 200_000

# Our pages isolate addresses themselves (articles/isolation.py); the body has no element for it.
_NEVER = frozenset({"P40"})
_WIDEST = 40  # characters of a word that are shown on either side
_BETWEEN = "|"  # in the key of what is no word, between it and the words around it
_NOT_OURS = frozenset("\n\N{OBJECT REPLACEMENT CHARACTER}")


# Makes every rule look for its words.
_SPECIMEN = (
    "قال الرئيس ميشال عون إن الحكومه إجتمعت في 5 يونيو، وأكد ان ماكرون سيزور بيروت لاحقاً. وقال عبدالله إنه مسئول ."
)


@dataclass(frozen=True)
class Note:
    """One finding, in the text of that number. Offsets are those of JavaScript, in UTF-16 units.

    [`start`, `end`) holds whole words, for the eye: `words`. The fixes replace [`lead`, `lead + length`) of these.
    """

    text: int
    start: int
    end: int
    words: str
    lead: int
    length: int
    rule: str
    message: str
    fixes: tuple[str, ...]
    kind: str  # "safe", "suggestion" or, where there is no fix, "warning"
    key: str  # under which it is left as it stands


def check(texts, stet=()):
    """The Notes on `texts`, (field, text) of one article in their order; `stet` has the keys of what stays.

    A text is a field of the article, or one paragraph of its body; in it U+000A is a line break and U+FFFC something
    that is no text. They are read together, for a name may be spelled two ways in two of them.
    """
    words = [key for key in stet if _BETWEEN not in key]
    ignore = {*words, *settings.PROOFREAD_OFF, *_NEVER}
    options = {"ignore": ignore, "months": settings.MONTH_NAMES, "tanween": settings.TANWEEN}
    whole = "\n".join(text for _field, text in texts)
    starts = [0]
    for _field, text in texts:
        starts.append(starts[-1] + len(text) + 1)
    found = [
        (bisect_right(starts, finding.start) - 1, finding)
        for finding in arabic.proofread(whole, aliases=house_spellings(), **options)
    ]
    found = [
        (number, finding._replace(start=finding.start - starts[number], end=finding.end - starts[number]))
        for number, finding in found
    ]
    for number, (field, text) in enumerate(texts):
        if field == "headline":
            headline = arabic.proofread_headline(text, **options)
            found += [(number, finding) for finding in headline if finding.rule == "P39"]
    notes = [
        _note(number, texts[number][1], finding)
        for number, finding in sorted(found)
        if _NOT_OURS.isdisjoint(whole[starts[number] + finding.start : starts[number] + finding.end])
    ]
    return [note for note in notes if note.key not in stet]


def get_ready():
    """Read the word lists and the names of the topics now, so that whoever writes first does not wait for it."""
    check([("headline", _SPECIMEN), ("body", _SPECIMEN)])


def _note(number, text, finding):
    start, end = finding.start, finding.end
    while (
        start > max(0, finding.start - _WIDEST) and not text[start - 1].isspace() and text[start - 1] not in _NOT_OURS
    ):
        start -= 1
    while end < min(len(text), finding.end + _WIDEST) and not text[end].isspace() and text[end] not in _NOT_OURS:
        end += 1
    kind = "safe" if finding.safe else "suggestion" if finding.fixes else "warning"
    return Note(
        text=number,
        start=_units(text[:start]),
        end=_units(text[:end]),
        words=text[start:end],
        lead=_units(text[start : finding.start]),
        length=_units(text[finding.start : finding.end]),
        rule=finding.rule,
        message=finding.message,
        fixes=finding.fixes,
        kind=kind,
        key=_key(text, finding),
    )


def _units(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _key(text, finding):
    """The words in any spelling; for marks and single letters, which are everywhere, with the words around them."""
    words = text[finding.start : finding.end]
    key = arabic.search_key(words).replace(_BETWEEN, " ")
    if sum(map(str.isalnum, key)) < 2:
        before = text[max(0, finding.start - _WIDEST) : finding.start].split()[-1:]
        behind = text[finding.end : finding.end + _WIDEST].split()[:1]
        around = [arabic.search_key("".join(word)) for word in (before, behind)]
        key = _BETWEEN.join([around[0], words, around[1]])
    return key[: Stet._meta.get_field("key").max_length]


def summary(notes):
    """How many there are and how many of them are safe: «4 ملاحظات، منها 3 آمنة»."""
    count, safe = len(notes), sum(note.kind == "safe" for note in notes)
    if not notes:
        return _("Nothing to mend.")
    if safe == 0:
        return counted(count)
    if safe == count:
        said = ngettext("%(notes)s, safe to fix", "%(notes)s, all safe to fix", count)
        return said % {"notes": counted(count)}
    said = ngettext("%(notes)s, %(safe)s of them safe to fix", "%(notes)s, %(safe)s of them safe to fix", safe)
    return said % {"notes": counted(count), "safe": safe}


def counted(count):
    """«4 ملاحظات»."""
    return ngettext("%(count)s note", "%(count)s notes", count) % {"count": count}


# What stays ---------------------------------------------------------------------------------------------------------


def let_stand(article, stets, *, by):
    """From now on the words of `stets`, unsaved Stets, stay in `article` as they are, for all who write in it."""
    for stet in stets:
        stet.article, stet.by = article, by
    Stet.objects.bulk_create(stets, ignore_conflicts=True)


def take_back(article, keys):
    """Look at the words of those keys again."""
    article.stets.filter(key__in=keys).delete()
