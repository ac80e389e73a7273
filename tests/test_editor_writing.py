"""Writing Arabic in the editor with real keys: caret and direction, finding, signs, counting, and the quiet of it."""

import random
import re
import string

import pytest
from django.conf import settings
from django.utils import translation
from playwright.sync_api import expect

import arabic
from articles import body, content, embeds
from articles.isolation import block_direction, page_direction
from articles.models import Article
from newsroom import roles
from tests.accessibility import violations
from tests.factories import make_article, make_draft, make_image, make_picture, make_user
from tests.test_editor_browser import TEXT, Desk, paste
from tests.test_editor_uploads import drop, picture, waiting

MIXED = "فاز Real Madrid 2-1 أمس"
FIRST, SECOND = TEXT.split("\n")


@pytest.fixture
def open_desk(page, db):
    """Opens the writing screen on a draft with this text."""

    def open_desk(text=TEXT, **given):
        editor = make_user(roles.EDITOR)
        return Desk(page, make_draft(by=editor, body=text, **given), editor)

    return open_desk


def selected(desk):
    """Where the browser's own selection begins and ends in its line, which is one text."""
    return desk.page.evaluate("(({ anchorOffset, focusOffset }) => [anchorOffset, focusOffset])(getSelection())")


# Caret, selection, direction ----------------------------------------------------------------------------------------


def test_the_caret_goes_through_latin_words_and_digits_and_selects_what_it_passes(open_desk):
    desk = open_desk(f"<p>{MIXED}</p>")
    keys = desk.page.keyboard
    desk.caret_in("فاز", at="Home")
    passed = [selected(desk)]
    for _letter in MIXED:
        keys.press("ArrowLeft")
        passed.append(selected(desk))
    assert passed == [[place, place] for place in range(len(MIXED) + 1)]
    for place in reversed(range(len(MIXED))):
        keys.press("ArrowRight")
        assert selected(desk) == [place, place]
    for place in range(1, len(MIXED) + 1):
        keys.press("Shift+ArrowLeft")
        assert selected(desk) == [0, place]
    keys.press("End")
    assert selected(desk) == [len(MIXED), len(MIXED)]
    keys.press("Shift+Home")
    assert selected(desk) == [len(MIXED), 0]
    for word in ["فاز", "Real", "Madrid", "أمس"]:
        box = desk.text.locator("p").evaluate(
            """(line, word) => {
                const range = document.createRange();
                const at = line.firstChild.data.indexOf(word);
                range.setStart(line.firstChild, at);
                range.setEnd(line.firstChild, at + word.length);
                const { x, y, width, height } = range.getBoundingClientRect();
                return [x + width / 2, y + height / 2];
            }""",
            word,
        )
        desk.page.mouse.dblclick(*box)
        assert desk.page.evaluate("getSelection().toString().trim()") == word
    desk.text.press("End")
    keys.type(" 10% FC")
    expect(desk.body).to_have_value(f"<p>{MIXED} 10% FC</p>")


def test_a_paragraph_finds_its_direction_for_writer_and_reader_alike(open_desk):
    desk = open_desk("<p>نصّ</p>", headline="عنوان")
    desk.caret_in("نصّ")
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.type("The minister said: no.")
    line = desk.text.locator("p", has_text="minister")
    expect(line).to_have_css("direction", "ltr")
    expect(desk.text.locator("p", has_text="نصّ")).to_have_css("direction", "rtl")
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.type("Real Madrid")
    expect(desk.text.locator("p", has_text="Real")).to_have_css("direction", "ltr")
    desk.page.keyboard.type(" فاز أمس على ضيفه")
    expect(desk.text.locator("p", has_text="Real")).to_have_css("direction", "rtl")
    kept = desk.save()["body_ar"]
    assert kept == "<p>نصّ</p>\n<p>The minister said: no.</p>\n<p>Real Madrid فاز أمس على ضيفه</p>"  # nothing of it kept
    assert '<p dir="ltr">The minister said: no.</p>' in body.render(kept)


def test_the_browser_finds_the_directions_that_the_server_finds(open_desk):
    desk = open_desk()
    pick = random.Random(7)
    letters = "ابتثأؤىةـ ًّ ٱ٣5-" + string.ascii_letters[:20] + "éÇשא漢 :«»"
    samples = ["".join(pick.choices(letters, k=pick.randint(0, 14))) for _ in range(300)] + [
        MIXED,
        "CIA تنفي",
        "2-1",
        "",
    ]
    in_browser = desk.page.evaluate(
        """async (samples) => {
            const { blockDirection } = await import("desk/editor/direction");
            return samples.map((text) => [blockDirection(text, "rtl"), blockDirection(text, "ltr")]);
        }""",
        samples,
    )
    for text, found in zip(samples, in_browser, strict=True):
        directions = []
        for language in ("ar", "en"):
            with translation.override(language):
                directions.append(block_direction(text, page_direction()))
        assert found == directions, text


# Find and replace ---------------------------------------------------------------------------------------------------


def test_words_are_found_past_tashkeel_when_asked_and_replaced_as_printed(open_desk):
    text = '<p>زار أحمد بيروت، وفي <strong>بَيْر</strong>ُوتَ قال احمد كلمته.</p><aside data-pull-quote="">البيروتيّ</aside>'
    desk = open_desk(text)
    keys, panel = desk.page.keyboard, desk.page.get_by_role("search", name="ابحث واستبدل")
    lit = desk.text.locator(".is-found")
    loose, whole = panel.get_by_label("مهما كان التشكيل والهمز والتطويل"), panel.get_by_label("كلمات كاملة")
    desk.caret_in("زار", at="Home")
    keys.press("Control+f")
    keys.type("بيروت")
    expect(panel.get_by_role("status")).to_have_text("1 من 2")
    loose.check()
    expect(panel.get_by_role("status")).to_have_text("1 من 3")
    whole.check()
    expect(panel.get_by_role("status")).to_have_text("1 من 2")
    expect(lit).to_have_text(["بيروت", "بَيْر", "ُوتَ"])  # the second in two, since a part of it is bold
    expect(desk.text.locator(".is-found-now")).to_have_text("بيروت")
    panel.get_by_label("ابحث", exact=True).press("Enter")
    expect(panel.get_by_role("status")).to_have_text("2 من 2")
    panel.get_by_label("ابحث", exact=True).press("Shift+Enter")
    expect(panel.get_by_role("status")).to_have_text("1 من 2")
    expect(desk.body).to_have_value(text.replace("<aside", "\n<aside"))  # what is lit is no part of it
    keys.press("Control+h")
    expect(panel.get_by_label("استبدل به")).to_be_focused()
    keys.type("طرابلس")
    keys.press("Enter")
    once = text.replace("زار أحمد بيروت", "زار أحمد طرابلس")
    expect(desk.body).to_have_value(once)
    expect(panel.get_by_role("status")).to_have_text("1 من 1")
    panel.get_by_label("ابحث", exact=True).fill("أحمد")
    panel.get_by_label("استبدل به").fill("سالم")
    panel.get_by_role("button", name="استبدل الكلّ").click()
    expect(panel.get_by_role("status")).to_have_text("استُبدل: 2")
    expect(desk.body).to_have_value(once.replace("أحمد", "سالم").replace("احمد", "سالم"))
    keys.press("Escape")
    expect(panel).to_be_hidden()
    expect(lit).to_have_count(0)
    keys.press("Control+z")
    expect(desk.body).to_have_value(once)
    keys.press("Control+z")
    expect(desk.body).to_have_value(text)
    keys.press("Control+f")
    keys.type("ليس هنا")
    expect(panel.get_by_role("status")).to_have_text("ليس في النصّ")
    expect(panel.get_by_role("button", name="استبدل الكلّ")).to_be_disabled()


def test_what_is_the_same_word_to_one_who_looks_for_it(open_desk):
    desk = open_desk()
    find = """async (cases) => {
        const { occurrences } = await import("desk/editor/finding");
        return cases.map(([text, words, isLoose, isWhole]) =>
            occurrences(text, words, { isLoose, isWhole }).map(([start, end]) => text.slice(start, end)));
    }"""
    cases = {
        ("كَتَبَ كتب", "كتب", False, False): ["كتب"],
        ("كَتَبَ كتب", "كتب", True, False): ["كَتَبَ", "كتب"],
        ("كتبَ", "كتب", False, False): [],  # it would leave the mark behind
        ("إيران ايران أيران", "إيران", True, False): ["إيران", "ايران", "أيران"],
        ("إيران ايران", "إيران", False, False): ["إيران"],
        ("مسؤول مسئول", "مسئول", True, False): ["مسؤول", "مسئول"],
        ("الحـــرب حرب", "الحرب", True, False): ["الحـــرب"],
        ("على علي", "على", True, False): ["على"],
        ("فية فيه", "فيه", True, False): ["فيه"],
        ("حرب حربيّ وحرب", "حرب", True, True): ["حرب"],
        ("CIA cia", "Cia", False, False): ["CIA", "cia"],
        ("سنة ٢٠٢٤ و2024", "2024", True, False): ["٢٠٢٤", "2024"],
        ("ااا", "اا", False, False): ["اا"],
        ("نصّ", "ّ", True, False): [],
        ("نصّ", "", True, False): [],
        ("(أ.ب) [a]*", "[a]*", False, False): ["[a]*"],
    }
    found = desk.page.evaluate(find, [list(case) for case in cases])
    assert dict(zip(cases, found, strict=True)) == cases


# Signs --------------------------------------------------------------------------------------------------------------


def test_hidden_signs_are_put_where_the_caret_is_by_mouse_and_by_keyboard(open_desk):
    desk = open_desk("<p>كتب</p>", headline="عنوان")
    keys = desk.page.keyboard
    panel = desk.page.get_by_role("group", name="حروف خاصّة")
    desk.caret_in("كتب")
    desk.tool("حروف خاصّة")
    panel.get_by_role("button", name="شدّة").click()
    panel.get_by_role("button", name="فتحة", exact=True).click()
    keys.type(" ثمّ")
    headline = desk.page.get_by_label("العنوان", exact=True)
    headline.click()
    keys.press("End")
    panel.get_by_role("button", name="نقاط الحذف").click()
    expect(headline).to_have_value("عنوان…")
    expect(headline).to_be_focused()
    keys.press("Control+z")
    expect(headline).to_have_value("عنوان")
    keys.press("Control+Alt+8")
    expect(panel.get_by_role("button", name="علامة تنصيص زاويّة مفتوحة")).to_be_focused()
    keys.press("Enter")
    keys.press("ArrowLeft")
    keys.press("Enter")
    keys.press("End")
    expect(panel.get_by_role("button", name="مدّة")).to_be_focused()
    keys.press("Escape")
    expect(headline).to_be_focused()
    expect(panel).to_be_hidden()
    kept = desk.save()
    assert kept["headline_ar"] == "عنوان«»"
    assert kept["body_ar"] == f"<p>{arabic.clean('كتبَّ')} ثمّ</p>"


def test_hidden_signs_are_put_by_touch_and_the_screen_fits_a_phone(phone, db):
    editor = make_user(roles.EDITOR)
    desk = Desk(phone, make_draft(by=editor, body="<p>كتب</p>", standfirst="مقدّمة"), editor)
    standfirst = phone.get_by_label("المقدّمة", exact=True)
    standfirst.tap()
    phone.keyboard.press("End")
    desk.tools.get_by_role("button", name="حروف خاصّة").tap()
    phone.get_by_role("button", name="شرطة طويلة").tap()
    expect(standfirst).to_have_value("مقدّمة—")
    phone.keyboard.press("Control+Alt+8")
    desk.tools.get_by_role("button", name="ابحث واستبدل").tap()
    expect(phone.get_by_role("group", name="حروف خاصّة")).to_be_hidden()  # one of them at a time
    assert phone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


# Counting -----------------------------------------------------------------------------------------------------------


def test_words_and_minutes_are_those_that_the_server_counts(open_desk):
    image = make_image()
    text = (
        f"<h2>COVID-19 في 2024</h2><p>{'كلمة ' * 200}<br>سطر — ثانٍ … ، AT&amp;T 3-2 ٪ ٥٠</p><ul><li>بند</li></ul>"
        f'<aside data-pull-quote="قائل">هذا لا يُعدّ</aside><figure data-image="{image.pk}"><figcaption>ولا هذا'
        '</figcaption></figure><div data-embed="https://youtu.be/abc"></div>'
        "<blockquote><p>قال <strong>ما</strong> قال.</p></blockquote>"
    )
    desk = open_desk(text, headline="عنوان CIA")
    shown = desk.page.locator(".edition[data-edition=ar] [data-count]")

    def expect_count(headline, html):
        said = f"{headline}\n{body.plain_text(body.clean(html))}"
        words = arabic.count(arabic.word_count(said), arabic.WORD)
        minutes = arabic.count(arabic.reading_minutes(said, settings.WORDS_PER_MINUTE), arabic.MINUTE)
        expect(shown).to_have_text(f"{words} · مدة القراءة {minutes}")

    expect_count("عنوان CIA", text)
    desk.caret_in("بند")
    desk.page.keyboard.type(f" {'زائد ' * 80}")
    expect_count("عنوان CIA", desk.body.input_value())
    desk.page.get_by_label("العنوان", exact=True).fill("كلمة")
    expect_count("كلمة", desk.body.input_value())
    kept = desk.save()
    article = Article.objects.get(pk=desk.article.pk)
    content.put(article, kept)
    assert arabic.count(article.reading_minutes_ar, arabic.MINUTE) in shown.text_content()
    samples = [
        "",
        "  ",
        "ـ ً ، …",
        "a\u00a0b\u200bc",
        "x\x1cy\x85z",
        "²³ ½ 漢字",
        "و\ufeffقال",
        "١٢٣ 3.5% — “نعم”",
        MIXED,
    ]
    counted = "async (samples) => samples.map((await import('desk/editor/counting')).wordCount)"
    assert desk.page.evaluate(counted, samples) == [arabic.word_count(text) for text in samples]


# Quiet, and the list of shortcuts -----------------------------------------------------------------------------------


def test_the_writing_mode_folds_all_but_the_text_away_and_is_remembered(open_desk):
    desk = open_desk()
    page, keys = desk.page, desk.page.keyboard
    around = [page.get_by_role("complementary", name="عن المقال"), page.get_by_role("banner"), desk.tools]
    around.append(page.get_by_role("button", name="معاينة"))
    desk.caret_in("ليلة")
    keys.press("Control+Alt+9")
    for part in around:
        expect(part).to_be_hidden()
    expect(page.locator("[data-standing]")).to_be_visible()
    keys.type(" زيادة")
    expect(page.locator("[data-standing]")).to_contain_text("حُفظ تلقائياً")
    page.reload()
    for part in around:
        expect(part).to_be_hidden()
    desk.text.click()
    keys.press("Control+f")  # Esc closes what lies over the text first
    keys.press("Escape")
    expect(around[1]).to_be_hidden()
    keys.press("Escape")
    for part in around:
        expect(part).to_be_visible()
    desk.tool("وضع الكتابة")
    page.get_by_role("button", name="اخرج من وضع الكتابة").click()
    for part in around:
        expect(part).to_be_visible()
    page.reload()
    expect(around[1]).to_be_visible()


def test_the_shortcuts_are_listed_by_key_and_by_button_and_each_button_s_is_among_them(open_desk):
    desk = open_desk()
    desk.caret_in("ليلة")
    desk.page.keyboard.press("Control+/")
    expect(desk.dialog.get_by_role("heading")).to_have_text("الاختصارات")
    shown = desk.dialog.locator("dt").all_inner_texts()
    desk.page.keyboard.press("Escape")
    expect(desk.dialog).to_have_count(0)
    expect(desk.text).to_be_focused()
    titles = [button.get_attribute("title") for button in desk.tools.get_by_role("button").all()]
    keys = [found[1] for title in titles if (found := re.search(r"\((.*)\)$", title))]
    assert len(keys) > 15 and set(keys) <= set(shown)
    desk.tool("الاختصارات")
    expect(desk.dialog).to_be_visible()


def test_what_opens_over_the_text_has_no_violation(open_desk):
    desk = open_desk()
    page, wrong = desk.page, []
    for name in ["ابحث واستبدل", "حروف خاصّة"]:
        desk.tool(name)
        wrong += violations(page)
    desk.tool("حروف خاصّة")
    drop(desk, picture())
    expect(waiting(desk)).to_be_visible()
    page.keyboard.press("Enter")
    wrong += violations(page)
    page.keyboard.press("Escape")
    desk.tool("الاختصارات")
    expect(desk.dialog).to_be_visible()
    wrong += violations(page)
    page.keyboard.press("Escape")
    desk.tool("وضع الكتابة")
    wrong += violations(page)
    assert wrong == []


# Blocks of lines ----------------------------------------------------------------------------------------------------


def test_the_browser_knows_the_addresses_that_the_server_knows(open_desk):
    addresses = ["https://m.youtube.com/watch?list=L&v=a-_1", "HTTPS://YouTu.be/a", "https://x.com/u/status/1?s=20"]
    addresses += ["https://www.facebook.com/watch/?v=1", "https://fb.watch/a/", "https://t.me/s/channel/5"]
    addresses += [
        "https://www.instagram.com/reel/Ab/",
        "https://x.com/user",
        "https://youtube.com@example.org/watch?v=1",
    ]
    addresses += ["https://youtu.be/a\nb", "https://t.me/قناة/٥", "https://example.org/?https://youtu.be/a", ""]
    known = """async (addresses) => {
        const { embedTest } = await import("desk/editor/embedding");
        return addresses.map(embedTest(document.querySelector("[data-editor]")));
    }"""
    assert open_desk().page.evaluate(known, addresses) == [embeds.read(address) is not None for address in addresses]


def test_a_pasted_post_is_embedded_and_undone_to_its_link(open_desk):
    desk = open_desk(FIRST)
    desk.caret_in("انتظرت")
    desk.page.keyboard.press("Enter")
    address = "https://t.me/channel/15"
    paste(desk, f'<a href="{address}">{address}</a>')
    expect(desk.body).to_have_value(f'{FIRST}<div data-embed="{address}"></div><p></p>')
    desk.page.keyboard.press("Control+z")
    link = f'<p><a href="{address}">{address}</a></p>'
    expect(desk.body).to_have_value(f"{FIRST}{link}")
    desk.page.keyboard.press("End")
    desk.page.keyboard.press("Enter")  # asked for once more
    expect(desk.body).to_have_value(f'{FIRST}<div data-embed="{address}"></div><p></p>')


@pytest.mark.console_may_say("status of 400")
def test_what_cannot_be_embedded_stays_a_link_and_says_so(open_desk):
    desk = open_desk(FIRST)
    desk.caret_in("انتظرت")
    desk.page.keyboard.press("Enter")
    address = "https://example.org/video"
    paste(desk, f'<a href="{address}">{address}</a>')
    said = desk.page.locator(".edition[data-edition=ar] [data-paste]")
    expect(said).to_contain_text("بقي هذا رابطاً")
    link = f'<p><a href="{address}">{address}</a></p>'
    expect(desk.body).to_have_value(f"{FIRST}{link}")
    desk.page.keyboard.press("Enter")
    desk.tool("تضمين")
    desk.dialog.get_by_role("textbox").fill("https://example.org/other")
    desk.page.keyboard.press("Enter")
    expect(desk.dialog.get_by_role("alert")).to_contain_text("YouTube، Vimeo، X")
    desk.dialog.get_by_role("button", name="ضعه رابطاً").click()
    other = link.replace("/video", "/other")
    expect(desk.body).to_have_value(f"{FIRST}{link}{other}")


def test_read_also_is_asked_for_by_writing_it(open_desk):
    target = make_article(headline="الحكومة تبحث خطّة إنقاذ الكهرباء")
    make_article(headline="مباراة حاسمة مساء السبت")
    desk = open_desk(FIRST)
    desk.caret_in("انتظرت")
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.type("إقرأ أيضاً: حكومه")
    desk.page.keyboard.press("Enter")
    expect(desk.dialog.get_by_role("option")).to_have_count(1)
    desk.page.keyboard.press("Escape")
    expect(desk.body).to_have_value(f"{FIRST}<p>إقرأ أيضاً: حكومه</p>")  # left, it stays as it was written
    desk.page.keyboard.press("Enter")
    expect(desk.dialog.get_by_role("option")).to_have_count(1)
    desk.page.keyboard.press("Enter")
    expect(desk.body).to_have_value(f'{FIRST}<aside data-article="{target.pk}"></aside><p></p>')
    desk.page.keyboard.press("Control+z")
    expect(desk.body).to_have_value(f"{FIRST}<p>إقرأ أيضاً: حكومه</p>")


def test_a_dialog_opened_again_at_once_still_gives_what_is_chosen(open_desk):
    target = make_article(headline="الحكومة تبحث خطّة إنقاذ الكهرباء")
    desk = open_desk(FIRST)
    with desk.page.expect_response("**/pick/dialogs/"):  # before one of them is asked for
        desk.caret_in("انتظرت")
    desk.page.evaluate("new Promise((resolve) => requestIdleCallback(resolve))")
    desk.page.keyboard.press("Control+Alt+6")
    desk.page.keyboard.type("حكومه")  # at once
    expect(desk.dialog.get_by_role("combobox")).to_have_value("حكومه")
    desk.page.keyboard.press("Escape")
    button = desk.page.get_by_role("button", name="اقرأ أيضاً")
    button.dblclick()  # a dialog for both, which gives one block
    expect(desk.dialog.get_by_role("option")).to_have_count(1)
    desk.dialog.evaluate(
        """async (dialog) => {
          dialog.close(); // the browser tells of it in a task of its own, behind the next key or click
          document.querySelector("[data-command=addReadAlso]").click();
        }"""
    )
    expect(desk.dialog.get_by_role("option")).to_have_count(1)
    desk.page.keyboard.press("Enter")
    expect(desk.body).to_have_value(f'{FIRST}<aside data-article="{target.pk}"></aside><p></p>')


def test_a_picture_that_comes_when_its_dialog_was_left_is_not_taken_for_what_is_chosen_in_it_next(open_desk, tmp_path):
    make_image(alt_ar="رصيف المرفأ")
    file = tmp_path / "rain.png"
    file.write_bytes(make_picture().read())
    desk, held = open_desk(FIRST), []
    desk.caret_in("انتظرت")
    desk.tool("صورة")
    desk.dialog.get_by_text("ارفع صورة جديدة", exact=True).click()
    desk.dialog.get_by_label("الملفّ").set_input_files(file)
    desk.dialog.get_by_label("ما يظهر فيها، في جملة واحدة").fill("مطر على الشارع")
    desk.page.route("**/pick/images/", lambda route: held.append(route))
    with desk.page.expect_request("**/pick/images/"):
        desk.dialog.get_by_role("button", name="ارفعها واستخدمها").click()
    desk.page.keyboard.press("Escape")
    desk.tool("صورة")
    send = desk.dialog.get_by_role("button", name="ارفعها واستخدمها", include_hidden=True)
    expect(send).to_be_disabled()
    held[0].continue_()
    expect(send).to_be_enabled()
    desk.dialog.get_by_role("button", name="رصيف المرفأ").click()
    expect(desk.text.locator("figure")).to_have_count(1)
    expect(desk.text.get_by_alt_text("رصيف المرفأ")).to_be_visible()


def test_every_step_is_undone_and_done_again_by_itself(open_desk):
    desk = open_desk(FIRST)
    keys = desk.page.keyboard
    steps = [FIRST]

    def step(does):
        does()
        expect(desk.body).not_to_have_value(steps[-1])
        steps.append(desk.body.input_value())

    desk.caret_in("انتظرت")
    step(lambda: keys.type(" ثمّ."))
    step(lambda: paste(desk, "<p>ملصوق <b>غليظ</b></p><h2>عنوان</h2>"))
    desk.select("المطر")
    step(lambda: desk.tool("اقتباس بارز"))
    step(lambda: keys.type(" بعده"))
    desk.caret_in("ملصوق")
    step(lambda: keys.press("Control+Shift+8"))
    for before in reversed(steps[:-1]):
        keys.press("Control+z")
        expect(desk.body).to_have_value(before)
    for after in steps[1:]:
        keys.press("Control+Shift+z")
        expect(desk.body).to_have_value(after)
    assert len(set(steps)) == len(steps)
