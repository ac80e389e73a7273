"""What stands before Django: stored pages are answered here, without touching it or the database.

A page is stored when its view says so (`delivery.tags.stored`), for everybody who is not signed in at the desk. It is
made once, however many ask: in this process they wait for one build, and builds of other processes are taken over
(`delivery.sharing`). Django runs in a few threads of its own, which keep the connections to the database; the server's
threads only wait, so there may be hundreds of them and stored pages go on while a page is being made.
"""

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from urllib.parse import parse_qs, urlencode

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve
from django.utils import translation

from delivery import sharing
from delivery.changes import TRUSTED_SECONDS, changes
from delivery.counting import is_asked_for, is_person, reads
from delivery.pages import STORED, Page, Store, accepted_encoding, packed
from delivery.tags import Notes

#: How many requests Django works on at once in a process, each with its own connection to the database.
DJANGO_THREADS = 4
#: While nothing is heard from PostgreSQL: how long a failed build speaks for the others.
PAUSE_SECONDS = 1
#: A page that changes while it is made is made again, so many times at most for one reader.
MOST_BUILDS = 3
#: So many of the pages that are asked for most are made anew before somebody asks.
MOST_RENEWED = 20
# What one reader sends of their own: what they have already, and who they are.
_OF_ONE_READER = ["HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"]
_OF_ONE_READER += ["HTTP_RANGE", "HTTP_COOKIE"]
_MOST_REMEMBERED, _LONGEST_REMEMBERED = 1_000, 500


class StoredPages:
    """A WSGI application that keeps the pages of another one, Django's.

    `store`, `known` (the changes heard of) and `counted` (the reads) are this process's; `django` runs what is asked of
    Django.
    """

    def __init__(self, application, *, store=None, known=changes, counted=reads, django=None):
        self.store = store or Store(settings.PAGE_STORE_MIB * 2**20)
        self._application = application
        self._changes = known
        self._count = counted.add
        self._django = django or ThreadPoolExecutor(DJANGO_THREADS, thread_name_prefix="django")
        self._being_made = {}  # key: the Future of what `_make` returns
        self._renewing = ThreadPoolExecutor(1, thread_name_prefix="renewing")
        self._to_renew = set()  # of the changes that wait for it: whether they were losses
        self._asked_last = {}  # the request of the last page that was made, without what one reader sent
        self._lock = threading.Lock()
        self._hosts = _Remembered(lambda host: validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS))
        self._encodings, self._persons = _Remembered(accepted_encoding), _Remembered(is_person)
        self._views = _Remembered(_stored_parameters)
        self._trying = threading.Lock()  # held by the one who tries whether the database is there again
        self._away_until = self._there_until = 0.0
        # Read once: to ask Django's settings takes a sixth of what a stored page does.
        self._session, self._leads_to_https = f"{settings.SESSION_COOKIE_NAME}=", settings.SECURE_SSL_REDIRECT

    def __call__(self, environ, start_response):
        if not self._is_for_everybody(environ):
            return self._pass_on(environ, start_response)
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING")
        if query:
            query = self._read_by_the_view(path, query)
            if query is None:
                return self._pass_on(environ, start_response)
        key = f"{path}?{query}" if query else path
        page = self.store.get(key)
        is_true = page is not None and not self._changes.has_changed(page) and not (page.until and page.is_over())
        is_heard = self._changes.is_fresh()
        if is_true and is_heard:
            return self._send(page, "hit", environ, start_response)
        if page is not None and not is_heard and not self._changes.has_lost(page):
            page, answer, how = self._unheard(key, page, query, environ, is_true=is_true)
        elif page is None and self._views[path] is None:
            return self._pass_on(environ, start_response)
        else:
            page, answer, how = self._made(key, query, environ, instead=page)
        if page is not None:
            return self._send(page, how, environ, start_response)
        return self._send_unstored(answer, environ, start_response)

    # Which page -----------------------------------------------------------------------------------------------------

    def _is_for_everybody(self, environ):
        """Whether the request is a reader's, at an address of ours: all such get the same page."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or self._session in environ.get("HTTP_COOKIE", ""):
            return False
        if "?" in environ["PATH_INFO"]:  # written as %3F: no path of ours, and the key of another page
            return False
        if self._leads_to_https and not _is_secure(environ):
            return False
        return self._hosts[environ.get("HTTP_HOST", "")]

    def _read_by_the_view(self, path, query):
        """What the view at `path` reads of `query`, always written alike; None where pages are not stored.

        All else is left out, as readers bring it along from elsewhere: it makes no second page.
        """
        numbers = self._views[path]
        if not numbers:
            return None if numbers is None else ""
        asked = parse_qs(query, keep_blank_values=True, errors="replace")
        read = {name: _number(asked[name][-1]) for name in sorted(numbers) if name in asked}
        return urlencode({name: value for name, value in read.items() if value != "1"})

    # Sending --------------------------------------------------------------------------------------------------------

    def _send(self, page, how, environ, start_response):
        encoding = self._encodings[environ.get("HTTP_ACCEPT_ENCODING", "")]
        is_get = environ["REQUEST_METHOD"] == "GET"
        if page.counts_as and is_get and self._persons[environ.get("HTTP_USER_AGENT", "")] and is_asked_for(environ):
            self._count(page.counts_as)
        status = STORED if how == "hit" else ("Cache-Status", f"newsroom; {how}")
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and (page.etag(encoding) in known or known.strip() == "*"):
            start_response("304 Not Modified", [*page.unchanged(encoding), status])
            return []
        answer = page.in_brotli if encoding == "br" else page.answer(encoding)
        # A copy, which PEP 3333 lets the server change.
        start_response("200 OK", answer.headers[:] if status is STORED else [*answer.headers[:-1], status])
        return answer.body if is_get else []

    def _send_unstored(self, answer, environ, start_response):
        """An answer that is no page of ours, to each who waited for one. A redirect takes the reader's query along."""
        status, headers, body = answer
        query = environ.get("QUERY_STRING")
        if status.startswith("301 ") and query:
            headers = [
                (name, f"{value.partition('?')[0]}?{query}" if name.lower() == "location" else value)
                for name, value in headers
            ]
        headers, body = packed(headers, body, self._encodings[environ.get("HTTP_ACCEPT_ENCODING", "")])
        start_response(status, headers)
        return [body] if environ["REQUEST_METHOD"] == "GET" else []

    def _pass_on(self, environ, start_response):
        """Django's own answer, to this request alone. Files and what comes bit by bit stay as they are.

        The desk's forms are packed as well: their token is another at each request, so the length betrays nothing.
        """
        status, headers, answer = self._django.submit(_run, self._application, environ).result()
        if not getattr(answer, "streaming", True):
            headers, body = packed(headers, answer.content, self._encodings[environ.get("HTTP_ACCEPT_ENCODING", "")])
            answer.close()
            answer = [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        start_response(status, headers)
        return answer

    # Making ---------------------------------------------------------------------------------------------------------

    def _made(self, key, query, environ, *, instead=None):
        """(page, answer, how): the page made anew by us or by whom we waited for; or None and the answer that came.

        `instead` is an older page, for when there is no database to make another one from; not one that shows what
        was taken away from readers.
        """
        for _attempt in range(MOST_BUILDS):
            with self._lock:
                future = self._being_made.get(key)
                how = "fwd=miss; collapsed" if future else "fwd=miss; stored"
                if future is None:
                    future = self._being_made[key] = Future()
                    future.add_done_callback(lambda _future: self._being_made.pop(key, None))
                    self._django.submit(self._make, future, key, query or "", dict(environ))
            page, answer, was_built = future.result()
            if how.endswith("stored") and not was_built:
                how = "fwd=miss; collapsed"
            if page is None or not self._changes.has_changed(page):
                break  # else it changed while it was made, maybe before we came
        is_down = page is None and answer[0].startswith("503 ")
        if is_down and instead is not None and not self._changes.has_lost(instead):
            return instead, None, 'hit; detail="database away"'
        return page, answer, how

    def _unheard(self, key, page, query, environ, *, is_true):
        """The same for a stored page while nothing is heard of changes: it is made anew every few seconds.

        Unless it `is_true` by all that was heard, it is at once, if it can be.
        One request tries whether the database can be reached; until it can, all others get the page that is there.
        """
        now = time.monotonic()
        if is_true and now - page.born_at < TRUSTED_SECONDS:
            return page, None, "hit"
        if now < self._there_until:
            return self._made(key, query, environ, instead=page)
        if now < self._away_until or not self._trying.acquire(blocking=False):
            return page, None, 'hit; detail="database away"'
        try:
            found = self._made(key, query, environ, instead=page)
            if found[0] is page:
                self._away_until = time.monotonic() + PAUSE_SECONDS
            else:
                self._there_until = time.monotonic() + PAUSE_SECONDS
            return found
        finally:
            self._trying.release()

    def _make(self, future, key, query, environ, *, waits=True):
        """Have `future` give (page, None, whether it was built here), or (None, answer, True) for what is no page to be
        stored. Readers have it at once, and then other processes. While one of those makes it, we wait, or do nothing.
        """
        try:
            for name in _OF_ONE_READER:
                environ.pop(name, None)
            self._asked_last = environ
            may_store = self._changes.is_known()
            with sharing.turn_at(key, self._changes, waits=waits) as turn:
                if turn is None:
                    return
                page, answer = (turn.page, None) if turn.page else self._build(query, environ)
                if page is not None and may_store:
                    self.store.put(key, page)
                elif page is None and not answer[0].startswith("5"):
                    self.store.drop(key)
                future.set_result((page, answer, turn.page is None))
                if turn.page is None and page is not None and may_store:
                    turn.leave(page)
        except BaseException as error:
            if future.done():
                raise
            future.set_exception(error)

    def renew(self, *, is_loss):
        """Have made anew what changed of the pages that readers ask for most, before they do; and after a loss all
        that show what was taken away, since nobody may ask for them until there is no database to make them from."""
        with self._lock:
            is_first = not self._to_renew
            self._to_renew.add(is_loss)
        if is_first:
            self._renewing.submit(self._renew)

    def _renew(self):
        with self._lock:
            due, self._to_renew = self._to_renew, set()
        for key, page in self.store.most_used(MOST_RENEWED):
            if self._changes.has_changed(page):
                wait(list(self._being_made.values()), PAUSE_SECONDS)  # those for whom readers wait come first
                self._renew_page(key, waits=False)  # other processes take the next, and we what they made
        if True in due:
            for key, page in reversed(self.store.items()):  # the latest first
                if self._changes.has_changed(page) and self._changes.has_lost(page):
                    self._renew_page(key, waits=True)

    def _renew_page(self, key, *, waits):
        path, _mark, query = key.partition("?")
        environ = {**self._asked_last, "PATH_INFO": path}
        self._django.submit(partial(self._make, Future(), key, query, environ, waits=waits)).result()

    def _build(self, query, environ):
        made_at = self._changes.count  # before anything is read: what changes meanwhile may not be in the page
        notes = Notes()
        environ = {**environ, "REQUEST_METHOD": "GET", "QUERY_STRING": query}
        notes.put_into(environ)
        status, headers, chunks = _run(self._application, environ)
        try:
            body = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        if not status.startswith("200 ") or any(name.lower() == "set-cookie" for name, _value in headers):
            return None, (status, headers, body)
        until = notes.until and notes.until.timestamp()
        page = Page.of(headers, body, notes.tags, made_at=made_at, until=until, counts_as=notes.counts_as)
        return page, None


def _run(application, environ):
    """(status, headers, body) of what a WSGI application answers."""
    started = []
    body = application(environ, lambda status, headers, exc_info=None: started.append((status, headers)))
    return *started[0], body


class _Remembered(dict):
    """What `work_out` says of each of many strings, kept for the next time, which is one step.

    Of so many different ones, none of them long; whoever sends endless ones empties it. None is not worth a place: so
    much says a path that leads nowhere.
    """

    def __init__(self, work_out):
        self._work_out = work_out

    def __missing__(self, key):
        value = self._work_out(key)
        if value is not None and len(key) <= _LONGEST_REMEMBERED:
            if len(self) >= _MOST_REMEMBERED:
                self.clear()
            self[key] = value
        return value


def _stored_parameters(path):
    """The parameters that number the pages at `path`, for a view whose pages are stored; else None."""
    try:
        path = path.encode("latin-1").decode()
    except UnicodeError:
        return None
    if "\0" in path:  # PostgreSQL, asked for the page, would refuse
        return None
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            return getattr(resolve(path).func, "stored_parameters", None)
        except Resolver404:
            return None


def _number(value):
    """A page's number without leading zeros; what is none stays, for the view to refuse."""
    return str(int(value)) if value.isascii() and value.isdigit() and len(value) <= 4 else value


def _is_secure(environ):
    """Whether the reader came by HTTPS, as `HttpRequest.is_secure` knows it."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure = settings.SECURE_PROXY_SSL_HEADER
        if name in environ:
            return environ[name].partition(",")[0].strip() == secure
    return environ["wsgi.url_scheme"] == "https"
