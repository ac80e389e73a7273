"""How readers' pages print dates, numbers and mixed lines: month names, Hijri dates, digits, isolation."""

import os
import re
import subprocess
import sys
from datetime import datetime
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from arabic import isolate, isolated_pieces, isolated_runs
from articles.models import Correction
from newsroom import environment
from tests.factories import make_article, make_author, make_section

STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
SCORE = "فاز Real Madrid 2-1 (بعد التمديد)"


@pytest.fixture(autouse=True)
def arabic_active():
    with translation.override("ar"):
        yield


@pytest.fixture
def unhashed_static_files(settings):
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": STATIC}}


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
        'فاز <bdi dir="ltr">Real Madrid</bdi> <bdi dir="ltr">2-1</bdi> (بعد التمديد)'
    )
    assert shown("{{ line|lit:'مدريد Madrid' }}", line=SCORE).count("<bdi") == 2
    with translation.override("en"):
        assert shown("{{ line|ordered }} {{ line|ordered_text }}", line=SCORE) == f"{SCORE} {SCORE}"


# On the pages ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.usefixtures("unhashed_static_files")
def test_a_mixed_line_is_isolated_on_every_page_card_title_and_feed_and_stored_as_it_was(client):
    section, author = make_section("رياضة"), make_author("Karim B. بنزيما")
    fields = {"section": section, "authors": [author], "kicker": "تغطية LIVE", "standfirst": "بنسبة 45% على الأقلّ."}
    make_article(headline=SCORE, **fields)
    article = make_article(headline=SCORE, **fields)
    for url in [
        "/",
        section.get_absolute_url(),
        article.get_absolute_url(),
        author.get_absolute_url(),
        f"/archive/{article.published_at.year}/{article.published_at.month}/",
        "/search/?q=فاز",
    ]:
        page = client.get(url).content.decode()
        assert '<bdi dir="ltr">Real Madrid</bdi>' in page and '<bdi dir="ltr">2-1</bdi>' in page, url
    page = client.get(article.get_absolute_url()).content.decode()
    in_text = "فاز \u2066Real Madrid\u2069 \u20662-1\u2069 (بعد التمديد)"
    assert f"<title>{in_text} | " in page and f'<meta property="og:title" content="{in_text}">' in page
    assert 'تغطية <bdi dir="ltr">LIVE</bdi>' in page and '<bdi dir="ltr">45%</bdi>' in page
    assert f'"headline": "{SCORE}"' in page  # machines get what was written
    assert '<bdi><bdi dir="ltr">Karim' in page
    for url in ["/feed/", reverse("section-feed", args=[section.slug])]:
        assert f"<title>{in_text}</title>" in client.get(url).content.decode()
    article.refresh_from_db()
    assert article.headline == SCORE and "\u2066" not in article.slug


LINES = [
    # what is written, and its words as they stand from right to left
    (SCORE, ["فاز", "Madrid", "Real", "1", "2", "بعد", "التمديد"]),
    ("Apple تطلق هاتفاً", ["Apple", "تطلق", "هاتفاً"]),
    ("هل يفكّر ChatGPT?", ["هل", "يفكّر", "ChatGPT", "?"]),
    ("اتصلوا على +961 1 234567 الآن", ["اتصلوا", "على", "234567", "1", "961", "+", "الآن"]),
    ("بنسبة 45% من الناس", ["بنسبة", "%", "45", "من", "الناس"]),
    ("#لبنان ينتفض", ["#", "لبنان", "ينتفض"]),
    ("عاد COVID-19 فجأة", ["عاد", "19", "COVID", "فجأة"]),
]
BOXES = r"""
headline => {
    headline.style.whiteSpace = "nowrap";  // all on one line
    const walker = document.createTreeWalker(headline, NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) {
        for (const match of walker.currentNode.data.matchAll(/[\p{L}\p{M}]+|\p{N}+|[?%#+]/gu)) {
            const range = document.createRange();
            range.setStart(walker.currentNode, match.index);
            range.setEnd(walker.currentNode, match.index + match[0].length);
            const box = range.getBoundingClientRect();
            found.push([box.right, match[0]]);
        }
    }
    return found.sort(([one], [other]) => other - one).map(([right, word]) => word);
}
"""


def test_d4_without_isolation_chromium_does_lose_the_order(page):
    page.set_content(f'<h1 dir="rtl">{SCORE}</h1>')
    assert page.locator("h1").evaluate(BOXES) != LINES[0][1]


@pytest.mark.django_db(transaction=True)
def test_d4_the_boxes_of_a_headline_stand_in_their_order(page):
    with translation.override("ar"):
        articles = [make_article(headline=line) for line, _ in LINES]
        addresses = [article.get_absolute_url() for article in articles]
    for (line, words), address in zip(LINES, addresses, strict=True):
        page.goto(address)
        headline = page.locator("h1")
        assert headline.inner_text() == line
        headline.select_text()
        assert page.evaluate("getSelection().toString()").strip() == line
        assert headline.evaluate(BOXES) == words, line


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
    variables = {"MONTH_NAMES": country, "DJANGO_SETTINGS_MODULE": "newsroom.settings", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == written


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
@pytest.mark.usefixtures("unhashed_static_files")
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
