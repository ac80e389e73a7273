"""Sitemaps: an index, then files for each edition: articles by month, sections, topics and authors (E3, E4, U3).

A file of a month has thousands of addresses: they are written from slugs, since Django's `reverse` would take as long
for them as for all the rest. A file without an address in it is no sitemap: it is not found, and the index names none.
"""

from datetime import timedelta
from urllib.parse import quote
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from articles import columns, moments
from articles.metadata import LANGUAGE_TAGS, absolute
from articles.models import LANGUAGES, Article, ArticleTopic, Byline, Section
from articles.months import months_with_changes
from articles.page_tags import AUTHORS, SITE, TOPICS, addresses
from authors.models import Author
from delivery.paging import number_asked
from delivery.tags import keep_until, stored, tag
from topics.models import Topic

#: How many addresses a file has; the protocol allows 50,000.
ADDRESSES = 10_000
#: What Google News reads: articles of the last two days, and no more than these.
NEWS_AGE, NEWS = timedelta(hours=48), 1_000

_PROTOCOL = "http://www.sitemaps.org/schemas/sitemap/0.9"


# What there is -------------------------------------------------------------------------------------------------------


def sections(language):
    """Sections with a name, and those that have none but something live."""
    named = Section.objects.in_language(language)
    return Section.objects.filter(Q(pk__in=named) | Exists(_live(language).filter(section=OuterRef("pk"))))


def topics(language):
    """Topics that something live is about."""
    entries = ArticleTopic.objects.filter(topic=OuterRef("pk"), article__in=_live(language))
    return Topic.objects.filter(Exists(entries)).order_by("pk")


def authors(language):
    """Authors who signed something live."""
    lines = Byline.objects.filter(author=OuterRef("pk"), article__in=_live(language))
    return Author.objects.filter(Exists(lines)).order_by("pk")


def _live(language):
    return Article.objects.live().in_language(language)


#: The files of things, by the name that stands in their address with the language: what is in them, and their tag.
THINGS = {"sections": (sections, SITE), "topics": (topics, TOPICS), "authors": (authors, AUTHORS)}


# Files ---------------------------------------------------------------------------------------------------------------


@stored()
def index(request):
    """Every file there is, each month's with the moment of the last change in it."""
    tag(request, SITE, AUTHORS, TOPICS, *map(addresses, LANGUAGES))
    files = []
    for language in LANGUAGES:
        for month in months_with_changes(language):
            path = reverse("month-sitemap", args=[language, month.begins.year, f"{month.begins.month:02}"])
            for page in range(1, -(-month.articles // ADDRESSES) + 1):
                files.append((path if page == 1 else f"{path}?p={page}", month.changed_at))
    for name, (things, _tag) in THINGS.items():
        files += [
            (reverse("sitemap", args=[name, language]), None) for language in LANGUAGES if things(language).exists()
        ]
    return _file("sitemapindex", "sitemap", files)


@stored("p")
def month_sitemap(request, language, year, month):
    """The articles of one month in one language."""
    try:
        begins, ends = moments.month(year, int(month))
    except ValueError:
        raise Http404(f"There is no month {month} of {year}") from None
    tag(request, SITE, addresses(language, begins))
    return _articles(request, language, _live(language).filter(published_at__gte=begins, published_at__lt=ends))


@stored("p")
def sitemap(request, name, language):
    """The sections, topics or authors of one language; or all articles, a file that no index names any more."""
    if name == "articles":
        tag(request, SITE, addresses(language))
        return _articles(request, language, _live(language))
    things, named = THINGS[name]
    tag(request, SITE, named)
    if things is sections and language != settings.LANGUAGE_CODE:
        tag(request, addresses(language))  # whether one without a name has an article
    rows = _asked(request, things(language).only(*_slugs(language)))
    with translation.override(language):
        return _file("urlset", "url", [(thing.get_absolute_url(), None) for thing in rows])


def _articles(request, language, articles):
    """The file of `articles`, the newest first."""
    columns = ["pk", "section", "published_at", "updated_at", *_slugs(language)]
    rows = _asked(request, articles.newest().values_list(*columns))
    with translation.override(language):
        paths = {section.pk: section.get_absolute_url() for section in Section.objects.all()}
    entries = []
    for pk, section, published_at, updated_at, *slugs in rows:
        slug = next(filter(None, slugs), "")
        entries.append((f"{paths[section]}{pk}-{quote(slug)}/", max(published_at, updated_at or published_at)))
    return _file("urlset", "url", entries)


def _slugs(language):
    """The columns of the slug in a language, and of the one that stands in for it."""
    return list(dict.fromkeys([f"slug_{language}", f"slug_{settings.LANGUAGE_CODE}"]))


def _asked(request, rows):
    """The part of `rows` that `?p=` asks for. Raises Http404 where nothing is."""
    start = (number_asked(request, "p") - 1) * ADDRESSES
    if found := list(rows[start : start + ADDRESSES]):
        return found
    raise Http404("There are no such addresses")


def _file(kind, entry, addresses):
    """A file with an `entry` for each path of this site and the moment when it last changed, if that is known."""
    lines = [
        f"<{entry}><loc>{escape(absolute(path))}</loc>"
        + (f"<lastmod>{timezone.localtime(changed_at).isoformat(timespec='seconds')}</lastmod>" if changed_at else "")
        + f"</{entry}>"
        for path, changed_at in addresses
    ]
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} xmlns="{_PROTOCOL}">'
    response = HttpResponse("\n".join([head, *lines, f"</{kind}>\n"]), content_type="application/xml")
    response["X-Robots-Tag"] = "noindex"  # read for what it names, not shown among what is found
    return response


@stored()
def news_sitemap(request):
    """What came out in the last 48 hours, for Google News; none of it is valid too."""
    recent = (
        Article.objects.live()
        .filter(published_at__gte=timezone.now() - NEWS_AGE)
        .select_related("section")
        .defer(*columns.whole("body"))
        .newest()
    )
    tag(request, SITE, *map(addresses, LANGUAGES))
    recent = list(recent[:NEWS])
    if recent:
        keep_until(request, recent[-1].published_at + NEWS_AGE)
    entries = []
    for article in recent:
        for language in article.languages():
            with translation.override(language):
                entries.append(
                    {
                        "address": absolute(article.get_absolute_url()),
                        "outlet": settings.OUTLET_NAME[language],
                        "language": LANGUAGE_TAGS[language].partition("-")[0],
                        "published": timezone.localtime(article.published_at).isoformat(timespec="seconds"),
                        "title": article.headline,
                    }
                )
    return render(request, "articles/news_sitemap.xml", {"entries": entries[:NEWS]}, content_type="application/xml")
