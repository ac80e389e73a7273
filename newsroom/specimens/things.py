"""Invented articles, authors and topics, in memory: the design page shows them, nothing of them is stored."""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language

from articles.models import Article, ArticleTopic, Byline, Correction, Section
from articles.search.facets import Choice, Facet
from authors.models import Author
from delivery.paging import Page
from images.models import Image
from related.models import RelatedLink
from topics.models import Topic

WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
#: No row has this id, so that links to what is invented are not found instead of leading to something else.
NOWHERE = 10**17


def specimens():
    """What the parts of the design page are filled with, in the language that is active, by the names they go by."""
    # Pictures cannot be invented: the library's newest lying and standing ones, if it has any.
    picture = Image.objects.newest().filter(width__gt=F("height")).first()
    portrait = Image.objects.newest().filter(width__lte=F("height")).first()
    section, opinion = _named(Section, "section"), _named(Section, "opinion", style=Section.Style.OPINION)
    known = {
        "bio": _words("bio"),
        "beat": _words("topic"),
        "email": "hind@example.org",
        "website": "https://example.org/",
    }
    author = _named(Author, "author", portrait=portrait, **known)
    colleague = _named(Author, "second_author")
    topics = [
        _named(Topic, "topic", kind=Topic.Kind.SUBJECT, description=_words("standfirst"), image=picture),
        _named(Topic, "second_topic", kind=Topic.Kind.PLACE, layout=Topic.Layout.RUNNING),
    ]
    text = _words("paragraph") + _words("quotation")
    told = {"standfirst": _words("standfirst"), "excerpt": _words("standfirst"), "kicker": _words("kicker")}
    article = _article("headline", [author, colleague], topics, section=section, lead_image=picture, body=text, **told)
    short = _article("short", [colleague], section=section)
    long = _article("long", [author], section=section, lead_image=picture, **told)
    told_in_columns = {"section": opinion, "excerpt": told["standfirst"]}
    columns = [_article("short", [writer], **told_in_columns) for writer in (author, colleague, author)]
    outside = RelatedLink(url="https://example.org/", title=_words("headline"), source=_words("source"))
    return {
        "article": article,
        "short": short,
        "long": long,
        "columns": columns,
        "author": author,
        "authors": [author, colleague],
        "topics": topics,
        "picture": picture,
        "portrait": portrait,
        "corrections": [Correction(text=_words("correction"), created_at=timezone.now())],
        "cards": [{"article": article}, {"article": short}, {"article": long}, {"link": outside}],
        "page": Page([article, long, short], 2, has_older=True),
        "words": _words("topic").split()[0],
        "caption": _words("caption"),
        "pull_quote": _words("pull_quote"),
        "facets": [
            Facet("section", [Choice(section, 12, "?", True), Choice(opinion, 3, "?", False)]),
            Facet("year", [Choice(year, 1, "?", False) for year in range(2026, 2018, -1)]),
        ],
    }


def _words(name):
    return WORDS[name][get_language()]


def _named(model, name, **fields):
    return model(pk=NOWHERE, name=_words(name), slug=_words(name).replace(" ", "-"), **fields)


def _article(headline, authors, topics=(), **fields):
    """An article of last year, so that its page says the whole date."""
    article = Article(
        pk=NOWHERE,
        headline=_words(headline),
        slug=_words("short").replace(" ", "-"),
        published_at=timezone.now() - timedelta(days=400),
        reading_minutes=5,
        source_name=_words("source"),
        source_url="https://example.org/",
        **fields,
    )
    roles = [Byline.Role.WRITER, Byline.Role.PHOTOGRAPHER]
    article._prefetched_objects_cache = {
        "bylines": [Byline(author=author, role=role) for author, role in zip(authors, roles)],
        "article_topics": [ArticleTopic(topic=topic) for topic in topics],
    }
    return article
