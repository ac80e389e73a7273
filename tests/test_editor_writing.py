"""Writing Arabic in the editor with real keys: caret and direction, and lines that become blocks."""

import random
import string

import pytest
from django.utils import translation
from playwright.sync_api import expect

from articles import body, embeds
from articles.isolation import block_direction
from newsroom import roles
from tests.factories import make_article, make_draft, make_user
from tests.test_editor_browser import TEXT, Desk, paste

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
                directions.append(block_direction(text))
        assert found == directions, text


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
