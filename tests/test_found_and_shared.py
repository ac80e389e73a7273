"""What programs read of the paper: feeds, sitemaps, structured data, news for a hub; and how readers pass it on."""

import http.server
import json
import re
import threading
import time
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree

import feedparser
import jsonschema
import lxml.etree
import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import expect

from articles import announcing, sitemaps, workflow
from articles.models import Announcement, Article
from articles.months import months_with_changes
from newsroom import environment
from tests.factories import (
    BODY,
    make_article,
    make_author,
    make_draft,
    make_image,
    make_renditions,
    make_section,
    make_topic,
    make_user,
)

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


@pytest.fixture(autouse=True)
def in_arabic():
    """Whatever edition an earlier test asked for last."""
    with translation.override("ar"):
        yield


@pytest.fixture
def paper(db):
    """An article of everything, in two languages, and one of another section, topic and author."""
    made = {"section": make_section("سياسة"), "topic": make_topic("الكهرباء"), "author": make_author("ريم الحدّاد")}
    picture, second = make_image(), make_author("وائل & <أخوه>", is_organisation=True)
    made["article"] = make_article(
        headline="«الكهرباء» & <الماء>",
        standfirst="ما تخفيه الأرقام.",
        section=made["section"],
        topics=[made["topic"]],
        authors=[made["author"], second],
        lead_image=picture,
        body=(
            f'{BODY}<p><a href="/archive/">الأرشيف</a></p><aside data-pull-quote="">قول يُبرز.</aside>'
            f'<figure data-image="{picture.pk}"><figcaption></figcaption></figure>'
            '<div data-embed="https://www.youtube.com/watch?v=abcdefghijk"></div>'
        ),
        source_name="وكالة",
        source_url="https://example.org/source",
        headline_en="Power & water",
        body_en="<p>It rains.</p>",
    )
    made["other"] = make_article(headline="خبر آخر", section=make_section("ثقافة"))
    return made


def bases(paper):
    return {
        "site": reverse("feed"),
        "section": reverse("section-feed", args=[paper["section"].slug]),
        "topic": reverse("topic-feed", args=[paper["topic"].slug]),
        "author": reverse("author-feed", args=[paper["author"].slug]),
    }


# What the formats ask -----------------------------------------------------------------------------------------------

DATA = Path(__file__).parent / "data"
Atom = lxml.etree.RelaxNG(lxml.etree.parse(DATA / "atom.rng"))
json_feed = jsonschema.Draft202012Validator(json.loads((DATA / "json-feed.schema.json").read_text()))


def faults_of_rss(xml):
    """What RSS 2.0 or the W3C's validator of feeds would say against a feed of ours."""
    channel, faults = lxml.etree.fromstring(xml).find("channel"), []
    text = {
        name: channel.findtext(name) or "" for name in ("title", "link", "description", "language", "lastBuildDate")
    }
    image = {name: channel.findtext(f"image/{name}") or "" for name in ("url", "title", "link")}
    items = channel.findall("item")
    faults += [f"no {name}" for name, said in {**text, **image}.items() if not said]
    faults += [f"the image has another {name}" for name in ("title", "link") if image[name] != text[name]]
    moments = [text["lastBuildDate"], *(item.findtext("pubDate") for item in items)]
    faults += [f"no date of RFC 822: {said}" for said in moments if not parsedate_to_datetime(said).tzinfo]
    ids = [item.findtext("guid") for item in items]
    faults += ["an id twice"] if len(set(ids)) != len(ids) else []
    faults += [
        f"no lasting id: {item.find('guid').attrib}"
        for item in items
        if item.find("guid").get("isPermaLink") != "false"
    ]
    descriptions = [item.findtext("description") for item in items]
    faults += [f"text that is not HTML: {said}" for said in descriptions if "<" in said]  # an excerpt has no markup
    return faults + [f"not ASCII: {link.text}" for link in channel.iter("link") if not link.text.isascii()]


def faults_of_text(html):
    """What a reader of feeds could not show, or would not."""
    faults = []
    for element in lxml.html.fragment_fromstring(html, create_parent="div").iter():
        addresses = [element.get(name) for name in ("href", "src") if element.get(name) is not None]
        faults += [
            f"not whole: {address}" for address in addresses if not re.match(r"(https?://|mailto:|tel:)", address)
        ]
        faults += (
            [f"an element {element.tag}"] if element.tag in ("script", "style", "iframe", "object", "form") else []
        )
        odd = [name for name in element.attrib if name == "style" or name.startswith(("on", "data-"))]
        faults += [f"an attribute {name}" for name in odd]
    return faults


def test_the_looks_for_faults_find_them():
    feed = lxml.etree.fromstring(
        f'<feed xmlns="http://www.w3.org/2005/Atom"><id>{"https://a.example/"}</id><title>x</title></feed>'
    )
    assert not Atom.validate(feed)  # it has no date
    assert not json_feed.is_valid({"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{"id": 1}]})
    rss = b"""<rss><channel><title>x</title><link>/\xd9\x83/</link><description>d</description><language>ar</language>
        <lastBuildDate>Sun, 29 Nov 2026 01:02:03 -0000</lastBuildDate>
        <image><url>u</url><title>y</title><link>l</link></image>
        <item><guid>1</guid><pubDate>Sun, 29 Nov 2026 01:02:03 -0000</pubDate><description>&lt;a</description></item>
        </channel></rss>"""
    assert len(faults_of_rss(rss)) == 7
    assert len(faults_of_text('<p style="x"><a href="/a/" onclick="x">a</a><iframe src="data:x"></iframe></p>')) == 5
    author = {"@type": "Person", "name": "", "logo": "x"}  # which only an Organization has
    facts = {"@type": "NewsArticle", "headlin": "x", "author": [author], "isBasedOn": None}
    assert outside_the_vocabulary(facts) == [f"NewsArticle.{name}" for name in ("headlin", "isBasedOn")] + [
        f"Person.{name}" for name in ("name", "logo")
    ]


# Feeds --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("of", ["site", "section", "topic", "author"])
@pytest.mark.parametrize("file", ["", "atom.xml"])
def test_a_feed_is_what_a_feed_reader_expects(client, settings, paper, of, file):
    settings.WEBSUB_HUB = "https://hub.example/"
    make_draft(headline="مسودّة")
    address = bases(paper)[of] + file
    response = client.get(address)
    ElementTree.fromstring(response.content)  # well-formed
    parsed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not parsed.bozo and parsed.version == ("atom10" if file else "rss20")
    titles = [entry.title for entry in parsed.entries]
    assert titles == (["خبر آخر"] if of == "site" else []) + ["«الكهرباء» & <الماء>"]
    entry = parsed.entries[-1]
    assert entry.id == f"{settings.SITE_URL}/a/{paper['article'].pk}"
    assert unquote(entry.link).endswith(unquote(paper["article"].get_absolute_url()))
    assert "<p>انتظرت المدينة المطر" in entry.content[0].value and "ما تخفيه الأرقام" in entry.summary
    assert [tag.term for tag in entry.tags] == ["سياسة", "الكهرباء"]
    assert [author.name for author in entry.authors] == ["ريم الحدّاد", "وائل & <أخوه>"]
    assert faults_of_text(entry.content[0].value) == []
    if file:
        Atom.assertValid(lxml.etree.fromstring(response.content))
    else:
        assert faults_of_rss(response.content) == []
    came_out = datetime(*entry.published_parsed[:6])
    assert abs(came_out - paper["article"].published_at.replace(tzinfo=None)) < timedelta(seconds=1)
    links = {link.rel: link.href for link in parsed.feed.links}
    assert links["self"] == f"{settings.SITE_URL}{address}" and links["hub"] == "https://hub.example/"
    assert response["Link"] == f'<https://hub.example/>; rel="hub", <{settings.SITE_URL}{address}>; rel="self"'
    assert parsed.feed.language.lower() == "ar-lb" if not file else b'xml:lang="ar-lb"' in response.content
    assert "ال".encode() in response.content and b"&#15" not in response.content  # Arabic as it is


def test_a_json_feed_has_what_its_version_asks_for(client, settings, paper):
    response = client.get(reverse("feed") + "feed.json")
    assert response["Content-Type"].startswith("application/feed+json")
    feed = response.json()
    json_feed.validate(feed)
    assert "hubs" not in feed
    assert feed["feed_url"] == f"{settings.SITE_URL}/feed/feed.json"
    item = feed["items"][-1]
    assert item["id"] == f"{settings.SITE_URL}/a/{paper['article'].pk}"
    assert item["title"] == "«الكهرباء» & <الماء>" and "<p>" in item["content_html"]
    assert faults_of_text(item["content_html"]) == []
    assert "date_modified" not in item  # it is as it came out
    authors = [made["name"] for made in item["authors"]]
    assert authors == ["ريم الحدّاد", "وائل & <أخوه>"] and item["image"].endswith("-480.jpg")
    settings.WEBSUB_HUB = "https://hub.example/"
    article, editor = paper["article"], make_user()
    Article.objects.filter(pk=article.pk).update(published_at=article.published_at - timedelta(minutes=1))
    article.refresh_from_db()
    revised = {**article.newest_revision.content, "kicker_ar": "تحديث"}
    workflow.publish(workflow.save_revision(article, revised, by=editor), by=editor)
    changed = client.get(reverse("feed") + "feed.json").json()
    json_feed.validate(changed)
    item = next(item for item in changed["items"] if item["id"].endswith(f"/a/{paper['article'].pk}"))
    assert datetime.fromisoformat(item["date_published"]) < datetime.fromisoformat(item["date_modified"])
    english = client.get("/en/feed/feed.json").json()
    json_feed.validate(english)
    assert [item["title"] for item in english["items"]] == ["Power & water"] and english["language"] == "en"


def test_pages_lead_to_their_own_feeds(client, paper):
    for of, base in bases(paper).items():
        page = client.get("/" if of == "site" else paper[of].get_absolute_url()).content.decode()
        found = re.findall(
            r'<link rel="alternate" type="application/[a-z]+\+[a-z]+" title="[^"]+" href="([^"]+)"', page
        )
        assert {base, f"{base}atom.xml", f"{base}feed.json"} <= set(found)
        assert all(client.get(address).status_code == 200 for address in found)


@pytest.mark.parametrize("path", ["/feed/لا-قسم/", "/feed/topic/لا/", "/feed/author/لا/atom.xml"])
def test_a_feed_of_nothing_is_not_found(client, paper, path):
    assert client.get(path).status_code == 404


# Sitemaps -----------------------------------------------------------------------------------------------------------


def locations(client, path):
    response = client.get(path)
    assert response.status_code == 200 and response["Content-Type"].startswith("application/xml")
    root = ElementTree.fromstring(response.content)
    return {entry.findtext(f"{SITEMAP}loc"): entry.findtext(f"{SITEMAP}lastmod") for entry in root}


@pytest.mark.django_db
def test_the_sitemap_is_an_index_of_months(client, settings, monkeypatch):
    march = timezone.make_aware(datetime(2026, 3, 31, 23, 59))
    april = timezone.make_aware(datetime(2026, 4, 1, 0, 0))
    first, second = make_article(published_at=march), make_article(published_at=april)
    third = make_article(published_at=april, headline_en="Rain", body_en="<p>x</p>")
    later = make_article(published_at=timezone.now() + timedelta(days=40))
    site = settings.SITE_URL
    index = locations(client, "/sitemap.xml")
    months = {address for address in index if "articles" in address}
    assert months == {f"{site}/sitemap-articles-{name}.xml" for name in ("ar-2026-03", "ar-2026-04", "en-2026-04")}
    things = {address for address in index if "sections" in address}
    assert things == {f"{site}/sitemap-sections-{language}.xml" for language in ("ar", "en")}
    assert index[f"{site}/sitemap-articles-ar-2026-03.xml"].startswith("2026-03-31")
    assert all(client.get(urlsplit(address).path).status_code == 200 for address in index)
    assert set(locations(client, "/sitemap-articles-ar-2026-03.xml")) == {f"{site}{first.get_absolute_url()}"}
    assert set(locations(client, "/sitemap-articles-ar-2026-04.xml")) == {
        f"{site}{article.get_absolute_url()}" for article in (second, third)
    }
    everything = locations(client, "/sitemap-articles-ar.xml")  # as it was called once
    assert len(everything) == 3 and f"{site}{later.get_absolute_url()}" not in everything
    for name in ("topics-ar", "authors-ar", "sections-fr", "articles-fr", "articles-fr-2026-04", "articles-ar-2025-12"):
        assert client.get(f"/sitemap-{name}.xml").status_code == 404, name  # nothing is in it, and no index names it

    monkeypatch.setattr(sitemaps, "ADDRESSES", 1)
    assert f"{site}/sitemap-articles-ar-2026-04.xml?p=2" in locations(client, "/sitemap.xml")
    pages = [locations(client, f"/sitemap-articles-ar-2026-04.xml{query}") for query in ("", "?p=2")]
    assert [len(page) for page in pages] == [1, 1] and pages[0] != pages[1]


@pytest.mark.django_db
def test_a_month_has_one_address_and_one_that_is_none_is_not_found(client):
    make_article(published_at=timezone.make_aware(datetime(2026, 3, 8)))
    assert client.get("/sitemap-articles-ar-2026-03.xml?p=1").status_code == 200
    for name in ["2026-13", "2026-00", "2026-x", "99999-01", "2026-3", "2026-003", "02026-03", "2026-+3", "2026-٠٣"]:
        assert client.get(f"/sitemap-articles-ar-{name}.xml").status_code == 404, name
    for name in ["articles-de-2026-03", "articles-ar-2026-03-03", "articles-", "-ar", "ar", "topics-de"]:
        assert client.get(f"/sitemap-{name}.xml").status_code == 404, name
    for number in ["0", "2", "-1", "00001", "+1", "1.0", "1_0", "١", "last", ""]:
        assert client.get("/sitemap-articles-ar-2026-03.xml", {"p": number}).status_code == 404, number


@pytest.mark.django_db
def test_the_archive_and_the_sitemaps_read_no_article_whole(client, django_assert_num_queries):
    """They go by indexes: from month to month, and of an edition through what is in it alone (articles/months.py)."""
    section = make_section("سياسة")
    topic, author = make_topic("الكهرباء"), make_author("ريم الحدّاد")
    for number in range(6):
        at = timezone.make_aware(datetime(2026, number + 1, 1))
        make_article(section=section, topics=[topic], authors=[author], published_at=at)
    # In three languages each: months, sections, topics, authors.
    for path, queries in {
        "/sitemap.xml": 12,
        "/sitemap-articles-ar-2026-03.xml": 2,
        "/sitemap-topics-ar.xml": 1,
    }.items():
        with django_assert_num_queries(queries):
            assert client.get(path).status_code == 200
    page = client.get("/archive/")
    assert [month.month for month in dict(page.context["years"])[2026]] == [6, 5, 4, 3, 2, 1]
    with CaptureQueriesContext(connection) as asked:
        months_with_changes("en")
    (query,) = asked
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # which it takes for so few
        cursor.execute(f"EXPLAIN {query['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "using article_live_en" in plan and "Seq Scan on articles_article" not in plan


@pytest.mark.django_db
def test_the_news_sitemap_has_the_last_two_days(client, settings, monkeypatch):
    assert locations(client, "/news-sitemap.xml") == {}
    now = timezone.now()
    recent = make_article(
        headline="جديد & مهمّ", published_at=now - timedelta(hours=47), headline_en="New", body_en="<p>x</p>"
    )
    make_article(published_at=now - timedelta(hours=49))
    make_article(published_at=now + timedelta(hours=1))
    with translation.override("en"):
        english = recent.get_absolute_url()
    with CaptureQueriesContext(connection) as queries:
        entries = ElementTree.fromstring(client.get("/news-sitemap.xml").content)
    assert not [query for query in queries if '."body' in query["sql"]]  # the long texts stay in the database
    said = {
        entry.findtext(f"{SITEMAP}loc"): [
            entry.findtext(f".//{NEWS}{name}") for name in ("name", "language", "title", "publication_date")
        ]
        for entry in entries
    }
    assert set(said) == {f"{settings.SITE_URL}{path}" for path in (recent.get_absolute_url(), english)}
    outlet, language, title, moment = said[f"{settings.SITE_URL}{recent.get_absolute_url()}"]
    assert (outlet, language, title) == ("البيدر", "ar", "جديد & مهمّ")
    assert datetime.fromisoformat(moment).utcoffset() is not None
    assert "/news-sitemap.xml" in client.get("/robots.txt").content.decode()
    monkeypatch.setattr(sitemaps, "NEWS", 1)
    assert len(locations(client, "/news-sitemap.xml")) == 1


# Structured data ----------------------------------------------------------------------------------------------------


def structured(client, path):
    page = client.get(path).content.decode()
    return [
        json.loads(found)
        for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    ]


#: The types of schema.org that we speak of, and of the properties that each has or inherits those that we may use.
VOCABULARY = {
    "NewsArticle": "headline description image datePublished dateModified author publisher mainEntityOfPage keywords"
    " articleSection inLanguage isAccessibleForFree isBasedOn correction",
    "CorrectionComment": "text datePublished",
    "WebSite": "name description url inLanguage publisher",
    "Organization": "name url logo",
    "Person": "name url",
    "ImageObject": "url width height",
    "BreadcrumbList": "itemListElement",
    "ListItem": "position name item",
}


def outside_the_vocabulary(facts):
    """The properties in `facts`, at any depth, that their type does not have, and those that say nothing."""
    kind = facts["@type"]
    said = {name: value for name, value in facts.items() if not name.startswith("@")}
    known = VOCABULARY[kind].split()
    found = [f"{kind}.{name}" for name, value in said.items() if name not in known or value in ("", [], None)]
    for value in said.values():
        for thing in value if isinstance(value, list) else [value]:
            found += outside_the_vocabulary(thing) if isinstance(thing, dict) else []
    return found


def in_english(article):
    with translation.override("en"):
        return article.get_absolute_url()


def test_search_engines_read_the_whole_article(client, settings, paper):
    article, editor = paper["article"], make_user()
    story, _steps = structured(client, article.get_absolute_url())
    assert "correction" not in story and "480" not in str(story["image"])
    make_renditions()
    for address in [article.get_absolute_url(), article.section.get_absolute_url(), "/"]:
        page = client.get(address).content.decode()
        (preload,) = re.findall(r'as="image" type="image/avif" imagesrcset="([^"]+)" imagesizes="([^"]+)"', page)
        first = page.split('fetchpriority="high"')[1]  # the picture that is seen at once, and no other
        assert '<source type="image/avif" srcset="{}" sizes="{}">'.format(*preload) in first, address
    workflow.add_correction(article, "الرقم 12 لا 21.", by=editor)
    story, steps = structured(client, article.get_absolute_url())
    assert story["@type"] == "NewsArticle" and story["headline"] == "«الكهرباء» & <الماء>"
    assert [(image["width"], image["height"]) for image in story["image"]] == [(480, 270), (400, 300), (300, 300)]
    assert all(image["url"].startswith(f"{settings.SITE_URL}/media/") for image in story["image"])
    for facts in (story, steps):
        assert outside_the_vocabulary(facts) == []
    assert story["isBasedOn"] == "https://example.org/source" and story["articleSection"] == "سياسة"
    authors = [(author["@type"], author["name"]) for author in story["author"]]
    assert authors == [("Person", "ريم الحدّاد"), ("Organization", "وائل & <أخوه>")]
    assert all(
        client.get(author["url"].removeprefix(settings.SITE_URL)).status_code == 200 for author in story["author"]
    )
    assert story["publisher"]["logo"]["width"] == 512
    (correction,) = story["correction"]
    assert correction["@type"] == "CorrectionComment" and correction["text"] == "الرقم 12 لا 21."
    assert story["dateModified"] == correction["datePublished"] > story["datePublished"]
    assert [item["name"] for item in steps["itemListElement"]] == ["البيدر", "سياسة", "«الكهرباء» & <الماء>"]
    assert [item["position"] for item in steps["itemListElement"]] == [1, 2, 3]
    assert steps["itemListElement"][-1]["item"] == story["mainEntityOfPage"]
    other, _steps = structured(client, paper["other"].get_absolute_url())
    assert "isBasedOn" not in other and "dateModified" not in other  # it is as it came out
    english, _steps = structured(client, in_english(article))
    assert (english["@type"], english["headline"], english["inLanguage"]) == ("NewsArticle", "Power & water", "en")
    for path, name in {"/": "البيدر", "/en/": "Al-Baydar"}.items():
        [paper_itself] = structured(client, path)
        assert [paper_itself[key] for key in ("@type", "name", "url")] == ["WebSite", name, settings.SITE_URL + path]
        assert outside_the_vocabulary(paper_itself) == []
    assert outside_the_vocabulary(english) == []


def test_a_correction_is_a_change_of_the_article_to_every_program(client, settings, service, paper):
    article, editor = paper["article"], make_user()
    an_hour_ago = article.published_at - timedelta(hours=1)
    Article.objects.update(published_at=an_hour_ago, updated_at=an_hour_ago)
    address = f"{settings.SITE_URL}{article.get_absolute_url()}"

    def said():
        """When the article was last changed, to a second, and whether its text says how, to each kind of program."""
        atom = feedparser.parse(client.get("/feed/atom.xml").content)
        entry = next(entry for entry in atom.entries if entry.id.endswith(f"/a/{article.pk}"))
        item = next(item for item in client.get("/feed/feed.json").json()["items"] if item["url"] == address)
        story, _steps = structured(client, article.get_absolute_url())
        page = client.get(article.get_absolute_url()).content.decode()
        modified = re.search(r'article:modified_time" content="([^"]+)', page)
        moments = {
            "atom": entry.updated,
            "json feed": item.get("date_modified", item["date_published"]),
            "json-ld": story.get("dateModified", story["datePublished"]),
            "open graph": modified[1] if modified else story["datePublished"],
            "sitemap": locations(client, "/sitemap-articles-ar.xml")[address],
            "index": max(moment for name, moment in locations(client, "/sitemap.xml").items() if "articles-ar" in name),
        }
        texts = [entry.content[0].value, item["content_html"]]
        assert [fault for text in texts for fault in faults_of_text(text)] == []
        [moment] = {datetime.fromisoformat(moment).replace(microsecond=0) for moment in moments.values()}
        return moment, ["الرقم 12 لا 21." in text for text in texts]

    assert said() == (an_hour_ago.replace(microsecond=0), [False, False])
    settings.WEBSUB_HUB = service.url
    correction = workflow.add_correction(article, "الرقم 12 لا 21.", by=editor)
    assert said() == (correction.created_at.replace(microsecond=0), [True, True])
    Article.objects.update(updated_at=an_hour_ago)
    workflow.remove_correction(correction, by=editor)
    moment, texts = said()
    assert moment >= correction.created_at.replace(microsecond=0) and texts == [False, False]
    assert Announcement.objects.count() == 2


@pytest.mark.django_db
def test_a_telephone_and_a_browser_learn_who_the_paper_is(client, settings):
    make_section(name_en="Politics")
    manifest, english = (client.get(f"{prefix}/manifest.webmanifest").json() for prefix in ("", "/en"))
    assert [manifest[name] for name in ("name", "dir", "lang", "id")] == ["البيدر", "rtl", "ar-LB", "/"]
    assert [english[name] for name in ("name", "dir", "lang", "start_url")] == ["Al-Baydar", "ltr", "en", "/en/"]
    assert not re.search(r"[\u0621-\u064a]", str(english))
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    tokens = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
    assert f"--paper: {manifest['background_color']};" in tokens
    search = client.get("/opensearch.xml")
    template = ElementTree.fromstring(search.content).find("{http://a9.com/-/spec/opensearch/1.1/}Url").get("template")
    assert template == f"{settings.SITE_URL}/search/?q={{searchTerms}}"
    assert "/en/search/" in client.get("/en/opensearch.xml").content.decode()


# Passing it on ------------------------------------------------------------------------------------------------------


def test_an_article_is_shared_by_links_that_need_no_script(client, settings, paper):
    page = client.get(paper["article"].get_absolute_url()).content.decode()
    line = page[page.index('<nav class="share"') :]
    line = line[: line.index("</nav>")]
    short = f"{settings.SITE_URL}/a/{paper['article'].pk}"
    hosts = ["wa.me", "t.me", "x.com", "www.facebook.com"]
    links = re.findall(r'href="(https://[^"]+|mailto:[^"]+)"', line)
    assert [urlsplit(link).netloc for link in links] == [*hosts, ""]
    assert all(short in unquote(link) for link in links)
    assert parse_qs(urlsplit(links[1].replace("&amp;", "&")).query)["text"] == ["«الكهرباء» & <الماء>"]
    assert f'<link rel="shortlink" href="{short}">' in page
    assert client.get(f"/a/{paper['article'].pk}").status_code == 302
    assert "style=" not in line and "onclick" not in line


def test_buttons_copy_the_short_link_and_none_is_dead(page, live_server, settings):
    settings.SITE_URL = live_server.url
    article = make_article()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(article.get_absolute_url())
    share = page.get_by_role("navigation", name="المشاركة")
    expect(share.get_by_role("link", name="واتساب")).to_be_visible()
    expect(share.get_by_role("button", name="اطبع")).to_be_visible()
    expect(share.get_by_role("link", name="الرابط القصير")).to_be_hidden()
    share.get_by_role("button", name="انسخ الرابط").click()
    expect(share.get_by_role("button", name="نُسخ")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{live_server.url}/a/{article.pk}"
    can_share = page.evaluate("!!navigator.share")
    expect(share.get_by_role("button", name="شارك…")).to_have_count(1 if can_share else 0)
    assert page.context.cookies() == []


# Telling the world --------------------------------------------------------------------------------------------------


@pytest.fixture
def service():
    """An address that takes what is posted to it, and the list of that.

    The next answers are in `answers`, else 204: statuses, or pieces of what is sent, one by one.
    """

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            server.posted.append((self.path, self.headers["Content-Type"], text))
            answer = server.answers.pop(0) if server.answers else 204
            if isinstance(answer, int):
                self.send_response(answer)
                self.send_header("Location", server.url)
                self.end_headers()
            for piece in [] if isinstance(answer, int) else answer:
                time.sleep(0.05)
                self.wfile.write(piece)

        def do_GET(self):
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.posted, server.answers = [], []
    server.handle_error = lambda *_request: None  # who asked did not wait
    server.url = f"http://127.0.0.1:{server.server_port}/hub"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_what_comes_out_is_told_to_hub_and_search_engines_by_the_worker(client, settings, service, paper):
    editor = make_user()
    workflow.publish(paper["other"].newest_revision, by=editor)
    assert not Announcement.objects.exists()  # nobody is named in the settings
    assert client.get("/0123456789abcdef.txt").status_code == 404

    settings.WEBSUB_HUB = settings.INDEXNOW_URL = service.url
    settings.INDEXNOW_KEY = "0123456789abcdef"
    assert client.get("/0123456789abcdef.txt").content == b"0123456789abcdef"
    assert client.get("/0123456789abcdee.txt").status_code == 404
    article = paper["article"]
    workflow.publish(article.newest_revision, by=editor)
    assert service.posted == []  # not in the editor's request
    while announcing.tell_next():
        pass
    (_, form_type, form), (_, json_type, facts) = service.posted
    assert form_type == "application/x-www-form-urlencoded"
    told = parse_qs(form)
    assert told["hub.mode"] == ["publish"]
    for base in bases(paper).values():
        assert {f"{settings.SITE_URL}{base}{file}" for file in ("", "atom.xml", "feed.json")} <= set(told["hub.url"])
    assert f"{settings.SITE_URL}/en/feed/" in told["hub.url"]
    assert all(client.get(urlsplit(address).path).status_code == 200 for address in told["hub.url"])
    assert json_type.startswith("application/json")
    facts = json.loads(facts)
    assert facts["key"] == "0123456789abcdef" and facts["keyLocation"].endswith("/0123456789abcdef.txt")
    assert f"{settings.SITE_URL}{article.get_absolute_url()}" in facts["urlList"] and len(facts["urlList"]) == 2
    assert not Announcement.objects.filter(told_at=None).exists()


def test_a_service_that_is_away_is_told_later_and_one_that_stays_away_is_given_up(settings, service, paper, caplog):
    settings.WEBSUB_HUB = service.url
    service.answers = [503] * 20
    workflow.withdraw(paper["article"], by=make_user())
    waits = []
    while announcing.tell_next():
        waiting = Announcement.objects.get()
        assert "503" in waiting.problem and waiting.told_at is None
        assert announcing.tell_next() is None  # not before its time
        if waiting.due_at:
            waits.append(round((waiting.due_at - timezone.now()).total_seconds() / 60))
            Announcement.objects.update(due_at=timezone.now())
    assert tuple(waits) == announcing.WAITS and len(service.posted) == len(waits) + 1
    assert "could not be announced" in caplog.text
    service.answers = []
    Announcement.objects.update(due_at=timezone.now())
    assert announcing.tell_next().told_at and Announcement.objects.get().problem == ""
    Announcement.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert announcing.forget() == 1


def test_a_service_that_answers_oddly_or_by_the_letter_holds_nothing_up(settings, service, paper, monkeypatch):
    monkeypatch.setattr(announcing, "SECONDS", 0.5)
    settings.WEBSUB_HUB = service.url
    by_the_letter = [b"HTTP/1.1 204 No Content\r\nX: ", *[b"y"] * 100, b"\r\n\r\n"]
    for problem, answer in {"TimeoutError": by_the_letter, "BadStatusLine": [b"nonsense\r\n"], "301": 301}.items():
        Announcement.objects.all().delete()
        service.answers = [answer]
        for article in (paper["article"], paper["other"]):
            announcing.announce(article)
        told = announcing.tell_next()
        assert told.told_at is None and problem in told.problem
        if problem != "301":  # nobody answered, so the next is not tried at once
            assert announcing.tell_next() is None and Announcement.objects.filter(attempts=0).count() == 1
        else:
            assert announcing.tell_next().told_at


@pytest.mark.parametrize(("read", "value"), [("address", "hub.example"), ("address", "https://a b/"), ("key", "short")])
def test_a_wrong_address_or_key_ends_the_start(monkeypatch, read, value):
    monkeypatch.setenv("TRIED", value)
    with pytest.raises(environment.WrongSetting, match="TRIED"):
        getattr(environment, read)("TRIED")
    monkeypatch.setenv("TRIED", "https://hub.example/a" if read == "address" else "0123abcd-EF")
    assert getattr(environment, read)("TRIED")
    monkeypatch.delenv("TRIED")
    assert getattr(environment, read)("TRIED") == ""
