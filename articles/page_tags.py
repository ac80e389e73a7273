"""The tags of pages with articles on them: what such a page shows, and what a change of an article changes.

article:12        its own pages, in all editions    card:12:ar     its headline and excerpt among others
text:12:ar        its text, in feeds                corrections:12, related:12, pins:7   what stands under its text
section:3, author:5, topic:7, image:9, page:2       the thing itself
section:3:ar, author:5:ar, topic:7:ar               which articles belong to it, in that edition, and in what order
latest:ar         which articles there are at all   month:2026-03:ar, months:ar   those of the archive
most-read:ar, most-read:section:3:ar, most-read:topic:7:ar                    the order of what is read most
articles:ar, articles:ar:2026-03   addresses and dates of change, in all and of a month, for sitemaps
authors, topics   who and what has a page, for the same
site              the navigation, the foot, names and addresses of sections: what stands on every page

A change may name one of them as `gone` as well: what it names was taken away from readers.
"""

from django.db.models import prefetch_related_objects
from django.utils import timezone

from articles import body, moments
from articles.models import LANGUAGES, Article
from delivery.changes import gone
from delivery.tags import in_edition

SITE, AUTHORS, TOPICS = "site", "authors", "topics"


def addresses(language, month=None):
    """The tag of the addresses and dates of change of all articles in a language, or of those of a month."""
    return f"articles:{language}:{month:%Y-%m}" if month else f"articles:{language}"


# What a page shows --------------------------------------------------------------------------------------------------


def of_cards(articles):
    """The tags of articles that stand among others, read with `for_cards`."""
    return {tag for article in articles for tag in article.card_tags()}


def of_candidates(articles):
    """The tags of articles of which a page shows the headlines of some: a change of any may be another choice."""
    return {in_edition(f"card:{article.pk}") for article in articles}


def of_page(article):
    """The tags of an article's own page; what stands under it is the room's above."""
    return {f"article:{article.pk}", f"corrections:{article.pk}"} | of_texts([article])


def of_texts(articles):
    """The tags of articles with their whole texts, read with `for_page`."""
    tags = of_cards(articles)
    for article in articles:
        tags.add(in_edition(f"text:{article.pk}"))
        tags |= {f"topic:{entry.topic_id}" for entry in article.article_topics.all()} | of_text(article.body)
    return tags


def of_text(html):
    """The tags of what a cleaned body points at, whether it can be shown now or not."""
    found = body.references(html)
    return {f"image:{pk}" for pk in found.images} | {in_edition(f"card:{pk}") for pk in found.articles}


# What changes -------------------------------------------------------------------------------------------------------


class Before:
    """How readers met an article before a change; `changed` compares it with how they meet it after."""

    def __init__(self, article):
        stored = Article.objects.filter(pk=article.pk).first()
        self._lists, self._shown, self._published_at = _lists(stored), _shown(stored), stored.published_at

    def changed(self, article):
        """The tags of what readers will see otherwise, now that the row of `article` is written anew."""
        lists, shown = _lists(article), _shown(article)
        tags = {f"article:{article.pk}", *(tag for tag in shown if shown[tag] != self._shown[tag])}
        for code in LANGUAGES:
            if f"latest:{code}" in self._lists | lists:
                months = map(timezone.localtime, {self._published_at, article.published_at} - {None})
                listed = {addresses(code), *(addresses(code, month) for month in months)}
                tags |= listed
                if f"latest:{code}" not in lists:
                    tags |= {gone(tag) for tag in {f"card:{article.pk}:{code}", *listed}}
        # One that an import dates otherwise stands elsewhere in all of them.
        is_there_still = article.published_at == self._published_at
        if moved := self._lists ^ lists if is_there_still else self._lists | lists:
            tags |= moved | {AUTHORS, TOPICS}
            tags |= {f"months:{code}" for code in LANGUAGES if f"latest:{code}" in moved and _is_alone(article, code)}
        return tags


def of_new(articles):
    """The tags of what changes when `articles`, at which nothing could point yet, come out."""
    articles = list(articles)
    prefetch_related_objects(articles, "bylines", "article_topics")
    tags = {tag for article in articles for tag in _lists(article)}
    for article in articles:
        for code in article.languages():
            tags |= {f"months:{code}", addresses(code), addresses(code, timezone.localtime(article.published_at))}
    return tags | {AUTHORS, TOPICS} if tags else tags


def _lists(article):
    """The tags of all lists in which readers find `article`, in every edition."""
    if not article.is_live:
        return set()
    return {tag for code in article.languages() for tag in _lists_in(article, code)}


def _lists_in(article, code):
    names = ["latest", f"month:{timezone.localtime(article.published_at):%Y-%m}", f"section:{article.section_id}"]
    names += [f"author:{line.author_id}" for line in article.bylines.all()]
    names += [f"topic:{entry.topic_id}" for entry in article.article_topics.all()]
    return {f"{name}:{code}" for name in names}


def _is_alone(article, code):
    """Whether no other article of its month is in that edition, so that the archive gains or loses the month."""
    published = timezone.localtime(article.published_at)
    begins, ends = moments.month(published.year, published.month)
    others = Article.objects.live().in_language(code).exclude(pk=article.pk)
    return not others.filter(published_at__gte=begins, published_at__lt=ends).exists()


def _shown(article):
    """What readers see of an article elsewhere, by the tag that says so: as a card, and as a text in a feed."""
    signed = [line.author_id for line in article.bylines.all()]
    both = [article.is_live, article.published_at, article.section_id, article.lead_image_id, signed]
    topics = [entry.topic_id for entry in article.article_topics.all()]
    shown = {}
    for code in LANGUAGES:
        texts = [getattr(article, f"{name}_{code}") for name in ("headline", "slug", "kicker", "standfirst", "excerpt")]
        card = [code in article.languages(), texts, both]
        shown[f"card:{article.pk}:{code}"] = card
        # A feed says, to the second, when anything of the article was changed last, in whatever language.
        updated_at = article.updated_at and article.updated_at.replace(microsecond=0)
        shown[f"text:{article.pk}:{code}"] = [card, topics, getattr(article, f"body_{code}"), updated_at]
    return shown
