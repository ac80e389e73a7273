"""The reader's search page: filters that work together, passages with the words lit, and an answer to every request."""

import re
from datetime import datetime
from html import unescape
from urllib.parse import unquote, urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from playwright.sync_api import expect

from articles.search import queries, results, terms
from tests.factories import make_article, make_author, make_image, make_section, make_topic

PREFIXES = {"ar": "", "en": "/en", "fr": "/fr"}


@pytest.fixture(autouse=True)
def arabic_active():
    """A request leaves its language active in its thread; the next test begins in Arabic."""
    with translation.override("ar"):
        yield


@pytest.fixture
def search(client, db):
    """Asks the search page of a language and gives the response, with the page's words in `text`."""

    def ask(q=None, language="ar", **parameters):
        asked = {**({} if q is None else {"q": q}), **parameters}
        response = client.get(f"{PREFIXES[language]}/search/", asked)
        response.text_of_page = " ".join(response.content.decode().split())
        return response

    return ask


def links(response):
    """The queries of the links of the page, decoded as they are written."""
    return [unescape(href) for href in re.findall(r'href="(\?[^"]*)"', response.text_of_page)]


def in_year(year):
    return timezone.make_aware(datetime(year, 5, 1))


def choices(response, name):
    """The choices of one filter as the page has them: [(name or year, count, is it chosen)]."""
    [facet] = [facet for facet in response.context["facets"] if facet.name == name]
    return [(str(choice.thing), choice.count, choice.is_chosen) for choice in facet.choices]


def headlines(response):
    return {article.headline for article in response.context["page"].items}


# Filters --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def saffron(db):
    """Three articles about saffron: two in politics, two by Rim, two in 2025, two about the harvest."""
    politics, culture = make_section("سياسة"), make_section("ثقافة")
    rim, nadim = make_author("ريم الحدّاد"), make_author("نديم الصايغ")
    harvest = make_topic("الحصاد")
    make_article(headline="زعفران أوّل", section=politics, authors=[rim], topics=[harvest], published_at=in_year(2025))
    make_article(headline="زعفران ثانٍ", section=politics, authors=[nadim], topics=[harvest], published_at=in_year(2024))
    make_article(headline="زعفران ثالث", section=culture, authors=[rim], published_at=in_year(2025))


def test_each_filter_is_offered_with_its_counts(search, saffron):
    response = search("زعفران")
    assert choices(response, "section") == [("سياسة", 2, False), ("ثقافة", 1, False)]
    assert sorted(choices(response, "author")) == [("ريم الحدّاد", 2, False), ("نديم الصايغ", 1, False)]
    assert choices(response, "topic") == [("الحصاد", 2, False)]
    assert choices(response, "year") == [("2025", 2, False), ("2024", 1, False)]
    for words in ["القسم", "ريم الحدّاد", "الحصاد", "2024", "نتيجتان"]:
        assert words in response.text_of_page


def test_filters_narrow_together_and_each_counts_as_if_it_were_not_set(search, saffron):
    response = search("زعفران", section="سياسة", year="2025")
    assert headlines(response) == {"زعفران أوّل"}
    assert choices(response, "section") == [("سياسة", 1, True), ("ثقافة", 1, False)]
    assert choices(response, "year") == [("2025", 1, True), ("2024", 1, False)]
    assert choices(response, "author") == [("ريم الحدّاد", 1, False)]  # nadim has none in 2025
    assert "تصفيتان" in response.text_of_page


def test_a_filter_is_a_short_stable_link_and_is_removed_by_one(search, saffron):
    both = search("زعفران", year="2025", section="سياسة", junk="x" * 5_000, by="date")
    one = search("زعفران", section="سياسة", by="date")
    wanted = "?" + urlencode({"q": "زعفران", "section": "سياسة", "year": "2025", "by": "date"})
    assert wanted in links(one)
    assert "?" + urlencode({"q": "زعفران", "section": "سياسة", "by": "date"}) in links(both)
    assert "?" + urlencode({"q": "زعفران", "year": "2025", "by": "date"}) in links(both)
    assert 'أزل التصفية: </span><span class="search-chosen-name">القسم</span> <bdi>سياسة</bdi>' in both.text_of_page
    assert "xxx" not in both.text_of_page
    assert all(len(unquote(link)) < 80 for link in links(both))


def test_a_filter_is_understood_in_every_spelling_of_its_slug_and_digits(search, saffron):
    make_article(headline="زعفران رابع", section=make_section("محليّة الشمال"))
    for spelling in ["محلية-الشمال", "محليه-الشمال", " محلية-الشمال "]:
        assert headlines(search("زعفران", section=spelling)) == {"زعفران رابع"}, spelling
    assert headlines(search("زعفران", year="٢٠٢٤")) == {"زعفران ثانٍ"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[(name, value) for name in ("section", "author", "topic") for value in ("لا-شيء", "", "\0", "x" * 9_000, "1")],
        *[("year", value) for value in ("0000", "", "abcd", "20255", "-025", "²²²²", "٢")],
        *[("by", "nothing"), ("junk", "1")],
    ],
)
def test_a_filter_that_means_nothing_narrows_nothing(search, saffron, name, value):
    response = search("زعفران", **{name: value})
    assert len(headlines(response)) == 3
    assert response.context["chosen"] == {}


def test_what_is_chosen_is_shown_even_where_nothing_is_left_and_the_way_back_with_it(search, saffron):
    response = search("زعفران", author="نديم-الصايغ", section="ثقافة")
    assert headlines(response) == set()
    assert choices(response, "author")[0] == ("نديم الصايغ", 0, True)
    assert choices(response, "section") == [("ثقافة", 0, True), ("سياسة", 1, False)]
    assert "?" + urlencode({"q": "زعفران"}) in links(response)
    assert "ابحث من دون تصفية" in response.text_of_page


def test_filters_have_the_names_of_the_edition_and_offer_none_that_it_has_no_word_for(search):
    section = make_section("سياسة", name_en="Politics", slug_en="politics")
    named, unnamed = make_author("ريم الحدّاد", name_en="Rim Haddad"), make_author("نديم الصايغ")
    make_article(
        section=section,
        authors=[named, unnamed],
        headline_en="Storms",
        body_en="<p>Storms</p>",
        published_at=in_year(2025),
    )
    response = search("storm", "en")
    assert choices(response, "section") == [("Politics", 1, False)]
    assert choices(response, "author") == [("Rim Haddad", 1, False)]
    assert headlines(search("storm", "en", section="politics", author="ريم-الحداد")) == {"Storms"}
    assert choices(search("storm", "en", author="نديم-الصايغ"), "author")[0][1:] == (1, True)
    response.text_of_page = re.sub(r'<(?:bdi|span)[^>]* lang="ar">.*?</', "", response.text_of_page)
    main = response.text_of_page.split("<main")[1].split("</main>")[0]
    assert not re.search("[\u0621-\u064a]", re.sub(r"<[^>]*>", "", main).replace("نديم الصايغ", ""))


# Results --------------------------------------------------------------------------------------------------------------


def test_a_result_shows_the_place_where_the_words_stand(search):
    body = f"<p>{'كلام بعيد. ' * 40}</p><p>ثمّ ظهر البيتُ خلف المرفأ.</p>"
    make_article(headline="عنوان آخر", standfirst="مقدّمة لا تقول شيئاً.", body=body)
    page = search("بيت").text_of_page
    assert "ثمّ ظهر <mark>البيتُ</mark> خلف المرفأ." in page
    assert "مقدّمة لا تقول شيئاً" not in page


def test_where_only_the_headline_answers_the_card_has_its_excerpt(search):
    make_article(headline="والبيتُ يعود", standfirst="مقدّمة عن الموسم.")
    page = search("بيت").text_of_page
    assert "<mark>والبيتُ</mark> يعود" in page and "مقدّمة عن الموسم." in page


def test_a_passage_is_escaped_and_keeps_latin_in_order(search):
    make_article(headline="عنوان", body="<p>قال زعفران &lt;b&gt; إنّ Real Madrid 2-1 فاز</p>")
    page = search("زعفران").text_of_page
    assert "<mark>زعفران</mark> &lt;" in page and "<b>إ" not in page and "<b> إ" not in page
    assert '<bdi dir="ltr">Real Madrid</bdi>' in page


def test_what_must_not_be_there_is_not_lit(search):
    make_article(headline="زعفران وثلج", body="<p>نصّ</p>")
    page = search('زعفران -"الثلج والمطر"').text_of_page
    assert "<mark>زعفران</mark> وثلج" in page


@pytest.mark.parametrize(
    ("language", "asked", "written", "lit"),
    [
        ("en", "storm raining", "It rained for days, and storms came.", ["rained", "storms"]),
        ("en", "Lebanon’s -snow", "Lebanon waits.", ["Lebanon"]),
        ("fr", "journée entière", "Il pleut des journées entières.", ["journées", "entières"]),
    ],
)
def test_other_editions_light_what_their_stemmers_find(search, language, asked, written, lit):
    make_article(**{f"headline_{language}": "A title", f"body_{language}": f"<p>{written}</p>"})
    page = search(asked, language).text_of_page
    for word in lit:
        assert f"<mark>{word}</mark>" in page


def test_the_newest_come_first_if_asked_and_the_links_keep_it(search):
    make_article(headline="زعفران زعفران", published_at=in_year(2020))
    make_article(headline="عنوان", body="<p>زعفران</p>", published_at=in_year(2025))
    years = [[a.published_at.year for a in search("زعفران", by=by).context["page"].items] for by in ("", "date")]
    assert years == [[2020, 2025], [2025, 2020]]
    assert all("by=date" in link for link in links(search("زعفران", by="date")) if "year=" in link)


def test_pages_of_results_repeat_what_was_understood_and_nothing_else(search):
    section = make_section("سياسة")
    for number in range(21):
        make_article(headline=f"زعفران {number}", section=section)
    first = search("زعفران", section="سياسه", junk="1")
    asked = {"q": "زعفران", "section": "سياسة"}
    assert "?" + urlencode({**asked, "page": 2}) in links(first)
    second = search("زعفران", section="سياسة", page="2")
    assert len(headlines(second)) == 1 and "?" + urlencode(asked) in links(second)


@pytest.mark.parametrize("page", ["999", "abc", "0", "-1", "", "٢", "1" * 500, "\0"])
def test_a_page_that_is_not_there_is_told_and_the_first_is_shown(search, saffron, page):
    response = search("زعفران", page=page)
    assert response.status_code == 200
    assert "ليس لهذه النتائج صفحة كهذه" in response.text_of_page
    assert len(headlines(response)) == 3


def test_what_is_on_the_page_is_counted_even_where_a_part_drawn_by_chance_had_none_of_it(search, saffron, monkeypatch):
    monkeypatch.setattr(results, "MOST_COUNTED", 1e-6)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_searchentry")
    terms.forget_counted()
    page = search("زعفران")
    terms.forget_counted()
    listed = len(page.context["page"].items)
    assert listed and not page.context["counts"]["exact"] and page.context["counts"]["total"] == listed


def test_the_number_of_queries_does_not_grow_with_the_results(search):
    section, authors, topics = make_section(), [make_author() for _ in range(8)], [make_topic() for _ in range(8)]

    def asked(**filters):
        with CaptureQueriesContext(connection) as captured:
            search("زعفران", **filters)
        return len(captured)

    make_article(headline="زعفران", section=section, authors=authors[:1], topics=topics[:1])
    terms.counted()  # which a process asks for every ten minutes
    few = [asked(), asked(section=section.slug, author=authors[0].slug, topic=topics[0].slug, year=timezone.now().year)]
    for number in range(8):
        make_article(
            headline="زعفران",
            authors=authors[: number + 1],
            topics=topics[: number + 1],
            section=make_section(),
            lead_image=make_image(),
        )
    assert [
        asked(),
        asked(section=section.slug, author=authors[0].slug, topic=topics[0].slug, year=timezone.now().year),
    ] == few
    # What is called so, how rare it is, what is ranked, the articles, their authors, the counts, three kinds of names,
    # the texts, three for «هل تقصد», what ranking, counting and «هل تقصد» set back in this test's transaction;
    # sections, pages and bar of every page, and in which editions it is (four); three filters by their slugs. Of a
    # server that runs, ten fewer.
    assert few == [22, 25]


# Bad input ------------------------------------------------------------------------------------------------------------

SENTENCES = {
    "no word": {
        "ar": "ليس في ما كتبته كلمة",
        "en": "There is no word in what you have written",
        "fr": "Ce que vous avez écrit ne contient aucun mot",
    },
    "only exclusions": {
        "ar": "لم تذكر إلّا ما لا تريده",
        "en": "You have only said what you do not want",
        "fr": "Vous n’avez indiqué que ce que vous ne voulez pas",
    },
    "nothing": {"ar": "لا نتائج عن", "en": "Nothing was found for", "fr": "Aucun résultat pour"},
    "shortened": {
        "ar": "أُخذ أوّل 1000 حرف منه، و100 كلمة على الأكثر",
        "en": "only its first 1000 characters and 100 words were looked for",
        "fr": "seuls ses 1000 premiers caractères et 100 mots",
    },
}
ODD = [
    *[(text, "no word") for text in ("؟!…", "&|!:*()<->", '"', '""', "«»", "-", "\u200c", "ًٌٍ", "ـ", "'", "%", "🌧️")],
    *[("-سوريا", "only exclusions"), ('-"لبنان وسوريا" -snow', "only exclusions")],
    *[(text, "nothing") for text in ("'; DROP TABLE articles_article; --", "<script>alert(1)</script>", "%s {} $1")],
    *[
        (text, "nothing")
        for text in ('"مطر', "مطر “ثلج", "م\0طر", "\u202eمطر\u202c", "\u2067مطر", "a:* & !b", "\\' OR 1=1")
    ],
    *[
        (text, "shortened")
        for text in ("ا" * 10_000, "مطر " * 2_500, '"مطر ثلج" ' * 1_000, "-ا " * 5_000 + "ب", "x-" * 5_000)
    ],
]


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
@pytest.mark.parametrize(("asked", "answer"), ODD, ids=range(len(ODD)))
def test_every_query_is_answered_with_a_sentence_that_helps(search, language, asked, answer):
    make_article(
        headline_en="Fog",
        body_en="<p>Fog</p>",
        headline_fr="Brume",
        body_fr="<p>Brume</p>",
        headline="ضباب",
        body="<p>ضباب</p>",
    )
    response = search(asked, language, section=asked, year=asked, by=asked)
    assert response.status_code == 200
    assert SENTENCES[answer][language] in response.text_of_page
    main = response.text_of_page.split("<main")[1]
    assert "<script>" not in main and not re.search("[\u202a-\u202e\u2066-\u2069]", main)


@pytest.mark.parametrize(("language", "words"), [("en", "the and of"), ("fr", "le la de")])
def test_only_words_that_are_everywhere_are_told_so(search, language, words):
    make_article(**{f"headline_{language}": words, f"body_{language}": f"<p>{words}</p>"})
    told = {"en": "These words are in nearly every article", "fr": "Ces mots figurent dans presque tous les articles"}
    assert told[language] in search(words, language).text_of_page


def test_arabic_words_that_are_everywhere_are_looked_for(search):
    make_article(headline="من إلى", body="<p>في</p>")
    assert headlines(search("من إلى في")) == {"من إلى"}


@pytest.mark.parametrize(
    "query",
    [
        "q=%ED%A0%80",  # a lone surrogate
        "q=%FF%FE",
        "q=%00",
        "q",
        "q=a&q=%D9%85%D8%B7%D8%B1&q=b",
        "q=" + "%D8%A7" * 20_000,
        "&".join(f"a{number}=1" for number in range(900)),
        "section[]=1&year[$ne]=1",
    ],
)
@pytest.mark.parametrize("prefix", PREFIXES.values())
def test_no_line_that_a_client_may_send_breaks_the_page(client, db, prefix, query):
    make_section(name_en="Politics", slug_en="politics", name_fr="Politique", slug_fr="politique")
    assert client.get(f"{prefix}/search/?{query}").status_code == 200


def test_more_parameters_than_a_page_can_have_are_a_bad_request_in_arabic(client, db):
    response = client.get("/search/?" + "&".join(f"a{number}=1" for number in range(5_000)))
    assert response.status_code == 400
    assert 'dir="rtl"' in response.content.decode() and "تعذّر فهم هذا الطلب" in response.content.decode()


def test_the_last_of_a_repeated_question_is_asked(search, client):
    make_article(headline="زعفران")
    response = client.get("/search/", {"q": ["ثلج", "زعفران"]})
    assert headlines(response) == {"زعفران"}


def test_a_query_of_many_parts_is_read_as_far_as_it_is_looked_for():
    assert queries.read("مطر " * 100).is_shortened is False
    assert queries.read("مطر " * 101).is_shortened is True
    assert queries.read("ا" * 1_000).is_shortened is False
    assert len(queries.read('-"ا ب" ' * 140).without) == 50


# Help -----------------------------------------------------------------------------------------------------------------


def test_help_is_folded_beside_results_and_open_where_there_are_none(search, saffron):
    assert '<details class="search-help">' in search("زعفران").text_of_page
    for response in (search(), search("كلمةلاوجودلها")):
        assert '<details class="search-help" open>' in response.text_of_page
        assert response.text_of_page.count("كيف أبحث؟") == 1


def test_a_phrase_that_is_nowhere_leads_to_its_words(search, saffron):
    response = search('"ثانٍ زعفران"')
    assert headlines(response) == set()
    assert "?q=" in response.text_of_page and "ابحث عن الكلمات نفسها بأيّ ترتيب" in response.text_of_page
    [href] = [link for link in links(response) if link.startswith("?q=") and "%22" not in link]
    assert unquote(href) == "?q=ثانٍ زعفران"


# In a browser ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_one_searches_narrows_and_goes_back_by_keyboard_without_a_script(page, saffron):
    page.goto("/search/")
    expect(page.get_by_label("ابحث في الصحيفة")).to_be_focused()
    page.keyboard.type("زعفران")
    page.keyboard.press("Enter")
    expect(page.get_by_role("search")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("3 نتائج عن زعفران")
    skip = page.get_by_role("link", name="تجاوز إلى النتائج")
    skip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_be_focused()
    filters = page.get_by_role("navigation", name="تضييق النتائج")
    filters.get_by_role("link", name="ثقافة").click()
    expect(page.get_by_role("status")).to_have_text("نتيجة واحدة عن زعفران")
    page.get_by_role("list", name="التصفية المختارة").get_by_role("link", name="أزل التصفية: القسم ثقافة").click()
    expect(page.get_by_role("status")).to_have_text("3 نتائج عن زعفران")
    page.get_by_role("link", name="الأحدث أوّلاً").click()
    expect(page.get_by_role("link", name="الأحدث أوّلاً")).to_have_attribute("aria-current", "true")


@pytest.mark.django_db(transaction=True)
def test_on_a_phone_the_filters_fold_away_with_their_number(phone, saffron):
    phone.goto("/search/?q=زعفران&section=سياسة&year=2025")
    choice = phone.get_by_role("navigation", name="تضييق النتائج").get_by_role("link", name="ثقافة")
    expect(choice).not_to_be_visible()
    summary = phone.locator("summary", has_text="تضييق النتائج")
    expect(summary).to_contain_text("تصفيتان")
    summary.click()
    expect(choice).to_be_visible()
    assert choice.bounding_box()["height"] >= 44
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.django_db(transaction=True)
def test_on_a_desktop_the_filters_stand_beside_the_results(page, saffron):
    page.goto("/search/?q=زعفران")
    filters, results = page.locator(".filters").bounding_box(), page.locator(".river").bounding_box()
    assert filters["x"] >= results["x"] + results["width"]
    expect(page.get_by_role("link", name="نديم الصايغ").first).to_be_visible()


@pytest.mark.django_db
def test_a_misspelt_word_is_answered_with_the_one_that_was_meant(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for _number in range(2):
            make_article(headline="افتتاح المرفأ الجديد")
    page = client.get("/search/", {"q": "المرقأ"}).content.decode()
    assert "هل تقصد" in page and "المرفأ" in page
    assert "هل تقصد" not in client.get("/search/", {"q": "المرفأ"}).content.decode()
