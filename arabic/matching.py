"""Whether a text answers a query, and where.

Each word of a query is looked for under all the forms that mean the same: its stem, the verbs that it may be of, its
broken plural, the other spellings of its name, and a compound name written as one word or as two.
"""

from collections.abc import Iterator
from functools import cache
from html import escape
from typing import NamedTuple

from arabic.affixes import unite_seats
from arabic.keys import clean
from arabic.lexicon import groups_in
from arabic.stemming import is_known
from arabic.tokens import Token, analyze
from arabic.verbs import shared_forms, verb_forms

LONGEST_QUERY = 100  # words; what comes after is not looked for

# What may be written onto a word in front. The stemmer cuts it from the words it knows; a word that it does not know,
# if it is this long, is looked for with it and without.
CLITICS = ("و", "ف", "ب", "ك", "ل", "وب", "ول", "وال", "بال", "فال", "كال", "لل")
SHORTEST_WITH_CLITIC = 5

# First parts of names that are written apart or joined: عبد الله and عبدالله, دي ميستورا and ديميستورا.
FOREIGN_PARTICLES = ("دي", "دا", "فان", "فون", "ماك")
COMPOUNDING = ("عبد", "نصر", "سيف", "نور", "عز", "ضياء", "سعد", "بدر", *FOREIGN_PARTICLES)


class Term(NamedTuple):
    """One thing that a query asks for: a word, or a compound name. Each of `alternatives` answers it by itself.

    An alternative is a run of keys or stems that must stand side by side, in that order; mostly it is one.
    """

    text: str
    alternatives: frozenset[tuple[str, ...]]


def query_terms(query: str) -> list[Term]:
    """What `query` asks for, in its order; empty if it has no word. Any string is a query (S5, S6, S13)."""
    tokens = analyze(query)[:LONGEST_QUERY]
    terms = []
    position = 0
    while position < len(tokens):
        pair = tokens[position : position + 2]
        if len(pair) == 2 and _is_compound(*pair):
            terms.append(_compound_term(*pair))
            position += 2
        else:
            terms.append(_term(tokens[position]))
            position += 1
    return terms


def matches(query: str, text: str) -> bool:
    """Does `text` have every word of `query`, in whatever form? A query without words matches nothing."""
    terms = query_terms(query)
    return bool(terms) and len({number for number, _ in places(terms, analyze(text))}) == len(terms)


def highlight(text: str, query: str) -> str:
    """`text` as HTML, escaped, with <mark> around each word that answers a word of `query` (S12).

    The mark holds the whole word as it is printed, with its vowels and clitics, so that its letters stay joined (T7).
    """
    tokens = analyze(text)
    marked = {position for _, found in places(query_terms(query), tokens) for position in found}
    html = []
    end = 0
    for position in sorted(marked):
        token = tokens[position]
        html += [escape(text[end : token.start]), "<mark>", escape(token.text), "</mark>"]
        end = token.end
    html.append(escape(text[end:]))
    return clean("".join(html))


def places(terms: list[Term], tokens: list[Token]) -> Iterator[tuple[int, range]]:
    """Where in `tokens` something of `terms` stands: the number of the term and the tokens it takes, in their order."""
    beginnings: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for number, term in enumerate(terms):
        for alternative in term.alternatives:
            beginnings.setdefault(alternative[0], []).append((number, alternative))
    for position, token in enumerate(tokens):
        for number, alternative in {*beginnings.get(token.key, ()), *beginnings.get(token.stem, ())}:
            run = tokens[position : position + len(alternative)]
            if len(run) == len(alternative) and all(
                word in (token.key, token.stem) for word, token in zip(alternative, run, strict=True)
            ):
                yield number, range(position, position + len(alternative))


def _term(token: Token) -> Term:
    alternatives = {(token.key,), (token.stem,)} | _other_forms(token.key) | _other_forms(token.stem)
    verbs = verb_forms().get(unite_seats(token.key), ())
    if token.stem in verbs:
        alternatives |= {(verb,) for verb in verbs}
    alternatives |= {(form,) for form in shared_forms().get(token.stem, ())}
    if len(token.key) >= SHORTEST_WITH_CLITIC and not is_known(token.key):
        alternatives |= {(clitic + token.key,) for clitic in CLITICS}
    for first in COMPOUNDING:
        if token.key.startswith(first) and _begins_second_part(first, token.key[len(first) :]):
            second = analyze(token.key[len(first) :])[0]
            alternatives |= {(first, second.key), (first, second.stem)}
    return Term(token.text, frozenset(alternatives))


def _compound_term(first: Token, second: Token) -> Term:
    [joined] = analyze(first.key + second.key)
    apart = {(one, other) for one in (first.key, first.stem) for other in (second.key, second.stem)}
    forms = _term(joined).alternatives | _other_forms(first.key, second.key) | _other_forms(first.stem, second.stem)
    return Term(f"{first.text} {second.text}", forms | apart)


def _is_compound(first: Token, second: Token) -> bool:
    if (first.key, second.key) in _groups():
        return True
    return first.key in COMPOUNDING and _begins_second_part(first.key, second.key)


def _begins_second_part(first: str, second: str) -> bool:
    # A number or a Latin word behind the particle makes no word with it: دي 5000.
    return len(second) > 3 and (second.startswith("ال") or (first in FOREIGN_PARTICLES and "ء" <= second[0] <= "ي"))


def _other_forms(*words: str) -> frozenset[tuple[str, ...]]:
    return _groups().get(words, frozenset())


@cache
def _groups() -> dict[tuple[str, ...], frozenset[tuple[str, ...]]]:
    """Each entry of the plural and spelling tables, by its keys and by its stems, with all forms of its groups."""
    groups: dict[tuple[str, ...], frozenset[tuple[str, ...]]] = {}
    for group in groups_in("plurals.txt") + groups_in("spellings.txt"):
        # An underscore in the table joins the parts of a name that is written apart.
        entries = [analyze(entry.replace("_", " ")) for entry in group]
        forms = frozenset(tuple(token.stem for token in entry) for entry in entries)
        for entry in entries:
            for form in {tuple(token.key for token in entry), tuple(token.stem for token in entry)}:
                groups[form] = groups.get(form, frozenset()) | forms
    return groups
