"""What `benchmarks.delivery` measures stored pages against, as applications of the same server; and their weight.

`same_bytes` returns the file that PAGE names with HEADERS, as JSON; `empty_view` is Django with the middleware of this
site and a view that does nothing. `python -m benchmarks.delivery_rivals` prints what 10,000 pages of the size of PAGE,
with HEADERS, weigh in MiB.
"""

import json
import os
import sys
from pathlib import Path

import psutil

PAGES = 10_000
page = Path(os.environ["PAGE"]).read_bytes() if os.environ.get("PAGE") else b""
headers = json.loads(os.environ.get("HEADERS", "[]"))


def same_bytes(environ, start_response):
    start_response("200 OK", [tuple(header) for header in headers])
    return [page]


def _with_an_empty_view():
    """The Django application of this site with one view, which does nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpResponse
    from django.urls import path

    application = get_wsgi_application()
    urls = type(sys)("empty_urls")
    urls.urlpatterns = [path("<path:rest>", lambda request, rest: HttpResponse()), path("", lambda _: HttpResponse())]
    sys.modules["empty_urls"] = urls
    settings.ROOT_URLCONF = "empty_urls"
    return application


def empty_view(environ, start_response):
    global _application
    if _application is None:
        _application = _with_an_empty_view()
    return _application(environ, start_response)


_application = None


def weight():
    """Random bytes, so that none are shared; tags of a thousand different ones."""
    from delivery.pages import Page, Store

    process, store = psutil.Process(), Store(2**40)
    tags = len(dict(headers)["surrogate-key"].split())
    said = [header for header in headers if header[0] not in ("etag", "content-length", "surrogate-key")]
    before = process.memory_info().rss
    for number in range(PAGES):
        carried = [f"tag:{(number * 7 + tag) % 1_000}" for tag in range(tags)]
        own = [*json.loads(json.dumps(said)), ("surrogate-key", f"article:{number} {' '.join(carried)}")]
        store.put(f"/section/{number}-some-address/", Page(own, os.urandom(len(page)), carried, made_at=0))
    return (process.memory_info().rss - before) / 2**20


if __name__ == "__main__":
    print(weight())
