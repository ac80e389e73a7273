"""Every change of an article's state: who may make it, and the one function that makes it.

The row is what readers see, the revision is what the desk edits; only this module writes the live row. Each function
locks the article first, makes its change whole and logs it, or raises and has changed nothing.
"""

import logging
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import arabic
from articles import announcing, body, checking, content, merging, moments, page_tags, presence, scheduling, search
from articles.models import Article, ArticleEvent, ArticleTopic, Byline, Correction, Revision, Section, Stage
from articles.people import name_of
from articles.permissions import is_editor, may
from articles.search import vocabulary
from delivery import background
from delivery.tags import bump

Verb = ArticleEvent.Verb
logger = logging.getLogger(__name__)


class NotAllowed(PermissionDenied):
    """This person may not do this now; the message says what to do instead."""


class StaleRevision(Exception):
    """Somebody saved since this person opened the article; `newest` is what they saved."""

    def __init__(self, newest):
        super().__init__(newest)
        self.newest = newest


class TakenOver(NotAllowed):
    """Somebody else took the article over and writes alone for as long as they are there."""

    def __init__(self, holder):
        super().__init__(
            _(
                "%(name)s took over the writing of this article at %(time)s. What you typed is kept. Ask to write "
                "again, or wait until they have left."
            )
            % {"name": name_of(holder.user), "time": moments.clock(holder.took_over_at)}
        )


# Who may ------------------------------------------------------------------------------------------------------------


def seen_by(user):
    """The articles that `user` meets in the desk's lists and pickers: live and own ones, or all."""
    if user.has_perm("articles.edit_any_article"):
        return Article.objects.all()
    return Article.objects.live() | Article.objects.belonging_to(user)


def revisions_seen_by(user, article):
    """The article's history as `user` may read it: all that was saved, their own autosave, an editor everybody's."""
    if user.has_perm("articles.edit_any_article"):
        return article.revisions.all()
    return article.revisions.saved() | article.revisions.autosaves_of(user)


def may_edit(user, article):
    return may(user, "edit", article)


def require_may_edit(user, article):
    """Raise NotAllowed unless `user` may work on `article`."""
    if not may_edit(user, article):
        raise NotAllowed(_("This article belongs to somebody else. Ask an editor to change it or to add your byline."))


def may_curate(user, article):
    """May `user` choose the related links? Writers on their own articles until readers see them; editors always."""
    return may(user, "curate", article)


# Writing ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def create_article(*, by, begun_as=None):
    """A new row, empty and not live, a home for the revisions of an article that `by` begins.

    `begun_as` is the UUID of the page on which it is begun, if there is one: asked again with it, `by` gets the same
    article until it is saved. Raises NotAllowed.
    """
    if not by.has_perm("articles.add_article"):
        raise NotAllowed(_("Your account may not begin articles. Ask the chief editor for the right to write."))
    if begun_as is None:
        article, created = Article.objects.create(created_by=by), True
    else:
        article, created = Article.objects.get_or_create(created_by=by, begun_as=begun_as, newest_revision=None)
    if created:
        log(article, Verb.CREATED, by=by)
    return article


@transaction.atomic
def save_revision(article, new_content, *, by, base=None, kind=Revision.Kind.SAVED, note=""):
    """Keep `new_content` as the article's newest revision and return it. Readers see nothing of it.

    `base` is the id of the revision that the person began from: when another is the newest by now, StaleRevision is
    raised and nothing kept. Content equal to the newest makes no new revision, unless a `note` marks it. The autosave
    of `by` is done with, in the same transaction. Raises NotAllowed, and TakenOver while somebody else writes alone.
    """
    locked = _lock(article)
    require_may_edit(by, locked)
    newest = locked.newest_revision
    new_content = content.complete(new_content)
    if newest is not None and newest.content == new_content and not note:
        discard_autosave(locked, by=by)
        _copy_desk_side(locked, article)
        return newest
    _refuse_while_held(locked, by=by)
    if base is not None and newest is not None and newest.pk != base and newest.content != new_content:
        raise StaleRevision(newest)
    discard_autosave(locked, by=by)
    revision = add_revision(locked, new_content, by=by, kind=kind, note=note)
    _copy_desk_side(locked, article)
    return revision


@transaction.atomic
def save_merged(article, *, by, onto, choices, note=""):
    """Save what `by` typed, their autosave, together with the revision `onto` (its id), which somebody saved meanwhile.

    What one side alone changed goes in by itself; `choices` says of each field that both changed which to take, or both
    (`merging`). Where something was to be chosen, what was typed becomes a revision as it is, below what came of it:
    neither side's words are lost, whatever was chosen. Returns the newest revision. Raises merging.Undecided,
    StaleRevision if somebody saved since `onto`, NotAllowed and TakenOver; then nothing has changed.
    """
    locked = _lock(article)
    require_may_edit(by, locked)
    _refuse_while_held(locked, by=by)
    newest = locked.newest_revision
    if newest.pk != onto:
        raise StaleRevision(newest)
    typed = locked.revisions.autosaves_of(by).select_related("base").first()
    if typed is None:
        return newest
    merge = merge_of(newest, typed)
    merged = merge.decided(choices)
    discard_autosave(locked, by=by)
    if merge.contested and merged != merge.mine:
        as_typed = _("As it was typed, before it was merged with what %(name)s saved")
        add_revision(locked, merge.mine, by=by, note=as_typed % {"name": name_of(newest.created_by)})
    if merged != newest.content:
        with_whom = _("Merged with what %(name)s saved") % {"name": name_of(newest.created_by)}
        note = f"{note} ({with_whom})" if note else with_whom
        newest = add_revision(locked, merged, by=by, kind=Revision.Kind.MERGED, note=note)
    _copy_desk_side(locked, article)
    return newest


def merge_of(newest, typed):
    """The Merge of the newest revision and an autosave `typed`, by the revision from which its person began.

    Words of their own that were saved for them meanwhile, as they were taken over, are no other side.
    """
    if typed.base and (newest.base_id, newest.created_by_id) == (typed.base_id, typed.created_by_id):
        base = newest.content
    else:
        base = typed.base.content if typed.base else {}
    return merging.Merge(base, content.complete(newest.content), content.complete(typed.content))


def autosave(article, typed, *, by, base=None):
    """Keep what `by` typed and has not saved, in place of what was kept before. Return when, or None for nothing.

    `typed` is content that need not be valid, and is kept as it is; where it says what the newest revision says, or the
    one that the person began from, whose id is `base`, there is nothing to keep. The article itself stays as it is,
    and so do its lists: this is called every few seconds of typing. Raises NotAllowed.
    """
    require_may_edit(by, article)
    typed = content.complete(typed)
    newest = article.newest_revision
    if newest is not None and newest.content == typed:
        discard_autosave(article, by=by)
        return None
    if base is not None and (newest is None or base != newest.pk):
        began_from = article.revisions.saved().filter(pk=base).only("content").first()
        if began_from is not None and began_from.content == typed:
            discard_autosave(article, by=by)
            return None
        base = began_from and began_from.pk
    now = timezone.now()
    kept = {"content": typed, "headline": _first_headline(typed)[:200], "base_id": base, "created_at": now}
    if not article.revisions.autosaves_of(by).update(**kept):
        first = Revision(article=article, created_by=by, kind=Revision.Kind.AUTOSAVE, **kept)
        Revision.objects.bulk_create([first], ignore_conflicts=True)  # another tab of theirs may be a moment ahead
    return now


def unsaved(article, *, by):
    """The autosave of `by`, where it says something else than the newest revision; else None."""
    autosave = article.revisions.autosaves_of(by).first()
    newest = article.newest_revision
    if autosave is None or (newest is not None and newest.content == autosave.content):
        return None
    return autosave


def discard_autosave(article, *, by):
    """Drop what `by` typed and has not saved; nobody else's."""
    article.revisions.autosaves_of(by).delete()


def add_revision(article, whole_content, *, by=None, kind=Revision.Kind.SAVED, note="", base=None):
    """Write a revision row of complete content and make it the newest. Asks nobody: for this module and imports."""
    now = timezone.now()
    headline = _first_headline(whole_content)
    revision = Revision.objects.create(
        article=article,
        content=whole_content,
        kind=kind,
        note=note[:300],
        base=base,
        created_by=by,
        created_at=now,
        headline=headline[:200],
        section=Section.objects.filter(pk=whole_content["section"]).first(),  # it may have been deleted since
        author_ids=[byline["author"] for byline in whole_content["bylines"]],
    )
    article.newest_revision = revision
    article.edited_at = now
    _rewritten(article, by=by)
    article.save(update_fields=["newest_revision", "edited_at", "stage"])
    search.index_for_desk(article)
    return revision


def _first_headline(whole_content):
    return whole_content["headline_ar"] or whole_content["headline_en"] or whole_content["headline_fr"]


@transaction.atomic
def restore(revision, *, by):
    """Bring an older revision back as a new one, on top, that says which; the history loses nothing."""
    article = _lock(revision.article)
    if not may(by, "restore", article):
        raise NotAllowed(_("This article belongs to somebody else. Ask an editor to restore it."))
    _refuse_while_held(article, by=by)
    which = {"name": name_of(revision.created_by), "when": moments.at(revision.created_at)}
    note = _("As %(name)s left it on %(when)s") % which
    restored = add_revision(article, content.complete(revision.content), by=by, kind=Revision.Kind.RESTORED, note=note)
    log(article, Verb.RESTORED, by=by, revision=restored)
    return restored


# Two people on one article ------------------------------------------------------------------------------------------


@transaction.atomic
def take_over(article, *, by):
    """Let `by` alone write `article` for as long as they are there, whoever writes it now.

    What the others typed stays theirs to keep: `gather_last_words` brings it in once their pages have sent it.
    """
    locked = _lock(article)
    if not may(by, "take_over", locked):
        raise NotAllowed(_("Only an editor can take over an article that somebody is writing. Ask them, or an editor."))
    held = presence.holder(locked)
    if held is None or held.user_id != by.pk:
        presence.hold(locked, by)
        log(locked, Verb.TAKEN_OVER, by=by)


@transaction.atomic
def gather_last_words(article, *, by):
    """Make revisions of what those typed and did not save from whom `by` took `article` over.

    Returns the autosaves that collide with what somebody saved since: they stay as they are, to be compared.
    """
    locked = _lock(article)
    held = presence.holder(locked)
    if held is None or held.user_id != by.pk:
        raise NotAllowed(_("You do not hold this article any more. Take it over first."))
    others = presence.present(locked).exclude(user=by).values("user")
    left = []
    for typed in locked.revisions.filter(kind=Revision.Kind.AUTOSAVE, created_by__in=others).order_by(
        "created_at", "pk"
    ):
        try:
            merged = merge_of(locked.newest_revision, typed).decided({}) if locked.newest_revision else typed.content
        except merging.Undecided:
            left.append(typed)
            continue
        typed.delete()
        note = _("The last words before %(name)s took over") % {"name": name_of(by)}
        add_revision(locked, merged, by=typed.created_by, note=note, base=typed.base)
    return left


@transaction.atomic
def hand_back(article, *, by):
    """Let everybody who has `article` open write again. Whoever took it over may, and any other editor."""
    locked = _lock(article)
    if not may(by, "hand_back", locked):
        raise NotAllowed(_("Only an editor can let the others write again. Ask whoever took the article over."))
    presence.release(locked)
    log(locked, Verb.HANDED_BACK, by=by)


def _refuse_while_held(article, *, by):
    """Raise TakenOver while somebody else writes `article` alone."""
    held = presence.holder(article)
    if held is not None and held.user_id != by.pk:
        raise TakenOver(held)


# On the way to readers ----------------------------------------------------------------------------------------------


@transaction.atomic
def submit(article, *, by):
    """Ask the editors to look at the newest revision."""
    locked = _lock(article)
    if not may(by, "submit", locked):
        raise NotAllowed(_("There is nothing of yours here to send for review."))
    newest = locked.newest_revision
    checking.require(newest.content if newest else content.EMPTY, {"headline"})
    return _to_stage(locked, Stage.SUBMITTED, Verb.SUBMITTED, by=by)


@transaction.atomic
def unsubmit(article, *, by):
    """Take a submission back to work on it."""
    locked = _lock(article)
    if not may(by, "unsubmit", locked):
        raise NotAllowed(_("This article is not in review."))
    return _to_stage(locked, Stage.DRAFT, Verb.UNSUBMITTED, by=by)


@transaction.atomic
def send_back(article, *, by, note):
    """Return a submission to its writer with a note that says why."""
    locked = _lock(article)
    if not may(by, "return", locked):
        raise NotAllowed(_("Only an editor can return an article, and only one that is in review or approved."))
    if not note.strip():
        raise ValidationError(_("Say in a note what the writer should change, then return the article."))
    return _to_stage(locked, Stage.RETURNED, Verb.RETURNED, by=by, note=note.strip())


@transaction.atomic
def approve(article, *, by):
    """Say of a submission that it is ready; an editor publishes it when its time comes.

    The approval is of the text as it stands: it ends when anybody but an editor changes it.
    """
    locked = _lock(article)
    if not may(by, "approve", locked):
        raise NotAllowed(_("Only an editor can approve an article, and only one that is in review."))
    checking.require(locked.newest_revision.content, checking.BASICS)
    return _to_stage(locked, Stage.APPROVED, Verb.APPROVED, by=by)


@transaction.atomic
def publish(revision, *, by):
    """Put `revision` before readers now; return the article.

    Copies it onto the row, keeps its references, indexes it for search, logs who and when; a schedule of the article is
    done with. Published again, it keeps its first date; a withdrawn article comes back. Raises NotAllowed if `by` may
    not publish, ValidationError if it is not fit to print; then nothing has changed.
    """
    article = _lock(revision.article)
    if not may(by, "publish", article):
        raise NotAllowed(_("Only an editor can publish. Send the article for review instead."))
    return _put_before_readers(article, revision, by=by)


@transaction.atomic
def schedule(revision, *, by, due_at):
    """Have `revision` published at `due_at`, in place of any earlier schedule of this article."""
    article = _lock(revision.article)
    if not may(by, "schedule", article):
        raise NotAllowed(_("Only an editor can schedule. Send the article for review instead."))
    if due_at <= timezone.now():
        raise ValidationError({"due_at": _("This time is past. Choose a later one, or publish now.")})
    _refuse_under_embargo(article, due_at)
    checking.require(revision.content, checking.required())
    _end_schedule(article)
    revision.due_at, revision.due_by, revision.due_problem = due_at, by, ""
    revision.save(update_fields=["due_at", "due_by", "due_problem"])
    article.stage = Stage.DRAFT
    article.save(update_fields=["stage"])
    log(article, Verb.SCHEDULED, by=by, revision=revision)
    scheduling.announce()
    return article


@transaction.atomic
def unschedule(article, *, by):
    """Cancel the article's schedule; its text stays as it is."""
    locked = _lock(article)
    if not may(by, "unschedule", locked):
        raise NotAllowed(_("Only an editor can cancel a schedule, and only before its time."))
    _end_schedule(locked)
    log(locked, Verb.UNSCHEDULED, by=by)
    return locked


@transaction.atomic
def embargo(article, *, by, until):
    """Keep everything of `article` that readers do not see yet from them until the moment `until`, whoever asks.

    What they see already stays. The embargo ends by itself; a schedule may begin where it ends. Raises NotAllowed, and
    ValidationError for a moment that is past or behind one that is scheduled.
    """
    locked = _lock(article)
    if not may(by, "embargo", locked):
        raise NotAllowed(_("Only an editor can put an article under embargo."))
    if until <= timezone.now():
        raise ValidationError({"embargo_until": _("This time is past. Choose a later one.")})
    if locked.revisions.filter(due_at__lt=until).exists():
        raise ValidationError(
            {
                "embargo_until": _(
                    "The article is scheduled for an earlier time. Schedule it later, then set the embargo."
                )
            }
        )
    locked.embargo_until = until
    locked.save(update_fields=["embargo_until"])
    log(locked, Verb.EMBARGOED, by=by, note=moments.at(until))
    return locked


@transaction.atomic
def unembargo(article, *, by):
    """Lift the embargo before its end."""
    locked = _lock(article)
    if not may(by, "unembargo", locked):
        raise NotAllowed(_("Only an editor can lift an embargo, and only before its end."))
    locked.embargo_until = None
    locked.save(update_fields=["embargo_until"])
    log(locked, Verb.UNEMBARGOED, by=by)
    return locked


def publish_due(*, now=None, late_because=""):
    """Publish every revision that is due; return them. For the scheduler: once each, however many of it run.

    A revision that is not fit to print any more (its section was deleted, say) or that something else of ours stumbles
    over waits for somebody to act, with the reason as its `due_problem` and in the log; the others go out all the same.
    Of one that goes out late the log says so, and `late_because`. Raises the errors of a database that is away; what
    is due then still is.
    """
    now = now or timezone.now()
    published = []
    due = Revision.objects.filter(due_at__lte=now, due_problem="").order_by("due_at", "pk").only("article")
    for waiting in list(due):
        with transaction.atomic():
            article = _lock(waiting.article)
            revision = article.revisions.filter(pk=waiting.pk, due_at__lte=now, due_problem="").first()
            if revision is None:  # another scheduler was first, or an editor changed their mind
                continue
            note = late_because if now - revision.due_at > scheduling.LATE else ""
            try:
                with transaction.atomic():
                    _put_before_readers(article, revision, by=revision.due_by, note=note)
                published.append(revision)
                continue
            except (OperationalError, InterfaceError):  # not this revision's fault
                raise
            except ValidationError as error:
                revision.due_problem = " ".join(error.messages)
            except Exception:
                logger.exception("Revision %s of article %s could not be published", revision.pk, article.pk)
                revision.due_problem = _("Something broke on our side; the server's log says what.")
            revision.save(update_fields=["due_problem"])
            log(article, Verb.MISSED, by=revision.due_by, revision=revision, note=revision.due_problem)
    return published


@transaction.atomic
def withdraw(article, *, by, note=""):
    """Take a live article away from readers: its page answers 410 from now on. Publishing brings it back."""
    locked = _lock(article)
    if not may(by, "withdraw", locked):
        raise NotAllowed(_("Only an editor can withdraw an article, and only a live one."))
    before = page_tags.Before(locked)
    locked.withdrawn_at = timezone.now()
    locked.stage = Stage.DRAFT
    locked.save(update_fields=["withdrawn_at", "stage"])
    _end_schedule(locked)
    search.index(locked)
    log(locked, Verb.WITHDRAWN, by=by, note=note.strip())
    announcing.announce(locked)
    bump(before.changed(locked))
    return locked


@transaction.atomic
def add_correction(article, text, *, by):
    """Print a correction note on the live page, dated now."""
    locked = _lock(article)
    if not may(by, "correct", locked):
        raise NotAllowed(_("Only an editor can add a correction, and only to a live article; else change its text."))
    if not text.strip():
        raise ValidationError(_("Write what was wrong and what is right."))
    correction = Correction(article=locked, text=arabic.clean(text).strip(), created_by=by)
    correction.full_clean()
    correction.save()
    log(locked, Verb.CORRECTED, by=by, note=correction.text)
    _renew_corrections(locked, at=correction.created_at)
    return correction


@transaction.atomic
def remove_correction(correction, *, by):
    """Take a correction note off the page; the log keeps its words."""
    article = _lock(correction.article)
    if not may(by, "uncorrect", article):
        raise NotAllowed(_("Only an editor can remove a correction."))
    log(article, Verb.UNCORRECTED, by=by, note=correction.text)
    correction.delete()
    _renew_corrections(article, at=timezone.now())


# Inside -------------------------------------------------------------------------------------------------------------


def log(article, verb, *, by, revision=None, note=""):
    """Write one line of the article's own history."""
    return ArticleEvent.objects.create(
        article=article, verb=verb, by=by, revision=revision or article.newest_revision, note=note
    )


def put_on_row(article, revision, *, published_at):
    """Copy `revision` onto the row and everything made from it. Asks nobody: for this module and imports.

    `published_at` is the first publication if there was none. Raises ValidationError when it is not fit to print.
    """
    if revision.kind == Revision.Kind.AUTOSAVE:
        raise ValidationError(_("This is not saved yet. Open it, save it, then publish."))
    checking.require(revision.content, checking.BASICS)
    is_new = article.published_at is None
    before = page_tags.Before(article)
    content.put(article, revision.content)
    if article.live_revision is None or article.live_revision.content != revision.content:
        article.updated_at = max(published_at, article.published_at or published_at)
    article.published_at = article.published_at or published_at
    article.withdrawn_at = None
    article.stage = Stage.DRAFT
    article.live_revision = revision
    article.full_clean(exclude=["newest_revision", "live_revision"])
    article.save()
    bylines, topics = content.relations(article, revision.content)
    article.bylines.all().delete()
    Byline.objects.bulk_create(bylines)
    article.article_topics.all().delete()
    ArticleTopic.objects.bulk_create(topics)
    body.save_references(article)
    search.index(article)
    background.announce(background.WORK)  # its share cards are to be drawn
    bump(before.changed(article))
    # Once it is committed: two publications never wait for each other's words, and none fails for a word's sake.
    transaction.on_commit(partial(vocabulary.learn if is_new else vocabulary.learn_more, article), robust=True)


def _put_before_readers(article, revision, *, by, note=""):
    _refuse_under_embargo(article, timezone.now())
    checking.require(revision.content, checking.required())
    put_on_row(article, revision, published_at=timezone.now())
    _end_schedule(article)
    log(article, Verb.PUBLISHED, by=by, revision=revision, note=note)
    announcing.announce(article)
    return article


def _refuse_under_embargo(article, moment):
    """Raise ValidationError if the article is still under embargo at `moment`."""
    if article.embargo_until is not None and article.embargo_until > moment:
        raise ValidationError(
            _("Under embargo until %(when)s: nothing of it goes out before, neither now nor by schedule.")
            % {"when": moments.at(article.embargo_until)}
        )


def _end_schedule(article):
    article.revisions.exclude(due_at=None).update(due_at=None, due_by=None, due_problem="")


def _rewritten(article, *, by):
    """What its stage is, in memory, once `by` has changed the text of `article`."""
    if article.stage == Stage.RETURNED:
        article.stage = Stage.DRAFT
    elif article.stage == Stage.APPROVED and not (by and is_editor(by)):
        article.stage = Stage.DRAFT
        log(article, Verb.UNAPPROVED, by=by)


def _to_stage(article, stage, verb, *, by, note=""):
    article.stage = stage
    article.save(update_fields=["stage"])
    log(article, verb, by=by, note=note)
    return article


def _lock(article):
    """The row as it is now, held until this transaction ends.

    Nothing is joined to it: whoever has to wait for the lock would get joined rows from before the wait, and miss a
    revision that was saved meanwhile.
    """
    return Article.objects.select_for_update(no_key=True).get(pk=article.pk)


def _renew_corrections(article, *, at):
    """Renew what shows the corrections of `article`, which changed at that moment: to readers, it changed then."""
    before = page_tags.Before(article)
    article.updated_at = at
    article.save(update_fields=["updated_at"])
    announcing.announce(article)
    bump(before.changed(article) | {f"corrections:{article.pk}"})


def _copy_desk_side(source, target):
    """Let the object that the caller holds know what its row became."""
    for name in ("newest_revision", "edited_at", "stage"):
        setattr(target, name, getattr(source, name))
