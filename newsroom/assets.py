"""Collects the static files into STATIC_ROOT, hashed and compressed, when any of them changed."""

import fcntl
import hashlib
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.base import ContentFile
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

#: A text in quotation marks, to be kept; or what only we read of a style sheet: comments, and how its lines stand.
_FOR_US = re.compile(r'("[^"\n]*")|\s*/\*.*?\*/\s*|\s*\n\s*', re.DOTALL)


class AssetStorage(CompressedManifestStaticFilesStorage):
    """Serves the pages' style sheets without what only we read, a fifth of their weight when compressed.

    Files are kept under their hashed names alone, the only ones that pages ask for, which halves the time it takes.
    """

    keep_only_hashed_files = True

    def _save(self, name, content):
        if name.startswith("css/"):
            content = ContentFile(bare(b"".join(content.chunks()).decode()).encode())
        return super()._save(name, content)


def bare(sheet):
    """The style sheet without comments and indentation. Of what has neither nothing changes."""
    return _FOR_US.sub(lambda found: found[1] or "\n", sheet)


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
    """A digest of every static file's name, time and size, of the storage they go to, and of what that does to them."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode() + Path(__file__).read_bytes())
    for finder in get_finders():
        for name, storage in finder.list([]):
            size, time = storage.size(name), storage.get_modified_time(name).timestamp()
            digest.update(f"{name}\0{time}\0{size}\n".encode())
    return digest.hexdigest()
