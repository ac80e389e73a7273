"""The screen of a front in a real browser, as an editor uses it on a busy evening."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from fronts import presence
from fronts.models import FrontVersion
from newsroom import roles
from tests.accessibility import violations
from tests.browser import PHONE, sign_in
from tests.factories import make_article, make_image, make_section, make_user
from tests.test_fronts import publish, slot

pytestmark = pytest.mark.django_db(transaction=True)


class Screen:
    """The desk's screen of the paper's front, by what an editor sees."""

    def __init__(self, page):
        self.page = page
        self.picture = page.get_by_role("group", name="رسم الصفحة")
        self.shelf = page.get_by_role("complementary", name="المقالات")
        self.said = page.locator("[data-said]")

    def place(self, name):
        return self.picture.locator(f"[data-name='{name}']")

    def row(self, headline):
        return self.shelf.get_by_role("listitem").filter(has_text=headline)

    def open(self, name):
        """The dialog of a place."""
        self.place(name).get_by_role("button", name=f"عدّل {name}").press("Enter")
        return self.page.get_by_role("dialog", name=name)

    def publish(self):
        self.page.get_by_role("button", name="انشر الواجهة الآن").click()

    def expect_published(self):
        expect(self.page.get_by_text("الواجهة أمام القرّاء.")).to_be_visible()


@pytest.fixture
def editor():
    return make_user(roles.EDITOR, first_name="ريم", last_name="الحدّاد")


@pytest.fixture
def articles():
    """Ten news, the oldest first, one of them with a picture."""
    section = make_section("سياسة")
    return [
        make_article(section=section, headline=f"خبر رقم {number}", lead_image=make_image() if number == 4 else None)
        for number in range(10)
    ]


LEAD, FIRST, SECOND = "الصدارة", "إلى جانب الصدارة، 1", "إلى جانب الصدارة، 2"


@pytest.mark.console_may_say("status of 400", "status of 409")
def test_an_editor_arranges_prepares_meets_a_colleague_and_goes_back(page, editor, articles):
    sign_in(page, editor)
    page.goto("/desk/")
    page.get_by_role("link", name="الواجهات").click()
    screen = Screen(page)
    expect(screen.place(LEAD)).to_contain_text("خبر رقم 4")
    expect(screen.place(LEAD)).to_contain_text("تلقائي")

    # With the mouse: from the shelf, from place to place, and out again.
    screen.row("خبر رقم 7").drag_to(screen.place(LEAD))
    expect(screen.place(LEAD)).to_contain_text("خبر رقم 7")
    expect(screen.place(LEAD)).to_contain_text("مختار")
    screen.place(LEAD).drag_to(screen.place(FIRST))
    expect(screen.place(FIRST)).to_contain_text("خبر رقم 7")
    expect(screen.place(LEAD)).to_contain_text("خبر رقم 4")
    screen.place(FIRST).drag_to(screen.shelf.get_by_role("heading", name="المقالات"))
    expect(screen.place(FIRST)).not_to_contain_text("مختار")
    expect(screen.said).to_have_text(f"{FIRST}: يمتلئ تلقائياً من جديد.")

    # With the keyboard alone: search, take, put; then a headline of the front's own.
    page.get_by_role("searchbox", name="ابحث في المقالات").fill("رقم 2")
    expect(screen.shelf.locator("[data-found] li")).to_have_count(1)
    screen.row("خبر رقم 2").get_by_role("button", name="ضعه: خبر رقم 2").press("Enter")
    expect(page.get_by_role("button", name=f"ضع هنا: {LEAD}")).to_be_focused()
    page.get_by_role("button", name=f"ضع هنا: {SECOND}").press("Enter")
    expect(screen.place(SECOND)).to_contain_text("خبر رقم 2")
    expect(screen.place(SECOND).get_by_role("button", name=re.compile("عدّل"))).to_be_focused()
    dialog = screen.open(SECOND)
    dialog.get_by_label("عنوان آخر، في هذه الواجهة وحدها").fill("س" * 201)
    dialog.get_by_role("button", name="تمّ").click()
    expect(screen.place(SECOND)).to_contain_text("العنوان أطول من اللازم: 200")
    screen.publish()
    expect(page.get_by_role("alert").first).to_contain_text("العنوان أطول من اللازم")
    dialog = screen.open(SECOND)
    dialog.get_by_label("عنوان آخر، في هذه الواجهة وحدها").fill("عنوان الليلة")
    assert violations(page) == []
    dialog.get_by_role("combobox", name="انقله إلى").select_option(LEAD)
    dialog.get_by_role("button", name="تمّ").click()
    expect(screen.place(LEAD)).to_contain_text("عنوان الليلة")
    expect(screen.place(LEAD).get_by_role("button", name=re.compile("عدّل"))).to_be_focused()
    dialog = screen.open(LEAD)
    dialog.get_by_role("button", name="صورة أخرى").click()
    page.get_by_role("dialog", name="مكتبة الصور").locator("li button").first.click()
    expect(dialog.locator("img")).to_be_visible()
    dialog.get_by_role("button", name="تمّ").click()
    expect(screen.place(LEAD).locator("img")).to_be_visible()

    # What is not published yet is still here after the page was left; the preview is the true page.
    page.reload()
    expect(screen.place(LEAD)).to_contain_text("عنوان الليلة")
    page.get_by_role("button", name="معاينة").click()
    preview = page.frame_locator("iframe[name=front-preview]")
    expect(preview.locator(".card-lead h2")).to_have_text("عنوان الليلة")
    frame = page.locator("iframe[name=front-preview]")
    assert frame.bounding_box()["width"] == PHONE["width"]
    page.get_by_role("button", name="حاسوب").click()
    assert frame.bounding_box()["width"] >= 1280
    page.get_by_role("dialog").get_by_role("button", name="أغلق").click()
    screen.publish()
    screen.expect_published()
    page.goto("/")
    expect(page.locator(".card-lead h2")).to_have_text("عنوان الليلة")

    # A colleague is there, and is faster.
    colleague = make_user(roles.EDITOR, first_name="عمر", last_name="نصّار")
    presence.beat(None, colleague)
    page.goto("/desk/fronts/")
    expect(page.get_by_text("معك في هذه الواجهة، منذ الوقت المذكور: عمر نصّار")).to_be_visible()
    screen.open(FIRST).get_by_role("button", name="ثبّته هنا").click()
    page.get_by_role("dialog").get_by_role("button", name="أغلق").click()
    pinned = screen.place(FIRST).get_attribute("data-label")
    publish([slot("lead-0", articles[5])], by=colleague)
    expect(page.get_by_text("نُشرت واجهة أخرى")).to_be_visible()
    screen.publish()
    both = page.get_by_role("dialog", name="واجهتان")
    expect(both).to_contain_text("عمر نصّار")
    expect(both).to_contain_text(f"{LEAD}: “خبر رقم 5” بدلاً من “خبر رقم 2”.")
    expect(both).to_contain_text(f"{FIRST}: “{pinned}”.")
    assert violations(page) == []
    both.get_by_role("button", name="طبّق تغييراتي فوقها").click()
    expect(screen.place(LEAD)).to_contain_text("خبر رقم 5")
    expect(screen.place(FIRST)).to_contain_text("مختار")
    screen.publish()
    screen.expect_published()
    assert [slot.key for slot in FrontVersion.objects.of(None).out()[0].slots.all()] == ["lead-0", "second-0"]

    # For later: a time that is past is refused, and nothing is lost by it.
    page.get_by_role("searchbox", name="ابحث في المقالات").fill("رقم 1")
    expect(screen.shelf.locator("[data-found] li")).to_have_count(1)
    screen.row("خبر رقم 1").drag_to(screen.place(LEAD))
    expect(screen.place(LEAD)).to_contain_text("خبر رقم 1")
    page.get_by_role("button", name="جهّز لموعد").click()
    preparing = page.get_by_role("dialog", name="جهّز لموعد")
    preparing.get_by_label("تُنشر في").fill("2020-01-01T20:00")
    preparing.get_by_role("button", name="جهّز").click()
    expect(preparing.get_by_role("alert")).to_contain_text("مضى هذا الموعد")
    tomorrow = timezone.localtime() + timedelta(days=1)
    preparing.get_by_label("تُنشر في").fill(tomorrow.strftime("%Y-%m-%dT20:00"))
    preparing.get_by_label("ملاحظة لغرفة التحرير").fill("ليلة الفرز")
    preparing.get_by_role("button", name="جهّز").click()
    expect(page.get_by_text("الواجهة مجهّزة")).to_be_visible()
    expect(screen.shelf).to_contain_text("ليلة الفرز")
    expect(screen.place(LEAD)).to_contain_text("خبر رقم 5")
    screen.shelf.locator(".front-prepared a").click()
    expect(screen.place(LEAD)).to_contain_text("خبر رقم 1")
    screen.shelf.get_by_role("button", name="ألغِ الموعد").click()
    expect(page.get_by_text("أُلغي الموعد")).to_be_visible()

    # One click back to the first one.
    page.get_by_role("link", name="الواجهات السابقة").click()
    expect(page.locator(".front-history")).to_contain_text("ليلة الفرز")
    assert violations(page) == []
    page.get_by_role("button", name="عد إلى هذه الواجهة").last.click()
    expect(page.get_by_text("أمام القرّاء")).to_be_visible()
    page.goto("/")
    expect(page.locator(".card-lead h2")).to_have_text("عنوان الليلة")


@pytest.mark.console_may_say("status of 400")
@pytest.mark.console_may_say("status of 503")
def test_on_a_phone_an_editor_puts_the_bar_on_and_an_article_on_top(phone, editor, articles):
    sign_in(phone, editor)
    phone.goto("/desk/fronts/")
    screen = Screen(phone)
    bars = phone.get_by_role("region", name="شريط “عاجل”")
    bars.get_by_text("ضع شريطاً").click()
    bars.get_by_role("button", name="ضعه الآن").click()
    expect(bars.get_by_text("اكتب ما حدث في جملة واحدة.")).to_be_visible()
    bars.get_by_label("ما حدث، في جملة واحدة").fill("انقطاع الكهرباء عن بيروت")
    bars.get_by_role("combobox").fill("رقم 5")
    bars.get_by_role("option", name="خبر رقم 5").click()
    assert violations(phone) == []
    bars.get_by_role("button", name="ضعه الآن").click()
    expect(bars.get_by_role("status")).to_have_text("الشريط أمام القرّاء.")
    phone.route("**/picture/", lambda route: route.fulfill(status=503))
    screen.row("خبر رقم 8").get_by_role("button", name="ضعه").tap()
    phone.get_by_role("button", name=f"ضع هنا: {LEAD}").tap()
    expect(phone.get_by_role("alert").first).to_contain_text("الخادم لا يجيب")
    expect(screen.place(LEAD)).not_to_contain_text("خبر رقم 8")
    phone.unroute("**/picture/")  # and the picture catches up
    expect(screen.place(LEAD)).to_contain_text("خبر رقم 8")
    expect(phone.get_by_text("الخادم لا يجيب")).to_be_hidden()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert violations(phone) == []
    screen.publish()
    screen.expect_published()
    phone.goto("/")
    breaking = phone.get_by_role("complementary", name="خبر عاجل")
    expect(breaking.get_by_role("link", name="انقطاع الكهرباء عن بيروت")).to_be_visible()
    expect(phone.locator(".card-lead h2")).to_have_text("خبر رقم 8")
    assert violations(phone) == []
    phone.goto("/desk/fronts/")
    bars.get_by_text("ضع شريطاً").click()
    bars.get_by_label("ما حدث، في جملة واحدة").fill("الكهرباء تعود")
    bars.get_by_role("button", name="ارفعه").click()
    expect(bars.get_by_role("status")).to_have_text("رُفع الشريط.")
    expect(bars.get_by_label("ما حدث، في جملة واحدة")).to_have_value("الكهرباء تعود")
    bars.get_by_role("button", name="ضعه الآن").click()
    expect(bars.get_by_text("الكهرباء تعود").first).to_be_visible()
    bars.get_by_role("button", name="ارفعه").click()
    expect(bars.get_by_role("status")).to_have_text("رُفع الشريط.")
    phone.goto("/")
    expect(breaking).to_have_count(0)


def test_a_journalist_is_told_who_arranges_the_fronts(client):
    client.force_login(make_user(roles.JOURNALIST), backend="django.contrib.auth.backends.ModelBackend")
    assert "الواجهات" not in client.get("/desk/").content.decode()
    refused = client.get("/desk/fronts/")
    assert refused.status_code == 403 and "ترتيب الواجهات للمحرّرين" in refused.content.decode()
    answer = client.post("/desk/fronts/home/publish/", {"draft": "[]"})
    assert answer.status_code == 403 and "ترتيب الواجهات" in answer.json()["error"]
