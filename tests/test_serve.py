"""`manage.py serve`, run as a person runs it, in a folder of its own."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from newsroom import error_pages
from newsroom.management.commands.serve import FALLS, Child, supervise

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def empty_newsroom(tmp_path_factory):
    """The folder of a newsroom whose static files are collected already, as they take longest."""
    folder = tmp_path_factory.mktemp("newsroom")
    folder.chmod(0o755)
    for parent in folder.parents[:2]:
        parent.chmod(0o755)  # PostgreSQL runs as a user of its own
    shutil.copytree(settings.STATIC_ROOT, folder / "static")
    shutil.copy2(settings.STATIC_ROOT.with_suffix(".collected"), folder)
    return folder


def serve(folder, port, **environment):
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "NEWSROOM_VAR": str(folder), "PORT": str(port), "DEMO": "0", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def said(process):
    """What `process` writes on stdout until it is ready, or has ended."""
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Ctrl-C"):
            break
    return "".join(lines)


def status_of(port, path):
    site = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    site.request("GET", path)
    return site.getresponse().status


def answered(port, path):
    """The status with which `path` is answered as soon as somebody listens."""
    while True:
        with suppress(ConnectionError):
            return status_of(port, path)


def family_of(process):
    """All processes that `process` started, PostgreSQL's among them."""
    return psutil.Process(process.pid).children(recursive=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return empty_newsroom(tmp_path_factory)


@pytest.fixture
def processes():
    """Those that a test appends here are gone after it."""
    started = []
    yield started
    for process in started:
        for member in [*(family_of(process) if process.poll() is None else []), process]:
            member.kill()
        process.communicate()


def test_serves_says_where_and_leaves_nothing_running(folder, processes):
    port = free_port()
    newsroom = serve(folder, port)
    processes.append(newsroom)
    text = said(newsroom)
    assert f"http://localhost:{port}/\n" in text
    assert f"http://localhost:{port}/desk/\n" in text
    assert status_of(port, "/") == 200
    assert status_of(port, "/desk/login/") == 200

    refused = serve(folder, port)
    processes.append(refused)
    _, error = refused.communicate(timeout=SECONDS)
    assert refused.returncode == 1
    assert f"port {port} (Address already in use)" in error
    assert "PORT=" in error
    assert len(error.splitlines()) == 1

    other_port = free_port()
    second = serve(folder, other_port)
    processes.append(second)
    said(second)
    family = family_of(newsroom)
    newsroom.send_signal(signal.SIGINT)
    newsroom.wait(SECONDS)
    assert newsroom.returncode == 0
    assert status_of(other_port, "/") == 200  # its PostgreSQL was the first one's

    family += family_of(second)
    second.send_signal(signal.SIGTERM)
    second.wait(SECONDS)
    psutil.wait_procs(family, timeout=5)
    assert [process for process in family if process.is_running() and process.status() != psutil.STATUS_ZOMBIE] == []


def test_what_dies_is_started_again(folder, processes):
    port = free_port()
    newsroom = serve(folder, port)
    processes.append(newsroom)
    said(newsroom)

    def child(name):
        found = []
        for process in psutil.Process(newsroom.pid).children():
            with suppress(psutil.NoSuchProcess):  # it has just ended
                if name in process.cmdline():
                    found.append(process)
        return found

    for name in ("run_scheduler", "granian"):
        (dead,) = child(name)
        family = dead.children(recursive=True)
        dead.kill()
        while child(name) in ([], [dead]):
            assert newsroom.poll() is None
            time.sleep(0.05)
        psutil.wait_procs(family, timeout=5)
        assert [left for left in family if left.is_running() and left.status() != psutil.STATUS_ZOMBIE] == []
    assert answered(port, "/") == 200


def test_what_nginx_refuses_is_said_in_pages_that_are_written_at_the_start(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    error_pages.write()
    named = re.findall(r"error_page [\d =]+ /errors/(\S+);", (ROOT / "deploy" / "nginx.conf").read_text())
    assert set(named) == {path.name for path in (tmp_path / "errors").iterdir()}
    for name in named:
        page = " ".join((tmp_path / "errors" / name).read_text().split())
        assert 'lang="ar-LB" dir="rtl"' in page and f"> {name[:3]} <" in page, name


def test_a_web_server_that_keeps_dying_ends_the_command_with_its_status():
    children = [Child(["newsroom.management.commands.no_such_module"]), Child(["http.server", "--help"])]
    with pytest.raises(SystemExit) as ended:
        supervise(children)
    assert ended.value.code == 1
    assert children[0].falls == FALLS + 1


def test_a_database_that_cannot_be_reached_is_named_in_one_line(tmp_path, processes):
    newsroom = serve(tmp_path, free_port(), DATABASE_URL=f"postgresql://nobody@127.0.0.1:{free_port()}/none")
    processes.append(newsroom)
    _, error = newsroom.communicate(timeout=SECONDS)
    assert newsroom.returncode == 1
    assert error.startswith("CommandError: PostgreSQL cannot be reached, check DATABASE_URL: ")
    assert len(error.splitlines()) == 1
    assert not (tmp_path / "postgresql").exists()
