"""The writing screen's editor, pickers and dialogs in a real browser, from the first key to what is kept."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Article
from newsroom import roles
from related.models import RelatedLink
from tests.browser import sign_in
from tests.factories import make_article, make_author, make_draft, make_image, make_picture, make_topic, make_user

TEXT = "<p>انتظرت المدينة المطر طويلاً.</p>\n<p>ثمّ جاء في ليلة واحدة.</p>"


class Desk:
    """A journalist's or editor's writing screen, open on one article."""

    def __init__(self, page, article, user):
        self.page, self.article = page, article
        sign_in(page, user)
        self.open()

    def open(self):
        self.page.goto(f"/desk/articles/article/{self.article.pk}/change/")
        self.text = self.page.locator(".edition[data-edition=ar] .ProseMirror")
        expect(self.text).to_be_visible()
        self.tools = self.page.locator(".edition[data-edition=ar] .editor-tools")
        self.dialog = self.page.get_by_role("dialog")
        self.body = self.page.locator("textarea[name=body_ar]")

    def save(self):
        # A sign of life or an autosave under way is answered, too; only this one goes to the page itself.
        with self.page.expect_response(
            lambda response: response.request.method == "POST" and response.url.endswith("/change/")
        ) as answer:
            self.page.keyboard.press("Control+s")
        assert answer.value.ok
        return Article.objects.get(pk=self.article.pk).newest_revision.content

    def tool(self, name):
        self.tools.get_by_role("button", name=name, exact=True).click()

    def caret_in(self, words, at="End"):
        """Put the caret at the end (or, with "Home", the beginning) of the paragraph with `words`."""
        self.text.locator("p", has_text=words).first.click()
        self.settle()
        self.page.keyboard.press(at)
        self.settle()

    def settle(self):
        """Wait until the editor has read where the browser has put the caret: a moment later than a person types."""
        self.page.wait_for_function(
            """async (text) => {
                await new Promise((done) => setTimeout(done, 20)); // as it gets the focus it may put it back
                const { focusNode, focusOffset } = getSelection();
                const { view, state } = text.editor;
                return text.contains(focusNode) && view.posAtDOM(focusNode, focusOffset) === state.selection.head;
            }""",
            arg=self.text.element_handle(),
        )

    def select(self, words):
        self.text.evaluate(
            """(text, words) => {
                text.focus();
                const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
                while (walker.nextNode()) {
                    const at = walker.currentNode.data.indexOf(words);
                    if (at < 0) continue;
                    getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
                    return;
                }
            }""",
            words,
        )
        expect(self.tools.get_by_role("button", name="رابط")).to_have_attribute("aria-disabled", "false")


@pytest.fixture
def editor(db):
    return make_user(roles.EDITOR)


@pytest.fixture
def desk(page, editor):
    return Desk(page, make_draft(by=editor, body=TEXT), editor)


def test_a_pull_quote_is_made_of_the_selected_words_and_undone_as_one(desk):
    desk.select("جاء في ليلة")
    desk.tool("اقتباس بارز")
    quote = '<aside data-pull-quote="">جاء في ليلة</aside>'
    first, second = TEXT.split("\n")
    expect(desk.body).to_have_value(f"{first}{second}{quote}<p></p>")
    desk.page.keyboard.press("Control+z")
    expect(desk.body).to_have_value(f"{first}{second}")
    desk.page.keyboard.press("Control+Shift+z")
    desk.text.get_by_label("قائله (اختياريّ)").fill("ليلى حدّاد")
    signed = '<aside data-pull-quote="ليلى حدّاد">جاء في ليلة</aside>'
    assert desk.save()["body_ar"] == f"{first}\n{second}\n{signed}"
    desk.open()
    expect(desk.text.get_by_label("قائله (اختياريّ)")).to_have_value("ليلى حدّاد")


def test_enter_leaves_a_pull_quote_and_backspace_removes_an_empty_one(desk):
    desk.caret_in("انتظرت")
    desk.page.keyboard.press("Control+Alt+4")
    desk.page.keyboard.type("كلام بارز")
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.type("بعده")
    first, second = TEXT.split("\n")
    expect(desk.body).to_have_value(f'{first}<aside data-pull-quote="">كلام بارز</aside><p>بعده</p>{second}')
    desk.page.keyboard.press("Control+Alt+4")
    desk.page.keyboard.press("Backspace")
    expect(desk.text.locator("aside")).to_have_count(1)


def test_a_figure_is_chosen_from_the_library_and_keeps_a_caption_of_its_own(page, editor):
    image = make_image(alt_ar="رصيف المرفأ", caption_ar="المرفأ صباح أمس")
    make_image(alt_ar="قاعة البرلمان")
    desk = Desk(page, make_draft(by=editor, body=TEXT), editor)
    desk.caret_in("انتظرت")
    desk.tool("صورة")
    desk.dialog.get_by_role("searchbox").fill("مرفا")
    expect(desk.dialog.get_by_role("listitem")).to_have_count(1)
    desk.dialog.get_by_role("listitem").get_by_role("button").click()
    expect(desk.text.get_by_alt_text("رصيف المرفأ")).to_be_visible()
    page.keyboard.type("فقرة بعدها. ")
    desk.text.locator("figcaption").click()
    page.keyboard.type("تعليق آخر")
    figure = f'<figure data-image="{image.pk}"><figcaption>تعليق آخر</figcaption></figure>'
    saved = f"<p>انتظرت المدينة المطر طويلاً.</p>\n{figure}\n<p>فقرة بعدها. ثمّ جاء في ليلة واحدة.</p>"
    assert desk.save()["body_ar"] == saved
    desk.open()
    expect(desk.text.get_by_alt_text("رصيف المرفأ")).to_be_visible()
    expect(desk.text.locator("figcaption")).to_have_text("تعليق آخر")
    desk.text.get_by_role("button", name="أزل").click()
    expect(desk.text.locator("figure")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(desk.text.locator("figure")).to_have_count(1)


def test_a_text_may_be_a_picture_alone(page, editor):
    image = make_image()
    desk = Desk(page, make_draft(by=editor, body=""), editor)
    desk.text.click()
    desk.tool("صورة")
    desk.dialog.get_by_role("listitem").get_by_role("button").click()
    figure = f'<figure data-image="{image.pk}"><figcaption></figcaption></figure>'
    expect(desk.body).to_have_value(f"{figure}<p></p>")
    assert desk.save()["body_ar"] == figure


def test_a_picture_is_uploaded_where_it_is_needed(desk, tmp_path):
    file = tmp_path / "rain.png"
    file.write_bytes(make_picture().read())
    desk.caret_in("انتظرت")
    desk.tool("صورة")
    desk.dialog.get_by_text("ارفع صورة جديدة", exact=True).click()
    desk.dialog.get_by_label("الملفّ").set_input_files(file)
    desk.dialog.get_by_label("ما يظهر فيها، في جملة واحدة").fill("مطر على الشارع")
    desk.dialog.get_by_label("المصدر", exact=True).fill("البيدر")
    desk.dialog.get_by_role("button", name="ارفعها واستخدمها").click()
    expect(desk.text.get_by_alt_text("مطر على الشارع")).to_be_visible()


def test_a_picture_file_that_is_pasted_goes_through_the_library(desk):
    desk.caret_in("انتظرت")
    desk.text.evaluate(
        """(text, bytes) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "rain.png", { type: "image/png" }));
            text.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        list(make_picture().read()),
    )
    desk.text.get_by_label("ما يظهر فيها، في جملة واحدة").fill("مطر على الشارع")
    desk.page.keyboard.press("Enter")
    expect(desk.text.get_by_alt_text("مطر على الشارع")).to_be_visible()


@pytest.mark.console_may_say("status of 400")
def test_a_file_that_is_no_picture_is_refused_in_the_dialog(desk, tmp_path):
    file = tmp_path / "rain.png"
    file.write_text("ليست صورة")
    desk.tool("صورة")
    desk.dialog.get_by_text("ارفع صورة جديدة", exact=True).click()
    desk.dialog.get_by_label("الملفّ").set_input_files(file)
    desk.dialog.get_by_label("ما يظهر فيها، في جملة واحدة").fill("مطر على الشارع")
    desk.dialog.get_by_role("button", name="ارفعها واستخدمها").click()
    expect(desk.dialog.get_by_role("alert")).not_to_be_empty()
    expect(desk.dialog.get_by_label("ما يظهر فيها، في جملة واحدة")).to_have_value("مطر على الشارع")


def test_read_also_is_found_by_a_part_of_its_headline(page, editor):
    target = make_article(headline="الحكومة تبحث خطّة إنقاذ الكهرباء")
    make_article(headline="مباراة حاسمة مساء السبت")
    desk = Desk(page, make_draft(by=editor, body=TEXT), editor)
    desk.caret_in("ليلة واحدة")
    desk.tool("اقرأ أيضاً")
    expect(desk.dialog.get_by_role("option")).to_have_count(2)  # the newest others, before anything is typed
    desk.dialog.get_by_role("combobox").fill("حكومه انقاذ")
    expect(desk.dialog.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(desk.text.locator("aside")).to_contain_text("الحكومة تبحث خطّة إنقاذ الكهرباء")
    page.keyboard.type("ثمّ يتابع.")
    read_also = f'<aside data-article="{target.pk}"></aside>'
    assert desk.save()["body_ar"] == f"{TEXT}\n{read_also}\n<p>ثمّ يتابع.</p>"
    desk.open()
    expect(desk.text.locator("aside")).to_contain_text("الحكومة تبحث خطّة إنقاذ الكهرباء")


@pytest.mark.console_may_say("status of 400")
def test_an_embed_of_an_unknown_host_is_refused_with_the_names_of_the_known(desk):
    desk.caret_in("ليلة واحدة")
    desk.tool("تضمين")
    desk.dialog.get_by_role("textbox").fill("https://example.org/video")
    desk.page.keyboard.press("Enter")
    expect(desk.dialog.get_by_role("alert")).to_contain_text("YouTube، Vimeo، X")
    desk.dialog.get_by_role("textbox").fill("https://youtu.be/abc")
    desk.page.keyboard.press("Enter")
    expect(desk.text.locator(".block-embed")).to_contain_text("https://youtu.be/abc")
    assert desk.save()["body_ar"] == f'{TEXT}\n<div data-embed="https://youtu.be/abc"></div>'


def test_a_link_is_set_changed_and_removed_by_keyboard(desk):
    desk.select("المطر")
    desk.page.keyboard.press("Control+k")
    desk.dialog.get_by_role("textbox").fill("ليس عنواناً")
    desk.page.keyboard.press("Enter")
    expect(desk.dialog.get_by_role("alert")).to_contain_text("https://")
    desk.dialog.get_by_role("textbox").fill("example.org/rain")
    desk.page.keyboard.press("Enter")
    linked = '<p>انتظرت المدينة <a href="https://example.org/rain">المطر</a> طويلاً.</p><p>ثمّ جاء في ليلة واحدة.</p>'
    expect(desk.body).to_have_value(linked)
    desk.page.keyboard.press("Control+k")
    expect(desk.dialog.get_by_role("textbox")).to_have_value("https://example.org/rain")
    desk.dialog.get_by_role("button", name="أزل الرابط").click()
    expect(desk.body).to_have_value(TEXT.replace("\n", ""))


def test_the_caret_goes_with_the_direction_of_writing(desk):
    desk.caret_in("انتظرت", at="Home")
    for _letter in "انتظرت":
        desk.page.keyboard.press("ArrowLeft")
    desk.page.keyboard.type(" CIA")
    expect(desk.body).to_have_value("<p>انتظرت CIA المدينة المطر طويلاً.</p><p>ثمّ جاء في ليلة واحدة.</p>")
    desk.page.keyboard.press("ArrowLeft")
    desk.page.keyboard.type("و")
    expect(desk.text).to_contain_text("CIA والمدينة")


def paste(desk, html):
    desk.text.evaluate(
        """(text, html) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            text.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        html,
    )


def test_what_is_pasted_is_plain_before_it_is_seen(desk):
    desk.caret_in("ليلة واحدة")
    desk.page.keyboard.press("Enter")
    paste(
        desk,
        '<style>p { color: red }</style><h1 style="color:red">عنوان</h1><p onclick="steal()" style="margin:0">نصّ '
        '<span style="font-weight:700">غليظ</span><script>steal()</script></p>'
        '<img src="https://elsewhere.example/x.png" onerror="steal()">',
    )
    assert desk.save()["body_ar"] == f"{TEXT}\n<h2>عنوان</h2>\n<p>نصّ <strong>غليظ</strong></p>"


def test_lists_of_word_stay_lists(desk):
    desk.caret_in("ليلة واحدة")
    desk.page.keyboard.press("Enter")
    marker = "<span style='mso-list:Ignore'>{}<span>&nbsp;&nbsp; </span></span>"
    paste(
        desk,
        "<p>قبلها</p>"
        + "".join(
            f"<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>{marker.format(sign)}{words}</p>"
            for sign, words in [("·", "بند"), ("·", "بند ثانٍ"), ("1.", "أوّلاً")]
        ),
    )
    lists = "<ul><li>بند</li><li>بند ثانٍ</li></ul>\n<ol><li>أوّلاً</li></ol>"
    assert desk.save()["body_ar"] == f"{TEXT}\n<p>قبلها</p>\n{lists}"


def test_the_toolbar_is_one_stop_and_its_arrows_follow_the_page(desk):
    desk.caret_in("انتظرت")
    desk.page.keyboard.press("Alt+F10")
    expect(desk.tools.get_by_role("button", name="عنوان", exact=True)).to_be_focused()
    desk.page.keyboard.press("ArrowLeft")
    expect(desk.tools.get_by_role("button", name="عنوان فرعيّ")).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(desk.body).to_have_value("<h3>انتظرت المدينة المطر طويلاً.</h3><p>ثمّ جاء في ليلة واحدة.</p>")
    expect(desk.tools.get_by_role("button", name="عنوان فرعيّ")).to_have_attribute("aria-pressed", "true")
    assert desk.save()["body_ar"].startswith("<h3>")


def test_bylines_and_topics_are_typed_ordered_and_kept(page, editor):
    layla, ibrahim = make_author("ليلى حدّاد"), make_author("إبراهيم نصّار")
    netanyahu = make_topic("نتنياهو", aliases=["نتانياهو"])
    desk = Desk(page, make_draft(by=editor, body=TEXT), editor)
    field = page.get_by_role("combobox", name="أضف كاتباً")
    for typed in ["ليلى", "ابراهيم"]:
        field.press_sequentially(typed)
        page.keyboard.press("Enter")
        expect(field).to_have_value("")
    page.get_by_label("الدور: إبراهيم نصّار").select_option("translator")
    page.get_by_role("button", name="قدّمه: إبراهيم نصّار").click()
    field.press_sequentially("ليلى")
    page.keyboard.press("Enter")
    expect(page.get_by_text("“ليلى حدّاد” في القائمة أصلاً.")).to_be_attached()
    page.get_by_role("combobox", name="أضف موضوعاً").press_sequentially("نتانياهو")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="أزل: نتنياهو")).to_be_visible()
    kept = desk.save()
    assert kept["bylines"] == [
        {"author": ibrahim.pk, "role": "translator"},
        {"author": layla.pk, "role": "writer"},
    ]
    assert kept["topics"] == [netanyahu.pk]
    desk.open()
    page.get_by_role("button", name="أزل: إبراهيم نصّار").press("Alt+ArrowDown")
    page.get_by_role("button", name="أزل: نتنياهو").click()
    kept = desk.save()
    assert [byline["author"] for byline in kept["bylines"]] == [layla.pk, ibrahim.pk]
    assert kept["topics"] == []


def test_who_does_not_wait_for_what_is_found_has_chosen_it_all_the_same(page, editor):
    make_author("ليلى حدّاد"), make_author("إبراهيم نصّار")
    Desk(page, make_draft(by=editor, body=TEXT), editor)
    held, is_slow = [], True
    page.route("**/pick/authors/?q=*", lambda route: held.append(route) if is_slow else route.continue_())
    field = page.get_by_role("combobox", name="أضف كاتباً")
    for typed, typed_on, key in [("ليلى", "ابرا", "End"), ("هيم", "", "Tab")]:
        is_slow = True
        field.press_sequentially(typed)
        page.keyboard.press("Enter")
        page.keyboard.type(typed_on)
        page.keyboard.press(key)
        is_slow = False
        while held:
            held.pop().continue_()
        expect(field).to_have_value(typed_on)
    expect(page.get_by_role("button", name="أزل: ليلى حدّاد")).to_be_visible()
    expect(page.get_by_role("button", name="أزل: إبراهيم نصّار")).to_be_visible()
    expect(page.get_by_role("listbox", name="أضف كاتباً")).to_be_hidden()


def test_rows_are_dragged_by_their_grip(page, editor):
    authors = [make_author(name) for name in ["ليلى", "إبراهيم", "أحمد"]]
    desk = Desk(page, make_draft(by=editor, body=TEXT, authors=authors), editor)
    grips = page.locator("[data-ordered] li [data-grip]")
    grips.nth(2).scroll_into_view_if_needed()
    start, goal = grips.nth(2).bounding_box(), grips.nth(0).bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(goal["x"] + 5, goal["y"] - 5, steps=5)
    page.mouse.up()
    assert [byline["author"] for byline in desk.save()["bylines"]] == [authors[place].pk for place in (2, 0, 1)]
    page.get_by_role("button", name="أزل: أحمد").dblclick()  # takes one away, not its neighbour as well
    assert [byline["author"] for byline in desk.save()["bylines"]] == [authors[0].pk, authors[1].pk]


def test_a_lead_picture_is_chosen_and_removed(page, editor):
    image = make_image(alt_ar="رصيف المرفأ")
    desk = Desk(page, make_draft(by=editor, body=TEXT), editor)
    page.get_by_role("button", name="اختر صورة", exact=True).click()
    desk.dialog.get_by_role("listitem").get_by_role("button").click()
    expect(page.locator("[data-image-field]").get_by_alt_text("رصيف المرفأ")).to_be_visible()
    assert desk.save()["lead_image"] == image.pk
    page.locator("[data-image-field]").get_by_role("button", name="أزل").click()
    assert desk.save()["lead_image"] is None


@pytest.mark.console_may_say("status of 400")
def test_related_links_are_curated_beside_the_text(page, editor):
    article = make_article(by=editor, headline="هذا المقال")
    rain, power = make_article(headline="أمطار الشمال"), make_article(headline="خطّة إنقاذ الكهرباء")
    Desk(page, article, editor)
    panel = page.get_by_role("region", name="مواضيع ذات صلة")
    field = panel.get_by_role("combobox")
    field.click()
    expect(panel.get_by_role("option")).to_have_text([re.compile("خطّة إنقاذ الكهرباء"), re.compile("أمطار الشمال")])

    def add(words):
        field.press_sequentially(words)
        expect(panel.get_by_role("option")).to_have_count(1)
        page.keyboard.press("Enter")

    add("الشمال")
    expect(panel.get_by_role("status")).to_have_text("أُضيف “أمطار الشمال”.")
    add("انقاذ")
    expect(panel.get_by_role("status")).to_have_text("أُضيف “خطّة إنقاذ الكهرباء”.")
    add("الشمال")
    expect(panel.get_by_role("alert")).not_to_be_empty()
    panel.get_by_role("button", name="قدّمه: خطّة إنقاذ الكهرباء").press("Enter")
    expect(panel.get_by_role("status")).to_have_text("حُفظ الترتيب.")
    expect(panel.get_by_role("button", name="قدّمه: خطّة إنقاذ الكهرباء")).to_be_focused()
    links = RelatedLink.objects.filter(article=article)
    assert [link.target for link in links] == [power, rain]
    panel.get_by_role("button", name="أزل: خطّة إنقاذ الكهرباء").click()
    expect(panel.get_by_role("status")).to_have_text("أُزيل.")
    assert [link.target for link in links.all()] == [rain]


def test_the_editor_fits_a_phone(phone, editor):
    image = make_image()
    body = (
        f'{TEXT}<figure data-image="{image.pk}"></figure><aside data-pull-quote="">كلام</aside>'
        '<div data-embed="https://youtu.be/abc"></div>'
    )
    Desk(phone, make_draft(by=editor, body=body), editor)
    assert phone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
