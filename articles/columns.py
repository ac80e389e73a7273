"""The columns that a page reads of its rows, where it names them: those of its own edition, and little of the desk's.

A row has each text in three languages. Django writes every column that it is not kept from into the query, and looks at
each of every object, which together takes longer than all that PostgreSQL does for the page.
"""

from django.conf import settings
from django.utils.translation import get_language

from delivery.editions import LANGUAGES


def words(*names):
    """The columns of translated fields that a page of the present language shows; Arabic is what others borrow from."""
    languages = {get_language(), settings.LANGUAGE_CODE}
    return [f"{name}_{code}" for name in names for code in languages]


def in_every_language(*names):
    return [f"{name}_{code}" for name in names for code in LANGUAGES]


def whole(*names):
    """All columns of translated fields, for who leaves them out: each language's, and the one that repeats Arabic."""
    return [*in_every_language(*names), *names]


def at(path, names):
    """The same columns of what a queryset finds at `path`."""
    return [f"{path}__{name}" for name in names]


def picture():
    """Those that say which files there are of a picture, and where they are cut."""
    names = ["file", "width", "height", "renditions", "made_x", "made_y", "focal_x", "focal_y", "placeholder"]
    return names + words("alt")


def lead_picture():
    return picture() + words("caption", "credit")


def author():
    """Those of an author who signs; `portrait` is a picture."""
    return ["portrait", "is_organisation", *words("name", "slug", "bio")]


def topic():
    return words("name", "slug")


def section():
    """Those of the section of an article on its own page. Its addresses stand in its other editions' pages."""
    return ["style", "related_cards", *words("name"), *in_every_language("slug")]


def article():
    """Those of an article for its own page."""
    told = ["kicker", "headline", "standfirst", "lead_caption", "source_name", "seo_title", "seo_description"]
    plain = ["section", "lead_image", "source_url", "has_en", "has_fr", "published_at", "updated_at", "withdrawn_at"]
    # Its addresses stand in its other editions' pages; what it points at in any of them is not proposed beside it.
    return [*plain, *words(*told, "excerpt", "reading_minutes"), *in_every_language("body", "slug")]


def listed():
    """The same of one in a list or on a front."""
    return [*card(), *words("kicker", "standfirst")]


def listed_section():
    return ["style", *words("name", "slug")]


def card():
    """The same of one that stands under another; its section is the beginning of its address."""
    plain = ["section", "lead_image", "has_en", "has_fr", "published_at", "withdrawn_at"]
    return [*plain, *words("headline", "slug", "excerpt")]
