"""The site as readers meet it, with its stored pages, in one thread and inside the test's own transaction.

`Site.get` answers as the server does; `Site.rebuilt` says what Django would answer now. A change is made in
`changing(…)`, which then holds every stored page against the page rebuilt, and tells which were made anew.
"""

import difflib
import gzip
import time
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest import mock
from urllib.parse import unquote_to_bytes
from wsgiref.util import setup_testing_defaults

import brotli
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import translation

from delivery.changes import changes
from delivery.wsgi import StoredPages

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, "": lambda body: body}


class AtOnce:
    """Runs what it is given in this thread, where the test's transaction is."""

    def submit(self, function, *arguments):
        future = Future()
        try:
            future.set_result(function(*arguments))
        except Exception as error:
            future.set_exception(error)
        return future


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return UNPACK[self.headers.get("Content-Encoding", "")](self.body).decode()

    @property
    def how(self):
        """ "hit", or "fwd=miss; …"; "" for what is no stored page."""
        return self.headers.get("Cache-Status", "").removeprefix("newsroom; ")


@dataclass
class Difference:
    """What a change did to stored pages: which were made anew, and which of those to no purpose."""

    renewed: set = field(default_factory=set)
    needlessly: set = field(default_factory=set)


class Site:
    def __init__(self):
        self.django = WSGIHandler()
        self.pages = StoredPages(self.django, django=AtOnce())
        self.pages._renewing = AtOnce()

    def get(self, path, *, method="GET", **headers):
        changes.heard(time.monotonic())
        return ask(self.pages, path, method=method, **{"accept_encoding": "br", **headers})

    def renew(self, *, is_loss=False):
        """What the listener has done once it has heard of a change."""
        with connection_kept():
            self.pages.renew(is_loss=is_loss)

    def rebuilt(self, path):
        return ask(self.django, path)

    @contextmanager
    def changing(self, paths, committing):
        """Store `paths`, run the block, and hold what is served then against what Django makes; gives a Difference.

        `committing` is pytest-django's django_capture_on_commit_callbacks.
        """
        before = {path: self.get(path).text for path in paths}
        difference = Difference()
        with committing(execute=True):
            yield difference
        for path in paths:
            served = self.get(path)
            # What stands on many pages is remembered while the database is heard; here it is made anew, too.
            with mock.patch.object(changes, "is_fresh", return_value=False):
                rebuilt = self.rebuilt(path)
            assert served.status == rebuilt.status, path
            assert served.text == rebuilt.text, f"{path} is not what it would be:\n{difference_of(served, rebuilt)}"
            if served.how != "hit":
                difference.renewed.add(path)
                if served.text == before[path]:
                    difference.needlessly.add(path)


def ask(application, path, *, method="GET", **headers):
    """The Answer of a WSGI application."""
    path, _mark, query = path.partition("?")
    query = query.encode().decode("latin-1")  # as a server hands on what it does not decode
    environ = {f"HTTP_{name.upper()}": value for name, value in {"host": "localhost", **headers}.items()}
    environ |= {"REQUEST_METHOD": method, "PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": query}
    setup_testing_defaults(environ)
    said = []
    with connection_kept():
        chunks = application(environ, lambda status, pairs, exc_info=None: said.append((status, pairs)))
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
    translation.activate(settings.LANGUAGE_CODE)
    [(status, pairs)] = said
    return Answer(int(status[:3]), dict(pairs), body)


@contextmanager
def connection_kept():
    """Requests do not close the connection that the test's transaction is on; Django's test client does the same."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def difference_of(served, rebuilt):
    """The lines of a page that are not those of the page made anew, an element to a line."""
    lines = [answer.text.replace("><", ">\n<").splitlines() for answer in (served, rebuilt)]
    return "\n".join(difflib.unified_diff(*lines, "served", "made anew", lineterm="", n=1))
