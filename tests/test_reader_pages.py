"""The reader's pages: what stands on them, what must not, and how many queries they take."""

import json
import re
from datetime import datetime, timedelta
from unittest import mock
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection
from django.template import Context, Template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from articles import content, workflow
from articles.models import Article, Correction, Section, StaticPage
from articles.search import terms
from articles.views import article_context
from tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_image,
    make_renditions,
    make_section,
    make_topic,
    make_user,
)
from topics.models import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def arabic_active():
    """A request leaves its language active in its thread; the next test begins in Arabic."""
    with translation.override("ar"):
        yield


@pytest.fixture
def politics():
    return make_section("سياسة", name_en="Politics", slug_en="politics")


@pytest.fixture
def author():
    return make_author("ميسان الرّافعي", bio_ar="تكتب في السياسة.")


@pytest.fixture
def topic():
    return Topic.objects.create(
        name_ar="أزمة الكهرباء", slug_ar="أزمة-الكهرباء", description_ar="من الساعات إلى السطوح."
    )


def text_of(response):
    """The page with each run of space as one."""
    return " ".join(response.content.decode().split())


# Articles -----------------------------------------------------------------------------------------------------------


def test_an_article_page_carries_every_part(client, politics, author, topic):
    other = make_article(section=politics, headline="مقال آخر للقراءة")
    picture = make_image(alt_ar="قاعة", caption_ar="القاعة قبل الجلسة", credit_ar="وائل الدّقر")
    article = make_article(
        section=politics,
        authors=[author],
        topics=[topic],
        headline="النصاب يطير من الجلسة",
        kicker="البلديّات",
        standfirst="أربع مواد ثمّ فقد النصاب.",
        lead_image=picture,
        source_name="وكالة",
        source_url="https://example.org/",
        body=(
            "<p>نصّ أوّل.</p><h2>عنوان فرعيّ</h2><ul><li>بند</li></ul>"
            '<aside data-pull-quote="قائل">قول يُبرز.</aside>'
            f'<aside data-article="{other.pk}"></aside>'
            f'<figure data-image="{picture.pk}"><figcaption></figcaption></figure>'
            '<div data-embed="https://www.youtube.com/watch?v=abcdefghijk"></div>'
        ),
    )
    Correction.objects.create(article=article, text="ورد خطأً عدد المواد.")
    related = make_article(section=politics, headline="ذو صلة")

    page = text_of(client.get(article.get_absolute_url()))

    for part in [
        "البلديّات",
        "<h1>النصاب يطير من الجلسة</h1>",
        "أربع مواد ثمّ فقد النصاب.",
        "ميسان الرّافعي",
        "القاعة قبل الجلسة",
        "وائل الدّقر",
        "عنوان فرعيّ",
        "قول يُبرز.",
        "قائل",
        other.headline,
        "YouTube",
        "وكالة",
        "ورد خطأً عدد المواد.",
        "أزمة الكهرباء",
        "تكتب في السياسة.",
        related.headline,
    ]:
        assert part in page
    assert page.count("<h1") == 1
    assert "<iframe" not in page and " style=" not in page


def test_a_pull_quote_is_on_the_page_and_in_neither_feed_nor_description(client, politics):
    article = make_article(section=politics, body='<p>نصّ.</p><aside data-pull-quote="">قول يُبرز.</aside>')
    page = client.get(article.get_absolute_url())
    assert "قول يُبرز." in text_of(page)
    assert "قول" not in page.context["description"]
    feed = text_of(client.get("/feed/"))
    assert "نصّ." in feed and "قول يُبرز." not in feed


@pytest.mark.parametrize("wrong", ["/سياسة/{pk}-غير-ذلك/", "/اقتصاد/{pk}-النصاب-يطير-من-الجلسة/", "/سياسة/{pk}-/"])
def test_a_wrong_section_or_slug_leads_to_the_right_one_in_one_hop(client, politics, wrong):
    article = make_article(section=politics, headline="النصاب يطير من الجلسة")
    response = client.get(wrong.format(pk=article.pk))
    assert response.status_code == 301
    assert response["Location"] == article.get_absolute_url()
    assert client.get(response["Location"]).status_code == 200


def test_an_address_works_raw_and_percent_encoded_in_either_case(client, politics):
    address = make_article(section=politics).get_absolute_url()
    assert client.get(address.lower()).status_code == client.get(address).status_code == 200


def test_the_short_link_leads_to_the_article(client, politics):
    article = make_article(section=politics)
    assert client.get(f"/a/{article.pk}")["Location"] == article.get_absolute_url()
    assert client.get(f"/a/{article.pk + 1}").status_code == 404
    assert client.get(f"/a/{'9' * 30}").status_code == 404


def test_an_article_due_in_an_hour_is_on_no_page_feed_or_sitemap(client, politics, author, topic):
    later = timezone.now() + timedelta(hours=1)
    now = make_article(section=politics, headline="مقال منشور", authors=[author], topics=[topic])
    due = make_article(section=politics, headline="مقال مؤجّل", authors=[author], topics=[topic], published_at=later)
    month = timezone.localtime(now.published_at)
    for url in [
        "/",
        politics.get_absolute_url(),
        author.get_absolute_url(),
        topic.get_absolute_url(),
        reverse("archive-month", args=[month.year, month.month]),
        "/search/?q=مقال",
        "/feed/",
        "/sitemap-articles-ar.xml",
    ]:
        page = text_of(client.get(url))
        assert now.get_absolute_url() in page, url
        assert due.get_absolute_url() not in page, url
    assert client.get(due.get_absolute_url()).status_code == 404


def test_an_article_leads_to_those_before_and_after_it_in_its_first_topic(client, politics, topic):
    now, other = timezone.now(), make_topic("المياه")
    made = [
        make_article(
            section=politics, topics=topics, headline=f"حلقة {number}", published_at=now - timedelta(hours=hours)
        )
        for number, (hours, topics) in enumerate(
            [
                (5, [topic]),
                (4, [other, topic]),
                (3, [topic, other]),
                (2, [topic]),
                (2, [topic]),
                (1, [other]),
                (-1, [topic]),
            ]
        )
    ]

    def beside(article):
        context = client.get(article.get_absolute_url()).context
        return [context[name] and context[name].headline for name in ("previous", "following")]

    assert beside(made[0]) == [None, "حلقة 1"]
    assert beside(made[2]) == ["حلقة 1", "حلقة 3"]
    assert beside(made[3]) == ["حلقة 2", "حلقة 4"]  # of the same second
    assert beside(made[4]) == ["حلقة 3", None]  # the next is not out yet
    assert beside(made[1]) == [None, "حلقة 2"]  # in what it is most about, the water
    workflow.withdraw(made[3], by=make_user())
    assert beside(made[2]) == ["حلقة 1", "حلقة 4"]
    page = text_of(client.get(made[2].get_absolute_url()))
    assert f'<a rel="prev" href="{made[1].get_absolute_url()}">حلقة 1</a>' in page
    assert f'<a rel="next" href="{made[4].get_absolute_url()}">حلقة 4</a>' in page
    assert 'rel="prev"' not in text_of(client.get(made[0].get_absolute_url()))
    assert beside(make_article(section=politics)) == [None, None]


def test_a_draft_is_not_found_and_a_withdrawn_article_is_gone(client, politics):
    draft, withdrawn = Article.objects.create(), make_article(section=politics)
    address = withdrawn.get_absolute_url()
    Article.objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now())
    assert client.get(f"/سياسة/{draft.pk}-x/").status_code == 404
    gone = client.get(address)
    assert gone.status_code == 410
    assert withdrawn.headline not in text_of(gone)


def test_a_link_to_a_withdrawn_article_vanishes_from_the_text(client, politics):
    other = make_article(section=politics, headline="سيُسحب هذا")
    article = make_article(section=politics, body=f'<p>نصّ.</p><aside data-article="{other.pk}"></aside>')
    assert "سيُسحب هذا" in text_of(client.get(article.get_absolute_url()))
    Article.objects.filter(pk=other.pk).update(withdrawn_at=timezone.now())
    assert "سيُسحب هذا" not in text_of(client.get(article.get_absolute_url()))


def test_a_draft_without_a_section_fits_the_page_for_the_desks_preview(rf):
    draft = make_draft(headline="مسودة في يد كاتبها")
    begun = {**draft.newest_revision.content, "section": None, "slug_ar": ""}
    draft.newest_revision.content = begun
    article = content.as_page(draft.newest_revision)
    request = rf.get(f"/desk/articles/article/{draft.pk}/preview/")
    request.user = AnonymousUser()
    page = " ".join(render_to_string("articles/article.html", article_context(request, article), request).split())
    assert "مسودة في يد كاتبها" in page
    assert '<meta name="robots" content="noindex">' in page
    assert "published_time" not in page


# What pages say of themselves ----------------------------------------------------------------------------------------


def test_a_headline_cannot_break_out_of_the_json_ld(client, politics, author):
    article = make_article(section=politics, headline="</script><script>alert(1)</script> & «نصّ»", authors=[author])
    page = text_of(client.get(article.get_absolute_url()))
    assert "<script>alert" not in page
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    facts = json.loads(found[1])
    assert facts["@type"] == "NewsArticle"
    assert facts["headline"] == article.headline
    assert facts["author"][0]["name"] == "ميسان الرّافعي"
    assert facts["inLanguage"] == "ar-LB"
    assert datetime.fromisoformat(facts["datePublished"]).tzinfo
    assert facts["mainEntityOfPage"].endswith(article.get_absolute_url())


def test_title_and_dates_agree_in_page_open_graph_and_json_ld(client, politics):
    article = make_article(section=politics)
    page = text_of(client.get(article.get_absolute_url()))
    published = timezone.localtime(article.published_at).isoformat()
    assert f'<meta property="article:published_time" content="{published}">' in page
    assert f'"datePublished": "{published}"' in page
    assert f'<meta property="og:title" content="{article.headline}">' in page
    assert '<meta property="og:locale" content="ar_AR">' in page


def test_the_canonical_address_is_percent_encoded_and_whole(client, settings, politics):
    article = make_article(section=politics)
    page = text_of(client.get(article.get_absolute_url() + "?utm=x"))
    canonical = re.search(r'<link rel="canonical" href="([^"]+)"', page)[1]
    assert canonical == settings.SITE_URL + article.get_absolute_url()
    assert canonical.isascii()
    listed = text_of(client.get(politics.get_absolute_url()))
    assert re.search(r'<link rel="canonical" href="([^"]+)"', listed)[1].endswith(politics.get_absolute_url())


def test_robots_keep_out_of_desk_and_search(client):
    robots, results, search = (text_of(client.get(path)) for path in ("/robots.txt", "/search/?q=ماء", "/search/"))
    assert "Disallow: /desk/" in robots and "/sitemap.xml" in robots
    assert "Disallow: /search/? " in robots and "Disallow: /search/ " not in robots
    assert "noindex" in results and "noindex" not in search


def test_the_sitemap_index_names_files_that_exist(client, politics, author, topic):
    article = make_article(section=politics, authors=[author], topics=[topic])
    index = text_of(client.get("/sitemap.xml"))
    files = re.findall(r"<loc>[^<]*?(/sitemap-[^<]+)</loc>", index)
    everything = "".join(text_of(client.get(file)) for file in files)
    for thing in (article, politics, author, topic):
        assert thing.get_absolute_url() in everything
    assert "<lastmod>" in text_of(client.get("/sitemap-articles-ar.xml"))


def test_the_feed_has_whole_articles_and_stable_ids(client, settings, politics, author):
    article = make_article(section=politics, authors=[author], body="<p>النصّ كلّه & أكثر.</p>")
    response = client.get("/feed/")
    feed = text_of(response)
    assert "<language>ar-lb</language>" in feed
    assert f'<guid isPermaLink="false">{settings.SITE_URL}/a/{article.pk}</guid>' in feed
    assert "&lt;p&gt;النصّ كلّه" in feed and 'rel="self"' in feed
    assert article.headline in text_of(client.get(reverse("section-feed", args=[politics.slug])))


def test_a_picture_is_served_for_good_and_nothing_beside_the_pictures(client):
    image = make_image()
    make_renditions()
    image.refresh_from_db()
    for kind in ("avif", "webp", "jpeg"):
        response = client.get(image.rendition_url("1x1", kind, 160))
        assert response.status_code == 200
        assert response["Content-Type"] == f"image/{kind}" and "immutable" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    for path in ["/media/images/none.webp", "/media/../manage.py", "/media/%2e%2e/manage.py", "/media/images/"]:
        assert client.get(path).status_code in (400, 404), path


# Dates ---------------------------------------------------------------------------------------------------------------


def shown(when, tag="moment"):
    return Template(f"{{% load arabic_text %}}{{% {tag} when %}}").render(Context({"when": when}))


def at(year, month, day, hour=9, minute=5):
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Beirut"))


@pytest.mark.parametrize(
    ("language", "today", "this_year", "before"),
    [
        ("ar", "9:05 ص", "2 كانون الثاني", "31 كانون الأول 2025"),
        ("en", "9:05 a.m.", "January 2", "Dec. 31, 2025"),
        ("fr", "09:05", "2 janvier", "31 décembre 2025"),
    ],
)
def test_a_date_is_as_short_as_it_can_be_and_whole_in_its_title(language, today, this_year, before):
    now = at(2026, 11, 23, hour=23, minute=59)
    with translation.override(language), mock.patch("django.utils.timezone.now", return_value=now):
        assert f">{today}<" in shown(at(2026, 11, 23))
        assert f">{this_year}<" in shown(at(2026, 1, 2))
        assert f">{before}<" in shown(at(2025, 12, 31))
        assert shown(None) == shown(None, "whole_moment") == ""


def test_a_moment_says_all_of_itself_to_machines_in_its_title_and_on_the_articles_own_page():
    whole = "الاثنين 23 تشرين الثاني 2026، 9:05 ص"
    assert shown(at(2026, 11, 23)).startswith(f'<time datetime="2026-11-23T09:05:00+02:00" title="{whole}">')
    assert shown(at(2026, 11, 23), "whole_moment") == f'<time datetime="2026-11-23T09:05:00+02:00">{whole}</time>'


def test_no_readers_page_says_how_long_ago(client, politics, author):
    article = make_article(section=politics, authors=[author], published_at=timezone.now() - timedelta(minutes=3))
    for url in ["/", politics.get_absolute_url(), article.get_absolute_url(), author.get_absolute_url()]:
        page = text_of(client.get(url))
        assert "<time datetime=" in page and "قبل 3 دقائق" not in page, url


# Languages -----------------------------------------------------------------------------------------------------------


def test_an_article_is_in_english_only_when_it_is_written_in_it(client, settings, politics, author):
    both = make_article(
        section=politics, authors=[author], headline_en="Quorum lost", body_en="<p>The session ended.</p>"
    )
    arabic_only = make_article(section=politics, headline="عربيّ فقط")
    in_arabic = both.get_absolute_url()
    with translation.override("en"):
        address, other = both.get_absolute_url(), f"/en/politics/{arabic_only.pk}-x/"
    page = text_of(client.get(address))
    assert '<html lang="en" dir="ltr">' in page
    assert '<bdi lang="ar">ميسان الرّافعي</bdi>' in page
    assert f'hreflang="ar" href="{settings.SITE_URL}{in_arabic}"' in page
    assert client.get(other).status_code == 404
    assert "عربيّ فقط" not in text_of(client.get("/en/"))
    assert 'hreflang="en"' in text_of(client.get(in_arabic))
    assert 'hreflang="en"' not in text_of(client.get(arabic_only.get_absolute_url()))


@pytest.mark.parametrize(("language", "role"), [("ar", "مصوّر"), ("en", "photographer"), ("fr", "photographe")])
def test_a_bylines_role_is_in_the_pages_language(client, politics, author, language, role):
    article = make_article(
        section=politics,
        authors=[author],
        **{f"{field}_{code}": "<p>x</p>" for field in ("headline", "body") for code in ("en", "fr")},
    )
    article.bylines.update(role="photographer")
    with translation.override(language):
        address = article.get_absolute_url()
    assert f'<span class="story-role">{role}' in text_of(client.get(address))


def test_an_error_page_leads_back_to_its_own_edition(client):
    make_section("رأي", name_en="Opinion", slug_en="opinion")
    assert 'href="/en/"' in text_of(client.get("/en/nothing/here/"))
    assert 'href="/en/"' not in text_of(client.get("/nothing/here/"))


def test_the_language_is_the_addresss_never_the_browsers(client, politics):
    make_article(section=politics)
    assert '<html lang="ar-LB" dir="rtl">' in text_of(client.get("/", headers={"accept-language": "en"}))


# Lists ---------------------------------------------------------------------------------------------------------------


def test_no_article_stands_on_the_front_page_twice(client, politics):
    opinion = make_section("رأي", style=Section.Style.OPINION)
    picture = make_image()
    for number in range(9):
        make_article(section=politics, headline=f"خبر {number}", lead_image=picture if number % 3 == 0 else None)
        make_article(section=opinion, headline=f"رأي {number}")
    front = client.get("/").context["front"]
    shown = [front.lead, *front.seconds, *front.latest, *[a for strip in front.strips for a in strip.articles]]
    assert front.lead.lead_image
    assert len(shown) == len({article.pk for article in shown}) >= 12
    assert [strip.rhythm for strip in front.strips if strip.section == opinion] == ["opinion"]


def test_an_empty_newsroom_has_a_front_page(client):
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("page", ["junk", "0", "-1", "2", "٢", "99999", "1e3", ""])
def test_a_page_that_is_none_is_not_found(client, politics, page):
    make_article(section=politics)
    assert client.get(politics.get_absolute_url(), {"page": page}).status_code == 404


def test_a_long_list_goes_on_and_comes_back(client, politics):
    for number in range(23):
        make_article(section=politics, headline=f"خبر {number}")
    first, second = (client.get(politics.get_absolute_url(), {"page": page}) for page in (1, 2))
    assert len(first.context["page"].items) == 21 and first.context["page"].has_older
    assert len(second.context["page"].items) == 2 and not second.context["page"].has_older
    assert 'rel="next"' in text_of(first) and 'rel="next"' not in text_of(second)
    assert 'rel="prev"' in text_of(second)


@pytest.mark.parametrize("month", ["2026/13", "2026/0", "0/1", "9999/12", "1900/1"])
def test_a_month_without_articles_is_not_found(client, politics, month):
    make_article(section=politics)
    assert client.get(f"/archive/{month}/").status_code == 404


def test_the_archive_counts_months_by_the_newsrooms_clock(client, politics):
    # 22:30 UTC on 31 October is 00:30 on 1 November in Beirut.
    at_midnight = datetime(2025, 11, 1, 0, 30, tzinfo=ZoneInfo("Asia/Beirut"))
    article = make_article(section=politics, published_at=at_midnight)
    make_article(section=politics, headline="ظهراً", published_at=at_midnight + timedelta(hours=12))
    assert "تشرين الثاني" in text_of(client.get("/archive/"))
    page = text_of(client.get("/archive/2025/11/"))
    assert article.headline in page and "ظهراً" in page
    assert page.count("السبت 1 تشرين الثاني 2025") == 1
    assert client.get("/archive/2025/10/").status_code == 404


def test_a_slug_spelled_otherwise_leads_to_its_own(client, topic, politics, author):
    assert client.get("/topic/ازمه-الكهرباء/")["Location"] == topic.get_absolute_url()
    assert client.get("/author/ميسان-الرّافعي/").status_code == 404
    assert client.get("/سياسه/")["Location"] == politics.get_absolute_url()


def test_a_static_page_is_read_and_linked_at_the_foot(client):
    page = StaticPage.objects.create(title_ar="من نحن", slug_ar="من-نحن", body_ar="<p>نحن صحيفة.</p>")
    assert "نحن صحيفة." in text_of(client.get(page.get_absolute_url()))
    assert page.get_absolute_url() in text_of(client.get("/"))


def test_the_pages_of_a_list_repeat_nothing_that_a_request_sent_besides(client, politics):
    for _ in range(22):
        make_article(section=politics)
    first = text_of(client.get(politics.get_absolute_url(), {"junk": "x"}))
    second = text_of(client.get(politics.get_absolute_url(), {"junk": "x", "page": "2"}))
    assert '<a rel="next" href="?page=2">' in first and '<a rel="prev" href="?">' in second
    assert "junk" not in first + second


# Search --------------------------------------------------------------------------------------------------------------


def test_search_finds_a_word_in_another_form_and_lights_it(client, politics):
    article = make_article(section=politics, headline="والبيتُ في آخر الطريق")
    page = text_of(client.get("/search/", {"q": "البيت"}))
    assert article.get_absolute_url() in page
    assert "<mark>والبيتُ</mark>" in page


def test_search_keeps_to_a_section_and_says_when_nothing_is_there(client, politics):
    local = make_section("محليّات")
    here, there = make_article(section=politics, headline="ماء هنا"), make_article(section=local, headline="ماء هناك")
    page = text_of(client.get("/search/", {"q": "ماء", "section": "محليات"}))
    assert there.get_absolute_url() in page and here.get_absolute_url() not in page
    assert "كلمةلاوجودلها" in text_of(client.get("/search/", {"q": "كلمةلاوجودلها"}))


ODD_QUERIES = ["'", '"', "&|!:*()", "\\", "\x00", "\u202e\u2066", "؟", " ", "أ" * 10_000, "<script>", "a:*", "%", "ال"]


@pytest.mark.parametrize("prefix", ["", "/en", "/fr"])
@pytest.mark.parametrize("query", ODD_QUERIES)
def test_no_query_however_odd_is_an_error(client, prefix, query):
    make_section(name_en="Politics", slug_en="politics", name_fr="Politique", slug_fr="politique")
    response = client.get(f"{prefix}/search/", {"q": query, "section": query, "by": query})
    assert response.status_code == 200
    assert "<script>" not in text_of(response).split("<main")[1]


def test_the_links_of_a_search_ask_what_was_understood_and_not_all_that_was_sent(client, politics):
    make_article(section=politics, headline="ماء")
    page = text_of(client.get("/search/", {"q": "ماء", "by": "date", "junk": "x" * 5_000, "section": "no-such"}))
    assert f'href="?{urlencode({"q": "ماء", "section": politics.slug, "by": "date"}).replace("&", "&amp;")}"' in page
    assert "xxx" not in page and "no-such" not in page
    assert 'class="filters"' not in text_of(client.get("/search/", {"q": "كلمةلاوجودلها"}))


# Errors --------------------------------------------------------------------------------------------------------------


def test_the_error_pages_are_arabic_and_ask_the_database_nothing(client, django_assert_num_queries, rf):
    from newsroom import views

    with django_assert_num_queries(0):
        assert views.server_error(rf.get("/")).status_code == 500
        assert views.bad_request(rf.get("/"), None).status_code == 400
        assert "السبب" in text_of(views.forbidden(rf.get("/"), "السبب"))
    missing = client.get("/لا-شيء-هنا/")
    assert missing.status_code == 404
    assert 'lang="ar-LB" dir="rtl"' in text_of(missing)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_nothing_can_be_sent_to_a_page_that_is_only_for_reading(politics, method):
    client = Client(enforce_csrf_checks=True)
    for url in ["/", politics.get_absolute_url(), "/search/", "/feed/", "/robots.txt"]:
        response = getattr(client, method)(url)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD"), url
        assert 'lang="ar-LB" dir="rtl"' in text_of(response)
        assert client.head(url).status_code == 200, url


def no_answer(execute, sql, params, many, context):
    raise OperationalError("server closed the connection unexpectedly")


def test_without_the_database_every_page_says_so_and_asks_to_come_again(client, politics, author, topic):
    client.raise_request_exception = False
    article = make_article(section=politics, authors=[author], topics=[topic])
    for thing in ["/", politics, article, author, topic, "/search/?q=ماء", "/archive/", "/feed/", "/no/such/page/"]:
        url = thing if isinstance(thing, str) else thing.get_absolute_url()
        with connection.execute_wrapper(no_answer):
            response = client.get(url)
        assert (response.status_code, response["Retry-After"]) == (503, "30"), url
        assert 'lang="ar-LB" dir="rtl"' in text_of(response)
    assert client.get("/").status_code == 200


def test_a_fault_of_ours_is_no_outage(client):
    client.raise_request_exception = False
    with mock.patch("fronts.layout.front_page", side_effect=ValueError):
        assert client.get("/").status_code == 500


def test_the_icon_is_found_where_old_readers_look_for_it(client):
    assert client.get("/favicon.ico")["Location"] == static("brand/favicon.ico")


# Queries -------------------------------------------------------------------------------------------------------------


def test_the_number_of_queries_does_not_grow_with_the_number_of_articles(client, politics, author, topic):
    opinion = make_section("رأي", style=Section.Style.OPINION)
    pictures = [make_image() for _ in range(3)]
    made = []

    def make(number):
        linked = "".join(f'<aside data-article="{article.pk}"></aside>' for article in made)
        figures = "".join(f'<figure data-image="{image.pk}"></figure>' for image in pictures[: len(made)])
        made.append(
            make_article(
                section=(politics, opinion)[number % 2],
                headline=f"خبر {number}",
                authors=[author],
                topics=[topic],
                lead_image=pictures[number % 3],
                body=f"<p>نصّ.</p>{linked}{figures}",
            )
        )

    def queries():
        counts = {}
        for url in [
            "/",
            politics.get_absolute_url(),
            made[-1].get_absolute_url(),
            author.get_absolute_url(),
            topic.get_absolute_url(),
            "/search/?q=خبر",
        ]:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            counts[url] = len(captured)
        return list(counts.values())

    for number in range(6):
        make(number)
    terms.counted()  # which a process asks for every ten minutes
    few = queries()
    for number in range(6, 30):
        make(number)
    assert queries() == few
    *pages, search = few
    assert max(pages) <= 12  # the front page's, of which four ask which editions there are: a server remembers them
    assert search <= 30  # of which a third sets and unsets what holds PostgreSQL to the indexes
