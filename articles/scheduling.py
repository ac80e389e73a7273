"""When the scheduler works: it sleeps until something is due, wakes for a new schedule, and shows that it is there."""

from datetime import UTC, datetime, timedelta

from django.db.models import F
from django.utils import timezone

from articles import page_tags
from articles.models import Article, Revision, SchedulerSighting
from delivery import background
from delivery.tags import bump

#: A schedule that is later than this is shown as late, and a scheduler not seen for longer as away.
LATE = timedelta(minutes=1)

#: The longest sleep: so often the scheduler shows itself, and looks for what it may not have been told.
BEAT = timedelta(seconds=10)

_CHANNEL = "newsroom_schedule"


def announce():
    """Tell every scheduler, once this transaction is committed, that there is a new due moment."""
    background.announce(_CHANNEL)


def listen():
    """Have announcements that come from now on end the next `sleep`. To be called on each new connection."""
    background.listen(_CHANNEL)


def sleep():
    """Wait until the next schedule is due, an announcement comes or BEAT has passed. Raises a database's errors."""
    now = timezone.now()
    ahead = Article.objects.filter(withdrawn_at=None, published_at__gt=now)
    out_at = ahead.order_by("published_at").values_list("published_at", flat=True).first()
    waiting = Revision.objects.filter(due_problem="").exclude(due_at=None)
    due_at = waiting.order_by("due_at").values_list("due_at", flat=True).first()
    background.sleep(min([BEAT, *(moment - now for moment in (due_at, out_at) if moment)]).total_seconds())


def renew_pages_of_what_came_out():
    """Have the pages renewed on which articles stand that came out by themselves: imports dated ahead."""
    since = last_seen() or datetime(1970, 1, 1, tzinfo=UTC)
    came_out = Article.objects.live().exclude(imported_id=None)
    bump(page_tags.of_new(came_out.filter(published_at__gt=since, created_at__lt=F("published_at"))))


def beat():
    """Show that a scheduler is at work."""
    SchedulerSighting.objects.update_or_create(pk=SchedulerSighting.ONLY, defaults={"seen_at": timezone.now()})


def last_seen():
    """When a scheduler was last at work, or None if none ever was."""
    return SchedulerSighting.objects.values_list("seen_at", flat=True).first()
