"""The day's view: what waits for whom, the line of the day, and what it asks of the database."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import presence, workflow
from articles.models import Article, ArticleEvent, Presence, Revision, SchedulerSighting, Stage, State
from fronts import publishing
from newsroom import roles, timeline, today
from newsroom.timeline import Kind, Moment
from tests.factories import make_article, make_author, make_draft, make_section, make_user

pytestmark = pytest.mark.django_db


def trays(user):
    """The headlines in each tray of `user`, by its name."""
    return {
        tray.name: [article.newest_revision.headline for article in tray.articles]
        for tray in today.view_of(user)["trays"]
    }


def submitted(headline, *, ago=timedelta(0), by=None):
    article = make_draft(headline=headline, by=by)
    workflow.submit(article, by=article.created_by)
    ArticleEvent.objects.filter(article=article).update(at=timezone.now() - ago)
    return Article.objects.get(pk=article.pk)


def changed(article, headline, *, by):
    return workflow.save_revision(article, {**article.newest_revision.content, "headline_ar": headline}, by=by)


def test_an_editor_finds_what_waits_the_longest_first_and_a_writer_only_their_own():
    editor, journalist = make_user(roles.EDITOR), make_user(roles.JOURNALIST)
    submitted("منذ ساعة", ago=timedelta(hours=1))
    submitted("منذ يومين", ago=timedelta(days=2, hours=1), by=journalist)
    workflow.approve(submitted("موافَق عليه"), by=editor)
    workflow.send_back(submitted("مُعاد"), by=editor, note="اختصر")
    live = make_article(headline="منشور", by=journalist)
    changed(live, "منشور ومعدّل", by=editor)
    make_article(headline="منشور كما هو")
    make_draft(headline="مسودة غيري")
    assert trays(editor) == {
        "submitted": ["منذ يومين", "منذ ساعة"],
        "approved": ["موافَق عليه"],
        "changed": ["منشور ومعدّل"],
        "returned": ["مُعاد"],
    }
    assert trays(journalist) == {
        "returned": [],
        "drafts": [],
        "submitted": ["منذ يومين"],
        "changed": ["منشور ومعدّل"],
    }


def test_what_waits_says_for_how_long_and_what_was_returned_says_why(client):
    editor, journalist = make_user(roles.EDITOR, first_name="لينا"), make_user(roles.JOURNALIST)
    submitted("تنتظر", ago=timedelta(days=2, hours=1))
    workflow.send_back(submitted("أُعيدت", by=journalist), by=editor, note="اختصر المقدّمة")
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/desk/").content.decode()
    assert "منذ يومين" in page
    client.force_login(journalist, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/desk/").content.decode()
    assert re.search(r"اختصر المقدّمة\s*<cite>لينا", page)
    assert "تنتظر" not in page


def test_more_than_fits_is_counted_no_further_and_leads_to_its_list(client, monkeypatch):
    monkeypatch.setattr(today, "MOST_WAITING", 2)
    for _number in range(3):
        submitted("تنتظر")
    client.force_login(make_user(roles.EDITOR), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/desk/").content.decode()
    assert ">2+<" in page
    assert "/desk/articles/article/?state=submitted" in page


def test_a_late_schedule_stands_on_top_with_its_reason_and_not_on_the_line():
    editor = make_user(roles.EDITOR)
    late, punctual = make_draft(headline="متأخّر"), make_draft(headline="في موعده")
    for article in (late, punctual):
        workflow.schedule(article.newest_revision, by=editor, due_at=timezone.now() + timedelta(hours=1))
    view = today.view_of(editor)
    assert view["late"] == []
    assert view["scheduler_problem"]  # nobody has seen a scheduler
    Revision.objects.filter(article=late).update(due_at=timezone.now() - timedelta(minutes=2))
    view = today.view_of(editor)
    assert [article.pk for article in view["late"]] == [late.pk]
    assert [moment.thing.pk for moment in view["line"].moments] == [punctual.pk]
    assert view["scheduler_problem"] == ""  # the late one says it
    assert today.view_of(make_user(roles.JOURNALIST))["late"] == []
    SchedulerSighting.objects.create(seen_at=timezone.now())
    Revision.objects.filter(article=late).update(due_at=None)
    assert today.view_of(editor)["scheduler_problem"] == ""


def test_the_line_has_what_goes_out_what_went_out_which_fronts_and_where_embargoes_end(client):
    editor, journalist = make_user(roles.EDITOR), make_user(roles.JOURNALIST)
    soon = timezone.now() + timedelta(minutes=5)
    first, again = make_draft(by=journalist), make_article()
    workflow.schedule(first.newest_revision, by=editor, due_at=soon)
    workflow.schedule(changed(again, "معدّل", by=editor), by=editor, due_at=soon)
    secret = make_draft()
    workflow.embargo(secret, by=editor, until=soon)
    make_article(published_at=timezone.now() - timedelta(days=3))
    front = publishing.prepare(None, [], by=editor, from_at=soon, note="ليلة الفرز")
    off = publishing.prepare(again.section, [], by=editor, from_at=soon)
    publishing.call_off(off, by=editor)

    def line(user):
        return {(moment.thing.pk, moment.kind) for moment in today.view_of(user)["line"].moments}

    everything = {
        (first.pk, Kind.DUE),
        (again.pk, Kind.OUT),
        (again.pk, Kind.CHANGES_DUE),
        (secret.pk, Kind.EMBARGO_ENDS),
        (front.pk, Kind.FRONT),
    }
    assert line(editor) == everything
    assert line(journalist) == {(first.pk, Kind.DUE)}
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/desk/").content.decode()
    assert f'href="/desk/fronts/home/?version={front.pk}"' in page and "ليلة الفرز" in page and "واجهة مجهّزة" in page


@pytest.mark.parametrize(
    ("day", "hours", "first", "last"),
    [
        ((2026, 11, 28), 24, "12 ص", "11 م"),
        ((2026, 3, 29), 23, "1 ص", "11 م"),  # summer time skips midnight
        ((2026, 10, 24), 25, "12 ص", "11 م"),  # and its end has eleven in the evening twice
    ],
)
def test_a_day_has_the_hours_of_the_newsrooms_clock(day, hours, first, last):
    noon = datetime(*day, 12, tzinfo=ZoneInfo("Asia/Beirut"))
    line = timeline.TimeLine(timeline.Day(noon), [])
    assert len(list(line.day.hours())) == hours
    begins, *_others, ends = (timeline._name_of_hour(hour) for hour in line.day.hours())
    assert (begins, ends) == (first, last)
    places = [float(tick.x.removesuffix("%")) for tick in line.ticks()]
    assert len(places) == hours + 1
    assert places == sorted(places, reverse=True)  # from right to left
    assert (places[0], places[-1]) == (98, 2)


def test_the_hours_to_come_hold_each_moment_once_across_the_end_of_summer_time():
    now = datetime(2026, 10, 24, 18, 30, tzinfo=UTC)  # half past nine in the evening, by summer time
    article = Article(pk=1)
    moments = [Moment(now + timedelta(minutes=minutes), Kind.DUE, article) for minutes in (60, 120, 180, 240)]
    line = timeline.TimeLine(timeline.Day(now), moments)
    assert [(hour.name, [moment.time for moment in hour.moments]) for hour in line.hours] == [
        ("9 م", []),
        ("10 م", ["10:30 م"]),
        ("11 م", ["11:30 م"]),
        ("11 م", ["11:30 م"]),
    ]
    assert [moment.time for moment in line.tomorrow] == ["12:30 ص"]
    assert line.later == []


def test_a_chief_sees_which_accounts_are_shut_out_and_an_editor_does_not():
    make_user(roles.JOURNALIST, username="rima")
    attempt = {"username": "rima", "ip_address": "10.0.0.1", "failures_since_start": 8}
    AccessAttempt.objects.create(**attempt, attempt_time=timezone.now())
    AccessAttempt.objects.create(**attempt | {"username": "a password, perhaps"}, attempt_time=timezone.now())
    chief = make_user(roles.CHIEF)
    assert today.view_of(chief)["shut_out"] == ["rima"]
    assert today.view_of(make_user(roles.EDITOR))["shut_out"] == []
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(hours=1))
    assert today.view_of(chief)["shut_out"] == []


def test_each_state_is_found_as_it_is_said():
    editor = make_user(roles.EDITOR)
    make_draft()
    submitted("تنتظر")
    workflow.approve(submitted("موافَق"), by=editor)
    workflow.send_back(submitted("مُعاد"), by=editor, note="اختصر")
    workflow.schedule(make_draft().newest_revision, by=editor, due_at=timezone.now() + timedelta(hours=1))
    reworked = make_article()
    workflow.schedule(changed(reworked, "معدّل", by=editor), by=editor, due_at=timezone.now() + timedelta(hours=1))
    make_article(published_at=timezone.now() + timedelta(days=1))
    workflow.withdraw(make_article(), by=editor)
    make_article()
    said = {article.pk: (article.state, article.has_changes) for article in Article.objects.with_state()}
    for state in State.values:
        found = set(Article.objects.in_state(state).values_list("pk", flat=True))
        assert found == {pk for pk, (said_of_it, _has) in said.items() if said_of_it == state}
        assert found
    found = set(Article.objects.with_changes().values_list("pk", flat=True))
    assert found == {pk for pk, (state, has_changes) in said.items() if has_changes and state == State.LIVE}


def test_who_writes_now_is_seen_by_those_who_may_open_the_text():
    editor, journalist, rima = (
        make_user(role, first_name=name)
        for role, name in [(roles.EDITOR, "لينا"), (roles.JOURNALIST, "عاصم"), (roles.JOURNALIST, "ريما")]
    )
    own, others = make_draft(headline="نصّ عاصم", by=journalist), make_draft(headline="نصّ ريما", by=rima)
    presence.arrive(own, editor)
    presence.arrive(others, rima)

    def writing(user):
        return [(one.name, str(one.article)) for one in today.view_of(user)["writing"]]

    assert writing(editor) == [("ريما", "نصّ ريما")]  # and not of herself
    assert writing(journalist) == [("لينا", "نصّ عاصم")]
    assert writing(rima) == []
    presence.leave(others.pk, rima)
    Presence.objects.filter(user=rima).update(seen_at=timezone.now() - timedelta(minutes=2))
    assert writing(editor) == []


def a_busy_day(editor, count):
    for _number in range(count):
        submitted("تنتظر")
        workflow.send_back(submitted("مُعاد"), by=editor, note="اختصر")
        make_draft(by=editor, section=make_section(), authors=[make_author()])
        changed(make_article(), "معدّل", by=editor)
        publishing.prepare(make_section(), [], by=editor, from_at=timezone.now() + timedelta(hours=1))
        late = make_draft()
        workflow.schedule(late.newest_revision, by=editor, due_at=timezone.now() + timedelta(hours=1))
        Revision.objects.filter(article=late).update(due_at=timezone.now() - timedelta(hours=1))


def test_the_day_takes_as_many_queries_however_much_waits_and_is_late(client):
    editor = make_user(roles.EDITOR)
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    a_busy_day(editor, 1)
    client.get("/desk/")
    with CaptureQueriesContext(connection) as few:
        client.get("/desk/")
    a_busy_day(editor, 6)
    with CaptureQueriesContext(connection) as many:
        client.get("/desk/")
    assert len(many) == len(few) <= 18


@pytest.mark.parametrize("role", [roles.JOURNALIST, roles.EDITOR])
def test_each_question_of_the_day_is_answered_by_an_index(role):
    user = make_user(role)
    make_author(user=user)
    a_busy_day(make_user(roles.EDITOR), 2)
    with CaptureQueriesContext(connection) as asked:
        today.view_of(user)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for query in asked.captured_queries:
            cursor.execute(f"EXPLAIN {query['sql']}")
            plan = "\n".join(line for (line,) in cursor)
            assert not re.search(r"Seq Scan on articles_(article|revision|articleevent)\b", plan), plan


def test_the_view_for_the_script_is_the_page_and_asks_to_sign_in(client):
    editor = make_user(roles.EDITOR)
    assert client.get("/desk/today/").status_code == 302
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    submitted("تنتظر المراجعة الآن")
    answer = client.get("/desk/today/").json()
    assert "تنتظر المراجعة الآن" in answer["html"]
    assert "<html" not in answer["html"]
    assert answer["said"] == "بانتظار المراجعة: 1"
    assert re.fullmatch(r"\d+:\d\d [صم]", answer["as_of"])


def test_a_text_that_its_writer_took_up_again_waits_for_nobody_else():
    editor, journalist = make_user(roles.EDITOR), make_user(roles.JOURNALIST)
    returned = submitted("مُعاد", by=journalist)
    workflow.send_back(returned, by=editor, note="اختصر")
    assert trays(editor)["returned"] == ["مُعاد"]
    returned.refresh_from_db()
    changed(returned, "مُعاد ومختصر", by=journalist)
    assert Article.objects.get().stage == Stage.DRAFT
    assert "returned" not in trays(editor)
    assert trays(journalist)["drafts"] == ["مُعاد ومختصر"]
