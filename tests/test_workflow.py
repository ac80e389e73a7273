"""Every change of an article's state: who may make it, what it leaves behind, and that a refused one leaves nothing."""

import threading
import time
from datetime import timedelta
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from articles import moments, permissions, workflow
from articles.models import Article, ArticleEvent, Correction, Revision, Stage
from newsroom import roles
from tests.factories import (
    make_article,
    make_author,
    make_content,
    make_draft,
    make_section,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


def tomorrow():
    return timezone.now() + timedelta(days=1)


def changed(article, **fields):
    """The article's newest content with some fields changed."""
    return {**article.newest_revision.content, **fields}


def save(article, *, by, **fields):
    return workflow.save_revision(article, changed(article, **fields), by=by)


def everything(article):
    """All that is stored of an article, to be compared with itself."""
    kept = [Article.objects.filter(pk=article.pk)]
    kept += [getattr(article, name).all() for name in ("revisions", "events", "corrections", "bylines", "topics")]
    kept += [article.search_entries.all(), article.body_references.all()]
    return [list(rows.order_by("pk").values()) for rows in kept]


def last_event(article):
    event = article.events.first()
    return event.verb, event.by, event.revision, event.note


# Who may ------------------------------------------------------------------------------------------------------------


def draft(by):
    return make_draft(by=by)


def submitted(by):
    return workflow.submit(draft(by), by=by)


def approved(by):
    return workflow.approve(submitted(by), by=make_user())


def scheduled(by):
    article = draft(by)
    workflow.schedule(article.newest_revision, by=make_user(), due_at=tomorrow())
    return article


def live(by):
    return make_article(by=by)


@pytest.mark.parametrize(("role", "may"), [(None, False), *((role, True) for role in roles.PERMISSIONS)])
def test_who_may_begin_an_article(role, may):
    user = make_user(role)
    if may:
        article = workflow.create_article(by=user)
        assert last_event(article)[:2] == ("created", user) and not article.is_live
    else:
        with pytest.raises(workflow.NotAllowed):
            workflow.create_article(by=user)
        assert not Article.objects.exists()


def test_whoever_is_taken_out_of_the_byline_may_edit_no_longer():
    user = make_user(roles.JOURNALIST)
    article = make_draft(authors=[make_author(user=user)])
    assert workflow.may_edit(user, article)
    save(article, by=make_user(), bylines=[])
    assert not workflow.may_edit(user, article)


# Writing ------------------------------------------------------------------------------------------------------------


def test_readers_see_nothing_of_a_saved_revision():
    article, editor = make_article(headline="العنوان المنشور"), make_user()
    published = everything(article)[0][0]
    save(article, by=editor, headline_ar="العنوان الجديد", section=make_section().pk)
    row = everything(article)[0][0]
    unseen = {"newest_revision_id", "edited_at"}
    assert {name for name in row if row[name] != published[name]} == unseen
    assert article.newest_revision.headline == "العنوان الجديد"
    assert permissions.has_changes(article)


def test_a_stale_form_is_refused_with_what_was_saved_meanwhile_and_keeps_nothing():
    article, editor = make_draft(), make_user()
    opened = article.newest_revision
    meanwhile = save(article, by=editor, headline_ar="من زميل")
    before = everything(article)
    with pytest.raises(workflow.StaleRevision) as stale:
        workflow.save_revision(article, changed(article, headline_ar="منّي"), by=editor, base=opened.pk)
    assert stale.value.newest == meanwhile
    assert everything(article) == before
    kept = workflow.save_revision(article, changed(article, headline_ar="منّي"), by=editor, base=meanwhile.pk)
    assert article.newest_revision == kept


def test_a_colleague_who_holds_an_old_copy_of_the_row_is_stale_all_the_same():
    article, editor = make_draft(), make_user()
    old_copy = Article.objects.get(pk=article.pk)
    base = old_copy.newest_revision_id
    save(article, by=editor, headline_ar="من زميل")
    with pytest.raises(workflow.StaleRevision):
        workflow.save_revision(old_copy, make_content(), by=editor, base=base)


def test_equal_content_makes_no_revision():
    article, editor = make_draft(body="<p>نصّ</p>"), make_user()
    newest = article.newest_revision
    assert save(article, by=editor, body_ar="<div>نصّ</div>", headline_ar=f" {newest.headline} ") == newest
    assert article.revisions.count() == 1
    assert save(article, by=editor, body_ar="<p>نصّ آخر</p>") != newest
    assert article.revisions.count() == 2


def test_an_author_or_topic_named_twice_is_kept_once():
    author, topic = make_author(), make_topic()
    article = make_draft(
        bylines=[(author, "writer"), (make_author(), "editor"), (author, "photographer")], topics=[topic, topic]
    )
    workflow.publish(article.newest_revision, by=make_user())
    assert [byline.role for byline in article.bylines.all()] == ["writer", "editor"]
    assert list(article.topics.all()) == [topic]


def test_restoring_makes_a_new_revision_and_loses_none():
    article, editor = make_draft(headline="الأوّل"), make_user()
    first = article.newest_revision
    second = save(article, by=editor, headline_ar="الثاني")
    restored = workflow.restore(first, by=editor)
    article.refresh_from_db()
    assert article.newest_revision == restored
    assert (restored.kind, restored.content) == ("restored", first.content)
    assert set(article.revisions.all()) == {first, second, restored}
    assert last_event(article)[:3] == ("restored", editor, restored)


# On the way to readers ----------------------------------------------------------------------------------------------


def test_a_submission_goes_to_review_and_back_with_a_note():
    journalist, editor = make_user(roles.JOURNALIST), make_user()
    article = make_draft(by=journalist)
    assert workflow.submit(article, by=journalist).stage == Stage.SUBMITTED
    assert last_event(article)[:2] == ("submitted", journalist)
    article = workflow.send_back(article, by=editor, note=" أين المصدر؟ ")
    assert article.stage == Stage.RETURNED
    assert last_event(article) == ("returned", editor, article.newest_revision, "أين المصدر؟")
    save(article, by=journalist, standfirst_ar="قالت الوزارة")
    assert article.stage == Stage.DRAFT
    workflow.submit(article, by=journalist)
    assert workflow.unsubmit(article, by=journalist).stage == Stage.DRAFT


def test_an_approval_is_of_the_text_as_an_editor_saw_it():
    journalist, editor = make_user(roles.JOURNALIST), make_user()
    article = approved(journalist)
    assert last_event(article)[0] == "approved"
    article = Article.objects.get(pk=article.pk)
    save(article, by=editor, kicker_ar="تحقيق")
    assert article.stage == Stage.APPROVED
    changed_by_writer = save(article, by=journalist, kicker_ar="تقرير")
    assert Article.objects.get(pk=article.pk).stage == Stage.DRAFT
    assert last_event(article)[:3] == ("unapproved", journalist, changed_by_writer)
    article = approved(journalist)
    assert workflow.send_back(article, by=editor, note="انتظر الردّ").stage == Stage.RETURNED


def test_what_lacks_a_section_is_not_approved():
    editor, article = make_user(), make_draft()
    save(article, by=editor, section=None)
    article = workflow.submit(article, by=editor)
    with pytest.raises(ValidationError) as refused:
        workflow.approve(article, by=editor)
    assert set(refused.value.message_dict) == {"section"}


def test_what_cannot_be_submitted_or_returned():
    journalist, editor = make_user(roles.JOURNALIST), make_user()
    article = workflow.create_article(by=journalist)
    with pytest.raises(ValidationError) as refused:
        workflow.submit(article, by=journalist)
    assert set(refused.value.message_dict) == {"headline_ar"}
    article = workflow.submit(make_draft(by=journalist), by=journalist)
    for change in (workflow.submit, workflow.withdraw):
        with pytest.raises(workflow.NotAllowed):
            change(article, by=editor)
    with pytest.raises(ValidationError):
        workflow.send_back(article, by=editor, note="  ")
    assert Article.objects.get(pk=article.pk).stage == Stage.SUBMITTED
    unchanged = make_article()
    with pytest.raises(workflow.NotAllowed):
        workflow.submit(unchanged, by=editor)


def test_publishing_puts_the_whole_revision_on_the_row():
    editor, section = make_user(), make_section()
    one, two, first, second = make_author(), make_author(), make_topic(), make_topic()
    article = make_draft(
        kicker="تحقيق", headline="بيروت", section=section, bylines=[(two, "writer"), (one, "photographer")]
    )
    save(article, by=editor, topics=[second.pk, first.pk], headline_en="Beirut", body_en="<p>Rain.</p>")
    published = workflow.publish(article.newest_revision, by=editor)
    article = Article.objects.get(pk=article.pk)
    assert article.is_live and article == published and article.live_revision == article.newest_revision
    assert (article.kicker_ar, article.headline_ar, article.section) == ("تحقيق", "بيروت", section)
    assert [(byline.author, byline.role) for byline in article.bylines.all()] == [
        (two, "writer"),
        (one, "photographer"),
    ]
    assert [entry.topic for entry in article.article_topics.all()] == [second, first]
    assert (article.has_en, article.has_fr) == (True, False)
    assert article.slug_ar == "بيروت" and article.excerpt_ar and article.reading_minutes_ar == 1
    assert {entry.language for entry in article.search_entries.all()} == {"ar", "en"}
    assert last_event(article)[:3] == ("published", editor, article.newest_revision)
    assert not permissions.has_changes(article)


@pytest.mark.parametrize("missing", ["headline_ar", "section", "body_ar"])
def test_nothing_unfit_to_print_is_published_or_scheduled(missing):
    editor, article = make_user(), make_draft()
    save(article, by=editor, **{missing: None if missing == "section" else ""})
    before = everything(article)
    for change in (workflow.publish, lambda revision, by: workflow.schedule(revision, by=by, due_at=tomorrow())):
        with pytest.raises(ValidationError) as refused:
            change(article.newest_revision, by=editor)
        assert set(refused.value.message_dict) == {missing}
    assert everything(article) == before


def test_publishing_what_went_bad_changes_nothing():
    editor, section = make_user(), make_section()
    article = make_article(section=make_section(), authors=[make_author()])
    save(article, by=editor, section=section.pk, headline_ar="جديد", bylines=[])
    section.delete()
    article.newest_revision.refresh_from_db()
    before = everything(article)
    with pytest.raises(ValidationError):
        workflow.publish(article.newest_revision, by=editor)
    assert everything(article) == before


def test_published_again_it_keeps_its_first_date_and_moves_the_second_only_on_a_change():
    editor = make_user()
    article = make_article(published_at=timezone.now() - timedelta(days=3))
    first = Article.objects.get(pk=article.pk)
    workflow.publish(article.newest_revision, by=editor)
    same = Article.objects.get(pk=article.pk)
    assert (same.published_at, same.updated_at) == (first.published_at, first.updated_at)
    save(article, by=editor, headline_ar="عنوان مصحّح")
    workflow.publish(article.newest_revision, by=editor)
    corrected = Article.objects.get(pk=article.pk)
    assert corrected.published_at == first.published_at
    assert corrected.updated_at > first.updated_at


def test_withdrawn_is_gone_until_it_is_published_again():
    editor, article = make_user(), make_article()
    workflow.schedule(save(article, by=editor, headline_ar="لاحقاً"), by=editor, due_at=tomorrow())
    article = workflow.withdraw(article, by=editor, note="طلب المصدر")
    assert not Article.objects.live().filter(pk=article.pk).exists()
    assert not article.search_entries.exists()
    assert not article.revisions.exclude(due_at=None).exists()
    assert last_event(article)[0::3] == ("withdrawn", "طلب المصدر")
    first = article.published_at
    article = workflow.publish(article.newest_revision, by=editor)
    assert article.is_live and article.published_at == first
    assert article.search_entries.exists()


def test_a_correction_is_printed_on_live_articles_only():
    editor, article = make_user(), make_article()
    correction = workflow.add_correction(article, " الصحيح 12 لا 21. ", by=editor)
    assert (correction.text, correction.created_by) == ("الصحيح 12 لا 21.", editor)
    assert last_event(article)[0::3] == ("corrected", "الصحيح 12 لا 21.")
    for text in ("", " \n"):
        with pytest.raises(ValidationError):
            workflow.add_correction(article, text, by=editor)
    with pytest.raises(workflow.NotAllowed):
        workflow.add_correction(make_draft(), "الصحيح 12.", by=editor)
    assert list(Correction.objects.all()) == [correction]
    workflow.remove_correction(correction, by=editor)
    assert not Correction.objects.exists()
    assert last_event(article)[0::3] == ("uncorrected", "الصحيح 12 لا 21.")


# Schedules ----------------------------------------------------------------------------------------------------------


def test_a_schedule_in_the_past_is_refused():
    article, editor = make_draft(), make_user()
    before = everything(article)
    for due_at in (timezone.now(), timezone.now() - timedelta(seconds=1)):
        with pytest.raises(ValidationError):
            workflow.schedule(article.newest_revision, by=editor, due_at=due_at)
    assert everything(article) == before


def test_a_schedule_takes_the_place_of_an_earlier_one():
    article, editor = make_draft(), make_user()
    old = article.newest_revision
    workflow.schedule(old, by=editor, due_at=tomorrow())
    new = save(article, by=editor, headline_ar="عنوان أحدث")
    workflow.schedule(new, by=editor, due_at=tomorrow())
    assert [revision.pk for revision in article.revisions.exclude(due_at=None)] == [new.pk]
    workflow.schedule(new, by=editor, due_at=tomorrow() + timedelta(hours=1))  # the same one, later
    assert article.revisions.exclude(due_at=None).count() == 1
    assert last_event(article)[:3] == ("scheduled", editor, new)


def test_publishing_now_or_cancelling_ends_the_schedule():
    editor = make_user()
    for end in (lambda a: workflow.publish(a.newest_revision, by=editor), lambda a: workflow.unschedule(a, by=editor)):
        article = make_draft()
        workflow.schedule(article.newest_revision, by=editor, due_at=tomorrow())
        end(article)
        assert not Revision.objects.exclude(due_at=None).exists()
    events = article.events.count()
    with pytest.raises(workflow.NotAllowed):
        workflow.unschedule(article, by=editor)  # nothing left to cancel
    assert article.events.count() == events


def test_what_is_due_goes_out_and_what_is_not_stays():
    editor, due, later = make_user(), make_draft(), make_draft()
    now = timezone.now()
    workflow.schedule(due.newest_revision, by=editor, due_at=now + timedelta(minutes=1))
    workflow.schedule(later.newest_revision, by=editor, due_at=now + timedelta(minutes=3))
    newer = save(due, by=editor, headline_ar="لم يُجدوَل")
    assert workflow.publish_due(now=now + timedelta(minutes=2)) == [due.revisions.earliest("pk")]
    due = Article.objects.get(pk=due.pk)
    assert due.is_live and due.newest_revision == newer and due.headline_ar != newer.headline
    assert last_event(due)[:3] == ("published", editor, due.live_revision)
    assert Article.objects.get(pk=later.pk).published_at is None
    assert workflow.publish_due(now=now + timedelta(minutes=2)) == []


def test_one_that_is_unfit_waits_for_somebody_to_act_and_holds_nobody_up():
    editor, section = make_user(), make_section()
    unfit, fit = make_draft(section=section), make_draft(section=make_section())
    for article in (unfit, fit):
        workflow.schedule(article.newest_revision, by=editor, due_at=timezone.now() + timedelta(minutes=1))
    section.delete()
    assert workflow.publish_due(now=tomorrow()) == [fit.newest_revision]
    unfit = Article.objects.get(pk=unfit.pk)
    assert unfit.published_at is None
    verb, by, revision, note = last_event(unfit)
    assert (verb, by, revision) == ("missed", editor, unfit.newest_revision)
    assert note == revision.due_problem == "يحتاج المقال إلى عنوان وقسم قبل أن يراه القرّاء."
    events = unfit.events.count()
    assert workflow.publish_due(now=tomorrow()) == [] and unfit.events.count() == events
    save(unfit, by=editor, section=make_section().pk)
    workflow.schedule(unfit.newest_revision, by=editor, due_at=timezone.now() + timedelta(minutes=1))
    assert workflow.publish_due(now=tomorrow()) == [unfit.newest_revision]


def test_one_that_something_breaks_over_waits_for_somebody_to_act_and_holds_nobody_up(monkeypatch, caplog):
    editor, broken, fit = make_user(), make_draft(headline="عطل"), make_draft()
    for article in (broken, fit):
        workflow.schedule(article.newest_revision, by=editor, due_at=timezone.now() + timedelta(minutes=1))
    put_on_row = workflow.put_on_row

    def stumble(article, revision, **options):
        put_on_row(article, revision, **options)
        if revision.headline == "عطل":
            raise KeyError("عطل")

    monkeypatch.setattr(workflow, "put_on_row", stumble)
    assert workflow.publish_due(now=tomorrow()) == [fit.newest_revision]
    assert not Article.objects.get(pk=broken.pk).is_live
    verb, by, revision, note = last_event(broken)
    assert (verb, by, revision) == ("missed", editor, broken.newest_revision) and note
    assert "KeyError" in caplog.text and str(broken.pk) in caplog.text


def test_of_one_that_goes_out_late_the_log_says_why():
    editor, late, punctual = make_user(), make_draft(), make_draft()
    for article, minutes in ((late, 2), (punctual, 4)):
        due_at = timezone.now() + timedelta(minutes=minutes)
        workflow.schedule(article.newest_revision, by=editor, due_at=due_at)
    workflow.publish_due(now=timezone.now() + timedelta(minutes=4), late_because="لأنّ الخادم توقّف")
    assert [last_event(article)[3] for article in (late, punctual)] == ["لأنّ الخادم توقّف", ""]


def test_a_database_that_is_away_costs_nobody_their_schedule(monkeypatch):
    article = make_draft()
    workflow.schedule(article.newest_revision, by=make_user(), due_at=timezone.now() + timedelta(minutes=1))
    monkeypatch.setattr(workflow, "put_on_row", mock.Mock(side_effect=OperationalError("away")))
    with pytest.raises(OperationalError):
        workflow.publish_due(now=tomorrow())
    assert article.revisions.exclude(due_at=None).exists()


def test_what_is_own_is_the_same_of_one_article_and_of_all():
    user, other = make_user(roles.JOURNALIST), make_user(roles.JOURNALIST)
    author = make_author(user=user)
    begun, signed = make_draft(by=user), make_draft(by=other, authors=[make_author(), author])
    make_draft(by=other, authors=[make_author()])
    live = make_article(by=other)
    own = set(Article.objects.belonging_to(user))
    assert own == {begun, signed} == {article for article in Article.objects.all() if permissions.is_own(user, article)}
    assert set(workflow.seen_by(user)) == {begun, signed, live}
    assert set(workflow.seen_by(make_user())) == set(Article.objects.all())


# Embargoes ----------------------------------------------------------------------------------------------------------


def test_nobody_publishes_or_schedules_before_an_embargo_ends():
    chief, article = make_user(roles.CHIEF), make_draft()
    until = timezone.now() + timedelta(hours=6)
    workflow.embargo(article, by=chief, until=until)
    assert last_event(article)[0] == "embargoed" and last_event(article)[3]
    before = everything(article)
    for change in (
        lambda revision: workflow.publish(revision, by=chief),
        lambda revision: workflow.schedule(revision, by=chief, due_at=until - timedelta(seconds=1)),
    ):
        with pytest.raises(ValidationError) as refused:
            change(article.newest_revision)
        assert moments.at(until) in str(refused.value)
    assert everything(article) == before
    workflow.schedule(article.newest_revision, by=chief, due_at=until)  # at its end is not before it
    assert workflow.publish_due(now=until - timedelta(seconds=1)) == []


def test_an_embargo_ends_by_itself_and_a_schedule_at_its_end_goes_out():
    editor, article = make_user(), make_draft()
    until = tomorrow()
    workflow.embargo(article, by=editor, until=until)
    workflow.schedule(article.newest_revision, by=editor, due_at=until)
    assert workflow.publish_due() == []
    with mock.patch("django.utils.timezone.now", return_value=until):
        assert workflow.publish_due() == [article.newest_revision]
        article = Article.objects.get(pk=article.pk)
        assert article.is_live and not article.is_embargoed
        with pytest.raises(workflow.NotAllowed):
            workflow.unembargo(article, by=editor)


def test_what_readers_see_already_stays_under_an_embargo_and_its_changes_wait():
    editor, article = make_user(), make_article(headline="المنشور")
    workflow.embargo(article, by=editor, until=tomorrow())
    revision = save(article, by=editor, headline_ar="المحظور")
    with pytest.raises(ValidationError):
        workflow.publish(revision, by=editor)
    assert Article.objects.live().get().headline_ar == "المنشور"
    workflow.unembargo(article, by=editor)
    assert workflow.publish(revision, by=editor).headline_ar == "المحظور"


def test_an_embargo_in_the_past_or_behind_the_schedule_is_refused():
    editor, article = make_user(), make_draft()
    workflow.schedule(article.newest_revision, by=editor, due_at=tomorrow())
    before = everything(article)
    for until in (timezone.now(), tomorrow() + timedelta(minutes=1)):
        with pytest.raises(ValidationError) as refused:
            workflow.embargo(article, by=editor, until=until)
        assert set(refused.value.message_dict) == {"embargo_until"}
    assert everything(article) == before


def waiting_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_publish_once():
    article = make_draft()
    workflow.schedule(article.newest_revision, by=make_user(), due_at=timezone.now() + timedelta(minutes=1))
    published = []

    def scheduler():
        published.append(workflow.publish_due(now=tomorrow()))
        connection.close()

    schedulers = [threading.Thread(target=scheduler) for _ in range(2)]
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)  # both find it due, and both wait
        for thread in schedulers:
            thread.start()
        deadline = time.monotonic() + 30
        while waiting_for_a_lock() < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert waiting_for_a_lock() == 2
    for thread in schedulers:
        thread.join()
    assert sorted(map(len, published)) == [0, 1]
    assert article.events.filter(verb=ArticleEvent.Verb.PUBLISHED).count() == 1


# Lists of the desk --------------------------------------------------------------------------------------------------


def test_each_article_stands_where_its_last_change_left_it():
    journalist, editor = make_user(roles.JOURNALIST), make_user()
    returned = submitted(journalist)
    workflow.send_back(returned, by=editor, note="قصّر")
    withdrawn = make_article()
    workflow.withdraw(withdrawn, by=editor)
    changed_since = make_article()
    save(changed_since, by=editor, kicker_ar="عاجل")
    stands = {
        draft(journalist): ("draft", False),
        submitted(journalist): ("submitted", False),
        returned: ("returned", False),
        approved(journalist): ("approved", False),
        scheduled(journalist): ("scheduled", False),
        make_article(): ("live", False),
        changed_since: ("live", True),
        withdrawn: ("withdrawn", False),
    }
    found = {article: (article.state, article.has_changes) for article in Article.objects.with_state()}
    assert found == stands


def test_an_article_of_tomorrow_is_not_live_today():
    today, of_tomorrow = make_article(), make_article(published_at=tomorrow())
    assert list(Article.objects.live()) == [today]
    assert not of_tomorrow.is_live


def test_a_live_row_without_headline_or_section_cannot_be_stored():
    article = make_article()
    for fields in ({"headline_ar": ""}, {"section": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.filter(pk=article.pk).update(**fields)
