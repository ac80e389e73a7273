import re
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.apps import apps
from django.conf import settings
from django.core.management import BaseCommand
from django.utils.translation.template import templatize

from newsroom.messages import compile_catalogues

# Which arguments of which function are words; "1c" is a context (pgettext).
KEYWORDS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"], (1,)),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
# The Unicode CLDR's six forms of Arabic, in Django's order: zero, one, two, few, many, other.
PLURAL_FORMS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
    "fr": "nplurals=2; plural=(n > 1);",
}


class Command(BaseCommand):
    """Keeps translations, adds what is new and drops what is gone; needs Babel (requirements/test.txt), not gettext."""

    help = "Brings the message catalogues in locale/ in step with the source and compiles them."
    requires_system_checks = []

    def handle(self, **options):
        for language, domain in CATALOGUES:
            catalogue = bring_in_step(language, domain)
            missing = sum(not is_translated(entry) for entry in catalogue)
            self.stdout.write(f"{language} {domain}: {len(catalogue)} messages, {missing} to translate")
        compile_catalogues()


def is_in_french(file):
    """Whether the words of `file` are needed in French: what readers see, and the names of an edition's fields."""
    parts = file.relative_to(settings.BASE_DIR).parts
    if parts[0] == "templates":
        return not {"admin", "desk"} & set(parts)
    return "templatetags" in parts or file.name in ("views.py", "feeds.py", "labels.py")


def python_files():
    for app in apps.get_app_configs():
        if Path(app.path).parent == settings.BASE_DIR:
            yield from Path(app.path).glob("**/*.py")


def words_of_django(french_only):
    """The messages of Python code and templates, as {(context or None, words): plural or None}."""
    found = {}
    templates = [*settings.BASE_DIR.glob("templates/**/*.html"), *settings.BASE_DIR.glob("templates/**/*.txt")]
    for file in [*python_files(), *templates]:
        if french_only and not is_in_french(file):
            continue
        source = file.read_text()
        if file.suffix != ".py":
            # Calls of gettext between blanked-out text; without its indentation it can be read as Python.
            source = re.sub(r"^[ \t]+", "", templatize(source, origin=str(file)), flags=re.MULTILINE)
        found |= words(source)
    return found


def words(source):
    found = {}
    for _line, message, _comments, context in extract("python", BytesIO(source.encode()), KEYWORDS):
        single, plural = message[:2] if isinstance(message, tuple) else (message, None)
        found[context, single] = plural or found.get((context, single))
    return found


# What each catalogue must hold. English is the source and has none; scripts get their words from the templates.
CATALOGUES = {
    ("ar", "django"): lambda: words_of_django(french_only=False),
    ("fr", "django"): lambda: words_of_django(french_only=True),
}


def catalogue_file(language, domain):
    return settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def bring_in_step(language, domain):
    """Write the catalogue with the words the source has now, sorted, each with the translation it had; return it."""
    file = catalogue_file(language, domain)
    old = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(file))} if file.exists() else {}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    forms = int(re.search(r"nplurals=(\d)", PLURAL_FORMS[language])[1])
    found = CATALOGUES[language, domain]()
    for context, single in sorted(found, key=lambda key: (key[1], key[0] or "")):
        plural = found[context, single]
        entry = polib.POEntry(msgctxt=context, msgid=single)
        before = old.get((context, single))
        if plural:
            entry.msgid_plural = plural
            entry.msgstr_plural = dict.fromkeys(range(forms), "") | (before.msgstr_plural if before else {})
        elif before:
            entry.msgstr = before.msgstr
        if before:
            entry.tcomment = before.tcomment
        catalogue.append(entry)
    file.parent.mkdir(parents=True, exist_ok=True)
    text = str(catalogue)
    if not file.exists() or file.read_text() != f"{text}\n":
        file.write_text(f"{text}\n")
    return catalogue


def is_translated(entry):
    """Whether every form of a catalogue's entry has words and none is a guess."""
    return all(entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]) and not entry.fuzzy
