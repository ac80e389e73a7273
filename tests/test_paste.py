"""Pasting: what real clipboards hold arrives as the body's vocabulary, mended, whole and as one step.

The files in tests/data/clipboard are written after the formats of the programs that they are named for; beside each
stands the body it must become.
"""

import base64
import json
import re
from html import escape, unescape
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

import arabic
from articles import body, links
from newsroom import roles
from tests.factories import make_draft, make_picture, make_user
from tests.test_body import ATTACKS, assert_in_vocabulary
from tests.test_editor_browser import Desk

CLIPBOARD = Path(__file__).parent / "data" / "clipboard"
SAMPLES = sorted(file for file in CLIPBOARD.iterdir() if re.fullmatch(r"[\w-]+\.(html|txt)", file.name))
ADDRESSES = json.loads((CLIPBOARD / "addresses.json").read_text())
CORPUS = settings.BASE_DIR.parent / "shared" / "corpus"
TEXT = "<p>انتظرت المدينة المطر طويلاً.</p>\n<p>ثمّ جاء في ليلة واحدة.</p>"

PASTE = """async (text, { html, plain, file, shift }) => {
    const data = new DataTransfer();
    if (html) data.setData("text/html", html);
    if (plain) data.setData("text/plain", plain);
    if (file) data.items.add(new File([new Uint8Array(file)], "picture.png", { type: "image/png" }));
    if (shift) text.dispatchEvent(new KeyboardEvent("keydown", { key: "V", ctrlKey: true, shiftKey: true }));
    text.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    return text.closest("[data-editor]").querySelector("textarea").value;
}"""


class PasteDesk(Desk):
    """The writing screen of a person who pastes."""

    def paste(self, plain="", *, html="", file=None, shift=False):
        """Paste where the caret is; return the body as the server would keep it."""
        clipboard = {"html": html, "plain": plain, "file": file, "shift": shift}
        return body.clean(self.text.evaluate(PASTE, clipboard))

    def hold(self, html):
        """Make `html` the text, in place of what the person had."""
        self.text.evaluate("(text, html) => text.editor.commands.setContent(html)", html)

    def paste_alone(self, plain="", **clipboard):
        """The same on an empty text, which the person had before the page was as it is."""
        self.text.evaluate("text => text.editor.chain().clearContent(true).focus().run()")
        return self.paste(plain, **clipboard)

    @property
    def said(self):
        return self.page.locator(".edition[data-edition=ar] [data-paste]")

    def expect_said(self, name):
        """The sentence of this name is what the person reads."""
        sentence = self.said.get_attribute(f"data-{name}")
        assert sentence
        expect(self.said).to_have_text(sentence)


@pytest.fixture
def desk(page, db):
    editor = make_user(roles.EDITOR)
    return PasteDesk(page, make_draft(by=editor, body=TEXT), editor)


# What it becomes ----------------------------------------------------------------------------------------------------


def test_each_program_s_clipboard_becomes_the_body_beside_it_without_debris(desk):
    become = {
        file.stem: desk.paste_alone(**{"html" if file.suffix == ".html" else "plain": file.read_text()})
        for file in SAMPLES
        if not file.name.endswith(".body.html")
    }
    assert len(become) > 10
    for name, html in become.items():
        assert html == (CLIPBOARD / f"{name}.body.html").read_text().rstrip("\n"), name
        assert_in_vocabulary(html)
        assert debris(body.plain_text(html)) == [], name
        assert not re.search("Apple|Mso|utm_|fbclid|google.com/url|مخفي|steal", html), name


def test_every_messy_sample_pastes_clean_with_all_its_words(desk):
    file = CORPUS / "messy" / "dirty_articles.jsonl"
    if not file.exists():
        pytest.skip(f"{file} is not here")
    for line in file.read_text().splitlines():
        sample = json.loads(line)
        text = f"{sample['title']}\n\n{sample['body']}"
        html = "".join(f"<p dir=RTL style='margin:0'><span>{escape(row)}</span></p>" for row in text.split("\n"))
        for pasted in [desk.paste_alone(text), desk.paste_alone(html=f"<meta charset='utf-8'>{html}")]:
            assert_in_vocabulary(pasted)
            kept = body.plain_text(pasted)
            assert debris(kept) == [], sample["id"]
            assert words(kept) == words(text), sample["id"]


def test_the_browser_and_the_server_leave_the_same_of_an_address_which_alone_on_a_line_is_embedded(desk):
    given = [address for address, _expected in ADDRESSES]
    expected = [address for _given, address in ADDRESSES]
    assert [links.untracked(address) for address in given] == expected
    untracked = "async (given) => given.map((await import('desk/editor/links')).untracked)"
    assert desk.page.evaluate(untracked, given) == expected

    address = "https://www.youtube.com/watch?v=dQ&si=ab"
    assert desk.paste_alone(address) == '<div data-embed="https://www.youtube.com/watch?v=dQ"></div>'
    desk.page.keyboard.type("بعدها")
    assert desk.paste(" https://x.com/press/status/1?s=20").endswith(
        '<p>بعدها <a href="https://x.com/press/status/1">https://x.com/press/status/1</a></p>'
    )
    link = '<a href="https://example.org/a">https://example.org/a</a>'
    assert desk.paste_alone("https://example.org/a?utm_source=x") == f"<p>{link}</p>"


def test_letters_and_marks_are_mended_and_with_shift_only_the_words_are_pasted(desk):
    for pasted, mended in MENDED:
        assert body.plain_text(desk.paste_alone(pasted)) == mended
    html = (CLIPBOARD / "google-docs.html").read_text()
    assert (
        desk.paste_alone("*عنوان*\n- بند\u200f\n- بند", html=html, shift=True)
        == "<p>*عنوان*</p>\n<p>- بند</p>\n<p>- بند</p>"
    )


MENDED = [
    ("\ufedf\ufe92\ufee8\ufe8e\ufee5 وبيروت", "لبنان وبيروت"),
    ("الح\u0640\u0640كومة والـCIA بـ«الشرق» 1436 هـ", "الحكومة والـCIA بـ«الشرق» 1436 هـ"),
    ("أمير\u200cكا\u200f في\u200b بيروت\ufeff", "أميركا في بيروت"),
    ("المدينة\u200bالقديمة", "المدينة القديمة"),
    ("علی الإطلاق کتب فی موسی الإیرانی", "على الإطلاق كتب في موسى الإيراني"),
    ("عائلة پچژگی فی بيروت", "عائلة پچژگی في بيروت"),
    ("قال:\u00a0\u00a0نعم،\u202fثمّ\tسكت", "قال: نعم، ثمّ سكت"),
    ("\u201dاللحظة\u201c و»الأخبار« و)بيروت(", "“اللحظة” و»الأخبار« و)بيروت("),
    ("قال ”نعم“ و »لا« ثمّ )سكت(.", "قال “نعم” و «لا» ثمّ (سكت)."),
    ("“الأولى” ثمّ “الثانية” و(كذا) و[كذا]", "“الأولى” ثمّ “الثانية” و(كذا) و[كذا]"),
    ("1) أوّلاً 2) ثانياً (كذا", "1) أوّلاً 2) ثانياً (كذا"),
    (".انتهى الاجتماع", "انتهى الاجتماع."),
    ("...ثمّ سكت", "...ثمّ سكت"),
    ('قال "نعم" ثمّ "لا"', "قال “نعم” ثمّ “لا”"),
    ('شاشة 15" قال "نعم"', 'شاشة 15" قال "نعم"'),
    ("👩\u200d👧 عائلة", "👩\u200d👧 عائلة"),
    ("« Bonjour\u00a0», dit-il\u00a0: oui", "« Bonjour\u00a0», dit-il\u00a0: oui"),
    ("&quot;نعم&quot; &amp; لا &nosuch; R&D;", "“نعم” & لا &nosuch; R&D;"),
    ("\x1aنعم\x02", "نعم"),
]
DEBRIS = {
    "control": "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]",
    "zero width": "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]",
    "no-break space": "[\u00a0\u202f]",
    "spaces": " {2,}",
    "presentation forms": "[\ufb50-\ufd3d\ufd40-\ufdf9\ufe70-\ufefc]",
    "Persian letters": "(?<![پچژگ])\\b[^\\W پچژگ]*[کیە][^\\W پچژگ]*\\b",
    "entities": "&(?:#\\d+|quot|nbsp|amp|laquo|raquo|rsquo|lsquo|ldquo|rdquo);",
    "drawn out": "[بتثجحخسشصضطظعغفقمنهي]ـ+(?=[ء-غف-ي])",
    "quotes turned round": "(?:^|[\\s(])”(?=\\w)[^“”\\n]*\\w“(?=[\\s.،)]|$)",
    "brackets turned round": "(?:^|\\s)\\)(?=\\w)[^()\\n]*\\w\\((?=[\\s.،]|$)",
}
RULES = {"P06", "P10", "P13", "P14", "P15", "P16"}


def debris(text):
    """What is left in `text` of what a paste must not bring: by our own list, and by the proof-reader's safe rules."""
    left = [(name, found) for name, pattern in DEBRIS.items() for found in re.findall(pattern, text, re.MULTILINE)]
    findings = [finding for finding in arabic.proofread(text) if finding.safe and finding.rule in RULES]
    return left + [(finding.rule, text[finding.start - 20 : finding.end + 20]) for finding in findings]


def words(text):
    """The words of `text` in their order, as search sees them; entities read, and marks no words."""
    return re.findall(r"\w+", arabic.search_key(unescape(arabic.storable(text)).replace("\u200b", "")))


# How it arrives -----------------------------------------------------------------------------------------------------


def test_a_paste_is_one_step_to_undo_between_what_is_typed_around_it(desk):
    desk.caret_in("ليلة واحدة")
    desk.page.keyboard.type(" قبل")
    desk.paste(html="<h1>عنوان</h1><ul><li>بند</li></ul><p>فقرة</p>")
    desk.page.keyboard.type(" بعد")
    first, second = TEXT.split("\n")
    typed = f"{first}{second[:-4]} قبل</p>"
    pasted = f"{typed}<h2>عنوان</h2><ul><li><p>بند</p></li></ul><p>فقرة"
    expect(desk.body).to_have_value(f"{pasted} بعد</p>")
    desk.page.keyboard.press("Control+z")
    expect(desk.body).to_have_value(f"{pasted}</p>")
    desk.page.keyboard.press("Control+z")
    expect(desk.body).to_have_value(typed)


def test_a_paste_in_a_paragraph_joins_the_line_and_keeps_its_spaces_and_several_divide_it_once(desk):
    desk.caret_in("انتظرت")
    first, second = TEXT.split("\n")
    assert desk.paste(" وطال الانتظار") == f"{first[:-4]} وطال الانتظار</p>\n{second}"
    html = "<meta charset='utf-8'><p dir=rtl>ثمّ <b>نام</b></p>"
    assert desk.paste(html=html) == f"{first[:-4]} وطال الانتظارثمّ <strong>نام</strong></p>\n{second}"

    desk.hold(TEXT)
    desk.caret_in("انتظرت", at="Home")
    assert desk.paste("قبل أن تقرأ:\n\nعن ") == f"<p>قبل أن تقرأ:</p>\n<p>عن{first[3:]}\n{second}"

    desk.hold("<p>قال <strong>نعم</strong></p>")
    desk.text.evaluate("text => text.editor.chain().focus(7).run()")
    assert desk.paste(" كبيرة") == "<p>قال <strong>نع كبيرةم</strong></p>"


def test_what_is_copied_in_the_editor_is_pasted_as_it_was_and_the_rows_of_another_system_are_not_ours(desk):
    desk.hold('<p>أ\u200cب ـ شـارع</p><aside data-pull-quote="ق">كلام</aside>')
    html = desk.text.evaluate(
        """text => {
            text.editor.commands.selectAll();
            const data = new DataTransfer();
            text.dispatchEvent(new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true }));
            return data.getData("text/html");
        }"""
    )
    assert desk.paste_alone(html=html) == '<p>أ\u200cب ـ شـارع</p>\n<aside data-pull-quote="ق">كلام</aside>'

    foreign = '<figure data-image="1"><figcaption>شرح</figcaption></figure><aside data-article="2">رابط</aside>'
    assert desk.paste_alone(html=foreign) == "<p>شرح</p>\n<p>رابط</p>"


@pytest.mark.console_may_say("ERR_INTERNET_DISCONNECTED")  # of the bold letters that the page had not needed yet
def test_it_pastes_while_the_server_is_away(desk):
    desk.page.context.set_offline(True)
    html = (CLIPBOARD / "word-windows.html").read_text()
    expected = (CLIPBOARD / "word-windows.body.html").read_text().rstrip("\n")
    assert desk.paste_alone(html=html) == expected
    desk.page.context.set_offline(False)


def test_what_was_pasted_is_what_is_saved(desk):
    html = (CLIPBOARD / "web-page.html").read_text()
    expected = (CLIPBOARD / "web-page.body.html").read_text().rstrip("\n")
    assert desk.paste_alone(html=html) == expected
    assert desk.save()["body_ar"] == expected


# Pictures -----------------------------------------------------------------------------------------------------------


def test_a_picture_pasted_alone_or_copied_on_a_page_goes_through_the_library(desk):
    picture = "data:image/png;base64," + base64.b64encode(make_picture().read()).decode()
    desk.paste_alone(html=f'<meta charset="utf-8"><img src="{picture}">')
    desk.text.get_by_label("ما يظهر فيها، في جملة واحدة").fill("مطر على الشارع")
    desk.page.keyboard.press("Enter")
    expect(desk.text.get_by_alt_text("مطر على الشارع")).to_be_visible()
    desk.paste_alone(html='<img src="https://elsewhere.example/x.png">', file=list(make_picture().read()))
    desk.text.get_by_label("ما يظهر فيها، في جملة واحدة").fill("شارع بعد المطر")
    desk.page.keyboard.press("Enter")
    expect(desk.text.get_by_alt_text("شارع بعد المطر")).to_be_visible()
    expect(desk.text.get_by_alt_text("مطر على الشارع")).to_have_count(0)


def test_what_cannot_come_is_named_in_a_sentence_and_of_what_is_too_long_the_text_stays(desk):
    desk.caret_in("انتظرت")
    assert desk.paste("كلمة " * 250_000) == TEXT
    desk.expect_said("too-long")
    assert desk.paste_alone(html='<img src="https://elsewhere.example/x.png">') == ""
    desk.expect_said("picture")
    assert desk.paste_alone(html='<p>نصّ <img src="blob:x"></p>') == "<p>نصّ</p>"
    desk.expect_said("pictures")
    desk.paste_alone("نصّ")
    expect(desk.said).to_be_empty()


# Bad input ----------------------------------------------------------------------------------------------------------


def test_nothing_that_runs_is_pasted(desk):
    desk.page.evaluate("() => { window.alert = () => { throw new Error('it ran'); }; }")
    for attack in ATTACKS:
        assert_in_vocabulary(desk.paste_alone(html=f"<p>قبل</p>{attack}"))
        assert_in_vocabulary(desk.paste_alone(attack))


def test_megabytes_of_html_are_clean_text_or_a_sentence(desk):
    for html in HOSTILE:
        pasted = desk.paste_alone(html=html)
        assert_in_vocabulary(pasted)
        assert "كلمة" in pasted or desk.said.text_content(), html[:40]


HOSTILE = [
    "<p style='margin:0'>" + "<span class=x style='color:red'>كلمة </span>" * 20_000 + "</p>",
    "<div>" * 50_000 + "كلمة",
    "كلمة" + "<!--" * 1_000_000,
    "كلمة" + '<a "' * 1_000_000,
    "كلمة" + "<a title='" * 500_000,
    "كلمة" + "<style>" * 700_000,
    "كلمة" + "<" * 1_500_000,
    "كلمة" + "&#8203;" * 100_000,
    "<p>" + "كلمة " + "”" * 20_000 + "</p>",
    "<p>كلمة " + "(" * 20_000 + "</p>",
    "<p>كلمة " + "&quot;ن " * 20_000 + "</p>",
]
