"""The embedded server, started for real in folders of its own."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from newsroom import postgres

ROOT = Path(__file__).resolve().parent.parent

# Starts the server, runs the SQL in its first argument, prints the answer, and ends when its input does.
USER_OF_THE_SERVER = """
import os, sys
import psycopg2
from newsroom import postgres
{become}
try:
    postgres.ensure_running()
except postgres.CannotStart as error:
    sys.exit(str(error))
there = postgres.connection_settings()
connection = psycopg2.connect(
    host=there["HOST"], port=there["PORT"], user=there["USER"], dbname=there["NAME"]
)
connection.autocommit = True
cursor = connection.cursor()
cursor.execute(sys.argv[1])
print(cursor.fetchone()[0] if cursor.description else "done", flush=True)
connection.close()
sys.stdin.read()
"""


def start(folder, sql="SELECT 1", become=""):
    """A process that uses the server in `folder`; returns once its SQL is answered, with the answer in `answer`."""
    process = subprocess.Popen(
        [sys.executable, "-c", USER_OF_THE_SERVER.format(become=become), sql],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "NEWSROOM_VAR": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    process.answer = process.stdout.readline().strip()
    return process


def finish(process):
    """End a process of `start()` in order; return its answer. What it wrote on stderr is in `process.complaint`."""
    process.complaint = process.communicate(timeout=30)[1]
    return process.answer


def server_of(folder):
    """The server's main process, or None."""
    try:
        return psutil.Process(int((folder / "postgresql" / "data" / "postmaster.pid").read_text().split()[0]))
    except (FileNotFoundError, psutil.NoSuchProcess):
        return None


def kill_all(server):
    for process in [server, *server.children()]:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    while server.is_running() and server.status() != psutil.STATUS_ZOMBIE:  # its parent may live on
        time.sleep(0.01)


@pytest.fixture
def folder(tmp_path):
    tmp_path.chmod(0o755)
    yield tmp_path
    if server_of(tmp_path):
        kill_all(server_of(tmp_path))


def test_the_last_user_stops_the_server_and_the_data_stays(folder):
    first = start(folder, "CREATE TABLE kept AS SELECT 'بيروت' AS city")
    second = start(folder)
    assert second.answer == "1"
    assert finish(first) == "done", first.complaint
    assert server_of(folder)
    assert finish(second) == "1"
    assert server_of(folder) is None
    assert finish(start(folder, "SELECT city FROM kept")) == "بيروت"


def test_arabic_letters_are_letters_to_search_and_sort_alike_everywhere(folder):
    assert finish(start(folder, "SELECT to_tsvector('simple', 'بيروت، القاهرة')::text")) == "'القاهرة':2 'بيروت':1"
    assert finish(start(folder, "SELECT string_agg(l, '' ORDER BY l) FROM unnest('{ب,z,أ,a}'::text[]) l")) == "azأب"


def test_the_user_of_a_killed_process_finds_the_server_and_stops_it_at_the_end(folder):
    killed = start(folder)
    assert killed.answer == "1"
    killed.kill()
    killed.wait()
    assert server_of(folder)
    assert finish(start(folder)) == "1"
    assert server_of(folder) is None


def test_starts_after_a_crash_even_when_another_process_has_the_stale_number(folder):
    user = start(folder, "CREATE TABLE kept AS SELECT 1")
    kill_all(server_of(folder))
    pid_file = folder / "postgresql" / "data" / "postmaster.pid"
    stale = pid_file.read_text()
    pid_file.write_text(stale.replace(stale.split()[0], str(os.getpid()), 1))
    finish(user)
    again = start(folder, "SELECT count(*) FROM kept")
    assert finish(again) == "1", again.complaint


def test_a_server_that_dies_is_brought_back_by_those_who_ask_again(folder, monkeypatch):
    user = start(folder)
    server_of(folder).kill()
    second = start(folder)
    assert second.answer == "1"
    assert server_of(folder)
    finish(user), finish(second)
    assert server_of(folder) is None


def test_a_path_too_long_for_a_socket_works(folder):
    long = folder / ("طويل-" * 20)
    user = start(long, "SHOW unix_socket_directories")
    assert user.answer.startswith("/tmp/newsroom-")
    assert Path(user.answer).stat().st_mode & 0o777 == 0o700
    finish(user)
    assert not Path(user.answer).exists()


def test_two_copies_run_at_the_same_time(folder):
    one, other = start(folder / "one"), start(folder / "another, with a \"mark\" and a 'blank'")
    assert finish(one) == finish(other) == "1"


def test_data_of_another_version_is_refused_in_one_line(folder):
    finish(start(folder))
    (folder / "postgresql" / "data" / "PG_VERSION").write_text("17\n")
    refused = start(folder)
    assert finish(refused) == ""
    assert "was made by PostgreSQL 17" in refused.complaint
    assert len(refused.complaint.splitlines()) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_runs_for_a_user_who_is_not_root_and_whose_folder_then_stays_theirs(folder):
    os.chown(folder, 65534, 65534)
    # email.parser: Python's own library may lie in a home that nobody else can read.
    become_nobody = "import email.parser; os.setgroups([]); os.setgid(65534); os.setuid(65534)"
    theirs = start(folder, "SELECT 'mine'", become=become_nobody)
    assert theirs.answer == "mine", finish(theirs) or theirs.complaint
    assert server_of(folder).uids().real == 65534
    finish(theirs)
    assert finish(start(folder, "SELECT 'as root, on their data'")) == "as root, on their data"
    assert finish(start(folder, "SELECT 'theirs still'", become=become_nobody)) == "theirs still"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as somebody else")
def test_root_lets_the_server_through_closed_folders_and_says_so(folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    user = start(closed / "var")
    assert finish(user) == "1", user.complaint
    assert f"{closed}: others may now pass through" in user.complaint
    assert closed.stat().st_mode & 0o777 == 0o701
    assert (closed / "var" / "postgresql").stat().st_mode & 0o777 == 0o700


def test_asking_for_the_settings_starts_nothing(monkeypatch, folder):
    monkeypatch.setattr(postgres, "FOLDER", folder / "postgresql")
    assert postgres.connection_settings()["HOST"] == str(folder / "postgresql")
    assert list(folder.iterdir()) == []
