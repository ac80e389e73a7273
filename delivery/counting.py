"""How often readers are served a page: a number for each thing and hour, and nothing of who they were.

A view says whose reads its page counts for (`tags.count_as`); the page remembers it, so that a stored one is counted
without asking anybody. A process adds up in memory and writes every few seconds, and a last time when it ends. What
cannot be written, as PostgreSQL is away, is written later, in the hour in which it was read.
"""

import logging
import re
import threading
from collections import Counter, deque
from datetime import timedelta

from django.db import Error, connection
from django.utils import timezone

logger = logging.getLogger(__name__)

#: How long what was read waits to be written.
SECONDS = 5
#: So long reads are kept by the hour, then by the day, then not at all.
BY_THE_HOUR, KEPT = timedelta(days=3), timedelta(days=31)

#: How the names of all browsers begin, of old telephones, too. Programs that fetch pages seldom say so.
_BROWSERS = ("Mozilla/", "Opera/", "UCWEB/", "Dalvik/")
#: What stands in the names of robots that call themselves browsers: nearly all name themselves or an address. Cubot
#: makes telephones.
_ROBOTS = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|fetch|scrap|\+?https?:|preview|headless|lighthouse|pagespeed|phantomjs"
    r"|facebookexternalhit|facebookcatalog|mediapartners|google-|googleother|feed|monitor|pingdom|gtmetrix|archiver"
    r"|validator|python|curl|wget|java/|httpclient",
    re.IGNORECASE,
)

# Both add to what is there, in one order, so that two processes never wait for one another in a ring.
_ADD = """
    INSERT INTO delivery_readcount AS present (hour, kind, key, number)
    SELECT * FROM unnest(%s::timestamptz[], %s::text[], %s::bigint[], %s::bigint[]) AS new (hour, kind, key, number)
    ORDER BY hour, kind, key
    ON CONFLICT (hour, kind, key) DO UPDATE SET number = present.number + excluded.number
"""
_PUT_TOGETHER = """
    WITH old AS (
      DELETE FROM delivery_readcount WHERE hour < %(before)s AND hour <> date_trunc('day', hour, 'UTC')
      RETURNING date_trunc('day', hour, 'UTC') AS day, kind, key, number
    )
    INSERT INTO delivery_readcount AS present (hour, kind, key, number)
    SELECT day, kind, key, sum(number) FROM old GROUP BY day, kind, key ORDER BY day, kind, key
    ON CONFLICT (hour, kind, key) DO UPDATE SET number = present.number + excluded.number
"""


def is_asked_for(environ):
    """Whether a browser shows what it asks for: not a page that it fetches in case it will be wanted, or for a script.

    A service worker that fetches what somebody opens still says that they open it.
    """
    if environ.get("HTTP_SEC_FETCH_MODE", "navigate") != "navigate":
        return False
    return "prefetch" not in (environ.get("HTTP_SEC_PURPOSE") or environ.get("HTTP_PURPOSE") or "")


def is_person(agent):
    """Whether whoever calls itself `agent` (a User-Agent) is a browser of somebody's, as far as it can be told."""
    return agent.startswith(_BROWSERS) and not _ROBOTS.search(agent)


class Reads:
    """What was read in this process and is not written yet."""

    def __init__(self):
        self._new = deque()
        self._sums = Counter()  # of (hour, what was read)
        #: Called at each read, by many threads at once: one step, which takes no lock.
        self.add = self._new.append

    def write(self):
        """Add what was read to the table. Raises a database's errors; then it is all still here."""
        hour = timezone.now().replace(minute=0, second=0, microsecond=0)
        new = [self._new.popleft() for _read in range(len(self._new))]
        for name, number in Counter(new).items():
            self._sums[hour, name] += number
        if not self._sums:
            return
        rows = [(when, *name.rsplit(":", 1), number) for (when, name), number in self._sums.items()]
        hours, kinds, keys, numbers = map(list, zip(*rows))
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [hours, kinds, list(map(int, keys)), numbers])
        self._sums.clear()


#: Those of this process.
reads = Reads()


class Writer(threading.Thread):
    """Writes `reads` down until the process ends, which waits for its last time."""

    def __init__(self, counted=reads):
        super().__init__(name="read-writer")
        self._reads = counted

    def run(self):
        is_away, process = False, threading.main_thread()
        while True:
            process.join(SECONDS)
            is_last = not process.is_alive()
            try:
                self._reads.write()
                is_away = False
            except Error as error:
                if not is_away:
                    logger.warning("Reads are kept in memory: PostgreSQL is away (%s).", str(error).strip())
                is_away = True
                connection.close()
            if is_last:
                connection.close()
                return


def put_together():
    """Make one row of each day's that is long past, and forget those after it."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM delivery_readcount WHERE hour < %s", [now - KEPT])
        cursor.execute(_PUT_TOGETHER, {"before": now - BY_THE_HOUR})
