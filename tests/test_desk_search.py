"""What the newsroom's own search finds at the desk: in the lists, in the pickers, and all of it at one place."""

import io
import re
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from articles import search, workflow
from articles.models import Article, DeskEntry, StaticPage
from delivery.models import Redirect
from newsroom import roles
from tests.browser import sign_in
from tests.factories import (
    make_article,
    make_author,
    make_content,
    make_draft,
    make_image,
    make_section,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


def headlines(asked):
    return [str(article) for article in search.find_at_desk(Article.objects.all(), asked)]


@pytest.mark.parametrize(
    "asked",
    ["موازنة", "والموازنة", "الموازنات", "مُوازَنَة", "موازنه الحكومه", "قانون", "تقشّف", "وبالتقشف", "نوّاب", "نائب"],
)
def test_a_draft_is_found_by_any_form_of_the_words_of_its_headline_standfirst_and_body(asked):
    make_draft(headline="موازنة الحكومة", standfirst="قانونٌ للتقشّف", body="<p>اعترض النوّاب في الجلسة.</p>")
    make_draft(headline="مطر في الشمال", body="<p>غرقت الشوارع.</p>")
    assert headlines(asked) == ["موازنة الحكومة"]


def test_what_is_being_changed_is_found_by_its_newest_words_only():
    article = make_article(headline="أزمة الخبز", body="<p>ارتفع سعر الطحين.</p>")
    workflow.save_revision(article, make_content(headline="أزمة الوقود", body="<p>فرغت المحطّات.</p>"), by=make_user())
    article.refresh_from_db()
    assert headlines("الوقود") == headlines("محطة") == [str(article)]
    assert headlines("الخبز") == headlines("طحين") == []
    assert DeskEntry.objects.count() == 1


def test_a_restored_revision_is_found_by_its_words_again():
    editor = make_user()
    article = make_draft(headline="الأصل", by=editor)
    first = article.newest_revision
    workflow.save_revision(article, make_content(headline="البديل"), by=editor)
    workflow.restore(first, by=editor)
    assert headlines("أصل") == ["الأصل"]
    assert headlines("بديل") == []


def test_reindexing_makes_the_entries_of_drafts_anew_too():
    make_draft(headline="موازنة")
    DeskEntry.objects.update(headline="", words="")
    assert headlines("موازنة") == []
    call_command("reindex", stdout=io.StringIO(), stderr=io.StringIO())
    assert headlines("موازنة") == ["موازنة"]


def test_articles_are_found_by_their_authors_and_topics_under_every_spelling():
    author, topic = make_author("هيثم إغناطيوس", name_en="Haitham Ignatius"), make_topic("نتنياهو", aliases=["بيبي"])
    make_draft(headline="من القاهرة", authors=[author])
    make_draft(headline="في القدس", topics=[topic])
    for asked in ["اغناطيوس", "ignatius", "هيثم القاهرة", '"هيثم اغناطيوس"', "إغناط"]:
        assert headlines(asked) == ["من القاهرة"], asked
    for asked in ["بيبي", "نتنياهو القدس"]:
        assert headlines(asked) == ["في القدس"], asked
    author.name_ar = "هيثم ملحم"
    author.save()
    assert headlines("ملحم") == ["من القاهرة"]


def test_headlines_come_before_texts_and_of_each_the_last_edited_first():
    for headline, body in [
        ("المرفأ يعود", "نصّ"),
        ("خبر قديم", "المرفأ"),
        ("خبر جديد", "المرفأ"),
        ("مرفأ طرابلس", "نصّ"),
    ]:
        make_draft(headline=headline, body=f"<p>{body}</p>")
    assert headlines("المرفأ") == ["مرفأ طرابلس", "المرفأ يعود", "خبر جديد", "خبر قديم"]


def test_the_last_word_may_be_a_beginning_in_headlines():
    make_draft(headline="مفاوضات الحكومة")
    make_draft(headline="سواها", body="<p>مفاوضون في الحكومة</p>")
    for asked in ["حك", "الحك", "مفاوضات حكو", "مفاوضات الحكوم"]:
        assert headlines(asked)[0] == "مفاوضات الحكومة", asked
    for asked in ["ح", "حك مفاوضات", "حكو -مفاوضات", '"مفاوضات حكو"']:
        assert headlines(asked) == [], asked


def test_phrases_and_exclusions_are_those_of_the_readers_search():
    make_draft(headline="رئيس الوزراء", body="<p>استقبل السفير.</p>")
    make_draft(headline="وزراء بلا رئيس", body="<p>تشاوروا.</p>")
    assert headlines('"رئيس الوزراء"') == ["رئيس الوزراء"]
    assert headlines("رئيس وزراء -السفير") == ["وزراء بلا رئيس"]
    assert headlines('رئيس -"وزراء بلا رئيس"') == ["رئيس الوزراء"]
    assert headlines("-السفير") == []


ODD = ["\0", "\ud800", "'\"\\&|!:*()<->", "؟!", '"', "-", "\u202eمقلوب", "<script>", "'; DROP TABLE topics_topic; --"]
ODD += ["و" * 10_000, "كلمة " * 2_000, '"' * 999, "-كلمة " * 500, "في من على", "%00%25_", "http://["]

PAGES = [f"pick/{picker}/" for picker in ["articles", "images", "authors", "topics"]]
PAGES += ["articles/article/", "images/image/", "authors/author/", "topics/topic/", "articles/section/"]
PAGES += ["articles/staticpage/", "auth/user/", "delivery/redirect/", "search/"]


@pytest.mark.parametrize("asked", ODD)
@pytest.mark.parametrize("page", PAGES)
def test_no_query_breaks_the_desk(client, asked, page):
    client.force_login(make_user(roles.CHIEF), backend="django.contrib.auth.backends.ModelBackend")
    make_draft(headline="هنا")
    response = client.get(f"/desk/{page}", {"q": asked.encode("utf-8", "surrogatepass")})
    assert response.status_code == 200


def test_only_signs_find_nothing_and_nothing_asked_shows_all(client):
    client.force_login(make_user(roles.EDITOR), backend="django.contrib.auth.backends.ModelBackend")
    make_draft(headline="هنا", authors=[make_author("ليلى")], topics=[make_topic("ماء")])
    for picker in ["articles", "authors", "topics"]:
        assert client.get(f"/desk/pick/{picker}/", {"q": "؟!"}).json()["results"] == []
        assert len(client.get(f"/desk/pick/{picker}/", {"q": " "}).json()["results"]) == 1


def test_a_journalist_finds_no_draft_of_another(client):
    journalist = make_user(roles.JOURNALIST)
    client.force_login(journalist, backend="django.contrib.auth.backends.ModelBackend")
    make_draft(headline="سرّ غيري")
    make_draft(headline="سرّي", by=journalist)
    make_article(headline="سرّ منشور", published_at=timezone.now() - timedelta(days=2))
    found = client.get("/desk/pick/articles/", {"q": "سرّ"}).json()["results"]
    assert {entry["label"] for entry in found} == {"سرّي", "سرّ منشور"}
    page = client.get("/desk/articles/article/?whose=all", {"whose": "all", "q": "سرّ"}).content.decode()
    assert "سرّ منشور" in page
    assert "سرّ غيري" not in page


# The lists of the other rooms


@pytest.fixture
def chief(client):
    user = make_user(roles.CHIEF)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def listed(client, room, **asked):
    """The names in a room's list, in order."""
    page = client.get(f"/desk/{room}/", asked)
    assert page.status_code == 200
    return [str(row) for row in page.context["cl"].result_list]


def test_sections_pages_and_accounts_are_found_however_they_are_spelled(client, chief):
    make_section("الاقتصاد"), make_section("محلّيّات"), make_section("رأي", name_en="Opinion")
    StaticPage.objects.create(title_ar="من نحن"), StaticPage.objects.create(title_ar="اتّصل بنا")
    make_user(roles.EDITOR, username="rula", first_name="رلى", last_name="الأيّوبي")
    for asked in ["إقتصاد", "والاقتصاد", "قتصاد"]:
        assert listed(client, "articles/section", q=asked) == ["الاقتصاد"], asked
    assert listed(client, "articles/section", q="محليات") == ["محلّيّات"]
    assert listed(client, "articles/section", q="OPIN") == ["رأي"]
    assert listed(client, "articles/section", q="رياضة") == []
    assert listed(client, "articles/staticpage", q="اتصل") == ["اتّصل بنا"]
    for asked in ["ايوبي", "رلي الأيوبى", "rul"]:
        assert listed(client, "auth/user", q=asked) == ["rula"], asked


def test_redirects_are_found_by_words_of_their_paths_and_by_a_pasted_address(client, chief):
    Redirect.objects.create(old_path="/اقتصاد/خطة-إنقاذ/", new_path="/مال/12-خطة/")
    Redirect.objects.create(old_path="/old/", new_path="/new/")
    for asked in ["انقاذ", "مال", "/اقتصاد/خطّة", f"https://example.org/{quote('اقتصاد')}/?utm=1", "12-خطة"]:
        assert listed(client, "delivery/redirect", q=asked) == ["/اقتصاد/خطة-إنقاذ/ ← /مال/12-خطة/"], asked
    assert listed(client, "delivery/redirect", q="new خطة") == []


def test_authors_are_found_by_what_they_cover_too(client, chief):
    make_author("ليلى حدّاد", beat_ar="الشؤون القضائيّة", beat_fr="Justice")
    make_author("عمر القاضي", beat_ar="رياضة")
    for asked in ["قضائية", "ليلى القضاء", "justice", "حدا"]:
        assert listed(client, "authors/author", q=asked) == ["ليلى حدّاد"], asked


def test_names_stand_in_the_order_of_the_arabic_alphabet(client, chief):
    for name in ["ياسر", "إبراهيم", "البستاني", "آدم", "أحمد", "باسم"]:
        make_author(name), make_topic(name)
    ordered = ["إبراهيم", "أحمد", "آدم", "باسم", "البستاني", "ياسر"]
    for room in ["authors/author", "topics/topic"]:
        assert listed(client, room) == ordered
        assert listed(client, room, o="-0") == ordered[::-1]
    for picker in ["authors", "topics"]:
        found = client.get(f"/desk/pick/{picker}/").json()["results"]
        assert [entry["label"] for entry in found] == ordered


# All of it at one place

SEARCH = "/desk/search/"


def make_one_of_each():
    make_draft(headline="حصاد القمح", section=make_section("اقتصاد"))
    make_image(alt_ar="حقل قمح", caption_ar="قمحُ البقاع")
    make_author("ندى القمحاوي", beat_ar="القمح والزراعة")
    make_topic("أسعار القمح")


def test_everything_that_answers_stands_in_groups_and_leads_to_its_form(client, chief):
    make_one_of_each()
    make_draft(headline="مطر"), make_image(alt_ar="ثلج", caption_ar="ثلج"), make_author("سامي"), make_topic("ماء")
    page = client.get(SEARCH, {"q": "قمح"}).content.decode()
    rooms = re.findall(r"<h2[^>]*>([^<]*)</h2>.*?href=\"/desk/(\w+/\w+)/\d+/change/", page, re.DOTALL)
    assert rooms == [
        ("المقالات", "articles/article"),
        ("الصور", "images/image"),
        ("الكتّاب", "authors/author"),
        ("المواضيع", "topics/topic"),
    ]
    assert "حصاد <mark>القمح</mark>" in page
    assert "اقتصاد · مسودة" in page
    for absent in ["مطر", "ثلج", "سامي", "ماء"]:
        assert f"<bdi>{absent}</bdi>" not in page


def test_the_script_gets_the_same_in_short_and_the_number_in_words(client, chief):
    make_one_of_each()
    for number in range(6):
        make_draft(headline=f"قمح {number}")
    answer = client.get(SEARCH, {"q": "قمح"}, headers={"accept": "application/json"}).json()
    assert answer["html"].count('role="option"') == 4 + 3
    assert answer["said"] == "7 نتائج"
    nothing = client.get(SEARCH, {"q": "زلزال"}, headers={"accept": "application/json"}).json()
    assert "لا نتيجة" in nothing["html"]
    assert nothing["said"] == "لا نتائج"


def test_what_there_is_more_of_leads_to_its_own_list(client, chief, monkeypatch):
    monkeypatch.setattr("newsroom.desk_search.MOST_ON_PAGE", 1)
    for headline in ["قمح عكّار", "قمح البقاع"]:
        make_draft(headline=headline)
    page = client.get(SEARCH, {"q": "قمح"}).content.decode()
    address = unescape(re.search(r'href="([^"]*changelist|[^"]*/article/\?q=[^"]*)"', page)[1])
    assert len(client.get(address).context["cl"].result_list) == 2
    assert "change/" in page and page.count("<bdi>") == 2  # one article, and the name of who is signed in


def test_everybody_finds_what_they_may_see(client):
    make_one_of_each()
    journalist = make_user(roles.JOURNALIST)
    live = make_article(headline="القمح في الأسواق")
    client.force_login(journalist, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(SEARCH, {"q": "القمح"}).content.decode()
    assert f'href="{live.get_absolute_url()}"' in page  # to read; another's draft is not there
    assert "حصاد" not in page
    assert "قمحُ" in page
    client.force_login(make_user(None, is_staff=True), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(SEARCH, {"q": "القمح"}).content.decode()
    assert "لا نتيجة" in page
    client.logout()
    assert client.get(SEARCH, {"q": "القمح"}).status_code == 302


def test_a_search_of_the_desk_takes_as_many_queries_for_forty_as_for_one(client, chief, django_assert_max_num_queries):
    make_one_of_each()
    client.get(SEARCH, {"q": "قمح"})
    for number in range(10):
        make_draft(headline=f"قمح {number}", section=make_section())
        make_author(f"قمح {number}"), make_topic(f"قمح {number}", aliases=[f"القموح {number}"])
        make_image(caption_ar="قمح")
    with django_assert_max_num_queries(15):  # five are the transaction around the articles
        client.get(SEARCH, {"q": "قمح"})


def test_a_key_leads_into_the_field_and_the_arrows_to_what_was_found(page):
    make_one_of_each()
    editor = make_user(roles.EDITOR)
    sign_in(page, editor)
    page.goto("/desk/")
    field = page.get_by_role("combobox", name="ابحث في غرفة التحرير")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("القمح")
    expect(page.get_by_role("option")).to_have_count(4)
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name="قمحُ البقاع")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option")).to_have_count(4)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/desk/topics/topic/[0-9]+/change/$"))
    page.get_by_label("الاسم").first.click()
    page.keyboard.press("/")  # a letter like any other while one writes
    expect(field).not_to_be_focused()
    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    page.keyboard.type("حصاد")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="المقالات")).to_be_visible()
    expect(page.get_by_role("link", name="حصاد القمح")).to_be_visible()


def test_control_k_makes_a_link_in_the_text_and_leads_to_no_search(page):
    editor = make_user(roles.EDITOR)
    article = make_draft(by=editor, body="<p>كلمة</p>")
    sign_in(page, editor)
    page.goto(f"/desk/articles/article/{article.pk}/change/")
    text = page.locator(".edition[data-edition=ar] .ProseMirror")
    text.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_the_search_of_the_desk_fits_a_phone(phone):
    make_one_of_each()
    sign_in(phone, make_user(roles.EDITOR))
    phone.goto("/desk/search/?q=قمح")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.get_by_role("combobox", name="ابحث في غرفة التحرير").fill("القمح")
    expect(phone.get_by_role("option")).to_have_count(4)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.get_by_role("option", name="أسعار القمح").click()
    expect(phone).to_have_url(re.compile("/desk/topics/topic/[0-9]+/change/$"))
