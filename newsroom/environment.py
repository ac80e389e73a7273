"""Reads settings from environment variables; a wrong one ends the program with one line that says what to do.

Each function takes the variable's name and what holds when it is unset, and returns the checked value.
"""

import base64
import hashlib
import os
import re
import secrets
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class WrongSetting(SystemExit):
    """A setting nobody can run with. Ends the program with status 1 and one line on stderr."""

    def __init__(self, name: str, advice: str):
        super().__init__(f"{name}: {advice}")


def given(name: str) -> bool:
    """Is the variable set to anything? An empty one counts as unset."""
    return bool(os.environ.get(name, "").strip())


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    value = text(name).lower()
    if value in ("", "1", "true", "yes", "on", "0", "false", "no", "off"):
        return value in ("1", "true", "yes", "on") if value else default
    raise WrongSetting(name, f"“{value}” is neither yes nor no; write 1 or 0.")


def port(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 65535:
        raise WrongSetting(name, f"“{value}” is not a port; write a number from 1 to 65535.")
    return int(value)


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 1_000_000:
        raise WrongSetting(name, f"“{value}” is no number that it could be; write a whole number from 1 on.")
    return int(value)


def url(name: str, default: str) -> str:
    """An address of the web, without a path and without the last slash."""
    value = text(name, default).rstrip("/")
    if not _is_site(value):
        raise WrongSetting(name, f"“{value}” is not a site's address; write it like https://example.org")
    return value


def address(name: str, default: str = "") -> str:
    """A whole address of the web, path and all, or nothing."""
    value = text(name, default)
    if value and not re.fullmatch(r"https?://[^\s/<>\"]+(/[^\s<>\"]*)?", value):
        raise WrongSetting(name, f"“{value}” is not an address; write it like https://example.org/path")
    return value


def key(name: str) -> str:
    """A key that is also the name of a file: 8 to 128 letters, digits and hyphens; or nothing."""
    value = text(name)
    if value and not re.fullmatch(r"[A-Za-z0-9-]{8,128}", value):
        raise WrongSetting(name, "write 8 to 128 Latin letters, digits and hyphens.")
    return value


def _is_site(value: str) -> bool:
    try:
        parts = urlsplit(value)
        named = parts.hostname and parts.port != 0  # asking for the port checks it
    except ValueError:
        return False
    rest = parts.path or parts.query or parts.fragment or " " in value
    return bool(parts.scheme in ("http", "https") and named and not rest)


def hosts(name: str, site_url: str) -> list[str]:
    """The host names answered to: those listed, separated by commas, or else the site's own (and this machine's)."""
    listed = [host.strip() for host in text(name).split(",") if host.strip()]
    if any("/" in host for host in listed):
        raise WrongSetting(name, "write host names alone, separated by commas, without http:// or a path.")
    own = urlsplit(site_url).hostname
    if own == "localhost":
        return listed or ["localhost", "127.0.0.1", "[::1]"]
    return listed or [own]


def folder(name: str, default: Path) -> Path:
    path = Path(text(name, str(default))).expanduser()
    if not path.is_absolute():
        raise WrongSetting(name, f"“{path}” is not a whole path; begin it with a slash.")
    return path


def database(name: str) -> str:
    value = text(name)
    if not value.startswith(("postgres://", "postgresql://")):
        raise WrongSetting(name, "newsroom runs on PostgreSQL only; write postgresql://user:password@host:5432/name")
    return value


def time_zone(name: str, default: str) -> str:
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise WrongSetting(name, f"no time zone is called “{value}”; write one like Asia/Beirut.") from None
    return value


def choice(name: str, default: str, choices: Collection[str]) -> str:
    """One of `choices`, which are as they must be written."""
    value = text(name, default)
    if value not in choices:
        raise WrongSetting(name, f"“{value}” is none of those it may be; write one of {', '.join(choices)}.")
    return value


def choices(name: str, default: list[str], choices: Collection[str]) -> list[str]:
    """Any of `choices`, separated by commas; "none" for none of them."""
    value = text(name, ",".join(default))
    named = [part.strip() for part in value.split(",") if part.strip()] if value != "none" else []
    for part in named:
        if part not in choices:
            raise WrongSetting(name, f"“{part}” is none of those it may name: {', '.join(choices)}; or write none.")
    return named


def secret(name: str, file: Path, *, required: bool) -> str:
    """The secret key: from the environment, or, for a local newsroom, made once and kept in `file`.

    `required` asks for the variable itself: several web machines must share one key.
    """
    value = text(name)
    if value:
        if len(value) < 50 or len(set(value)) < 5:
            raise WrongSetting(name, "too short to be a secret; make one of 50 characters or more.")
        return value
    if required:
        raise WrongSetting(name, "a site under https:// needs its own; set 50 random characters or more.")
    try:
        return file.read_text()
    except FileNotFoundError:
        pass
    key = secrets.token_urlsafe(64)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=file.parent) as whole:  # readable by its owner alone
            whole.write(key)
            whole.flush()
            os.link(whole.name, file)
    except FileExistsError:  # another process of ours was first
        return file.read_text()
    except OSError as error:
        sys.exit(f"{file}: {error.strerror}; newsroom keeps its data there, so let this user write it.")
    return key


def hash_of(script: str) -> str:
    """How a Content-Security-Policy names a script that stands in a page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
