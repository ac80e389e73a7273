"""The pages of the desk's lists: every row is on one of them, in order, whatever the list is ordered by."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from authors.models import Author
from delivery import keyset
from images.models import Image
from newsroom import roles
from tests.factories import make_author, make_draft, make_section, make_topic, make_user

pytestmark = pytest.mark.django_db

LIST = "/desk/articles/article/"


@pytest.fixture
def four_a_page(monkeypatch):
    monkeypatch.setattr("delivery.desk.DeskAdmin.list_per_page", 4)


@pytest.fixture(autouse=True)
def chief(client):
    user = make_user(roles.CHIEF)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def link(page, rel):
    """The address of a link of the page's navigation, by its `rel` or its words; None if it has none."""
    found = re.search(rf'<a href="([^"]*)"(?: rel="{rel}">|>{rel}<)', page)
    return found and unescape(found[1])


def walk(rows, size, *, from_end=False):
    """The ids of `rows` page by page from its first page to its last, or the other way round."""
    page = keyset.page_at(rows, keyset.LAST if from_end else "", size=size)
    pages = [[row.pk for row in page.rows]]
    while place := page.before if from_end else page.after:
        page = keyset.page_at(rows, place, size=size)
        pages.append([row.pk for row in page.rows])
    assert (page.after if from_end else page.before) is not None or len(pages) == 1
    return pages


def make_images(count):
    """Pictures of which each third has no credit, and several were added at the same moment."""
    moment = timezone.now()
    Image.objects.bulk_create(
        Image(
            content_hash=str(number),
            width=1,
            height=1,
            credit_ar=[None, "وكالة", "البيدر"][number % 3],
            alt_ar=f"صورة {number}",
        )
        for number in range(count)
    )
    for image in Image.objects.all():
        Image.objects.filter(pk=image.pk).update(created_at=moment - timedelta(days=image.pk % 4))


@pytest.mark.parametrize(
    "order", [["-created_at", "-pk"], ["created_at", "pk"], ["credit_ar", "-pk"], ["-credit_ar", "pk"]]
)
@pytest.mark.parametrize("size", [1, 4, 11, 12, 50])
def test_every_row_is_on_one_page_in_order_from_either_end(order, size):
    make_images(11)
    rows = Image.objects.order_by(*order)
    whole = list(rows.values_list("pk", flat=True))
    assert sum(walk(rows, size), []) == whole
    backwards = walk(rows, size, from_end=True)
    assert set(sum(backwards, [])) == set(whole) and backwards[-1] == whole[:size]
    assert all(page == whole[(at := whole.index(page[0])) : at + len(page)] for page in backwards)


def test_a_place_outlasts_what_happens_to_its_row_and_to_those_before_it():
    make_images(9)
    rows = Image.objects.order_by("-created_at", "-pk")
    first = keyset.page_at(rows, "", size=3)
    second = [row.pk for row in keyset.page_at(rows, first.after, size=3).rows]
    first.rows[2].delete()
    Image.objects.filter(pk=first.rows[0].pk).update(created_at=timezone.now() + timedelta(days=1))
    Image.objects.create(content_hash="new", width=1, height=1)
    page = keyset.page_at(rows, first.after, size=3)
    assert [row.pk for row in page.rows] == second
    before = keyset.page_at(rows, page.before, size=3)
    assert len(before.rows) == 3 and before.after is not None  # the first page, full, though it has other rows now
    assert before.before is None
    Image.objects.filter(pk__in=rows.values("pk")[3:]).delete()
    assert len(keyset.page_at(rows, first.after, size=3).rows) == 3  # nothing is behind it any more: the last page


@pytest.mark.parametrize(
    "place",
    [
        "junk",
        "2",
        "after:",
        "after:{}",
        'after:["junk", "1"]',
        'after:["2026-11-23T10:00:00+00:00"]',
        'before:[null, {"a": 1}]',
        'after:["2026-11-23 10:00+00:00", "' + "9" * 40 + '"]',
        'before:["\\u0000", "1"]',
        "9999-12-31",
        "2026-02-30",
    ],
)
def test_what_is_no_place_of_a_list_is_none_of_its_errors(client, place):
    make_images(3)
    for room in [LIST, "/desk/images/image/", "/desk/topics/topic/", "/desk/auth/user/"]:
        assert client.get(room, {"p": place}).status_code == 200


def test_an_editor_reaches_the_oldest_article_and_keeps_the_filters(client, four_a_page):
    mine = make_section("اقتصاد")
    for number in range(11):
        make_draft(headline=f"مقال {number}", section=mine)
    make_draft(headline="من قسم آخر", section=make_section("سياسة"))
    asked = {"section": mine.pk, "whose": "all"}
    page = client.get(LIST, asked).content.decode()
    assert link(page, "prev") is None and link(page, "الصفحة الأولى") is None
    seen = []
    while True:
        seen += re.findall(r"مقال \d+(?=</a>)", page)
        assert "11 نتيجة" in page and "من قسم آخر" not in page
        if (onwards := link(page, "next")) is None:
            break
        page = client.get(LIST + onwards).content.decode()
    assert seen == [f"مقال {number}" for number in reversed(range(11))]
    assert link(page, "الصفحة الأخيرة") is None
    middle = client.get(LIST + link(page, "prev")).content.decode()
    assert re.findall(r"مقال \d+(?=</a>)", middle)[0] == "مقال 6"
    last = client.get(LIST + link(middle, "الصفحة الأخيرة")).content.decode()
    assert re.findall(r"مقال \d+(?=</a>)", last)[-1] == "مقال 0"
    assert link(client.get(LIST + link(last, "الصفحة الأولى")).content.decode(), "prev") is None


def test_a_day_is_a_place_in_a_list_of_moments_by_the_newsrooms_clock(client, four_a_page):
    for number in range(30):
        article = make_draft(headline=f"مقال {number}")
        # Beirut is two hours ahead in winter: the last of a day there is before ten of that evening in UTC.
        edited = datetime(2026, 1, 1, 21, 59, tzinfo=UTC)
        Article.objects.filter(pk=article.pk).update(edited_at=edited + timedelta(days=number // 2, minutes=number % 2))
    page = client.get(LIST, {"p": "2026-01-10"}).content.decode()
    assert 'type="date" name="p"' in page
    # Article 18 is of 10 January, 23:59, and 19 of the minute after, which is the next day in Beirut.
    assert re.findall(r"مقال \d+(?=</a>)", page)[0] == "مقال 18"
    assert re.findall(r"مقال \d+(?=</a>)", client.get(LIST + link(page, "prev")).content.decode())[-1] == "مقال 19"
    for number in range(6):
        make_topic(f"موضوع {number}")
    assert 'type="date"' not in client.get("/desk/topics/topic/").content.decode()  # they are in order of their names


def test_a_long_list_says_about_how_many_there_are_without_counting_them(client, monkeypatch, four_a_page):
    for _number in range(9):
        make_author()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE authors_author")
    page = client.get("/desk/authors/author/").content.decode()
    assert "9 نتائج" in page and "نحو" not in page
    monkeypatch.setattr("delivery.keyset.COUNTED", 5)
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/desk/authors/author/").content.decode()
    assert "نحو ألف" in page and "9 نتائج" not in page
    counts = [query["sql"] for query in asked if "COUNT(" in query["sql"]]
    assert counts and all("LIMIT 6" in sql for sql in counts)
    assert keyset.count(Author.objects.order_by("name_ar")) == (9, False)


def test_a_list_takes_as_many_queries_on_its_last_page_as_on_its_first(client, four_a_page):
    for _number in range(9):
        make_draft(section=make_section(), authors=[make_author()])
    counts = []
    for place in ["", "last"]:
        client.get(LIST, {"p": place})
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST, {"p": place})
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15


def test_a_list_is_walked_in_the_order_of_its_column_where_many_rows_have_nothing_in_it(client, monkeypatch):
    monkeypatch.setattr("images.admin.ImageAdmin.list_per_page", 4)
    make_images(30)
    page, seen = client.get("/desk/images/image/", {"o": "2"}).content.decode(), []
    while page:
        seen += re.findall(r'class="field-credit">([^<]*)<', page)
        onwards = link(page, "next")
        page = onwards and client.get("/desk/images/image/" + onwards).content.decode()
    assert seen == ["البيدر"] * 10 + ["وكالة"] * 10 + ["-"] * 10
