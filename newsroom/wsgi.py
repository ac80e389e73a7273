"""The WSGI application that the server runs: stored pages, and Django behind them."""

import gc
import os
import sys
from contextlib import suppress

from django.core.wsgi import get_wsgi_application
from django.db import Error, connection
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

django_application = get_wsgi_application()

from articles import proofreading  # noqa: E402  # models want the settings first
from delivery import background  # noqa: E402
from delivery.counting import Writer  # noqa: E402
from delivery.wsgi import StoredPages  # noqa: E402

# A thread that makes a page would otherwise keep Python for 5 ms before one that only sends a page gets its turn.
sys.setswitchinterval(0.0005)

# The server forks its workers first and imports this in each, so that each has a listener and a writer of its own.
# A frozen PostgreSQL would otherwise hold every thread that makes pages, for ever.
application = StoredPages(django_application)
background.wait_as_the_site_does(on_change=application.renew)
Writer().start()

# The first request would wait for this. Where PostgreSQL is away now, the first that needs it will.
resolve("/")
with suppress(Error):
    proofreading.get_ready()
connection.close()  # this thread asks nothing any more

# What is loaded by now stays for good. The collector would look through all of it now and then, and for the 50 ms that
# it takes no page would be sent; nor need it look at what is new as often as Python thinks.
gc.collect()
gc.freeze()
gc.set_threshold(20_000)
