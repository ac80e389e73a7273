import ctypes
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command
from django.db import OperationalError, connection
from django.urls import reverse

from delivery import sharing
from newsroom import assets, environment, error_pages, messages, postgres

POSTGRESQL_VERSIONS = range(15, 19)
REQUESTS = 512  # how many a worker has in hand at once; the others wait to be taken
STARTING = 0x6E657773  # names the advisory lock that one starting machine holds, whatever the number
ANSWER_SECONDS = 60
STOP_SECONDS = 8
RUN = secrets.token_hex(8)  # the web server's workers know by it whose pages they may take over
PR_SET_PDEATHSIG = 1  # <sys/prctl.h>
COMPANIONS = ["run_scheduler", "run_worker"]
SOON = 60  # seconds; what dies sooner after its start has fallen once more
FALLS = 3  # in a row: that often a web server is started again


class Command(BaseCommand):
    """Everything between an empty database and a newsroom that answers; then the site and what runs beside it.

    PORT and HOST say where; HOST is this machine alone unless set. manage.py has started the embedded PostgreSQL and
    stops it at the end. What dies is started again; a web server that dies again and again at once ends the command,
    with its status.
    """

    help = "Prepares the newsroom and serves it, with its scheduler and its worker, until Ctrl-C."

    def handle(self, **options):
        host, port = environment.text("HOST", "127.0.0.1"), environment.port("PORT", 8000)
        refuse_taken_port(host, port)
        with one_machine_at_a_time():
            call_command("migrate", interactive=False, verbosity=0)
            messages.compile_catalogues()
            assets.collect()
            error_pages.write()
            if demo_wanted() and not apps.get_model("articles", "Article").objects.exists():
                self.stdout.write("Loading the demo newsroom, once …")
                call_command("seed_demo")
        logins = demo_logins()
        connection.close()
        children = [Child(web_server(host, port))]
        try:
            children += [Child(["django", command]) for command in COMPANIONS]
            self.announce(wait_for_answer(host, port, children[0].process), logins)
            supervise(children)
        except KeyboardInterrupt:
            self.stdout.write("Stopped. The data stays.")
        finally:
            stop([child.process for child in children])

    def announce(self, status, logins):
        lines = [
            "",
            f"The site  {settings.SITE_URL}/",
            f"The desk  {settings.SITE_URL}{reverse('admin:index')}",
            *(f"Sign in   {username} / {password}  ({role})" for username, password, role in logins),
            "Ctrl-C stops all of it; the data stays.",
        ]
        if status >= 500:
            lines.insert(0, f"The front page answers with an error ({status}); the lines above say why.")
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def refuse_taken_port(host, port):
    """Raise CommandError, before anything is prepared, if nobody could listen on `port`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except OSError as error:
            raise CommandError(
                f"Cannot serve on {host} port {port} ({error.strerror}): stop what uses it, "
                f"or choose another port: PORT={port % 65535 + 1} script/server"
            ) from error


@contextmanager
def one_machine_at_a_time():
    """Hold an advisory lock of the database, so that machines that start together migrate one after the other.

    Raises CommandError if the database cannot be reached or is of a version that newsroom is not tested with.
    """
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandError(f"PostgreSQL cannot be reached, check DATABASE_URL: {str(error).splitlines()[0]}") from error
    version = connection.pg_version // 10000
    if version not in POSTGRESQL_VERSIONS:
        raise CommandError(f"newsroom needs PostgreSQL 15 to 18; DATABASE_URL leads to PostgreSQL {version}.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [STARTING])
        yield
        cursor.execute("SELECT pg_advisory_unlock(%s)", [STARTING])


def demo_wanted():
    """Whether an empty database gets the demo: not with DEMO=0, and never under https://: its passwords are known."""
    return environment.flag("DEMO", True) and not settings.HTTPS


def demo_logins():
    """The demo's (username, password, role) for those of its accounts that exist here."""
    from newsroom.demo import LOGINS

    users = get_user_model().objects.filter(username__in=[username for username, *_ in LOGINS])
    here = set(users.values_list("username", flat=True))
    return [login for login in LOGINS if login[0] in here]


def web_server(host, port):
    """granian with a worker for each core. Its threads only wait for Django's (`delivery.wsgi`), so there are many."""
    workers = min(4, len(os.sched_getaffinity(0)))
    return [
        *("granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"),
        *("--workers", str(workers), "--blocking-threads", str(REQUESTS), "--backpressure", str(REQUESTS)),
        *("--backlog", str(REQUESTS * workers), "--workers-kill-timeout", "5"),
        *("--respawn-failed-workers", "--log-level", "error", "newsroom.wsgi:application"),
    ]


def wait_for_answer(host, port, server):
    """Wait until the front page is answered; return its status. Raises CommandError if that never happens."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    deadline = time.monotonic() + ANSWER_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            site = http.client.HTTPConnection(here, port, timeout=ANSWER_SECONDS)
            site.request("GET", "/", headers={"Host": settings.SITE_URL.split("://")[1]})
            return site.getresponse().status
        except OSError:
            time.sleep(0.05)
    raise CommandError(f"The web server did not answer on {host} port {port}; the lines above say why.")


class Child:
    """A Python module that runs as a process of its own, which Ctrl-C does not reach and which never outlives this
    one. When it has died it is started again, later each time that it dies soon."""

    def __init__(self, arguments):
        self.arguments, self.falls = arguments, 0
        self.start()

    def start(self):
        prctl = ctypes.CDLL(None).prctl
        self.process = subprocess.Popen(
            [sys.executable, "-m", *self.arguments],
            cwd=settings.BASE_DIR,
            env={**os.environ, sharing.RUN: RUN},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=lambda: prctl(PR_SET_PDEATHSIG, signal.SIGTERM),
        )
        self.began, self.due = time.monotonic(), None

    def look_after(self):
        if self.process.poll() is None:
            return
        if self.due is None:
            end_family(self.process)
            self.falls = self.falls + 1 if time.monotonic() < self.began + SOON else 0
            self.due = time.monotonic() + min(max(0, self.falls - 1), SOON)
        if time.monotonic() >= self.due:
            self.start()


def supervise(children):
    """Look after the children, the web server first, and PostgreSQL until the web server no longer stays up."""
    server = children[0]
    while server.falls <= FALLS:
        for child in children:
            child.look_after()
        if not environment.given("DATABASE_URL") and not postgres.is_running():
            try:
                postgres.ensure_running()
            except postgres.CannotStart as error:
                raise CommandError(error) from error
        time.sleep(0.5)
    sys.exit(server.process.returncode or 1)


def end_family(process):
    """End whatever `process` started and has left behind."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def stop(children):
    """Ask each child to end; within a few seconds end it and whatever it started, which may have outlived it."""
    for process in children:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in children:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0, deadline - time.monotonic()))
        end_family(process)
        process.wait()
