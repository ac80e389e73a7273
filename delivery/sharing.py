"""One build for all processes: whoever makes a page leaves it in PostgreSQL for those who wait for the same one.

A process has its own store and asks here only for what it lacks. When PostgreSQL is away the page is made alone, and
fails by itself if it needs PostgreSQL.
"""

import json
import os
import secrets
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from django.db import Error, connection
from django.utils import timezone

from delivery.models import StoredPage
from delivery.pages import Page

#: The processes of one start of the server share pages: they run the same code with the same settings.
RUN = "NEWSROOM_RUN"
_run = os.environ.get(RUN) or secrets.token_hex(8)

# Looked up after the lock is held, in a statement of its own, so that it sees what the holder before us left. A lock
# that is not let go (the pooler's, say) is waited for ten seconds; then the page is made alone.
# A tag that was changed by a transaction which was not committed when the page was begun makes it worthless; our own,
# which no snapshot lists, is asked about by itself. What this process remembers from page to page may not be older
# than that, either: changes of it that we were not told of yet come along.
_LOCK = """
    SELECT set_config('lock_timeout', '10s', true);
    SELECT pg_advisory_lock(hashtextextended(%(key)s, 0));
"""
_LOOK = """
    SELECT pg_current_snapshot()::text,
      (SELECT json_object_agg(tag, changed_by)::text FROM delivery_pagetag
       WHERE tag = ANY(%(remembered)s) AND changed_by >= %(oldest)s),
      tags, until, headers, counts_as, brotli
    FROM (SELECT) AS always LEFT JOIN delivery_storedpage AS page
      ON key = %(key)s AND run = %(run)s AND (until IS NULL OR until > %(now)s)
      AND pg_snapshot_xmax(snapshot::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot())
      AND NOT EXISTS (
        SELECT FROM delivery_pagetag
        WHERE tag = ANY(tags) AND (NOT pg_visible_in_snapshot(changed_by::text::xid8, snapshot::pg_snapshot)
          OR changed_by::text::xid8 = pg_current_xact_id_if_assigned())
      )
"""


class Turn:
    """Our turn at a page: `page` is what another process has just made, or None; `leave` is for those after us."""

    def __init__(self, key, page=None, snapshot=None):
        self.key, self.page, self._snapshot = key, page, snapshot

    def leave(self, page):
        """Have `page` taken over by who waits for it; where that fails, they make it themselves."""
        if self._snapshot is None:
            return
        row = {
            "run": _run,
            "made_at": timezone.now(),
            "snapshot": self._snapshot,
            "tags": list(page.tags),
            "until": page.until and datetime.fromtimestamp(page.until, UTC),
            "headers": page.headers,
            "counts_as": page.counts_as,
            "brotli": page.in_brotli.body[0],
        }
        stored = StoredPage(key=self.key, **row)
        with suppress(Error):
            StoredPage.objects.bulk_create(
                [stored], update_conflicts=True, unique_fields=["key"], update_fields=list(row)
            )


@contextmanager
def turn_at(key, known, *, waits=True):
    """Our Turn to make the page `key`, of all processes; `known` are the Changes of this one.

    While another has it, we wait; or there is None for us, for who does not wait.
    """
    made_at = known.count
    asked = {"key": key, "run": _run, "now": timezone.now()}
    asked |= {"remembered": list(known.remembered_tags), "oldest": known.oldest or 0}
    try:
        with connection.cursor() as cursor:
            is_ours = waits or _is_free(cursor, key)
            if is_ours:
                cursor.execute(_LOCK + _LOOK if waits else _LOOK, asked)
                snapshot, changed, tags, until, headers, counts_as, brotli = cursor.fetchone()
    except Error:
        yield Turn(key)
        return
    if not is_ours:
        yield None
        return
    for tag, by in json.loads(changed or "{}").items():
        known.mark([tag], by)
    page = None
    if tags is not None:
        page = Page(
            json.loads(headers),
            bytes(brotli),
            tags,
            made_at=made_at,
            until=until and until.timestamp(),
            counts_as=counts_as,
        )
    try:
        yield Turn(key, page, snapshot)
    finally:
        _unlock(key)


def _is_free(cursor, key):
    """Whether nobody had the lock; now we do."""
    cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
    return cursor.fetchone()[0]


def _unlock(key):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])
    except Error:  # the lock went with the connection
        connection.close()
