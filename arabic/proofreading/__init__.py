"""The proof-reader: rules P01 to P41 on a text, each finding with its place and what might be mended.

Deterministic. A safe fix is one that no reader would object to; the benchmark of this name prints how often that holds.
Words are compared by their letters and replaced with their vowels in place. What stands in quotations, addresses, tags
and code is left alone, but for the quotation marks themselves.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache

from arabic.keys import search_key
from arabic.proofreading import letters, names, numbers, punctuation, same_names, spelling
from arabic.proofreading.draft import Draft
from arabic.proofreading.findings import Finding
from arabic.proofreading.passage import Passage

__all__ = ["Finding", "fix_all", "proofread", "proofread_headline"]

Rule = Callable[[Passage], Iterator[Finding]]
LineReader = Callable[[str], Iterable[Finding]]

# What these find, no other line of the text has a part in.
_IN_A_LINE: tuple[Rule, ...] = (*letters.RULES, *punctuation.RULES, *spelling.RULES, *numbers.RULES, *names.RULES)
# These compare what stands in all lines. None of what they find is safe, so that they look once, at the mended text, as
# those do that `_in_the_text` adds.
_IN_THE_TEXT: tuple[Rule, ...] = (
    numbers.digits_of_two_sets,
    punctuation.stop_and_closing_quote,
    *same_names.RULES,
)

# A fix may bring to light what another rule mends: «كلمة ,أخرى» takes three rounds.
_MOST_ROUNDS = 12

# Some megabytes for each process: a line of a text has some hundred characters.
_LINES_REMEMBERED, _LONGEST_REMEMBERED = 2_000, 4_000

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
    return _proofread(text, _line_reader(months), _in_the_text(aliases, tanween), ignore)


def proofread_headline(
    text: str,
    *,
    aliases: Iterable[tuple[str, Iterable[str]]] = (),
    ignore: Collection[str] = frozenset(),
    months: str = "LB",
    tanween: str = "on-alef",
) -> list[Finding]:
    """What might be mended in a headline: as `proofread`, and P39, its length and the full stop at its end."""
    return _proofread(text, _line_reader(months), [*_in_the_text(aliases, tanween), punctuation.headline], ignore)


def fix_all(text: str, findings: Iterable[Finding]) -> str:
    """`text` with the fixes of those of its `findings` that are safe; everything else stays byte for byte (Q2).

    A text so mended has no safe findings left.
    """
    pieces, done = [], 0
    for finding in sorted(finding for finding in findings if finding.safe):
        pieces += [text[done : finding.start], finding.fixes[0]]
        done = finding.end
    return "".join([*pieces, text[done:]])


@lru_cache(maxsize=2)
def _line_reader(months: str) -> LineReader:
    """What finds all that is in one line by itself.

    It remembers lines, since a text is read again whenever somebody stops typing, and most of it is as it was.
    """
    of_months = names.month_spellings(months)
    rules: list[Rule] = [*_IN_A_LINE, lambda passage: names.months_of_others(passage, of_months)]

    def read(line: str) -> tuple[Finding, ...]:
        passage = Passage(line)
        return tuple(finding for rule in rules for finding in rule(passage))

    remembered = lru_cache(maxsize=_LINES_REMEMBERED)(read)
    return lambda line: (remembered if len(line) <= _LONGEST_REMEMBERED else read)(line)


def _in_the_text(aliases: Iterable[tuple[str, Iterable[str]]], tanween: str) -> list[Rule]:
    # The names of topics change while a text is written, and a line that is remembered must not know them.
    of_topics = names.spellings_of_topics(tuple((name, tuple(others)) for name, others in aliases))
    return [
        *_IN_THE_TEXT,
        lambda passage: names.topic_spellings(passage, of_topics),
        lambda passage: letters.tanween_two_ways(passage, tanween),
    ]


def _proofread(text: str, read: LineReader, in_the_text: Iterable[Rule], ignore: Collection[str]) -> list[Finding]:
    rules_off, words = set(ignore), {search_key(word) for word in ignore} - {""}
    draft = Draft(text)

    def kept(findings: Iterable[Finding]) -> list[Finding]:
        return [
            finding
            for finding in findings
            if finding.rule not in rules_off
            and not (words and search_key(draft.text[finding.start : finding.end]) in words)
        ]

    for _round in range(_MOST_ROUNDS):
        findings = kept(_line_by_line(draft.text, read))
        if not draft.accept(findings):
            break
    passage = Passage(draft.text)
    findings += kept(finding for rule in in_the_text for finding in rule(passage))
    others = [draft.in_original(finding) for finding in findings if not finding.safe]
    return sorted(draft.accepted + _once(others))


def _line_by_line(text: str, read: LineReader) -> Iterator[Finding]:
    start = 0
    for line in text.split("\n"):
        for finding in read(line):
            yield finding._replace(start=start + finding.start, end=start + finding.end)
        start += len(line) + 1


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """`findings` with one spelling for each name: its topic's, else a month's, the house's or the text's own."""
    findings = list(findings)
    settled: dict[tuple[int, int], str] = {}
    for finding in findings:
        if finding.rule in _ABOUT_NAMES:
            place = finding[:2]
            settled[place] = min(settled.get(place, finding.rule), finding.rule)
    return [finding for finding in findings if finding.rule not in _ABOUT_NAMES or settled[finding[:2]] == finding.rule]
