"""Feeds with whole articles: RSS 2.0, Atom and JSON Feed of the paper, a section, a topic, an author (ARABIC.md, E5).

Titles and excerpts are as they were written, since programs keep, compare and search them; isolates are in the HTML.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from urllib.parse import quote

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import body, page_tags
from articles.editions import languages_of_section, open_or_404
from articles.metadata import LANGUAGE_TAGS, absolute
from articles.models import Article, Section
from authors.models import Author
from delivery.addresses import FEED_FILES, get_by_slug_or_404
from delivery.editions import in_or_404
from delivery.tags import in_edition, stored, tag
from topics.models import Topic

ARTICLES = 20


@dataclass(frozen=True)
class Channel:
    """What a feed is of: its title, the path of the page that it follows, and the articles."""

    title: str
    path: str
    articles: list


@stored()
def site_feed(request, file=""):
    """The newest articles of the paper."""
    open_or_404(request)
    tag(request, in_edition("latest"))
    return _feed(request, file, settings.OUTLET_NAME[get_language()], reverse("home"), Article.objects.newest())


@stored()
def section_feed(request, section, file=""):
    found = get_by_slug_or_404(Section.objects.all(), section)
    in_or_404(languages_of_section(request, found))
    if found.slug != section:
        return redirect(reverse("section-feed", args=[found.slug]) + file, permanent=True)
    return _feed_of(request, file, found, Article.objects.in_section(found).newest())


@stored()
def topic_feed(request, slug, file=""):
    found = get_by_slug_or_404(Topic.objects.all(), slug)
    in_or_404(found.articles.live().languages())
    if found.slug != slug:
        return redirect(reverse("topic-feed", args=[found.slug]) + file, permanent=True)
    return _feed_of(request, file, found, found.articles.newest_about(found))


@stored()
def author_feed(request, slug, file=""):
    found = get_by_slug_or_404(Author.objects.all(), slug)
    in_or_404(found.articles.live().languages())
    if found.slug != slug:
        return redirect(reverse("author-feed", args=[found.slug]) + file, permanent=True)
    return _feed_of(request, file, found, found.articles.newest_by(found))


def feeds_of(article):
    """The paths of every feed that shows `article` in the active language, in all formats."""
    bases = [reverse("feed"), reverse("section-feed", args=[article.section.slug])]
    bases += [reverse("topic-feed", args=[entry.topic.slug]) for entry in article.article_topics.all()]
    bases += [reverse("author-feed", args=[byline.author.slug]) for byline in article.bylines.all()]
    return [base + file for base in bases for file in FEED_FILES]


def _titled(thing):
    return _("%(outlet)s: %(section)s") % {"outlet": settings.OUTLET_NAME[get_language()], "section": thing.name}


def _feed_of(request, file, thing, articles):
    """The feed of a section, topic or author: the first of its `articles`, which are in their order."""
    of_thing = f"{thing._meta.model_name}:{thing.pk}"
    tag(request, of_thing, in_edition(of_thing))
    return _feed(request, file, _titled(thing), thing.get_absolute_url(), articles)


def _feed(request, file, title, path, articles):
    channel = Channel(title, path, list(articles.readable().for_page()[:ARTICLES]))
    tag(request, page_tags.SITE, *page_tags.of_texts(channel.articles))
    tag(request, *(f"corrections:{article.pk}" for article in channel.articles))
    prefetch_related_objects([article for article in channel.articles if article.is_corrected], "corrections")
    address = absolute(quote(request.path))
    texts = body.render_feeds([article.body for article in channel.articles])
    items = [_item(article, text) for article, text in zip(channel.articles, texts, strict=True)]
    if file == "feed.json":
        response = _as_json(channel, address, items)
    else:
        response = _as_xml(AtomFeed if file else RssFeed, channel, address, items)
    if settings.WEBSUB_HUB:
        response["Link"] = f'<{settings.WEBSUB_HUB}>; rel="hub", <{address}>; rel="self"'
    return response


def _item(article, text):
    """What every format says of an article, by the names of Django's feed generator."""
    published = timezone.localtime(article.published_at).replace(microsecond=0)
    image = article.lead_image
    return {
        "title": article.headline,
        "link": absolute(article.get_absolute_url()),
        "description": article.excerpt,
        "text": text + _corrections(article) if article.is_corrected else text,
        "authors": [
            {"name": byline.author.name, "url": absolute(byline.author.get_absolute_url())}
            for byline in article.bylines.all()
        ],
        "pubdate": published,
        "updateddate": max(published, timezone.localtime(article.updated_at or published).replace(microsecond=0)),
        # Stays when headline, section and address change.
        "unique_id": absolute(reverse("short-link", args=[article.pk])),
        "unique_id_is_permalink": False,
        "categories": [article.section.name, *(entry.topic.name for entry in article.article_topics.all())],
        "image": absolute(image.src) if image else None,
    }


def _corrections(article):
    """What stands under the text: who has read the mistake in a feed reads there that it was one."""
    return render_to_string("articles/blocks/feed/corrections.html", {"corrections": article.corrections.all()})


class _Dated:
    """Of an empty feed Django says that it is of this moment, which would be another each time it is made."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else datetime.fromtimestamp(0, UTC)


class RssFeed(_Dated, Rss201rev2Feed):
    """RSS 2.0 that carries each article's text in content:encoded, beside its excerpt, which is HTML here."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self):
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
        }

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        handler.startElement("image", {})
        for name, text in [("url", _icon()), ("title", self.feed["title"]), ("link", self.feed["link"])]:
            handler.addQuickElement(name, text)
        handler.endElement("image")
        if settings.WEBSUB_HUB:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": settings.WEBSUB_HUB})

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            handler.addQuickElement("dc:creator", author["name"])
        handler.addQuickElement("content:encoded", item["text"])
        if item["image"]:
            handler.addQuickElement("media:content", None, {"url": item["image"], "medium": "image"})


class AtomFeed(_Dated, Atom1Feed):
    """Atom that carries each article's text in content, beside its excerpt in summary, which is HTML here."""

    content_type = "application/atom+xml; charset=utf-8"

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        handler.addQuickElement("icon", _icon())
        if settings.WEBSUB_HUB:
            handler.addQuickElement("link", None, {"rel": "hub", "href": settings.WEBSUB_HUB})

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", author["name"])
            handler.addQuickElement("uri", author["url"])
            handler.endElement("author")
        handler.addQuickElement("content", item["text"], {"type": "html"})
        if item["image"]:
            handler.addQuickElement("link", None, {"rel": "enclosure", "type": "image/jpeg", "href": item["image"]})


def _icon():
    return absolute(static("brand/icon-192.png"))


def _as_xml(generator, channel, address, items):
    feed = generator(
        title=channel.title,
        link=absolute(channel.path),
        description=settings.OUTLET_TAGLINE[get_language()],
        language=LANGUAGE_TAGS[get_language()].lower(),
        feed_url=address,
        # An entry without a byline is the paper's.
        author_name=settings.OUTLET_NAME[get_language()],
    )
    for item in items:
        feed.add_item(**{**item, "description": escape(item["description"])})
    return HttpResponse(feed.writeString("utf-8"), content_type=generator.content_type)


def _as_json(channel, address, items):
    """JSON Feed 1.1."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": absolute(channel.path),
        "feed_url": address,
        "description": settings.OUTLET_TAGLINE[get_language()],
        "icon": absolute(static("brand/icon-512.png")),
        "language": LANGUAGE_TAGS[get_language()],
        "authors": [{"name": settings.OUTLET_NAME[get_language()], "url": settings.SITE_URL}],
        "items": [_as_json_item(item) for item in items],
    }
    if settings.WEBSUB_HUB:
        feed["hubs"] = [{"type": "WebSub", "url": settings.WEBSUB_HUB}]
    return JsonResponse(
        feed, json_dumps_params={"ensure_ascii": False}, content_type="application/feed+json; charset=utf-8"
    )


def _as_json_item(item):
    facts = {
        "id": item["unique_id"],
        "url": item["link"],
        "title": item["title"],
        "summary": item["description"],
        "content_html": item["text"],
        "date_published": item["pubdate"].isoformat(timespec="seconds"),
        "date_modified": item["updateddate"].isoformat(timespec="seconds")
        if item["updateddate"] > item["pubdate"]
        else "",
        "authors": item["authors"],
        "tags": item["categories"],
        "image": item["image"],
    }
    return {name: value for name, value in facts.items() if value}
