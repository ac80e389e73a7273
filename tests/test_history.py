"""The history of an article: its pages, what differs between revisions, what readers saw when."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles import history, workflow
from articles.models import ArticleEvent, Correction, Revision
from newsroom import roles
from tests import browser
from tests.factories import make_article, make_content, make_draft, make_user

pytestmark = pytest.mark.django_db

BEIRUT = ZoneInfo("Asia/Beirut")
NOON = datetime(2026, 3, 2, 12, tzinfo=BEIRUT)


@pytest.fixture
def editor(client):
    user = make_user(roles.EDITOR, first_name="ناجي")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def address(article, page, **query):
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/desk/articles/article/{article.pk}/{page}/?{asked}"


def save(article, by, **changes):
    revision = workflow.save_revision(article, {**article.newest_revision.content, **changes}, by=by)
    article.refresh_from_db()
    return revision


def happened(article, verb, at, revision=None, note=""):
    """Put into the article's log that something happened at `at`."""
    event = workflow.log(article, verb, by=None, revision=revision, note=note)
    ArticleEvent.objects.filter(pk=event.pk).update(at=at)
    return event


def in_words(response):
    """What a page says, without markup."""
    return re.sub(
        r"\s+", " ", re.sub(r"<(head|style|script).*?</\1>|<[^>]*>", "", response.content.decode(), flags=re.S)
    )


# The list


def test_the_history_tells_who_saved_and_decided_what_and_when_readers_saw_it(client, editor):
    article = make_draft(headline="الأوّل", by=editor)
    first = article.newest_revision
    workflow.publish(first, by=editor)
    article.refresh_from_db()
    second = save(article, editor, headline_ar="الثاني")
    workflow.publish(second, by=editor)
    page = client.get(address(article, "history"))
    said = in_words(page)
    for words in ["أُنشئ", "حُفظت", "نُشر", "ناجي", "ما يراه القرّاء", "رآه القرّاء من", "يراه القرّاء منذ"]:
        assert words in said, words
    order = [line.revision or line.event.verb for line in page.context["page"].lines]
    assert order == ["published", second, "published", first, "created"]


def test_a_long_history_comes_in_pages_with_the_log_between_its_revisions(
    client, editor, django_assert_max_num_queries
):
    article = make_draft(by=editor)
    whole = article.newest_revision.content
    Revision.objects.bulk_create(
        Revision(article=article, content=whole, created_by=editor, created_at=NOON + timedelta(minutes=minute // 2))
        for minute in range(500)  # two at each moment
    )
    article.newest_revision = article.revisions.first()
    article.save()
    for minute in (10, 249):
        happened(article, "submitted", NOON + timedelta(minutes=minute, seconds=30))
    seen, url, pages = [], address(article, "history"), 0
    while url:
        with django_assert_max_num_queries(16):
            response = client.get(url)
        seen += response.context["page"].lines
        older = response.context["page"].older_than
        url = older and address(article, "history", before=older.pk)
        pages += 1
    assert pages == 11
    assert [line.at for line in seen] == sorted((line.at for line in seen), reverse=True)
    saved = [line.revision.pk for line in seen if line.revision]
    assert len(saved) == len(set(saved)) == 501
    assert [line.event.verb for line in seen if line.event].count("submitted") == 2
    assert client.get(address(article, "history", before=99999999)).status_code == 404


# Comparing


def test_what_readers_see_and_the_newest_are_compared_first(client, editor):
    article = make_article(headline="بيروت تنتظر المطر", by=editor)
    save(article, editor, headline_ar="بيروت تنتظر البحر")
    save(article, editor, headline_ar="بيروت تنتظر الثلج")
    page = client.get(address(article, "compare")).content.decode()
    assert "المطر</del>" in page
    assert "الثلج</ins>" in page
    assert "البحر" not in page
    assert "القسم</h2>" not in page
    assert "القسم</h2>" in client.get(address(article, "compare", all=1)).content.decode()


def test_of_a_draft_the_last_two_are_compared_first(client, editor):
    article = make_draft(headline="واحد", by=editor)
    nothing = client.get(address(article, "compare"), follow=True)
    assert "لا نسخة قبل هذه لتُقارَن بها." in nothing.content.decode()
    save(article, editor, headline_ar="اثنان")
    save(article, editor, headline_ar="ثلاثة")
    page = client.get(address(article, "compare")).content.decode()
    assert "اثنان</del>" in page
    assert "ثلاثة</ins>" in page


def test_any_two_revisions_are_compared_the_older_as_before(client, editor):
    article = make_draft(headline="واحد", by=editor)
    first = article.newest_revision
    second = save(article, editor, headline_ar="اثنان")
    third = save(article, editor, headline_ar="ثلاثة")
    for old, new in [(first, third), (third, first)]:
        page = client.get(address(article, "compare", old=old.pk, new=new.pk)).content.decode()
        assert "واحد</del>" in page
        assert "ثلاثة</ins>" in page
    page = client.get(address(article, "compare", new=second.pk)).content.decode()
    assert "واحد</del>" in page
    assert "اثنان</ins>" in page
    page = in_words(client.get(address(article, "compare", old=first.pk, new=first.pk)))
    assert "متطابقتان حرفاً بحرف" in page
    other = make_draft()
    assert client.get(address(article, "compare", old=other.newest_revision_id)).status_code == 404


def test_what_is_typed_is_shown_and_never_run(client, editor):
    article = make_draft(headline="<b>قبل</b>", by=editor)
    save(article, editor, headline_ar="<script>alert(1)</script>")
    page = client.get(address(article, "compare")).content.decode()
    assert "&lt;script&gt;" in page
    assert "alert(1)</script>" not in page


def test_marks_spaces_and_spelling_are_said_in_words_too(client, editor):
    article = make_draft(headline="كتب الى  صديقه", by=editor)
    save(article, editor, headline_ar="كُتِبَ إلى صديقه")
    page = client.get(address(article, "compare"))
    html, said = page.content.decode(), in_words(page)
    assert '<span class="respelled"><del><span class="visually-hidden">كان: </span>كتب</del>' in html
    assert "كتبصار: كُتِبَ تشكيل" in said
    assert "الىصار: إلى إملاء" in said
    assert "حُذف: ··مسافة" in said


# What was live


def test_what_readers_saw_is_read_from_the_log(editor):
    article = make_draft(by=editor)
    first = article.newest_revision
    second = save(article, editor, headline_ar="الثاني")
    hours = [NOON + timedelta(hours=hour) for hour in range(6)]
    happened(article, "published", hours[0], first)
    happened(article, "published", hours[1], first)  # again: nothing changed for readers
    happened(article, "submitted", hours[1], second)
    happened(article, "published", hours[2], second)
    happened(article, "withdrawn", hours[3])
    happened(article, "published", hours[4], first)
    assert history.periods(article) == [
        history.Period(first.pk, hours[0], hours[2]),
        history.Period(second.pk, hours[2], hours[3]),
        history.Period(first.pk, hours[4], None),
    ]
    moment = timedelta(minutes=1)
    seen = [history.period_at(article, at) for at in (hours[0] - moment, hours[0], hours[2], hours[3], hours[5])]
    assert [period and period.revision_id for period in seen] == [None, first.pk, second.pk, None, first.pk]


def test_the_page_of_a_past_moment_is_shown_by_beirut_time_and_to_no_search_engine(client, editor):
    article = make_article(headline="القديم", by=editor)
    article.events.filter(verb="published").update(at=NOON)
    second = save(article, editor, headline_ar="الجديد")
    workflow.publish(second, by=editor)
    page = client.get(address(article, "live", at="2026-03-02T12:00"))
    assert "القديم" in page.content.decode()
    assert "الجديد" not in page.content.decode()
    assert "noindex" in page["X-Robots-Tag"]
    early = client.get(address(article, "live", at="2026-03-02T11:59"))
    assert "لم يكن القرّاء يرون شيئاً" in early.content.decode()
    now = timezone.now().astimezone(UTC).isoformat().replace("+", "%2B")
    assert "الجديد" in client.get(address(article, "live", at=now)).content.decode()


@pytest.mark.parametrize(
    ("at", "answer"),
    [
        ("", "رآه القرّاء"),
        ("2200-01-01T00:00", "لم تأتِ بعد"),
        ("9999-12-31T23:59", "لم تأتِ بعد"),
        ("1900-01-01T00:00", "لم يكن القرّاء يرون شيئاً"),
        ("2026-03-29T00:30", "لم يكن القرّاء يرون شيئاً"),  # the hour that summer time skips
        ("0001-01-01T00:00", "اكتب يوماً وساعة"),
        ("yesterday", "اكتب يوماً وساعة"),
        ("%00", "اكتب يوماً وساعة"),
    ],
)
def test_any_moment_can_be_asked_for(client, editor, at, answer):
    article = make_article(by=editor)
    workflow.withdraw(article, by=editor)
    assert answer in in_words(client.get(address(article, "live", at=at)))


def test_the_hour_that_winter_time_repeats_is_the_first_unless_it_says_which():
    """On 25 October 2026 Beirut's clocks go from midnight back to eleven."""
    assert history.moment_of("2026-10-24T23:30") == datetime(2026, 10, 24, 20, 30, tzinfo=UTC)
    assert history.moment_of("2026-10-24T23:30+02:00") == datetime(2026, 10, 24, 21, 30, tzinfo=UTC)


def test_the_page_of_a_past_moment_has_the_corrections_of_then(client, editor):
    article = make_article(by=editor)
    article.events.filter(verb="published").update(at=NOON)
    brought = Correction.objects.create(article=article, text="تصويب مستورد", created_at=NOON)
    removed = "تصويب أزيل"
    happened(article, "corrected", NOON + timedelta(hours=1), note=removed)
    happened(article, "uncorrected", NOON + timedelta(hours=2), note=removed)

    def page(hour):
        return in_words(client.get(address(article, "live", at=f"2026-03-02T{hour}:30")))

    assert [removed in page(hour) for hour in (12, 13, 14)] == [False, True, False]
    assert all(brought.text in page(hour) for hour in (12, 13, 14))


def test_who_may_not_edit_reads_no_history(client):
    client.force_login(make_user(roles.JOURNALIST), backend="django.contrib.auth.backends.ModelBackend")
    article = make_article()
    for page in ["history", "compare", "live"]:
        assert client.get(address(article, page)).status_code == 403
    own = make_draft(by=make_user(roles.JOURNALIST))
    client.force_login(own.created_by, backend="django.contrib.auth.backends.ModelBackend")
    for page in ["history", "live"]:
        assert client.get(address(own, page)).status_code == 200


# In a browser


def test_an_editor_chooses_two_revisions_and_restores_one_by_keyboard(page):
    editor = make_user(roles.EDITOR)
    article = make_draft(headline="بيروت تنتظر المطر", by=editor)
    save(article, editor, headline_ar="بيروت تنتظر البحر")
    save(article, editor, headline_ar="بيروت تنتظر الثلج")
    browser.sign_in(page, editor)
    page.goto(address(article, "history"))
    first = page.get_by_role("listitem").filter(has=page.get_by_text("حُفظت", exact=True)).last
    first.get_by_label("قبل").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    headline = page.get_by_role("region", name="العنوان")
    expect(headline.get_by_role("deletion")).to_have_text("حُذف: المطر")
    expect(headline.get_by_role("insertion")).to_have_text("أُضيف: الثلج")
    page.get_by_role("link", name="العودة إلى السجلّ").press("Enter")
    first.get_by_role("button", name="استعِد").press("Enter")
    expect(page.get_by_label("العنوان", exact=True)).to_have_value("بيروت تنتظر المطر")


def test_a_comparison_fits_a_phone(phone):
    editor = make_user(roles.EDITOR)
    article = make_article(headline="بيروت تنتظر", by=editor)
    long_word = "https://example.com/" + "a" * 120
    save(article, editor, **make_content(headline="كلمة " * 30, body=f"<p>{long_word}</p>", source_url=long_word))
    browser.sign_in(phone, editor)
    for name in ["history", "compare", "live"]:
        phone.goto(address(article, name))
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, name
