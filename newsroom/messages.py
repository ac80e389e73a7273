"""Compiles the message catalogues (.po to .mo) without GNU gettext, which a fresh machine does not have.

Run as `python -m newsroom.messages`; it needs neither settings nor a database. Compiled catalogues are not kept in git.
"""

import os
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_catalogues(folder=LOCALE):
    """Compile each catalogue under `folder` that is newer than its compiled one; return those compiled.

    Another process never reads half a file. Raises OSError for a catalogue that cannot be parsed, with file and line.
    """
    done = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        unfinished = compiled.with_suffix(f".{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(unfinished))
        unfinished.replace(compiled)
        done.append(compiled)
    return done


if __name__ == "__main__":
    for compiled in compile_catalogues():
        print(f"Compiled {compiled.relative_to(LOCALE.parent)}")
