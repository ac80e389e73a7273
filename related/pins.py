"""What a topic pins under all its articles until a moment: up to eight links, in the editor's order.

Every change is one function, in one transaction. It takes effect at once and is kept in the topic's own log.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import moments
from delivery.tags import bump
from related import links
from related.leads import hold
from related.models import PinEvent, PinnedLink, PinnedSet

Verb = PinEvent.Verb


def pinned(pins):
    """The links of a PinnedSet with their targets, for the desk: those that readers do not see now among them."""
    return PinnedLink.objects.filter(pinned_set=pins.pk).select_related("target__section", "target__newest_revision")


@transaction.atomic
def add(topic, target, *, by):
    """Put `target` last among what `topic` pins and return the link. Raises NotAllowed or ValidationError."""
    pins = _held(topic, by)
    present = list(pins.links.all())
    links.check(present, target)
    link = PinnedLink.objects.create(pinned_set=pins, target=target, position=links.after(present))
    _changed(topic, Verb.ADDED, by=by, what=str(target))
    return link


@transaction.atomic
def add_outside(topic, *, url, title, source, by):
    """Put a link to a page elsewhere last among what `topic` pins. Raises NotAllowed or ValidationError."""
    pins = _held(topic, by)
    present = list(pins.links.all())
    link = PinnedLink(pinned_set=pins, position=links.after(present))
    links.lead_outside(link, present, url=url, title=title, source=source)
    link.save()
    _changed(topic, Verb.ADDED, by=by, what=f"{link.title} ({link.source})")
    return link


@transaction.atomic
def remove(topic, link_ids, *, by):
    """Take links away; what is gone already is no error. Raises NotAllowed."""
    for link in _held(topic, by).links.filter(pk__in=link_ids).select_related("target"):
        link.delete()
        _changed(topic, Verb.REMOVED, by=by, what=str(link))


@transaction.atomic
def order(topic, link_ids, *, by):
    """Put what `topic` pins in the order of `link_ids`; links not named keep their order behind them."""
    if links.put_in_order(_held(topic, by).links, link_ids):
        _changed(topic, Verb.ORDERED, by=by)


@transaction.atomic
def pin_until(topic, moment, *, by):
    """Let what `topic` pins stand until `moment`. Raises NotAllowed, and ValidationError for one that is past."""
    pins = _held(topic, by)
    if moment <= timezone.now():
        raise ValidationError(_("This moment is past. Choose a later one; to end it now, remove the links."))
    if pins.until != moment:
        pins.until = moment
        pins.save()
        _changed(topic, Verb.UNTIL, by=by, what=moments.at(moment))


def _held(topic, by):
    """The set of `topic`, which nobody else changes meanwhile, if `by` may change it."""
    hold(topic, by)
    pins, _is_new = PinnedSet.objects.get_or_create(topic=topic)
    return pins


def _changed(topic, verb, *, by, what=""):
    PinEvent.objects.create(topic=topic, verb=verb, by=by, what=what[:200])
    bump({f"pins:{topic.pk}"})
