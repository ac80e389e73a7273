"""What a process hears of changes from a real PostgreSQL, and what it takes over from another process."""

import socket
import time
from unittest import mock

import psutil
import psycopg2
import pytest
from django.db import OperationalError, connection
from psycopg2.extensions import set_wait_callback

from delivery import waiting
from delivery.changes import Changes, changes, gone
from delivery.listener import Listener, Silence
from delivery.models import PageTag
from delivery.tags import EVERYTHING, MOST_TAGS, bump
from delivery.waiting import is_ready
from delivery.wsgi import StoredPages
from tests.factories import make_article
from tests.stored_pages import AtOnce, ask
from tests.test_delivery import make_page

pytestmark = pytest.mark.django_db(transaction=True)


class Hearing:
    """A listener that takes its steps when it is told to."""

    def __init__(self):
        self.known = Changes()
        self.told = []
        self.listener = Listener(self.known, on_change=self.hear)
        self.line = self.listener._connect()
        self.listener._look(self.line)

    def hear(self, *, is_loss):
        self.told.append((self.known.count, is_loss))

    def listen(self):
        """Take in the messages that are there, and look at the table if one says so."""
        if is_ready(self.line, 1, 1):
            self.line.poll()
        if self.listener._missed_some(self.line):
            self.look()

    def look(self):
        self.listener._look(self.line)

    def has_changed(self, *tags):
        return self.known.has_changed(make_page(tags=[*tags, EVERYTHING]))


@pytest.fixture
def hearing():
    hearing = Hearing()
    yield hearing
    hearing.line.close()


@pytest.fixture
def elsewhere():
    """A connection to the same database that nobody else uses."""
    line = psycopg2.connect(**{**connection.get_connection_params(), "cursor_factory": None})
    yield line
    line.close()


def bump_on(line, tag):
    with line.cursor() as cursor:
        cursor.execute(
            "INSERT INTO delivery_pagetag VALUES (%s, pg_current_xact_id()::text::bigint)"
            " ON CONFLICT (tag) DO UPDATE SET changed_by = excluded.changed_by",
            [tag],
        )


def test_a_change_is_heard_and_what_did_not_change_is_not(hearing):
    assert not hearing.has_changed("a")
    bump({"a", "b"})
    hearing.listen()
    assert hearing.has_changed("a") and hearing.has_changed("b", "z") and not hearing.has_changed("z")


def test_a_message_that_was_lost_is_found_in_the_table_and_then_no_more(hearing):
    bump({"a"})
    bump({"b"})
    hearing.look()
    assert hearing.has_changed("a") and hearing.has_changed("b")
    renewed = make_page(tags=["a", "b"], made_at=hearing.known.count)
    hearing.look()
    hearing.listen()
    assert not hearing.known.has_changed(renewed)


def test_a_transaction_that_began_early_and_ends_late_is_found(hearing, elsewhere):
    bump_on(elsewhere, "early")  # not committed
    bump({"late"})
    hearing.look()
    assert hearing.has_changed("late") and not hearing.has_changed("early")
    hearing.look()
    elsewhere.commit()
    hearing.look()
    assert hearing.has_changed("early")


def test_what_is_rolled_back_has_not_changed(hearing, elsewhere):
    bump_on(elsewhere, "a")
    elsewhere.rollback()
    hearing.look()
    assert not hearing.has_changed("a")


def test_many_tags_are_told_of_without_their_names_and_too_many_make_everything_anew(hearing):
    bump({f"tag:{number}" for number in range(2_000)})
    hearing.listen()
    assert hearing.has_changed("tag:1999") and not hearing.has_changed("other")
    bump({f"tag:{number}" for number in range(MOST_TAGS + 1)})
    hearing.listen()
    assert hearing.has_changed("other")
    assert PageTag.objects.filter(tag=EVERYTHING).exists()


def test_who_renews_pages_is_called_once_a_change_is_known(hearing):
    page = make_page(tags=["a", EVERYTHING])
    hearing.told.clear()
    hearing.look()
    assert hearing.told == []  # nothing changed
    bump({"a"})
    hearing.listen()
    bump({"a", gone("b")})
    hearing.listen()
    assert hearing.told == [(1, False), (2, True)] and not hearing.known.has_lost(page)
    bump({"a", gone("a")})
    hearing.look()  # the message was lost
    assert hearing.told[-1] == (hearing.known.count, True) and hearing.known.has_lost(page)
    renewed = make_page(tags=["b", EVERYTHING], made_at=hearing.known.count)
    bump({gone("b"), *(f"tag:{number}" for number in range(MOST_TAGS))})
    hearing.listen()
    assert hearing.known.has_lost(renewed)


def test_a_connection_that_is_frozen_is_not_waited_for(hearing):
    backend = psutil.Process(hearing.line.get_backend_pid())
    backend.suspend()
    try:
        with pytest.raises(Silence):
            hearing.look()
    finally:
        backend.resume()


def test_another_process_takes_a_page_over_unless_it_changed_meanwhile(site):
    path = make_article().get_absolute_url()

    def other_process():
        return StoredPages(site.django, django=AtOnce())

    made = site.get(path)
    assert made.how == "fwd=miss; stored"
    taken = ask(other_process(), path, accept_encoding="br")
    assert taken.how == "fwd=miss; collapsed"
    assert (taken.body, taken.headers["ETag"]) == (made.body, made.headers["ETag"])
    [key] = [key for key, _page in site.pages.store.items()]
    tag = next(tag for tag in site.pages.store.get(key).tags if tag.startswith("article:"))
    bump({tag})
    assert ask(other_process(), path).how == "fwd=miss; stored"


def test_a_page_that_another_process_makes_is_not_waited_for_by_who_renews(site, elsewhere):
    path = make_article().get_absolute_url()
    for _ in range(2):
        site.get(path)
    [(key, _page)] = site.pages.store.items()
    changes.mark([EVERYTHING], transaction=1)
    lock = ["SELECT pg_advisory_lock(hashtextextended(%s, 0))", "SELECT pg_advisory_unlock(hashtextextended(%s, 0))"]
    for statement in lock:
        with elsewhere.cursor() as cursor:
            cursor.execute(statement, [key])
        elsewhere.commit()
        site.renew()
        assert changes.has_changed(site.pages.store.get(key)) == (statement == lock[0])


def test_what_is_remembered_goes_with_everything(site):
    """As when an import changes more than can be named, or the database is not the one that we knew."""
    for number in range(3):
        changes.heard(time.monotonic())
        assert changes.remember("key", "remembered", lambda number=number: number) == number
        assert changes.remember("key", "remembered", lambda: "new") == number
        changes.mark([EVERYTHING], transaction=number) if number else changes.forget()


def test_what_is_remembered_is_not_older_than_the_page_that_is_left_to_others(site):
    """A change that no message told of yet is asked for before a page is made of what this process remembers."""
    path = make_article().get_absolute_url()
    site.get(path)
    read = []
    changes.remember("key", "remembered", lambda: read.append("old"))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO delivery_pagetag VALUES ('remembered', pg_current_xact_id()::text::bigint)")
    site.get("/")
    changes.remember("key", "remembered", lambda: read.append("new"))
    assert read == ["old", "new"]


# While PostgreSQL is frozen -----------------------------------------------------------------------------------------


@pytest.fixture
def waits_as_the_server_does():
    waiting.install()
    yield
    set_wait_callback(None)


@pytest.fixture
def frozen():
    """This test's own connection gets no answer any more."""
    connection.ensure_connection()
    backend = psutil.Process(connection.connection.get_backend_pid())
    backend.suspend()
    yield
    backend.resume()
    connection.close()


def test_a_page_that_needs_a_frozen_database_says_so_and_asks_to_come_again(site, waits_as_the_server_does, frozen):
    changes.heard(time.monotonic() - waiting.SILENCE_SECONDS - 1)
    answer = ask(site.pages, "/search/?q=ماء")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert 'lang="ar-LB"' in answer.text


def test_a_long_answer_is_waited_for_while_postgresql_is_heard(site, waits_as_the_server_does):
    changes.heard(time.monotonic())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [3 * waiting.GLANCE_SECONDS])
    changes.heard(time.monotonic() - waiting.SILENCE_SECONDS - 1)
    with pytest.raises(OperationalError, match="does not answer"), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [3 * waiting.GLANCE_SECONDS])
    connection.close()


def test_a_connection_that_nobody_takes_is_given_up(site, waits_as_the_server_does):
    with socket.socket() as nobody, mock.patch.object(waiting, "CONNECT_SECONDS", 0.1):
        nobody.bind(("127.0.0.1", 0))
        nobody.listen()
        with pytest.raises(psycopg2.OperationalError, match="does not answer"):
            psycopg2.connect(host="127.0.0.1", port=nobody.getsockname()[1], user="anybody")
