"""The word lists in data/, read once when first asked for.

In each file a line that starts with # is a remark. The words are written as search keys or as they are printed; they
are compared by their keys.
"""

from functools import cache
from importlib.resources import files


def _lines(name: str) -> list[str]:
    text = (files("arabic") / "data" / name).read_text(encoding="utf-8")
    return [line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#")]


def words_in(name: str) -> list[str]:
    """Every word of the file data/`name`, in its order."""
    return [word for line in _lines(name) for word in line.split()]


def groups_in(name: str) -> list[list[str]]:
    """The lines of the file data/`name`, each a list of words that belong together."""
    return [line.split() for line in _lines(name)]


@cache
def names_in_alef_lam() -> frozenset[str]:
    """Keys of names whose first two letters are no article: الياس."""
    return frozenset(words_in("names_in_alef_lam.txt"))


@cache
def guarded_words() -> frozenset[str]:
    """Keys that the stemmer never cuts (S4), particles among them."""
    return frozenset(words_in("guarded.txt")) | particles()


@cache
def particles() -> frozenset[str]:
    """Keys of words that are neither noun nor verb nor name: بينما."""
    return frozenset(words_in("particles.txt"))


@cache
def feminine_adjectives() -> frozenset[str]:
    """Keys of adjectives with ta marbuta whose masculine is without it: جديدة, but not مكتبة."""
    return frozenset(words_in("feminines.txt")) | {word + "ه" for word in words_in("adjectives.txt")}


@cache
def feminine_nouns() -> frozenset[str]:
    """Keys of nouns with ta marbuta that look like feminine adjectives and are none: طريقة, which is not of طريق."""
    return frozenset(words_in("feminine_nouns.txt"))


@cache
def nouns_of_nisba() -> dict[str, str]:
    """For the key of a relative adjective that of its noun, where more was changed than ya added: صناعي of صناعة."""
    return {nisba: noun for noun, *nisbas in groups_in("nisbas.txt") for nisba in nisbas}


@cache
def nouns_with_pronoun() -> frozenset[str]:
    """Keys of nouns that, printed with ه, have a pronoun (طريقه), and with ة are another noun (طريقة)."""
    return frozenset(words_in("pronouns.txt"))


@cache
def foreign_names() -> frozenset[str]:
    """Keys of names from other languages, whose long vowels every newsroom writes in its own way."""
    return frozenset(words_in("names.txt")) | frozenset(words_in("more_names.txt"))


@cache
def table_words() -> frozenset[str]:
    """The words of the plural and spelling tables, as they are printed there, but for names of several words."""
    return frozenset(
        word
        for name in ("plurals.txt", "spellings.txt")
        for group in groups_in(name)
        for word in group
        if "_" not in word
    )


@cache
def word_ranks() -> dict[str, int]:
    """Keys of known uninflected words, each with its place in the order of frequency: 0 is the commonest."""
    return {word: rank for rank, word in enumerate(words_in("words.txt"))}
