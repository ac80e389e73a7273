"""What editors chose for a front, as readers see it at this moment."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from delivery.changes import changes
from delivery.tags import in_edition
from fronts.models import BreakingNews, FrontSlot, FrontVersion


@dataclass(frozen=True)
class Chosen:
    """The `slots` of one version of a front, and `changes_at`, when time alone will change what readers see of it."""

    slots: list[FrontSlot]
    changes_at: datetime | None = None

    @property
    def article_ids(self):
        return [slot.article_id for slot in self.slots]

    @property
    def tags(self):
        """The tags of what was chosen: those that readers do not see now are among them, they may be back."""
        return {in_edition(f"card:{pk}") for pk in self.article_ids} | {
            f"image:{slot.image_id}" for slot in self.slots if slot.image_id
        }

    def articles(self, found):
        """By the keys of their places, the articles of `found` (by id) that stand there now, dressed as the editor
        wanted: with the front's own headline and picture. In memory only; nobody saves these rows."""
        now = timezone.now()
        return {
            slot.key: dressed(found[slot.article_id], slot)
            for slot in self.slots
            if slot.holds_at(now) and slot.article_id in found
        }


def present(section=None):
    """What is chosen now for the front of `section`, or for the paper's front page. Two queries at most."""
    now = timezone.now()
    of_this = FrontVersion.objects.of(section)
    versions = list(of_this.out()[:1].union(of_this.prepared()[:1], all=True))
    slots = [slot for version in versions if version.from_at <= now for slot in version.slots.select_related("image")]
    moments = [version.from_at for version in versions]
    moments += [moment for slot in slots for moment in (slot.starts_at, slot.ends_at) if moment]
    return Chosen(slots, min((moment for moment in moments if moment > now), default=None))


def front_tag(section):
    """The tag of every page on which the choice for that front shows: `front:home`, `front:3`."""
    return f"front:{section.pk if section else 'home'}"


def dressed(article, slot):
    """`article` with the headline and the picture of its slot, where there are any."""
    if slot.headline:
        article.headline = slot.headline
    if slot.image:
        article.lead_image = slot.image
    return article


BREAKING = "breaking"  # the tag of the pages that have the «عاجل» bar


def breaking():
    """The bar that is on the page that is being made, or None, and when time alone will change that.

    As it is on nearly every page, it is asked for once after each change of the bars.
    """
    now = timezone.now()
    bars = changes.remember("the «عاجل» bars", BREAKING, lambda: list(BreakingNews.objects.on()))
    bar = next((bar for bar in bars if bar.starts_at <= now), None)
    moments = [one.starts_at for one in bars if one.starts_at > now]
    if bar is not None and bar.ends_at:
        moments.append(bar.ends_at)
    is_on = bar is not None and bar.text and not (bar.ends_at and bar.ends_at <= now)
    return bar if is_on else None, min((moment for moment in moments if moment > now), default=None)
