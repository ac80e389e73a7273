"""The WSGI application that the server runs: stored pages, and Django behind them."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

django_application = get_wsgi_application()

from delivery.listener import Listener  # noqa: E402  # models want the settings first
from delivery.wsgi import StoredPages  # noqa: E402

# The server forks its workers first and imports this in each, so that each has a listener of its own.
Listener().start()
application = StoredPages(django_application)
