"""Every word that a person sees has its translation: no gap, no guess, no leftover."""

import re

import polib
import pytest

from newsroom.management.commands.messages import CATALOGUES, catalogue_file, is_translated
from newsroom.messages import compile_catalogues

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


@pytest.fixture(params=sorted(CATALOGUES), ids="-".join)
def catalogue_and_source(request):
    """One catalogue's entries, and the words that the source has for it."""
    return polib.pofile(str(catalogue_file(*request.param))), CATALOGUES[request.param]()


def test_a_catalogue_has_every_message_of_the_source_and_no_other(catalogue_and_source):
    catalogue, source = catalogue_and_source
    plurals = {(entry.msgctxt, entry.msgid): entry.msgid_plural or None for entry in catalogue}
    assert plurals == source, "run manage.py messages, then translate what is new"
    assert not catalogue.obsolete_entries()


def test_every_message_is_translated_in_every_form(catalogue_and_source):
    catalogue, _ = catalogue_and_source
    forms = int(re.search(r"nplurals=(\d)", catalogue.metadata["Plural-Forms"])[1])
    assert [entry.msgid for entry in catalogue if not is_translated(entry)] == []
    assert [e.msgid for e in catalogue if e.msgid_plural and len(e.msgstr_plural) != forms] == []


def test_a_translation_fills_in_what_its_message_does(catalogue_and_source):
    catalogue, _ = catalogue_and_source
    wrong = []
    for entry in catalogue:
        asked = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        if entry.msgid_plural:  # «مقالان» needs no number
            fits = all(set(PLACEHOLDER.findall(form)) <= asked for form in entry.msgstr_plural.values())
        else:
            fits = set(PLACEHOLDER.findall(entry.msgstr)) == asked
        if is_translated(entry) and not fits:
            wrong.append(entry.msgid)
    assert wrong == []


def test_compiling_needs_no_gettext_and_only_what_changed(tmp_path):
    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Save"\nmsgstr "حفظ"\n'
    )
    assert compile_catalogues(tmp_path) == [folder / "django.mo"]
    assert polib.mofile(str(folder / "django.mo")).find("Save").msgstr == "حفظ"
    assert compile_catalogues(tmp_path) == []
