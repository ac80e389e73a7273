"""The day's view, the desk's first page: what waits for a person, what goes out today and when, who writes."""

from dataclasses import dataclass, field

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

import arabic
from articles import desk, permissions, presence, scheduling, workflow
from articles.models import Article, ArticleEvent, Revision, Stage, State
from articles.people import name_of
from fronts.models import FrontVersion
from newsroom import timeline
from newsroom.timeline import Kind, Moment

#: How many of each kind are shown; the list of articles has the rest.
MOST_WAITING, MOST_OUT, MOST_TO_COME, MOST_AT_WORK = 12, 30, 60, 40

#: What brought an article to the stage in which it waits.
_SENT_BY = {
    Stage.SUBMITTED: ArticleEvent.Verb.SUBMITTED,
    Stage.RETURNED: ArticleEvent.Verb.RETURNED,
    Stage.APPROVED: ArticleEvent.Verb.APPROVED,
}


@dataclass
class Tray:
    """Articles that wait for the same step, the first to be taken up first."""

    name: str
    heading: str
    waiting: object  # a queryset; of it no more is read than what is shown, and whether there is more
    nothing: str = ""  # what is said of an empty one, which is left out without it
    listed: str = ""  # the query of the list that has all of them, if there is one
    ids: list = field(init=False)
    articles: list = field(init=False)

    def __post_init__(self):
        found = list(self.waiting.values_list("pk", flat=True)[: MOST_WAITING + 1])
        self.ids, self.has_more = found[:MOST_WAITING], len(found) > MOST_WAITING

    @property
    def count(self):
        return f"{MOST_WAITING}+" if self.has_more else str(len(self.ids))

    @property
    def more(self):
        return f"{reverse('admin:articles_article_changelist')}?{self.listed}" if self.has_more and self.listed else ""


def view_of(user):
    """All that the first page shows `user` at this moment, as the context of its template.

    However many articles there are and however much waits, it asks the same few questions, each answered by an index.
    """
    now = timezone.now()
    trays = _trays(user)
    of_theirs = Article.objects.all() if permissions.is_editor(user) else Article.objects.belonging_to(user)
    schedules = Revision.objects.exclude(due_at=None).order_by("due_at", "pk")
    if not permissions.is_editor(user):
        schedules = schedules.filter(article__in=of_theirs.values("pk"))
    due_at = dict(schedules.values_list("article", "due_at")[:MOST_TO_COME])
    day = timeline.Day(now)
    embargoed = of_theirs.filter(embargo_until__gt=now).order_by("embargo_until", "pk")
    free_at = dict(embargoed.values_list("pk", "embargo_until")[:MOST_TO_COME])
    live = of_theirs.live().filter(published_at__gte=day.begins_at).newest()
    out_at = dict(live.values_list("pk", "published_at")[:MOST_OUT])

    articles = _fetch({*due_at, *free_at, *out_at, *(pk for tray in trays for pk in tray.ids)})
    for tray in trays:
        tray.articles = [articles[pk] for pk in tray.ids if pk in articles]
    _say_since_when(trays, now)
    out = _moments(articles, out_at, lambda article: Kind.OUT)
    due = _moments(articles, due_at, lambda article: Kind.CHANGES_DUE if article.is_live else Kind.DUE)
    freed = _moments(articles, free_at, lambda article: Kind.EMBARGO_ENDS)
    coming = [moment for moment in due if not moment.thing.is_late]
    late = [moment.thing for moment in due if moment.thing.is_late]
    return {
        "late": late,
        "trays": [tray for tray in trays if tray.articles or tray.nothing],
        "scheduler_problem": _scheduler_problem(user, due, late),
        "shut_out": _shut_out(user, now),
        "line": timeline.TimeLine(day, [*out, *coming, *freed, *_fronts(user)]),
        "line_has_more": len(due_at) == MOST_TO_COME,
        "writing": _writing(user, now),
        "out": out,
        "out_has_more": len(out_at) == MOST_OUT,
        "as_of": arabic.format_time(timezone.localtime(now)),
    }


def what_changed(view):
    """The view in one line, for those who are told of changes and do not see them."""
    counts = [(_("Late"), len(view["late"]))] if view["late"] else []
    counts += [(tray.heading, tray.count) for tray in view["trays"]]
    return "؛ ".join(f"{heading}: {number}" for heading, number in counts)


def _trays(user):
    own = Article.objects.belonging_to(user)
    drafts = own.in_state(State.DRAFT).begun().order_by("-edited_at", "-pk")
    if not permissions.is_editor(user):
        return [
            Tray("returned", _("Returned to you"), _oldest(own, Stage.RETURNED), _("Nothing was returned to you.")),
            Tray("drafts", _("Your drafts"), drafts, _("No draft of yours is open."), "state=draft"),
            Tray("submitted", _("Sent for review"), _oldest(own, Stage.SUBMITTED), _("Nothing of yours is in review.")),
            Tray("approved", _("Approved, to be published"), _oldest(own, Stage.APPROVED)),
            Tray("changed", _("Live, with changes that were not sent yet"), _changed(own)),
        ]
    everybodys = Article.objects.all()
    return [
        Tray(
            "submitted",
            _("Waiting for review"),
            _oldest(everybodys, Stage.SUBMITTED),
            _("Nothing waits for review."),
            "state=submitted",
        ),
        Tray("approved", _("Approved, to be published"), _oldest(everybodys, Stage.APPROVED), "", "state=approved"),
        Tray("changed", _("Live, with changes that readers do not see"), _changed(everybodys)),
        Tray("returned", _("Returned, not taken up yet"), _oldest(everybodys, Stage.RETURNED), "", "state=returned"),
        Tray("drafts", _("Your drafts"), drafts, "", "state=draft&whose=mine"),
    ]


def _oldest(articles, stage):
    """Those of `articles` at `stage`, whichever has been there longest first."""
    events = ArticleEvent.objects.filter(article=OuterRef("pk"), verb=_SENT_BY[stage]).order_by("-at")
    since = Coalesce(Subquery(events.values("at")[:1]), "edited_at")
    return articles.filter(stage=stage).order_by(since, "pk")


def _changed(articles):
    """Those of `articles` with changes that nobody has sent on and that have no time yet, the newest first."""
    scheduled = Revision.objects.exclude(due_at=None).values("article")
    changed = articles.with_changes().filter(stage=Stage.DRAFT).exclude(pk__in=scheduled)
    return changed.order_by("-edited_at", "-pk")


def _fetch(ids):
    """The articles by id, each with its `signers`, its `standing` in words and whether it `is_late`."""
    articles = {article.pk: article for article in Article.objects.for_desk().filter(pk__in=ids).order_by()}
    desk.attach_signers(articles.values())
    for article in articles.values():
        article.is_late, article.standing = bool(desk.why_late(article)), desk.standing(article)
    return articles


def _moments(articles, times, kind):
    """A Moment for each article of `times`, of the kind that `kind` says; one that is gone by now has none."""
    return [Moment(at, kind(articles[pk]), articles[pk]) for pk, at in times.items() if pk in articles]


def _fronts(user):
    """A Moment for each front that is prepared, for who arranges them."""
    if not permissions.may_curate_fronts(user):
        return []
    prepared = FrontVersion.objects.prepared().select_related("front__section")[:MOST_TO_COME]
    return [Moment(version.from_at, Kind.FRONT, version) for version in prepared]


def _say_since_when(trays, now):
    """Give the articles that somebody sent on what they wait for: `waits` since when, by whom, with which note."""
    sent = {article.pk: article for tray in trays for article in tray.articles if article.stage in _SENT_BY}
    events = ArticleEvent.objects.filter(article__in=sent, verb__in=_SENT_BY.values()).select_related("by")
    for event in events.order_by("article_id", "-at", "-pk").distinct("article_id"):
        article = sent[event.article_id]
        article.waits = _("for %(time)s") % {"time": arabic.lasting(min(event.at, now), now)}
        article.waits_since, article.note = event.at, event.note
        article.sent_by = name_of(event.by)


def _writing(user, now):
    """Who else has an article open that `user` may open: Presences with a `name` and how long they are `there`."""
    writing = [one for one in presence.writing_now()[:MOST_AT_WORK] if one.user_id != user.pk]
    writing = [one for one in writing if workflow.may_edit(user, one.article)]
    for one in writing:
        one.name = name_of(one.user)
        one.there = _("for %(time)s") % {"time": arabic.lasting(min(one.since, now), now)}
    return writing


def _scheduler_problem(user, due, late):
    """What keeps everything scheduled from going out, for editors, before anything is late and says it itself."""
    if not due or late or not permissions.is_editor(user):
        return ""
    return desk.why_nothing_goes_out(scheduling.last_seen())


def _shut_out(user, now):
    """The names of the accounts that too many wrong passwords keep out at this moment, for who looks after accounts."""
    if not user.has_perm("auth.change_user"):
        return []
    attempts = AccessAttempt.objects.filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gt=now - get_cool_off()
    )
    shut_out = get_user_model().objects.filter(username__in=attempts.values("username"))
    return [name_of(one) for one in shut_out.order_by("username")[:MOST_WAITING]]
