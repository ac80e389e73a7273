"""The day's view and the desk's lists as people use them: it renews itself, keys lead through it, a phone is enough."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from articles import workflow
from articles.models import Article, Revision, Stage
from newsroom import roles
from tests.browser import sign_in
from tests.factories import make_article, make_author, make_draft, make_image, make_topic, make_user


def submitted(headline, **given):
    article = make_draft(headline=headline, **given)
    return workflow.submit(article, by=article.created_by)


@pytest.mark.console_may_say("ERR_INTERNET_DISCONNECTED")
def test_the_day_renews_itself_while_it_is_seen_and_says_when_it_cannot(page):
    editor = make_user(roles.EDITOR)
    first = submitted("وصل أولاً")
    sign_in(page, editor)
    page.clock.install()
    page.goto("/desk/")
    link = page.get_by_role("link", name="وصل أولاً")
    link.focus()
    expect(page.get_by_text("تتجدّد وحدها")).to_be_visible()
    submitted("وصل بعدها")
    page.clock.run_for(15_000)
    expect(page.get_by_role("link", name="وصل بعدها")).to_be_visible()
    expect(link).to_be_focused()  # who was about to open it still is
    expect(page.get_by_role("status")).to_have_text("بانتظار المراجعة: 2")

    page.context.set_offline(True)
    page.clock.run_for(15_000)
    expect(page.get_by_text("الخادم لا يجيب. هكذا كانت الأمور عند")).to_be_visible()
    expect(link).to_be_visible()  # what was known still stands
    page.context.set_offline(False)
    workflow.approve(first, by=editor)
    page.clock.run_for(15_000)
    expect(page.get_by_role("region", name="موافَق عليها").get_by_role("link", name="وصل أولاً")).to_be_visible()
    expect(page.get_by_text("تتجدّد وحدها")).to_be_visible()

    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(
        "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    page.clock.run_for(60_000)
    assert asked == []  # nobody looks
    submitted("وصل أخيراً")
    page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    page.clock.run_for(1_000)
    expect(page.get_by_role("link", name="وصل أخيراً")).to_be_visible()
    assert asked
    page.context.clear_cookies()
    page.clock.run_for(15_000)
    expect(page.get_by_text("انتهت جلستك. هكذا كانت الأمور عند")).to_be_visible()


def test_keys_lead_from_row_to_row_on_an_arabic_keyboard_too(page):
    sign_in(page, make_user(roles.EDITOR))
    for headline in ["الأقدم", "الأوسط", "الأحدث"]:
        submitted(headline)
    for address, order in [
        ("/desk/", ["الأقدم", "الأوسط", "الأحدث"]),
        ("/desk/articles/article/", ["الأحدث", "الأوسط", "الأقدم"]),
    ]:
        page.goto(address)
        rows = [page.locator("main").get_by_role("link", name=name, exact=True) for name in order]
        page.keyboard.press("ArrowDown")  # outside of the list the arrows move the page
        expect(rows[0]).not_to_be_focused()
        page.keyboard.press("KeyJ")
        expect(rows[0]).to_be_focused()
        page.keyboard.press("KeyJ")
        expect(rows[1]).to_be_focused()
        page.keyboard.press("ArrowDown")
        expect(rows[2]).to_be_focused()
        page.keyboard.press("KeyK")
        expect(rows[1]).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/article/\d+/change/$"))
    page.goto("/desk/articles/article/")
    page.locator("#searchbar").press_sequentially("jk")
    expect(page.locator("#searchbar")).to_have_value("jk")


def fits(phone):
    """Nothing is wider than the phone; what may move sideways does so in its own box."""
    assert phone.evaluate("document.documentElement.scrollWidth") == 390, phone.url


def in_reach(phone, button, *, below=844 / 2):
    """The button is whole on the phone, in its lower half, and as high as a thumb needs it."""
    box = button.bounding_box()
    assert box["y"] >= below
    assert box["y"] + box["height"] <= 844
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["height"] >= 38


def test_an_editor_reads_returns_approves_schedules_and_publishes_from_a_phone(phone):
    editor = make_user(roles.EDITOR)
    body = "<p>جاء المطر في ليلة واحدة.</p>"
    for headline in ["للإعادة", "للموافقة", "للجدولة", "للنشر"]:
        submitted(headline, body=body)
    sign_in(phone, editor)

    def take(headline):
        phone.goto("/desk/")
        fits(phone)
        phone.get_by_role("region", name="بانتظار المراجعة").get_by_role("link", name=headline).tap()
        expect(phone.get_by_role("status").first).to_have_text(re.compile("^قيد المراجعة"))
        expect(phone.locator("[data-edition=ar] .ProseMirror")).to_be_visible()
        phone.wait_for_load_state()
        fits(phone)
        return Article.objects.get(newest_revision__headline=headline)

    def press(name, *, below=844 / 2, after=None):
        more = phone.locator(".more > summary")
        in_reach(phone, more)
        more.tap()
        fits(phone)
        if after:
            after()
        button = phone.get_by_role("button", name=name, exact=True)
        button.scroll_into_view_if_needed()
        in_reach(phone, button, below=below)
        button.tap()

    article = take("للإعادة")
    with phone.context.expect_page() as opened:
        preview = phone.get_by_role("button", name="معاينة", exact=True)
        in_reach(phone, preview)
        preview.tap()
    expect(opened.value.get_by_text("جاء المطر في ليلة واحدة.")).to_be_visible()
    opened.value.wait_for_load_state()
    fits(opened.value)
    opened.value.close()
    press(
        "أعِده إلى الكاتب", below=0, after=lambda: phone.get_by_label("ملاحظة إلى الكاتب", exact=True).fill("أضف رقماً")
    )
    expect(phone.get_by_role("status").first).to_have_text(re.compile("^مُعاد"))
    article.refresh_from_db()
    assert article.stage == Stage.RETURNED

    article = take("للموافقة")
    press("وافق على النصّ")
    expect(phone.get_by_role("status").first).to_have_text(re.compile("^موافَق"))

    take("للجدولة")
    press("جدوِل")
    expect(phone.get_by_role("status").first).to_have_text(re.compile("^مجدوَل"))
    assert Revision.objects.get(headline="للجدولة").due_at > timezone.now()

    article = take("للنشر")
    publish = phone.get_by_role("button", name="انشر", exact=True)
    in_reach(phone, publish)
    publish.tap()
    expect(phone.get_by_role("status").first).to_have_text(re.compile("^منشور"))
    article.refresh_from_db()
    assert article.is_live


@pytest.mark.console_may_say("status of 404")
def test_no_screen_of_the_desk_is_wider_than_a_phone(phone):
    chief = make_user(roles.CHIEF)
    image, topic, author = make_image(), make_topic(aliases=["تهجئة"]), make_author()
    article = make_article(headline="وكالة CIA تكشف وثائق عن عام 2024 وتحذّر من تكرار ما جرى قبل أعوام", by=chief)
    content = {**article.newest_revision.content, "headline_ar": "عنوان آخر"}
    workflow.schedule(
        workflow.save_revision(article, content, by=chief), by=chief, due_at=timezone.now() + timedelta(minutes=9)
    )
    Revision.objects.exclude(due_at=None).update(due_at=timezone.now() - timedelta(hours=1))
    sign_in(phone, chief)
    names = ["articles_article", "images_image", "topics_topic", "authors_author", "articles_section"]
    names += ["articles_staticpage", "delivery_redirect", "auth_user"]
    addresses = [
        "/desk/",
        "/desk/search/?q=CIA",
        "/desk/password_change/",
        "/desk/nothing/here/",
        *(reverse(f"admin:{name}_changelist") for name in names),
        *(reverse(f"admin:articles_article_{name}", args=[article.pk]) for name in ("history", "compare", "live")),
        *(
            reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
            for row in (image, topic, author)
        ),
    ]
    for address in addresses:
        phone.goto(address)
        fits(phone)
    phone.context.clear_cookies()
    phone.goto("/desk/login/")
    fits(phone)
