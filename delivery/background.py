"""What the processes in the background wait by, and how two of them never do the same thing: NOTIFY, advisory locks."""

import select
from contextlib import contextmanager

from django.db import connection

from delivery import waiting
from delivery.listener import Listener

#: What the worker listens to: pictures, share cards and announcements are to be made.
WORK = "newsroom_work"


def wait_as_the_site_does(**listening):
    """From now on this process waits for PostgreSQL no longer than the site (`waiting`); one that is frozen is left.

    `listening` is for its Listener.
    """
    waiting.install()
    Listener(**listening).start()


def announce(channel):
    """Tell all who listen to `channel`, once this transaction is committed, that there is something to do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [channel])


def listen(channel):
    """Have announcements that come from now on end the next `sleep`. To be called on each new connection."""
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {channel}")


def sleep(seconds):
    """Wait until an announcement comes or `seconds` have passed. Raises a database's errors."""
    with connection.wrap_database_errors:
        line = connection.connection
        line.poll()
        if not line.notifies and select.select([line], [], [], max(0, seconds))[0]:
            line.poll()
        line.notifies.clear()


@contextmanager
def alone_with(kind, pk):
    """Whether this process alone works on one thing: the row `pk` of what the number `kind` stands for.

    Nothing else waits for it, as for a row that is locked; the lock goes with the connection, so none outlives us.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [kind, pk % 2**31])
        (alone,) = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [kind, pk % 2**31])
