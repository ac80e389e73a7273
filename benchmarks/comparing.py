"""How fast two versions of a text are compared: `python -m benchmarks.comparing`.

Two texts of 5,000 words (words of `arabic/data`, drawn by their rank as in real text): a version that was edited here
and there, one with every word in another place, another text altogether, and texts that repeat the same few words.
Printed for each: milliseconds of `arabic.changes`, as a multiple of its floor (the search keys of both texts, made in
the same run), and those of its rival, `difflib.SequenceMatcher` over the same words. The rival is left out where it
takes minutes.
"""

import random
import re
import statistics
import time
from difflib import SequenceMatcher

from arabic import changes, search_key
from arabic.differing import known_key
from arabic.lexicon import word_ranks

WORDS, ROUNDS = 5000, 5


def main() -> None:
    draw = random.Random(1)
    vocabulary = list(word_ranks())
    weights = [1 / rank for rank in range(1, len(vocabulary) + 1)]

    def words() -> list[str]:
        return draw.choices(vocabulary, weights, k=WORDS)

    text = words()
    edited = [draw.choice(vocabulary) if draw.random() < 0.05 else word for word in text if draw.random() > 0.05]
    stairs = [[f"{n + shift}" for n in range(WORDS // 2) for shift in order] for order in ((0, 1), (1, 0))]
    pairs = {
        "edited, one word in ten": (text, edited),
        "the same": (text, text),
        "in another order": (text, draw.sample(text, WORDS)),
        "another text": (text, words()),
        "one word for ever": (["في"] * WORDS, ["في"] * (WORDS - 1000) + ["من"] * 1000),
        "two words for ever": (["في", "من"] * (WORDS // 2), ["من", "في", "في"] * (WORDS // 3)),
        "each pair of words turned": tuple(stairs),
    }
    for name, (old, new) in pairs.items():
        old, new = " ".join(old), " ".join(new)
        taken = milliseconds(lambda old=old, new=new: changes(old, new))  # every word seen for the first time
        floor = milliseconds(lambda old=old, new=new: (search_key(old), search_key(new)))
        line = f"{name:26} {taken:6.0f} ms, {taken / floor:4.1f} times the search keys"
        if "for ever" not in name:
            rival = SequenceMatcher(None, re.findall(r"\S+", old), re.findall(r"\S+", new), autojunk=False)
            line += f"; difflib {milliseconds(rival.get_opcodes, rounds=1):6.0f} ms"
        print(line)


def milliseconds(function, *, rounds: int = ROUNDS) -> float:
    """The median time of a call."""
    taken = []
    for _ in range(rounds):
        known_key.cache_clear()
        began = time.perf_counter()
        function()
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


if __name__ == "__main__":
    main()
