"""Settings by environment: a wrong one is one readable line and a status, a right one is quiet and safe."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks

from newsroom import environment

KEY = "not-a-real-key-but-long-enough-for-the-check-0123456789-abcdef"
SITE = {"SITE_URL": "https://example.org", "SECRET_KEY": KEY}


def manage(*arguments, **variables):
    """`manage.py` in a process of its own with these variables and no others of ours."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    "variables",
    [
        {"SITE_URL": "example.org"},
        {"SITE_URL": "https://example.org/news", "SECRET_KEY": KEY},
        {"SITE_URL": "ftp://example.org"},
        {"SITE_URL": "https://example.org"},  # without a key of its own
        {"SECRET_KEY": "short-and-secret"},
        {"SECRET_KEY": "a" * 80},
        {"PORT": "80000"},
        {"PORT": "٨٠٠٠"},
        {"DEBUG": "perhaps"},
        {"BEHIND_PROXY": "2"},
        {"ALLOWED_HOSTS": "https://example.org"},
        {"DATABASE_URL": "mysql://somebody:s3cret-word@localhost/news"},
        {"DATABASE_URL": "newsroom"},
        {"DATABASE_URL": "http://["},
        {"NEWSROOM_TIME_ZONE": "Asia/Bierut"},
        {"NEWSROOM_TIME_ZONE": "../../etc/passwd"},
        {"PUBLISH_REQUIRES": "topics,beauty"},
        {"MEDIA_ROOT": "pictures"},
        {"NEWSROOM_VAR": "var"},
    ],
    ids=lambda variables: "-".join(f"{name}={value[:24]}" for name, value in variables.items()),
)
def test_a_wrong_variable_is_one_line_that_names_it(tmp_path, variables):
    done = manage("check", **{"NEWSROOM_VAR": str(tmp_path), **variables})
    assert done.returncode == 1 and done.stdout == ""
    [line] = done.stderr.strip().splitlines()
    assert line.split(":")[0] in {*variables, "SECRET_KEY"} and len(line) > len("SECRET_KEY: ")
    for secret in ("short-and-secret", "s3cret-word", KEY, "aaaa"):
        assert secret not in line


def test_a_site_under_https_passes_every_check_for_production(tmp_path):
    done = manage("check", "--deploy", "--fail-level", "WARNING", NEWSROOM_VAR=str(tmp_path), **SITE)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    assert KEY not in done.stdout + done.stderr


def test_a_newsroom_of_this_machine_needs_no_variable(tmp_path):
    done = manage("check", NEWSROOM_VAR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    key = tmp_path / "secret-key"
    assert len(key.read_text()) >= 50 and stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_text()
    assert manage("check", NEWSROOM_VAR=str(tmp_path)).returncode == 0 and key.read_text() == before


def test_these_settings_hold_now():
    assert run_checks() == []
    policy = str(settings.CONTENT_SECURITY_POLICY)
    assert "unsafe" not in policy and "*" not in policy
    assert settings.DEBUG is False and settings.LANGUAGE_CODE == "ar"


# Each kind of variable ----------------------------------------------------------------------------------------------


@pytest.fixture
def variable(monkeypatch):
    """A function that sets the variable X, which each test reads."""
    return lambda value: monkeypatch.setenv("X", value)


def test_an_empty_variable_counts_as_unset(variable):
    variable(" ")
    assert not environment.given("X")
    assert environment.text("X", "else") == "else"
    assert environment.flag("X", True) is True and environment.flag("X", False) is False
    assert environment.port("X", 8000) == 8000


@pytest.mark.parametrize(("value", "read"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("FALSE", False)])
def test_a_flag(variable, value, read):
    variable(value)
    assert environment.flag("X", not read) is read


@pytest.mark.parametrize("value", ["0", "65536", "-1", "80.0", "+80", "8000a", "²"])
def test_what_is_no_port(variable, value):
    variable(value)
    with pytest.raises(environment.WrongSetting):
        environment.port("X", 8000)


def test_a_sites_address_is_kept_without_its_last_slash(variable):
    variable("https://example.org:8443/")
    assert environment.url("X", "") == "https://example.org:8443"


@pytest.mark.parametrize(
    "value",
    [
        "https://",
        "https://[",
        "https://example.org?x=1",
        "//example.org",
        "https://a b",
        "https://a:99999",
        "https://a#b",
    ],
)
def test_what_is_no_address(variable, value):
    variable(value)
    with pytest.raises(environment.WrongSetting):
        environment.url("X", "")


def test_hosts(variable):
    assert environment.hosts("X", "https://example.org:8443") == ["example.org"]
    assert "127.0.0.1" in environment.hosts("X", "http://localhost:8000")
    variable("a.example.org, b.example.org,")
    assert environment.hosts("X", "https://example.org") == ["a.example.org", "b.example.org"]


def test_a_folder_of_the_users_home(variable):
    variable("~/news")
    assert environment.folder("X", Path("/x")) == Path.home() / "news"


def test_a_key_is_made_once_and_by_one_process(tmp_path):
    made = environment.secret("X", tmp_path / "var" / "key", required=False)
    assert environment.secret("X", tmp_path / "var" / "key", required=False) == made
    assert [file.name for file in (tmp_path / "var").iterdir()] == ["key"]
