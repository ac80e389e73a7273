"""How good the related suggestions are: `python -m benchmarks.related ARTICLES.jsonl[.gz]`.

Two tests of the code that serves the desk, `related.suggestions`, on articles that lie in a scratch database, each
beside its floors of the same run:

- sections: of the four best suggestions for an article from its own outlet (`source`), the share that has its section;
  1,500 random articles; once as the desk asks, which knows the section, and once without telling it. Where fewer than
  four have a reason, the share is of these; how many there are on average stands beside it. Floors: TF-IDF over words,
  which always gives four, and what the largest section of each outlet would give.
- halves: every article with a section and more than 150 words is cut in the middle of its words. Headline and first
  half ask, all second halves are there to be found; 1,000 random queries, recall@1 and recall@4. Floors: the 25
  strongest words, BM25 over words and stems, TF-IDF over words and over character 3- to 5-grams.

Every figure is printed for both halves of the articles as well, told apart by a hash of their ids: the constants were
chosen on the first. `python -m benchmarks.related --scale 100000` prints instead what a suggestion takes at that many
invented articles: median and 95th percentile of the milliseconds.
"""

import hashlib
import heapq
import json
import math
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

import django

from arabic import analyze
from benchmarks.known_item import lines_of
from benchmarks.rivals import BM25, words
from newsroom import environment, postgres

ASKED_FOR_SECTIONS, ASKED_FOR_HALVES, LEAST_WORDS, STRONGEST = 1_500, 1_000, 150, 25


def main(file):
    records = [json.loads(line) for line in lines_of(file)]
    records = [record for record in records if record.get("section")]
    test_halves(records)
    test_sections(records)


# The two tests ------------------------------------------------------------------------------------------------------


def test_sections(records):
    chance = random.Random(1)
    by_outlet = defaultdict(list)
    for record in records:
        by_outlet[record["source"]].append(record)
    asked = {record["id"] for record in chance.sample(records, ASKED_FOR_SECTIONS)}
    hits = defaultdict(lambda: defaultdict(list))
    for outlet in by_outlet.values():
        sections = {record["id"]: record["section"] for record in outlet}
        [(_largest, largest)] = Counter(sections.values()).most_common(1)
        floor = Vectors({record["id"]: words(text_of(record)) for record in outlet})
        with scratch_articles(outlet) as suggest:
            for record in outlet:
                name = record["id"]
                if name not in asked:
                    continue
                found = {
                    "newsroom": suggest(record, but=name, tells_section=True),
                    "newsroom, section not told": suggest(record, but=name),
                    "TF-IDF, words": floor.best(words(text_of(record)), 5, but=name),
                }
                for rival, best in found.items():
                    hits[rival][half_of(name)] += [sections[other] == record["section"] for other in best[:4]]
                hits["largest section"][half_of(name)].append(largest / len(outlet))
    print(f"\nsections: {len(asked):,} articles, share of the four best with the article's section")
    for rival, by_half in hits.items():
        given = sum(map(len, by_half.values())) / len(asked)
        print(
            f"{rival:32} {_mean(by_half):.3f}   {_of_halves(by_half, statistics.fmean)}   {given:.2f} an article",
            flush=True,
        )


def test_halves(records):
    chance = random.Random(1)
    queries, seconds = {}, {}
    for record in records:
        tokens = analyze(record["body"])
        if len(tokens) <= LEAST_WORDS:
            continue
        cut = tokens[len(tokens) // 2].start
        queries[record["id"]] = {**record, "body": record["body"][:cut], "section": None}
        seconds[record["id"]] = {**record, "title": "نصّ", "body": record["body"][cut:]}
    asked = chance.sample(sorted(queries), ASKED_FOR_HALVES)
    texts = {name: record["body"] for name, record in seconds.items()}
    print(f"halves: {len(seconds):,} second halves, {len(asked):,} queries; recall@1 and recall@4")
    with scratch_articles(seconds.values()) as suggest:
        _print_recall("newsroom", lambda record: suggest(record, but=None), queries, asked)
    strongest = BM25(texts, words)
    _print_recall(
        f"{STRONGEST} strongest words", lambda record: strongest.best(_strongest(record, strongest), 4), queries, asked
    )
    both = BM25(texts, words_and_stems)
    _print_recall("BM25, words and stems", lambda record: both.best(text_of(record), 4), queries, asked)
    for rival, terms in {"TF-IDF, words": words, "TF-IDF, 3- to 5-grams": grams}.items():
        vectors = Vectors({name: terms(text) for name, text in texts.items()})
        _print_recall(rival, lambda record, v=vectors, t=terms: v.best(t(text_of(record)), 4), queries, asked)


def _print_recall(rival, best, queries, asked):
    ranks = defaultdict(list)
    for name in asked:
        found = best(queries[name])
        ranks[half_of(name)].append(found.index(name) + 1 if name in found else 9)
    at = {most: {half: [rank <= most for rank in of_half] for half, of_half in ranks.items()} for most in (1, 4)}
    of_halves = "   ".join(_of_halves(at[most], statistics.fmean) for most in (1, 4))
    print(f"{rival:32} {_mean(at[1]):.3f} {_mean(at[4]):.3f}   {of_halves}", flush=True)


def half_of(name):
    return hashlib.sha256(f"half {name}".encode()).digest()[0] % 2


def _mean(by_half):
    return statistics.fmean(value for values in by_half.values() for value in values)


def _of_halves(by_half, figure):
    return "halves " + " ".join(f"{figure(by_half[half]):.3f}" for half in sorted(by_half))


# What is measured ---------------------------------------------------------------------------------------------------


class scratch_articles:  # noqa: N801
    """The suggestions of the desk over these records in a database of their own, as a function of a record."""

    def __init__(self, records):
        self.records = list(records)

    def __enter__(self):
        from django.db import connection

        from articles import importing
        from articles.models import Article
        from articles.search import terms

        importer = importing.Importer()
        lines = [importing.prepare(json.dumps(record)) for record in self.records]
        for start in range(0, len(lines), 500):
            importer.store(lines[start : start + 500])
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        terms.forget_counted()
        self.names = dict(Article.objects.values_list("pk", "imported_id"))
        self.sections = dict(Article.objects.values_list("pk", "section_id"))
        self.ids = {name: pk for pk, name in self.names.items()}
        return self.suggest

    def __exit__(self, *error):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE articles_article, articles_section CASCADE")

    def suggest(self, record, *, but, tells_section=False):
        from articles import content, importing
        from related import suggestions

        typed = {**content.EMPTY, **importing.prepare(json.dumps(record)).content, "section": None}
        if tells_section:
            typed["section"] = self.sections[self.ids[but]]
        found = suggestions.suggest(typed, without=[self.ids[but]] if but else [])
        return [self.names[suggestion.article.pk] for suggestion in found]


def print_scale(size):
    import benchmarks.suggestions  # noqa: F401  scale and suggestions import each other, in this order
    from articles.models import Article
    from benchmarks import scale
    from related import suggestions

    rate = scale.fill(size)
    print(f"{size:,} articles, loaded at {rate:,.0f}/s")
    taken = []
    for article in list(Article.objects.live().newest()[:: max(1, size // 200)])[:200]:
        typed = article.live_revision.content
        began = time.perf_counter()
        suggestions.suggest(typed, without=[article.pk])
        taken.append(1000 * (time.perf_counter() - began))
    taken = sorted(taken[5:])
    print(f"a suggestion: median {statistics.median(taken):.0f} ms  95th {taken[int(len(taken) * 0.95)]:.0f} ms")


# The floors ---------------------------------------------------------------------------------------------------------


def text_of(record):
    return f"{record['title']}\n{record['body']}"


def words_and_stems(text):
    return [word for token in analyze(text) for word in (token.key, f"={token.stem}")]


def grams(text):
    """Characters in threes to fives of the folded words, each with a space on either side."""
    return [
        padded[start : start + size]
        for word in words(text)
        for padded in [f" {word} "]
        for size in (3, 4, 5)
        for start in range(len(padded) - size + 1)
    ]


def _strongest(record, index):
    """The text of the words with the most TF-IDF, as "more like this" usually asks."""
    counted = Counter(words(text_of(record)))
    rarity = {
        word: math.log(len(index.lengths) / len(index.postings[word])) for word in counted if word in index.postings
    }
    return " ".join(heapq.nlargest(STRONGEST, rarity, key=lambda word: (counted[word] * rarity[word], word)))


class Vectors:
    """TF-IDF with the logarithm of frequencies, compared by the cosine."""

    def __init__(self, texts):
        present = Counter(term for terms in texts.values() for term in set(terms))
        self.rarity = {term: 1 + math.log((1 + len(texts)) / (1 + times)) for term, times in present.items()}
        self.postings = defaultdict(list)
        for name, terms in texts.items():
            for term, weight in self._unit(terms).items():
                self.postings[term].append((name, weight))

    def _unit(self, terms):
        weights = {
            term: (1 + math.log(times)) * self.rarity[term]
            for term, times in Counter(terms).items()
            if term in self.rarity
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1
        return {term: weight / length for term, weight in weights.items()}

    def best(self, terms, most, *, but=None):
        scores = defaultdict(float)
        for term, weight in self._unit(terms).items():
            for name, other in self.postings[term]:
                scores[name] += weight * other
        scores.pop(but, None)
        return heapq.nlargest(most, scores, key=lambda name: (scores[name], name))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--scale", size] if size.isdigit():
            run, argument = print_scale, int(size)
        case [file] if Path(file).exists():
            run, argument = main, Path(file)
        case _:
            sys.exit("usage: python -m benchmarks.related ARTICLES.jsonl[.gz] | --scale N")
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    if not environment.given("DATABASE_URL"):
        postgres.ensure_running()
    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    scratch = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    try:
        run(argument)
    finally:
        teardown_databases(scratch, verbosity=0)
