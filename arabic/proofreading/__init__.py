"""The proof-reader: rules P01 to P41 on a text, each finding with its place and what might be mended.

Deterministic. A safe fix is one that no reader would object to; the benchmark of this name prints how often that holds.
Words are compared by their letters and replaced with their vowels in place. What stands in quotations, addresses, tags
and code is left alone, but for the quotation marks themselves.
"""

from collections.abc import Callable, Collection, Iterable, Iterator

from arabic.keys import search_key
from arabic.proofreading import letters, names, numbers, punctuation, same_names, spelling
from arabic.proofreading.draft import Draft
from arabic.proofreading.findings import Finding
from arabic.proofreading.passage import Passage

__all__ = ["Finding", "fix_all", "proofread", "proofread_headline"]

Rule = Callable[[Passage], Iterator[Finding]]

# A fix may bring to light what another rule mends: «كلمة ,أخرى» takes three rounds.
_MOST_ROUNDS = 12

_ABOUT_NAMES = frozenset({"P33", "P34", "P35", "P41"})  # the lower number knows better


def proofread(
    text: str,
    *,
    aliases: Iterable[tuple[str, Iterable[str]]] = (),
    ignore: Collection[str] = frozenset(),
    months: str = "LB",
    tanween: str = "on-alef",
) -> list[Finding]:
    """What might be mended in `text`, in its order; offsets are into `text` as it is given.

    `aliases` has for each name the house form and its other spellings (P33); a nickname is none. `ignore` holds ids of
    rules that are off and words that stay as they are, in any of their spellings. `months` is the country whose names
    of months the house uses, a key of MONTHS, and `tanween` the house's place of tanween, a key of TANWEEN. No two safe
    findings overlap, and the fixes of the others suppose that these are in place.

    Any string may be given. Raises KeyError for a country without months and for another place of tanween.
    """
    return _proofread(text, _rules(aliases, months, tanween), ignore)


def proofread_headline(
    text: str,
    *,
    aliases: Iterable[tuple[str, Iterable[str]]] = (),
    ignore: Collection[str] = frozenset(),
    months: str = "LB",
    tanween: str = "on-alef",
) -> list[Finding]:
    """What might be mended in a headline: as `proofread`, and P39, its length and the full stop at its end."""
    return _proofread(text, [*_rules(aliases, months, tanween), punctuation.headline], ignore)


def fix_all(text: str, findings: Iterable[Finding]) -> str:
    """`text` with the fixes of those of its `findings` that are safe; everything else stays byte for byte (Q2).

    A text so mended has no safe findings left.
    """
    pieces, done = [], 0
    for finding in sorted(finding for finding in findings if finding.safe):
        pieces += [text[done : finding.start], finding.fixes[0]]
        done = finding.end
    return "".join([*pieces, text[done:]])


def _rules(aliases: Iterable[tuple[str, Iterable[str]]], months: str, tanween: str) -> list[Rule]:
    of_topics = names.spellings_of_topics(tuple((name, tuple(others)) for name, others in aliases))
    of_months = names.month_spellings(months)
    return [
        *letters.RULES,
        *punctuation.RULES,
        *spelling.RULES,
        *numbers.RULES,
        lambda passage: names.topic_spellings(passage, of_topics),
        lambda passage: names.months_of_others(passage, of_months),
        lambda passage: letters.tanween_two_ways(passage, tanween),
        *names.RULES,
        *same_names.RULES,
    ]


def _proofread(text: str, rules: Iterable[Rule], ignore: Collection[str]) -> list[Finding]:
    rules_off, words = set(ignore), {search_key(word) for word in ignore} - {""}
    draft = Draft(text)
    for _round in range(_MOST_ROUNDS):
        passage = Passage(draft.text)
        findings = [
            finding
            for rule in rules
            for finding in rule(passage)
            if finding.rule not in rules_off
            and not (words and search_key(draft.text[finding.start : finding.end]) in words)
        ]
        if not draft.accept(findings):
            break
    others = [draft.in_original(finding) for finding in findings if not finding.safe]
    return sorted(draft.accepted + _once(others))


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """`findings` with one spelling for each name: its topic's, else a month's, the house's or the text's own."""
    findings = list(findings)
    settled: dict[tuple[int, int], str] = {}
    for finding in findings:
        if finding.rule in _ABOUT_NAMES:
            place = finding[:2]
            settled[place] = min(settled.get(place, finding.rule), finding.rule)
    return [finding for finding in findings if finding.rule not in _ABOUT_NAMES or settled[finding[:2]] == finding.rule]
