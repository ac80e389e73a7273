"""Two people on one article, each in a browser of their own: one at a desk, the other on a phone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article, Presence
from newsroom import roles
from tests.accessibility import violations
from tests.browser import sign_in
from tests.factories import make_draft, make_user
from tests.test_desk_browser import button, open_article, text_of

# Takes a second to answer who has a lock, as on an old computer that still starts the editor.
BUSY_BROWSER = """
const request = LockManager.prototype.request
LockManager.prototype.request = async function (...given) {
  await new Promise((resolve) => setTimeout(resolve, 1000))
  return request.apply(this, given)
}
"""


@pytest.fixture
def reem():
    return make_user(roles.JOURNALIST, first_name="ريم")


@pytest.fixture
def naji():
    return make_user(roles.EDITOR, first_name="ناجي")


def company(page):
    return page.locator("[data-company]")


def headline(page):
    return page.get_by_label("العنوان", exact=True)


def fits(page):
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_each_sees_the_other_come_and_go(page, phone, reem, naji):
    article = make_draft(by=reem)
    sign_in(page, reem)
    sign_in(phone, naji)
    open_article(page, article)
    expect(company(page)).to_be_empty()
    open_article(phone, article)
    expect(company(phone)).to_contain_text("معك هنا: ريم منذ")
    expect(company(page)).to_contain_text("معك هنا: ناجي منذ")
    expect(page.locator("[data-company-said]")).to_have_text("انضمام إلى المقال: ناجي.")
    expect(page.get_by_role("button", name="تولَّ الكتابة")).to_have_count(0)
    assert fits(phone)
    phone.reload()  # is no leaving
    expect(company(phone)).to_contain_text("ريم")
    expect(page.locator("[data-company-said]")).to_have_text("انضمام إلى المقال: ناجي.")
    phone.goto("/desk/")
    expect(company(page)).to_be_empty()
    expect(page.locator("[data-company-said]")).to_have_text("مغادرة المقال: ناجي.")


def test_whoever_begins_an_article_is_there_from_its_first_autosave_on(page, reem):
    sign_in(page, reem)
    page.goto("/desk/articles/article/add/")
    expect(text_of(page)).to_be_visible()
    with page.expect_response("**/beat/") as answer:
        headline(page).fill("بداية")
    assert answer.value.ok
    assert Presence.objects.get().user == reem


def test_of_two_tabs_of_one_person_one_takes_words_and_gives_them_to_the_other_that_asks(page, reem):
    article = make_draft(by=reem)
    sign_in(page, reem)
    open_article(page, article)
    expect(headline(page)).to_be_editable()
    other = page.context.new_page()
    open_article(other, article)
    expect(other.get_by_text("هذا المقال مفتوح عندك في لسان آخر")).to_be_visible()
    expect(headline(other)).not_to_be_editable()
    headline(page).fill("كُتب في اللسان الأوّل")
    button(other, "اكتب هنا بدلاً منه").click()
    expect(headline(page)).not_to_be_editable()
    expect(headline(other)).to_have_value("كُتب في اللسان الأوّل")
    expect(headline(other)).to_be_editable()
    other.close()
    page.add_init_script(BUSY_BROWSER)
    page.reload()  # the only one by now, whenever the browser says so
    page.wait_for_function("async () => (await navigator.locks.query()).held.length === 1")
    expect(headline(page)).to_be_editable()
    expect(page.get_by_text("هذا المقال مفتوح عندك في لسان آخر")).to_be_hidden()


def test_a_browser_whose_clock_is_wrong_says_and_sends_the_newsrooms_time(page, phone, naji):
    """An hour fast, in another zone: whatever is shown is the server's, and whatever is typed is Beirut's."""
    began = timezone.localtime()
    article = make_draft(by=naji)
    sign_in(page, naji)
    sign_in(phone, make_user(roles.EDITOR, first_name="سناء"))
    page.add_init_script(
        """const RealDate = Date
        Date = class extends RealDate {
          constructor(...given) { given.length ? super(...given) : super(RealDate.now() + 3600_000) }
          static now() { return RealDate.now() + 3600_000 }
          getTimezoneOffset() { return 300 }
        }"""
    )
    open_article(page, article)
    open_article(phone, article)
    now = timezone.localtime()
    hours = "|".join(str(moment.hour % 12 or 12) for moment in (began, now))
    expect(company(page)).to_contain_text(re.compile(f"سناء منذ ({hours}):"))
    headline(page).press_sequentially("كلام")
    expect(page.get_by_role("status").first).to_have_text(re.compile("^حُفظ تلقائياً قبل (ثانية|ثانيتين|[0-9]+ ثوانٍ)"))
    page.get_by_text("المزيد", exact=True).click()
    page.get_by_label("موعد النشر").fill((now - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M"))
    button(page, "جدوِل").click()
    expect(page.get_by_text("هذا الوقت مضى")).to_be_visible()  # beside its field, whose panel is open again
    due_at = (now + timedelta(minutes=40)).replace(second=0, microsecond=0)  # past by that browser's clock
    page.get_by_label("موعد النشر").fill(due_at.strftime("%Y-%m-%dT%H:%M"))
    button(page, "جدوِل").click()
    expect(page.get_by_role("status").first).to_contain_text("يُنشر")
    assert article.revisions.exclude(due_at=None).get().due_at == due_at


@pytest.mark.console_may_say("status of 403")
def test_an_editor_takes_over_gets_the_last_words_and_lets_the_writer_back(page, phone, reem, naji):
    article = make_draft(headline="الأصل", by=reem)
    sign_in(page, reem)
    sign_in(phone, naji)
    open_article(page, article)
    open_article(phone, article)
    expect(company(phone)).to_contain_text("ريم")
    text_of(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" آخر كلمة كتبتها ريم")
    button(phone, "تولَّ الكتابة").click()
    expect(page.get_by_role("alert")).to_contain_text("انتقلت الكتابة إلى ناجي")
    expect(company(phone)).to_contain_text("تكتب وحدك هنا")
    expect(text_of(phone)).to_contain_text("آخر كلمة كتبتها ريم")
    expect(phone.get_by_text("تكتب وحدك الآن.")).to_be_visible()
    assert fits(phone)

    # Nothing can be typed, pressed or saved in the first one's page; what is there can be read.
    expect(headline(page)).not_to_be_editable()
    expect(headline(page)).to_have_value("الأصل")
    expect(text_of(page)).to_have_attribute("contenteditable", "false")
    expect(button(page, "أرسل للمراجعة")).to_be_disabled()
    page.keyboard.press("Control+s")
    assert violations(page) == []
    assert violations(phone) == []

    headline(phone).fill("عنوان ناجي")
    button(phone, "احفظ").click()
    expect(phone.get_by_role("status").first).to_have_text(re.compile("^مسودة، حُفظت"))
    button(page, "اطلب العودة إلى الكتابة").click()
    expect(company(page)).to_contain_text("وصل طلبك إلى ناجي")
    expect(phone.get_by_role("alert")).to_have_text("يُطلب منك أن تعيد الكتابة إلى ريم.")
    button(phone, "أعِد الكتابة إلى الجميع").click()
    expect(page.get_by_role("alert")).to_have_text("تستطيع الكتابة من جديد.")
    button(page, "افتح أحدث نصّ").click()
    expect(headline(page)).to_have_value("عنوان ناجي")
    expect(text_of(page)).to_contain_text("آخر كلمة كتبتها ريم")
    headline(page).fill("عنوان ريم")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status").first).to_have_text(re.compile("^مسودة، حُفظت"))
    assert [(line.headline, line.created_by) for line in article.revisions.all()] == [
        ("عنوان ريم", reem),
        ("عنوان ناجي", naji),
        ("الأصل", reem),  # with her last words
        ("الأصل", reem),
    ]


def test_two_versions_are_chosen_between_with_the_keyboard_on_a_phone(page, phone, reem, naji):
    article = make_draft(headline="الأصل", body="<p>واحد.</p><p>اثنان.</p><p>ثلاثة.</p>", by=reem)
    sign_in(page, reem)
    sign_in(phone, naji)
    open_article(page, article)
    open_article(phone, article)
    headline(page).fill("عنوان ريم")
    page.get_by_label("الإشارة", exact=True).fill("تحقيق")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status").first).to_have_text(re.compile("^مسودة، حُفظت"))
    headline(phone).fill("عنوان ناجي")
    phone.get_by_label("المقدّمة", exact=True).fill("مقدّمة ناجي")
    button(phone, "احفظ").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("نسختان")
    expect(phone.get_by_text("من نسخة ريم، ولم يتغيّر في نسختك: الإشارة.")).to_be_visible()
    expect(phone.get_by_text("من نسختك، ولم يتغيّر في النسخة الأخرى: المقدّمة.")).to_be_visible()
    assert fits(phone)
    assert violations(phone) == []
    choice = phone.get_by_role("group", name="العنوان")
    button(phone, "احفظ ما اخترت").click()  # without a choice: the browser asks for one
    expect(choice.get_by_role("radio", name="نسخة ريم", exact=True)).to_be_focused()
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("ArrowDown")
    expect(choice.get_by_role("radio", name="كلتاهما")).to_be_checked()
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("حُفظ كما اخترت.")).to_be_visible()
    expect(headline(phone)).to_have_value("عنوان ريم / عنوان ناجي")
    newest = Article.objects.get(pk=article.pk).newest_revision
    assert [newest.content[name] for name in ("kicker_ar", "standfirst_ar")] == ["تحقيق", "مقدّمة ناجي"]
    assert [line.headline for line in article.revisions.all()][1:] == ["عنوان ناجي", "عنوان ريم", "الأصل"]

    # What was changed in other fields only is merged by itself, and told.
    page.get_by_label("الإشارة", exact=True).fill("ملفّ")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("باسم ناجي، بعد أن فتحته")).to_contain_text("من تلك النسخة: العنوان، المقدّمة.")
    expect(page.get_by_label("الإشارة", exact=True)).to_have_value("ملفّ")
    expect(headline(page)).to_have_value("عنوان ريم / عنوان ناجي")
