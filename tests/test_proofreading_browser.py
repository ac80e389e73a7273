"""المدقّق on the writing screen: underlines, the list, mending and ignoring, with mouse and keyboard."""

import pytest
from playwright.sync_api import expect

from articles.models import Article, Stet
from newsroom import roles
from tests.accessibility import violations
from tests.browser import sign_in
from tests.factories import make_draft, make_user

BODY = (
    '<p>ذهب <strong>الى البيت</strong> ,ثمّ عاد <a href="https://example.com/">الى هنا</a>!!</p>'
    "<blockquote><p>قال انّه ذهب الى هناك</p></blockquote>"
)
MENDED = (
    '<p>ذهب <strong>إلى البيت</strong>، ثمّ عاد <a href="https://example.com/">إلى هنا</a>!!</p>'
    "<blockquote><p>قال انّه ذهب الى هناك</p></blockquote>"
)


class Desk:
    def __init__(self, page, user, article=None):
        self.page, self.article = page, article
        sign_in(page, user)
        page.goto(f"/desk/articles/article/{article.pk}/change/" if article else "/desk/articles/article/add/")
        self.text = page.locator(".edition[data-edition=ar] .ProseMirror")
        self.body = page.locator("textarea[name=body_ar]")
        self.marks = self.text.locator(".finding-mark")
        self.section = page.locator("#proofreading")
        self.summary = self.section.locator("[data-summary]")
        self.list = self.section.locator("[data-findings] > li")
        self.beside = page.get_by_role("dialog", name="المدقّق")


@pytest.fixture
def writer(db):
    return make_user(roles.JOURNALIST)


def test_what_is_typed_is_underlined_mended_in_one_step_and_nothing_of_it_is_saved(page, writer):
    desk = Desk(page, writer, make_draft(by=writer, body=BODY))
    expect(desk.summary).to_have_text("6 ملاحظات، منها 5 آمنة")
    expect(desk.list).to_have_count(6)
    expect(page.get_by_role("link", name="المدقّق: 6 ملاحظات، منها 5 آمنة")).to_be_visible()
    expect(page.locator("[data-standing]")).not_to_contain_text("لم يُحفظ")

    desk.section.get_by_role("button", name="أصلح الآمن").click()
    expect(desk.body).to_have_value(MENDED)
    expect(desk.summary).to_have_text("ملاحظة واحدة")
    desk.text.locator("blockquote").click()
    page.keyboard.press("Control+z")
    expect(desk.body).to_have_value(BODY)
    page.keyboard.press("Control+y")
    expect(desk.body).to_have_value(MENDED)

    page.keyboard.press("Control+Home")
    page.keyboard.type("الذى ")
    mark = desk.marks.filter(has_text="الذى")
    expect(mark).to_have_class("finding-mark is-safe")
    held = []
    asked = lambda request: request.url.endswith("/proofread/") and "الذى الى" in request.post_data  # noqa: E731
    page.route("**/proofread/", lambda route: held.append(route) if asked(route.request) else route.continue_())
    with page.expect_request(asked):
        page.keyboard.type("الى ")
    mark.click()
    expect(desk.beside).to_be_visible()
    held[0].continue_()  # an answer that comes while somebody reads what is said of a word
    expect(desk.list).to_have_count(3)
    page.unroute("**/proofread/")
    desk.beside.get_by_role("button", name="الذي").click()
    expect(desk.text).to_contain_text("الذي الى ذهب")
    expect(desk.list).to_have_count(2)
    page.keyboard.press("Control+s")
    expect(page.locator("[data-standing]")).to_contain_text("حُفظ")
    kept = Article.objects.get(pk=desk.article.pk).newest_revision.content["body_ar"]
    assert kept == MENDED.replace("<p>ذهب", "<p>الذي الى ذهب").replace("</p><blockquote>", "</p>\n<blockquote>")


def test_the_keyboard_goes_through_all_notes_and_a_field_is_mended_with_undo(page, writer):
    article = make_draft(by=writer, headline="بيروت الى أين", body="<p>ذهب الى البيت.</p><p>وقف ,ثمّ مضى.</p>")
    desk = Desk(page, writer, article)
    expect(desk.list).to_have_count(5)
    headline = page.locator("textarea[name=headline_ar]")
    headline.click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("F7")
    expect(desk.beside.get_by_role("button", name="إلى", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(headline).to_have_value("بيروت إلى أين")
    page.keyboard.press("Control+z")
    expect(headline).to_have_value("بيروت الى أين")
    mark = page.locator(".written-headline").get_by_role("button", name="ملاحظة واحدة")
    mark.click()
    expect(desk.beside).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("F7")  # on to the body
    page.keyboard.press("Enter")
    expect(desk.text).to_contain_text("ذهب إلى البيت")
    expect(desk.text).to_be_focused()
    page.keyboard.press("F7")
    page.keyboard.press("Escape")
    expect(desk.beside).to_be_hidden()
    assert page.evaluate("getSelection().toString()") == "وقف ,ثمّ"
    desk.list.first.get_by_role("button").first.focus()
    page.keyboard.press("Enter")
    expect(headline).to_be_focused()
    assert headline.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)") == "الى"


def test_what_is_ignored_stays_so_for_the_next_one_who_opens_it_and_can_be_taken_back(page, phone, writer):
    desk = Desk(page, writer)
    page.locator("textarea[name=headline_ar]").fill("عنوان")
    desk.text.click()
    page.keyboard.type("ذهب الى البيت وعاد الى هناك ,ثمّ مضى")
    expect(desk.list).to_have_count(5)
    desk.marks.first.click()
    desk.beside.get_by_role("button", name="تجاهل").click()
    expect(desk.list).to_have_count(3)
    expect(desk.marks.filter(has_text="الى")).to_have_count(0)
    expect(desk.section.locator("[data-stets] small")).to_have_text(writer.username)  # it has come to an article
    stet = Stet.objects.get()
    assert (stet.words, stet.rule, stet.by) == ("الى", "P20", writer)

    page.reload()
    expect(desk.list).to_have_count(3)
    page.keyboard.press("Control+s")
    expect(page.locator("[data-standing]")).to_contain_text("حُفظ")
    editor = Desk(phone, make_user(roles.EDITOR), stet.article)
    expect(editor.list).to_have_count(3)
    phone.get_by_text("ما تُجوهل").click()
    editor.section.get_by_role("button", name="أعِد").click()
    expect(editor.list).to_have_count(5)
    assert not Stet.objects.exists()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.console_may_say("net::ERR_FAILED", "net::ERR_INTERNET_DISCONNECTED")
def test_while_the_server_is_away_nothing_is_said_and_other_languages_are_not_read(page, writer):
    desk = Desk(page, writer, make_draft(by=writer, body="<p>ذهب إلى البيت</p>"))
    expect(desk.summary).to_have_text("لا ملاحظات.")
    page.route("**/proofread/", lambda route: route.abort())
    desk.text.click()
    with page.expect_event("requestfailed"):
        page.keyboard.type(" الى ")
    expect(desk.summary).to_have_text("لا ملاحظات.")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.unroute("**/proofread/")
    page.keyboard.type("هنا ")
    expect(desk.list).to_have_count(1)
    page.route("**/proofread/", lambda route: route.abort())
    page.keyboard.press("Home")
    page.keyboard.type("قيل إنّه ")
    expect(desk.marks).to_have_text(["الى"])  # it moves with its word
    desk.list.get_by_role("button", name="إلى").click()
    expect(desk.body).to_have_value("<p>قيل إنّه ذهب إلى البيت إلى هنا </p>")
    page.keyboard.press("Control+z")
    expect(desk.marks).to_have_count(0)
    page.unroute("**/proofread/")
    desk.text.click()
    page.keyboard.type("ثم")
    expect(desk.marks).to_have_text(["الى"])
    page.locator("label[for=language-en]").click()
    page.locator("textarea[name=headline_en]").fill("What ,a day الى")
    expect(desk.section).to_be_hidden()
    page.locator("label[for=language-ar]").click()
    expect(desk.list).to_have_count(1)
