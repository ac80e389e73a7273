"""What the proof-reader finds in real articles, and how fast.

    python -m benchmarks.proofreading ARTICLES.jsonl[.gz] … [--every N] [--sample 200] [--seed 1] [--without P10]
    python -m benchmarks.proofreading ARTICLES.jsonl[.gz] … --of-each 10
    python -m benchmarks.proofreading ARTICLES.jsonl[.gz] … --suggestions --rule P41 --sample 200

Prints the findings of each rule per 1,000 words, safe and not; the milliseconds of the processor for a text of 2,000
words, seen for the first time and again with one word more, as the desk asks while somebody writes, beside two floors
of the same run, one pass of re.finditer over its words and its search key; and safe findings drawn at random,
each in its context with what it would become, so that a person can judge how many are right. `--of-each` draws so many
of every rule, for the common rules crowd out the rare; `--suggestions` draws from what is not safe. P33 is asked
about the topics below. Fails if a mended text would be mended once more.
"""

import argparse
import random
import re
import statistics
import time
from collections import Counter
from pathlib import Path

from arabic import fix_all, proofread, search_key
from arabic.word_list import texts_of

# Topics such as a newsroom has, with the other spellings of their names.
TOPICS = [
    ("ترامب", ["ترمب"]),
    ("بنيامين نتنياهو", ["بنيامين نتانياهو"]),
    ("رجب طيب أردوغان", ["رجب طيب إردوغان"]),
    ("عبد الفتاح السيسي", ["عبدالفتاح السيسي"]),
    ("نصر الله", ["نصرالله"]),
    ("أحمد داود أوغلو", ["أحمد داوود أوغلو"]),
    ("عبد ربه منصور هادي", ["عبدربه منصور هادي"]),
    ("بشار الأسد", []),
    ("محمد صلاح", []),
    ("إيمانويل ماكرون", ["إيمانيول ماكرون"]),
    ("أنغيلا ميركل", ["أنجيلا ميركل"]),
    ("أنطونيو غوتيريش", ["أنطونيو غوتيريس"]),
    ("ستيفان دي ميستورا", ["ستافان دي ميستورا", "دي مستورا"]),
    ("الأمم المتحدة", []),
    ("الاتحاد الأوروبي", ["الاتحاد الأوربي"]),
    ("الولايات المتحدة", []),
    ("إسرائيل", []),
    ("إيران", []),
    ("إسطنبول", ["استنبول"]),
    ("أفغانستان", []),
    ("أرامكو", []),
    ("لوس أنجلوس", ["لوس أنجليس", "لوس أنجلس"]),
    ("بنغلادش", ["بنغلاديش", "بنجلاديش", "بنجلادش"]),
    ("غزة", []),
]

WORDS_TIMED, ROUNDS, CONTEXT = 2000, 15, 30


def main() -> None:
    parser = argparse.ArgumentParser(description="What arabic.proofread finds in articles.")
    parser.add_argument("articles", type=Path, nargs="+", metavar="ARTICLES.jsonl[.gz]")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="read one article in N")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="print N findings, drawn at random")
    parser.add_argument("--of-each", type=int, default=0, metavar="N", help="print N findings of each rule")
    parser.add_argument("--suggestions", action="store_true", help="draw from what is not safe")
    parser.add_argument("--rule", action="append", help="draw from this rule alone; may be repeated")
    parser.add_argument("--without", action="append", default=[], metavar="RULE", help="draw none of this rule")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    safe, others, words, shown = Counter(), Counter(), 0, []
    texts = [text for path in options.articles for text in texts_of(path)][:: options.every]
    for text in texts:
        words += len(text.split())
        findings = proofread(text, aliases=TOPICS)
        mended = fix_all(text, findings)
        assert fix_all(mended, proofread(mended, aliases=TOPICS)) == mended
        for finding in findings:
            (safe if finding.safe else others)[finding.rule] += 1
            if (
                finding.safe != options.suggestions
                and finding.rule not in options.without
                and finding.rule in (options.rule or [finding.rule])
            ):
                shown.append((text, finding))

    print(f"{len(texts):,} articles, {words:,} words; findings per 1,000 words")
    print("rule      safe  others")
    for rule in sorted(safe | others):
        print(f"{rule:5} {1000 * safe[rule] / words:8.3f}{1000 * others[rule] / words:8.3f}")
    print(f"all   {1000 * safe.total() / words:8.3f}{1000 * others.total() / words:8.3f}")
    print_speed(texts)
    draw = random.Random(options.seed)
    sample = draw.sample(shown, min(options.sample, len(shown)))
    for rule in sorted({finding.rule for _, finding in shown}):
        of_rule = [(text, finding) for text, finding in shown if finding.rule == rule]
        sample += draw.sample(of_rule, min(options.of_each, len(of_rule)))
    print(f"seed {options.seed}: rule, the words around, what stands there→what it would become")
    for number, (text, finding) in enumerate(sample, start=1):
        print(f"{number:3} {in_context(text, finding)}")


def print_speed(texts: list[str]) -> None:
    pieces = " ".join(texts[:200]).split(" ")
    rounds = [" ".join(pieces[start : start + WORDS_TIMED]) for start in range(0, WORDS_TIMED * ROUNDS, WORDS_TIMED)]
    floors = {
        "re.finditer over the words": lambda text: [match.span() for match in re.finditer(r"\w+", text)],
        "search_key": search_key,
    }
    proofread("", aliases=TOPICS)  # the word lists are read once in the life of a server
    taken = milliseconds(lambda text: proofread(text, aliases=TOPICS), rounds)
    again = milliseconds(lambda text: proofread(text, aliases=TOPICS), [f"{text} كلمة" for text in rounds])
    print(f"proofread, {WORDS_TIMED:,} words: {taken:.1f} ms, again with one word more: {again:.1f} ms")
    for name, function in floors.items():
        floor = milliseconds(function, rounds)
        print(f"  {name}: {floor:.2f} ms, so {taken / floor:.0f} times that")


def milliseconds(function, texts: list[str]) -> float:
    """The median over `texts`, each seen for the first time."""
    taken = []
    for text in texts:
        began = time.process_time()
        function(text)
        taken.append(1000 * (time.process_time() - began))
    return statistics.median(taken)


def in_context(text: str, finding) -> str:
    before = text[max(0, finding.start - CONTEXT) : finding.start]
    behind = text[finding.end : finding.end + CONTEXT]
    fixes = " / ".join(finding.fixes)
    line = f"{finding.rule} {before}{{{text[finding.start : finding.end]}→{fixes}}}{behind}"
    return line.replace("\n", "¶").replace("\N{NO-BREAK SPACE}", "⍽")


if __name__ == "__main__":
    main()
