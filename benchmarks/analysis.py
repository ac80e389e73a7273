"""How fast Arabic text is analysed, and whether any input takes more than its length.

    python -m benchmarks.analysis ARTICLES.jsonl[.gz] [--megabytes 10]

Prints megabytes per second on one core for what the site does with a whole article, beside one pass of re.finditer over
the words in the same run; then, for hostile inputs of 100 KB and 1 MB, how much longer each function takes for ten
times the text: about 10 where time is linear, 100 where it is quadratic.
"""

import argparse
import gc
import re
import time
from collections.abc import Callable
from pathlib import Path

from arabic import analyze, description, excerpt, highlight, isolate, proofread, search_key, slugify
from arabic.word_list import texts_of

SMALL, LARGE = 100_000, 1_000_000  # bytes in UTF-8
LEAST_TIMED = 0.05  # seconds; the ratio of shorter times is noise

FUNCTIONS: dict[str, Callable[[str], object]] = {
    "analyze": analyze,
    "search_key": search_key,
    "highlight": lambda text: highlight(text, "الحكومة اللبنانية"),
    "excerpt": excerpt,
    "description": description,
    "slugify": slugify,
    "isolate": isolate,
    "proofread": proofread,
}

HOSTILE = {
    "only marks": "\u064e",
    "only tatweel": "ـ",
    "one endless word": "ب",
    "a letter and marks": "بَّ",
    "marks, unseen between": "\u0301\u0323\u200b",
    "scripts in turn": "بa",
    "opening quotes": "“",
    "closing quotes": "”",
    "straight quotes": '"',
    "quotes in quotes": "«“",
    "brackets": "(",
    "pairs of brackets": "()",
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "full stops apart": ". ",
    "digits and separators": "1,",
    "hyphens": "-",
    "hyphened letters": "a-",
    "dotted letters": "a.",
    "addresses": "a@a.",
    "open tags": "<a ",
    "isolates": "\u2067",
    "empty isolates": "\u2067\u2069",
    "joiners": "\u200d",
    "emoji in families": "👩\u200d",
    "telephone numbers": "+961 1 ",
    "clitics before tatweel": "بـ ",
    "the conjunction alone": "و ",
    "presentation forms": "ﻟ",
    "lone surrogates": "\ud800",
    "short lines": "ب\n",
    "one name": "ماكدونالد مكدونالد ",
}


def main() -> None:
    parser = argparse.ArgumentParser(description="How fast the arabic library is, and on what it is slow.")
    parser.add_argument("articles", type=Path, metavar="ARTICLES.jsonl[.gz]")
    parser.add_argument("--megabytes", type=float, default=10)
    options = parser.parse_args()
    print_speed(texts_up_to(options.megabytes * 1e6, options.articles))
    print_growth()


def texts_up_to(size: float, path: Path) -> list[str]:
    texts = []
    for text in texts_of(path):
        if size <= 0:
            break
        texts.append(text)
        size -= bytes_of(text)
    return texts


def print_speed(texts: list[str]) -> None:
    megabytes = sum(map(bytes_of, texts)) / 1e6
    floor = megabytes / sum(seconds(lambda text: list(re.finditer(r"\w+", text)), text) for text in texts)
    print(f"{len(texts):,} articles, {megabytes:.1f} MB; one pass of re.finditer over the words: {floor:.1f} MB/s")
    for name, function in FUNCTIONS.items():
        speed = megabytes / sum(seconds(function, text) for text in texts)
        print(f"{name:12} {speed:6.2f} MB/s, {speed / floor:.2f} of that")


def print_growth() -> None:
    print(f"\nseconds for 1 MB, and how many times as long that takes as 100 KB (- under {LEAST_TIMED} s)")
    print(" " * 24 + "".join(f"{name:>14}" for name in FUNCTIONS))
    for what, piece in HOSTILE.items():
        cells = [growth(function, piece) for function in FUNCTIONS.values()]
        print(f"{what:24}" + "".join(f"{cell:>14}" for cell in cells), flush=True)


def growth(function: Callable[[str], object], piece: str) -> str:
    small, large = (seconds(function, f"ب {piece * (size // bytes_of(piece))} ب") for size in (SMALL, LARGE))
    return f"{large:.2f} {'x' + format(large / small, '.0f') if large >= LEAST_TIMED else '-':>4}"


def bytes_of(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def seconds(function: Callable[[str], object], text: str) -> float:
    """What `function` takes of the processor for `text`, which others may be using too.

    As in timeit, no garbage is collected meanwhile: with a million tokens alive that is work of its own.
    """
    gc.disable()
    began = time.process_time()
    function(text)
    taken = time.process_time() - began
    gc.enable()
    return taken


if __name__ == "__main__":
    main()
