"""A thread of each process that serves pages: it hears from PostgreSQL what changed, and notices when it hears nothing.

A message that was lost is found by looking at the table, every two seconds and after each new connection. So a
connection that froze costs seconds, and none is waited for longer than the time that stored pages are trusted.
"""

import logging
import select
import threading
import time

import psycopg2
from django.db import connections
from psycopg2.extensions import POLL_OK, POLL_READ

from delivery.changes import changes, is_gone
from delivery.models import StoredPage
from delivery.tags import CHANNEL
from delivery.waiting import is_ready

logger = logging.getLogger(__name__)

#: By this name the listeners are found among PostgreSQL's connections.
APPLICATION_NAME = "newsroom pages"
#: How often the table is looked at, how long an answer may take, and how long to wait before connecting again.
LOOK_SECONDS, ANSWER_SECONDS, PAUSE_SECONDS = 2, 1.5, 0.3
#: Pages that others made are taken over within minutes or not at all.
SHARED_SECONDS = 600

_CHANGED = (
    "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, tag, changed_by"
    " FROM (SELECT) AS always LEFT JOIN delivery_pagetag ON changed_by >= %s"
)

# At the first look nothing is stored that could have changed.
_LATER_THAN_ANY = 2**62


class Silence(Exception):
    """PostgreSQL did not answer in time."""


class Listener(threading.Thread):
    """Keeps `changes` true until the process ends, and calls `on_change` when it has heard of some, with whether
    something was taken away from readers (`is_loss`)."""

    def __init__(self, known=changes, on_change=lambda is_loss: None):
        super().__init__(name="page-listener", daemon=True)
        self._changes = known
        self._on_change = on_change

    def run(self):
        is_away = False
        while True:
            line = None
            try:
                line = self._connect()
                is_away = False
                self._listen(line)
            except Exception as error:  # whatever it is, hearing nothing is the one thing that must not last
                if not is_away:
                    logger.warning("Stored pages: PostgreSQL is not heard (%s). Trying again.", str(error).strip())
                is_away = True
            finally:
                if line is not None:
                    line.close()
            time.sleep(PAUSE_SECONDS)

    def _connect(self):
        parameters = connections["default"].get_connection_params()
        parameters.pop("cursor_factory", None)
        parameters["application_name"] = APPLICATION_NAME
        line = psycopg2.connect(**parameters, async_=True)
        try:
            _wait(line, ANSWER_SECONDS)
            _execute(line, f"LISTEN {CHANNEL}")
        except BaseException:
            line.close()
            raise
        return line

    def _listen(self, line):
        """Look at the table, then wait for messages until it is time to look again; for ever."""
        rounds = 0
        while True:
            self._look(line)
            if rounds % (SHARED_SECONDS // LOOK_SECONDS) == 0:
                self._clear_shared(line)
            rounds += 1
            next_look = time.monotonic() + LOOK_SECONDS
            while (left := next_look - time.monotonic()) > 0:
                if self._missed_some(line):
                    break
                if not line.notifies and is_ready(line, select.POLLIN, left):
                    line.poll()

    def _missed_some(self, line):
        """Mark what the messages name; return whether one says only that there is something to look at."""
        look = False
        while line.notifies:
            by, *tags = line.notifies.pop(0).payload.split() or [None]
            if by is None:
                look = True
            else:
                self._changes.mark(tags, int(by))
                self._on_change(is_loss=any(map(is_gone, tags)))
        return look

    def _look(self, line):
        known, asked_at = self._changes, time.monotonic()
        count = known.count
        rows = _execute(line, _CHANGED, [_LATER_THAN_ANY if known.oldest is None else known.oldest])
        oldest = rows[0][0]
        if known.oldest is not None and oldest < known.oldest:  # another database, or this one from a copy
            known.forget()
        for _oldest, tag, by in rows:
            if tag is not None:
                known.mark([tag], by)
        known.oldest = oldest
        known.heard(asked_at)
        # Of what this process changed itself it knew before; what is lost is looked after all the same.
        is_loss = any(tag and is_gone(tag) for _oldest, tag, _by in rows)
        if is_loss or known.count != count:
            self._on_change(is_loss=is_loss)

    def _clear_shared(self, line):
        table = StoredPage._meta.db_table
        _execute(line, f"DELETE FROM {table} WHERE made_at < now() - make_interval(secs => %s)", [SHARED_SECONDS])


def _execute(line, sql, parameters=()):
    """What an asynchronous connection answers to `sql` (None to what has no rows). Raises Silence."""
    cursor = line.cursor()
    cursor.execute(sql, parameters)
    _wait(line, ANSWER_SECONDS)
    return cursor.fetchall() if cursor.description else None


def _wait(line, seconds):
    deadline = time.monotonic() + seconds
    while (state := line.poll()) != POLL_OK:
        wanted = select.POLLIN if state == POLL_READ else select.POLLOUT
        if not is_ready(line, wanted, deadline - time.monotonic()):
            raise Silence(f"no answer for {seconds} s")
