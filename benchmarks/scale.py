"""What pages cost as the archive grows: `python -m benchmarks.scale 1000 10000 100000`.

For each N a scratch database is filled with N invented articles of 600 words (words of `arabic/data`, drawn by their
rank as in real text), and each kind of page is asked for through Django, as a new reader would and as an editor would.
Printed per page: queries, median and 95th percentile in milliseconds, and the median as a multiple of a view of the
same run that answers one word through the same middleware.
"""

import json
import os
import random
import statistics
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import django

from newsroom import environment, postgres

WORDS, SECTIONS, ROUNDS = 600, 9, 30


def main(sizes):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    if not environment.given("DATABASE_URL"):
        postgres.ensure_running()
    django.setup()
    for size in sizes:
        with scratch_database():
            rate = fill(size)
            print(f"\n{size:,} articles, loaded at {rate:,.0f}/s")
            print_pages()


@contextmanager
def scratch_database():
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    try:
        yield
    finally:
        teardown_databases(made, verbosity=0)


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
        cursor.execute("ANALYZE")
    return rate


def invented(size):
    """Lines of JSON: one new article every ten minutes back from now, by 40 authors about 200 topics."""
    chance = random.Random(1)
    vocabulary = (
        (Path(__file__).parent.parent / "arabic" / "data" / "words.txt").read_text(encoding="utf-8").split("\n")
    )
    vocabulary = [word.split()[0] for word in vocabulary if word and not word.startswith("#")]
    weights = [1 / (rank + 3) for rank in range(len(vocabulary))]
    now = time.time()
    for number in range(size):
        text = chance.choices(vocabulary, weights, k=WORDS)
        yield json.dumps(
            {
                "id": number,
                "title": " ".join(chance.choices(vocabulary, k=8)),
                "body": "\n".join(" ".join(text[start : start + 60]) for start in range(0, WORDS, 60)),
                "section": f"قسم {number % SECTIONS}",
                "author": f"كاتب {vocabulary[chance.randrange(40)]}",
                "tags": [f"ملفّ {vocabulary[200 + chance.randrange(200)]}"],
                "published": time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(now - 600 * number - 60)),
            }
        )


def print_pages():
    from django.conf import settings
    from django.contrib.auth.models import Group, User
    from django.test import Client
    from django.urls import reverse
    from django.utils import translation

    from articles.models import Article, Section
    from authors.models import Author
    from newsroom import roles
    from topics.models import Topic

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SECURE_SSL_REDIRECT = False
    # Templates name hashed static files; the benchmark asks for none of them.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    translation.activate("ar")
    reader, editor = Client(), Client()
    user = User.objects.create_user("editor", is_staff=True)
    user.groups.add(Group.objects.get(name=roles.EDITOR))
    editor.force_login(user)
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
    for name, client, url in pages:
        median, worst, queries = cost(client, url)
        print(f"{name:18} {queries:3} queries  {median:8.1f} ms  95th {worst:8.1f} ms  {median / floor:6.0f} x floor")
    print(f"{'floor: robots.txt':18} {queries_of_floor:3} queries  {floor:8.1f} ms")


def cost(client, url):
    """Median and 95th percentile of the milliseconds that `url` takes, and its queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    queries = len(captured)
    assert answer.status_code == 200, (url, answer.status_code)
    taken = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        client.get(url)
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken), sorted(taken)[int(ROUNDS * 0.95)], queries


if __name__ == "__main__":
    if not sys.argv[1:] or not all(size.isdigit() for size in sys.argv[1:]):
        sys.exit("usage: python -m benchmarks.scale N…")
    main([int(size) for size in sys.argv[1:]])
