"""Whether a search brings up the one document that a question or an abstract was written about.

    python -m benchmarks.known_item --queries QUERIES.jsonl --docs DOCUMENTS.jsonl[.gz] [--docs …]

A query's line holds query, doc_id and, if it has one, kind; a document's line is one that `import_articles` takes. The
documents go into a scratch database. Printed for each kind of query: the mean reciprocal rank within the first ten
(MRR@10), the share of queries whose document is among them (recall@10) and the median milliseconds of a query, for

- the site's own search, `articles.search.find`;
- BM25 over folded words and over light10 stems (`benchmarks.rivals`), in memory;
- PostgreSQL's `arabic` configuration ranked by ts_rank: texts with all of the query's words, and with any of them.

Queries whose document is in none of the files are left out and counted.
"""

import argparse
import gzip
import json
import os
import statistics
import time
from collections import defaultdict
from pathlib import Path

import django

from benchmarks.rivals import BM25, light10_stems, words
from newsroom import environment, postgres

MOST = 10


def main():
    parser = argparse.ArgumentParser(description="MRR@10 and recall@10 of the search and of what others use.")
    parser.add_argument("--queries", type=Path, required=True, metavar="QUERIES.jsonl")
    parser.add_argument("--docs", type=Path, required=True, nargs="+", metavar="DOCUMENTS.jsonl[.gz]")
    options = parser.parse_args()

    lines = {json.loads(line)["id"]: line for file in options.docs for line in lines_of(file)}
    asked = [json.loads(line) for line in lines_of(options.queries)]
    queries = [query for query in asked if query["doc_id"] in lines]
    print(f"{len(lines):,} documents, {len(queries):,} queries; {len(asked) - len(queries):,} about none of them")

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    if not environment.given("DATABASE_URL"):
        postgres.ensure_running()
    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    scratch = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    try:
        texts = fill(lines)
        queries = [query for query in queries if query["doc_id"] in texts]
        for name, search in searches(texts):
            print_figures(name, search, queries)
    finally:
        teardown_databases(scratch, verbosity=0)


def lines_of(file):
    with (gzip.open if file.suffix == ".gz" else open)(file, "rt", encoding="utf-8") as lines:
        yield from lines


def fill(lines):
    """Import the documents and make PostgreSQL's own index beside ours; the text of each, by its id."""
    from django.db import connection

    from articles import importing

    importer, batch, texts, refused = importing.Importer(), [], {}, 0
    for name, line in lines.items():
        try:
            prepared = importing.prepare(line)
        except importing.BadLine:
            refused += 1
            continue
        texts[name] = f"{prepared.content['headline_ar']}\n{prepared.text}"
        batch.append(prepared)
        if len(batch) == 500:
            importer.store(batch)
            batch = []
    importer.store(batch)
    if refused:
        print(f"{refused:,} documents were refused by the importer, and the queries about them left out")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE stock (name text, vector tsvector)")
        for name, text in texts.items():
            cursor.execute("INSERT INTO stock VALUES (%s, to_tsvector('arabic', %s))", [name, text[:500_000]])
        cursor.execute("CREATE INDEX ON stock USING gin (vector)")
        cursor.execute("ANALYZE")
    return texts


def searches(texts):
    """Each search by its name: a function from a query to the ids of the documents it puts first."""
    yield "newsroom", of_the_site
    yield "BM25, words", BM25(texts, words).best
    yield "BM25, light10", BM25(texts, light10_stems).best
    yield "PostgreSQL arabic, all words", stock("plainto_tsquery('arabic', %s)")
    yield (
        "PostgreSQL arabic, any word",
        stock("CAST(replace(CAST(plainto_tsquery('arabic', %s) AS text), '&', '|') AS tsquery)"),
    )


def of_the_site(query):
    from articles import search

    return list(search.find(query, "ar").articles().values_list("imported_id", flat=True)[:MOST])


def stock(tsquery):
    """PostgreSQL's own search, by the expression that makes a tsquery of a text."""
    from django.db import connection

    def best(query):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT name FROM stock, {tsquery} AS wanted WHERE vector @@ wanted "
                f"ORDER BY ts_rank(vector, wanted) DESC, name LIMIT {MOST}",
                [query],
            )
            return [name for (name,) in cursor]

    return best


def print_figures(name, search, queries):
    ranks, taken = defaultdict(list), defaultdict(list)
    for query in queries:
        began = time.perf_counter()
        found = search(query["query"])
        kind = query.get("kind", "-")
        taken[kind].append(1000 * (time.perf_counter() - began))
        ranks[kind].append(found.index(query["doc_id"]) + 1 if query["doc_id"] in found else None)
    for kind in sorted(ranks):
        reciprocal = statistics.fmean(1 / rank if rank else 0 for rank in ranks[kind])
        recall = statistics.fmean(rank is not None for rank in ranks[kind])
        print(
            f"{kind:16} {name:30} MRR@10 {reciprocal:.3f}  recall@10 {recall:.3f}  "
            f"{statistics.median(taken[kind]):6.1f} ms  ({len(ranks[kind])} queries)"
        )


if __name__ == "__main__":
    main()
