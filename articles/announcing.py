"""Tells those who want to know that something came out or went: a WebSub hub for the feeds, IndexNow for searching.

The workflow writes an Announcement in the transaction of the change itself, so that one that is rolled back is never
told. The worker tells it, tries again later and later when nobody answers, and keeps what became of it.
"""

import json
import logging
import queue
import threading
import urllib.request
from datetime import timedelta
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from articles.feeds import feeds_of
from articles.metadata import absolute
from articles.models import Announcement, Article
from delivery import background

logger = logging.getLogger(__name__)

Service = Announcement.Service
SECONDS = 10  # how long a service may take to answer
#: After each failure it waits so many minutes, then gives up.
WAITS = (1, 5, 30, 120, 720)
KEPT = timedelta(days=30)


def announce(article):
    """Have the world told, once this transaction is committed, that `article` came out, changed or went."""
    wanted = [(Service.WEBSUB, settings.WEBSUB_HUB), (Service.INDEXNOW, settings.INDEXNOW_KEY)]
    Announcement.objects.bulk_create([Announcement(article=article, service=name) for name, used in wanted if used])
    background.announce(background.WORK)


def tell_next():
    """Tell one announcement that is due; return it, or None when none is."""
    with transaction.atomic():
        due = Announcement.objects.filter(told_at=None, due_at__lte=timezone.now()).order_by("due_at", "pk")
        waiting = due.select_for_update(skip_locked=True).first()
        if waiting is None:
            return None
        # Before it is tried: a worker that dies in the middle of it tries it again, later.
        waiting.attempts += 1
        last = waiting.attempts > len(WAITS)
        waiting.due_at = None if last else timezone.now() + timedelta(minutes=WAITS[waiting.attempts - 1])
        waiting.save(update_fields=["attempts", "due_at"])
    try:
        _tell(waiting)
        waiting.told_at, waiting.problem = timezone.now(), ""
    except (OSError, ValueError, HTTPException) as error:  # no network, no answer, or one that refuses
        if not isinstance(error, HTTPError):  # nobody is there: the worker would wait as long for all the others
            later = timezone.now() + timedelta(minutes=WAITS[0])
            others = Announcement.objects.filter(service=waiting.service, told_at=None, due_at__lt=later)
            others.update(due_at=later)
        waiting.problem = f"{type(error).__name__}: {error}"[:300]
        logger.warning("Article %s could not be announced (%s): %s", waiting.article_id, waiting.service, error)
    waiting.save(update_fields=["told_at", "problem"])
    return waiting


def forget():
    """Delete what is told, or given up, for a month; return how many."""
    return Announcement.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]


def _tell(announcement):
    article = Article.objects.for_page().get(pk=announcement.article_id)
    pages, feeds = [], []
    for language in article.languages():
        with translation.override(language):
            pages.append(absolute(article.get_absolute_url()))
            feeds += map(absolute, feeds_of(article))
    if announcement.service == Service.WEBSUB:
        form = urlencode([("hub.mode", "publish"), *(("hub.url", feed) for feed in feeds)])
        _post(settings.WEBSUB_HUB, form, "application/x-www-form-urlencoded")
    else:
        facts = {
            "host": urlsplit(settings.SITE_URL).hostname,
            "key": settings.INDEXNOW_KEY,
            "keyLocation": f"{settings.SITE_URL}/{settings.INDEXNOW_KEY}.txt",
            "urlList": pages,
        }
        _post(settings.INDEXNOW_URL, json.dumps(facts), "application/json; charset=utf-8")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Would follow by asking for a page, which tells nobody anything."""

    def redirect_request(self, *args):
        return None


def _post(address, text, content_type):
    """Send `text`. Raises OSError or HTTPException when it is not taken, and when it takes too long.

    In a thread of its own, since `timeout` is that of each piece of an answer, which may be sent by the letter.
    """
    request = urllib.request.Request(address, text.encode(), {"Content-Type": content_type}, method="POST")
    outcome = queue.SimpleQueue()

    def send():
        try:
            with urllib.request.build_opener(_NoRedirects).open(request, timeout=SECONDS):
                outcome.put(None)
        except Exception as error:
            outcome.put(error)

    threading.Thread(target=send, daemon=True).start()
    try:
        error = outcome.get(timeout=2 * SECONDS)
    except queue.Empty:
        raise TimeoutError(f"no whole answer in {2 * SECONDS} s") from None
    if error is not None:
        raise error
