"""How the pieces of a comparison are marked: as HTML that says it without colours, to eyes and ears."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from articles.templatetags.arabic_text import ordered

register = template.Library()

# What prints nothing by itself, by signs that proof-readers know.
_SIGNS = {"\n": "¶", "\N{NO-BREAK SPACE}": "°"}


@register.simple_tag
def pieces(row):
    """The words of a Row with what was removed in <del>, what was added in <ins>, a respelled word in both forms."""
    return mark_safe("".join(map(_piece, row.pieces)))


def _piece(piece):
    notes = format_html_join("", " <small>{}</small>", ((ordered(note),) for note in piece.notes))
    if piece.kind == "removed":
        return _removed(piece.text, _("Removed:"))
    if piece.kind == "added":
        return _added(piece.text, _("Added:")) + notes
    if piece.kind in ("marks", "spelling"):
        both = _removed(piece.before, _("It was:")) + _added(piece.text, _("It is:"))
        said = _("other marks") if piece.kind == "marks" else _("spelling")
        return format_html('<span class="respelled">{} <small>{}</small></span>', both, said) + notes
    if piece.kind == "unseen":
        said = _("characters that print nothing")
        return format_html('<span class="respelled">{} <small>{}</small></span>', piece.text, said) + notes
    if piece.kind == "format":
        return format_html('<span class="reformatted">{}{}</span>', _lines(piece.text), notes)
    return _lines(piece.text)


def _removed(text, says):
    return format_html('<del><span class="visually-hidden">{} </span>{}</del>', says, _seen(text))


def _added(text, says):
    return format_html('<ins><span class="visually-hidden">{} </span>{}</ins>', says, _seen(text))


def _seen(text):
    """`text` with its line breaks; spaces and breaks that stand alone as signs, and named for the ear."""
    if text.strip():
        return _lines(text)
    signs = "".join(_SIGNS.get(character, "·") for character in text)
    return format_html('<span aria-hidden="true">{}</span><span class="visually-hidden">{}</span>', signs, _("space"))


def _lines(text):
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in text.split("\n")))
