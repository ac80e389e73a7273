"""What the desk says about an article in words, and what its buttons do."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

import arabic
from articles import workflow
from articles.models import ArticleEvent, Stage, State


def when(moment, now=None):
    """A moment as the desk says it: «قبل 3 دقائق» within a day, else the day and the time."""
    ago = arabic.relative(moment, now or timezone.now())
    if ago is not None:
        return ago
    local = timezone.localtime(moment)
    day = arabic.format_date(local, "full", settings.MONTH_NAMES)
    return _("%(day)s at %(time)s") % {"day": day, "time": arabic.format_time(local)}


def name_of(user):
    """A colleague's name as the desk shows it; an account that was deleted has none."""
    return (user.get_full_name() or user.get_username()) if user else _("a former colleague")


def standing(article):
    """Where `article` stands, in a sentence: «مسودة، حُفظت قبل 3 دقائق».

    It comes from a queryset `with_state()`, or is new and has no row yet.
    """
    if article.pk is None:
        return _("A new article, not saved yet.")
    if article.newest_revision_id is None:
        return _("A new article, not saved yet.")
    saved = {"when": when(article.edited_at)}
    if article.state == State.WITHDRAWN:
        return _("Withdrawn %(when)s.") % {"when": when(article.withdrawn_at)}
    if article.state == State.SCHEDULED:
        return _("To be published %(when)s.") % {"when": when(article.due_at)}
    if article.state == State.LIVE:
        if article.due_at:
            return _("Published. Its changes go out %(when)s.") % {"when": when(article.due_at)}
        if not article.has_changes:
            return _("Published %(when)s.") % {"when": when(article.published_at)}
        if article.stage == Stage.SUBMITTED:
            return _("Published, with changes in review, saved %(when)s.") % saved
        return _("Published, with changes that readers do not see yet, saved %(when)s.") % saved
    if article.state == State.SUBMITTED:
        return _("In review, saved %(when)s.") % saved
    if article.state == State.RETURNED:
        return _("Returned to its writer, saved %(when)s.") % saved
    return _("Draft, saved %(when)s.") % saved


def next_step(user, article):
    """The action that `user` most likely takes next, and the words on its button: ("submit", «أرسل للمراجعة»)."""
    if workflow.may_publish(user, article):
        if article.is_live:
            return "publish", _("Publish the changes")
        return "publish", _("Publish again") if article.withdrawn_at else _("Publish")
    if workflow.may_submit(user, article):
        return "submit", _("Send the changes for review") if article.is_live else _("Send for review")
    return "save", _("Save")


def offered(user, article):
    """Which actions beside saving the writing screen offers `user` for `article`, by name."""
    return {
        "submit": workflow.may_submit(user, article),
        "unsubmit": workflow.may_unsubmit(user, article),
        "return": workflow.may_return(user, article),
        "schedule": workflow.may_publish(user, article),
        "unschedule": workflow.may_publish(user, article) and getattr(article, "due_at", None) is not None,
        "withdraw": workflow.may_withdraw(user, article),
        "correct": workflow.is_editor(user) and article.is_live,
    }


def last_return(article):
    """Why the article was returned, as {"note", "name"}, while nothing but rewriting came after it; else None."""
    last = article.events.exclude(verb=ArticleEvent.Verb.RESTORED).select_related("by").first()
    if last is None or last.verb != ArticleEvent.Verb.RETURNED:
        return None
    return {"note": last.note, "name": name_of(last.by)}


def perform(action, article, revision, *, by, due_at=None, note="", correction=""):
    """Do what the button `action` stands for to `revision` of `article`; return what to tell the person, or "".

    Raises workflow.NotAllowed, and ValidationError with what to do first; then nothing has changed.
    """
    if action == "submit":
        workflow.submit(article, by=by)
        return _("Sent for review. You can take it back until an editor takes it up.")
    if action == "unsubmit":
        workflow.unsubmit(article, by=by)
        return _("Taken back from review.")
    if action == "return":
        workflow.send_back(article, by=by, note=note)
        return _("Returned to its writer with your note.")
    if action == "publish":
        if article.is_live and article.live_revision_id == revision.pk:
            raise ValidationError(_("Readers see this very text already."))
        workflow.publish(revision, by=by)
        return _("Published. Readers see it now.")
    if action == "schedule":
        if due_at is None:
            raise ValidationError({"due_at": _("Choose a day and a time first.")})
        workflow.schedule(revision, by=by, due_at=due_at)
        return _("It will be published %(when)s.") % {"when": when(due_at)}
    if action == "unschedule":
        workflow.unschedule(article, by=by)
        return _("The schedule is cancelled.")
    if action == "withdraw":
        workflow.withdraw(article, by=by, note=note)
        return _("Withdrawn. Readers do not see it any more.")
    if action == "correct":
        workflow.add_correction(article, correction, by=by)
        return _("The correction is on the page.")
    if action.startswith("uncorrect-"):
        pk = action.removeprefix("uncorrect-")
        for correction in article.corrections.filter(pk=pk if pk.isdecimal() else None):
            workflow.remove_correction(correction, by=by)
        return _("The correction is off the page.")
    return ""


def soon():
    """The next full hour at least half an hour away: what the schedule offers first."""
    # In UTC first: on the night that summer time begins, the newsroom's own clock skips an hour.
    return timezone.localtime(timezone.now() + timedelta(minutes=90)).replace(minute=0, second=0, microsecond=0)
