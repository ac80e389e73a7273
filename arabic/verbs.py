"""The forms of the verbs in data/verbs.txt: all persons of the past and the present, with one stem for each verb.

Sound verbs take the endings as they are. A weak root loses or changes its letter before some of them: قلت of قال, دعوا
and يدعون of دعا, استمررت of استمرّ, يبدؤون of بدأ. The classes and their endings are those of the grammars: Wright, "A
Grammar of the Arabic Language" (1896), and Ryding, "A Reference Grammar of Modern Standard Arabic" (2005).
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from arabic.affixes import unite_seats
from arabic.characters import SHADDA
from arabic.keys import search_key
from arabic.lexicon import groups_in

# Persons and numbers by their endings. The alef of وا falls before a pronoun.
_PAST_VOWELS = ("ت", "ا", "تا", "وا", "و")
_PAST_CONSONANTS = ("ت", "نا", "تم")
_PRESENT_ENDINGS = ("ون", "وا", "و", "ان", "ين")


class _Verb(NamedTuple):
    stem: str
    pasts: list[str]
    presents: list[str]


@cache
def verb_forms() -> dict[str, tuple[str, ...]]:
    """Each form of each verb, as a key with united seats and without clitics, with the stems of the verbs it may be of.

    The stem of a verb is its past, or its present where the table begins with that. يصدر is of صدر and of أصدر: the
    verb that the table has first comes first. But a past is of no other verb, and what is whole for one verb is not
    short for another: يضع is of وضع, not of ضاع, and حددت is of حدّد, not of حدّ.
    """
    verbs = list(_verbs())
    forms: dict[str, tuple[str, ...]] = {}
    for verb in verbs:
        forms[verb.stem] = (verb.stem,)
    for make in (_plain_presents, _plain_pasts, _other_forms):
        settled = frozenset(forms)
        for verb in verbs:
            for form in make(verb):
                if len(form) >= 3 and form not in settled and verb.stem not in forms.get(form, ()):
                    forms[form] = (*forms.get(form, ()), verb.stem)
    return forms


@cache
def shared_forms() -> dict[str, frozenset[str]]:
    """For the stem of a verb the forms that another verb has too and that go under the stem of that."""
    shared: dict[str, set[str]] = {}
    for form, stems in verb_forms().items():
        for stem in stems[1:]:
            shared.setdefault(stem, set()).add(form)
    return {stem: frozenset(forms) for stem, forms in shared.items()}


@cache
def _key(word: str) -> str:
    return unite_seats(search_key(word))


def _verbs() -> Iterator[_Verb]:
    printed_as: dict[str, str] = {}
    for words in groups_in("verbs.txt"):
        if words[0].startswith("ي") and not words[1].startswith("ي"):
            yield _Verb(_key(words[0]), words[1:], words[:1])
            continue
        if len(words) > 1 and words[1].startswith("ي"):
            presents = [word for word in words if word.startswith("ي") and word != words[0]]
            lines = [([word for word in words if word not in presents], presents)]
        else:
            lines = [([past], ["ي" + (past[1:] if past[0] in "أا" else past)]) for past in words]
        for pasts, presents in lines:
            key = _key(pasts[0])
            # بدا is written like بدأ without its hamza; it goes by its present.
            stem = key if printed_as.setdefault(key, pasts[0]) == pasts[0] else _key(presents[0])
            yield _Verb(stem, pasts, presents)


def _plain_presents(verb: _Verb) -> Iterator[str]:
    for present in verb.presents:
        body = _key(present)[1:]
        # The first person of form I looks like an elative: أعمل, but أكبر.
        yield from (person + body for person in ("يتنا" if len(body) > 3 else "يتن"))


def _plain_pasts(verb: _Verb) -> Iterator[str]:
    """The past with the endings before which its letters stay."""
    for past in verb.pasts:
        if past.endswith(("ى", "ا")):
            continue
        word = _key(past)
        yield word
        # Of two letters and تا there is more often a noun: سنتا.
        yield from (word + ending for ending in _PAST_VOWELS if len(word) > 2 or ending != "تا")
        if not past.endswith(SHADDA) and not _is_hollow(past):
            yield from (word + ending for ending in _PAST_CONSONANTS)


def _other_forms(verb: _Verb) -> Iterator[str]:
    for past in verb.pasts:
        yield from _past_forms(past, is_in_waw=verb.presents[0].endswith("و"))
    for present in verb.presents:
        for form in _present_forms(present, is_hollow=_is_hollow(verb.pasts[0])):
            yield from ("ي" + form, "ت" + form)


def _is_hollow(past: str) -> bool:
    return len(past) >= 3 and past[-2] == "ا" and past[-1] not in "اى"


def _past_forms(past: str, *, is_in_waw: bool) -> Iterator[str]:
    """The past where its letters change: a weak last one, a doubled or hollow root before a consonant."""
    word = _key(past)
    if past.endswith(("ى", "ا")):
        root = word[:-1]
        yield from (root + ending for ending in ("ا", "ي", "ت", "تا", "وا", "و"))
        yield from (root + ("و" if is_in_waw else "ي") + ending for ending in ("ا", *_PAST_CONSONANTS))
        return
    if past.endswith("ي"):
        yield from (word[:-1] + ending for ending in ("وا", "و"))
    if past.endswith("أ"):
        yield from (word[:-1] + "ء" + ending for ending in ("وا", "و"))
    if past.endswith(SHADDA):
        word += word[-1]
    elif _is_hollow(past):
        word = word[:-2] + word[-1]
    else:
        return
    yield from (word.removesuffix(ending[0]) + ending for ending in _PAST_CONSONANTS)


def _present_forms(present: str, *, is_hollow: bool) -> Iterator[str]:
    """The present with its endings and in the jussive, without the letter of the person."""
    body = _key(present)[1:]
    if present.endswith(("ي", "ى", "و", "يا")):
        yield from (body[:-1] + ending for ending in ("", "ا", *_PRESENT_ENDINGS))
        yield from (body + "ان", body + "ا")
        return
    yield from (body + ending for ending in _PRESENT_ENDINGS)
    if present.endswith("أ"):
        yield from (body[:-1] + "ء" + ending for ending in ("ون", "وا", "و"))
    if present.endswith(SHADDA):
        body += body[-1]
        yield body
    elif is_hollow and len(body) >= 3 and body[-2] in "اوي":
        body = body[:-2] + body[-1]
        yield body
    yield body + "ن"
