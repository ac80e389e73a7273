"""What a page shows, as tags (`article:12`, `section:3:ar`), and what changed, in the same words.

A view that is `stored` says with `tag` what its page shows; whoever changes something says with `bump` what changed.
Every stored page with one of those tags is then made anew, on every machine, and no other.
"""

from functools import partial

from django.db import connection, transaction
from django.utils.translation import get_language

from delivery.changes import EVERYTHING, changes, gone, is_gone
from delivery.editions import LANGUAGES

#: The channel on which PostgreSQL tells every process what changed.
CHANNEL = "newsroom_pages"
#: PostgreSQL takes messages under 8,000 bytes; a longer list is read from the table by whoever is told of it.
LONGEST_MESSAGE = 7_900
#: A change of more tags than this, as an import's, makes every page anew.
MOST_TAGS = 5_000

_NOTES = "newsroom.page"  # where the notes on the page that is being made stand in the request's environment


class Notes:
    """What the view says of the page that it makes: its tags, until when it is true, and what its reads count for."""

    def __init__(self):
        self.tags = {EVERYTHING}
        self.until = None
        self.counts_as = ""

    def put_into(self, environ):
        environ[_NOTES] = self


def stored(*parameters):
    """Mark a view whose pages are stored, for all readers alike; `parameters` are all that it reads of the query.

    Any other parameter is taken away before the view sees it, so that the address cannot make a second page of one.
    """

    def mark(view):
        view.stored_parameters = frozenset(parameters)
        return view

    return mark


def tag(request, *tags):
    """Say that the page for `request` shows what `tags` name."""
    notes = request.META.get(_NOTES)
    if notes is not None:
        notes.tags.update(tags)


def in_edition(name):
    """The tag of what is different in each edition: `in_edition("section:3")` is `section:3:ar` on an Arabic page."""
    return f"{name}:{get_language()}"


def in_each_edition(name):
    """The same tags of all editions, for a page that says in which of them there is something."""
    return [f"{name}:{language}" for language in LANGUAGES]


def keep_until(request, moment):
    """Say that the page for `request` is not true any more from `moment` on."""
    notes = request.META.get(_NOTES)
    if notes is not None:
        notes.until = min(notes.until or moment, moment)


def count_as(request, kind, pk):
    """Have each reader to whom the page for `request` is served counted as a read of that thing; see `counting`."""
    notes = request.META.get(_NOTES)
    if notes is not None:
        notes.counts_as = f"{kind}:{pk}"


def bump(tags):
    """Have each stored page with one of `tags` made anew, everywhere, once the present transaction is committed.

    To be called last in it: from here to its end, others who change one of the same tags wait. With `gone(tag)` among
    them, pages that show what `tag` names are made anew at once, and not served even while there is no database.
    """
    tags = sorted(set(tags))
    if not tags:
        return
    if len(tags) > MOST_TAGS:
        tags = [EVERYTHING, gone(EVERYTHING)] if any(map(is_gone, tags)) else [EVERYTHING]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO delivery_pagetag (tag, changed_by) SELECT unnest(%s), pg_current_xact_id()::text::bigint"
            " ON CONFLICT (tag) DO UPDATE SET changed_by = excluded.changed_by RETURNING changed_by",
            [tags],
        )
        [by] = cursor.fetchone()
        message = f"{by} {' '.join(tags)}"
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, message if len(message) <= LONGEST_MESSAGE else ""])
    transaction.on_commit(partial(changes.mark, tags, by))


def bump_everything():
    """Have every page made anew."""
    bump([EVERYTHING])
