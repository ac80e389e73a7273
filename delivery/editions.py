"""The languages that a page can be read in, and its address in each."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404
from django.utils import translation

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@dataclass(frozen=True)
class Edition:
    """One language of a page: its code, what its readers call it, and the page's path in it."""

    language: str
    path: str

    @property
    def name(self):
        return translation.get_language_info(self.language)["name_local"]


def editions(languages, path):
    """The Editions of a page that exists in `languages`; `path()` gives its path in the language that is active.

    A page with one edition has nothing to switch to or to announce: the list is empty.
    """
    found = []
    for language in languages:
        with translation.override(language):
            found.append(Edition(language, path()))
    return found if len(found) > 1 else []


def in_or_404(languages):
    """`languages`, those of a page. Raises Http404 where the one in which it is asked for is not among them."""
    if translation.get_language() not in languages:
        raise Http404("This page is not in this language")
    return languages


def languages_of(*things, field):
    """The languages in which every one of `things` has a `field` of its own; Arabic is always one."""
    return [
        language
        for language in LANGUAGES
        if language == settings.LANGUAGE_CODE or all(getattr(thing, f"{field}_{language}") for thing in things)
    ]


def is_borrowed(thing, field):
    """Whether a translated field of `thing` is shown in Arabic on this page of another edition, for lack of its own."""
    language = translation.get_language()
    return language != settings.LANGUAGE_CODE and not getattr(thing, f"{field}_{language}")


def unborrowed(thing, field):
    """A translated field of `thing`, "" where it would be borrowed: what programs read cannot be marked as Arabic."""
    return "" if is_borrowed(thing, field) else getattr(thing, field)
