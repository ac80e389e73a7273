"""How good the related suggestions are: `python -m benchmarks.related ARTICLES.jsonl[.gz]`.

Two tests of the code that serves the desk, `related.suggestions`, on articles that lie in a scratch database, each
beside its floors of the same run:

- sections: of the four best suggestions for an article from its own outlet (`source`), the share that has its section;
  1,500 random articles. Once without telling the article's own section, as while a text has none yet: this is the
  figure to set beside the floors, which are not told it either. And once as the desk asks for an article that has one.
  Of the articles that are found the desk knows the section in both. Where fewer than four have a reason, the share is
  of these; how many there are on average stands beside it. Floors: TF-IDF over words, which always gives four, and
  what the largest section of each outlet would give.
- halves: every article with a section and more than 150 words is cut in the middle of its words. Headline and first
  half ask, all second halves are there to be found; 1,000 random queries, recall@1 and recall@4. Floors: the 25
  strongest words, BM25 over words and stems, TF-IDF over words, and over character 3- to 5-grams, which take long: of
  the first 200 queries only, and beside them the newsroom's figure for the same.

Every figure is printed for both halves of the articles as well, told apart by a hash of their ids: the constants were
chosen on the first. `python -m benchmarks.related --scale 100000` prints instead what a suggestion takes at that many
invented articles: median and 95th percentile of the milliseconds, and of those in which Python itself was at work.
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

ASKED_FOR_SECTIONS, ASKED_FOR_HALVES, ASKED_OF_GRAMS, LEAST_WORDS, STRONGEST = 1_500, 1_000, 200, 150, 25


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
        texts = {record["id"]: text_of(record) for record in outlet}
        floor = Vectors(texts, words, [texts[name] for name in texts if name in asked])
        with scratch_articles(outlet) as suggest:
            for record in outlet:
                name = record["id"]
                if name not in asked:
                    continue
                found = {
                    "newsroom, its section not told": suggest(record, but=name),
                    "newsroom, its section told": suggest(record, but=name, tells_section=True),
                    "TF-IDF, words": floor.best(texts[name], 5, but=name),
                }
                for rival, best in found.items():
                    hits[rival][half_of(name)] += [sections[other] == record["section"] for other in best[:4]]
                hits["largest section"][half_of(name)].append(largest / len(outlet))
    print(f"\nsections: {len(asked):,} articles, share of the four best with the article's section")
    for rival, by_half in hits.items():
        given = sum(map(len, by_half.values())) / len(asked)
        print(
            f"{rival:34} {_mean(by_half):.3f}   {_of_halves(by_half, statistics.fmean)}   {given:.2f} an article",
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
    of_grams = asked[:ASKED_OF_GRAMS]
    with scratch_articles(seconds.values()) as suggest:
        found = {name: suggest(queries[name], but=None) for name in asked}
    _print_recall("newsroom", lambda name: found[name], asked)
    asking = {name: text_of(queries[name]) for name in asked}
    strongest, both = BM25(texts, words), BM25(texts, words_and_stems)
    _print_recall(
        f"{STRONGEST} strongest words", lambda name: strongest.best(_strongest(asking[name], strongest), 4), asked
    )
    _print_recall("BM25, words and stems", lambda name: both.best(asking[name], 4), asked)
    for rival, terms, those in [("TF-IDF, words", words, asked), ("TF-IDF, 3- to 5-grams", grams, of_grams)]:
        vectors = Vectors(texts, terms, [asking[name] for name in those])
        _print_recall(f"{rival}, {len(those):,}", lambda name, v=vectors: v.best(asking[name], 4), those)
    _print_recall(f"newsroom, the same {len(of_grams)}", lambda name: found[name], of_grams)


def _print_recall(rival, best, asked):
    ranks = defaultdict(list)
    for name in asked:
        found = best(name)
        ranks[half_of(name)].append(found.index(name) + 1 if name in found else 9)
    at = {most: {half: [rank <= most for rank in of_half] for half, of_half in ranks.items()} for most in (1, 4)}
    of_halves = "   ".join(_of_halves(at[most], statistics.fmean) for most in (1, 4))
    print(f"{rival:34} {_mean(at[1]):.3f} {_mean(at[4]):.3f}   {of_halves}", flush=True)


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
    taken, worked = [], []
    for article in list(Article.objects.live().newest()[:: max(1, size // 200)])[:200]:
        typed = article.live_revision.content
        began, began_to_work = time.perf_counter(), time.process_time()
        suggestions.suggest(typed, without=[article.pk])
        taken.append(1000 * (time.perf_counter() - began))
        worked.append(1000 * (time.process_time() - began_to_work))
    for name, figures in {"a suggestion": taken, "Python at work in it": worked}.items():
        figures = sorted(figures[5:])
        print(
            f"{name:38} median {statistics.median(figures):4.0f} ms  95th {figures[int(len(figures) * 0.95)]:4.0f} ms"
        )


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


def _strongest(text, index):
    """The text of the words with the most TF-IDF, as "more like this" usually asks."""
    counted = Counter(words(text))
    rarity = {
        word: math.log(len(index.lengths) / len(index.postings[word])) for word in counted if word in index.postings
    }
    return " ".join(heapq.nlargest(STRONGEST, rarity, key=lambda word: (counted[word] * rarity[word], word)))


class Vectors:
    """TF-IDF with the logarithm of frequencies, compared by the cosine. Keeps only the terms of the texts `asking`."""

    def __init__(self, texts, terms, asking):
        self.names, self.terms = list(texts), terms
        present = Counter(term for text in texts.values() for term in set(terms(text)))
        self.rarity = {term: 1 + math.log((1 + len(texts)) / (1 + times)) for term, times in present.items()}
        wanted = {term for text in asking for term in terms(text)}
        self.postings = defaultdict(list)
        for place, text in enumerate(texts.values()):
            for term, weight in self._unit(text).items():
                if term in wanted:
                    self.postings[term].append((place, weight))

    def _unit(self, text):
        weights = {
            term: (1 + math.log(times)) * self.rarity[term]
            for term, times in Counter(self.terms(text)).items()
            if term in self.rarity
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1
        return {term: weight / length for term, weight in weights.items()}

    def best(self, text, most, *, but=None):
        scores = [0.0] * len(self.names)
        for term, weight in self._unit(text).items():
            for place, other in self.postings[term]:
                scores[place] += weight * other
        best = heapq.nlargest(most + 1, zip(scores, self.names, strict=True))
        return [name for _score, name in best if name != but][:most]


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
