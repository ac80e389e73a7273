"""What stored pages cost and how exact they are: `python -m benchmarks.delivery [SECONDS]`.

In a scratch folder with a PostgreSQL of its own, the demo newsroom is served as `manage.py serve` serves it, by two
workers, and measured beside its rivals on the same machine in the same minutes, in turns: a WSGI function that returns
the same brotli bytes on the same server, nginx with the same bytes as a file, an empty Django view. Then pages are
changed, the listeners' connections frozen, a page asked for by 1,000 at once, PostgreSQL stopped and started. Each
figure stands beside what it must reach. Turns are many and short, as machines slow down for a while. Needs wrk, and
nginx for its part: `apt install wrk nginx-light`. On a machine that does other things, only the ratios mean something,
and little.
"""

import asyncio
import atexit
import http.client
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote

import psutil

ROOT = Path(__file__).resolve().parent.parent
WORKERS, THREADS, ROUNDS, CHANGES, READERS = 2, 512, 15, 30, 1_000
BROTLI = {"Accept-Encoding": "br"}
#: A session at the desk: such a reader's pages are made for each request.
UNSTORED = {**BROTLI, "Cookie": "sessionid=benchmark"}


def main(seconds):
    if not shutil.which("wrk"):
        sys.exit("wrk is missing: apt install wrk")
    folder = Path(tempfile.mkdtemp(prefix="newsroom-delivery-"))
    folder.chmod(0o755)  # PostgreSQL runs as another user
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after PostgreSQL, which is stopped at the end too
    os.environ |= {"NEWSROOM_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    os.environ["NEWSROOM_RUN"] = "benchmark"
    prepare()
    with serving("newsroom.wsgi:application") as port:
        site = Site(port)
        print_hits(site, folder, seconds)
        print_nginx(site, folder, seconds)
        print_unstored(site, seconds)
        print_memory(site, folder)
        print_changes(site)
        print_frozen(site)
        print_frozen_server(site)
        print_stampede(site)
        print_outage(site)


def prepare():
    """The demo newsroom, ready to be served."""
    from newsroom import postgres

    postgres.ensure_running()
    import django

    django.setup()
    from django.core.management import call_command

    from newsroom import assets, messages

    call_command("migrate", interactive=False, verbosity=0)
    messages.compile_catalogues()
    assets.collect()
    call_command("seed_demo", verbosity=0)


# Servers and clients ------------------------------------------------------------------------------------------------


@contextmanager
def serving(application, **environment):
    """granian on a free port, with the options of `manage.py serve`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--workers", WORKERS, "--blocking-threads", THREADS, "--backpressure", THREADS, "--backlog", 2 * THREADS]
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--no-ws", "--log-level", "error"]
        + [*map(str, options), application],
        cwd=ROOT,
        env={**os.environ, **environment},
    )
    try:
        wait_until(lambda: answers(port), 60)
        yield port
    finally:
        server.terminate()
        server.wait()


def answers(port):
    try:
        return ask(port, "/robots.txt")[0] < 500
    except OSError:
        return False


def wait_until(happened, seconds):
    """Whether it happened in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happened():
            return True
        time.sleep(0.01)
    return False


def ask(port, path, *, connection=None, **headers):
    """(status, headers, body) of a GET, on a connection of its own unless one is given."""
    connection = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Host": "localhost", **headers})
    response = connection.getresponse()
    return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()


class Site:
    """The newsroom that is served, and an article of it with a picture, related cards and a read-also."""

    def __init__(self, port):
        from articles.models import Article, BodyReference

        self.port = port
        pointing = BodyReference.objects.exclude(target=None).values("article")
        live = Article.objects.live().exclude(lead_image=None)
        self.article = live.filter(pk__in=pointing).newest().first() or live.newest().first()
        self.path = self.article.get_absolute_url()

    def ask(self, path, **more):
        return ask(self.port, path, **more)

    def paths(self):
        """Every page that is stored: articles, sections, authors, topics, fronts, feeds, sitemaps."""
        from articles.models import Article, Section, StaticPage
        from authors.models import Author
        from topics.models import Topic

        live = Article.objects.live().select_related("section")
        things = [*live, *Section.objects.all(), *Author.objects.all(), *Topic.objects.all(), *StaticPage.objects.all()]
        return ["/", "/archive/", "/feed/", "/sitemap.xml"] + [thing.get_absolute_url() for thing in things]

    def is_hit(self, path):
        return self.ask(path, **BROTLI)[1].get("cache-status") == "newsroom; hit"

    def store(self, paths):
        """Have every worker keep `paths`."""
        for path in paths:
            wait_until(lambda path=path: all(self.is_hit(path) for _ in range(6)), 10)


def wrk(port, path, seconds, *, clients=16, **headers):
    """(requests per second, 99th percentile in milliseconds)."""
    options = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    said = subprocess.run(
        ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--latency", *options, f"http://localhost:{port}{path}"],
        capture_output=True,
        text=True,
    ).stdout
    if "Non-2xx" in said:
        raise SystemExit(f"{path} was not answered with 200:\n{said}")
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]), float(number) * {"us": 0.001, "ms": 1, "s": 1000}[
        unit
    ]


def in_turns(measures):
    """The median (requests per second, 99th percentile) of each of `measures`, taken in turns."""
    taken = {name: [] for name in measures}
    for _ in range(ROUNDS):
        for name, measure in measures.items():
            taken[name].append(measure())
    return {name: tuple(map(statistics.median, zip(*pairs))) for name, pairs in taken.items()}


def line(what, figure, floor):
    print(f"{what:66} {figure:>22}   {floor}", flush=True)


# What it costs ------------------------------------------------------------------------------------------------------


def print_hits(site, folder, seconds):
    site.store([site.path])
    _status, headers, body = site.ask(site.path, **BROTLI)
    (folder / "page.br").write_bytes(body)
    headers = {name: value for name, value in headers.items() if name not in ("date", "server")}
    few = {name: headers[name] for name in ("content-type", "content-encoding", "content-length", "vary")}

    def rival(headers):
        given = {"PAGE": str(folder / "page.br"), "HEADERS": json.dumps(list(headers.items()))}
        return serving("benchmarks.delivery_rivals:same_bytes", **given)

    with rival(headers) as same, rival(few) as bare:
        found = in_turns(
            {
                "same": lambda: wrk(same, site.path, seconds, **BROTLI),
                "stored": lambda: wrk(site.port, site.path, seconds, **BROTLI),
                "bare": lambda: wrk(bare, site.path, seconds, **BROTLI),
            }
        )
    print(f"an article page of {len(body):,} bytes in brotli; {found['same'][0]:,.0f} requests/s of a WSGI function")
    line("a stored page, of a WSGI function that returns the same", ratio(found, "stored", "same"), "at least 0.85")
    line("  of one with four headers in place of fourteen", ratio(found, "stored", "bare"), "")
    stop = threading.Event()
    maker = threading.Thread(target=make_slow_pages, args=(site, stop))
    maker.start()
    slow = statistics.median(wrk(site.port, site.path, 5 * seconds, clients=4, **BROTLI)[1] for _turn in range(3))
    stop.set()
    maker.join()
    line("99th percentile of stored pages while others are being made", f"{slow:.1f} ms", "under 5 ms")


def ratio(found, ours, floor):
    return f"{found[ours][0] / found[floor][0]:.3f}"


def make_slow_pages(site, stop):
    """Five pages a second that Django makes anew."""
    while not stop.wait(0.2):
        site.ask("/", **UNSTORED)


def print_nginx(site, folder, seconds):
    if not shutil.which("nginx"):
        print("nginx is missing, and with it its figures: apt install nginx-light")
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port, newsroom=site.port, workers=WORKERS))
    nginx = subprocess.Popen(["nginx", "-c", folder / "nginx.conf", "-e", folder / "nginx.log"])
    try:
        wait_until(lambda: answers(port), 10)
        found = in_turns(
            {
                "file": lambda: wrk(port, "/page.br", seconds, **BROTLI),
                "proxy": lambda: wrk(port, site.path, seconds, **BROTLI),
                "direct": lambda: wrk(site.port, site.path, seconds, **BROTLI),
            }
        )
    finally:
        nginx.terminate()
        nginx.wait()
    line("behind nginx as a proxy, of nginx's own static file", ratio(found, "proxy", "file"), "record 18 says why")
    line("without nginx, of nginx's own static file", ratio(found, "direct", "file"), "")


NGINX = """
daemon off; worker_processes {workers}; pid {folder}/nginx.pid; user root; error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  upstream newsroom {{ server 127.0.0.1:{newsroom}; keepalive 64; }}
  server {{
    listen 127.0.0.1:{port};
    location = /page.br {{
      alias {folder}/page.br; default_type text/html; add_header Content-Encoding br; add_header Vary Accept-Encoding;
    }}
    location / {{
      proxy_pass http://newsroom; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host $host; proxy_buffer_size 16k; proxy_buffers 8 32k;
    }}
  }}
}}
"""


def print_unstored(site, seconds):
    with serving("benchmarks.delivery_rivals:empty_view") as rival:
        found = in_turns(
            {
                "empty": lambda: wrk(rival, "/", seconds, clients=4),
                "unstored": lambda: wrk(site.port, site.path, seconds, clients=4, **UNSTORED),
            }
        )
    line("an unstored article page, of an empty Django view", ratio(found, "unstored", "empty"), "at least 0.02")
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from delivery.changes import changes

    changes.heard(time.monotonic())
    client = Client(headers={"host": "localhost"})
    client.get(site.path)
    changes.heard(time.monotonic())
    with CaptureQueriesContext(connection) as queries:
        client.get(site.path)
    line("queries of an unstored article page", str(len(queries)), "at most 6")


def print_memory(site, folder):
    """In a process of its own, so that nothing else weighs."""
    _status, headers, body = site.ask(site.path, **BROTLI)
    (folder / "page.br").write_bytes(body)
    given = {"PAGE": str(folder / "page.br"), "HEADERS": json.dumps(list(headers.items()))}
    command = [sys.executable, "-m", "benchmarks.delivery_rivals"]
    grown = float(subprocess.check_output(command, cwd=ROOT, env={**os.environ, **given}))
    line("memory of 10,000 such pages in a process", f"{grown:.0f} MiB", "at most 170 MiB")


# How exact it is ----------------------------------------------------------------------------------------------------


def edit(article, headline):
    """Publish the article with another headline; when it was committed."""
    from articles import workflow
    from articles.models import Article

    article = Article.objects.get(pk=article.pk)
    content = {**article.live_revision.content, "headline_ar": headline}
    editor = an_editor()
    revision = workflow.save_revision(article, content, by=editor)
    workflow.publish(revision, by=editor)
    return time.monotonic()


def an_editor():
    from django.contrib.auth.models import User

    return User.objects.get(username="editor")


def print_changes(site):
    from django.utils import timezone

    from articles.models import Article
    from delivery.models import StoredPage

    every = site.paths()
    article = Article.objects.get(pk=site.article.pk)
    showing = ["/", site.path, article.section.get_absolute_url()]
    # Enough connections to meet both workers.
    lines = [(path, http.client.HTTPConnection("127.0.0.1", site.port)) for path in showing for _ in range(6)]
    taken, last = [], []
    for number in range(CHANGES):
        site.store(showing)
        headline = f"عنوان رقم {number} للقياس"
        committed = edit(article, headline)
        fresh = {}
        while len(fresh) < len(lines) and time.monotonic() < committed + 10:
            for index, (path, connection) in enumerate(lines):
                if index not in fresh:
                    body = site.ask(path, connection=connection)[2].decode()
                    if headline in body:
                        fresh[index] = 1000 * (time.monotonic() - committed)
        taken += fresh.values()
        last.append(max(fresh.values()) if len(fresh) == len(lines) else 10_000)
    line("from COMMIT to fresh, on every worker and page: median", f"{statistics.median(taken):.0f} ms", "under 100 ms")
    line("  at worst", f"{max(last):.0f} ms", "under 1,000 ms")
    site.store(every)
    before = {path: site.ask(path)[2] for path in every}
    began = timezone.now()
    edit(article, "عنوان أخير للقياس")
    time.sleep(0.5)
    changed = {path for path in every if site.ask(path)[2] != before[path]}
    # Whoever makes a page leaves it there for the other worker.
    made = set(StoredPage.objects.filter(made_at__gt=began).values_list("key", flat=True))
    renewed = {path for path in every if unquote(path).encode().decode("latin-1") in made}
    line(f"  of {len(every)} stored pages made anew", str(len(renewed)), f"{len(changed)} show the change")
    line("  of those that show it, not made anew", str(len(changed - renewed)), "0")
    line("  made anew, but looking the same", str(len(renewed - changed)), "sitemap, authors' and topics' lists")


def print_frozen(site):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE application_name = 'newsroom pages'")
        listeners = [psutil.Process(pid) for (pid,) in cursor.fetchall()]
    site.store([site.path])
    for process in listeners:
        process.suspend()
    headline = f"بعد التجميد {time.time():.0f}"
    try:
        committed = edit(site.article, headline)
        stale_until = committed
        while time.monotonic() < committed + 9:
            if headline not in site.ask(site.path)[2].decode():
                stale_until = time.monotonic()
            time.sleep(0.01)
    finally:
        for process in listeners:
            if process.is_running():
                process.resume()
    line("stale while the listeners' connections are frozen", f"{stale_until - committed:.1f} s", "at most 5 s")


def print_frozen_server(site):
    """All of PostgreSQL takes what it is asked and answers nothing."""
    from newsroom import postgres

    server = postgres._server()
    processes = [server, *server.children()]
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # one that had done its work meanwhile
            process.suspend()
    began = time.monotonic()
    try:
        status = site.ask("/search/?q=%D9%85%D8%A7%D8%A1")[0]
        took = time.monotonic() - began
        stored = site.ask(site.path)[0]
    finally:
        for process in processes:
            if process.is_running():
                process.resume()
    line("PostgreSQL frozen: a page that is not stored", f"{status} after {took:.1f} s", "503, at most 5 s")
    line("  a stored one", str(stored), "200")
    wait_until(lambda: site.ask("/search/?q=%D9%85%D8%A7%D8%A1")[0] == 200, 10)


def print_stampede(site):
    site.store(["/"])
    missing = f"/archive/{site.article.published_at:%Y/%-m}/"
    other, stop = [], threading.Event()
    watcher = threading.Thread(target=watch_hits, args=(site, other, stop))
    watcher.start()
    began = time.monotonic()
    said = asyncio.run(asked_by_many(site.port, missing))
    took = time.monotonic() - began
    stop.set()
    watcher.join()
    good = sum(answer.startswith(b"HTTP/1.1 200") for answer in said)
    built = sum(b"fwd=miss; stored" in answer for answer in said)
    line(f"{READERS} readers of one missing page: builds", str(built), "1")
    line("  answered 200", f"{good} in {took:.1f} s", f"{READERS}")
    worst = 1000 * max(other)
    line("  another, stored page meanwhile: answers, slowest", f"{len(other)}, {worst:.0f} ms", "they go on")


def watch_hits(site, taken, stop):
    connection = http.client.HTTPConnection("127.0.0.1", site.port)
    while not stop.is_set():
        began = time.monotonic()
        site.ask("/", connection=connection, **BROTLI)
        taken.append(time.monotonic() - began)


async def asked_by_many(port, path):
    async def one():
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await go.wait()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = await reader.read()
        writer.close()
        return answer

    go = asyncio.Event()
    readers = [asyncio.create_task(one()) for _ in range(READERS)]
    await asyncio.sleep(1)
    go.set()
    return await asyncio.gather(*readers)


def print_outage(site):
    from django.db import connection

    from articles import workflow
    from articles.models import Article
    from newsroom import postgres

    every = site.paths()
    site.store(every)
    withdrawn = Article.objects.live().exclude(pk=site.article.pk).newest().first()
    path = withdrawn.get_absolute_url()
    workflow.withdraw(withdrawn, by=an_editor())
    every = [one for one in site.paths() if one != path]
    wait_until(lambda: site.ask(path)[0] == 410, 5)
    site.store(every)
    edit(site.article, f"في اللحظة الأخيرة {time.time():.0f}")  # whose pages nobody asks for before the stop
    connection.close()
    server = postgres._server()
    server.send_signal(signal.SIGINT)
    server.wait(30)
    time.sleep(6)  # longer than stored pages are trusted
    answers_now = [site.ask(one, **BROTLI) for one in every]
    served = sum(status == 200 for status, _headers, _body in answers_now)
    marked = sum("database away" in headers["cache-status"] for _status, headers, _body in answers_now)
    line("PostgreSQL stopped: stored pages served", f"{served} of {len(every)}", "all")
    line("  and marked as such", f"{marked}", f"{len(every)}")
    line("  the article that was withdrawn before", str(site.ask(path)[0]), "not 200")
    status, headers, body = site.ask("/search/?q=%D9%85%D8%A7%D8%A1")
    arabic = 'lang="ar-LB"' in body.decode()
    line("  others", f"{status}, Retry-After {headers.get('retry-after')}", f"503; in Arabic: {arabic}")
    postgres.ensure_running()
    started = time.monotonic()
    headline = f"بعد العودة {time.time():.0f}"
    edit(site.article, headline)
    committed = time.monotonic()
    current = wait_until(lambda: all(headline in site.ask(site.path)[2].decode() for _ in range(6)), 20)
    figure = f"{time.monotonic() - max(committed, started):.1f} s" if current else "never"
    line("  started again: from COMMIT to current everywhere", figure, "at most 5 s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
