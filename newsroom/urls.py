import re

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, register_converter
from django.urls.converters import IntConverter

from articles import feeds, sitemaps
from articles import views as articles
from articles.desk_views import shared_preview
from articles.search.views import search_page, search_suggestions
from authors.views import author_page
from delivery.addresses import FEED_FILES
from delivery.editions import LANGUAGES
from fronts.views import home, section_page
from newsroom import views
from topics.views import topic_page


class Words:
    """Any of the words that `regex` allows, as they are."""

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class RestOfPart(Words):
    """What is left of a part of a path, even nothing: a headline of signs alone has no slug."""

    regex = "[^/]*"


class SectionSlug(Words):
    """What has a dot is a file's name, and not worth a look whether it is a section's with a slash."""

    regex = "[^/.]+"


class Number(IntConverter):
    """A number as it is printed: with noughts before it, one page would have endless addresses."""

    regex = "[1-9][0-9]{0,17}"


class Year(IntConverter):
    regex = "[1-9][0-9]{3}"


class FeedFile(Words):
    """What stands behind the path of a feed for another format than RSS."""

    regex = "|".join(re.escape(file) for file in FEED_FILES if file)


class Edition(Words):
    regex = "|".join(LANGUAGES)


class Month(Words):
    """A month in two digits."""

    regex = "0[1-9]|1[0-2]"


class SitemapFile(Words):
    regex = "|".join(["articles", *sitemaps.THINGS])


register_converter(RestOfPart, "rest")
register_converter(SectionSlug, "section")
register_converter(Number, "number")
register_converter(Year, "year")
register_converter(FeedFile, "file")
register_converter(Edition, "edition")
register_converter(Month, "month")
register_converter(SitemapFile, "sitemap")

urlpatterns = [
    path("desk/pick/", include("articles.picker_urls")),
    path("desk/related/", include("related.panel")),
    path("desk/fronts/", include("fronts.desk")),
    path("desk/topic/", include("related.topic_desk")),
    path("desk/", admin.site.urls),
    path("media/<path:name>", views.media),
    path("preview/<token>/", shared_preview, name="preview-link"),
    path("favicon.ico", views.favicon),
    path("robots.txt", views.robots),
    path("sw.js", views.service_worker),
    path("<key>.txt", views.indexnow_key),
    path("sitemap.xml", sitemaps.index),
    path("news-sitemap.xml", sitemaps.news_sitemap),
    path(
        "sitemap-articles-<edition:language>-<year:year>-<month:month>.xml",
        sitemaps.month_sitemap,
        name="month-sitemap",
    ),
    path("sitemap-<sitemap:name>-<edition:language>.xml", sitemaps.sitemap, name="sitemap"),
]

# Arabic has no prefix, /en/ and /fr/ are the other editions. Sections come last: their slugs may be anything but the
# words above them (delivery.addresses.RESERVED).
urlpatterns += i18n_patterns(
    path("", home, name="home"),
    path("a/<int:pk>", articles.short_link, name="short-link"),
    path("topic/<slug>/", topic_page, name="topic"),
    path("author/<slug>/", author_page, name="author"),
    path("search/", search_page, name="search"),
    path("search/suggest/", search_suggestions, name="suggestions"),
    path("saved/", articles.saved, name="saved"),
    path("archive/", articles.archive, name="archive"),
    path("archive/<year:year>/<number:month>/", articles.archive_month, name="archive-month"),
    path("page/<slug>/", articles.static_page, name="page"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
    path("feed/", feeds.site_feed, name="feed"),
    path("feed/<file:file>", feeds.site_feed),
    path("feed/topic/<slug>/", feeds.topic_feed, name="topic-feed"),
    path("feed/topic/<slug>/<file:file>", feeds.topic_feed),
    path("feed/author/<slug>/", feeds.author_feed, name="author-feed"),
    path("feed/author/<slug>/<file:file>", feeds.author_feed),
    path("feed/<section:section>/", feeds.section_feed, name="section-feed"),
    path("feed/<section:section>/<file:file>", feeds.section_feed),
    path("<section:section>/", section_page, name="section"),
    path("<section:section>/<number:pk>-<rest:slug>/", articles.article_page, name="article"),
    prefix_default_language=False,
)

handler400, handler403 = views.bad_request, views.forbidden
handler404, handler500 = views.not_found, views.server_error
