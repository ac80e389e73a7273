"""How readers' pages print dates, numbers and mixed lines: month names, Hijri dates, digits, isolation."""

import json
import os
import re
import subprocess
import sys
from datetime import datetime, timedelta
from html import escape
from unittest import mock
from zoneinfo import ZoneInfo

import polib
import pytest
from django.conf import settings
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect

from arabic import ARTICLE, TANWEEN, clean, isolate, isolated_pieces, isolated_runs, proofread
from articles import body
from articles.models import Correction
from articles.templatetags.arabic_text import counted
from newsroom import environment
from tests.factories import make_article, make_author, make_image, make_section, make_topic

SCORE = "فاز Real Madrid 2-1 (بعد التمديد)"


@pytest.fixture(autouse=True)
def arabic_active():
    with translation.override("ar"):
        yield


def at(year, month, day, hour=9, minute=5):
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Beirut"))


def shown(source, **context):
    return Template("{% load arabic_text %}" + source).render(Context(context))


def visible(html):
    """What a page says, without its markup and attributes."""
    return " ".join(re.sub(r"<[^>]*>", " ", re.sub(r"<head>.*?</head>", "", html, flags=re.DOTALL)).split())


# Which pieces ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        (SCORE, ["Real Madrid", "2-1"]),
        ("Apple تطلق iPhone 16 Pro في 2026", ["Apple", "iPhone 16 Pro"]),
        ("أسعار iPhone 16 في لبنان", ["iPhone 16"]),
        ("صدر Django 5.2.1 أمس", ["Django 5.2.1"]),
        ("هل يفكّر ChatGPT?", ["ChatGPT"]),
        ("اتصلوا على +961 1 234567 الآن", ["+961 1 234567"]),
        ("هاتف 03 123456 أو +٩٦١ ١ ٢٣٤٥٦٧", ["03 123456", "+٩٦١ ١ ٢٣٤٥٦٧"]),
        ("45% من الناس، وبنسبة الـ7.5%", ["45%", "7.5%"]),
        ("COVID-19 يعود", ["COVID-19"]),
        ("مباراة Real Madrid 2-1 Barcelona اليوم", ["Real Madrid 2-1 Barcelona"]),
        ("تعادل 3 - 2 في حرب 2019–2022", ["3 - 2", "2019–2022"]),
        ("-5 في الأرز و25°C في بيروت و$20", ["-5", "25°C", "$20"]),
        ("الـBBC World Service وU.S. Steel", ["BBC World Service", "U.S. Steel"]),
        ("CNN، AT&T وDisney+ وC++", ["CNN", "AT&T", "Disney+", "C++"]),
        ("João Félix وНева", ["João Félix", "Нева"]),
        ("بين George W. Bush وDr. House وJ. K. Rowling", ["George W. Bush", "Dr. House", "J. K. Rowling"]),
        ("فيتامين C. وقال CNN. لا", ["C", "CNN"]),
        ("قال: “To be, or not. That is 1, no?” وخرج", ["To be, or not. That is 1, no"]),
        (" He said “yes” (2-1), and left. \nقال yes", ["He said “yes” (2-1), and left.", "yes"]),
        ("وكالة Advanced Micro Devices (AMD)", ["Advanced Micro Devices", "AMD"]),
    ],
)
def test_d4_what_would_lose_its_order_is_found_whole(line, runs):
    assert [line[start:end] for start, end, _ in isolated_runs(line)] == runs
    assert {direction for *_, direction in isolated_runs(line)} == {"ltr"}


def test_d4_a_hashtag_runs_as_its_first_letter_does():
    line = "#لبنان و#Lebanon_2026 و#كورونا_COVID"
    found = [(line[start:end], direction) for start, end, direction in isolated_runs(line)]
    assert found == [("#لبنان", "rtl"), ("#Lebanon_2026", "ltr"), ("#كورونا_COVID", "rtl")]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "بيروت تنتظر المطر",
        "الْمَطَرُ: «غزير»، والشوارع (كلّها) غرقت؟ نعم!",
        "في 23/11/2026 عند 9:05، و1,234.5 ليرة",
        "حصاد 2025 - 10 صور",
        "فاز ٣-٢ بنسبة ٤٥٪",
    ],
)
def test_d4_plain_arabic_stays_untouched(line):
    assert isolated_runs(line) == []
    assert isolate(line) == line
    assert shown("{{ line|ordered }}", line=line) == line


MIXED = st.text(
    st.sampled_from("ابلو ـّ،؟ aBé 0129 ٠٣ -–+.,:/%$#@_&()«»°\u00a0\n\u2066\u2067\u2068\u2069\u200f") | st.characters()
)


@given(MIXED)
def test_d4_runs_lie_in_order_part_no_word_and_are_the_same_the_second_time(line):
    runs = isolated_runs(line)
    assert "".join(piece for piece, _ in isolated_pieces(line)) == line
    edges = [edge for start, end, _ in runs for edge in (start, end)]
    assert edges == sorted(edges) and all(start < end for start, end, _ in runs)
    for edge in edges:
        around = line[max(edge - 1, 0) : edge + 1]
        assert not re.fullmatch("[a-zA-Zé0-9]{2}|[ابلو]{2}", around), (line, around)
    assert isolate(isolate(line)) == isolate(line)


def test_the_shown_line_is_safe_and_says_the_same():
    html = shown("{{ line|ordered }}", line="<b>Real & Madrid</b> 2-1 فاز")
    assert "<b>" not in html and "&lt;" in html and "&amp;" in html
    assert shown("{{ line|ordered }}", line=SCORE) == (
        'فاز <bdi dir="ltr">Real Madrid</bdi> <bdi dir="ltr" class="unbroken">2-1</bdi> (بعد التمديد)'
    )
    assert shown("{{ line|lit:'مدريد Madrid' }}", line=SCORE).count("<bdi") == 2
    with translation.override("en"):
        line = "Real Madrid win 2-1 (after extra time)"
        assert shown("{{ line|ordered }} {{ line|ordered_text }}", line=line) == f"{line} {line}"


# Latin lines ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        ("The party حزب الله 2, others 1", ["حزب الله"]),
        ("Resolution «قرار 1701 الدولي» and #لبنان_2026", ["قرار 1701 الدولي", "#لبنان_2026"]),
        ("A(ب)C", ["ب"]),
        ("L’année de l’إنتفاضة، الثورة", ["إنتفاضة، الثورة"]),
        ("Real Madrid 2-1 (after 45% of +961 1 234567)", []),
        ("Aoun\nقال «نعم»، ومضى.", ["قال «نعم»، ومضى."]),
    ],
)
def test_d4_in_a_latin_line_it_is_the_arabic_that_is_isolated(line, runs):
    assert [line[start:end] for start, end, _ in isolated_runs(line, "ltr")] == runs
    with translation.override("fr"):
        html = shown("{{ line|ordered }}", line=line)
        assert html.count('<bdi dir="rtl"') == len(runs) and 'dir="ltr"' not in html


@pytest.mark.parametrize(
    ("language", "words", "shown_as"),
    [
        ("ar", "عن The Times", '<bdi>عن <bdi dir="ltr">The Times</bdi></bdi>'),
        (
            "ar",
            "As said in عن: 2-1.",
            '<bdi><bdi dir="ltr">As said in</bdi> عن: <bdi dir="ltr" class="unbroken">2-1</bdi>.</bdi>',
        ),
        ("ar", "The Times said: 2-1.", "<bdi>The Times said: 2-1.</bdi>"),
        ("en", "صحّحته UEFA: 2-1.", None),
        ("en", "The Times صحيفة", '<bdi>The Times <bdi dir="rtl" lang="ar" class="unbroken">صحيفة</bdi></bdi>'),
    ],
)
def test_d2_words_in_another_language_than_the_page_run_in_their_own_direction(language, words, shown_as):
    arabic_line = shown("{{ words|isolated }}", words=words).replace("<bdi>", '<bdi lang="ar">', 1)
    with translation.override(language):
        assert shown("{{ words|isolated }}", words=words) == (shown_as or arabic_line)


# The body -------------------------------------------------------------------------------------------------------------

FENCES = re.compile('</?bdi[^>]*>|[\u2066\u2067\u2069]| dir="(?:ltr|rtl)"(?=>)')


@pytest.mark.parametrize(
    ("typed", "rendered"),
    [
        ("<p>فاز Real Madrid أمس</p>", '<p>فاز <bdi dir="ltr">Real Madrid</bdi> أمس</p>'),
        ("<h2>قصّة AT&amp;T</h2>", '<h2>قصّة <bdi dir="ltr" class="unbroken">AT&amp;T</bdi></h2>'),
        (
            '<p>في <a href="/a/1?b=2-1&amp;c=CIA">وثائق CIA</a> قديمة</p>',
            '<p>في <a href="/a/1?b=2-1&amp;c=CIA">وثائق <bdi dir="ltr" class="unbroken">CIA</bdi></a> قديمة</p>',
        ),
        ("<p>فاز <strong>Real</strong> Madrid</p>", "<p>فاز <strong>\u2066Real</strong> Madrid\u2069</p>"),
        (
            "<ul><li>نسبة 5%</li><li>3</li></ul>",
            '<ul><li>نسبة <bdi dir="ltr" class="unbroken">5%</bdi></li><li>3</li></ul>',
        ),
        ("<p>سطر CIA<br>KGB سطر</p>", None),
        ('<p>To <a href="/a">be</a>? “Not”.</p>', '<p dir="ltr">To <a href="/a">be</a>? “Not”.</p>'),
    ],
)
def test_d4_the_runs_of_a_body_are_isolated_and_its_tags_stay(typed, rendered):
    html = body.clean(typed)
    result = body.render(html)
    assert FENCES.sub("", result) == html
    if rendered:
        assert result == rendered
    else:
        assert result.count("<bdi") == 2  # no run goes over the end of a line
    [feed] = body.render_feeds([html])
    assert FENCES.sub("", feed).replace(settings.SITE_URL, "") == html and bool(FENCES.search(feed))


@pytest.mark.parametrize(
    ("language", "typed", "direction"),
    [
        ("ar", "The minister said: “no”.", "ltr"),
        ("ar", "As the إعلام reported on Monday", "ltr"),
        ("ar", "Real Madrid فاز على ضيفه أمس بثلاثة أهداف", None),
        ("ar", "فاز Real Madrid 2-1 أمس", None),
        ("ar", "قال: The quick brown fox jumps", None),
        ("ar", "2-1", None),
        ("en", "قال الوزير إنّ CIA كذبت", "rtl"),
        ("en", "An-Nahar (النهار) wrote", None),
        ("en", "النهار wrote on Monday", None),
    ],
)
def test_d2_a_paragraph_in_the_other_script_runs_its_own_way(language, typed, direction):
    blocks = f"<p>{typed}</p><h2>{typed}</h2><ul><li>{typed}</li></ul><aside data-pull-quote=''>{typed}</aside>"
    html = body.clean(blocks)
    with translation.override(language):
        result = body.render(html)
    if direction:
        marks = ' dir="rtl" lang="ar"' if direction == "rtl" else ' dir="ltr"'
        for tag in ["p", "h2", "li", 'aside class="pull-quote"><p']:
            assert f"<{tag}{marks}>" in result
    else:
        assert not re.search("<(?:p|h2|li) dir", result)
    assert "dir" not in html


@given(st.lists(st.sampled_from(["<p>", "<strong>", "</strong>", "<em>", "</em>", "<br>", "<h2>", "<li>"]) | MIXED))
def test_d4_a_body_says_the_same_with_its_isolates_and_each_is_closed_in_its_line(parts):
    html = FENCES.sub("", body.clean("".join(parts)))
    result = body.render(html)
    assert FENCES.sub("", result) == html
    for block in re.split("<(?:p|h2|li|br)>", result):
        assert block.count("<bdi") == block.count("</bdi>")
        assert len(re.findall("[\u2066\u2067]", block)) == block.count("\u2069")


@pytest.mark.django_db
def test_d4_captions_credits_speakers_and_alternative_texts_are_isolated():
    image = make_image(alt_ar="لاعب AC Milan", caption_ar="فوز 3-0 في Roma", credit_ar="وكالة AFP")
    with_own = f'<figure data-image="{image.pk}"><figcaption>هدف 2-0</figcaption></figure>'
    html = body.clean(
        with_own
        + f'<figure data-image="{image.pk}"></figure>'
        + '<aside data-pull-quote="مدرّب FC &amp; Co">فزنا 5-0</aside>'
    )
    page = body.render(html)
    for run in ["2-0", "3-0", "Roma", "AFP", "5-0"]:
        assert f'<bdi dir="ltr" class="unbroken">{run}</bdi>' in page, run
    assert 'مدرّب <bdi dir="ltr">FC &amp; Co</bdi>' in page
    assert 'alt="لاعب \u2066AC Milan\u2069"' in page


# On the pages ---------------------------------------------------------------------------------------------------------


def isolated(run):
    return f'<bdi dir="ltr" class="unbroken">{run}</bdi>'


@pytest.mark.django_db
def test_a_mixed_line_is_isolated_on_every_page_card_and_title_and_stored_as_it_was(client):
    section = make_section("رياضة", description_ar="دوري MLS")
    author = make_author("Karim B. بنزيما", bio_ar="مراسل BBC", beat_ar="كرة NBA")
    topic = make_topic("نادي AC", description_ar="تأسّس في Torino")
    fields = {"section": section, "authors": [author], "topics": [topic], "lead_image": make_image(credit_ar="صور EPA")}
    fields |= {"kicker": "تغطية LIVE", "standfirst": "بنسبة 45% على الأقلّ."}
    make_article(headline=SCORE, **fields)
    article = make_article(
        headline=SCORE, lead_caption="هدف 1-0", source_name="عن The Times", body="<p>أوّل 4-4-2 في النصّ</p>", **fields
    )
    Correction.objects.create(article=article, text="ورد أنّها 1-3.")
    for url in [
        "/",
        section.get_absolute_url(),
        article.get_absolute_url(),
        author.get_absolute_url(),
        topic.get_absolute_url(),
        "/search/?q=فاز",
    ]:
        page = client.get(url).content.decode()
        assert '<bdi dir="ltr">Real Madrid</bdi>' in page and isolated("2-1") in page, url
    archive = client.get(f"/archive/{article.published_at.year}/{article.published_at.month}/").content.decode()
    assert isolated("2-1") in archive
    page = client.get(article.get_absolute_url()).content.decode()
    in_text = "فاز \u2066Real Madrid\u2069 \u20662-1\u2069 (بعد التمديد)"
    assert f"<title>{in_text} | " in page and f'<meta property="og:title" content="{in_text}">' in page
    assert '<meta property="og:description" content="بنسبة \u206645%\u2069 على الأقلّ.">' in page
    assert '<bdi>عن <bdi dir="ltr">The Times</bdi></bdi>' in page and '<bdi><bdi dir="ltr">Karim' in page
    for run in ["LIVE", "45%", "EPA", "1-0", "4-4-2", "1-3", "AC", "BBC"]:
        assert isolated(run) in page, run
    for thing, runs in [(section, ["MLS"]), (author, ["BBC", "NBA"]), (topic, ["AC", "Torino"])]:
        page = client.get(thing.get_absolute_url()).content.decode()
        assert all(isolated(run) in page for run in runs)
    article.refresh_from_db()
    assert article.headline == SCORE and "\u2066" not in article.slug


@pytest.mark.django_db
def test_what_programs_keep_and_compare_has_the_words_as_they_were_written(client):
    section, author = make_section("رياضة Sport"), make_author("Karim B. بنزيما")
    article = make_article(
        headline=SCORE,
        section=section,
        authors=[author],
        topics=[make_topic("نادي AC")],
        standfirst="بنسبة 45% على الأقلّ.",
        body="<p>أوّل 4-4-2 في النصّ</p>",
    )
    page = client.get(article.get_absolute_url()).content.decode()
    facts, _steps = re.findall('<script type="application/ld.json">(.*?)</script>', page)
    assert json.loads(facts)["headline"] == SCORE and not FENCES.search(facts)
    assert '<meta name="description" content="بنسبة 45% على الأقلّ.">' in page
    assert '<meta property="article:tag" content="نادي AC">' in page.replace("\n         ", "")
    for url in ["/feed/", reverse("section-feed", args=[section.slug])]:
        feed = client.get(url).content.decode()
        assert f"<title>{SCORE}</title>" in feed and "<description>بنسبة 45% على الأقلّ.</description>" in feed
        assert not re.search("[\u2066-\u2069]", feed)
        assert escape(isolated("4-4-2"), quote=False) in feed  # the text is HTML, which people read
    for url in ["/sitemap.xml", "/sitemap-articles-ar.xml"]:
        assert not re.search("[\u2066-\u2069]", client.get(url).content.decode())


LINES = [
    # what is written, and its words and signs as they stand from right to left
    (SCORE, "فاز Madrid Real 1 - 2 ( بعد التمديد )"),
    ("Apple تطلق هاتفاً", "Apple تطلق هاتفاً"),
    ("هل يفكّر ChatGPT?", "هل يفكّر ChatGPT ?"),
    ("انهار سهم Apple.", "انهار سهم Apple ."),
    ("تصريح (نقلاً عن Reuters)", "تصريح ( نقلاً عن Reuters )"),
    ("قال «Le Monde»: لا", "قال « Monde Le » : لا"),
    ("اتصلوا على +961 1 234567 الآن", "اتصلوا على 234567 1 961 + الآن"),
    ("بنسبة 45% من الناس", "بنسبة % 45 من الناس"),
    ("50% من الناس", "% 50 من الناس"),
    ("هبطت إلى -3° في الأرز", "هبطت إلى ° 3 - في الأرز"),
    ("وسم #هاشتاغ_عربي ينتشر", "وسم # هاشتاغ _ عربي ينتشر"),
    ("#لبنان ينتفض", "# لبنان ينتفض"),
    ("وسم #Lebanon_2026 ينتشر", "وسم 2026 _ Lebanon # ينتشر"),
    ("كتب @karim_b أمس", "كتب b _ karim @ أمس"),
    ("صدر الإصدار 5.2.1 أمس", "صدر الإصدار 1 . 2 . 5 أمس"),
    ("صدر Django 5.2.1 أمس", "صدر 1 . 2 . 5 Django أمس"),
    ("عاد COVID-19 فجأة", "عاد 19 - COVID فجأة"),
    ("في 2026-11-23 عند 9:05 صباحاً", "في 23 - 11 - 2026 عند 05 : 9 صباحاً"),
    ("حرب 2019–2022 و23/11/2026", "حرب 2022 – 2019 و 2026 / 11 / 23"),
]
LATIN_LINES = [
    # the same from left to right
    ("Party حزب الله 2, others 1", "Party الله حزب 2 , others 1"),
    ("Tag #لبنان trends: 3-1", "Tag لبنان # trends : 3 - 1"),
    ("“قرار 1701 الدولي” (UN) 5%", "“ الدولي 1701 قرار ” ( UN ) 5 %"),
]
BOXES = r"""
line => {
    line.style.whiteSpace = "nowrap";  // all on one line
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT), found = [];
    const rightToLeft = getComputedStyle(line).direction === "rtl";
    while (walker.nextNode()) {
        for (const match of walker.currentNode.data.matchAll(/[\p{L}\p{M}]+|\p{N}+|[^\p{L}\p{M}\p{N}\s]/gu)) {
            const range = document.createRange();
            range.setStart(walker.currentNode, match.index);
            range.setEnd(walker.currentNode, match.index + match[0].length);
            const { left, right } = range.getBoundingClientRect();
            found.push([rightToLeft ? -right : left, match[0]]);
        }
    }
    return found.sort(([one], [other]) => one - other).map(([place, word]) => word).join(" ");
}
"""


def test_d4_without_isolation_chromium_does_lose_the_order(page):
    for direction, lines in [("rtl", LINES[:1]), ("ltr", LATIN_LINES[:2])]:
        for line, words in lines:
            page.set_content(f'<h1 dir="{direction}">{line}</h1>')
            assert page.locator("h1").evaluate(BOXES) != words


@pytest.mark.django_db(transaction=True)
def test_d4_the_boxes_of_headline_card_caption_and_body_stand_in_their_order(page):
    with translation.override("ar"):
        section, image = make_section("رياضة"), make_image(credit_ar="")
        articles = [
            make_article(
                section=section,
                headline=line,
                standfirst=line,
                lead_image=image,
                lead_caption=line,
                body=f'<p>{line}</p><aside data-pull-quote="{line}">{line}</aside>',
            )
            for line, _ in LINES
        ]
        addresses = [article.get_absolute_url() for article in articles]
    places = ["h1", ".story-standfirst", ".story-lead figcaption", ".story-body > p", ".pull-quote p >> nth=0"]
    for (line, words), address in zip(LINES, addresses, strict=True):
        page.goto(address)
        headline = page.locator("h1")
        assert headline.inner_text() == line
        headline.select_text()
        assert page.evaluate("getSelection().toString()").strip() == line
        for place in [*places, ".pull-quote-speaker"]:
            assert page.locator(place).evaluate(BOXES) == words, (line, place)
    page.goto("/رياضة/")
    cards = page.locator(".card h3, .card h2").all()
    shown_lines = {card.inner_text(): card.evaluate(BOXES) for card in cards}
    assert len(shown_lines) == len(LINES) and shown_lines == dict(LINES)


@pytest.mark.django_db(transaction=True)
def test_d4_arabic_names_keep_their_order_in_the_english_edition(page):
    with translation.override("ar"):
        section = make_section("سياسة", name_en="Politics", slug_en="politics")
        articles = [
            make_article(section=section, headline_en=line, standfirst_en=line, body_en=f"<p>{line}</p>")
            for line, _ in LATIN_LINES
        ]
    with translation.override("en"):
        addresses = [article.get_absolute_url() for article in articles]
    for (line, words), address in zip(LATIN_LINES, addresses, strict=True):
        page.goto(address)
        for place in ["h1", ".story-standfirst"]:
            assert page.locator(place).evaluate(BOXES) == words, (line, place)
        # A paragraph of the body that is in Arabic runs as Arabic does.
        in_body = "“ قرار 1701 الدولي ” ( UN ) % 5" if line.startswith("“") else words
        assert page.locator(".story-body > p").evaluate(BOXES) == in_body


@pytest.mark.django_db(transaction=True)
def test_d4_a_score_or_telephone_number_stays_on_one_line_and_long_names_do_not_widen_a_phone(phone):
    address = "https://www.example.org/a/very/long/address/of/a/page-2026-11-23"
    line = "فاز الفريق 2-1 وخسر الفريق 3 - 2 واتصلوا على +961 1 234567 بنسبة 45% في 2019–2022 عبر Real Madrid "
    with translation.override("ar"):
        article = make_article(headline=line, body=f"<p>{line * 9}{address}</p>")
        url = article.get_absolute_url()
    phone.goto(url)
    for width in range(390, 300, -18):
        phone.set_viewport_size({"width": width, "height": 844})
        assert phone.evaluate("document.documentElement.scrollWidth") <= width
        lines = phone.evaluate(
            "[...document.querySelectorAll('main bdi.unbroken')].map(e => [e.innerText, e.getClientRects().length])"
        )
        assert len(lines) >= 50 and [run for run, rows in lines if rows > 1] == []
    assert not phone.locator("bdi.unbroken", has_text="example.org").count()
    assert not phone.locator("bdi.unbroken", has_text="Real Madrid").count()


# How long ago ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "ar",
            [
                "قبل أقل من دقيقة",
                "قبل دقيقة",
                "قبل دقيقتين",
                "قبل 5 دقائق",
                "قبل 11 دقيقة",
                "قبل ساعتين",
                "قبل 23 ساعة",
            ],
        ),
        (
            "en",
            [
                *["less than a minute ago", "1 minute ago", "2 minutes ago", "5 minutes ago", "11 minutes ago"],
                *["2 hours ago", "23 hours ago"],
            ],
        ),
        (
            "fr",
            [
                *["il y a moins d’une minute", "il y a 1 minute", "il y a 2 minutes", "il y a 5 minutes"],
                *["il y a 11 minutes", "il y a 2 heures", "il y a 23 heures"],
            ],
        ),
    ],
)
def test_c2_a_script_says_how_long_ago_on_cards_and_keeps_it_true(page, language, words):
    now = timezone.now()
    passed = [timedelta(minutes=minutes, seconds=9) for minutes in (0, 1, 2, 5, 11, 150, 23 * 60 + 58, 24 * 60)]
    with translation.override("ar"):
        section = make_section("سياسة", name_en="Politics", slug_en="p", name_fr="Politique", slug_fr="p")
        for ago in passed:
            other = {"headline_en": "News", "body_en": "<p>x</p>", "headline_fr": "Info", "body_fr": "<p>x</p>"}
            make_article(section=section, published_at=now - ago, **other)
    with translation.override(language):
        url = section.get_absolute_url()
    page.clock.install(time=now)
    page.goto(url)
    times = page.locator("main time")
    printed = page.request.get(url).text()
    old = re.findall("<time[^>]*>([^<]*)</time>", printed)[-1]
    assert not any(word in printed for word in [f">{word}<" for word in words])
    expect(times).to_have_text([*words, old])
    page.clock.run_for(60_000)
    expect(times.first).to_have_text(words[1])
    page.clock.run_for(60_000)  # the last of the day is a day old now, and has its whole date
    expect(times.nth(6)).to_have_text(times.nth(6).get_attribute("title"))
    expect(times.last).to_have_text(old)


@pytest.mark.django_db(transaction=True)
def test_c2_the_script_counts_in_the_digits_of_the_house(page, settings):
    settings.DIGITS = "arab"
    with translation.override("ar"):
        make_article(published_at=timezone.now() - timedelta(minutes=5, seconds=30))
    page.goto("/")
    expect(page.locator("main time").first).to_have_text("قبل ٥ دقائق")


def test_c2_the_script_is_small():
    assert (settings.BASE_DIR / "static/js/recent.js").stat().st_size <= 1024


# Settings -------------------------------------------------------------------------------------------------------------


def test_a_setting_with_choices_refuses_any_other(monkeypatch):
    monkeypatch.setenv("DIGITS", "roman")
    with pytest.raises(environment.WrongSetting, match="DIGITS: “roman” .* latn, arab"):
        environment.choice("DIGITS", "latn", ["latn", "arab"])
    monkeypatch.setenv("DIGITS", "arab")
    assert environment.choice("DIGITS", "latn", ["latn", "arab"]) == "arab"
    monkeypatch.delenv("DIGITS")
    assert environment.choice("DIGITS", "latn", ["latn", "arab"]) == "latn"


@pytest.mark.parametrize(
    ("country", "month"), [("LB", "تشرين الثاني"), ("SA", "نوفمبر"), ("DZ", "نوفمبر"), ("MA", "نونبر")]
)
def test_c1_the_month_has_its_name_of_the_country_everywhere(settings, country, month):
    settings.MONTH_NAMES = country
    when = at(2026, 11, 23)
    for source in [
        "{% whole_moment when %}",
        "{% on_day when %}",
        "{{ when|month_name }}",
        "{{ when|month_and_year }}",
    ]:
        assert month in shown(source, when=when)
    with mock.patch("django.utils.timezone.now", return_value=at(2026, 12, 1)):
        assert f">23 {month}<" in shown("{% moment when %}", when=when)
    with translation.override("en"):
        assert "November" in shown("{{ when|month_name }}", when=when)


@pytest.mark.parametrize(("country", "written"), [("LB", "3 آب 2026"), ("QA", "3 أغسطس 2026"), ("TN", "3 أوت 2026")])
def test_c1_the_desk_has_the_same_months(country, written):
    """In a process of its own, since Django reads its catalogues once."""
    program = (
        "import datetime, django; django.setup(); from django.utils import formats, translation;"
        "translation.activate('ar'); print(formats.date_format(datetime.date(2026, 8, 3)))"
    )
    assert in_a_process_of_its_own(program, MONTH_NAMES=country) == written


def in_a_process_of_its_own(program, **variables):
    """What `program` prints under these settings."""
    variables |= {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("written", "on_alef", "before_alef"),
    [
        ("شكرًا", "شكراً", "شكرًا"),
        ("11 تعليقاً", "11 تعليقاً", "11 تعليقًا"),
        ("حقّاً أوّلًا", "حقّاً أوّلاً", "حقًّا أوّلًا"),
        ("شيئاً فشيئًا، مساءً، هدًى، كتابٌ", "شيئاً فشيئاً، مساءً، هدًى، كتابٌ", "شيئًا فشيئًا، مساءً، هدًى، كتابٌ"),
    ],
)
def test_p24_tanween_stands_where_the_house_has_it(written, on_alef, before_alef):
    for place, wanted in [("on-alef", on_alef), ("before-alef", before_alef)]:
        done = TANWEEN[place](clean(written))
        assert done == TANWEEN[place](done) == clean(wanted)


def test_p24_the_proof_reader_has_the_tanween_of_the_house():
    text = clean("شكراً جزيلًا حقّاً")
    found = [(text[f.start : f.end], f.fixes) for f in proofread(text) if f.rule == "P24"]
    assert found == [("ًا", ("اً",))]
    other = [f for f in proofread(text, tanween="before-alef") if f.rule == "P24"]
    assert [f.fixes for f in other] == [("ًا",), (clean("ًّا"),)]
    with pytest.raises(KeyError):
        proofread(text, tanween="nowhere")


def test_p24_the_page_counts_with_the_tanween_of_the_house(settings):
    assert counted(11, ARTICLE) == "11 مقالاً"
    settings.TANWEEN, settings.DIGITS = "before-alef", "arab"
    assert counted(11, ARTICLE) == "١١ مقالًا"


@pytest.mark.parametrize(
    ("tanween", "marks", "said"),
    [
        ("on-alef", "curly", ["اقرأ أيضاً", "“مرفأ بيروت”", "أُضيف “بيت”.", "الأحدث أوّلاً"]),
        ("before-alef", "curly", ["اقرأ أيضًا", "“مرفأ بيروت”", "أُضيف “بيت”.", "الأحدث أوّلًا"]),
        ("on-alef", "guillemets", ["اقرأ أيضاً", "«مرفأ بيروت»", "أُضيف «بيت».", "الأحدث أوّلاً"]),
        ("before-alef", "guillemets", ["اقرأ أيضًا", "«مرفأ بيروت»", "أُضيف «بيت».", "الأحدث أوّلًا"]),
    ],
)
def test_x1_p24_all_our_words_are_spelled_as_the_house_does(tanween, marks, said):
    program = (
        "import django; django.setup(); from django.utils.translation import activate, gettext as _, pgettext;"
        "activate('ar');"
        "port, words = ('example of a search', '“the port of Beirut”'), {'headline': 'بيت'};"
        "print(_('Read also'), pgettext(*port), _('“%(headline)s” added.') % words, _('Newest first'), sep='\\n');"
        "activate('fr'); print(pgettext(*port))"
    )
    *arabic_lines, french = in_a_process_of_its_own(program, TANWEEN=tanween, QUOTATION_MARKS=marks).splitlines()
    assert [line.startswith(words) for line, words in zip(arabic_lines, said, strict=True)] == [True] * 4, arabic_lines
    assert french == "« le port de Beyrouth »"


def test_x1_p24_the_catalogue_is_spelled_in_the_first_way_of_each():
    """So that what is made of it for other houses holds everywhere."""
    for entry in polib.pofile(str(settings.BASE_DIR / "locale/ar/LC_MESSAGES/django.po")):
        for words in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert TANWEEN["on-alef"](words) == words
            assert re.findall("[“«»”]", words)[:1] in ([], ["“"]), words


def test_c7_the_hijri_date_stands_beside_the_whole_date_when_asked_for(settings):
    when, old = at(2026, 11, 23), at(1924, 7, 31)
    assert "هـ" not in shown("{% whole_moment when %}{% on_day when %}", when=when)
    settings.HIJRI_DATE = True
    whole = "الاثنين 23 تشرين الثاني 2026 (13 جمادى الآخرة 1448 هـ بتقويم أم القرى)"
    assert f">{whole}، 9:05 ص<" in shown("{% whole_moment when %}", when=when)
    assert f">{whole}<" in shown("{% on_day when %}", when=when)
    assert f'title="{whole}، 9:05 ص"' in shown("{% moment when %}", when=when)
    assert ">الخميس 31 تموز 1924<" in shown("{% on_day when %}", when=old)  # before the calendar's first day
    with translation.override("fr"):
        assert "هـ" not in shown("{% whole_moment when %}", when=when)


def test_c3_arabic_digits_are_in_all_that_is_ours_and_nothing_of_machines(settings):
    settings.DIGITS, settings.HIJRI_DATE = "arab", True
    when = at(2026, 11, 23)
    html = shown("{% whole_moment when %}", when=when)
    assert 'datetime="2026-11-23T09:05:00+02:00"' in html
    assert ">الاثنين ٢٣ تشرين الثاني ٢٠٢٦ (١٣ جمادى الآخرة ١٤٤٨ هـ بتقويم أم القرى)، ٩:٠٥ ص<" in html
    assert shown("{{ 5|results }}") == "٥ نتائج"
    assert "٥ د" in shown("{% reading_time 5 %}") and "٥ دقائق" in shown("{% reading_time 5 %}")
    with translation.override("en"):
        assert "2026" in shown("{% whole_moment when %}", when=when) and shown("{{ 5|results }}") == "5 results"


@pytest.mark.django_db
def test_c3_no_page_mixes_the_digits_and_the_authors_stay(client, settings):
    settings.DIGITS = "arab"
    section, author = make_section("سياسة"), make_author("ميسان")
    fields = {"section": section, "authors": [author], "body": "<p>نصّ قصير.</p>"}
    articles = [make_article(headline="عنوان بلا رقم", published_at=at(2025, 3, 4), **fields) for _ in range(22)]
    numbered = make_article(headline="رقم 1701 باقٍ", published_at=at(2025, 3, 5), **fields)
    Correction.objects.create(article=articles[0], text="تصويب.")
    for url in [
        *["/", f"{section.get_absolute_url()}?page=2", author.get_absolute_url(), articles[0].get_absolute_url()],
        *["/archive/", "/archive/2025/3/", "/search/?q=عنوان", "/nothing/at/all/"],
    ]:
        said = visible(client.get(url).content.decode()).replace(numbered.headline, "")
        assert not re.search("[0-9]", said), (url, re.findall(".{20}[0-9].{20}", said))
        assert re.search("[٠-٩]", said), url
    assert "صفحة ٢" in client.get(f"{section.get_absolute_url()}?page=2").content.decode()
    assert "رقم 1701 باقٍ" in client.get("/archive/2025/3/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("country", "months"),
    [
        ("LB", ["آذار", "تشرين الثاني"]),
        ("EG", ["مارس", "نوفمبر"]),
        ("TN", ["مارس", "نوفمبر"]),
        ("DZ", ["مارس", "نوفمبر"]),
        ("MA", ["مارس", "نونبر"]),
    ],
)
def test_c1_c3_c7_every_page_has_the_months_digits_and_calendar_of_the_house_and_no_other_edition(
    client, settings, country, months
):
    settings.MONTH_NAMES, settings.DIGITS, settings.HIJRI_DATE = country, "arab", True
    section, author = make_section("سياسة", name_en="Politics", slug_en="politics"), make_author("ميسان")
    march, november = (
        make_article(
            headline="عنوان",
            section=section,
            authors=[author],
            topics=[make_topic(f"موضوع {month}")],
            published_at=at(2025, month, 4),
            headline_en="News",
            body_en="<p>Text.</p>",
        )
        for month in (3, 11)
    )
    Correction.objects.create(article=march, text="تصويب.")

    def page(url):
        return visible(client.get(url).content.decode())

    assert f"الثلاثاء ٤ {months[0]} ٢٠٢٥ (٤ رمضان ١٤٤٦ هـ" in page(march.get_absolute_url())
    assert f"الثلاثاء ٤ {months[1]} ٢٠٢٥ (١٣ جمادى الأولى ١٤٤٧ هـ" in page(november.get_absolute_url())
    for url in ["/", section.get_absolute_url(), author.get_absolute_url(), "/search/?q=عنوان"]:
        for month in months:
            assert f"٤ {month} ٢٠٢٥" in page(url), url
    assert f"٤ {months[0]} ٢٠٢٥" in page(march.article_topics.get().topic.get_absolute_url())
    assert all(month in page("/archive/") for month in months) and "٢٠٢٥" in page("/archive/")
    for number, month, hijri in [(3, months[0], "رمضان"), (11, months[1], "جمادى الأولى")]:
        archive = page(f"/archive/2025/{number}/")
        assert f"{month} ٢٠٢٥" in archive and f"الثلاثاء ٤ {month} ٢٠٢٥" in archive and hijri in archive
    with translation.override("en"):
        english = [march.get_absolute_url(), section.get_absolute_url(), "/en/archive/2025/3/"]
    for url in english:
        said = page(url)
        assert "2025" in said and "March" in said and not re.search("[٠-٩]|هـ", said), url


@pytest.mark.django_db
def test_c3_machines_get_their_own_digits_whatever_the_house_prints(client, settings):
    settings.DIGITS, settings.HIJRI_DATE = "arab", True
    make_section("سياسة")
    articles = [make_article(published_at=at(2025, 3, 4), headline="عنوان") for _ in range(22)]
    page = client.get(articles[0].get_absolute_url()).content.decode()
    assert '"datePublished": "2025-03-04T09:05:00+02:00"' in page and 'datetime="2025-03-04T09:05:00+02:00"' in page
    for url in ["/feed/", "/sitemap.xml", "/sitemap-articles-ar.xml"]:
        assert not re.search("[٠-٩]", client.get(url).content.decode()), url
    addresses = re.findall('(?:href|src|content)="([^"]*)"', client.get("/سياسة/?page=2").content.decode())
    assert len(addresses) > 9 and not any(re.search("[٠-٩]", address) for address in addresses)
