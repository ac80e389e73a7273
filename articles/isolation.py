"""Lines in which two scripts meet, as HTML and as text: each piece that would lose its order stands in an isolate (D4).

Stored text is what the author typed; isolates are put in when it is shown. Elements where HTML is read by people;
Unicode's characters in a title or a picture's description, where no element can stand; nothing in what programs keep
and compare (JSON-LD, feeds' titles, search engines' descriptions).
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_bidi

import arabic

#: A score, a range, «50%» or a telephone number up to this many characters stays on one line, as does a word with a
#: hyphen. Longer ones would stand out of a phone's narrowest column, and names of several words may be parted.
LONGEST_UNBROKEN = 16

_UNBROKEN = ' class="unbroken"'
_name_of_several_words = re.compile(r"[^\W\d_].*\s|\s.*[^\W\d_]")


def page_direction():
    """How lines run on a page in the present language."""
    return "rtl" if get_language_bidi() else "ltr"


def line_direction(text):
    """How a line runs that holds `text` alone, which need not be in the page's language.

    In Arabic, a line has Latin names, however many; so on an Arabic page one Arabic letter makes it run from the right.
    Elsewhere it does if most of its letters do.
    """
    letters = Counter(map(unicodedata.bidirectional, text))
    arabic_ones, others = letters["AL"] + letters["R"], letters["L"]
    if page_direction() == "rtl":
        return "rtl" if arabic_ones or not others else "ltr"
    return "rtl" if arabic_ones > others else "ltr"


def block_direction(text, page):
    """How a paragraph, heading or item of a body runs: as the `page`, unless it is a text in the other script.

    That is one that begins in it and has most of its letters from it: a quotation in English is; an Arabic sentence
    that begins with a Latin name is not. static/desk/editor/direction.js says the same while one writes.
    """
    letters = [kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "AL", "R")]
    from_left = letters.count("L")
    if page == "rtl":
        return "ltr" if letters and letters[0] == "L" and 2 * from_left > len(letters) else "rtl"
    return "rtl" if letters and letters[0] != "L" and 2 * from_left < len(letters) else "ltr"


def isolated_html(text, line=None):
    """`text` as HTML in a `line` of that direction (else the page's)."""
    return _isolated_html(text, line or page_direction())


@lru_cache(5_000)
def _isolated_html(text, line):
    """Remembered: a headline stands on many pages, and each of them is made again when another one changes."""
    return html_of_pieces(text, line, escape)


def html_of_pieces(text, line, html_of):
    """The same, each piece made by `html_of`."""
    html = (
        f"{opening_tag(piece, direction)}{html_of(piece)}</bdi>" if direction else html_of(piece)
        for piece, direction in arabic.isolated_pieces(text, line)
    )
    return mark_safe("".join(html))


def isolated_text(text):
    """`text` with the isolates of Unicode, for a line of the page's direction."""
    return arabic.isolate(text, page_direction())


def attributes(direction):
    """What says how a text in the other script runs. One from the right is in Arabic, and a voice is told so; of one
    from the left nobody knows the language."""
    return ' dir="rtl" lang="ar"' if direction == "rtl" else ' dir="ltr"'


def opening_tag(run, direction):
    """The start of the element around a run, which says so if the run is to stay on one line."""
    unbroken = len(run) <= LONGEST_UNBROKEN and not _name_of_several_words.search(run)
    return f"<bdi{attributes(direction)}{_UNBROKEN if unbroken else ''}>"
