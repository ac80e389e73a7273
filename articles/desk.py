"""What the desk says about an article in words, and what its buttons do."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles import checking, content, permissions, scheduling, sharing, workflow
from articles.models import ArticleEvent, Stage, State
from articles.moments import at, when
from articles.people import name_of
from authors.models import Author

Verb = ArticleEvent.Verb

#: The fields of the form that a button takes with it, for `perform`.
TAKEN_ALONG = ("due_at", "embargo_until", "note", "correction", "share_days", "share_as_is")


def standing(article):
    """Where `article` stands, in a sentence or two: «مسودة، حُفظت قبل 3 دقائق».

    It comes from a queryset `with_state()`, or is new and has no row yet.
    """
    if article.pk is None or article.newest_revision_id is None:
        return _("A new article, not saved yet.")
    if article.is_embargoed:
        return f"{_on_the_way(article)} · {_embargo(article)}"
    return _on_the_way(article)


def _embargo(article):
    return _("Under embargo until %(when)s.") % {"when": at(article.embargo_until)}


def _on_the_way(article):
    saved = {"when": when(article.edited_at)}
    if reason := why_late(article):
        return _("Should have been published %(when)s. %(reason)s") % {"when": when(article.due_at), "reason": reason}
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
        if article.stage == Stage.APPROVED:
            return _("Published, with approved changes that readers do not see yet, saved %(when)s.") % saved
        return _("Published, with changes that readers do not see yet, saved %(when)s.") % saved
    if article.state == State.SUBMITTED:
        return _("In review, saved %(when)s.") % saved
    if article.state == State.RETURNED:
        return _("Returned to its writer, saved %(when)s.") % saved
    if article.state == State.APPROVED:
        return _("Approved, not published yet, saved %(when)s.") % saved
    return _("Draft, saved %(when)s.") % saved


def why_late(article):
    """Why `article`, of a queryset `with_state()`, is not out although its time has come; "" if it is not late."""
    if article.due_at is None or article.due_problem:
        return article.due_problem or ""
    if timezone.now() - article.due_at <= scheduling.LATE:
        return ""
    return why_nothing_goes_out(article.scheduler_seen_at) or _(
        "The scheduler is at work again; it will be out in a moment."
    )


def why_nothing_goes_out(seen_at):
    """What is wrong with the scheduler, which was at work last at `seen_at`, or never (None); "" if nothing is."""
    if seen_at is None:
        return _("The scheduler has never run. Tell whoever looks after the server, or publish now.")
    if timezone.now() - seen_at > scheduling.LATE:
        told = _("The scheduler was last seen %(when)s. Tell whoever looks after the server, or publish now.")
        return told % {"when": when(seen_at)}
    return ""


def attach_signers(articles):
    """Give each article its `signers`, the authors of its newest revision in their order: one query for all."""
    authors = Author.objects.in_bulk({pk for article in articles for pk in _author_ids(article)})
    for article in articles:
        article.signers = [authors[pk] for pk in _author_ids(article) if pk in authors]


def _author_ids(article):
    return article.newest_revision.author_ids if article.newest_revision else []


def preview_links(article):
    """The open preview links to `article`, each with `said`: who made it, and until when it opens."""
    links = list(sharing.open_links(article))
    for link in links:
        told = (
            _("By %(name)s, until %(when)s") if link.revision_id is None else _("By %(name)s, one text, until %(when)s")
        )
        link.said = told % {"name": name_of(link.created_by), "when": at(link.expires_at)}
    return links


def lacks(article):
    """What the newest revision of `article` lacks before readers should see it, as checking.Lack."""
    return checking.lacks(article.newest_revision.content if article.newest_revision else content.EMPTY)


@dataclass(frozen=True)
class Step:
    """What a person most likely does next: an action of `perform`, the words on its button, and, where it takes
    changes further and there are none to take, why it waits."""

    action: str
    label: str
    nothing_new: str = ""


def next_step(user, article):
    """The Step of `user` with `article`: «أرسل للمراجعة». On a live article it is offered before anything is changed,
    so that it is there as soon as somebody types; the page holds it back until then."""
    is_new = permissions.has_changes(article)
    nothing_new = "" if is_new else _("Readers see this very text already.")
    if permissions.may(user, "publish", article):
        if article.is_live:
            return Step("publish", _("Publish the changes"), nothing_new)
        return Step("publish", _("Publish again") if article.withdrawn_at else _("Publish"))
    if permissions.may(user, "submit", article) or not is_new:
        words = _("Send the changes for review") if article.is_live else _("Send for review")
        return Step("submit", words, nothing_new)
    return Step("save", _("Save"))


def offered(user, article):
    """Which actions the writing screen offers `user` for `article`, each by its name in `permissions`."""
    return dict.fromkeys(permissions.allowed(user, article), True)


def last_return(article):
    """Why the article was returned, as {"note", "name"}, while its writer has not sent it again; else None."""
    aside = [Verb.RESTORED, Verb.SHARED, Verb.UNSHARED, Verb.EMBARGOED, Verb.UNEMBARGOED]
    last = article.events.exclude(verb__in=aside).select_related("by").first()
    if last is None or last.verb != Verb.RETURNED:
        return None
    return {"note": last.note, "name": name_of(last.by)}


def perform(
    action,
    article,
    revision,
    *,
    by,
    due_at=None,
    embargo_until=None,
    note="",
    correction="",
    share_days=None,
    share_as_is=False,
):
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
    if action == "approve":
        workflow.approve(article, by=by)
        return _("Approved. It waits for an editor to publish it.")
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
    if action == "embargo":
        if embargo_until is None:
            raise ValidationError({"embargo_until": _("Choose a day and a time first.")})
        return _embargo(workflow.embargo(article, by=by, until=embargo_until))
    if action == "unembargo":
        workflow.unembargo(article, by=by)
        return _("The embargo is lifted.")
    if action == "withdraw":
        workflow.withdraw(article, by=by, note=note)
        return _("Withdrawn. Readers do not see it any more.")
    if action == "share":
        link, address = sharing.share(article, by=by, days=share_days, revision=revision if share_as_is else None)
        said = _("Open until %(when)s, to whoever has it. Copy it now, it is not shown again:")
        said %= {"when": at(link.expires_at)}
        return format_html('{} <a href="{}" dir="ltr">{}</a>', said, address, address)
    if action.startswith("unshare-"):
        pk = action.removeprefix("unshare-")
        for link in sharing.open_links(article).filter(pk=pk if pk.isdecimal() else None):
            sharing.revoke(link, by=by)
        return _("The link is closed.")
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
