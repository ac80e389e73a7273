"""Every change of a front: who may make it, and the one function that makes it.

A change is a whole new version; only this module writes them. Each function locks the front first, makes its change
whole and renews the pages that show it, or raises and has changed nothing.
"""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import arabic
from articles.models import LANGUAGES, Article
from articles.moments import clock
from articles.people import name_of
from articles.permissions import may_curate_fronts
from articles.workflow import NotAllowed
from delivery.tags import bump
from fronts.chosen import BREAKING, front_tag
from fronts.models import BreakingNews, Front, FrontSlot, FrontVersion

#: What of a slot its editor decides; two slots that say the same of it are the same.
DECIDED = ["key", "article_id", *(f"headline_{language}" for language in LANGUAGES), "image_id", "starts_at", "ends_at"]


class Stale(Exception):
    """Somebody put out, or prepared, another version since this person began; `theirs` is that one."""

    def __init__(self, theirs):
        super().__init__(theirs)
        self.theirs = theirs


class CalledOff(Exception):
    """Somebody called off the prepared version that this person was changing."""

    def __init__(self, version):
        super().__init__(version)
        self.version = version


# Versions -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def publish(section, slots, *, by, base=None, note=""):
    """Put `slots` (unsaved FrontSlots) before readers now, on the front of `section` or the paper's; give the version.

    `base` is the id of the version that `by` began from, None where the front laid itself out; a prepared one comes out
    before its time. Raises NotAllowed; Stale if another one is out by now, or somebody changed the prepared one;
    CalledOff where that is no more; ValidationError by the keys of the slots that cannot stand.
    """
    front = _hold(section, by)
    began_from = _began_from(front, base)
    if began_from is not None and began_from.is_prepared:
        _call_off(began_from, by)
    else:
        _refuse_stale(front, base)
    now = timezone.now()
    _check(slots, began_from, now)
    return _add(front, slots, by=by, from_at=now, created_at=now, base=began_from, note=note)


@transaction.atomic
def prepare(section, slots, *, by, from_at, base=None, note=""):
    """Have `slots` replace, at the moment `from_at`, whatever readers see then; return the version.

    Where `base`, the id of the version that `by` began from, is itself a prepared one, this one comes in its place.
    Raises as `publish` does, but is never too late for another front that is out.
    """
    front = _hold(section, by)
    began_from = _began_from(front, base)
    now = timezone.now()
    if from_at <= now:
        raise ValidationError({"from_at": _("This time is past. Choose a later one, or publish the front now.")})
    if began_from is not None and began_from.is_prepared:
        _call_off(began_from, by)
    if front.versions.standing().filter(from_at=from_at).exists():
        raise ValidationError(
            {"from_at": _("Another front is prepared for this very moment. Change that one, or choose another time.")}
        )
    _check(slots, began_from, from_at)
    return _add(front, slots, by=by, from_at=from_at, created_at=now, base=began_from, note=note)


@transaction.atomic
def call_off(version, *, by):
    """Have a prepared version not come out; the history keeps it. Raises NotAllowed or ValidationError."""
    front = _hold(version.front.section, by)
    version = front.versions.get(pk=version.pk)
    if version.called_off_at is not None:
        raise ValidationError(_("%(name)s called this front off already.") % {"name": name_of(version.called_off_by)})
    if not version.is_prepared:
        raise ValidationError(_("This front is out already. Return to an earlier one instead."))
    _call_off(version, by)
    bump({front_tag(front.section)})
    return version


@transaction.atomic
def return_to(version, *, by, base=None):
    """Put the slots of an earlier version before readers again, as a new version; return it. Raises as `publish` does.

    What has become unfit since, an article that was withdrawn or a time that passed, comes along and shows nothing.
    """
    front = _hold(version.front.section, by)
    _refuse_stale(front, base)
    now = timezone.now()
    slots = list(version.slots.all())
    return _add(front, slots, by=by, from_at=now, created_at=now, base_id=base, returns_to=version)


# The «عاجل» bar ------------------------------------------------------------------------------------------------------


@transaction.atomic
def put_on(*, by, texts, article=None, starts_at=None, ends_at=None, base=None):
    """Put the «عاجل» bar on, now or at `starts_at`; return it. `texts` are its words by language, Arabic ones needed.

    `base` is the id of the newest bar that `by` saw waiting or on, None for none. Raises NotAllowed, ValidationError by
    field, and Stale if somebody else put another one on meanwhile.
    """
    _hold(None, by)
    now = timezone.now()
    newest = BreakingNews.objects.on().first()
    if newest is not None and newest.pk != base and newest.created_by_id != by.pk:
        raise Stale(newest)
    texts = {f"text_{language}": arabic.clean(texts.get(language) or "").strip() for language in LANGUAGES}
    wrong = {}
    if not texts["text_ar"]:
        wrong["text_ar"] = _("Write what happened, in one sentence.")
    if article is not None and not Article.objects.live().filter(pk=article.pk).exists():
        wrong["article"] = _("Readers do not see this article. Publish it first, or choose another one.")
    if starts_at is not None and starts_at <= now:
        wrong["starts_at"] = _("This time is past. Leave it empty to put the bar on now.")
    if ends_at is not None and ends_at <= (starts_at or now):
        wrong["ends_at"] = _("The bar would end before it begins. Choose a later end, or none.")
    if wrong:
        raise ValidationError(wrong)
    bar = BreakingNews(**texts, article=article, starts_at=starts_at or now, ends_at=ends_at, created_by=by)
    bar.full_clean(exclude=["article", "text"])
    bar.save()
    bump({BREAKING})
    return bar


@transaction.atomic
def take_off(bar, *, by):
    """Take the bar off, or have one that waits not come. One that is gone already is no error. Raises NotAllowed.

    Those in whose place it came do not come back.
    """
    _hold(None, by)
    now = timezone.now()
    if bar.starts_at > now:
        taken = BreakingNews.objects.on().filter(pk=bar.pk)
    elif BreakingNews.objects.on().filter(pk=bar.pk).exists():
        taken = BreakingNews.objects.begun()
    else:
        return  # somebody took it off, or put another one in its place
    BreakingNews.objects.filter(pk__in=list(taken.values_list("pk", flat=True))).update(
        taken_off_at=now, taken_off_by=by
    )
    bump({BREAKING})


# What cannot stand --------------------------------------------------------------------------------------------------


def problems(slots, base, from_at):
    """A sentence for each of `slots`, by key, that cannot stand on a front from the moment `from_at`.

    What stood exactly so in `base`, the version that was begun from, is not looked at again: it waits there, or is
    over, and the person who changes another place has not touched it.
    """
    known = {_decided(slot) for slot in base.slots.all()} if base else set()
    articles = Article.objects.filter(pk__in=[slot.article_id for slot in slots])
    seen = set(articles.live().values_list("pk", flat=True).union(articles.coming().values_list("pk", flat=True)))
    times = Counter(slot.article_id for slot in slots)
    wrong = {}
    for slot in slots:
        if times[slot.article_id] > 1:
            wrong[slot.key] = _("This article stands in two places. Leave it in one of them.")
        elif _decided(slot) not in known and (problem := _problem(slot, slot.article_id in seen, from_at)):
            wrong[slot.key] = problem
    return wrong


# Inside -------------------------------------------------------------------------------------------------------------


def _hold(section, by):
    """Lock the front while it changes, if `by` may change it; it gets its row with its first version."""
    if not may_curate_fronts(by):
        raise NotAllowed(_("Only an editor arranges the fronts. Tell one what you would put there."))
    front, _is_new = Front.objects.get_or_create(section=section)
    return Front.objects.select_for_update(no_key=True, of=("self",)).get(pk=front.pk)


def _refuse_stale(front, base):
    present = front.versions.out().select_related("created_by").first()
    if present is not None and present.pk != base:
        raise Stale(present)


def _began_from(front, base):
    """The version with the id `base`, or None. Raises Stale or CalledOff for a prepared one that waits no more."""
    version = front.versions.filter(pk=base).select_related("called_off_by").first()
    if version is not None and version.called_off_at is not None:
        follower = version.followed_by.standing().select_related("created_by").order_by("pk").last()
        raise Stale(follower) if follower else CalledOff(version)
    return version


def _call_off(version, by):
    version.called_off_at, version.called_off_by = timezone.now(), by
    version.save(update_fields=["called_off_at", "called_off_by"])


def _add(front, slots, **fields):
    """Write a version of `front` with copies of `slots`, and renew the pages that show it now or will."""
    newest = front.versions.order_by("-number").first()
    version = FrontVersion(
        front=front, number=newest.number + 1 if newest else 1, created_by=fields.pop("by"), **fields
    )
    version.note = arabic.clean(version.note).strip()
    version.full_clean(exclude=["front", "base", "returns_to", "created_by"])
    version.save()
    names = [
        field.attname
        for field in FrontSlot._meta.concrete_fields
        if field.attname not in {"id", "version_id", "headline"}
    ]
    FrontSlot.objects.bulk_create(
        [FrontSlot(version=version, **{name: getattr(slot, name) for name in names}) for slot in slots]
    )
    bump({front_tag(front.section)})
    return version


def _check(slots, base, from_at):
    if wrong := problems(slots, base, from_at):
        raise ValidationError(wrong)


def _decided(slot):
    """What its editor decided of a slot, to be compared."""
    return tuple(getattr(slot, name) or None for name in DECIDED)


def _problem(slot, is_seen, from_at):
    """Why the slot cannot stand, or ""; `is_seen` says that readers see its article, or will at a set moment."""
    now = timezone.now()
    if not is_seen:
        return _("Readers do not see this article. Publish it or give it a time first, or choose another one.")
    if slot.starts_at and slot.ends_at and slot.ends_at <= slot.starts_at:
        return _("It would end before it starts. Choose a later end, or an earlier start.")
    if slot.starts_at and slot.starts_at < now:
        return _("Its start is past. Leave it empty to begin at once, or choose a later time.")
    if slot.ends_at and slot.ends_at <= from_at:
        if from_at > now:
            return _("It would end before this front comes out at %(time)s.") % {"time": clock(from_at)}
        return _("Its end is past. Choose a later time, or leave it empty.")
    return ""
