"""What readers set in their browsers, and what their connections do: larger text, their own colours, no motion, late
fonts. The pages take it, in all three languages, and their type keeps its measure and its marks."""

from contextlib import contextmanager

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from newsroom import roles
from tests.browser import sign_in
from tests.factories import make_article, make_author, make_image, make_section, make_topic, make_user

pytestmark = pytest.mark.django_db(transaction=True)

LANGUAGES = ["ar", "en", "fr"]
SENTENCES = {
    "ar": "كان البحر في ذلك الصباح ساكناً كصفحة كتاب لم يفتحه أحد بعد، وكانت المدينة تنتظر من يقرأ لها ما كُتب فيه. ",
    "en": "The sea lay still that morning, like a page that nobody had opened yet, and the city waited for a reader. ",
    "fr": "La mer, ce matin-là, était calme comme une page que personne n’avait encore lue, et la ville attendait. ",
}


@pytest.fixture
def article():
    """An article with every block in three languages, among others of its section."""
    with translation.override("ar"):
        names = {"name_en": "Politics", "name_fr": "Politique", "slug_en": "politics", "slug_fr": "politique"}
        section = make_section("سياسة", **names)
        author = make_author("ميسان الرّافعي", bio_ar="تكتب في السياسة.", name_en="Maysan Rafii", name_fr="Maysan Rafii")
        shared = {"section": section, "authors": [author], "topics": [make_topic("الحدود البحريّة")]}
        others = [
            make_article(**in_three("تَتَّخِذُ المدينةُ قرارها", f"City {n}", f"Ville {n}"), **shared) for n in range(4)
        ]
        picture = make_image(alt_ar="البحر", caption_ar="البحر عند الفجر", credit_ar="البيدر")
        blocks = (
            '<aside data-pull-quote="قائل">قول يُبرز بين الفقرات.</aside>'
            f'<aside data-article="{others[0].pk}"></aside><figure data-image="{picture.pk}"></figure>'
            '<div data-embed="https://www.youtube.com/watch?v=aaaaaaaaaaa"></div>'
        )
        bodies = {code: f"<p>{SENTENCES[code] * 6}</p>{blocks}<p>{SENTENCES[code] * 3}</p>" for code in LANGUAGES}
        words = in_three(
            "إِلَّا لِلْمُتَّخِذِينَ مِنَ الظِّلِّ بَيْتًا: وثائق CIA لعام 2024",
            "Papers of 2024 tell how a city lost its water",
            "Des documents de 2024 racontent comment une ville perdit son eau",
        )
        words |= {"body": bodies["ar"], "body_en": bodies["en"], "body_fr": bodies["fr"]}
        return make_article(**words, **shared, lead_image=picture)


def in_three(arabic, english, french):
    return {
        "headline": arabic,
        "headline_en": english,
        "headline_fr": french,
        "body": f"<p>{SENTENCES['ar']}</p>",
        "body_en": f"<p>{SENTENCES['en']}</p>",
        "body_fr": f"<p>{SENTENCES['fr']}</p>",
    }


def pages(article, language):
    with translation.override(language):
        return [
            reverse("home"),
            article.section.get_absolute_url(),
            article.get_absolute_url(),
            article.bylines.first().author.get_absolute_url(),
            f"{reverse('search')}?q={article.headline.split()[-1]}",
        ]


# What stands over something else, what is cut off: texts by their lines, without what lies above and below letters.
BROKEN = """() => {
    const found = [], lines = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
        const text = walker.currentNode, element = text.parentElement
        if (!text.data.trim() || !element.checkVisibility() || element.closest(".unseen, .skip, .search-skip")) continue
        const range = document.createRange()
        range.selectNodeContents(text)
        for (const { left, right, top, bottom } of range.getClientRects()) {
            const inset = (bottom - top) * 0.3
            const scroller = element.closest(".sections ul, .story-tools")
            if (scroller) continue
            if (left < -1 || right > innerWidth + 1) found.push(`out of sight: ${text.data.trim()}`)
            lines.push({ left: left + 1, right: right - 1, top: top + inset, bottom: bottom - inset, text })
        }
    }
    lines.forEach((one, place) => lines.slice(place + 1).forEach((other) => {
        if (one.text === other.text || one.left > other.right || other.left > one.right) return
        if (one.top > other.bottom || other.top > one.bottom) return
        found.push(`over one another: ${one.text.data.trim()} / ${other.text.data.trim()}`)
    }))
    for (const element of document.querySelectorAll("body *")) {
        const { overflowX, overflowY } = getComputedStyle(element)
        if (element.closest(".unseen, .picture") || !element.innerText) continue
        const cut = (overflowX === "hidden" && element.scrollWidth > element.clientWidth + 1)
            || (overflowY === "hidden" && element.scrollHeight > element.clientHeight + 1)
        if (cut) found.push(`cut off: ${element.outerHTML.slice(0, 120)}`)
    }
    if (document.documentElement.scrollWidth > innerWidth) found.push(`${document.documentElement.scrollWidth} wide`)
    return found
}"""


@pytest.mark.parametrize("width", [1280, 390])
def test_text_of_twice_the_size_is_whole_and_nothing_lies_over_it(page, article, width):
    page.set_viewport_size({"width": width, "height": 844})
    fonts = page.context.new_cdp_session(page)
    fonts.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    broken = {}
    for language in LANGUAGES:
        for address in pages(article, language):
            page.goto(address)
            broken[address] = page.evaluate(BROKEN)
    assert {address: found for address, found in broken.items() if found} == {}
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"


FOCUSED = """() => {
    if (document.activeElement === document.body) return null // behind the last
    const typing = document.activeElement.matches("input") // its whole line says so
    const shown = typing ? document.activeElement.closest(".search-field") : document.activeElement
    const { outlineStyle, outlineWidth } = getComputedStyle(shown)
    const seen = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2
    return seen ? null : document.activeElement.outerHTML.slice(0, 120)
}"""


def test_with_a_readers_own_colours_one_sees_the_focus_the_buttons_and_where_one_is(page, article):
    page.emulate_media(forced_colors="active")
    for address in pages(article, "ar")[2:5:2]:
        page.goto(address)
        for _ in range(30):
            page.keyboard.press("Tab")
            assert page.evaluate(FOCUSED) is None
    page.goto(article.get_absolute_url())
    expect(page.locator(".embed-show")).to_be_visible()
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.embed-show')).borderTopWidth)") >= 1
    current = "getComputedStyle(document.querySelector('.sections a{}')).borderBottomColor"
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(current.format("[aria-current]")) != page.evaluate(paper)


def test_who_bears_no_motion_gets_none(page, article):
    moving = """() => document.getAnimations().length + [...document.querySelectorAll("body *")]
        .filter((element) => parseFloat(getComputedStyle(element).transitionDuration) > 0).length"""
    page.goto(article.get_absolute_url())
    assert page.evaluate(moving) > 0
    page.emulate_media(reduced_motion="reduce")
    for address in pages(article, "ar"):
        page.goto(address)
        assert page.evaluate(moving) == 0, address


# Type -----------------------------------------------------------------------------------------------------------------


@contextmanager
def fonts_held_back(page):
    """The fonts do not come before the block ends."""
    held = []
    page.route("**/*.woff2", lambda route: held.append(route))
    yield
    assert len(held) >= 3
    for route in held:
        route.continue_()
    page.wait_for_function("() => document.fonts.status === 'loaded'")


@pytest.mark.parametrize("language", LANGUAGES)
def test_hardly_anything_moves_when_the_fonts_come_late(phone, article, language):
    phone.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => moved += entry.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    with fonts_held_back(phone):
        phone.goto(pages(article, language)[2], wait_until="commit")
        expect(phone.get_by_role("heading", level=1)).to_be_visible()
        phone.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
    phone.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert phone.evaluate("moved") < 0.01  # no line breaks elsewhere


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_of_the_text_has_sixty_to_seventy_five_letters(page, article, language):
    page.goto(pages(article, language)[2])
    letters = page.evaluate(
        """() => {
            const text = document.querySelector(".story-body p").firstChild, range = document.createRange()
            range.selectNodeContents(text)
            const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size
            return [...text.data.trim().normalize("NFC").replace(/\\p{M}/gu, "")].length / (lines - 0.5)
        }"""
    )
    assert 60 <= letters <= 75


def test_marks_of_a_headline_are_within_its_line_at_every_size(page, article):
    sign_in(page, make_user(roles.EDITOR))
    page.goto("/desk/style/")
    page.evaluate("document.fonts.ready")
    # The words of ARABIC.md, T1, on two lines: in no column does ink of the first line reach that of the second.
    tight = page.evaluate(
        """() => [...document.querySelectorAll(".style-head")].map((element) => {
            const { fontWeight, fontFamily, fontSize, lineHeight } = getComputedStyle(element)
            const width = 900, height = 400, baseline = 200
            const pen = new OffscreenCanvas(width, height).getContext("2d")
            pen.direction = "rtl"
            pen.font = `${fontWeight} 100px ${fontFamily}`
            pen.fillText("إِلّاً لَلْمُتَّخِذِ", width - 20, baseline)
            const { data } = pen.getImageData(0, 0, width, height)
            let deepest = 0
            for (let x = 0; x < width; x++) {
                const inked = []
                for (let y = 0; y < height; y++) if (data[4 * (y * width + x) + 3] > 100) inked.push(y)
                if (inked.length) deepest = Math.max(deepest, inked.at(-1) - inked[0])
            }
            return [element.className, deepest, 100 * parseFloat(lineHeight) / parseFloat(fontSize)]
        }).filter(([, ink, line]) => ink < 100 || ink >= line)"""
    )
    assert tight == []
    assert page.locator(".style-head").count() >= 9
