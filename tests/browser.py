"""A real browser for tests: Debian's Chromium, driven by Playwright, on a page that must stay free of errors.

`tests/conftest.py` offers `page` (1440 x 900) and `phone` (390 x 844); both may be used in one test. A test fails if
the console shows an error, a script breaks, the security policy is violated or anything is asked of another host. Texts
that a test provokes on purpose are named by `@pytest.mark.console_may_say("status of 404")`.
"""

import re
import threading
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

# The browser without its windows: a page costs half of what one of /usr/bin/chromium does, toolbars and all.
CHROMIUM = Path("/usr/lib/chromium/chromium-headless-shell")
ARGUMENTS = [
    "--no-sandbox",  # root has none
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
TIMEOUT = 40_000  # milliseconds; a wait ends as soon as what it waits for is there
ANSWERED = 60  # seconds; what a closed page had asked is answered within them


class Answering:
    """The requests that the test's site is answering. It answers only while a page is open: what a page sends as it
    goes away may come after it, while the database is emptied, and then each would wait for the other's locks."""

    def __init__(self):
        self.pages, self.number, self.changed = 0, 0, threading.Condition()

    def counted(self, application):
        """`application`, a WSGI application, with its requests counted while their views run."""

        def count(environ, start_response):
            with self.changed:
                if not self.pages:
                    start_response("503 Service Unavailable", [])
                    return []
                self.number += 1
            try:
                return application(environ, start_response)
            finally:
                with self.changed:
                    self.number -= 1
                    self.changed.notify_all()

        return count

    def page_opened(self):
        with self.changed:
            self.pages += 1

    def page_closed(self):
        """One page is gone; behind the last one, wait for what is still being answered."""
        with self.changed:
            self.pages -= 1
            assert self.pages or self.changed.wait_for(lambda: self.number == 0, ANSWERED), "a request does not end"


answering = Answering()


@contextmanager
def open_page(browser, site, request, viewport):
    """A page of a new visitor from Beirut on `site`, closed afterwards. A failed `request.node` leaves its picture."""
    context = browser.new_context(
        base_url=site.url,
        viewport=viewport,
        has_touch=viewport == PHONE,
        locale="ar-LB",
        timezone_id="Asia/Beirut",
    )
    context.set_default_timeout(TIMEOUT)
    problems = watch(context, urlsplit(site.url).netloc)
    answering.page_opened()
    page = context.new_page()
    yield page
    expected = [text for mark in request.node.iter_markers("console_may_say") for text in mark.args]
    problems = [problem for problem in problems if not any(text in problem for text in expected)]
    if problems or getattr(request.node, "failed", False):
        leave_picture(page, f"{request.node.nodeid}-{viewport['width']}")
    context.close()
    answering.page_closed()
    if problems:
        pytest.fail("The browser complained:\n" + "\n".join(problems), pytrace=False)


def watch(context, own_host):
    """The list that every complaint of the pages of `context` goes to. (Another host is not found by this Chromium.)"""
    problems = []

    def asked(request):
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != own_host:
            problems.append(f"asked another host: {request.url}")

    def heard(message):
        if message.type == "error":
            problems.append(f"{message.text} ({message.location['url']})")

    context.on("request", asked)  # a route() would ask Python about every file, and switch the browser's cache off
    context.on("console", heard)
    context.on("weberror", lambda error: problems.append(f"a script broke: {error.error}"))
    return problems


def leave_picture(page, name):
    """Keep what the page looks like and its HTML in var/test-failures/, for whoever reads the failure."""
    folder = settings.BASE_DIR / "var" / "test-failures"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / re.sub(r"[^\w-]+", "_", name.removeprefix("tests/"))
    page.screenshot(path=f"{file}.png", full_page=True)
    Path(f"{file}.html").write_text(page.content())


def sign_in(page, user):
    """Make `user` signed in on `page`, without the form."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}])
