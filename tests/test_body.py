"""The body's closed vocabulary: what gets in, what it points at and what readers, feeds and search get of it."""

import re
from html import escape
from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings
from hypothesis import example, given
from hypothesis import strategies as st

import arabic
from articles import body, embeds, workflow
from articles.models import BodyReference
from tests.factories import make_article, make_draft, make_image, make_user

# The vocabulary as the module's own documentation states it, written here once more on purpose.
ALLOWED = {name: set() for name in ["p", "h2", "h3", "ul", "ol", "li", "blockquote", "hr", "strong", "em", "br"]}
ALLOWED |= {"a": {"href"}, "figure": {"data-image"}, "figcaption": set(), "div": {"data-embed"}}
ALLOWED |= {"aside": {"data-pull-quote", "data-article"}}
ONE_ATTRIBUTE = {"a", "figure", "div", "aside"}


class Reading(HTMLParser):
    """Reads HTML as a browser's tokenizer does and keeps every element and attribute that it meets."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.others = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_comment(self, data):
        self.others.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def assert_in_vocabulary(html):
    """Fails unless `html` has nothing but our elements, with our attributes and addresses that run nothing."""
    reading = Reading(html)
    assert reading.others == []
    for tag, attributes in reading.elements:
        assert set(attributes) <= ALLOWED.get(tag, {"no such element"}) and tag in ALLOWED, (tag, attributes)
        assert len(attributes) == (tag in ONE_ATTRIBUTE), (tag, attributes)
        if tag == "a":
            assert re.match(r"(https?://[^/]|mailto:|tel:|/(?![/\\]))", attributes["href"]), attributes
            assert not re.search(r"[\t\r\n]", attributes["href"])
        if "data-embed" in attributes:
            assert embeds.read(attributes["data-embed"])
        for number in ("data-image", "data-article"):
            assert attributes.get(number, "0").isdigit()


# What comes in ------------------------------------------------------------------------------------------------------


EVERY_BLOCK = "\n".join(
    [
        '<p>نصّ <strong>بارز</strong> و<em>مؤكّد</em>،<br>و<a href="https://example.org/?a=1&amp;b=2">رابط</a></p>',
        "<h2>عنوان</h2>",
        "<h3>عنوان أصغر</h3>",
        "<ul><li>أوّل</li><li>ثانٍ<ol><li>فرع</li></ol></li></ul>",
        "<blockquote><p>قال.</p><p>ثمّ سكت.</p></blockquote>",
        "<hr>",
        '<aside data-pull-quote="مسّاح سابق">غيّرنا تعريف الموج.</aside>',
        '<aside data-pull-quote="">بلا قائل.</aside>',
        '<figure data-image="12"><figcaption>ثلاثة خطوط &amp; شاطئ</figcaption></figure>',
        '<figure data-image="13"><figcaption></figcaption></figure>',
        '<aside data-article="34"></aside>',
        '<div data-embed="https://www.youtube.com/watch?v=a&amp;t=3"></div>',
    ]
)


def test_every_block_of_the_vocabulary_stays_as_it_is():
    assert body.clean(EVERY_BLOCK) == EVERY_BLOCK
    assert_in_vocabulary(EVERY_BLOCK)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("كلام بلا وسم", "<p>كلام بلا وسم</p>"),
        ("قبل <b>بارز</b><p>وسط</p>بعد", "<p>قبل <strong>بارز</strong></p>\n<p>وسط</p>\n<p>بعد</p>"),
        ("<div><div>أ<p>ب</p></div>ج</div>", "<p>أ</p>\n<p>ب</p>\n<p>ج</p>"),
        ("<section><h1>أ</h1></section><h6>ب</h6>", "<h2>أ</h2>\n<h3>ب</h3>"),
        ("<p><br> أ<br>ب <br><br></p><p>&nbsp;</p><p><b> </b></p>", "<p>أ<br>ب</p>"),
        ("<p>سطر\n  يكمل</p>", "<p>سطر يكمل</p>"),
        ("<i>أ</i><cite>ب</cite><u>ج</u><font color=red>د</font>", "<p><em>أ</em><em>ب</em>جد</p>"),
        ("<p>أ<hr>ب</p>", "<p>أ</p>\n<hr>\n<p>ب</p>"),
        ("<!-- سرّ --><p>ظاهر</p>", "<p>ظاهر</p>"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_html_of_others_becomes_ours(typed, kept):
    assert body.clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        # as ProseMirror writes it
        ("<ul><li><p>أ</p></li><li><p>ب</p></li></ul>", "<ul><li>أ</li><li>ب</li></ul>"),
        ("<ul><li><p>أ</p><ul><li><p>ب</p></li></ul></li></ul>", "<ul><li>أ<ul><li>ب</li></ul></li></ul>"),
        ("<ol><li><p>أ</p><p>ب</p></li></ol>", "<ol><li><p>أ</p><p>ب</p></li></ol>"),
        # as old editors leave it: nothing that was written is lost
        ("<ul><li>أ</li><ul><li>ب</li></ul></ul>", "<ul><li>أ</li><li><ul><li>ب</li></ul></li></ul>"),
        ("<ul>سائب<li>أ</li></ul>", "<ul><li>سائب</li><li>أ</li></ul>"),
        ("<ul><li></li><li> </li></ul>", ""),
        ("<li>وحيد</li>", "<p>وحيد</p>"),
    ],
)
def test_lists_keep_every_item(typed, kept):
    assert body.clean(typed) == kept


def test_a_table_from_word_becomes_paragraphs():
    table = (
        '<table class="MsoTableGrid" border=1><tbody><tr><td style="width:5cm"><p class=MsoNormal><span lang=AR-LB>'
        "المدينة<o:p></o:p></span></p></td><td>العدد</td></tr></tbody></table>"
    )
    assert body.clean(table) == "<p>المدينة</p>\n<p>العدد</p>"


@pytest.mark.parametrize("wrapper", ["b", "span", "em"])
def test_what_google_docs_wraps_whole_keeps_its_blocks(wrapper):
    inside = '<ul><li>أ</li><li>ب</li></ul>\n<figure data-image="7"><figcaption></figcaption></figure>'
    assert body.clean(f'<{wrapper} id="docs-internal">{inside}</{wrapper}>') == inside


def test_our_blocks_hold_one_line_of_text():
    quote = '<aside data-pull-quote=" ليلى \n ناصر "><p>أوّل</p><h2>ثانٍ</h2></aside>'
    assert body.clean(quote) == '<aside data-pull-quote="ليلى ناصر">أوّل ثانٍ</aside>'
    figure = '<figure data-image="12"><img src="x.jpg"><figcaption>سطر<br>وسطر <b>با</b>رز</figcaption></figure>'
    assert body.clean(figure) == '<figure data-image="12"><figcaption>سطر وسطر بارز</figcaption></figure>'
    assert body.clean('<aside data-article="5">عنوان قديم</aside>') == '<aside data-article="5"></aside>'


@pytest.mark.parametrize("number", ["", "x", "-1", "1e3", "٣", "9" * 16])
def test_a_block_without_a_real_number_is_left_out(number):
    blocks = f'<figure data-image="{number}"></figure><aside data-article="{number}"></aside><p>النصّ</p>'
    assert body.clean(blocks) == "<p>النصّ</p>"


def test_an_embed_of_an_unknown_host_becomes_a_link():
    url = "https://video.example.org/?a=1&amp;b=2"
    assert body.clean(f'<div data-embed="{url}"></div>') == f'<p><a href="{url}">{url}</a></p>'
    assert body.clean('<div data-embed="javascript:alert(1)"></div><p>النصّ</p>') == "<p>النصّ</p>"


@pytest.mark.parametrize(
    "address", ["https://example.org/x", "http://example.org", "mailto:a@example.org", "tel:+9611234567", "/أ/ب/?q=1#z"]
)
def test_these_addresses_may_stand_in_a_link(address):
    assert body.clean(f'<p><a href="{address}">رابط</a></p>') == f'<p><a href="{address}">رابط</a></p>'


@pytest.mark.parametrize(
    "address",
    [
        *["javascript:alert(1)", "JaVaScRiPt:alert(1)", " java\nscript:alert(1)", "\x01javascript:alert(1)"],
        *["java&#x73;cript:alert(1)", "&#106;avascript:alert(1)", "data:text/html,<script>", "vbscript:x"],
        *["//example.org", "/\\example.org", "/\t/example.org", "/&#10;/example.org", "\\\\example.org"],
        *["https://", "https:example.org", "http://[x", "#place", "x/y", "ftp://example.org/x", "blob:x", ""],
    ],
)
def test_these_addresses_leave_their_text_alone(address):
    assert body.clean(f'<p><a href="{address}">رابط</a></p>') == "<p>رابط</p>"


ATTACKS = [
    "<script>alert(1)</script><p onclick=alert(1) style='x'>نصّ</p>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><p><style><g title='</style><img src onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea><p title='</textarea><img src onerror=alert(1)>'>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "<title><p title='</title><script>alert(1)</script>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x></object><embed src=x>",
    "<template><script>alert(1)</script></template>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1)//<</script>",
    "<p/onmouseover=alert(1)>x</p><p\x0conclick=alert(1)>y",
    "&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;img onerror&amp;gt;",
    '<aside data-pull-quote="&quot; onclick=alert(1) x=&quot;">نصّ</aside>',
    '<aside data-pull-quote="a" onclick="alert(1)">نصّ</aside>',
    '<figure data-image="1"><figcaption>&lt;img src=x onerror=alert(1)&gt;</figcaption></figure>',
    '<div data-embed="https://youtube.com/&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"></div>',
    '<a href="https://example.org/&quot; onmouseover=&quot;alert(1)">x</a>',
    "<base href=//example.org><link rel=import href=x><meta http-equiv=refresh content='0;javascript:x'>",
    "<plaintext><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]><?php x ?><!doctype x>",
    "<p>\N{COMBINING LONG SOLIDUS OVERLAY}x</p><b>\N{COMBINING LONG SOLIDUS OVERLAY}</b>",
    "\ufe64script\ufe65alert(1)\uff1cscript\uff1e",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_runs_comes_through(attack):
    cleaned = body.clean(attack)
    assert_in_vocabulary(cleaned)
    assert body.clean(cleaned) == cleaned


def test_the_text_around_an_attack_stays():
    assert body.clean("<p>قبل<script>alert(1)</script>بعد</p>") == "<p>قبلبعد</p>"
    assert body.clean("<p onclick='x'>يبقى</p><style>p{}</style>") == "<p>يبقى</p>"


_PIECES = st.sampled_from(
    [
        *["<p>", "</p>", "<b>", "</b>", "<a href='/x'>", "</a>", "<ul>", "<li>", "</li>", "</ul>", "<br>", "<hr>"],
        *["<div>", "</div>", "<h2>", "</h2>", "<blockquote>", "</blockquote>", "<table><tr><td>", "</table>", "<i>"],
        *["<aside data-pull-quote='ق'>", "</aside>", "<figure data-image='1'>", "<figcaption>", "</figure>", "<span>"],
        *["<aside data-article='2'>", "<div data-embed='https://youtu.be/x'>", "</span>", "<svg>", "</svg>", "<math>"],
        *["<script>", "</script>", "<style>", "</style>", "<!--", "-->", "<select>", "<", ">", "&", "&lt;", "&#x653;"],
        *["&#60;", '"', "'", " ", "\n", "\u00a0", "\u0338", "\u0653", "\u200f", "\u2028", "ا", "بيروت", "\0", "\ud800"],
    ]
)


@given(st.lists(_PIECES | st.text(max_size=6), max_size=25).map("".join))
@example("<p>ا<span>\u0653</span></p>")
@example("<p>&#x627;&#x653;</p>")
@example("<p>x</p>\u0338")
def test_whatever_comes_in_is_clean_after_once_and_stays_so(html):
    cleaned = body.clean(html)
    assert_in_vocabulary(cleaned)
    assert body.clean(cleaned) == cleaned
    body.plain_text(cleaned).encode()


def test_text_is_kept_as_typed_in_one_encoding():
    typed = "“إقرأْ” «مُتَّخِذِ» ”معكوس“ ـ شـارع 1-2 – ٣، كانون الثاني… 5 د\u200f"
    assert body.clean(f"<p>{typed}</p>") == f"<p>{typed.strip()}</p>"
    assert body.clean("<p>ا\u0653ذار ﻻ</p>") == "<p>آذار لا</p>"
    assert body.clean("<p>&#x627;&#x653;ذار</p>") == "<p>آذار</p>"


@pytest.mark.parametrize("opened", ["<div>", "<blockquote>", "<ul><li>", "<table><tr><td>", "<em>x<div>", "<DIV/>"])
def test_nesting_that_only_an_attack_has_is_refused(opened):
    assert body.clean(opened * 20 + "نصّ")
    for times in (200, 60_000):
        with pytest.raises(ValidationError):
            body.clean(opened * times + "نصّ")


def test_thousands_of_paragraphs_that_nobody_closed_are_no_attack():
    assert body.clean("<p>سطر" * 5_000).count("<p>") == 5_000


def test_a_text_that_is_too_long_is_refused():
    assert len(body.clean("ا" * 900_000)) > 900_000
    with pytest.raises(ValidationError, match="1,000,000"):
        body.clean("ا" * 1_000_001)
    with pytest.raises(ValidationError):  # or what was saved today could not be saved tomorrow
        body.clean("&" * 300_000)


@pytest.mark.parametrize("run", [" ", "\n", "\t \n", "<br>", "\N{NO-BREAK SPACE}", "&nbsp;<br>"])
def test_endless_space_is_read(run):
    assert body.clean("أ" + run * (200_000 // len(run)) + "ب").startswith("<p>أ")


def test_plain_text_becomes_paragraphs():
    assert body.from_text("أوّل <b>\n\n ثانٍ & ثالث\r\n") == "<p>أوّل &lt;b&gt;</p>\n<p>ثانٍ &amp; ثالث</p>"


@given(st.text(st.characters() | st.sampled_from("اب \r\n\t&<>\"'\0\u00a0\u0338")))
def test_plain_text_becomes_what_cleaning_makes_of_its_lines(text):
    assert body.from_text(text) == body.clean("".join(f"<p>{escape(line)}</p>" for line in text.splitlines()))


# What it points at --------------------------------------------------------------------------------------------------


def test_references_stand_in_order_and_once():
    arabic = '<aside data-article="9"></aside><figure data-image="2"><figcaption></figcaption></figure>'
    english = '<aside data-article="4"></aside><aside data-article="9"></aside>'
    assert body.references(arabic, "", None, english) == body.References(images=(2,), articles=(9, 4))
    assert body.references('<p>data-article=&quot;5&quot; &lt;aside data-article="5"&gt;</p>').articles == ()


@pytest.mark.django_db
def test_references_of_a_live_article_are_rows():
    image, target, itself = make_image(), make_article(), make_draft()
    html = "".join(
        [
            "<p>نصّ</p>",
            f'<figure data-image="{image.pk}"></figure><figure data-image="{image.pk}"></figure>',
            f'<aside data-article="{target.pk}"></aside><aside data-article="{itself.pk}"></aside>',
            '<figure data-image="99999999"></figure><aside data-article="99999999"></aside>',
        ]
    )
    editor = make_user()
    workflow.save_revision(itself, {**itself.newest_revision.content, "body_en": html}, by=editor)
    assert not BodyReference.objects.exists()
    workflow.publish(itself.newest_revision, by=editor)
    assert {(row.image, row.target) for row in itself.body_references.all()} == {(image, None), (None, target)}
    workflow.save_revision(itself, {**itself.newest_revision.content, "body_en": ""}, by=editor)
    workflow.publish(itself.newest_revision, by=editor)
    assert not BodyReference.objects.exists()


# What goes out ------------------------------------------------------------------------------------------------------


def read_also(article):
    return f'<aside data-article="{article.pk}"></aside>'


def figure(image, caption=""):
    return f'<figure data-image="{image.pk}"><figcaption>{caption}</figcaption></figure>'


@pytest.mark.django_db
def test_readers_see_todays_headline_and_address():
    target = make_article(headline="عنوان أوّل")
    html = body.clean(f"<p>قبل</p>{read_also(target)}<p>بعد</p>")
    assert "عنوان أوّل" in body.render(html)
    editor = make_user()
    workflow.save_revision(target, {**target.newest_revision.content, "headline_ar": "عنوان ثانٍ"}, by=editor)
    workflow.publish(target.newest_revision, by=editor)
    target.refresh_from_db()
    rendered = body.render(html)
    assert "عنوان ثانٍ" in rendered and "عنوان أوّل" not in rendered
    assert target.get_absolute_url() in rendered
    assert "data-article" not in rendered


@pytest.mark.django_db
def test_what_is_gone_leaves_no_trace():
    target, draft, image = make_article(), make_draft(), make_image()
    html = body.clean(f"<p>قبل</p>{read_also(target)}{read_also(draft)}{figure(image, 'شرح')}<p>بعد</p>")
    assert target.headline in body.render(html) and "شرح" in body.render(html)
    workflow.withdraw(target, by=make_user())
    image.delete()
    assert re.sub(r"\s+", "", body.render(html)) == "<p>قبل</p><p>بعد</p>"


@pytest.mark.django_db
@pytest.mark.parametrize("times", [1, 12])
def test_a_body_takes_two_queries_and_its_bylines_one_however_long_it_is(times, django_assert_max_num_queries):
    blocks = [read_also(make_article()) + figure(make_image()) for _ in range(times)]
    html = body.clean("".join(blocks))
    with django_assert_max_num_queries(3):
        assert body.render(html)
    with django_assert_max_num_queries(0):
        assert body.render(EVERY_BLOCK.split("\n")[0])


@pytest.mark.django_db
def test_caption_speaker_and_address_are_escaped_once():
    image = make_image(caption_ar="<b>شرح الصورة & مكانها</b>")
    html = body.clean(
        '<aside data-pull-quote="&lt;i&gt; &amp; &quot;ق&quot;">نصّ &lt;u&gt;</aside>'
        + figure(image, "&lt;s&gt; &amp; كذا")
        + figure(image)
        + '<div data-embed="https://youtu.be/x?a=1&amp;b=&lt;u&gt;"></div>'
    )
    rendered = re.sub("</?bdi[^>]*>", "", body.render(html))
    assert not {tag for tag, _attributes in Reading(rendered).elements} & {"i", "u", "s", "b"}
    assert "&lt;i&gt; &amp; &quot;ق&quot;" in rendered
    assert "&lt;s&gt; &amp; كذا" in rendered
    assert "&lt;b&gt;شرح الصورة &amp; مكانها" in rendered
    assert "a=1&amp;b=&lt;u&gt;" in rendered
    assert "amp;amp;" not in rendered and "amp;lt;" not in rendered


@pytest.mark.django_db
@override_settings(SITE_URL="https://news.example.org")
def test_feeds_get_absolute_addresses_and_no_blocks_of_the_page():
    target, image = make_article(headline="هدف القراءة"), make_image()
    html = body.clean(
        '<p>نصّ و<a href="/سياسة/">رابط</a> و<a href="https://example.com/x">خارج</a></p>'
        f'<aside data-pull-quote="ق">مكرّر</aside>{read_also(target)}{figure(image, "شرح")}'
        '<div data-embed="https://youtu.be/x"></div>'
    )
    [feed] = body.render_feeds([html])
    assert '<a href="https://news.example.org/سياسة/">رابط</a>' in feed
    assert '<a href="https://example.com/x">خارج</a>' in feed
    assert "مكرّر" not in feed and "هدف القراءة" not in feed
    assert "شرح" in feed and '<a href="https://youtu.be/x">YouTube</a>' in feed
    addresses = [
        v for _tag, attributes in Reading(feed).elements for k, v in attributes.items() if k in ("src", "href")
    ]
    assert len(addresses) >= 4 and all(address.startswith("https://") for address in addresses)


def test_plain_text_says_each_thing_once():
    assert body.plain_text(EVERY_BLOCK).split("\n") == [
        "نصّ بارز ومؤكّد،",
        "ورابط",
        "عنوان",
        "عنوان أصغر",
        "أوّل",
        "ثانٍ",
        "فرع",
        "قال.",
        "ثمّ سكت.",
    ]
    assert body.plain_text("") == body.plain_text(None) == ""


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1))
@example("&lt;b&gt; &amp;amp; <i>")
def test_plain_text_gives_back_what_was_typed(text):
    assert body.plain_text(body.clean(f"<p>{escape(text)}</p>")) == arabic.clean(text).strip()


def test_controls_that_word_leaves_between_lines_are_none_of_the_text():
    cleaned = body.clean("<p>سطر\vثانٍ \x02</p><p>\x03</p><h2>ب&#8;اب</h2>")
    assert cleaned == "<p>سطر ثانٍ</p>\n<h2>باب</h2>" == body.clean(cleaned)
