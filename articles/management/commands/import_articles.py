import gzip
import multiprocessing
import os
import zlib
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import islice

from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from tqdm import tqdm

from articles import importing

#: Lines in one transaction, and lines that one process prepares at a time.
BATCH, CHUNK = 500, 25


class Command(BaseCommand):
    help = (
        "Load articles from JSON lines, one object a line with the keys id, title, body and, where there are, section, "
        "tags, author, published, url, source. Run again, it changes only what changed in the file."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="a file of JSON lines, .gz or plain")
        parser.add_argument(
            "--undated", metavar="DATE", help="when articles without a date were published, like 2015-06-30; else now"
        )

    def handle(self, *args, file, undated, **options):
        try:
            undated_at = importing.moment(undated)
        except importing.BadLine as error:
            raise CommandError(str(error).replace("“published”", "--undated")) from None
        try:
            total = sum(1 for _line in _numbered(file))
        except (OSError, EOFError, zlib.error) as error:
            raise CommandError(f"{file} cannot be read: {getattr(error, 'strerror', None) or error}") from None
        done = Counter()
        importer = importing.Importer(undated_at)
        first_line = {}
        connections.close_all()  # the processes below must not share this one's connection
        with (
            ProcessPoolExecutor(os.cpu_count(), mp_context=multiprocessing.get_context("fork")) as pool,
            tqdm(total=total, unit=" articles", file=self.stderr._out, smoothing=0.1, mininterval=0.5) as bar,
        ):
            for lines in _prepared(pool, _numbered(file)):
                batch = []
                for number, prepared, reason in lines:
                    if prepared is not None and prepared.id in first_line:
                        prepared, reason = None, f"the id stands on line {first_line[prepared.id]} already"
                    if prepared is None:
                        done["skipped"] += 1
                        bar.write(f"{file}:{number}: {reason}. Skipped.", file=self.stderr._out)
                    else:
                        first_line[prepared.id] = number
                        done["undated"] += prepared.published_at is None
                        batch.append(prepared)
                done.update(importer.store(batch))
                bar.update(len(lines))
        importer.finish()
        self.stdout.write(
            f"{done['added']:,} added, {done['updated']:,} updated, {done['unchanged']:,} unchanged, "
            f"{done['kept']:,} edited at the desk and left alone, {done['skipped']:,} skipped."
        )
        if done["undated"] and undated_at is None:
            self.stderr.write(f"{done['undated']:,} have no date and were dated now; --undated DATE says otherwise.")


def _lines(file):
    """The lines of a file, as bytes."""
    with (gzip.open if file.endswith(".gz") else open)(file, "rb") as lines:
        yield from lines


def _numbered(file):
    """(number, line) for each line that is not empty."""
    return ((number, line) for number, line in enumerate(_lines(file), start=1) if line.strip())


def _prepared(pool, numbered):
    """Batches of what `_prepare` makes of each line; the pool works on the next one while a batch is being stored."""
    waiting = None
    while lines := list(islice(numbered, BATCH)):
        begun = pool.map(_prepare, lines, chunksize=CHUNK)
        if waiting is not None:
            yield list(waiting)
        waiting = begun
    if waiting is not None:
        yield list(waiting)


def _prepare(numbered):
    """(number, Prepared, None) or (number, None, reason): what a process of the pool makes of one line."""
    number, line = numbered
    try:
        return number, importing.prepare(line.decode("utf-8-sig")), None
    except importing.BadLine as error:
        return number, None, str(error)
    except UnicodeDecodeError:
        return number, None, "the line is not UTF-8"
