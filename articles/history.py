"""What became of an article: its revisions, the log between them, and what readers saw when."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone

from articles import content, moments, workflow
from articles.models import ArticleEvent, Correction, Revision
from articles.people import name_of

Verb = ArticleEvent.Verb

#: Revisions on one page of the history.
PAGE = 50


@dataclass(frozen=True)
class Period:
    """That readers saw a revision from `since` until `until`, or see it still (None)."""

    revision_id: int
    since: datetime
    until: datetime | None


def periods(article):
    """The Periods of an article in their order, by its log: one for each revision that was published.

    A revision that was published again while readers saw it goes on in the same period. One query.
    """
    found = []
    revision_id = since = None
    events = article.events.filter(verb__in=[Verb.PUBLISHED, Verb.WITHDRAWN]).order_by("at", "pk")
    for verb, at, published in events.values_list("verb", "at", "revision_id"):
        if revision_id is not None and published == revision_id and verb == Verb.PUBLISHED:
            continue
        if revision_id is not None:
            found.append(Period(revision_id, since, at))
        revision_id, since = (published, at) if verb == Verb.PUBLISHED else (None, None)
    if revision_id is not None:
        found.append(Period(revision_id, since, None))
    return found


def period_at(article, moment):
    """The Period of what readers saw at `moment`, or None if they saw nothing of the article then."""
    for period in periods(article):
        if period.since <= moment and (period.until is None or moment < period.until):
            return period
    return None


def as_page_at(article, period, moment):
    """The article as readers saw it at `moment` in `period`, in memory: its text, lists and corrections of then.

    What its text points at (pictures, authors, other articles) is as it is today.
    """
    page = content.as_page(Revision.objects.get(pk=period.revision_id))
    corrections = page._prefetched_objects_cache["corrections"] = _corrections_at(article, moment)
    page.updated_at = max([period.since, *(correction.created_at for correction in corrections)])
    return page


def _corrections_at(article, moment):
    """The corrections that stood on the page at `moment`, newest first; the log knows those that were removed since."""
    logged = {}
    events = article.events.filter(verb__in=[Verb.CORRECTED, Verb.UNCORRECTED]).order_by("at", "pk")
    for event in events:
        if event.at <= moment:
            logged[event.note] = event if event.verb == Verb.CORRECTED else None
        else:
            logged.setdefault(event.note, None)
    standing = [Correction(article=article, text=text, created_at=event.at) for text, event in logged.items() if event]
    # Those that an import brought are in no log.
    standing += [
        correction
        for correction in article.corrections.all()
        if correction.text not in logged and correction.created_at <= moment
    ]
    return sorted(standing, key=lambda correction: correction.created_at, reverse=True)


@dataclass(frozen=True)
class Line:
    """One line of the history: a saved `revision`, with the periods in which readers saw it, or else an `event`."""

    at: datetime
    who: str
    revision: Revision | None = None
    event: ArticleEvent | None = None
    seen: tuple[Period, ...] = ()

    @property
    def when(self):
        return moments.when(self.at)


@dataclass(frozen=True)
class HistoryPage:
    """Some lines of the history, the newest first, and the revision that the next page begins behind, if there is one.

    `older_than` is that revision; None ends the history.
    """

    lines: list[Line]
    older_than: Revision | None


def page(article, user, *, before=None):
    """The HistoryPage of the newest revisions, or of those older than the revision `before`, and the log among them.

    It is what `user` may read. Three queries, however long the history is.
    """
    revisions = workflow.revisions_seen_by(user, article).select_related("created_by").defer("content")
    events = article.events.select_related("by")
    if before is not None:
        older = revisions.filter(created_at=before.created_at, pk__lt=before.pk)
        revisions = older | revisions.filter(created_at__lt=before.created_at)
        events = events.filter(at__lt=before.created_at)
    revisions = list(revisions[: PAGE + 1])
    oldest = revisions[PAGE - 1] if len(revisions) > PAGE else None
    if oldest is not None:
        events = events.filter(at__gte=oldest.created_at)
    seen = periods(article)
    lines = [
        Line(
            revision.created_at,
            name_of(revision.created_by),
            revision=revision,
            seen=tuple(period for period in seen if period.revision_id == revision.pk),
        )
        for revision in revisions[:PAGE]
    ]
    lines += [Line(event.at, name_of(event.by), event=event) for event in events]
    # Of two at the very same moment, what was done to a revision stands above it.
    lines.sort(key=lambda line: (line.at, line.event is not None), reverse=True)
    return HistoryPage(lines, oldest)


def compared_by_default(article):
    """The two revisions, (older, newer), that one compares first: what readers see and the newest, or the last two.

    The older is None while there is one only, and both are while there is none.
    """
    newest = article.newest_revision
    if newest is None:
        return None, None
    if article.is_live and article.live_revision_id not in (None, newest.pk):
        return article.live_revision, newest
    return revision_before(newest), newest


def revision_before(revision):
    """The revision that was saved before `revision`, or None for the first of an article."""
    return _beside(revision, "lt").first()


def revision_after(revision):
    """The revision that was saved after `revision`, or None for the newest of an article."""
    return _beside(revision, "gt").last()


def _beside(revision, side):
    siblings = Revision.objects.saved().filter(article=revision.article_id)
    at_once = {"created_at": revision.created_at, f"pk__{side}": revision.pk}
    return siblings.filter(**{f"created_at__{side}": revision.created_at}) | siblings.filter(**at_once)


def moment_of(text):
    """The moment that `text` names in ISO form, by the newsroom's clock unless it says another; None if it is none.

    Of an hour that the end of summer time repeats it is the first; one that is skipped counts on.
    """
    try:
        moment = datetime.fromisoformat(text)
        # In UTC, since Python holds two moments in a repeated hour for unequal whatever they are.
        return (moment if timezone.is_aware(moment) else timezone.make_aware(moment)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
