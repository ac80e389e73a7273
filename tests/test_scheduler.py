"""`run_scheduler`: what falls due goes out on the second and once, whatever died meanwhile; the desk sees the rest."""

import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import timedelta
from unittest import mock
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from articles import desk, scheduling, workflow
from articles.models import Article, ArticleEvent, Revision, SchedulerSighting
from tests.factories import make_article, make_draft, make_section, make_user

COMMAND = "newsroom.management.commands.run_scheduler"


@pytest.fixture(autouse=True)
def waits_as_tests_do():
    """A scheduler that runs in this process leaves no thread and no way of waiting behind."""
    with mock.patch(f"{COMMAND}.background.wait_as_the_site_does"):
        yield


SECONDS = 60


def in_seconds(seconds):
    return timezone.now() + timedelta(seconds=seconds)


def make_due(*, seconds_ago=1, **given):
    """A draft whose moment has come."""
    article = make_draft(**given)
    Revision.objects.filter(article=article).update(due_at=in_seconds(-seconds_ago))
    return article


def with_state(article):
    return Article.objects.with_state().get(pk=article.pk)


@pytest.mark.django_db
def test_it_says_what_it_published_and_publishes_it_once(capsys):
    article = make_due(headline="في موعده")
    later = make_draft()
    workflow.schedule(later.newest_revision, by=make_user(), due_at=timezone.now() + timedelta(hours=1))
    call_command("run_scheduler", once=True)
    assert f"published {article.pk}: في موعده" in capsys.readouterr().out
    assert list(Article.objects.live()) == [article]
    call_command("run_scheduler", once=True)
    assert capsys.readouterr().out == ""


@pytest.mark.django_db
def test_it_goes_on_from_round_to_round(capsys):
    rounds = iter([lambda: make_due(headline="الأوّل"), lambda: make_due(headline="الثاني")])

    def sleep():
        try:
            next(rounds)()
        except StopIteration:
            raise KeyboardInterrupt from None

    with mock.patch(f"{COMMAND}.scheduling.sleep", sleep), pytest.raises(KeyboardInterrupt):
        call_command("run_scheduler")
    assert [line.rsplit(": ")[-1] for line in capsys.readouterr().out.splitlines()] == ["الأوّل", "الثاني"]


@pytest.mark.django_db
def test_a_database_that_is_away_is_waited_for_and_named_as_the_reason(capsys):
    article = make_due(seconds_ago=120)
    answers = [OperationalError("server closed the connection\nDETAIL: …"), mock.DEFAULT]
    with (
        mock.patch(f"{COMMAND}.workflow.publish_due", side_effect=answers, wraps=workflow.publish_due),
        mock.patch(f"{COMMAND}.connection.close"),
        mock.patch(f"{COMMAND}.time.sleep"),
        mock.patch(f"{COMMAND}.scheduling.sleep", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        call_command("run_scheduler")
    printed = capsys.readouterr()
    assert printed.err == "OperationalError: server closed the connection Trying again.\n"
    assert f"published {article.pk}" in printed.out
    assert "لم تُجب قاعدة البيانات" in article.events.get(verb=ArticleEvent.Verb.PUBLISHED).note


# What the desk sees of it -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_late_schedule_is_red_at_the_desk_and_says_why(client):
    editor = make_user()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    article, punctual = make_due(seconds_ago=90), make_due(seconds_ago=30)
    address = f"/desk/articles/article/{article.pk}/change/"
    assert desk.why_late(with_state(punctual)) == ""
    never = desk.why_late(with_state(article))
    assert never
    for page in ("/desk/", address, "/desk/articles/article/"):
        said = client.get(page).content.decode()
        assert never in said, page
        assert ("is-late" in said) or ("is-wrong" in said) or ("state-late" in said), page
    SchedulerSighting.objects.create(seen_at=in_seconds(-3600))
    gone = desk.why_late(with_state(article))
    assert gone != never and "ساعة" in gone
    scheduling.beat()
    assert desk.why_late(with_state(article)) not in ("", never, gone)
    call_command("run_scheduler", once=True)
    assert desk.why_late(with_state(article)) == ""
    assert "is-wrong" not in client.get(address).content.decode()


@pytest.mark.django_db
def test_one_that_is_not_fit_to_print_is_red_at_once():
    section = make_section()
    article = make_due(section=section)
    make_section()
    section.delete()
    call_command("run_scheduler", once=True)
    assert "قسم" in desk.why_late(with_state(article))
    workflow.unschedule(article, by=make_user())
    assert desk.why_late(with_state(article)) == ""


# Real processes -----------------------------------------------------------------------------------------------------


class Cable:
    """The way from some processes to PostgreSQL. Cut, it swallows what is sent; mended, it carries new connections."""

    def __init__(self):
        self.lines, self.is_cut = [], False
        self.end = socket.create_server(("127.0.0.1", 0))
        self.port = self.end.getsockname()[1]
        threading.Thread(target=self._take, daemon=True).start()

    def cut(self):
        self.is_cut = True
        for line in self.lines:
            line.clear()

    def mend(self):
        self.is_cut = False

    def _take(self):
        with suppress(OSError):  # the test is over
            while True:
                near, far, line = self.end.accept()[0], _connected_to_postgresql(), threading.Event()
                self.lines.append(line)
                if not self.is_cut:
                    line.set()
                for one, other in [(near, far), (far, near)]:
                    threading.Thread(target=self._carry, args=(one, other, line), daemon=True).start()

    def _carry(self, one, other, line):
        with suppress(OSError):  # a process that is killed with something unread resets its connection
            while sent := one.recv(65536):
                if line.is_set():
                    other.sendall(sent)
        with suppress(OSError):
            other.shutdown(socket.SHUT_RDWR)  # or what it had begun in PostgreSQL would go on for ever


def _connected_to_postgresql():
    there = connection.settings_dict
    if not there["HOST"].startswith("/"):
        return socket.create_connection((there["HOST"], there["PORT"]))
    line = socket.socket(socket.AF_UNIX)
    line.connect(f"{there['HOST']}/.s.PGSQL.{there['PORT']}")
    return line


@pytest.fixture
def cable():
    cable = Cable()
    yield cable
    cable.end.close()


@pytest.fixture
def start_scheduler(cable, tmp_path):
    """Starts `run_scheduler` on the database of this test, at the end of `cable`; it is gone afterwards. What it says
    on stderr stands in the file `said`."""
    there = connection.settings_dict
    login = f"{there['USER']}:{quote(there['PASSWORD'] or '', safe='')}@127.0.0.1:{cable.port}"
    environment = {**os.environ, "DATABASE_URL": f"postgresql://{login}/{there['NAME']}"}
    started = []

    def start():
        command, said = [sys.executable, "manage.py", "run_scheduler"], tmp_path / f"scheduler-{len(started)}"
        with said.open("w") as stderr:
            process = subprocess.Popen(
                command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL, stderr=stderr
            )
        process.said = said
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def until(happened):
    """Wait until `happened()`, a minute at the most; return what it gave."""
    deadline = time.monotonic() + SECONDS
    while not (answer := happened()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return answer


def sleeping_schedulers():
    """The connections of the schedulers that wait for something to do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()"
            " AND state = 'idle' AND starts_with(query, 'SELECT \"articles_revision\".\"due_at\"')"
        )
        return [pid for (pid,) in cursor.fetchall()]


def published(article):
    """How late, in seconds, each publication of `article` came after the moment that was scheduled last."""
    due_at = article.due_at
    events = ArticleEvent.objects.filter(article=article, verb=ArticleEvent.Verb.PUBLISHED, revision=article.due)
    return [(event.at - due_at).total_seconds() for event in events]


def schedule(article, *, by, due_at):
    workflow.schedule(article.newest_revision, by=by, due_at=due_at)
    article.due, article.due_at = article.newest_revision, due_at
    return article


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_publish_once_within_a_second_and_a_restarted_one_at_once(start_scheduler, cable):
    editor = make_user()
    changed = make_article(headline="قبل")
    workflow.save_revision(changed, {**changed.newest_revision.content, "headline_ar": "بعد"}, by=editor)
    processes = [start_scheduler(), start_scheduler()]
    assert until(lambda: len(sleeping_schedulers()) == 2)
    # Both sleep for BEAT; only the announcement of a new schedule can wake them in time.
    first = schedule(make_draft(), by=editor, due_at=in_seconds(2))
    schedule(changed, by=editor, due_at=in_seconds(2))
    for article in (first, changed):
        (late,) = until(lambda: published(article))  # noqa: B023
        assert 0 <= late < 1
    assert Article.objects.get(pk=changed.pk).headline_ar == "بعد"

    # PostgreSQL is heard no more, as when it is frozen: they wait for no answer and come back by themselves.
    assert until(lambda: len(sleeping_schedulers()) == 2)
    second = schedule(make_draft(), by=editor, due_at=in_seconds(3))
    cable.cut()
    assert until(lambda: all("does not answer Trying again" in process.said.read_text() for process in processes))
    assert not published(second)
    cable.mend()
    assert until(lambda: published(second))

    for process in processes:
        process.kill()
        process.wait()
    missed = schedule(make_draft(), by=editor, due_at=in_seconds(0.3))
    time.sleep(0.5)
    assert not published(missed)
    restarted = [start_scheduler(), start_scheduler()]
    assert until(lambda: published(missed))
    assert until(lambda: len(sleeping_schedulers()) == 2)
    assert [len(published(article)) for article in (first, changed, second, missed)] == [1, 1, 1, 1]
    assert all(process.poll() is None for process in restarted)
