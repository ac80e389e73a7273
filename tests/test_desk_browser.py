"""From the first word to the reader, as people do it: by role and label, at a desk and on a phone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles import workflow
from articles.models import Article, Revision, Stage
from newsroom import roles
from tests.browser import sign_in
from tests.factories import make_article, make_author, make_content, make_draft, make_section, make_user

CHOOSE = """(field, size) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(size)], "rain.jpg", { type: "image/jpeg" }));
    field.files = data.files;
    field.dispatchEvent(new Event("change"));
}"""


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def text_of(page):
    return page.locator(".edition[data-edition=ar] .ProseMirror")


def open_article(page, article):
    page.goto(f"/desk/articles/article/{article.pk}/change/")
    expect(text_of(page)).to_be_visible()


def test_a_journalist_writes_and_sends_an_editor_publishes_and_a_reader_reads(page):
    make_section("محليّات")
    make_author("سناء الخوري")
    sign_in(page, make_user(roles.JOURNALIST))
    page.goto("/desk/")
    page.get_by_role("link", name="مقال جديد").click()
    expect(text_of(page)).to_be_visible()
    page.wait_for_load_state()  # nobody types as soon as the page begins to come
    page.get_by_label("الإشارة", exact=True).fill("المرفأ")
    page.get_by_label("العنوان", exact=True).click()
    page.keyboard.type("بيروت تنتظر")
    page.keyboard.press("Enter")  # goes on to the standfirst instead of breaking the headline
    page.keyboard.type("مقدّمة في سطر.")
    text_of(page).click()
    page.keyboard.type("جاء المطر في ليلة واحدة.")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status").first).to_have_text(re.compile("^مسودة، حُفظت"))  # said by the article's own page
    expect(page).to_have_url(re.compile(r"/article/\d+/change/$"))
    page.wait_for_load_state()
    page.get_by_label("القسم", exact=True).select_option("محليّات")
    page.get_by_role("combobox", name="أضف كاتباً").fill("سناء")
    page.get_by_role("option", name="سناء الخوري").click()
    expect(page.get_by_role("status").first).to_have_text("لم يُحفظ بعد")
    button(page, "أرسل للمراجعة").click()
    expect(page.get_by_role("status").first).to_have_text(re.compile("^قيد المراجعة"))
    article = Article.objects.get()
    assert article.newest_revision.content["headline_ar"] == "بيروت تنتظر"

    sign_in(page, make_user(roles.EDITOR))
    page.goto("/desk/")
    page.get_by_role("region", name="بانتظار المراجعة").get_by_role("link", name="بيروت تنتظر").click()
    button(page, "انشر").click()
    expect(page.get_by_role("status").first).to_have_text(re.compile("^منشور"))
    article.refresh_from_db()
    page.goto(article.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("بيروت تنتظر")
    expect(page.get_by_role("link", name="سناء الخوري").first).to_be_visible()
    expect(page.get_by_text("جاء المطر في ليلة واحدة.").first).to_be_visible()


def test_a_step_that_is_pressed_while_the_page_saves_is_taken_behind_it(page):
    journalist = make_user(roles.JOURNALIST)
    sign_in(page, journalist)
    held = []

    def hold_the_first(route):
        if held or route.request.method == "GET":
            route.continue_()
        else:
            held.append(route)

    for place in ["add", f"{make_draft(by=journalist).pk}/change"]:
        page.goto(f"/desk/articles/article/{place}/")
        expect(text_of(page)).to_be_visible()
        page.get_by_label("العنوان", exact=True).fill("بيروت تنتظر")
        held.clear()
        page.route(re.compile("/(add|change)/$"), hold_the_first)
        with page.expect_request(re.compile("/(add|change)/$")):
            page.keyboard.press("Control+s")
        button(page, "أرسل للمراجعة").click()
        held[0].continue_()
        expect(page.get_by_role("status").first).to_have_text(re.compile("^قيد المراجعة"))
        page.unroute_all()
    assert Article.objects.filter(stage=Stage.SUBMITTED, newest_revision__headline="بيروت تنتظر").count() == 2


# What a page compares with what the server has waits until the server has what the page before it sent last.
COMPARING_LATE = """
    const asksAtOnce = window.fetch
    window.fetch = async (address, ...asked) => {
        while (String(address).endsWith("/compare-typed/") && !(await hasArrived())) {
            await new Promise((again) => setTimeout(again, 50))
        }
        return asksAtOnce(address, ...asked)
    }
"""


def test_what_is_typed_while_the_next_page_comes_is_on_it(page):
    """A page sends its last words as it goes away, when the server has made the next one already."""
    sign_in(page, make_user(roles.JOURNALIST))
    headline, typed, held = page.get_by_label("العنوان", exact=True), [], []
    autosaves = Revision.objects.filter(kind=Revision.Kind.AUTOSAVE)
    page.expose_function("hasArrived", lambda: autosaves.filter(headline="".join(typed)).exists())
    page.add_init_script(COMPARING_LATE)

    def type_on(words):
        typed.append(words)
        page.keyboard.type(words)

    def hold_what_is_opened(route):
        held.append(route) if route.request.method == "GET" else route.continue_()

    page.goto("/desk/articles/article/add/")
    expect(text_of(page)).to_be_visible()
    headline.click()
    type_on("بيروت")
    page.route(re.compile(r"/\d+/change/$"), hold_what_is_opened)
    with page.expect_request(lambda request: request.method == "GET" and request.url.endswith("/change/")):
        page.keyboard.press("Control+s")  # from its first save on, an article has a page of its own
    type_on(" تنتظر")
    with page.expect_event("load"):
        held[0].continue_()
        page.unroute_all()
    expect(headline).to_have_value("بيروت تنتظر")
    page.wait_for_load_state()
    headline.press("End")
    type_on(" المطر")
    page.reload()
    expect(headline).to_have_value("بيروت تنتظر المطر")
    assert Article.objects.count() == 1


def test_an_editor_reworks_schedules_withdraws_and_restores(page):
    editor = make_user(roles.EDITOR)
    article = make_article(headline="العنوان الأوّل", by=editor)
    sign_in(page, editor)
    open_article(page, article)
    publish = button(page, "انشر التعديلات")
    for headline, waits in [("العنوان الأوّل", "true"), ("العنوان الثاني", "false"), ("العنوان الأوّل", "true")]:
        page.get_by_label("العنوان", exact=True).fill(headline)
        expect(publish).to_have_attribute("aria-disabled", waits)
    publish.click(force=True)
    expect(page.get_by_role("status").first).to_have_text("يرى القرّاء هذا النصّ نفسه؛ لا جديد يُنشر.")
    page.get_by_label("العنوان", exact=True).fill("العنوان الثاني")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status").first).to_have_text(re.compile("فيه تعديلات لم تُنشر"))
    expect(publish).not_to_have_attribute("aria-disabled", "true")
    with page.expect_popup() as tab:
        button(page, "معاينة").click()
    expect(tab.value.get_by_role("heading", level=1)).to_have_text("العنوان الثاني")
    tab.value.close()
    article.refresh_from_db()
    assert article.headline_ar == "العنوان الأوّل"

    due_at = timezone.localtime() + timedelta(days=3)
    page.get_by_text("المزيد", exact=True).click()
    page.get_by_label("موعد النشر").fill(due_at.strftime("%Y-%m-%dT%H:%M"))
    button(page, "جدوِل").click()
    expect(page.get_by_role("status").first).to_have_text(re.compile("وتُنشر تعديلاته"))
    page.get_by_text("المزيد", exact=True).click()
    button(page, "ألغِ الجدولة").click()
    expect(page.get_by_text("أُلغيت الجدولة.")).to_be_visible()
    page.get_by_text("المزيد", exact=True).click()
    button(page, "اسحب من القرّاء").click()
    expect(page.get_by_role("status").first).to_have_text(re.compile("^مسحوب"))

    page.get_by_role("link", name="السجلّ").first.click()
    page.get_by_role("listitem").filter(has=button(page, "استعِد")).first.get_by_role("button").click()
    expect(page.get_by_label("العنوان", exact=True)).to_have_value("العنوان الأوّل")
    button(page, "أعِد النشر").click()
    expect(page.get_by_role("status").first).to_have_text(re.compile("^منشور"))
    article.refresh_from_db()
    assert article.is_live


def test_a_long_text_has_the_time_that_a_slow_line_takes(page):
    journalist = make_user(roles.JOURNALIST)
    sign_in(page, journalist)
    page.add_init_script(
        """const timeout = AbortSignal.timeout
        window.longest = 0
        AbortSignal.timeout = (given) => timeout.call(AbortSignal, (longest = Math.max(longest, given)))"""
    )
    open_article(page, make_draft(by=journalist))
    for words, seconds in [("قصير", 20), ("كلمات " * 10_000, 80)]:
        with page.expect_response("**/autosave/"):
            text_of(page).fill(words)
        assert seconds <= page.evaluate("longest") / 1000 < seconds + 2


@pytest.mark.console_may_say("ERR_FAILED")
def test_leaving_asks_only_where_words_would_be_lost(page):
    journalist = make_user(roles.JOURNALIST)
    article = make_draft(by=journalist)
    sign_in(page, journalist)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    open_article(page, article)
    page.get_by_label("العنوان", exact=True).press_sequentially("كلام")
    page.get_by_role("link", name="اليوم").click()
    page.wait_for_url("**/desk/")
    assert asked == []
    editor = make_user(roles.EDITOR)
    sign_in(page, editor)
    open_article(page, make_article(by=editor))
    page.get_by_text("التصحيحات", exact=True).click()
    page.get_by_label("تصحيح", exact=True).fill("تصحيح لم يُطبع")
    page.get_by_role("link", name="اليوم").click()
    page.wait_for_url("**/desk/")
    assert asked == ["beforeunload"]
    sign_in(page, journalist)
    page.route("**/autosave/", lambda route: route.abort())
    open_article(page, article)
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full') } }")
    page.get_by_label("العنوان", exact=True).press_sequentially("لا مكان له")
    expect(page.get_by_role("status").first).to_have_text(re.compile("^غير محفوظ في أيّ مكان"))
    page.get_by_role("link", name="اليوم").click()
    page.wait_for_url("**/desk/")
    assert asked == ["beforeunload"] * 2


@pytest.mark.console_may_say("status of 403")
def test_a_session_that_ended_is_begun_again_in_place(page):
    journalist = make_user(roles.JOURNALIST, password="kl4-vbn-Qa")
    article = make_draft(by=journalist)
    sign_in(page, journalist)
    page.clock.install()
    open_article(page, article)
    page.context.clear_cookies()
    headline, standing = page.get_by_label("العنوان", exact=True), page.get_by_role("status").first
    dialog = page.get_by_role("dialog", name="انتهت جلستك")
    headline.fill("حفظته وقد خرجت")
    page.keyboard.press("Control+s")
    expect(standing).to_have_text(re.compile("نسخة محفوظة في هذا المتصفّح"))  # tried by itself meanwhile
    dialog.get_by_label("كلمة المرور").fill("kl4-vbn-Qa")
    button(dialog, "ادخل").click()
    expect(standing).to_have_text(re.compile("^مسودة، حُفظت"))
    page.context.clear_cookies()
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)  # of who types slowly, on a machine that may be slower
    headline.fill("")
    with page.expect_response("**/autosave/"):
        for letter in "كتبته وقد خرجت":
            page.keyboard.type(letter)
            page.clock.run_for(250)
    expect(dialog).to_be_hidden()  # no word goes astray
    page.clock.run_for(1500)
    page.clock.resume()
    expect(dialog.get_by_label("اسم المستخدم")).to_have_value(journalist.username)
    expect(dialog.get_by_label("كلمة المرور")).to_have_value("")
    expect(headline).to_have_value("كتبته وقد خرجت")
    button(dialog, "لاحقاً").click()
    with page.expect_response("**/autosave/"):
        headline.fill("كتبته وقد خرجت.")
    expect(standing).to_have_text(re.compile("نسخة محفوظة في هذا المتصفّح"))
    expect(dialog).to_be_hidden()  # whoever puts it off is not asked again at once, unless they save
    page.keyboard.press("Control+s")
    dialog.get_by_label("كلمة المرور").fill("ليست هي")
    button(dialog, "ادخل").click()
    expect(dialog.get_by_role("alert")).to_have_text(re.compile("^كلمة المرور غير صحيحة"))
    dialog.get_by_label("كلمة المرور").fill("kl4-vbn-Qa")
    button(dialog, "ادخل").click()
    expect(standing).to_have_text(re.compile("^مسودة، حُفظت"))
    expect(dialog).to_be_hidden()
    button(page, "أرسل للمراجعة").click()
    expect(standing).to_have_text(re.compile("^قيد المراجعة"))
    article.refresh_from_db()
    assert article.newest_revision.headline == "كتبته وقد خرجت."


@pytest.mark.console_may_say("status of 403")
def test_a_sign_in_in_another_tab_is_noticed(page):
    journalist = make_user(roles.JOURNALIST, password="kl4-vbn-Qa")
    article = make_draft(by=journalist)
    sign_in(page, journalist)
    open_article(page, article)
    page.context.clear_cookies()
    page.get_by_label("العنوان", exact=True).fill("كتبته وقد خرجت")
    dialog = page.get_by_role("dialog", name="انتهت جلستك")
    expect(dialog).to_be_visible()
    other = page.context.new_page()
    other.goto("/desk/login/")
    other.get_by_label("اسم المستخدم").fill(journalist.username)
    other.get_by_label("كلمة المرور").fill("kl4-vbn-Qa")
    button(other, "ادخل").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("status").first).to_have_text(re.compile("^حُفظ تلقائياً"))


@pytest.mark.console_may_say("status of 403")
def test_who_may_not_save_any_more_is_told_so_and_not_to_sign_in(page):
    journalist = make_user(roles.JOURNALIST)
    author = make_author(user=journalist)
    article = make_draft(by=make_user(roles.EDITOR), authors=[author])
    sign_in(page, journalist)
    open_article(page, article)
    page.get_by_label("العنوان", exact=True).fill("كتبته بلا إذن")
    workflow.save_revision(article, make_content(), by=make_user(roles.EDITOR))
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status").first).to_contain_text("هذا المقال لزميل آخر")
    expect(page.get_by_label("العنوان", exact=True)).to_have_value("كتبته بلا إذن")


def test_one_language_is_shown_at_a_time_each_in_its_direction(page):
    journalist = make_user(roles.JOURNALIST)
    article = make_draft(by=journalist)
    sign_in(page, journalist)
    open_article(page, article)
    expect(page.get_by_label("Headline", exact=True)).to_be_hidden()
    page.get_by_text("الإنكليزيّة", exact=True).click()
    headline = page.get_by_label("Headline", exact=True)
    expect(headline).to_have_attribute("dir", "ltr")
    expect(page.get_by_label("العنوان", exact=True)).to_be_hidden()
    headline.fill("Beirut waits")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status").first).to_have_text(re.compile("^مسودة، حُفظت"))
    article.refresh_from_db()
    assert article.newest_revision.content["headline_en"] == "Beirut waits"


def test_the_whole_way_on_a_phone(phone):
    journalist = make_user(roles.JOURNALIST)
    make_section("رياضة")
    sign_in(phone, journalist)
    phone.goto("/desk/articles/article/add/")
    phone.get_by_label("العنوان", exact=True).fill("من الهاتف")
    text_of(phone).click()
    phone.keyboard.type("سطر كُتب على الطريق.")
    button(phone, "أرسل للمراجعة").click()
    expect(phone.get_by_role("status").first).to_have_text(re.compile("^قيد المراجعة"))
    assert Article.objects.get().stage == Stage.SUBMITTED
    for page in ["/desk/", "/desk/articles/article/", "/desk/login/", "/desk/images/image/add/"]:
        phone.goto(page)
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), page
        columns = phone.locator(".form-row").all()  # fields as wide as their row
        assert all(row.evaluate("(row) => row.scrollWidth <= row.clientWidth") for row in columns), page
    file = phone.get_by_label("ملفّ الصورة")
    for size, chosen in [(26 * 1024 * 1024, 0), (1024, 1)]:  # what is too heavy is told before it goes up
        file.evaluate(CHOOSE, size)
        assert file.evaluate("(file) => file.files.length") == chosen
        expect(phone.get_by_role("alert")).to_have_count(1 - chosen)
