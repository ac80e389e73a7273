"""What an article says of itself to search engines and to those who share it (ARABIC.md, E1, E2, E6)."""

import json

from django.conf import settings
from django.core.files.storage import default_storage
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

import arabic
from articles import body
from delivery.editions import unborrowed
from images.showing import largest_jpegs

#: The page's language as JSON-LD names it, and as OpenGraph does.
LANGUAGE_TAGS = {"ar": "ar-LB", "en": "en", "fr": "fr"}
OPEN_GRAPH_LOCALES = {"ar": "ar_AR", "en": "en_GB", "fr": "fr_FR"}
# What may not stand in a script element as it is; JSON allows the escapes everywhere in a string.
_SCRIPT_SAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def absolute(path):
    """A path of this site as a whole address; an address stays as it is."""
    return path if path.startswith(("http://", "https://")) else f"{settings.SITE_URL}{path}"


def description(article):
    """The article in one or two lines: the desk's own words, or else the standfirst or the text, cut at a word."""
    words = article.seo_description or article.standfirst or body.plain_text(article.body)
    return arabic.description(words)


def moments(article):
    """When the article came out, and when readers last got a change or a correction of it, in ISO form.

    Empty for one that is not out, and for one that did not change.
    """
    published, changed = article.published_at, article.updated_at
    return {
        "published": timezone.localtime(published).isoformat() if published else "",
        "changed": timezone.localtime(changed).isoformat() if published and changed and changed > published else "",
    }


def share_image(article):
    """The picture that stands beside a link to the article: its card, else its picture or the paper's."""
    if card := getattr(article, "share_card", None):  # an article that is previewed was never asked for one
        return {"url": absolute(default_storage.url(card)), "width": 1200, "height": 630, "alt": article.headline}
    if image := article.lead_image:
        crops = largest_jpegs(image, ["16x9"]) or [(image.url, image.width, image.height)]
        url, width, height = crops[0]
        return {"url": absolute(url), "width": width, "height": height, "alt": image.alt}
    name = settings.OUTLET_NAME[get_language()]
    return {"url": absolute(static("brand/share.png")), "width": 1200, "height": 630, "alt": name}


def json_ld(article, *, address, description, corrections):
    """The article with its corrections as a schema.org NewsArticle, as JSON that is safe in a script element."""
    when = moments(article)
    publisher = _publisher()
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": description,
        "image": _images(article),
        "datePublished": when["published"],
        "dateModified": when["changed"],
        "author": [
            {
                "@type": "Organization" if byline.author.is_organisation else "Person",
                "name": byline.author.name,
                "url": absolute(byline.author.get_absolute_url()),
            }
            for byline in article.bylines.all()
        ]
        or [publisher],
        "publisher": publisher,
        "mainEntityOfPage": address,
        "articleSection": unborrowed(article.section, "name") if article.section else "",
        "keywords": [name for entry in article.article_topics.all() if (name := unborrowed(entry.topic, "name"))],
        "inLanguage": LANGUAGE_TAGS[get_language()],
        "isAccessibleForFree": True,
        "isBasedOn": article.source_url,
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": correction.text,
                "datePublished": timezone.localtime(correction.created_at).isoformat(),
            }
            for correction in corrections
        ],
    }
    return _script(facts)


def website():
    """The paper as a schema.org WebSite, by whose name search engines call it; as `json_ld`."""
    language = get_language()
    facts = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": settings.OUTLET_NAME[language],
        "description": settings.OUTLET_TAGLINE[language],
        "url": absolute(reverse("home")),
        "inLanguage": LANGUAGE_TAGS[language],
        "publisher": _publisher(),
    }
    return _script(facts)


def breadcrumbs(article, *, address):
    """Where the article stands in the paper, as a schema.org BreadcrumbList; as `json_ld`."""
    steps = [(settings.OUTLET_NAME[get_language()], absolute(reverse("home")))]
    if article.section:
        steps.append((article.section.name, absolute(article.section.get_absolute_url())))
    steps.append((article.headline, address))
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": item}
        for position, (name, item) in enumerate(steps, start=1)
    ]
    return _script({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items})


def _publisher():
    return {
        "@type": "Organization",
        "name": settings.OUTLET_NAME[get_language()],
        "url": settings.SITE_URL,
        "logo": {"@type": "ImageObject", "url": absolute(static("brand/icon-512.png")), "width": 512, "height": 512},
    }


def _images(article):
    """The lead picture in the three shapes that search engines want, those that are made; else what is shared."""
    crops = largest_jpegs(article.lead_image) if article.lead_image else []
    objects = [
        {"@type": "ImageObject", "url": absolute(url), "width": width, "height": height} for url, width, height in crops
    ]
    return objects or [share_image(article)["url"]]


def _script(facts):
    known = {name: value for name, value in facts.items() if value not in ("", [], None)}
    return mark_safe(json.dumps(known, ensure_ascii=False).translate(_SCRIPT_SAFE))
