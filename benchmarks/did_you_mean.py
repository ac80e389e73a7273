"""Whether «هل تقصد» proposes the right word: `python -m benchmarks.did_you_mean ARTICLES.jsonl[.gz]`.

Loads the articles into a scratch database. Of the words of their headlines 300 are drawn that stand in at least five
articles; each is misspelt by one error that people make in Arabic, in such a way that no article has the outcome.
Printed by kind of error: how often the first proposal is the word itself, how often another, how often there is none.

Then 300 words are asked for that stand in one article alone, spelled as there: none may be «corrected». Last come 300
words of a tenth of the articles that is not loaded, which no loaded article prints and some have in another form.
"""

import json
import os
import random
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path

import django

from benchmarks.known_item import fill, lines_of
from newsroom import environment, postgres

DRAWN, LEAST_ARTICLES = 300, 5

KINDS = ["sound", "dots", "vowel left out", "vowel too many", "doubled", "exchanged", "left out", "key"]
ALIKE = ["طت", "صس", "ضد", "ظز", "ظض", "قك", "ثت", "ذد", "ذز", "غج"]  # in sound
DOTS = ["بت", "بن", "تث", "جح", "حخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق"]
VOWELS = "اوي"
KEYBOARD = ["ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرىةوزظ"]  # Arabic (101)


def main(file):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    if not environment.given("DATABASE_URL"):
        postgres.ensure_running()
    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    from articles.search import vocabulary

    scratch = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    try:
        lines = list(lines_of(Path(file)))
        fill({number: line for number, line in enumerate(lines) if number % 10})
        vocabulary.relearn()
        print_figures()
        print_unprinted(lines[::10])
    finally:
        teardown_databases(scratch, verbosity=0)


def print_figures(seed=1):
    from articles.models import SearchWord

    chance = random.Random(seed)
    words = SearchWord.objects.filter(language="ar", word__regex="^[ء-ي]{4,}$").order_by("word")
    common = list(words.filter(prominent=True, articles__gte=LEAST_ARTICLES).values_list("word", flat=True))
    rare = list(words.filter(articles=1).values_list("word", flat=True))
    chance.shuffle(common)
    outcomes, taken = defaultdict(list), []
    for word in common:
        kind, wrong = misspelt(word, chance)
        if wrong is None or is_known(wrong):
            continue
        began = time.perf_counter()
        proposed = proposal(wrong)
        taken.append(1000 * (time.perf_counter() - began))
        outcomes[kind].append((word, wrong, proposed))
        if len(taken) == DRAWN:
            break
    outcomes["all"] = [outcome for of_kind in list(outcomes.values()) for outcome in of_kind]
    for kind, of_kind in outcomes.items():
        right, none, other = verdicts(of_kind)
        print(f"{kind:22} {len(of_kind):4} words: right {right:.3f}  none {none:.3f}  another {other:.3f}")
    print(f"a proposal takes {statistics.median(taken):.1f} ms, 95th {sorted(taken)[int(0.95 * len(taken))]:.1f} ms")
    asked = chance.sample(rare, min(DRAWN, len(rare)))
    corrected = [(word, other) for word in asked if (other := proposal(word))]
    print(f"of {len(asked)} words of one article alone, corrected: {len(corrected)} {corrected[:5] or ''}")


def print_unprinted(lines, seed=1):
    """Print how many words of `lines` are «corrected» though loaded articles have another form of them."""
    import arabic
    from articles.models import SearchWord

    words = {
        token.key: token.text
        for line in lines
        for token in arabic.analyze(json.loads(line)["body"])
        if token.key.isalpha() and len(token.key) >= 4
    }
    printed = set(SearchWord.objects.filter(key__in=list(words)).values_list("key", flat=True))
    unprinted = sorted(words[key] for key in words.keys() - printed)
    random.Random(seed).shuffle(unprinted)
    asked = [word for word in unprinted[: 4 * DRAWN] if is_known(word)][:DRAWN]
    corrected = [(word, other) for word in asked if (other := proposal(word))]
    print(f"of {len(asked)} words known in another form alone, corrected: {len(corrected)} {corrected[:8] or ''}")


def misspelt(word, chance):
    """A kind of error, and `word` with one such error in it behind its article, or None where it has no place."""
    import arabic

    begin = 2 if word.startswith("ال") else 0
    place = chance.randrange(begin, len(word))
    letter, before, behind = word[place], word[:place], word[place + 1 :]
    kind = chance.choice(KINDS)
    if kind in ("sound", "dots"):
        pairs = [pair for pair in (ALIKE if kind == "sound" else DOTS) if any(one in word[begin:] for one in pair)]
        if not pairs:
            return kind, None
        pair = chance.choice(pairs)
        places = [index for index in range(begin, len(word)) if word[index] in pair]
        place = chance.choice(places)
        wrong = word[:place] + pair[1 - pair.index(word[place])] + word[place + 1 :]
    elif kind == "vowel left out":
        places = [index for index in range(begin + 1, len(word)) if word[index] in VOWELS]
        if not places:
            return kind, None
        place = chance.choice(places)
        wrong = word[:place] + word[place + 1 :]
    elif kind == "vowel too many":
        wrong = before + letter + chance.choice(VOWELS) + behind
    elif kind == "doubled":
        wrong = before + letter * 2 + behind
    elif kind == "exchanged":
        wrong = before + behind[:1] + letter + behind[1:]
    elif kind == "left out":
        wrong = before + behind
    else:
        row = next((row for row in KEYBOARD if letter in row), letter)
        index = row.index(letter)
        wrong = before + chance.choice(row[max(index - 1, 0) : index + 2].replace(letter, "") or letter) + behind
    return kind, None if arabic.search_key(wrong) == arabic.search_key(word) else wrong


def is_known(word):
    from articles import search

    return search.find(word, "ar").newest().exists()


def proposal(word):
    from articles import search

    return search.did_you_mean(search.find(word, "ar").query, "ar")


def verdicts(outcomes):
    """The shares of right, missing and other proposals. Right is the word itself, in any spelling with the same key."""
    import arabic

    right = [bool(found) and arabic.search_key(found) == arabic.search_key(word) for word, _wrong, found in outcomes]
    none = [not found for _word, _wrong, found in outcomes]
    count = len(outcomes)
    return sum(right) / count, sum(none) / count, (count - sum(right) - sum(none)) / count


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m benchmarks.did_you_mean ARTICLES.jsonl[.gz]")
    main(sys.argv[1])
