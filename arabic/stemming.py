"""The stemmer: one form for all that is made of a word by clitics, number, person and nisba.

It cuts only what leaves a known word, and cuts the least it can; a word that no cut makes known loses the commonest
affixes and no more. A verb has one stem in past and present, a feminine adjective that of its masculine, a foreign name
its consonants alone. What is known lies in data/: words.txt, uninflected words of the press by frequency; verbs.txt;
feminines.txt and adjectives.txt, and feminine_nouns.txt, which are none; nisbas.txt; guarded.txt and particles.txt,
words that are never cut; the plural and spelling tables; names.txt and more_names.txt, foreign names. A change of rules
or data changes VERSION, so that an index can be built anew (S2).
"""

import re
from collections.abc import Iterator
from functools import cache

from arabic.affixes import (
    ARTICLES,
    SHORTEST,
    unite_seats,
    without_article,
    without_imperfect_person,
    without_number,
    without_object,
    without_particles,
    without_past_person,
    without_pronoun,
)
from arabic.keys import search_key
from arabic.lexicon import (
    feminine_adjectives,
    feminine_nouns,
    foreign_names,
    guarded_words,
    nouns_of_nisba,
    table_words,
    word_ranks,
)
from arabic.verbs import verb_forms

VERSION = 6

_NATIVE_LETTERS = frozenset("حعضصظءذث")
_ONE_SOUND = str.maketrans("طغشص", "تجسس")
_doubled = re.compile(r"(.)\1")
# What else is written in two ways: تش and ش, دج and ج, the Portuguese nh, a cluster with alef before it.
_ONE_SPELLING = (("تس", "س"), ("دج", "ج"), ("نهو", "نيو"), ("نها", "نيا"), ("نب", "مب"))
_cluster_with_alef = re.compile("^ا(?=س[^اوي])")

# Patterns that no foreign name has: participles, verbs of the form X, استفعال, تفعيل and افتعال.
_native = re.compile(
    "م[^اوي]{4}|م[^اوي]{2}و[^اوي]|م[^اوي]{3,}(?:ين|ون|ات|ا)|مست.{3}(?:ين|ون|ات|ا)|[ايتن]ست[^اوي]{3}"
    "|(?:است[^اوي]{2}ا[^اوي]|ت[^اوي]{2}ي[^اوي]|ا[^اوي]ت[^اوي]ا[^اوي])(?:ات)?"
)

# Masculine adjectives by their letters: فعيل, فاعل, مفعول, and the participles of the forms V to X.
_PARTICIPLES = "م[^ا][^اوي]و.|م[تن][^ا].{2,}|مست.{2,}|م[^ا]ت.{2,}|م[صض]ط..|مزد.."
_participle = re.compile(_PARTICIPLES)
_adjective = re.compile(f"[^اوي]{{2}}ي.|.ا[^اوي].|{_PARTICIPLES}")

# Letters of a name without its inner vowels: of pairs in the corpus that share fewer than the least, a third are two
# names. Up to what is enough, listed names are told apart by their vowels: كرواتيا and كورتوا.
LEAST_FOLDED = 5
ENOUGH_FOLDED = 6
LONGEST_STEMMED = 24  # letters; the longest inflected words of the language have about fifteen


def stem(key: str) -> str:
    """The stem of the word whose search key is `key`: that of `فسيعود` is that of `يعود` (S3, S4, N3).

    A key that is no single Arabic word comes back as it is.
    """
    word = unite_seats(key)
    if not _is_stemmed(word):
        return word
    if (found := _known_stem(word)) is not None:
        return found
    word = (without_article(word) or [word])[0]
    if may_be_foreign(word) or word in foreign_names():
        return _name(word) or _in_one_spelling(_light_stem(word))
    return _light_stem(word)


def is_known(key: str) -> bool:
    """Is the word whose search key is `key` in the lists, or an inflection of one that is?

    Of another word nobody can tell by the word alone whether a letter in front is written onto it: و of وشفشاون.
    """
    word = unite_seats(key)
    return not _is_stemmed(word) or _known_stem(word) is not None


def _is_stemmed(word: str) -> bool:
    return 3 <= len(word) <= LONGEST_STEMMED and "ء" <= word[0] <= "ي"


def _known_stem(word: str) -> str | None:
    if word in foreign_names():
        return _name(word) or word
    if _is_listed(word):
        return _noun(word)
    if word in verb_forms():
        return _noun(verb_forms()[word][0])
    known = [(cost, base) for cost, base in _possible_bases(word) if _is_listed(base)]
    if known:
        _, base = min(known, key=lambda found: (found[0], word_ranks().get(found[1], len(word_ranks()))))
        return _name(base) or base if base in foreign_names() else _noun(base)
    return None


def _name(word: str) -> str | None:
    """The form of a foreign name in all its spellings; None if too little is left of `word` to tell it from others.

    Many consonants tell a name by themselves. With few, a vowel may be more or less, ترمب and ترامب, but one in place
    of another makes another name: كارتر and كريتر, بوسطن and باستن.
    """
    folded, spelled = _consonants(word), _in_one_spelling(word)
    if len(folded) >= ENOUGH_FOLDED:
        return folded
    is_free = not _is_native(folded)  # مدرس is left of مودريتش, and another word
    for rank, name in enumerate(_short_names().get(folded, ())):
        if _is_within(spelled, name) or _is_within(name, spelled):
            form = folded if rank == 0 and is_free else name
            return None if _is_native(form) else form
    return folded if len(folded) >= LEAST_FOLDED and is_free else None


def _is_native(word: str) -> bool:
    return _is_listed(word) and word not in foreign_names()


def may_be_foreign(word: str) -> bool:
    """Has `word` the length and only the letters that transcription uses? There is no ع or ح in other languages."""
    return (
        len(word) >= 5
        and _NATIVE_LETTERS.isdisjoint(word)
        and word[-1] != "ه"
        and not word.startswith(ARTICLES)
        and not _native.fullmatch(word)
    )


def _consonants(name: str) -> str:
    """A foreign name in one spelling without its inner long vowels: one form for ماكدونالد and مكدونلد.

    The first and last letters stay, so that ميلان and ميلانو are two; so does a name of fewer than four consonants.
    """
    name = _in_one_spelling(name)
    inner = "".join(letter for letter in name[1:-1] if letter not in "اوي")
    return name[0] + inner + name[-1] if len(inner) >= 2 else name


def _in_one_spelling(name: str) -> str:
    """`name` with one letter for each sound that Arabic writes in several ways, its vowels left: جالانت for غالانت."""
    name = _cluster_with_alef.sub("", _doubled.sub(r"\1", name).translate(_ONE_SOUND))
    name = name[:-1] + "س" if name.endswith("ز") else name
    for written, united in _ONE_SPELLING:
        name = name.replace(written, united)
    return name


@cache
def _short_names() -> dict[str, list[str]]:
    """The foreign names whose consonants alone do not tell them from others, by these, in one spelling.

    Of those that differ by a vowel which one has and the other lacks only the commoner is here.
    """
    names: dict[str, list[str]] = {}
    for name in sorted(foreign_names(), key=lambda name: (word_ranks().get(name, len(word_ranks())), name)):
        same = names.setdefault(_consonants(name), [])
        spelled = _in_one_spelling(name)
        if not any(_is_within(spelled, other) or _is_within(other, spelled) for other in same):
            same.append(spelled)
    return names


def _is_within(shorter: str, longer: str) -> bool:
    """Are the letters of `shorter` all in `longer`, in their order?"""
    letters = iter(longer)
    return all(letter in letters for letter in shorter)


@cache
def _table_keys() -> frozenset[str]:
    return frozenset(unite_seats(search_key(word)) for word in table_words())


@cache
def _known_words() -> frozenset[str]:
    verbs = {stem for stems in verb_forms().values() for stem in stems}
    return guarded_words() | word_ranks().keys() | _table_keys() | nouns_of_nisba().keys() | verbs


def _is_listed(word: str) -> bool:
    return word in _known_words()


def _possible_bases(word: str) -> Iterator[tuple[int, str]]:
    """All that `word` might be an inflection of, each with what it costs to think so: an article 1, other letters more.

    A letter cut in front costs double, because as many words begin with one of ب ك ل و ف as have it written on. No verb
    has an article. A present of no listed verb is thought of last.
    """
    starts = [(0, word)]
    starts += [(2 * (len(word) - len(rest)), rest) for rest in without_particles(word)]
    for cost, start in starts:
        if start in verb_forms() and not _is_listed(start):
            yield cost - _is_future(word, start), verb_forms()[start][0]
        for verb in without_object(start):
            if verb in verb_forms():
                yield cost + len(start) - len(verb) + 2, verb_forms()[verb][0]
    starts += [(1, rest) for rest in without_article(word)]
    for cost, start in starts:
        yield cost, start
        for noun in (start, *without_pronoun(start)):
            restored = not start.startswith(noun[:-1] + "ي") and noun.endswith("ي")
            for base in (noun, *without_number(noun), *without_past_person(noun)):
                yield cost + len(start) - len(base) + restored, base
            if noun.endswith("ا") and len(noun) > SHORTEST:
                yield cost + len(start) - len(noun) + 1, noun + "ء"
            for base in without_imperfect_person(noun):
                yield cost + len(start) - len(base) + 3, base


def _is_future(word: str, verb: str) -> bool:
    return verb[0] in "يتن" and "س" + verb in word


def _noun(word: str) -> str:
    """The masculine of a feminine adjective (جديد of جديدة), the noun of a relative one; other words as they are."""
    return word[:-1] if _is_feminine_adjective(word) else _without_nisba(word)


def _is_feminine_adjective(word: str) -> bool:
    """Is `word` the feminine of the adjective or participle that is left without its ta marbuta?

    A list says so, or the pattern of a known masculine: كبيرة, صاعدة, محظورة, مستقلة. A noun of the plural table is
    none, and the patterns whose feminine is more often a noun of place or action (مدرسة, مشاركة) are not among them.
    """
    if word in feminine_adjectives():
        return True
    masculine = word[:-1]
    if not word.endswith("ه") or word in feminine_nouns() or word in _table_keys() or masculine in guarded_words():
        return False
    return bool(_participle.fullmatch(masculine) or (_adjective.fullmatch(masculine) and _is_listed(masculine)))


def _without_nisba(word: str) -> str:
    """The noun of a relative adjective of either gender: تاريخ for تاريخي and تاريخيّة; صناعة for صناعي by the table.

    Otherwise the noun has at least four letters and is known: مال is not the stem of ماليّة.
    """
    if word in guarded_words() or word in feminine_nouns() or verb_forms().get(word) == (word,):
        return word
    if word.endswith("يه") and len(word) >= 5:
        word = word[:-1]
    if word in nouns_of_nisba():
        return stem(nouns_of_nisba()[word])
    if word.endswith("ي") and len(word) >= 5 and _is_listed(word[:-1]):
        return word[:-1]
    return word


def _light_stem(word: str) -> str:
    """An unknown word without an article and one ending, where at least four letters remain."""
    if word.endswith("ه") and _participle.fullmatch(word[:-1]):
        return word[:-1]
    for ending in ("هما", "ها", "هم", "ات", "ون", "ين", "ان"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return _without_nisba(word[: -len(ending)])
    return _without_nisba(word)
