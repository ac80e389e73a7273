"""Slugs: the readable part of an address, and how two of them are told apart.

Two slugs that differ only in hamza, ta marbuta, the right ya or capitals are one to a reader (ARABIC.md, U1). So
sections, topics and authors are unique by the folded slug, and the database itself holds to it.
"""

from functools import lru_cache
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

import arabic
from delivery.editions import LANGUAGES

#: First parts of paths that the site uses itself; no section may be called so.
RESERVED = frozenset(
    ["a", "ar", "en", "fr", "archive", "author", "desk", "feed", "feeds", "health", "media", "news-sitemap", "page"]
    + ["preview", "robots", "saved", "search", "section", "sitemap", "static", "style", "topic"]
)

#: What stands behind the path of a feed for each of its formats: nothing for RSS, which was there first.
FEED_FILES = ("", "atom.xml", "feed.json")

# A slug has 80 letters at most; one that gets a number keeps room for it.
_LONGEST_NUMBERED = 74

_FROM, _TO = "أإآٱىةکی", "اااايهكي"


class FoldedSlug(models.Func):
    """SQL of a slug's folded form, for constraints and look-ups; `fold` is the same in Python."""

    function = "TRANSLATE"
    template = f"%(function)s(%(expressions)s, '{_FROM}', '{_TO}')"
    output_field = models.CharField()

    def __init__(self, expression, **extra):
        super().__init__(Lower(expression), **extra)


def fold(slug):
    """The form by which two slugs are compared: `إقتصاد` and `اقتصاد` both give `اقتصاد`."""
    return slug.lower().translate(str.maketrans(_FROM, _TO))


def validate_slug(value):
    """A slug is what `arabic.slugify` would make of it; the error names that."""
    wanted = arabic.slugify(value)
    if not wanted:
        raise ValidationError(_("An address needs at least one letter or digit."))
    if wanted != value:
        raise ValidationError(_("Write the address like this: %(slug)s") % {"slug": wanted})


def validate_section_slug(value):
    validate_slug(value)
    if fold(value) in RESERVED:
        raise ValidationError(_("The site uses this address itself; choose another."))


def unique_slug_constraints(model):
    """One constraint for each language's slug: no two rows of `model` (its lower-case name) with one folded slug."""
    return [
        models.UniqueConstraint(
            FoldedSlug(f"slug_{language}"),
            condition=~models.Q(**{f"slug_{language}": ""}),
            name=f"{model}_slug_{language}_once",
            violation_error_message=_("This address is taken (spelling differences such as hamza do not count)."),
        )
        for language in LANGUAGES
    ]


def free_slug(queryset, text, *, language="ar"):
    """A slug made from `text` that no row of `queryset` has in `language`: «رأي», else «رأي-2», «رأي-3» …"""
    base = arabic.slugify(text) or "n"
    stem = base[:_LONGEST_NUMBERED].rstrip("-")
    taken = set(
        queryset.annotate(folded=FoldedSlug(f"slug_{language}"))
        .filter(folded__startswith=fold(stem))
        .values_list("folded", flat=True)
    )
    slug, number = base, 1
    while fold(slug) in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def get_by_slug_or_404(queryset, slug):
    """The row of `queryset` whose address in the page's language `slug` folds to; a row without one keeps the Arabic.

    The caller redirects when the row's slug is spelled otherwise. Raises Http404 when there is none.
    """
    row = get_by_slug(queryset, slug)
    if row is None:
        raise Http404(f"Nothing has the address {slug!r}")
    return row


def get_by_slug(queryset, slug):
    """The same row, or None."""
    slug, own = fold(arabic.clean(slug)), f"slug_{get_language()}"
    return (
        queryset.annotate(own_slug=FoldedSlug(own), arabic_slug=FoldedSlug("slug_ar"))
        .filter(models.Q(own_slug=slug) | models.Q(models.Q(**{own: ""}) | models.Q(**{own: None}), arabic_slug=slug))
        .first()
    )


def address(url_name, *args):
    """The path of the URL in the present edition, as `reverse` gives it: of what stands on page after page."""
    return _address(get_language(), url_name, args)


@lru_cache(10_000)
def _address(_language, url_name, args):
    return reverse(url_name, args=args)


def paths_of(thing, *, feed=""):
    """The decoded paths that readers have of `thing`, language by language: of its page, and of its feeds.

    `feed` is the name of the URL of its feeds, if it has any.
    """
    urls = []
    for language in LANGUAGES:
        with translation.override(language):
            urls.append(thing.get_absolute_url())
            if feed:
                urls += [reverse(feed, args=[thing.slug]) + file for file in FEED_FILES]
    return [unquote(url) for url in urls]
