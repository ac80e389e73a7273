"""How fast `import_articles` loads a file: `python -m benchmarks.importing ARTICLES.jsonl[.gz]`.

Loads the file into a scratch database twice, and prints articles a second beside a floor of the same run: the same
lines, parsed as JSON and written with COPY into a bare table without an index.
"""

import gzip
import io
import json
import os
import sys
import time

import django

from newsroom import environment, postgres


def main(file):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    if not environment.given("DATABASE_URL"):
        postgres.ensure_running()
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    scratch = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    try:
        count, floor_seconds = copy_into_bare_table(connection, file)
        floor = count / floor_seconds
        print(f"{count:,} articles; floor (JSON and COPY into a bare table): {floor:,.0f} articles/s")
        for run in ("first run", "second run, nothing changed"):
            began = time.perf_counter()
            call_command("import_articles", file, stderr=io.StringIO())
            rate = count / (time.perf_counter() - began)
            print(f"{run}: {rate:,.0f} articles/s, {rate / floor:.3f} of the floor")
    finally:
        teardown_databases(scratch, verbosity=0)


def copy_into_bare_table(connection, file):
    began = time.perf_counter()
    rows, count = io.StringIO(), 0
    with (gzip.open if file.endswith(".gz") else open)(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            rows.write("\t".join(_copied(record.get(key)) for key in ("id", "title", "body")) + "\n")
            count += 1
    rows.seek(0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id text, title text, body text)")
        cursor.copy_expert("COPY bare FROM STDIN", rows)
        cursor.execute("DROP TABLE bare")
    return count, time.perf_counter() - began


def _copied(value):
    """A value as PostgreSQL's COPY reads it."""
    return str(value or "").replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m benchmarks.importing ARTICLES.jsonl[.gz]")
    main(sys.argv[1])
