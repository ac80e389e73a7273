"""Collects the static files into STATIC_ROOT, hashed and compressed, when any of them changed."""

import fcntl
import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect():
    """Run collectstatic unless STATIC_ROOT already holds these very files; return whether it ran.

    Hashing and compressing everything takes seconds even when nothing changed, looking at times and sizes does not.
    Processes that start together wait for the first one.
    """
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    with open(settings.STATIC_ROOT.with_suffix(".collected"), "a+") as collected:
        fcntl.flock(collected, fcntl.LOCK_EX)
        collected.seek(0)
        found = _fingerprint()
        if collected.read() == found and (settings.STATIC_ROOT / "staticfiles.json").exists():
            return False
        collected.truncate(0)
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        collected.write(found)
    return True


def _fingerprint():
    """A digest of every static file's name, time and size, and of the storage that they go to."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            size, time = storage.size(name), storage.get_modified_time(name).timestamp()
            digest.update(f"{name}\0{time}\0{size}\n".encode())
    return digest.hexdigest()
