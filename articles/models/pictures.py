"""Which texts show a picture, asked of the texts themselves; of live articles `BodyReference` says it."""

from functools import reduce
from operator import or_

from django.db.models import Q

from articles.columns import in_every_language


def in_a_body(image, column):
    """That a body, in one language or another, has `image` in it; `column` may be a key of JSON."""
    figure = f'data-image="{image.pk}"'
    # Of JSON `contains` would ask something else.
    return reduce(or_, [Q(**{f"{name}__icontains": figure}) for name in in_every_language(column)])
