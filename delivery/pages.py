"""A page as it is stored, in two encodings with the headers of each, and how many of them a process keeps."""

import gzip
import hashlib
import re
import sys
import threading
import time
from collections import OrderedDict

import brotli

#: Quality 5 takes 0.4 ms of a page and 5 % more room than 11, which takes 30.
BROTLI_QUALITY, GZIP_LEVEL = 5, 6

#: Every use asks again whether the page is still the same: nobody is told when it is not.
CACHE_CONTROL = "public, max-age=0, must-revalidate"

# What the answer of the moment had, and a stored page says in its own way or not at all.
_OF_THE_MOMENT = {"cache-control", "connection", "content-encoding", "content-length", "date", "etag", "expires"}
_OF_THE_MOMENT |= {"last-modified", "transfer-encoding", "vary"}

# What is worth packing: texts, from so many bytes on.
_TEXT = re.compile(r"text/|application/(?:[\w.-]+\+)?(?:json|xml|javascript)\b|image/svg", re.IGNORECASE)
_SMALLEST = 300


class Page:
    """One page, for every reader alike. What is asked of it at each request is made ready here, once.

    `made_at` is the count of `changes` from before it was made; `until` the time at which it stops being true, if any;
    `counts_as` says whose reads it counts for, "" for nobody's.
    """

    __slots__ = ["answers", "born_at", "checked_at", "counts_as", "headers", "made_at", "size", "tags", "until", "used"]

    def __init__(self, headers, tags, *, brotli_bytes, gzip_bytes, made_at, until=None, counts_as=""):
        self.headers = headers
        self.tags = tuple(sys.intern(tag) for tag in tags)
        self.made_at = self.checked_at = made_at
        self.until = until
        self.counts_as = counts_as
        self.born_at = time.monotonic()
        self.used = False
        name = hashlib.sha256(brotli_bytes).hexdigest()[:20]
        self.answers = {
            encoding: Answer(headers, encoding, f'"{name}-{encoding}"', body)
            for encoding, body in [("br", brotli_bytes), ("gzip", gzip_bytes)]
        }
        # A page weighs its bytes, and about this much for what stands around them.
        self.size = len(brotli_bytes) + len(gzip_bytes) + 3_000 + 8 * len(self.tags)

    @classmethod
    def of(cls, headers, body, tags, *, made_at, until=None, counts_as=""):
        """The page of a Django answer: its headers as pairs, and its body."""
        kept = [(name, value) for name, value in headers if name.lower() not in _OF_THE_MOMENT]
        kept.append(("Surrogate-Key", " ".join(sorted(tags))))
        return cls(
            kept,
            tags,
            brotli_bytes=_PACK["br"](body),
            gzip_bytes=_PACK["gzip"](body),
            made_at=made_at,
            until=until,
            counts_as=counts_as,
        )

    def is_over(self):
        """Whether the time has come at which it stops being true."""
        return self.until is not None and time.time() >= self.until

    def answer(self, encoding):
        """The Answer in `encoding`: "br", "gzip" or "identity", which is unpacked for the few that ask for it."""
        if encoding in self.answers:
            return self.answers[encoding]
        packed = self.answers["br"]
        return Answer(self.headers, "", packed.etag.replace("-br", ""), brotli.decompress(packed.body[0]))


class Answer:
    """A page in one encoding, ready to be sent: to who has it already, and to who has not."""

    __slots__ = ["body", "etag", "headers", "unchanged"]

    def __init__(self, headers, encoding, etag, body):
        self.etag = etag
        self.body = [body]
        always = [("ETag", etag), ("Cache-Control", CACHE_CONTROL), ("Vary", "Accept-Encoding")]
        encoded = [("Content-Encoding", encoding)] if encoding else []
        self.headers = [*headers, *encoded, *always, ("Content-Length", str(len(body)))]
        self.unchanged = always


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
        """The page, or None. Takes no lock: a page that is used says so itself, and is moved when room is made."""
        page = self._pages.get(key)
        if page is not None:
            page.used = True
        return page

    def put(self, key, page):
        with self._lock:
            self._remove(key)
            self._pages[key] = page
            self.bytes += page.size
            while self.bytes > self.most_bytes and len(self._pages) > 1:
                oldest = next(iter(self._pages))
                if self._pages[oldest].used:
                    self._pages[oldest].used = False
                    self._pages.move_to_end(oldest)
                else:
                    self._remove(oldest)

    def drop(self, key):
        with self._lock:
            self._remove(key)

    def items(self):
        with self._lock:
            return list(self._pages.items())

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
