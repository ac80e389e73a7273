"""The columns that a page reads of its rows, where it names them: those of its own edition, and little of the desk's.

A row has each text in three languages. Django writes every column that it is not kept from into the query, and looks at
each of every object, which together takes longer than all that PostgreSQL does for the page.
"""

from django.conf import settings
from django.utils.translation import get_language

_LANGUAGES = [code for code, _name in settings.LANGUAGES]


def words(*names):
    """The columns of translated fields that a page of the present language shows; Arabic is what others borrow from."""
    languages = {get_language(), settings.LANGUAGE_CODE}
    return [f"{name}_{code}" for name in names for code in languages]


def in_every_language(*names):
    return [f"{name}_{code}" for name in names for code in _LANGUAGES]


def picture(path):
    """Those of the picture at `path` that say which files there are of it, and where they are cut."""
    names = ["file", "width", "height", "renditions", "made_x", "made_y", "focal_x", "focal_y", "placeholder"]
    return [f"{path}__{name}" for name in names] + words(f"{path}__alt")


def author(path):
    portrait = f"{path}__portrait"
    return [portrait, *picture(portrait), *words(*(f"{path}__{name}" for name in ("name", "slug", "bio")))]


def topic(path):
    return words(f"{path}__name", f"{path}__slug")


def article():
    """Those of an article with its section and lead picture, for its own page."""
    told = ["kicker", "headline", "standfirst", "lead_caption", "source_name", "seo_title", "seo_description"]
    told += ["excerpt", "reading_minutes", "section__name", "lead_image__caption", "lead_image__credit"]
    plain = ["section", "lead_image", "source_url", "has_en", "has_fr", "published_at", "updated_at", "withdrawn_at"]
    plain += ["section__style", "section__related_cards", "related_section__heading", "related_section__is_filled"]
    # Its addresses stand in its other editions' pages; what it points at in any of them is not proposed beside it.
    whole = in_every_language("body", "slug", "section__slug")
    return [*plain, *words(*told), *whole, *picture("lead_image")]


def card():
    """The same of one that stands under another."""
    plain = ["section", "lead_image", "has_en", "has_fr", "published_at", "withdrawn_at"]
    return [*plain, *words("headline", "slug", "excerpt", "section__slug"), *picture("lead_image")]
