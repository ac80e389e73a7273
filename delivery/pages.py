"""A page as it is stored, in brotli with its headers, and how many of them a process keeps.

Who cannot read brotli, which is seldom a browser, is sent gzip that is made of it: a millisecond, and the last few are
kept. So a page weighs half of what it would in both.
"""

import gzip
import hashlib
import heapq
import re
import sys
import threading
import time
from collections import OrderedDict
from functools import lru_cache

import brotli

#: Quality 8 takes 0.7 ms of an article's page and 1.2 of the front. 5 takes 0.6 and 0.8, and 2 and 7 % more room; 11
#: takes 30 and more for another tenth.
BROTLI_QUALITY, GZIP_LEVEL = 8, 6
#: How many pages a process keeps in gzip as well.
MOST_IN_GZIP = 100
# How often a page is asked for is not known yet when it is as young as this.
_YOUNG_SECONDS = 10

#: Every use asks again whether the page is still the same: nobody is told when it is not.
CACHE_CONTROL = "public, max-age=0, must-revalidate"
_ASK_AGAIN, _BY_ENCODING = ("Cache-Control", CACHE_CONTROL), ("Vary", "Accept-Encoding")
#: RFC 9211: the answer was at hand.
STORED = ("Cache-Status", "newsroom; hit")

# What the answer of the moment had, and a stored page says in its own way or not at all.
_OF_THE_MOMENT = {"cache-control", "connection", "content-encoding", "content-length", "date", "etag", "expires"}
_OF_THE_MOMENT |= {"last-modified", "transfer-encoding", "vary"}

# What is worth packing: texts, from so many bytes on.
_TEXT = re.compile(r"text/|application/(?:[\w.-]+\+)?(?:json|xml|javascript)\b|image/svg", re.IGNORECASE)
_SMALLEST = 300


class Page:
    """One page, for every reader alike. What is asked of it at each request is made ready here, once, in brotli.

    `made_at` is the count of `changes` from before it was made; `until` the time at which it stops being true, if any;
    `counts_as` says whose reads it counts for, "" for nobody's.
    """

    __slots__ = (
        *("headers", "in_brotli", "name", "size", "tags"),
        *("born_at", "checked_at", "counts_as", "made_at", "until", "used"),
    )

    def __init__(self, headers, brotli_bytes, tags, *, made_at, until=None, counts_as=""):
        self.tags = tuple(sys.intern(tag) for tag in tags)
        self.made_at = self.checked_at = made_at
        self.until = until
        self.counts_as = counts_as
        self.born_at = time.monotonic()
        self.used = 0
        self.name = hashlib.sha256(brotli_bytes).hexdigest()[:20]
        self.headers = [_kept_once(name, value) for name, value in headers]
        self.in_brotli = Answer(self, "br", brotli_bytes)
        # A page weighs its bytes, and about this much for what stands around them.
        self.size = len(brotli_bytes) + 2_000 + 8 * len(self.tags)

    @classmethod
    def of(cls, headers, body, tags, **more):
        """The page of a Django answer: its headers as pairs, and its body."""
        kept = [(name, value) for name, value in headers if name.lower() not in _OF_THE_MOMENT]
        kept.append(("Surrogate-Key", " ".join(sorted(tags))))
        return cls(kept, _PACK["br"](body), tags, **more)

    def is_over(self):
        """Whether the time has come at which it stops being true."""
        return self.until is not None and time.time() >= self.until

    def etag(self, encoding):
        """The name of these very bytes."""
        return f'"{self.name}"' if encoding == "identity" else f'"{self.name}-{encoding}"'

    def answer(self, encoding):
        """The Answer in `encoding`: "br", or "gzip" or "identity", which are made of it for the few that ask."""
        if encoding == "br":
            return self.in_brotli
        return _in_gzip(self) if encoding == "gzip" else Answer(self, "identity", self.unpacked())

    def unpacked(self):
        return brotli.decompress(self.in_brotli.body[0])

    def unchanged(self, encoding):
        """The headers for who has it already."""
        return [("ETag", self.etag(encoding)), _ASK_AGAIN, _BY_ENCODING]


class Answer:
    """A page in one encoding, ready to be sent: the last of its headers says that it was stored."""

    __slots__ = ["body", "headers"]

    def __init__(self, page, encoding, body):
        self.body = [body]
        encoded = [] if encoding == "identity" else [("Content-Encoding", encoding)]
        length = ("Content-Length", str(len(body)))
        self.headers = [*page.headers, *page.unchanged(encoding), *encoded, length, STORED]


@lru_cache(MOST_IN_GZIP)
def _in_gzip(page):
    return Answer(page, "gzip", _PACK["gzip"](page.unpacked()))


@lru_cache(1_000)
def _kept_once(name, value):
    """A header: most say the same on every page."""
    return name, value


class Store:
    """The pages that this process keeps, at most `most_bytes` of them; those not asked for go first."""

    def __init__(self, most_bytes):
        self.most_bytes = most_bytes
        self.bytes = 0
        self._pages = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self):
        return len(self._pages)

    def get(self, key):
        """The page, or None. Takes no lock: a page counts its uses itself, and is moved when room is made."""
        page = self._pages.get(key)
        if page is not None:
            page.used += 1
        return page

    def put(self, key, page):
        with self._lock:
            self._remove(key)
            self._pages[key] = page
            self.bytes += page.size
            while self.bytes > self.most_bytes and len(self._pages) > 1:
                oldest = next(iter(self._pages))
                if self._pages[oldest].used:
                    self._pages[oldest].used = 0
                    self._pages.move_to_end(oldest)
                else:
                    self._remove(oldest)

    def drop(self, key):
        with self._lock:
            self._remove(key)

    def items(self):
        with self._lock:
            return list(self._pages.items())

    def most_used(self, number):
        """So many keys and pages, at most: those that are asked for most often, the first of them first."""
        now = time.monotonic()

        def frequency(item):
            return item[1].used / (now - item[1].born_at + _YOUNG_SECONDS)

        return heapq.nlargest(number, [item for item in self.items() if item[1].used], key=frequency)

    def _remove(self, key):
        page = self._pages.pop(key, None)
        if page is not None:
            self.bytes -= page.size


def packed(headers, body, encoding):
    """The headers and the body of an answer that is not stored, in `encoding` where that is of use, else as they are.

    Its ETag, if any, becomes a weak one: it names what the answer says, not these bytes.
    """
    fields = {name.lower(): value for name, value in headers}
    if not _TEXT.match(fields.get("content-type", "")) or "content-encoding" in fields or len(body) < _SMALLEST:
        return headers, body
    vary = [fields["vary"]] if "vary" in fields else []
    changed = {"vary": ", ".join([*vary, "Accept-Encoding"])}
    if encoding != "identity":
        body = _PACK[encoding](body)
        changed |= {"content-encoding": encoding, "content-length": str(len(body))}
        if "etag" in fields:
            changed["etag"] = f"W/{fields['etag'].removeprefix('W/')}"
    kept = [(name, value) for name, value in headers if name.lower() not in changed]
    return [*kept, *((name.title(), value) for name, value in changed.items())], body


_PACK = {
    "br": lambda body: brotli.compress(body, quality=BROTLI_QUALITY),
    "gzip": lambda body: gzip.compress(body, GZIP_LEVEL, mtime=0),
}


def accepted_encoding(header):
    """The best of ours that an Accept-Encoding allows: "br", else "gzip", else "identity"."""
    allowed = {}
    for part in header.lower().split(","):
        name, _semicolon, quality = part.partition(";")
        try:
            allowed[name.strip()] = float(quality.replace(" ", "").removeprefix("q=") or 1)
        except ValueError:
            allowed[name.strip()] = 0
    return next((name for name in ("br", "gzip") if allowed.get(name, allowed.get("*", 0)) > 0), "identity")
