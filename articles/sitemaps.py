"""Sitemaps: an index, then files of articles, topics, authors and sections for each edition (ARABIC.md, E4, U3)."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.db.models import Exists, Max, OuterRef
from django.utils import translation

from articles.models import LANGUAGES, Article, ArticleTopic, Byline, Section
from articles.page_tags import AUTHORS, SITE, TOPICS
from authors.models import Author
from delivery.tags import stored, tag
from topics.models import Topic


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
    def items(self):
        return (
            Article.objects.live()
            .in_language(self.language)
            .select_related("section")
            .only("published_at", "updated_at", *_slugs("slug"), *_slugs("section__slug"))
            .newest()
        )

    def lastmod(self, article):
        return max(article.updated_at or article.published_at, article.published_at)

    def get_latest_lastmod(self):
        return Article.objects.live().in_language(self.language).aggregate(newest=Max("updated_at"))["newest"]


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


#: The sitemaps by the name that stands in their address: /sitemap-articles-ar.xml
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
def sitemap_index(request):
    """The sitemaps there are, and how many files each has."""
    tag(request, SITE, AUTHORS, TOPICS, *(f"articles:{language}" for language in LANGUAGES))
    return views.index(request, SITEMAPS, sitemap_url_name="sitemap")


@stored("p")
def sitemap(request, section):
    """One file of one of SITEMAPS."""
    name, _hyphen, language = section.partition("-")
    tag(request, SITE, {"articles": f"articles:{language}", "authors": AUTHORS, "topics": TOPICS}.get(name, SITE))
    return views.sitemap(request, SITEMAPS, section)
