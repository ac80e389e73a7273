"""How well word matching finds what it should, and only that, beside PostgreSQL's own `arabic` configuration.

    python -m benchmarks.search_pairs PAIRS.jsonl [--misses]

Each line holds query, text, should_match and, if it has one, phenomenon. Printed for both: how many pairs are right by
phenomenon, recall over the pairs that should match and precision over those that do. With PostgreSQL a pair matches
when `plainto_tsquery('arabic', query) @@ to_tsvector('arabic', text)`.
"""

import argparse
import json
import os
from collections import Counter
from pathlib import Path

import django

from arabic import matches
from newsroom import environment, postgres


def main() -> None:
    parser = argparse.ArgumentParser(description="Recall and precision of arabic.matches and PostgreSQL on word pairs.")
    parser.add_argument("pairs", type=Path, metavar="PAIRS.jsonl")
    parser.add_argument("--misses", action="store_true", help="print each pair that our matching gets wrong")
    options = parser.parse_args()

    pairs = [json.loads(line) for line in options.pairs.read_text(encoding="utf-8").splitlines()]
    ours = [matches(pair["query"], pair["text"]) for pair in pairs]
    theirs = matched_by_postgresql(pairs)
    if options.misses:
        print_misses(pairs, ours)

    print(f"{'':16} newsroom  PostgreSQL")
    our_right, their_right = right(pairs, ours), right(pairs, theirs)
    for phenomenon, total in sorted(Counter(map(phenomenon_of, pairs)).items()):
        print(f"{phenomenon:16} {our_right[phenomenon]:8}  {their_right[phenomenon]:10}  of {total}")
    for name, matched in (("newsroom", ours), ("PostgreSQL", theirs)):
        recall, precision = recall_and_precision(pairs, matched)
        print(f"{name:16} recall {recall:.3f}  precision {precision:.3f}  pairs {len(pairs)}")


def phenomenon_of(pair: dict) -> str:
    return pair.get("phenomenon", "-")


def matched_by_postgresql(pairs: list[dict]) -> list[bool]:
    """Whether each pair matches under PostgreSQL's `arabic` configuration."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    if not environment.given("DATABASE_URL"):
        postgres.ensure_running()
    django.setup()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT plainto_tsquery('arabic', query) @@ to_tsvector('arabic', text)"
            " FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS pair (query, text, position) ORDER BY position",
            [[pair["query"] for pair in pairs], [pair["text"] for pair in pairs]],
        )
        return [matched for (matched,) in cursor]


def right(pairs: list[dict], matched: list[bool]) -> Counter[str]:
    """How many pairs of each phenomenon came out as they should."""
    return Counter(
        phenomenon_of(pair) for pair, found in zip(pairs, matched, strict=True) if found == pair["should_match"]
    )


def recall_and_precision(pairs: list[dict], matched: list[bool]) -> tuple[float, float]:
    wanted, found = sum(pair["should_match"] for pair in pairs), sum(matched)
    both = sum(found and pair["should_match"] for pair, found in zip(pairs, matched, strict=True))
    return both / wanted if wanted else 1, both / found if found else 1


def print_misses(pairs: list[dict], matched: list[bool]) -> None:
    for pair, found in zip(pairs, matched, strict=True):
        if found != pair["should_match"]:
            said = "found" if found else "not found"
            print(f"{phenomenon_of(pair)}: {pair['query']} / {pair['text']} {said}")


if __name__ == "__main__":
    main()
