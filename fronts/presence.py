"""Who arranges which front at this moment, as `articles.presence` knows it of articles: signs of life, and no timer."""

from datetime import timedelta

from django.db.models.functions import Now

from fronts.models import Front, FrontPresence

#: How long somebody who left is still there: pages that are only loaded again come back within it.
LEAVES_AFTER = timedelta(seconds=4)


def others(section, user):
    """Who else has the front of `section` (the paper's, for None) open now: FrontPresences with their `user`."""
    living = FrontPresence.objects.living().filter(front__section=section).exclude(user=user)
    return living.select_related("user").order_by("since", "pk")


def beat(section, user):
    """A sign of life of a page of `user`, who may have just arrived; who was silent for too long arrives anew."""
    here = FrontPresence.objects.filter(front__section=section, user=user)
    if here.living().update(seen_at=Now()):
        return
    if not here.update(since=Now(), seen_at=Now()):
        front, _is_new = Front.objects.get_or_create(section=section)
        # Another tab of theirs may be a moment ahead.
        FrontPresence.objects.bulk_create([FrontPresence(front=front, user=user)], ignore_conflicts=True)


def leave(section, user):
    """A page of `user` was closed. If they have the front open in another one, that says so in time."""
    here = FrontPresence.objects.living().filter(front__section=section, user=user)
    here.update(seen_at=Now() - FrontPresence.ENDS_AFTER + LEAVES_AFTER)
