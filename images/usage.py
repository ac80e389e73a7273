"""Where a picture is used: what the desk shows beside it, and why it may not be deleted."""

from itertools import chain

from django.apps import apps
from django.db.models import PROTECT

from images.models import Image

#: More of one kind are not named.
MOST_NAMED = 50


def users_of(image):
    """What shows `image` or is to show it (articles, authors, topics, fronts …), each once, to be named by str().

    What it is `shown_on`, and what `also_showing(image)` gives, a method of the managers of models that name pictures
    in another way or may do without them.
    """
    return _each_once(chain(_protecting(image), *(asked(image)[:MOST_NAMED] for asked in _others())))


def shown_on(image):
    """What protects `image` by its foreign keys, and so shows or has shown it to readers, each once."""
    return _each_once(_protecting(image))


def _each_once(rows):
    found = {}
    for row in rows:
        row = getattr(row, "article", row)  # a place in a text stands for its article
        found[type(row), row.pk] = row
    return list(found.values())


def _protecting(image):
    for relation in Image._meta.get_fields(include_hidden=True):
        if relation.auto_created and relation.one_to_many and relation.on_delete is PROTECT:
            yield from relation.related_model._base_manager.filter(**{relation.field.name: image})[:MOST_NAMED]


def _others():
    managers = (model._default_manager for model in apps.get_models())
    return [manager.also_showing for manager in managers if hasattr(manager, "also_showing")]
