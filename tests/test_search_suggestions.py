"""Suggestions as one types: names and headlines that have what is begun, as a reader of this edition may see them."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from playwright.sync_api import expect

from articles import workflow
from articles.search.suggestions import suggestions
from tests.accessibility import violations
from tests.factories import make_article, make_author, make_draft, make_section, make_topic, make_user

pytestmark = pytest.mark.django_db


def offered(begun, language="ar"):
    return [suggestion.text for suggestion in suggestions(begun, language)]


@pytest.mark.parametrize(
    "begun",
    [
        *["حكو", "الحكو", "الحُكو", "حكومة", "الحكومه", "حكـو", "تنتظر حكو", "المطر حك", "والمطر الحكو"],
        *["الحكومة تنت", "مسؤو", "مسئو", "٢٠٢", "202", "«الحكو"],
    ],
)
def test_a_headline_is_found_by_the_beginning_of_any_of_its_words(begun):
    article = make_article(headline="الحكومة تنتظر المطر: مسؤول عن 2026")
    make_article(headline="شيء آخر")
    assert offered(begun) == [article.headline]


@pytest.mark.parametrize("begun", ["", " ", "؟", "حك", "ال", "الح", "الحك", "a", "كومة", "الحكومة ثلج"])
def test_too_short_or_another_beginning_finds_nothing(begun):
    make_article(headline="الحكومة تنتظر المطر about")
    assert offered(begun) == []
    assert offered("حكو") and offered("ab")


def test_the_newest_five_headlines_are_offered_and_only_live_ones():
    now, section = timezone.now(), make_section()
    for number in range(7):
        make_article(headline=f"زلزال {number}", section=section, published_at=now - timedelta(hours=number))
    make_draft(headline="زلزال مسودة")
    make_article(headline="زلزال غدا", published_at=now + timedelta(hours=1))
    withdrawn = make_article(headline="زلزال مسحوب")
    workflow.withdraw(withdrawn, by=make_user())
    assert offered("زلز") == [f"زلزال {number}" for number in range(5)]


def test_an_old_headline_is_found_behind_any_number_of_newer_ones(monkeypatch):
    monkeypatch.setattr("articles.search.suggestions.NEWEST_READ", 3)
    old = make_article(headline="زلزال", published_at=timezone.now() - timedelta(days=1))
    for _ in range(5):
        make_article(headline="مطر")
    assert offered("زلز") == [old.headline]
    assert offered("مطر") == ["مطر"] * 5


def test_a_headline_that_changed_is_found_by_its_new_words_only():
    editor, article = make_user(), make_article(headline="زلزال")
    workflow.save_revision(article, {**article.newest_revision.content, "headline_ar": "عاصفة"}, by=editor)
    article.refresh_from_db()
    assert offered("زلز") == ["زلزال"]
    workflow.publish(article.newest_revision, by=editor)
    assert offered("زلز") == [] and offered("عاص") == ["عاصفة"]


def test_topics_and_authors_stand_first_under_the_house_name():
    topic = make_topic("ديفيد إغناتيوس", aliases=["دايفد اغناطيوس", "دايفيد إغناتيوس"])
    author = make_author("سامر العتيق")
    make_topic("إغناتيوس بلا مقال")
    article = make_article(headline="إغناتيوس والعتيق", topics=[topic], authors=[author])
    by_name, headline = suggestions("إغنات", "ar")
    assert by_name == ("topic", "ديفيد إغناتيوس", topic.get_absolute_url(), "")
    assert headline == ("headline", article.headline, article.get_absolute_url(), "")
    [by_alias] = suggestions("اغناط", "ar")
    assert by_alias == ("topic", "ديفيد إغناتيوس", topic.get_absolute_url(), "دايفد اغناطيوس")
    assert suggestions("سامر عتي", "ar") == [("author", "سامر العتيق", author.get_absolute_url(), "")]
    assert suggestions("عتيق سام", "ar") == suggestions("سامر عتي", "ar")


def test_names_leave_room_for_each_other():
    topics = [make_topic(f"بيروت {number}") for number in range(6)]
    authors = [make_author("بيروتيّ"), make_author("رامي بيروتيّ")]
    make_article(topics=topics, authors=authors, headline="مطر")
    found = suggestions("بيروت", "ar")
    assert [suggestion.kind for suggestion in found] == ["topic", "topic", "author", "author"]
    assert [suggestion.text for suggestion in found[2:]] == ["بيروتيّ", "رامي بيروتيّ"]  # first the one that begins so


def test_each_edition_offers_its_own():
    topic = make_topic("المطر", name_en="Rain", slug_en="rain")
    both = make_article(headline="مطر", headline_en="Rain over Beirut", body_en="<p>Text</p>", topics=[topic])
    make_article(headline="Rain مطر")
    found = suggestions("ra", "en")
    with translation.override("en"):
        assert found == [
            ("topic", "Rain", topic.get_absolute_url(), ""),
            ("headline", "Rain over Beirut", both.get_absolute_url(), ""),
        ]
    assert offered("مطر", "en") == ["Rain"] and offered("rain", "fr") == []


def test_latin_keeps_its_order_in_an_arabic_line():
    make_article(headline="فاز Real Madrid 2-1")
    [headline] = offered("real mad")
    assert headline == "فاز \u2066Real Madrid\u2069 \u20662-1\u2069"


ODD = ["\0", "\ud800", "'", '"', "\\", "&|!:*()", "%", "حكو\0", "حكو'", "حكو:*", "\u202e", "ا" * 10_000, "حكو " * 2_500]


@pytest.mark.parametrize("begun", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("prefix", ["", "/en", "/fr"])
def test_the_address_answers_anything(client, begun, prefix):
    response = client.get(f"{prefix}/search/suggest/", {"q": begun.encode("utf-8", "surrogatepass")})
    assert response.status_code == 200
    assert response.json() == {"suggestions": []}


def test_the_answer_may_be_kept_for_a_minute(client):
    article = make_article(headline="الحكومة تقرّر")
    response = client.get("/search/suggest/", {"q": "حكو"})
    assert response["Cache-Control"] == "public, max-age=60"
    assert response.json() == {
        "suggestions": [{"kind": "headline", "text": article.headline, "url": article.get_absolute_url(), "note": ""}]
    }
    assert client.get("/search/suggest/").json() == {"suggestions": []}


def test_a_suggestion_takes_few_queries_however_many_are_found(django_assert_max_num_queries):
    author = make_author("زيتون")
    for number in range(4):
        make_article(headline=f"زيتون {number}", authors=[author], topics=[make_topic(f"زيتون {number}")])
    with django_assert_max_num_queries(8):
        assert len(suggestions("زيت", "ar")) == 8


# In a browser ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def paper(transactional_db):
    topic = make_topic("ديفيد إغناتيوس", aliases=["دايفد اغناطيوس"])
    for number in range(3):
        make_article(headline=f"إغناتيوس يكتب عن Real Madrid {number}", topics=[topic])


def options(page):
    return page.get_by_role("listbox", name="اقتراحات").get_by_role("option")


def test_a_reader_goes_to_a_suggestion_by_keyboard(page, paper):
    page.goto("/search/")
    field = page.get_by_role("combobox", name="ابحث في الصحيفة")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("اغنات")
    expect(options(page)).to_have_count(4)
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    expect(options(page).first).to_have_text("ديفيد إغناتيوس موضوع")
    assert field.get_attribute("aria-activedescendant") == options(page).first.get_attribute("id")
    field.press("ArrowUp")
    expect(field).not_to_have_attribute("aria-activedescendant", "words-suggestions-0")
    field.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(field).to_have_value("اغنات")
    field.press("ArrowDown")  # nothing is open: the caret moves, no more
    field.press_sequentially("يوس")
    expect(options(page)).to_have_count(4)
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("ديفيد إغناتيوس")


def test_enter_searches_for_what_was_typed(page, paper):
    page.goto("/search/")
    field = page.get_by_role("combobox")
    field.press_sequentially("اغناط")
    expect(options(page)).to_have_text(["ديفيد إغناتيوس موضوع · دايفد اغناطيوس"])
    field.press_sequentially("يوس")
    expect(options(page)).to_have_count(4)
    field.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.get_by_role("status")).to_contain_text("3 نتائج")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_a_late_answer_does_not_stand_under_other_words(page, paper):
    held = []
    page.route("**/search/suggest/?q=*", lambda route: held.append(route) if not held else route.continue_())
    page.goto("/search/")
    field = page.get_by_role("combobox")
    with page.expect_request("**/search/suggest/?q=*"):
        field.fill("اغنات")
    with page.expect_response("**/search/suggest/?q=*"):
        field.fill("ريال مدريد لا يوجد")
    assert len(held) == 1
    expect(options(page)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_thumb_hits_a_suggestion_and_nothing_is_too_wide(phone, paper, scheme):
    phone.emulate_media(color_scheme=scheme)
    phone.goto("/search/")
    phone.get_by_role("combobox").press_sequentially("اغناط")
    expect(options(phone)).to_have_count(1)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert options(phone).first.bounding_box()["height"] >= 44
    assert violations(phone, rules=["nested-interactive", "aria-required-children"]) == []
    options(phone).first.tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("ديفيد إغناتيوس")


def test_without_a_script_the_field_is_a_plain_one(client):
    page = client.get("/search/").content.decode()
    assert 'role="combobox"' not in page and 'action="/search/"' in page
