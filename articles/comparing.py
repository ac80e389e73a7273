"""What differs between two contents of an article: field by field, in all languages, word by word.

`compare` says it in plain values; `templates/admin/articles/article/changes.html` shows them, with
`static/desk/changes.css`. Nothing here knows revisions, so that what is not saved yet can be compared as well.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

import arabic
from articles import content
from articles.body import Block, blocks
from articles.body import references as references_of
from articles.labels import label as edition_label
from articles.models import LANGUAGES, Article, Byline, Section
from authors.models import Author
from images.models import Image
from topics.models import Topic

#: What editors call the blocks of a text; a plain paragraph needs no name until it was something else.
BLOCK_NAMES = {
    "p": gettext_lazy("Paragraph"),
    "h2": gettext_lazy("Heading"),
    "h3": gettext_lazy("Subheading"),
    "ul": gettext_lazy("List"),
    "ol": gettext_lazy("Numbered list"),
    "blockquote": gettext_lazy("Quotation"),
    "hr": gettext_lazy("Dividing line"),
    "pull-quote": gettext_lazy("Pull quote"),
    "image": gettext_lazy("Picture"),
    "article": gettext_lazy("Read also"),
    "embed": pgettext_lazy("noun", "Embed"),
}

# Blocks that are what they point at, whatever is said beside it.
_POINTING = ("image", "article", "embed", "named")
# Of the words of the shorter of two blocks, the part that the other must have too if it is that one, edited.
_ENOUGH_IN_COMMON = 1 / 3
_WORD_OR_SPACE = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text: "same", "removed" or "added"; or a word of other "marks", another "spelling", with other
    "unseen" characters, or words that became bold or a link ("format").

    `text` is what stands there now, or what stood there if it was removed; `before` how a word was spelled; `notes` say
    what became of its formats.
    """

    kind: str
    text: str
    before: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A block of a body, an entry of a list, or the whole of a one-line field.

    `state` is "same", "changed", "removed", "added", or "moved-from" and "moved-to" for one that changed its place.
    `name` says what kind of block it is, `before` what it was if it was another, `subject` what it points at, as that
    is called today.
    """

    state: str
    pieces: list[Piece]
    name: str = ""
    before: str = ""
    subject: str = ""


@dataclass(frozen=True)
class FieldChange:
    """One field of the content: its name there ("headline_ar"), its label, its language ("" if it has none), and its
    Rows, those that are the same among them. An empty field has none.
    """

    name: str
    label: str
    language: str = ""
    rows: list[Row] = field(default_factory=list)

    @property
    def changed(self):
        return any(row.state != "same" for row in self.rows)

    @property
    def direction(self):
        """The direction of its words, for HTML's `dir`."""
        if not self.language:
            return "ltr" if self.name == "source_url" else "auto"
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"

    @property
    def language_name(self):
        """The language of an edition other than the site's own, for beside the label."""
        other = self.language and self.language != settings.LANGUAGE_CODE
        return get_language_info(self.language)["name_translated"] if other else ""

    def stretches(self):
        """The rows as (is folded, rows): what is the same is folded away but for the row before and after a change."""
        near = set()
        for number, row in enumerate(self.rows):
            if row.state != "same":
                near |= {number - 1, number, number + 1}
        numbered = groupby(enumerate(self.rows), key=lambda item: item[0] not in near)
        return [(folded, [row for _number, row in rows]) for folded, rows in numbered]


def compare(old, new):
    """How the content `old` became `new`: a FieldChange for every field, changed or not, Arabic and shared ones first.

    Their bodies are cleaned, as those of revisions are; a field that one of them lacks is empty. Sections, authors,
    topics, pictures and articles have the names of today, for which five queries are made at the most; what was deleted
    since is called so.
    """
    old, new = {**content.EMPTY, **old}, {**content.EMPTY, **new}
    names = _Names(old, new)
    compared = []
    for language in LANGUAGES:
        for name in content.TRANSLATED:
            read = blocks if name == "body" else _line
            was, now = (read(whole.get(f"{name}_{language}") or "") for whole in (old, new))
            rows = _rows(was, now, names)
            compared.append(FieldChange(f"{name}_{language}", edition_label(name, language), language, rows))
        if language == settings.LANGUAGE_CODE:
            compared += _shared(old, new, names)
    return compared


def _shared(old, new, names):
    """The FieldChanges of what is one and the same in all languages."""
    labels = {
        "section": _("Section"),
        "bylines": _("Bylines"),
        "topics": _("Topics"),
        "lead_image": _("Lead picture"),
        "source_url": capfirst(Article._meta.get_field("source_url").verbose_name),
    }
    return [
        FieldChange(name, label, rows=_rows(names.listed(name, old), names.listed(name, new), names))
        for name, label in labels.items()
    ]


def _line(text):
    return [Block("line", text)] if text else []


class _Names:
    """What the things are called today that the two contents name by their ids."""

    def __init__(self, *contents):
        found = references_of(
            *[whole.get(f"body_{language}") for whole in contents for language in LANGUAGES],
        )
        images = {*found.images, *(whole["lead_image"] for whole in contents)}
        self.sections = _in_bulk(Section, {whole["section"] for whole in contents})
        self.images = _in_bulk(Image, images)
        topics = {pk for whole in contents for pk in whole["topics"]}
        self.topics = Topic.objects.by_id(topics) if topics else {}
        self.authors = _in_bulk(Author, {byline["author"] for whole in contents for byline in whole["bylines"]})
        self.articles = _in_bulk(
            Article.objects.select_related("newest_revision").defer("newest_revision__content"), set(found.articles)
        )

    def listed(self, name, whole):
        """The entries of a field that is not text, as Blocks."""
        if name == "source_url":
            return _line(whole["source_url"])
        if name == "bylines":
            return [_entry(byline["author"], self._signed(byline)) for byline in whole["bylines"]]
        things = {"section": self.sections, "lead_image": self.images, "topics": self.topics}[name]
        if name == "topics":  # one that was merged since is no change
            ids = dict.fromkeys(things[pk].pk if pk in things else pk for pk in whole[name])
        else:
            ids = filter(None, [whole[name]])
        return [_entry(pk, _name(things, pk)) for pk in ids]

    def _signed(self, byline):
        name = _name(self.authors, byline["author"])
        return _("%(author)s, %(role)s") % {"author": name, "role": Byline.Role(byline["role"]).label}

    def of(self, block):
        """What `block` of a body points at."""
        if block.kind == "embed":
            return block.value
        things = {"image": self.images, "article": self.articles}.get(block.kind)
        return "" if things is None else _name(things, int(block.value))


def _entry(pk, name):
    return Block("named", name, value=str(pk))


def _in_bulk(things, ids):
    objects = getattr(things, "objects", things)
    ids = ids - {None}
    return objects.in_bulk(ids) if ids else {}


def _name(things, pk):
    return str(things[pk]) if pk in things else _("deleted since (number %(number)s)") % {"number": pk}


# Block by block -----------------------------------------------------------------------------------------------------


def _rows(old, new, names):
    """The Rows of two lists of Blocks."""
    pairs = _pairs(old, new)
    paired_old, paired_new = {i for i, _j in pairs}, {j for _i, j in pairs}
    gone = {block for i, block in enumerate(old) if i not in paired_old}
    come = {block for j, block in enumerate(new) if j not in paired_new}
    moved = {block for block in gone & come if block.kind != "hr"}
    rows = []
    i = j = 0
    for a, b in [*pairs, (len(old), len(new))]:
        rows += [_whole_row(block, "moved-from" if block in moved else "removed", names) for block in old[i:a]]
        rows += [_whole_row(block, "moved-to" if block in moved else "added", names) for block in new[j:b]]
        if a < len(old):
            rows.append(_row(old[a], new[b], names))
        i, j = a + 1, b + 1
    return rows


def _pairs(old, new):
    """The places of the blocks that are in both lists, as they were or edited, in order."""
    pairs = arabic.aligned(old, new)
    edited = []
    i = j = 0
    for a, b in [*pairs, (len(old), len(new))]:
        edited += [(i + c, j + d) for c, d in _edited(old[i:a], new[j:b])]
        i, j = a + 1, b + 1
    return sorted(pairs + edited)


def _edited(old, new):
    """The places of blocks that are the same one, edited: each has most of what the other kept of any block.

    The words of all blocks are aligned at once, which takes linear time and can cross no two pairs.
    """
    if not old or not new:
        return []
    old_words = [(word, place) for place, block in enumerate(old) for word in _words(block)]
    new_words = [(word, place) for place, block in enumerate(new) for word in _words(block)]
    aligned = arabic.aligned([word for word, _place in old_words], [word for word, _place in new_words])
    in_common = Counter((old_words[a][1], new_words[b][1]) for a, b in aligned)
    best_of_old, best_of_new = {}, {}
    for (i, j), _count in in_common.most_common():
        best_of_old.setdefault(i, j)
        best_of_new.setdefault(j, i)
    lengths_old = Counter(place for _word, place in old_words)
    lengths_new = Counter(place for _word, place in new_words)
    return sorted(
        (i, j)
        for (i, j), count in in_common.items()
        if best_of_old[i] == j
        and best_of_new[j] == i
        and count >= _ENOUGH_IN_COMMON * min(lengths_old[i], lengths_new[j])
    )


def _words(block):
    """By what a block is known again: what it points at, or its words."""
    if block.kind in _POINTING:
        return [(block.kind, block.value)]
    words = arabic.search_key(block.text).split()
    return [(block.kind, word) for word in words] if block.kind == "pull-quote" else words


def _row(old, new, names):
    if old == new:
        return _whole_row(new, "same", names)
    before = BLOCK_NAMES[old.kind] if old.kind != new.kind else ""
    return Row("changed", _pieces(old, new), _name_of(new, named=bool(before)), before, names.of(new))


def _whole_row(block, state, names):
    kind = {"moved-from": "removed", "moved-to": "added"}.get(state, state)
    text = _said(block)
    return Row(state, [Piece(kind, text)] if text else [], _name_of(block), subject=names.of(block))


def _name_of(block, *, named=False):
    return "" if block.kind == "p" and not named else BLOCK_NAMES.get(block.kind, "")


def _said(block):
    """The text of a block, with who said it."""
    return f"{block.text} — {block.value}" if block.kind == "pull-quote" and block.value else block.text


# Word by word -------------------------------------------------------------------------------------------------------


def _pieces(old, new):
    """The Pieces of a block that was edited."""
    old_text, new_text = _said(old), _said(new)
    pieces = []
    for change in arabic.changes(old_text, new_text):
        before = old_text[change.old_start : change.old_end]
        if change.kind == "removed":
            pieces.append(Piece("removed", before))
        elif change.kind in ("same", "added") and (old.formats or new.formats):
            # Word by word, since formats may begin and end anywhere in a stretch; no word is parted.
            for word in _WORD_OR_SPACE.finditer(new_text, change.new_start, change.new_end):
                old_start = change.old_start - change.new_start + word.start()
                had = _formats(old, old_start, old_start + len(word[0])) if change.kind == "same" else set()
                notes = _notes(had, _formats(new, *word.span()), new_words=change.kind == "added")
                kind = "format" if notes and change.kind == "same" else change.kind
                _join(pieces, Piece(kind, word[0], notes=notes))
        else:
            had = _formats(old, change.old_start, change.old_end)
            notes = _notes(had, _formats(new, change.new_start, change.new_end))
            now = new_text[change.new_start : change.new_end]
            pieces.append(Piece(change.kind, now, before if change.kind != "same" else "", notes))
    return pieces


def _formats(block, start, end):
    return {name for begins, ends, name in block.formats if begins < end and ends > start}


def _join(pieces, piece):
    """Add `piece` to `pieces`, as a part of the last one where only the text is another; a format begins at a word."""
    if piece.kind == "format" and not piece.text.strip() and (not pieces or pieces[-1].notes != piece.notes):
        piece = Piece("same", piece.text)
    if pieces and (pieces[-1].kind, pieces[-1].notes, piece.before) == (piece.kind, piece.notes, ""):
        piece = Piece(piece.kind, pieces.pop().text + piece.text, notes=piece.notes)
    pieces.append(piece)


def _notes(had, has, *, new_words=False):
    """What became of the formats of some words; of words that are new, only where they lead."""
    says = {"strong": _("bold"), "em": _("emphasised")}
    come = {name for name in has - had if not (new_words and name in says)}
    return tuple(
        sentence % {"format": says.get(name) or _("a link to %(address)s") % {"address": name}}
        for sentence, names in ((_("no longer %(format)s"), had - has), (_("now %(format)s"), come))
        for name in sorted(names)
    )
