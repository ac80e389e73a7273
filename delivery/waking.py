"""Has the processes in the background work when there is something to do, not by the clock alone: LISTEN and NOTIFY."""

import select

from django.db import connection

#: What the worker listens to: pictures, share cards and announcements are to be made.
WORK = "newsroom_work"


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
