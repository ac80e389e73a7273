"""What the desk's first page, its lists and its searches cost: `python -m benchmarks.desk N…`.

For each N a scratch database is filled with N articles as a newsroom has them after years: most are live, many drafts
were never finished, and whatever the size a few dozen wait for somebody, are scheduled, late, under embargo or live
with changes; beside them pictures, topics and authors. It has only what the desk's lists and searches read, so that
100,000 articles are there in two or three minutes; what writing them costs is told by `benchmarks.scale`.

Printed per page: queries, median and 95th percentile in milliseconds, and the median as a multiple of the form that
changes a password, a page of the desk that lists nothing, in the same run. What the desk promises is a 95th percentile
below 300 ms; the pages that break it are named at the end.
"""

import itertools
import random
import sys
import time
from datetime import timedelta

from benchmarks.scale import WORDS, Words
from benchmarks.scratch import begin, client, cost, scratch_database

PICTURES, TOPICS, AUTHORS, SECTIONS, STAFF = 10_000, 5_000, 2_000, 9, 40
#: One in so many articles readers never saw, and one in so many was withdrawn; the others are live.
DRAFT_IN, WITHDRAWN_IN = 12, 150
#: How many wait, among the newest.
SUBMITTED, RETURNED, APPROVED, SCHEDULED, LATE, EMBARGOED, CHANGED = 60, 25, 30, 40, 3, 10, 80
#: Texts of which each article has one: as many as it takes for words to be as common as in all.
TEXTS = 500
PROMISED = 300  # milliseconds
SPAN_OF_DAYS = 100  # from now back to a day whose articles are asked for: of 30,000 the older half


def main(sizes):
    begin()
    for size in sizes:
        with scratch_database():
            began = time.perf_counter()
            fill(size)
            print(f"\n{size:,} articles, filled in {time.perf_counter() - began:,.0f} s")
            print_pages()


# Filling ------------------------------------------------------------------------------------------------------------


def fill(size):
    from django.db import connection, transaction

    chance = random.Random(1)
    words = Words(chance)
    with transaction.atomic():  # articles and their revisions point at each other
        _fill_rooms(chance, words)
        _fill_articles(size, chance, words)
    _fill_search(chance, words)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _fill_rooms(chance, words):
    from django.contrib.auth.models import User

    from articles.models import Section
    from authors.models import Author
    from images.models import Image
    from topics.models import Topic

    User.objects.bulk_create(User(username=f"writer {number}", is_staff=True) for number in range(STAFF))
    staff = list(User.objects.order_by("pk"))
    Section.objects.bulk_create(
        Section(name_ar=f"قسم {number}", slug_ar=f"قسم-{number}", position=number) for number in range(SECTIONS)
    )
    Author.objects.bulk_create(
        Author(
            name_ar=f"{' '.join(words.some(2))} {number}",
            slug_ar=f"كاتب-{number}",
            user=staff[number] if number < STAFF // 2 else None,
        )
        for number in range(AUTHORS)
    )
    kinds = list(Topic.Kind)
    Topic.objects.bulk_create(
        Topic(name_ar=f"{' '.join(words.some(2))} {number}", slug_ar=f"ملفّ-{number}", kind=chance.choice(kinds))
        for number in range(TOPICS)
    )
    Image.objects.bulk_create(
        Image(
            file=f"{number}.jpg",
            content_hash=str(number),
            width=1600,
            height=1000,
            placeholder="777" * 12,
            alt_ar=" ".join(words.some(10)),
            credit_ar=" ".join(words.some(2)),
            uploaded_by=chance.choice(staff),
        )
        for number in range(PICTURES)
    )


def _fill_articles(size, chance, words):
    """Articles with the ids 1 to `size`, the newest last, one every ten minutes; each with its revision of that id."""
    from django.contrib.auth.models import User
    from django.core.management.color import no_style
    from django.db import connection
    from django.utils import timezone

    from articles.models import Article, ArticleEvent, Revision, Section, Stage
    from authors.models import Author

    now = timezone.now()
    staff = list(User.objects.values_list("pk", flat=True))
    sections = list(Section.objects.values_list("pk", flat=True))
    authors = list(Author.objects.values_list("pk", flat=True))
    waiting = [
        *[Stage.SUBMITTED] * SUBMITTED,
        *[Stage.RETURNED] * RETURNED,
        *[Stage.APPROVED] * APPROVED,
        *["scheduled"] * SCHEDULED,
        *["late"] * LATE,
        *["embargoed"] * EMBARGOED,
        *["changed"] * CHANGED,
    ]
    fates = dict(zip(chance.sample(range(max(1, size - 2_000), size + 1), len(waiting)), waiting, strict=True))
    articles, revisions, events = [], [], []
    for pk in range(1, size + 1):
        at = now - timedelta(minutes=10 * (size - pk) + 1)
        draft = pk % DRAFT_IN == 0
        fate = fates.get(pk, "draft" if draft else "withdrawn" if pk % WITHDRAWN_IN == 1 else "live")
        is_live = fate in ("live", "withdrawn", "changed")
        headline, section = " ".join(words.some(8)), chance.choice(sections)
        article = Article(
            pk=pk,
            headline_ar=headline if is_live else "",
            section_id=section if is_live else None,
            excerpt_ar=" ".join(words.some(25)) if is_live else "",
            published_at=at if is_live else None,
            updated_at=at if is_live else None,
            withdrawn_at=at + timedelta(minutes=5) if fate == "withdrawn" else None,
            stage=fate if fate in Stage.values else Stage.DRAFT,
            created_by_id=chance.choice(staff),
            edited_at=at,
            embargo_until=now + timedelta(hours=chance.randrange(1, 40)) if fate == "embargoed" else None,
            newest_revision_id=size + pk if fate == "changed" else pk,
            live_revision_id=pk if is_live else None,
        )
        articles.append(article)
        revision = {
            "article": article,
            "content": {},
            "created_by_id": article.created_by_id,
            "created_at": at,
            "headline": headline,
            "section_id": section,
            "author_ids": [chance.choice(authors[:200] if pk % 4 else authors)],
        }
        due_at = {"scheduled": now + timedelta(minutes=20 * (pk % 200) + 5), "late": now - timedelta(minutes=9)}
        revisions.append(Revision(pk=pk, due_at=due_at.get(fate), **revision))
        if fate == "changed":
            revisions.append(Revision(pk=size + pk, **revision))
        verb = article.stage if article.stage != Stage.DRAFT else "published" if is_live else "created"
        events.append(ArticleEvent(article=article, verb=verb, at=at, by_id=article.created_by_id))
        if len(articles) == 2_000 or pk == size:
            for model, rows in [(Article, articles), (Revision, revisions), (ArticleEvent, events)]:
                model.objects.bulk_create(rows)
                rows.clear()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Article, Revision]):
            cursor.execute(statement)


def _fill_search(chance, words):
    """What the desk's search has of each article: the words of its own headline, and one of TEXTS texts."""
    from django.db import connection

    from articles.models import Revision
    from articles.search.indexing import arabic_words, author_label
    from delivery.words import quoted, tsvector

    newest = Revision.objects.filter(article__newest_revision__isnull=False, pk__lte=Revision.objects.count())
    with connection.cursor() as cursor:
        # Made anew at the end, which is quicker than keeping it in step row by row.
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'desk_entry_words'")
        [(index,)] = cursor.fetchall()
        cursor.execute("DROP INDEX desk_entry_words")
        cursor.execute("CREATE TEMPORARY TABLE body (place integer PRIMARY KEY, words tsvector)")
        cursor.execute(
            "CREATE TEMPORARY TABLE head (article_id bigint, words tsvector, labels tsvector, place integer)"
        )
        texts = [arabic_words("", " ".join(words.some(WORDS))) for _place in range(TEXTS)]
        cursor.execute("INSERT INTO body SELECT * FROM unnest(%s, %s::tsvector[])", [list(range(TEXTS)), texts])
        rows = newest.values_list("article", "headline", "author_ids").iterator()
        while batch := list(itertools.islice(rows, 5_000)):
            heads = [
                (
                    pk,
                    tsvector([(headline, "A", "B")]),
                    " ".join(f"{quoted(author_label(author))}:1B" for author in author_ids),
                    chance.randrange(TEXTS),
                )
                for pk, headline, author_ids in batch
            ]
            cursor.execute(
                "INSERT INTO head SELECT * FROM unnest(%s, %s::tsvector[], %s::tsvector[], %s)",
                [list(column) for column in zip(*heads, strict=True)],
            )
        cursor.execute(
            "INSERT INTO articles_deskentry (article_id, edited_at, headline, words)"
            " SELECT article.id, article.edited_at, head.words, head.words || body.words || head.labels"
            " FROM head JOIN body USING (place) JOIN articles_article AS article ON article.id = head.article_id"
            " ON CONFLICT DO NOTHING"
        )
        cursor.execute(index)
        cursor.execute("DROP TABLE head, body")


# Asking -------------------------------------------------------------------------------------------------------------


def print_pages():
    from django.urls import reverse
    from django.utils import timezone

    from articles.models import Revision, Section, State
    from authors.models import Author
    from newsroom import roles
    from topics.models import Topic

    editor, chief, writer, novice = (
        client(role) for role in (roles.EDITOR, roles.CHIEF, roles.JOURNALIST, roles.JOURNALIST)
    )
    _make_a_writer(writer.user)
    articles = reverse("admin:articles_article_changelist")
    pictures, topics, authors = (
        reverse(f"admin:{room}_changelist") for room in ("images_image", "topics_topic", "authors_author")
    )
    section, common, rare = Section.objects.first().pk, Author.objects.first().pk, Author.objects.last()
    headline = Revision.objects.get(pk=Revision.objects.count() // 2).headline.split()
    words, picture_word = "+".join(headline[:2]), "+".join(headline[:1])
    topic_word = Topic.objects.last().name.split()[0]
    long_ago = (timezone.now() - timedelta(days=SPAN_OF_DAYS)).date()
    first_pages = {"": editor, ", chief": chief, ", writer": writer, ", new writer": novice}
    pages = [
        *((f"first page{whose}", visitor, "/desk/") for whose, visitor in first_pages.items()),
        ("first page, renewed", editor, "/desk/today/"),
    ]
    for visitor, room, address, lists in [
        (
            editor,
            "articles",
            articles,
            {
                "": "",
                ", last page": "p=last",
                ", of a day long ago": f"p={long_ago}",
                **{f", {state}": f"state={state}" for state in State.values},
                **{f", {state}, last page": f"state={state}&p=last" for state in State.values},
                ", section": f"section={section}",
                ", section, last page": f"section={section}&p=last",
                ", section and state": f"section={section}&state=draft",
                ", section and state, last page": f"section={section}&state=draft&p=last",
                ", author of many": f"author={common}",
                ", author of many, last page": f"author={common}&p=last",
                ", author of few": f"author={rare.pk}",
                ", an editor's own": "whose=mine",
                ", two words": f"q={words}",
                ", words, third page": f"q={headline[0]}&p=3",
                ", words and state": f"q={headline[0]}&state=draft",
            },
        ),
        (writer, "articles", articles, {", a writer's own": "", ", a writer's, all": "whose=all"}),
        (writer, "articles", articles, {", a writer's, all, last page": "whose=all&p=last"}),
        (novice, "articles", articles, {", a new writer's own": ""}),
        (editor, "desk search", "/desk/search/", {"": f"q={words}", ", a name": f"q={'+'.join(rare.name.split())}"}),
        (writer, "desk search", "/desk/search/", {", a writer's": f"q={words}"}),
        (editor, "pictures", pictures, {"": "", ", last page": "p=last", ", by credit": "o=2"}),
        (editor, "pictures", pictures, {", by credit, last page": "o=2&p=last", ", a word": f"q={picture_word}"}),
        (editor, "topics", topics, {"": "", ", last page": "p=last", ", persons": "kind__exact=person"}),
        (editor, "topics", topics, {", a word": f"q={topic_word}"}),
        (editor, "authors", authors, {"": "", ", last page": "p=last", ", a name": f"q={'+'.join(rare.name.split())}"}),
    ]:
        pages += [(room + name, visitor, f"{address}?{asked}") for name, asked in lists.items()]
    floor, _worst, queries_of_floor = cost(editor, "/desk/password_change/")
    broken = []
    for name, visitor, url in pages:
        median, worst, queries = cost(visitor, url)
        print(f"{name:31} {queries:3} queries {median:8.1f} ms  95th {worst:8.1f} ms {median / floor:6.1f} x floor")
        if worst > PROMISED:
            broken.append(name)
    print(f"{'floor: changing a password':31} {queries_of_floor:3} queries {floor:8.1f} ms")
    print(f"above {PROMISED} ms: {', '.join(broken) or 'none'}")


def _make_a_writer(user):
    """Give `user` what one of the staff has begun and signs."""
    from django.contrib.auth.models import User

    from articles.models import Article
    from authors.models import Author

    one = User.objects.exclude(author=None).first()
    Article.objects.filter(created_by=one).update(created_by=user)
    Author.objects.filter(user=one).update(user=user)


if __name__ == "__main__":
    if not sys.argv[1:] or not all(size.isdigit() and int(size) >= 30_000 for size in sys.argv[1:]):
        sys.exit(
            "usage: python -m benchmarks.desk N…, each 30000 or more, so that what waits is a part of it as in life"
        )
    main([int(size) for size in sys.argv[1:]])
