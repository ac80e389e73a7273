"""Compiles the message catalogues (.po to .mo) without GNU gettext, which a fresh machine does not have.

Run as `python -m newsroom.messages`; it needs neither settings nor a database. Compiled catalogues are not kept in git.
"""

import calendar
import itertools
import os
from pathlib import Path

import polib

import arabic

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_catalogues(folder=LOCALE):
    """Compile each catalogue under `folder` that is newer than its compiled one; return those compiled.

    Beside them each country's month names, in months/, and our Arabic words as other houses spell them, in house/; of
    each settings.LOCALE_PATHS puts one before ours. Another process never reads half a file. Raises OSError for a
    catalogue that cannot be parsed, with file and line.
    """
    for country, months in arabic.MONTHS.items():
        _compile_months(folder / "months" / country / "ar" / "LC_MESSAGES" / "django.mo", months)
    for tanween, marks in itertools.product(arabic.TANWEEN, arabic.QUOTATION_MARKS):
        compiled = folder / "house" / f"{tanween}-{marks}" / "ar" / "LC_MESSAGES" / "django.mo"
        source = folder / "ar" / "LC_MESSAGES" / "django.po"
        if _is_older(compiled, source):
            spelled = [arabic.TANWEEN[tanween], arabic.QUOTATION_MARKS[marks]]
            _compile_spelling(compiled, polib.pofile(str(source)), spelled)
    done = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if _is_older(compiled, source):
            _write(compiled, polib.pofile(str(source)))
            done.append(compiled)
    return done


def _is_older(compiled, source):
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _compile_months(compiled, months):
    """Translations of Django's own words for the months, so that dates at the desk have the outlet's names too."""
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalogue.extend(
        polib.POEntry(msgid=english, msgstr=name) for english, name in zip(calendar.month_name[1:], months, strict=True)
    )
    if not compiled.exists() or compiled.read_bytes() != catalogue.to_binary():
        _write(compiled, catalogue)


def _compile_spelling(compiled, ours, spelled):
    """Those of our messages that a house spells otherwise, in its way; `spelled` are the functions that do it."""
    catalogue = polib.POFile()
    catalogue.metadata = ours.metadata
    for entry in ours:
        before = [entry.msgstr, *entry.msgstr_plural.values()]
        for spell in spelled:
            entry.msgstr = spell(entry.msgstr)
            entry.msgstr_plural = {number: spell(form) for number, form in entry.msgstr_plural.items()}
        if before != [entry.msgstr, *entry.msgstr_plural.values()]:
            catalogue.append(entry)
    _write(compiled, catalogue)


def _write(compiled, catalogue):
    compiled.parent.mkdir(parents=True, exist_ok=True)
    unfinished = compiled.with_suffix(f".{os.getpid()}")
    catalogue.save_as_mofile(str(unfinished))
    unfinished.replace(compiled)


if __name__ == "__main__":
    for compiled in compile_catalogues():
        print(f"Compiled {compiled.relative_to(LOCALE.parent)}")
