"""RSS 2.0 with whole articles, for the paper and for each section (ARABIC.md, E5).

Titles and excerpts are as they were written, since programs keep, compare and search them; isolates are in the HTML.
"""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import body, page_tags
from articles.metadata import LANGUAGE_TAGS, absolute
from articles.models import Article, Section
from delivery.addresses import get_by_slug_or_404
from delivery.tags import in_edition, stored, tag

ARTICLES = 20


class WholeTextFeed(Rss201rev2Feed):
    """RSS 2.0 that carries each article's text in content:encoded, beside its excerpt."""

    def rss_attributes(self):
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["text"])


@stored()
def feed(request, section=None):
    """The newest articles of the paper, or of one section."""
    articles = Article.objects.readable().for_page().newest()
    title, path = settings.OUTLET_NAME[get_language()], reverse("home")
    of_list = "latest"
    if section is not None:
        found = get_by_slug_or_404(Section.objects.all(), section)
        if found.slug != section:
            return redirect("section-feed", found.slug, permanent=True)
        articles, of_list = articles.in_section(found), f"section:{found.pk}"
        title = _("%(outlet)s: %(section)s") % {"outlet": title, "section": found.name}
        path = found.get_absolute_url()
    rss = WholeTextFeed(
        title=title,
        link=absolute(path),
        description=settings.OUTLET_TAGLINE[get_language()],
        language=LANGUAGE_TAGS[get_language()].lower(),
        feed_url=absolute(quote(request.path)),
    )
    articles = list(articles[:ARTICLES])
    tag(request, page_tags.SITE, in_edition(of_list), *page_tags.of_texts(articles))
    for article, text in zip(articles, body.render_feeds([article.body for article in articles]), strict=True):
        _add(rss, article, text)
    return HttpResponse(rss.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


def _add(rss, article, text):
    rss.add_item(
        title=article.headline,
        link=absolute(article.get_absolute_url()),
        description=article.excerpt,
        text=text,
        author_name=", ".join(byline.author.name for byline in article.bylines.all()) or None,
        pubdate=timezone.localtime(article.published_at),
        # Stays when headline, section and address change.
        unique_id=absolute(reverse("short-link", args=[article.pk])),
        unique_id_is_permalink=False,
        categories=[article.section.name, *(entry.topic.name for entry in article.article_topics.all())],
    )
