"""How the site, its scheduler and its worker wait for PostgreSQL: while it is heard, and not much longer.

libpq waits for an answer as long as the connection stands, which is for ever if the server is frozen or a cable cut.
psycopg2 lets us wait instead: now and then we look up, and when the process's listener, which asks every two seconds,
has had no answer either, we give up. What fails so is answered as when PostgreSQL is down.
"""

import select
import time

from psycopg2 import OperationalError
from psycopg2.extensions import POLL_OK, POLL_READ, STATUS_SETUP, set_wait_callback

from delivery.changes import changes

#: How long a connection may take that nobody answers, and any question, even the longest of the desk.
CONNECT_SECONDS, ANSWER_SECONDS = 3, 60
#: After so long without a word from PostgreSQL it is waited for no more: the listener would have had two answers.
SILENCE_SECONDS = 4
#: How often we look up.
GLANCE_SECONDS = 0.2


def install():
    """Wait like this on every connection of the process, but for those that wait by themselves, as the listener's."""
    set_wait_callback(wait)


def wait(line):
    """Wait until the connection `line` has done what it was asked. Raises OperationalError, and then it is closed."""
    began = time.monotonic()
    longest = CONNECT_SECONDS if line.status == STATUS_SETUP else ANSWER_SECONDS
    while (state := line.poll()) != POLL_OK:
        wanted = select.POLLIN if state == POLL_READ else select.POLLOUT
        while not is_ready(line, wanted, GLANCE_SECONDS):
            if time.monotonic() - began > longest or changes.is_silent(SILENCE_SECONDS):
                raise OperationalError("PostgreSQL does not answer")


def is_ready(line, wanted, seconds):
    """Whether something happens on the connection within `seconds`. By poll(): select() takes no file above 1,023."""
    poll = select.poll()
    poll.register(line.fileno(), wanted)
    return bool(poll.poll(max(0, seconds) * 1000))
