"""The writing screen, without a browser: what each role may do, and what becomes of what was typed."""

import json
import re
import threading
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.db import connection, transaction
from django.utils import timezone

from articles import content, desk, workflow
from articles.models import Article, ArticleEvent, Stage
from newsroom import roles
from tests.factories import make_article, make_author, make_content, make_draft, make_section, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    """Signs a new user of a role in and returns the user."""

    def sign_in(role):
        user = make_user(role)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return user

    return sign_in


def address(article, page="change"):
    return f"/desk/articles/article/{article.pk}/{page}/"


def typed(article=None, **changes):
    """What a browser sends for the newest revision of `article` after `changes` were typed."""
    newest = article.newest_revision if article else None
    values = {**(newest.content if newest else content.EMPTY), **changes}
    values["bylines"], values["topics"] = json.dumps(values["bylines"]), json.dumps(values["topics"])
    values = {name: "" if value is None else value for name, value in values.items()}
    return {"base_revision": newest.pk if newest else "", "action": "save", "language": "ar", **values}


def save(client, article, follow=True, **changes):
    """Send the form as opened now, with `changes`; the answer is the page that follows."""
    article.refresh_from_db()
    return client.post(address(article), typed(article, **changes), follow=follow)


def test_a_first_save_makes_an_article_with_one_revision(client, sign_in):
    journalist = sign_in(roles.JOURNALIST)
    page = client.get("/desk/articles/article/add/")
    assert page.status_code == 200
    assert "desk/desk" in page.content.decode() and "admin/js/" not in page.content.decode()  # Django's are jQuery's
    author = make_author()
    values = typed(headline_ar="بيروت تنتظر", bylines=[{"author": author.pk, "role": "writer"}])
    response = client.post("/desk/articles/article/add/", values)
    article = Article.objects.get()
    assert response["Location"] == address(article)
    assert article.created_by == journalist
    assert not article.headline_ar  # the row is what readers see, and they see nothing yet
    assert article.newest_revision.content["headline_ar"] == "بيروت تنتظر"
    assert article.newest_revision.author_ids == [author.pk]
    assert "مسودة، حُفظت" in client.get(address(article)).content.decode()


def test_a_draft_may_lack_everything(client, sign_in):
    sign_in(roles.JOURNALIST)
    client.post("/desk/articles/article/add/", typed())
    assert Article.objects.get().newest_revision.content == content.EMPTY


def test_saving_a_live_article_changes_nothing_for_readers(client, sign_in):
    editor = sign_in(roles.EDITOR)
    article = make_article(headline="قبل", by=editor)
    page = save(client, article, headline_ar="بعد")
    article.refresh_from_db()
    assert (article.headline_ar, article.newest_revision.headline) == ("قبل", "بعد")
    assert "وفيه تعديلات لم تُنشر" in page.content.decode()
    save(client, article, action="publish")
    article.refresh_from_db()
    assert article.headline_ar == "بعد"


def test_a_script_that_saves_in_place_is_told_where_the_article_stands(client, sign_in):
    article = make_draft(by=sign_in(roles.JOURNALIST))
    accept = {"accept": "application/json"}
    answer = client.post(address(article), typed(article, headline_ar="بعد"), headers=accept).json()
    article.refresh_from_db()
    assert answer["base_revision"] == article.newest_revision_id
    assert answer["standing"].startswith("مسودة، حُفظت")


def test_the_next_step_of_a_live_article_waits_until_there_is_something_new(client, sign_in):
    writer, editor = sign_in(roles.JOURNALIST), make_user(roles.EDITOR)
    article = make_article(by=writer)
    waiting = {"nothing_new": "يرى القرّاء هذا النصّ نفسه؛ لا جديد يُنشر."}
    assert desk.next_step(editor, article) == desk.Step("publish", "انشر التعديلات", **waiting)
    assert desk.next_step(writer, article) == desk.Step("submit", "أرسل التعديلات للمراجعة", **waiting)
    answer = client.post(
        address(article), typed(article, headline_ar="بعد"), headers={"accept": "application/json"}
    ).json()
    assert 'value="submit"' in answer["next_step"] and "data-nothing-new" not in answer["next_step"]
    article = Article.objects.get(pk=article.pk)
    assert desk.next_step(editor, article) == desk.Step("publish", "انشر التعديلات")
    workflow.submit(article, by=writer)
    assert desk.next_step(writer, Article.objects.get(pk=article.pk)).action == "save"


# From writer to readers


def test_a_writer_submits_and_takes_back(client, sign_in):
    article = make_draft(by=sign_in(roles.JOURNALIST))
    page = client.get(address(article)).content.decode()
    assert 'value="submit"' in page
    assert 'value="publish"' not in page
    page = save(client, article, action="submit").content.decode()
    article.refresh_from_db()
    assert article.stage == Stage.SUBMITTED
    assert "قيد المراجعة" in page
    save(client, article, action="unsubmit")
    article.refresh_from_db()
    assert article.stage == Stage.DRAFT


def test_an_editor_returns_with_a_note_which_the_writer_reads(client, sign_in):
    writer = make_user(roles.JOURNALIST)
    article = workflow.submit(make_draft(by=writer), by=writer)
    sign_in(roles.EDITOR)
    page = save(client, article, action="return").content.decode()
    assert "اكتب في الملاحظة" in page  # not without a reason
    save(client, article, action="return", note="أين المصدر الثاني؟")
    article.refresh_from_db()
    assert article.stage == Stage.RETURNED
    client.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    for url in ["/desk/", address(article)]:
        assert "أين المصدر الثاني؟" in client.get(url).content.decode()


def test_an_editor_publishes_schedules_and_withdraws(client, sign_in):
    sign_in(roles.EDITOR)
    article = make_draft()
    due_at = (timezone.localtime() + timedelta(days=2)).replace(second=0, microsecond=0)
    page = save(client, article, action="schedule", due_at=due_at.strftime("%Y-%m-%dT%H:%M")).content.decode()
    article.refresh_from_db()
    assert article.newest_revision.due_at == due_at
    assert "مجدوَل" in page
    save(client, article, action="unschedule")
    assert not article.revisions.exclude(due_at=None).exists()
    save(client, article, action="publish")
    article.refresh_from_db()
    assert article.is_live
    page = save(client, article, action="withdraw").content.decode()
    article.refresh_from_db()
    assert article.withdrawn_at is not None
    assert "أعِد النشر" in page
    save(client, article, action="publish")
    article.refresh_from_db()
    assert article.is_live


@pytest.mark.parametrize("action", ["publish", "schedule", "return", "withdraw", "correct"])
def test_a_writer_cannot_do_what_editors_do_and_the_text_is_saved_all_the_same(client, sign_in, action):
    article = make_draft(by=sign_in(roles.JOURNALIST))
    tomorrow = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    sent = {"headline_ar": "كلام جديد", "due_at": tomorrow, "note": "كلام", "correction": "كلام"}
    page = save(client, article, action=action, **sent)
    article.refresh_from_db()
    assert "للمحرّرين وحدهم" in page.content.decode()
    assert article.newest_revision.headline == "كلام جديد"
    assert not article.is_live
    assert article.newest_revision.due_at is None


def test_corrections_are_printed_and_removed_without_losing_the_text(client, sign_in):
    article = make_article(by=sign_in(roles.CHIEF))
    save(client, article, action="correct", correction="ورد اسم البلدة خطأً.", headline_ar="معدَّل")
    correction = article.corrections.get()
    article.refresh_from_db()
    assert article.newest_revision.headline == "معدَّل"
    assert "ورد اسم البلدة خطأً." in client.get(address(article)).content.decode()
    save(client, article, action=f"uncorrect-{correction.pk}")
    assert not article.corrections.exists()
    assert save(client, article, action="uncorrect-junk").status_code == 200


# Bad input


def test_publishing_without_headline_section_or_text_says_so_beside_the_fields(client, sign_in):
    editor = sign_in(roles.EDITOR)
    article = workflow.create_article(by=editor)
    page = save(client, article, action="publish", standfirst_ar="مقدّمة بلا مقال").content.decode()
    article.refresh_from_db()
    for message in ["اكتب العنوان أوّلاً", "اختر القسم أوّلاً", "اكتب النصّ أوّلاً", "حُفظ ما كتبته"]:
        assert message in page
    assert article.newest_revision.content["standfirst_ar"] == "مقدّمة بلا مقال"
    assert not article.is_live


def test_a_time_that_is_past_or_none_is_refused_and_the_text_is_saved(client, sign_in):
    article = make_draft(by=sign_in(roles.EDITOR))
    assert "هذا الوقت مضى" in save(client, article, action="schedule", due_at="2020-01-01T10:00").content.decode()
    assert "اختر اليوم والساعة" in save(client, article, action="schedule", due_at="").content.decode()
    page = save(client, article, action="schedule", due_at="غداً", headline_ar="باقٍ هنا").content.decode()
    assert "باقٍ هنا" in page


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_in_the_same_moment_the_second_is_told():
    one, other = make_user(roles.EDITOR), make_user(roles.EDITOR)
    article = make_draft(by=one)
    base, found = article.newest_revision_id, []

    def save_too():
        try:
            again = Article.objects.get(pk=article.pk)
            workflow.save_revision(again, make_content(headline="الثاني"), by=other, base=base)
        except workflow.StaleRevision as stale:
            found.append(stale.newest)
        finally:
            connection.close()

    second = threading.Thread(target=save_too)
    with transaction.atomic():
        first = workflow.save_revision(article, make_content(headline="الأوّل"), by=one, base=base)
        second.start()
        with connection.cursor() as cursor:
            waits = False
            while second.is_alive() and not waits:
                cursor.execute(
                    "SELECT EXISTS (SELECT FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
                )
                waits = cursor.fetchone()[0]
    second.join()
    assert found == [first]


def test_another_writers_draft_is_refused_in_words(client, sign_in):
    sign_in(roles.JOURNALIST)
    article = make_draft()
    for page in ["change", "preview", "history"]:
        response = client.get(address(article, page))
        assert response.status_code == 403
        assert "هذا المقال لزميل آخر. اطلب من محرّر" in response.content.decode()
    response = client.post(address(article), typed(article, headline_ar="ليس لي"))
    assert response.status_code == 403
    assert article.revisions.count() == 1


def test_a_byline_makes_an_article_ones_own(client, sign_in):
    journalist = sign_in(roles.JOURNALIST)
    article = make_draft(authors=[make_author(user=journalist)])
    assert client.get(address(article)).status_code == 200
    assert save(client, article, headline_ar="بتوقيعي").status_code == 200
    article.refresh_from_db()
    assert article.newest_revision.headline == "بتوقيعي"


def test_a_body_with_scripts_is_saved_without_them(client, sign_in):
    article = make_draft(by=sign_in(roles.JOURNALIST))
    save(client, article, body_ar='<p onclick="x()">نصّ<script>alert(1)</script></p><img src=x onerror=y()>')
    article.refresh_from_db()
    assert article.newest_revision.content["body_ar"] == "<p>نصّ</p>"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("headline_ar", "طويل " * 60, "200"),
        ("slug_ar", "فيه فراغ", "فيه-فراغ"),
        ("source_url", "javascript:alert(1)", "رابط"),
        ("section", "99999", "القسم"),
        ("bylines", '[{"author": 99999, "role": "writer"}]', "حُذف"),
        ("topics", "junk", "القائمة"),
        ("lead_image", "99999", "الصورة"),
    ],
)
def test_what_a_field_cannot_hold_is_told_and_all_that_was_typed_comes_back(client, sign_in, field, value, message):
    article = make_draft(by=sign_in(roles.JOURNALIST))
    sent = {**typed(article, standfirst_ar="باقٍ هنا"), field: value}
    text = client.post(address(article), sent).content.decode()
    assert "لم يُحفظ" in text
    assert message in text
    assert "باقٍ هنا" in text
    assert article.revisions.count() == 1


def test_an_error_in_another_language_opens_that_language(client, sign_in):
    article = make_draft(by=sign_in(roles.JOURNALIST))
    page = client.post(address(article), typed(article, slug_en="Not A Slug"))
    assert page.context["shown"] == "en"


def test_no_other_address_of_the_desk_deletes_an_article(client, sign_in):
    sign_in(roles.CHIEF)
    article = make_article()
    assert client.post(address(article, "delete"), {"post": "yes"}).status_code == 403
    assert Article.objects.filter(pk=article.pk).exists()
    assert client.get("/desk/articles/article/junk/change/").status_code in (302, 404)
    assert client.get("/desk/articles/article/99999/change/").status_code == 404


# Preview and history


def test_the_preview_is_the_readers_page_of_the_newest_or_of_an_asked_revision(client, sign_in):
    editor = sign_in(roles.EDITOR)
    article = make_article(headline="الأوّل", by=editor)
    first = article.newest_revision
    save(client, article, headline_ar="الثاني", section=make_section("اقتصاد").pk)
    newest = client.get(address(article, "preview"))
    assert "الثاني" in newest.content.decode()
    assert f'href="{address(article, "change")}"' in newest.content.decode()
    assert "عُد إلى الكتابة" not in client.get(article.get_absolute_url()).content.decode()
    assert "noindex" in newest["X-Robots-Tag"]
    assert "الأوّل" in client.get(f"{address(article, 'preview')}?revision={first.pk}").content.decode()
    assert client.get(f"{address(article, 'preview')}?revision=99999").status_code == 404
    other = make_draft()
    foreign = f"{address(article, 'preview')}?revision={other.newest_revision_id}"
    assert client.get(foreign).status_code == 404
    article.refresh_from_db()
    assert article.headline_ar == "الأوّل"


def test_a_draft_without_anything_can_be_previewed(client, sign_in):
    article = workflow.create_article(by=sign_in(roles.JOURNALIST))
    save(client, article)
    assert client.get(address(article, "preview")).status_code == 200


def test_the_history_shows_who_did_what_and_brings_a_revision_back(client, sign_in):
    editor = sign_in(roles.EDITOR)
    article = make_draft(headline="الأوّل", by=editor)
    first = article.newest_revision
    save(client, article, headline_ar="الثاني", action="publish")
    page = client.get(address(article, "history")).content.decode()
    for words in ["أُنشئ", "نُشر", "ما يراه القرّاء", editor.username]:
        assert words in page
    restore = f"/desk/articles/article/{article.pk}/restore/{first.pk}/"
    assert client.get(restore).status_code == 405
    client.post(restore)
    article.refresh_from_db()
    assert article.newest_revision.headline == "الأوّل"
    assert article.headline_ar == "الثاني"
    assert article.events.filter(verb=ArticleEvent.Verb.RESTORED, by=editor).exists()


def test_a_text_that_is_too_long_is_refused_in_arabic_and_stays_in_the_form(client, sign_in):
    article = make_draft(by=sign_in(roles.JOURNALIST))
    assert "maxlength" not in re.sub(r"<dialog.*|<template.*?</template>", "", read(client, article), flags=re.S)
    for name, most in [("standfirst_ar", 600), ("source_name_ar", 200), ("seo_title_en", 120)]:
        page = save(client, article, **{name: "كلمة " * most, "headline_ar": "عنوان جديد"}).content.decode()
        assert f"على {most} حرف" in page or f"حرف أو رمز {most}" in page or f"{most} حرف" in page, name
        assert page.count("كلمة ") >= most and "عنوان جديد" in page
        assert '<details class="fold">' not in page  # what is wrong is not folded away
    assert article.revisions.count() == 1
    assert read(client, article).count('<details class="fold"') > read(client, article).count(
        '<details class="fold" open'
    )


def test_an_hour_that_summer_time_skips_matters_to_the_schedule_alone(client, sign_in):
    article = make_draft(by=sign_in(roles.EDITOR))
    skipped = "2030-03-31T00:30"  # Beirut's clocks go from midnight to one
    save(client, article, due_at=skipped, headline_ar="محفوظ")
    article.refresh_from_db()
    assert article.newest_revision.headline == "محفوظ"
    page = save(client, article, action="schedule", due_at=skipped, headline_ar="باقٍ").content.decode()
    assert "لا وجود لهذا الوقت تلك الليلة" in page and "باقٍ" in page


@pytest.mark.parametrize("now", ["2030-03-30T20:35Z", "2030-03-30T22:40Z", "2030-10-26T20:50Z", "2026-01-01T12:29Z"])
def test_the_time_that_the_schedule_offers_exists_and_is_near(now):
    now = datetime.fromisoformat(now)
    with mock.patch("django.utils.timezone.now", return_value=now):
        offered = desk.soon()
    assert timedelta(minutes=30) <= offered - now <= timedelta(minutes=90)
    assert offered.minute == 0
    assert offered.astimezone(UTC).astimezone(offered.tzinfo) == offered
    assert offered.astimezone(UTC).astimezone(offered.tzinfo).hour == offered.hour


def test_a_script_that_may_not_save_is_told_why(client, sign_in):
    article = make_draft(by=make_user(roles.EDITOR))
    sign_in(roles.JOURNALIST)
    response = client.post(address(article), typed(article), headers={"accept": "application/json"})
    assert response.status_code == 403
    assert "هذا المقال لزميل آخر" in response.json()["error"]


def test_the_preview_is_of_the_language_that_is_being_written(client, sign_in):
    article = make_draft(
        by=sign_in(roles.JOURNALIST), headline="بيروت تنتظر", headline_en="Beirut waits", body_en="<p>It rained.</p>"
    )
    response = save(client, article, action="preview", language="en")
    page = response.content.decode()
    assert "Beirut waits" in page and "It rained." in page and "بيروت تنتظر" not in page
    assert 'dir="ltr"' in page
    page = client.get(address(article, "preview") + "?language=xx").content.decode()
    assert "بيروت تنتظر" in page and "Beirut waits" not in page


def read(client, article):
    return client.get(address(article)).content.decode()
