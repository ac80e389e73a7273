"""What pages and the search cost as the archive grows: `python -m benchmarks.scale 10000 100000`.

For each N a scratch database is filled with N invented articles of 600 words (words of `arabic/data`, drawn by their
rank as in real text, half of them with an article or particle), and each kind of page is asked for through Django, as a
new reader would and as an editor would. Printed per page: queries, median and 95th percentile in milliseconds, and the
median as a multiple of a view of the same run that answers one word through the same middleware.

Of the search itself is printed: the milliseconds in the database of the first twenty results and of the counts, by kind
of query; the size of its indexes; how many articles a second are indexed anew; what the analysis and the entry cost an
article that is saved; and the milliseconds of the suggestions for what a reader has begun to type. Each query counts
with the best of its runs, so that the figure is the query's and not that of what else the machine does. At the end
stands by how much the medians grew from the first N to the last.
"""

import itertools
import json
import random
import statistics
import sys
import time
from pathlib import Path

from benchmarks import suggestions
from benchmarks.scratch import begin, client, cost, scratch_database

WORDS, SECTIONS = 600, 9
#: Queries of a kind, runs of each, and articles that are indexed anew.
ASKED, RUNS, INDEXED = 60, 3, 500
_PARTICLES = ("", "", "", "", "ال", "ال", "و", "وال", "ب", "لل")


def main(sizes):
    begin()
    searches = []
    for size in sizes:
        with scratch_database():
            rate = fill(size)
            print(f"\n{size:,} articles, loaded at {rate:,.0f}/s")
            searches.append(print_search())
            suggestions.print_figures()
            print_pages()
    if len(sizes) > 1:
        print_growth(sizes, searches)


def print_growth(sizes, searches):
    """Print by how much the median of each kind of query grew from the first size to the last."""
    print(f"\nfrom {sizes[0]:,} to {sizes[-1]:,} articles the median grows")
    for name, median in searches[-1].items():
        print(f"{name:31} {median / searches[0][name]:6.1f} times")


def fill(size):
    """Load `size` invented articles through the importer; articles a second."""
    from articles import importing

    importer, began = importing.Importer(), time.perf_counter()
    lines = (importing.prepare(line) for line in invented(size))
    batch = []
    for line in lines:
        batch.append(line)
        if len(batch) == 500:
            importer.store(batch)
            batch = []
    importer.store(batch)
    rate = size / (time.perf_counter() - began)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum does in its time; it also merges what waits to be indexed
    return rate


def invented(size):
    """Lines of JSON: one new article every ten minutes back from now, by 40 authors about 200 topics."""
    chance = random.Random(1)
    words = Words(chance)
    now = time.time()
    for number in range(size):
        text = words.some(WORDS)
        yield json.dumps(
            {
                "id": number,
                "title": " ".join(words.some(8)),
                "body": "\n".join(" ".join(text[start : start + 60]) for start in range(0, WORDS, 60)),
                "section": f"قسم {number % SECTIONS}",
                "author": f"كاتب {words.all[chance.randrange(40)]}",
                "tags": [f"ملفّ {words.all[200 + chance.randrange(200)]}"],
                "published": time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(now - 600 * number - 60)),
            }
        )


class Words:
    """Draws Arabic words by their rank, as they come in real text."""

    def __init__(self, chance):
        self.chance = chance
        lines = (Path(__file__).parent.parent / "arabic" / "data" / "words.txt").read_text(encoding="utf-8").split("\n")
        self.all = [line.split()[0] for line in lines if line and not line.startswith("#")]
        self._weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(self.all))))

    def some(self, count):
        """`count` words with articles and particles written on to half of them, so that key and stem differ."""
        drawn = self.chance.choices(self.all, cum_weights=self._weights, k=count)
        particles = self.chance.choices(_PARTICLES, k=count)
        return [particle + word for particle, word in zip(particles, drawn, strict=True)]


def print_search():
    """Print what the search costs; the median milliseconds by name."""
    from articles import search

    medians = {}
    for name, asked in queries().items():
        for what, ask in [("find", _first_results), ("count", lambda found: found.counts())]:
            taken = sorted(best_of_runs(lambda text=text, ask=ask: ask(search.find(text, "ar"))) for text in asked)
            median = medians[f"{what}, {name}"] = statistics.median(taken)
            print(f"{f'{what}, {name}':31} {median:8.1f} ms  95th {taken[int(len(taken) * 0.95)]:8.1f} ms")
    print_index()
    return medians


def _first_results(found):
    # The ids and ranks alone: cards are asked for by `for_cards`, whatever the list.
    return list(found.articles().values_list("pk", "rank")[:20])


def queries():
    """Queries by their kind: words of one headline each, and words by how common they are in all articles."""
    import arabic
    from articles.models import Article
    from articles.search import terms

    terms.forget_counted()
    shares = terms.counted().shares
    chance = random.Random(2)
    headlines = Article.objects.live().newest().values_list("headline_ar", flat=True)
    step = max(1, len(headlines) // ASKED)
    told = [
        # Nobody searches for in, on and that.
        [word for word in headline.split() if shares.get(arabic.analyze(word)[0].stem, 0) < 0.5]
        for headline in list(headlines)[::step][:ASKED]
    ]
    common = sorted(word for word, share in shares.items() if 0.15 < share < 0.5 and not word.startswith("#"))
    rare = sorted(word for word, share in shares.items() if share < 0.02 and not word.startswith("#"))
    numbers = {"one word": 1, "two words": 2, "three words": 3, "six words": 6}
    return {
        **{
            name: [" ".join(chance.sample(words, most)) for words in told if len(words) >= most]
            for name, most in numbers.items()
        },
        "two common words": [" ".join(chance.sample(common, 2)) for _ in range(ASKED)],
        "a common and a rare word": [f"{chance.choice(common)} {chance.choice(rare)}" for _ in range(ASKED)],
        "a phrase of two words": [f'"{words[0]} {words[1]}"' for words in told if len(words) > 1],
    }


def best_of_runs(ask):
    """The fewest milliseconds in the database that `ask` takes."""
    from django.db import connection

    taken = []
    for _run in range(RUNS):
        with connection.execute_wrapper(clock := Clock()):
            ask()
        taken.append(clock.milliseconds)
    return min(taken)


class Clock:
    """Counts the time that queries take, as a wrapper of their execution."""

    def __init__(self):
        self.milliseconds = 0

    def __call__(self, execute, *arguments):
        began = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            self.milliseconds += 1000 * (time.perf_counter() - began)


def print_index():
    """Print the size of the search's table and indexes, and what it costs to make them."""
    from django.db import connection

    from articles import search
    from articles.models import Article
    from articles.search import reindexing

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_relation_size(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
            " WHERE indrelid = 'articles_searchentry'::regclass AND relname LIKE 'search_entry%' ORDER BY 2 DESC"
        )
        for name, size in cursor.fetchall():
            print(f"{f'index {name}':31} {size / 1e6:8.1f} MB")
        cursor.execute("SELECT pg_table_size('articles_searchentry')")
        print(f"{'table':31} {cursor.fetchone()[0] / 1e6:8.1f} MB")
    ids = list(Article.objects.live().newest().values_list("pk", flat=True)[:INDEXED])
    began = time.perf_counter()
    reindexing.reindex(ids)
    print(f"indexed anew: {len(ids) / (time.perf_counter() - began):,.0f} articles/s")
    taken = []
    for article in Article.objects.filter(pk__in=ids[:50]):
        began = time.perf_counter()
        search.index(article)
        taken.append(1000 * (time.perf_counter() - began))
    print(f"a saved article's analysis and entry: {statistics.median(taken):.1f} ms  95th {sorted(taken)[47]:.1f} ms")


def print_pages():
    from django.urls import reverse

    from articles.models import Article, Section
    from authors.models import Author
    from newsroom import roles
    from topics.models import Topic

    reader, editor = client(), client(roles.EDITOR)
    article = Article.objects.live().newest()[5]
    words = " ".join(article.headline_ar.split()[:2])
    desk_list = reverse("admin:articles_article_changelist")
    pages = [
        ("home", reader, "/"),
        ("section", reader, Section.objects.first().get_absolute_url()),
        ("article", reader, article.get_absolute_url()),
        ("author", reader, Author.objects.first().get_absolute_url()),
        ("topic", reader, Topic.objects.first().get_absolute_url()),
        ("archive month", reader, f"/archive/{article.published_at:%Y/%m}/"),
        ("search, two words", reader, f"/search/?q={words}"),
        ("desk list", editor, desk_list),
        ("desk search", editor, f"{desk_list}?q={words}"),
    ]
    floor, _worst, queries_of_floor = cost(reader, "/robots.txt")
    for name, visitor, url in pages:
        median, worst, queries = cost(visitor, url)
        print(f"{name:18} {queries:3} queries  {median:8.1f} ms  95th {worst:8.1f} ms  {median / floor:6.0f} x floor")
    print(f"{'floor: robots.txt':18} {queries_of_floor:3} queries  {floor:8.1f} ms")


if __name__ == "__main__":
    if not sys.argv[1:] or not all(size.isdigit() for size in sys.argv[1:]):
        sys.exit("usage: python -m benchmarks.scale N…")
    main([int(size) for size in sys.argv[1:]])
