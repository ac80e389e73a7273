"""One name in two spellings inside one text: rule P41.

Each name that a word may be has an identity, under which the text's own spellings of it are gathered. There are four
kinds: Arabic given names (احمد and أحمد), family names behind them (سلامة and سلامه), names made of two words (عبد الله
and عبدالله), and foreign names, by their consonants (ماكدونالد and مكدونلد).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from arabic.affixes import without_number, without_pronoun
from arabic.characters import ALEF_LAM
from arabic.keys import search_key
from arabic.lexicon import foreign_names, groups_in, guarded_words, word_ranks
from arabic.proofreading.findings import Finding
from arabic.proofreading.names import join, side_by_side, without_particles
from arabic.proofreading.passage import Passage, Word, respell
from arabic.proofreading.spelling import begins_with_joining_hamza, listed
from arabic.stemming import may_be_foreign, stem

# First parts of names that are written apart from the second or joined to it; behind عبد stands any name of God.
_SERVANT = "عبد"
_COMPOUNDING = ("نصر", "سيف", "نور", "عز", "ضياء", "سعد", "بدر", "صلاح", "علاء", "شمس", "جمال", "حسام", "فخر", "جار")
_SECOND_PARTS = frozenset({"الله", "الدين", "الاسلام"})
_LEAST_OF_FAMILY_NAME = 4  # letters; in shorter words hamza and ya tell other words apart

_FATHATAN = "\N{ARABIC FATHATAN}"
_HAMZAS = frozenset("أإآ")
_PERSIAN = frozenset("کیە")


class _Name(NamedTuple):
    """A name where it stands: its first and last word, the particles written on it, and how it is spelt without."""

    first: Word
    last: Word
    particles: str
    spelling: str

    def respelt(self, spelling: str) -> str:
        wanted = join(self.particles, spelling)
        one_word = self.first is self.last
        return respell(self.first.printed, self.first.letters, wanted) if one_word else wanted


class _Foreign(NamedTuple):
    stem: str
    particles: str
    spelling: str


def name_two_ways(passage: Passage) -> Iterator[Finding]:
    """P41: one name in two spellings. Suggested is the house's, or else the commoner, or else the first."""
    mended: set[Word] = set()
    for names in (_given_names(passage), _compounds(passage), _family_names(passage), _foreign_names(passage)):
        together: dict[str, list[_Name]] = defaultdict(list)
        for identity, name in names:
            together[identity].append(name)
        for found in together.values():
            found.sort(key=lambda name: name.first.start)
            usual = _usual(name.spelling for name in found)
            for name in found:
                if name.spelling != usual and name.first not in mended:
                    mended.add(name.first)
                    message = f"هذا الاسم مكتوب في النص نفسه «{usual}»."
                    yield Finding(name.first.start, name.last.end, "P41", message, (name.respelt(usual),))


RULES = (name_two_ways,)


def _usual(spellings: Iterable[str]) -> str:
    """The commonest of `spellings`; of those with its key the one that is listed, or keeps hamza and Arabic letters."""
    counts = Counter(spellings)
    commonest = max(counts, key=lambda spelling: counts[spelling])  # of equals the first
    alike = [spelling for spelling in counts if search_key(spelling) == search_key(commonest)]
    return max(
        alike,
        key=lambda spelling: (
            spelling in _listed_spellings(),
            -len(_PERSIAN.intersection(spelling)),
            sum(letter in _HAMZAS for letter in spelling),
            counts[spelling],
        ),
    )


@cache
def _given_name_groups() -> dict[str, str]:
    """The key of each spelling of a given name in the list, with the name that the list has first."""
    return {search_key(spelling): group[0] for group in groups_in("given_names.txt") for spelling in group}


@cache
def _listed_spellings() -> frozenset[str]:
    return frozenset(spelling for group in groups_in("given_names.txt") for spelling in group)


def _given_names(passage: Passage) -> Iterator[tuple[str, _Name]]:
    for word in passage.words:
        if found := _given_name(word.letters):
            name, particles, spelling = found
            yield name, _Name(word, word, particles, spelling)


@lru_cache(maxsize=50_000)
def _given_name(letters: str) -> tuple[str, str, str] | None:
    """The given name that a word is, its particles and its spelling without them; None for any other word."""
    for bare, key, particles in without_particles(letters):
        if key in _given_name_groups() and not particles.endswith((ALEF_LAM, "لل")):
            return _given_name_groups()[key], particles, bare
    return None


def _family_names(passage: Passage) -> Iterator[tuple[str, _Name]]:
    """What stands behind a given name, and the same wherever else it stands unless it is a common word too."""
    behind_given = {
        word.start
        for given, word in zip(passage.words, passage.words[1:])
        if _is_given_name(given)
        and len(word.key) >= _LEAST_OF_FAMILY_NAME
        and not _is_given_name(word)
        and side_by_side(passage, (given, word))
    }
    family_names = {word.key for word in passage.words if word.start in behind_given}
    for word in passage.words:
        if word.start in behind_given or (word.key in family_names and not _is_common(word.key)):
            yield word.key, _Name(word, word, "", word.letters)


def _is_given_name(word: Word) -> bool:
    return word.key in listed("given") or _given_name(word.letters) is not None


def _is_common(key: str) -> bool:
    noun = key.removeprefix(ALEF_LAM)
    return noun in word_ranks() and noun not in guarded_words()


def _compounds(passage: Passage) -> Iterator[tuple[str, _Name]]:
    for word in passage.words:
        for bare, key, particles in without_particles(word.letters):
            first, article, rest = key.partition(ALEF_LAM)
            if article and not particles.endswith((ALEF_LAM, "لل")) and _is_compound(first, article + rest):
                yield key, _Name(word, word, particles, bare)
                break
    for first, second in zip(passage.words, passage.words[1:]):
        for bare, key, particles in without_particles(first.letters):
            if _is_compound(key, second.key) and side_by_side(passage, (first, second)):
                yield key + second.key, _Name(first, second, particles, f"{bare} {second.letters}")
                break


def _is_compound(first: str, second: str) -> bool:
    if first == _SERVANT:
        return second.startswith(ALEF_LAM) and len(second) >= _LEAST_OF_FAMILY_NAME
    return first in _COMPOUNDING and second in _SECOND_PARTS


def _foreign_names(passage: Passage) -> Iterator[tuple[str, _Name]]:
    """Foreign names in more than one spelling.

    No name is what Arabic endings make of another, or what stands beside names that the other never stands beside:
    فلاديمير بوتين and فولوديمير زيلينسكي are two.
    """
    by_stem: dict[str, list[tuple[int, _Name]]] = defaultdict(list)
    for number, word in enumerate(passage.words):
        found = _foreign_name(word.letters, word.key)
        if found and _FATHATAN not in word.printed:
            by_stem[found.stem].append((number, _Name(word, word, found.particles, found.spelling)))
    for stemmed, places in by_stem.items():
        spellings = Counter(name.spelling for _, name in places)
        if len(spellings) == 1:
            continue
        usual = _usual(name.spelling for _, name in places)
        beside: dict[str, set[str]] = defaultdict(set)
        for number, name in places:
            beside[name.spelling] |= _names_beside(passage, number)
        for _, name in places:
            others = beside[name.spelling], beside[usual]
            if name.spelling == usual or not (
                _is_inflection(name.spelling, usual) or (all(others) and others[0].isdisjoint(others[1]))
            ):
                yield stemmed, name


def _names_beside(passage: Passage, number: int) -> set[str]:
    """The stems of foreign names right before and behind the word of that number."""
    stems = set()
    for other in (number - 1, number + 1):
        if 0 <= other < len(passage.words):
            word, neighbour = passage.words[min(number, other)], passage.words[max(number, other)]
            if _may_be_name(passage.words[other]) and side_by_side(passage, (word, neighbour)):
                stems.add(stem(passage.words[other].key))
    return stems


def _may_be_name(word: Word) -> bool:
    if word.key in foreign_names() or word.key in guarded_words():
        return True
    found = _foreign_name(word.letters, word.key)
    return found is not None and not found.particles


@lru_cache(maxsize=50_000)
def _foreign_name(letters: str, key: str) -> _Foreign | None:
    """The name that a word is, with particles perhaps; None for a word that is no foreign name."""
    stemmed = stem(key)
    if stemmed in word_ranks() or (stemmed in guarded_words() and stemmed != key):
        return None
    particles = 0
    while particles < 2 and key[particles : particles + 1] in tuple("وفبكل") and stem(key[particles + 1 :]) == stemmed:
        particles += 1
    bare = key[particles:]
    if not (bare in foreign_names() or (may_be_foreign(bare) and bare not in word_ranks())):
        return None
    if bare.endswith("وا") or begins_with_joining_hamza(bare):
        return None
    return _Foreign(stemmed, letters[:particles], letters[particles:])


@lru_cache(maxsize=50_000)
def _is_inflection(one: str, other: str) -> bool:
    """Do the two differ by what Arabic writes before or behind a word, so that they are no spellings of one name?"""
    # A conjunction that both have may be hiding the person of a verb: وتمرن and ويتمرن.
    shorter, longer = sorted((search_key(word).removeprefix("و") for word in (one, other)), key=len)
    if shorter == longer:
        return False
    return longer.startswith(shorter) or longer.endswith(shorter) or not _bases(shorter).isdisjoint(_bases(longer))


def _bases(key: str) -> set[str]:
    """The singulars that a word may be of, with a pronoun or without: of روايتها and روايات it is رواية."""
    return {base for noun in (key, *without_pronoun(key)) for base in (noun, *without_number(noun))}
