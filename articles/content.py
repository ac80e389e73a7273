"""The content of a revision: what the desk edits, as plain values that JSON can hold.

One flat mapping under the names of the desk's form: each translated field once a language (`headline_ar`), `section`
and `lead_image` as ids, `bylines` as [{"author": id, "role": …}] and `topics` as [id, …], both in order.
"""

from django.conf import settings
from django.utils import translation

import arabic
from articles import body
from articles.models import LANGUAGES, Article, ArticleTopic, Byline, Section
from authors.models import Author
from images.models import Image
from topics.models import Topic

#: Fields that are written once in each language.
TRANSLATED = (
    "kicker",
    "headline",
    "standfirst",
    "body",
    "slug",
    "lead_caption",
    "source_name",
    "seo_title",
    "seo_description",
)
TEXTS = tuple(f"{name}_{language}" for name in TRANSLATED for language in LANGUAGES)

EMPTY = {
    **dict.fromkeys(TEXTS, ""),
    "source_url": "",
    "section": None,
    "lead_image": None,
    "bylines": [],
    "topics": [],
}


def complete(content):
    """`content` with every field there, bodies cleaned, other texts without stray characters, nobody named twice."""
    whole = {**EMPTY, **{name: value for name, value in content.items() if name in EMPTY}}
    for name in TEXTS:
        text = whole[name] or ""
        is_body = name.startswith("body_")
        whole[name] = body.clean(text) if is_body else arabic.without_directions(arabic.clean(text)).strip()
    bylines = {}
    for entry in whole["bylines"]:
        bylines.setdefault(entry["author"], entry)
    whole["bylines"] = list(bylines.values())
    whole["topics"] = list(dict.fromkeys(whole["topics"]))
    return whole


def put(article, content):
    """Set the row's own columns to `content`, in memory; bylines and topics are `relations(content)`.

    An address that nobody wrote is made from the first headline that comes out, and then stays: links to it are out in
    the world. A section or picture that was deleted since is left empty.
    """
    addresses = {language: getattr(article, f"slug_{language}") for language in LANGUAGES}
    for name in TEXTS:
        setattr(article, name, content.get(name) or "")
    for language in LANGUAGES:
        headline, html = getattr(article, f"headline_{language}"), getattr(article, f"body_{language}")
        text = body.plain_text(html)
        if headline and not getattr(article, f"slug_{language}"):
            setattr(article, f"slug_{language}", addresses[language] or arabic.slugify(headline))
        setattr(article, f"excerpt_{language}", excerpt(getattr(article, f"standfirst_{language}"), text))
        minutes = arabic.reading_minutes(f"{headline}\n{text}", settings.WORDS_PER_MINUTE)
        setattr(article, f"reading_minutes_{language}", minutes)
        if language != settings.LANGUAGE_CODE:
            setattr(article, f"has_{language}", bool(headline and text))
    article.source_url = content.get("source_url") or ""
    article.section = Section.objects.filter(pk=content.get("section")).first()
    article.lead_image = Image.objects.filter(pk=content.get("lead_image")).first()


def excerpt(standfirst, text):
    """What a card says: the standfirst, or else the first words of the text (ARABIC.md, X3)."""
    return standfirst or arabic.excerpt(text, words=settings.EXCERPT_WORDS)


def relations(article, content):
    """The unsaved bylines and topic entries that `content` gives `article`; whoever was deleted since is left out.

    A topic that was merged since is the one it went into.
    """
    authors = Author.objects.select_related("portrait").in_bulk([entry["author"] for entry in content["bylines"]])
    topics = Topic.objects.by_id(content["topics"])
    published_at = article.published_at
    bylines = [
        Byline(
            article=article,
            author=authors[entry["author"]],
            role=entry["role"],
            position=position,
            published_at=published_at,
        )
        for position, entry in enumerate(content["bylines"])
        if entry["author"] in authors
    ]
    entries = [
        ArticleTopic(article=article, topic=topic, position=position, published_at=published_at)
        for position, topic in enumerate(dict.fromkeys(topics[pk] for pk in content["topics"] if pk in topics))
    ]
    return bylines, entries


def as_page(revision):
    """The article as a reader would see it if `revision` were published: in memory, nothing is saved."""
    article = Article.objects.prefetch_related("corrections").get(pk=revision.article_id)
    with translation.override(settings.LANGUAGE_CODE):
        put(article, revision.content)
    bylines, entries = relations(article, revision.content)
    article._prefetched_objects_cache |= {"bylines": bylines, "article_topics": entries}
    return article
