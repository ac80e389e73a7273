"""Sitemaps: an index, then files for each edition: articles by month, sections, topics and authors (E3, E4, U3)."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as django_sitemaps
from django.db.models import Count, Exists, Max, OuterRef
from django.db.models.functions import Coalesce, Greatest, TruncMonth
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from articles.editions import is_open
from articles.metadata import LANGUAGE_TAGS, absolute
from articles.models import LANGUAGES, Article, ArticleTopic, Byline, Section
from articles.page_tags import AUTHORS, SITE, TOPICS
from authors.models import Author
from delivery.tags import keep_until, stored, tag
from topics.models import Topic

#: What Google News reads: articles of the last two days, and no more than these.
NEWS_AGE, NEWS = timedelta(hours=48), 1_000


class EditionSitemap(Sitemap):
    """What one language edition has; addresses are those of SITE_URL, whatever host was asked."""

    limit = 10_000
    protocol, domain = urlsplit(settings.SITE_URL)[:2]

    def __init__(self, language):
        self.language = language

    def get_domain(self, site=None):
        return self.domain

    def location(self, item):
        with translation.override(self.language):
            return item.get_absolute_url()


class ArticleSitemap(EditionSitemap):
    def articles(self):
        return Article.objects.live().in_language(self.language)

    def items(self):
        return (
            self.articles()
            .select_related("section")
            .only("published_at", "updated_at", *_slugs("slug"), *_slugs("section__slug"))
            .newest()
        )

    def lastmod(self, article):
        return max(article.updated_at or article.published_at, article.published_at)


class MonthSitemap(ArticleSitemap):
    """The articles of one month of the newsroom's calendar."""

    def __init__(self, language, begins, ends):
        super().__init__(language)
        self.begins, self.ends = begins, ends

    def articles(self):
        return super().articles().filter(published_at__gte=self.begins, published_at__lt=self.ends)


class SectionSitemap(EditionSitemap):
    def items(self):
        return Section.objects.in_language(self.language)


class TopicSitemap(EditionSitemap):
    """Topics that something live is about."""

    def items(self):
        live = Article.objects.live().in_language(self.language)
        return Topic.objects.filter(
            Exists(ArticleTopic.objects.filter(topic=OuterRef("pk"), article__in=live))
        ).order_by("pk")


class AuthorSitemap(EditionSitemap):
    """Authors who signed something live."""

    def items(self):
        live = Article.objects.live().in_language(self.language)
        return Author.objects.filter(Exists(Byline.objects.filter(author=OuterRef("pk"), article__in=live))).order_by(
            "pk"
        )


def _slugs(name):
    return [f"{name}_{language}" for language in LANGUAGES]


#: Those that are one file, by the name that stands in their address: /sitemap-sections-ar.xml. All articles together
#: are in no index any more, but whoever was told of that address is still answered.
SITEMAPS = {
    f"{name}-{language}": sitemap(language)
    for name, sitemap in [
        ("articles", ArticleSitemap),
        ("sections", SectionSitemap),
        ("topics", TopicSitemap),
        ("authors", AuthorSitemap),
    ]
    for language in LANGUAGES
}


@stored()
def index(request):
    """Every file there is, each month's with the moment of the last change in it."""
    tag(request, SITE, AUTHORS, TOPICS, *(f"articles:{language}" for language in LANGUAGES))
    files = []
    for language in LANGUAGES:
        months = (
            Article.objects.live()
            .in_language(language)
            .annotate(
                month=TruncMonth("published_at"),
                changed=Greatest("published_at", Coalesce("updated_at", "published_at")),
            )
            .values("month")
            .annotate(number=Count("pk"), last=Max("changed"))
            .order_by("-month")
        )
        for month in months:
            path = reverse("month-sitemap", args=[language, month["month"].year, f"{month['month'].month:02}"])
            for page in range(1, -(-month["number"] // EditionSitemap.limit) + 1):
                files.append((path if page == 1 else f"{path}?p={page}", month["last"]))
    # A file without an address in it is no sitemap.
    names = [name for name in SITEMAPS if not name.startswith("articles") and is_open(name[-2:])]
    files += [(reverse("sitemap", args=[name]), None) for name in names]
    sitemaps = [
        django_sitemaps.SitemapIndexItem(location=absolute(path), last_mod=last and timezone.localtime(last))
        for path, last in files
    ]
    return render(request, "sitemap_index.xml", {"sitemaps": sitemaps}, content_type="application/xml")


@stored("p")
def sitemap(request, name):
    """One file of one of SITEMAPS."""
    kind, _hyphen, language = name.partition("-")
    tag(request, SITE, {"articles": f"articles:{language}", "authors": AUTHORS, "topics": TOPICS}.get(kind, SITE))
    return django_sitemaps.sitemap(request, SITEMAPS, section=name)


@stored("p")
def month_sitemap(request, language, year, month):
    """The articles of one month in one language."""
    if language not in LANGUAGES:
        raise Http404(f"There is no edition in {language}")
    try:
        begins = timezone.make_aware(datetime(year, int(month), 1))
        ends = timezone.make_aware(datetime(year + int(month) // 12, int(month) % 12 + 1, 1))
    except ValueError:
        raise Http404(f"There is no month {month} of {year}") from None
    tag(request, SITE, f"articles:{language}")
    return django_sitemaps.sitemap(request, {"month": MonthSitemap(language, begins, ends)}, section="month")


@stored()
def news_sitemap(request):
    """What came out in the last 48 hours, for Google News; none of it is valid too."""
    recent = (
        Article.objects.live()
        .filter(published_at__gte=timezone.now() - NEWS_AGE)
        .select_related("section")
        .defer(*[f"body_{language}" for language in LANGUAGES])
        .newest()
    )
    tag(request, SITE, *(f"articles:{language}" for language in LANGUAGES))
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
