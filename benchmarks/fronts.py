"""What the room of the fronts costs at the desk: `python -m benchmarks.fronts N…`.

For each N a scratch database is filled with the archive of a newspaper (`benchmarks.archive`), and an editor arranges
the paper's front and a section's: opens the screen, looks for an article by words and by its whole headline, has the
picture drawn with it in a place, looks at the page as readers would see it, and publishes. Printed for each request:
queries, median and 95th percentile in milliseconds. What the desk promises is a 95th percentile below 300 ms; the
requests that break it are named at the end.
"""

import json
import statistics
import sys
import time

from benchmarks.desk import PROMISED
from benchmarks.scratch import ROUNDS, begin, client, scratch_database


def main(sizes):
    begin()
    from benchmarks import archive  # which wants Django to be ready

    for size in sizes:
        with scratch_database():
            began = time.perf_counter()
            archive.fill(size)
            print(f"\n{size:,} articles, filled in {time.perf_counter() - began:,.0f} s")
            print_requests()


def print_requests():
    from articles.models import Article, Section
    from newsroom import roles

    editor, section, broken = client(roles.EDITOR), Section.objects.first(), []
    for front, articles in [(None, Article.objects.live()), (section, Article.objects.live().in_section(section))]:
        asked = list(articles.newest()[:: articles.count() // (ROUNDS + 1)])
        for name, ask in Room(editor, front).requests().items():
            name = f"{'section' if front else 'paper'}: {name}"
            median, worst, queries = cost(ask, asked)
            print(f"{name:31} {queries:3} queries {median:8.1f} ms  95th {worst:8.1f} ms")
            if worst > PROMISED:
                broken.append(name)
    print(f"above {PROMISED} ms: {', '.join(broken) or 'none'}")


class Room:
    """What the screen of one front asks while an editor puts an article in its first place."""

    def __init__(self, editor, section):
        self.editor, self.section = editor, section

    def requests(self):
        """By what it is called, in this order, a function of the article."""
        return {
            "open": self.open,
            "search, a word": lambda article: self.search(article.headline_ar.split()[0]),
            "search, a headline": lambda article: self.search(article.headline_ar),
            "drop": lambda article: self.post("picture", article),
            "preview": lambda article: self.post("preview", article),
            "publish": lambda article: self.post("publish", article),
            "open again": self.open,
        }

    def open(self, _article):
        return self.editor.get(self.address("screen"))

    def search(self, words):
        return self.editor.get("/desk/pick/articles/", {"live": 1, "q": words})

    def post(self, name, article):
        from fronts.models import FrontVersion

        present = FrontVersion.objects.of(self.section).out().first()
        draft = json.dumps([{"key": "lead-0", "article": article.pk}])
        sent = {"draft": draft, "base": present.pk if present else "", "language": "ar"}
        return self.editor.post(self.address(name), sent)

    def address(self, name):
        from fronts.desk import address

        return address(self.section, name)


def cost(ask, articles):
    """Median and 95th percentile of the milliseconds that `ask` takes for each of `articles`, and its queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        answer = ask(articles[0])
    queries = len(captured)
    assert answer.status_code == 200, (answer.status_code, answer.content.decode()[:500])
    taken = []
    for article in articles[1:]:
        began = time.perf_counter()
        ask(article)
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken), sorted(taken)[int(len(taken) * 0.95)], queries


if __name__ == "__main__":
    if not sys.argv[1:] or not all(size.isdigit() for size in sys.argv[1:]):
        sys.exit("usage: python -m benchmarks.fronts N…")
    main([int(size) for size in sys.argv[1:]])
