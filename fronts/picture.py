"""The picture of a front that the desk draws: its places in the Arabic edition, by the layout of the reader's page."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles import cards, columns, moments, most_read
from articles.models import Article
from fronts import drafts, layout
from fronts.chosen import dressed
from fronts.models import FrontSlot


@dataclass
class Cell:
    """One place of the picture: its article, if there is one, and what its editor decided, if somebody did.

    Where readers do not see the article there, `instead` is the one that they see, if there is one, and `out_at` the
    moment at which it comes out, if one is set.
    """

    key: str
    name: str
    article: Article | None
    slot: FrontSlot | None
    wrong: str
    is_seen: bool
    instead: Article | None
    out_at: datetime | None

    @property
    def label(self):
        """The headline that stands there, or else, of what readers never saw, the newest one of the desk."""
        return self.article.headline_ar or str(self.article)

    @property
    def states(self):
        """What keeps the article from standing there now, and until when it does, in words."""
        now, said = timezone.now(), []
        if self.slot is None:
            return said
        if self.out_at:
            said.append(_("comes out: %(moment)s") % {"moment": moments.clock(self.out_at)})
        elif not self.article.is_live:
            said.append(_("readers do not see it now"))
        if self.slot.starts_at and self.slot.starts_at > now:
            said.append(_("from %(time)s") % {"time": moments.clock(self.slot.starts_at)})
        if self.slot.ends_at and self.slot.ends_at <= now:
            said.append(_("its time is over"))
        elif self.slot.ends_at:
            said.append(_("until %(time)s") % {"time": moments.clock(self.slot.ends_at)})
        return said


def picture_of(section, sections, slots, wrong=None, at=None):
    """The places of the front of `section` with what stands there, as the context of desk/fronts/picture.html.

    What an editor put somewhere, `slots`, is shown there even where readers do not see it at the moment `at`, now or
    when a prepared front comes out; the rest is as it fills itself. `wrong` says by key what cannot stand.
    """
    at = at or timezone.now()
    by_key = {slot.key: slot for slot in slots}
    sections_by_id = {one.pk: one for one in sections}
    with translation.override(settings.LANGUAGE_CODE):
        placed = Article.objects.select_related("section", "lead_image", "newest_revision")
        placed = placed.defer(*columns.whole("body"), "newest_revision__content")
        placed = placed.in_bulk([slot.article_id for slot in slots])
        unseen = [pk for pk, article in placed.items() if not article.is_live]
        out_at = dict(Article.objects.coming().filter(pk__in=unseen).values_list("pk", "out_at")) if unseen else {}
        chosen = {key: dressed(placed[slot.article_id], slot) for key, slot in by_key.items()}
        seen = {key: article for key, article in chosen.items() if _is_seen(article, out_at, by_key[key], at)}
        lay_out = _layout_of(section, sections, placed)
        front = lay_out(chosen)
        instead = lay_out(seen).cells if seen.keys() < chosen.keys() else {}
        cards.sign(front.placed)
    cells = {
        key: Cell(
            key=key,
            name=drafts.name_of(key, sections_by_id),
            article=article,
            slot=by_key.get(key) if article else None,
            wrong=(wrong or {}).get(key, ""),
            is_seen=key in seen or key not in chosen,
            instead=instead.get(key),
            out_at=article and out_at.get(article.pk),
        )
        for key, article in front.cells.items()
    }
    seconds = [cell for key, cell in cells.items() if key.startswith("second-")]
    return {
        "lead": cells[layout.LEAD],
        "seconds": seconds[:3],
        "more": seconds[3:],
        "most_read": front.most_read,
        "latest": front.latest,
        "strips": [(strip, [cells[key] for key in strip.cells]) for strip in front.strips],
    }


def _layout_of(section, sections, placed):
    """The function that lays out the front of `section` with what is chosen, by key; `placed` are chosen, by id."""
    if section is None:
        newest, _placed = layout.candidates()
        ranking = most_read.most_read()
        return lambda chosen: layout.front_page(sections, newest, chosen, ranking)
    newest = Article.objects.readable().in_section(section).for_cards().prefetch_related(None).newest()
    newest = list(newest[: len(layout.section_front_keys()) + len(placed)])
    return lambda chosen: layout.section_front(newest, chosen)


def _is_seen(article, out_at, slot, moment):
    """Whether readers see `article` in its slot at `moment`, as things are set now."""
    is_out = article.is_live if article.pk not in out_at else out_at[article.pk] <= moment
    return is_out and slot.holds_at(moment)
