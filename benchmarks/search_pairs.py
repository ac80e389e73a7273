"""How well word matching finds what it should, and only that.

    python -m benchmarks.search_pairs PAIRS.jsonl [--misses]

Each line holds query, text, should_match and, if it has one, phenomenon. Prints recall over the pairs that should match
and precision over those that do, in total, and how many are right by phenomenon.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path

from arabic import matches


def main() -> None:
    parser = argparse.ArgumentParser(description="Recall and precision of arabic.matches on word pairs.")
    parser.add_argument("pairs", type=Path, metavar="PAIRS.jsonl")
    parser.add_argument("--misses", action="store_true", help="print each pair that comes out wrong")
    options = parser.parse_args()

    right = defaultdict(int)
    total = defaultdict(int)
    wanted = found = both = 0
    for line in options.pairs.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        matched = matches(pair["query"], pair["text"])
        phenomenon = pair.get("phenomenon", "-")
        total[phenomenon] += 1
        right[phenomenon] += matched == pair["should_match"]
        wanted += pair["should_match"]
        found += matched
        both += matched and pair["should_match"]
        if options.misses and matched != pair["should_match"]:
            print(f"{phenomenon}: {pair['query']} / {pair['text']} {'found' if matched else 'not found'}")

    for phenomenon in sorted(total):
        print(f"{phenomenon:16} {right[phenomenon]:3} of {total[phenomenon]:3}")
    recall = both / wanted if wanted else 1
    precision = both / found if found else 1
    print(f"recall {recall:.3f}  precision {precision:.3f}  pairs {sum(total.values())}")


if __name__ == "__main__":
    main()
