"""What suggestions as one types cost in the database: `python -m benchmarks.suggestions 10000 100000`.

For each N a scratch database gets N invented headlines of eight words (words of `arabic/data`, drawn by their rank as
in real text), a topic for every fifty and an author for every five hundred articles. Printed for each kind of
beginning: the median and 95th percentile of the milliseconds that its queries take together, and how many there are.
"""

import itertools
import random
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

from benchmarks.scratch import begin, scratch_database

WORDS = Path(__file__).parent.parent / "arabic" / "data" / "words.txt"
HEADLINE_WORDS, ROUNDS, BATCH = 8, 200, 2_000
#: Beginnings that very many headlines have.
COMMON = ["حكو", "الم", "مع", "مست", "است", "الحكوم", "رئي", "الرئي", "انت", "لبن", "في ال", "اقت", "مجل", "وزي"]


def main(sizes):
    begin()
    for size in sizes:
        with scratch_database():
            fill(size)
            print(f"\n{size:,} articles")
            print_figures()


def fill(size):
    """Make `size` articles of which there is nothing but what suggestions read."""
    from django.db import connection
    from django.utils import timezone

    from articles.models import Article, ArticleTopic, Byline, SearchHeadline, Section
    from articles.search import suggestions
    from authors.models import Author
    from topics.models import Topic

    chance, now = random.Random(1), timezone.now()
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    words = [line.split()[0] for line in lines if line and not line.startswith("#")]
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))
    section = Section.objects.create(name_ar="أخبار", slug_ar="أخبار", position=1)

    def named(model, count):
        names = (" ".join(chance.choices(words, k=2)) for _number in range(count))
        rows = [model(name_ar=name, slug_ar=f"{model.__name__}-{number}") for number, name in enumerate(names)]
        return model.objects.bulk_create(rows)

    topics, authors = named(Topic, max(size // 50, 1)), named(Author, max(size // 500, 1))
    for start in range(0, size, BATCH):
        articles = Article.objects.bulk_create(
            Article(
                headline_ar=" ".join(chance.choices(words, cum_weights=weights, k=HEADLINE_WORDS)),
                slug_ar=f"a{number}",
                section=section,
                published_at=now - timedelta(minutes=10 * number + 1),
            )
            for number in range(start, min(start + BATCH, size))
        )
        SearchHeadline.objects.bulk_create(
            suggestions.headline(article, "ar", suggestions.headline_words(article.headline_ar)) for article in articles
        )
        ArticleTopic.objects.bulk_create(
            ArticleTopic(article=article, topic=chance.choice(topics), position=0) for article in articles
        )
        Byline.objects.bulk_create(
            Byline(article=article, author=chance.choice(authors), position=0) for article in articles
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def print_figures():
    """Time the suggestions of the database as it stands."""
    from django.db import connection

    from articles.models import SearchHeadline
    from articles.search.suggestions import suggestions

    for name, beginnings in kinds_of_beginnings():
        taken, queries = [], []
        for begun in beginnings:
            spent = []
            with connection.execute_wrapper(timed(spent)):
                suggestions(begun, "ar")
            taken.append(1000 * sum(spent))
            queries.append(len(spent))
        taken.sort()
        print(
            f"{name:22} {statistics.median(taken):6.1f} ms  95th {taken[int(0.95 * len(taken))]:6.1f} ms"
            f"  at most {max(queries)} queries"
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size(%s)", [SearchHeadline._meta.db_table])
        print(f"table and indexes of headlines: {cursor.fetchone()[0] / 1e6:,.1f} MB")


def kinds_of_beginnings():
    """(name, beginnings): what a person types who is after one of the headlines, letter by letter."""
    from articles.models import Article

    chance = random.Random(2)
    ids = list(Article.objects.values_list("pk", flat=True))
    asked = chance.sample(ids, min(ROUNDS, len(ids)))
    headlines = list(Article.objects.filter(pk__in=asked).values_list("headline_ar", flat=True))
    for count in (1, 2, 3):
        begun = []
        for headline in headlines:
            words = headline.split()[:count]
            article = 2 if words[-1].startswith("ال") else 0
            begun.append(" ".join([*words[:-1], words[-1][: article + chance.randint(3, 5)]]))
        yield f"word {count} of a headline", begun
    yield "common beginnings", COMMON * 10
    yield "nothing has it", ["ظظظظ", "قصر ظظظظ", "xyzzy"] * 20


def timed(spent):
    """A wrapper of Django's that appends to `spent` the seconds that each statement takes."""

    def wrapper(execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append(time.perf_counter() - began)

    return wrapper


if __name__ == "__main__":
    if not sys.argv[1:] or not all(size.isdigit() for size in sys.argv[1:]):
        sys.exit("usage: python -m benchmarks.suggestions N…")
    main([int(size) for size in sys.argv[1:]])
