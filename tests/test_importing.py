"""`import_articles`: what is good goes in once, what is broken is named with its line and reason."""

import gzip
import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone, translation

from articles import importing, search, workflow
from articles.models import Article, Revision, Section
from authors.models import Author
from tests.factories import make_draft, make_section, make_topic, make_user
from topics.models import Topic

GOOD = {
    "id": "a-1",
    "title": "المطر يعود إلى بيروت",
    "body": "<p>عاد المطر أمس.</p><p>وامتلأت السدود.</p>",
    "section": "محلّيّات",
    "tags": ["بيروت", "الطقس"],
    "author": "نديم الصايغ",
    "published": "2026-03-05T09:30:00+02:00",
    "url": "https://example.org/a/1",
    "source": "البيدر",
}


def line(**changes):
    return json.dumps({**GOOD, **changes}, ensure_ascii=False)


@pytest.fixture
def load(tmp_path, monkeypatch):
    """A function that imports lines from a file and returns what the command printed: (stdout, stderr).

    The lines are prepared in this process: forks of a test would share its connection.
    """
    monkeypatch.setattr("articles.management.commands.import_articles.ProcessPoolExecutor", InThisProcess)
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)

    def run(*lines, name="articles.jsonl", **options):
        file = tmp_path / name
        text = b"\n".join(text.encode() if isinstance(text, str) else text for text in lines) + b"\n"
        file.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
        out, error = io.StringIO(), io.StringIO()
        call_command("import_articles", str(file), stdout=out, stderr=error, **options)
        return out.getvalue(), error.getvalue()

    return run


class InThisProcess:
    """Stands for ProcessPoolExecutor."""

    def __init__(self, *args, **options):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def map(self, function, things, chunksize):
        return map(function, things)


def stored():
    """Every row that an import may write, with the transaction that wrote it last."""
    found = {}
    with connection.cursor() as cursor:
        for model in (Article, Revision, Section, Author, Topic):
            cursor.execute(f"SELECT id, xmin::text, ctid::text FROM {model._meta.db_table} ORDER BY id")
            found[model] = cursor.fetchall()
    return found


@pytest.mark.django_db
def test_a_good_line_becomes_a_live_article(load):
    out, _error = load(line())
    assert out.startswith("1 added, 0 updated, 0 unchanged")
    article = Article.objects.live().get()
    assert (article.headline, article.section.name, article.slug) == (
        GOOD["title"],
        GOOD["section"],
        "المطر-يعود-إلى-بيروت",
    )
    assert article.body == "<p>عاد المطر أمس.</p>\n<p>وامتلأت السدود.</p>"
    assert [byline.author.name for byline in article.bylines.all()] == ["نديم الصايغ"]
    assert [entry.topic.name for entry in article.article_topics.all()] == ["بيروت", "الطقس"]
    assert article.published_at == datetime(2026, 3, 5, 7, 30, tzinfo=UTC) == article.updated_at
    assert (article.source_name, article.source_url) == ("البيدر", GOOD["url"])
    assert article.excerpt and article.reading_minutes == 1
    assert article.live_revision == article.newest_revision and article.newest_revision.kind == "imported"
    for words in ("السدود", "نديم", "الطقس"):
        assert list(search.find(words, "ar").articles()) == [article]


@pytest.mark.django_db
def test_an_imported_article_is_the_one_that_the_desk_would_have_made(load):
    """So the desk can open, change and publish it, and importing took no short cut that shows."""
    load(line())
    imported = Article.objects.get()
    content = imported.newest_revision.content
    made = make_draft()
    workflow.save_revision(made, content, by=make_user())
    workflow.publish(made.newest_revision, by=make_user())
    made.refresh_from_db()
    assert made.newest_revision.content == content
    for name in ("slug_ar", "excerpt_ar", "reading_minutes_ar", "has_en", "section", "source_name_ar"):
        assert getattr(imported, name) == getattr(made, name), name
    assert imported.newest_revision.author_ids == made.newest_revision.author_ids
    assert set(imported.search_entries.get().vector.split()) == set(made.search_entries.get().vector.split())
    for name in ("headline", "words"):
        assert getattr(imported.desk_entry, name) == getattr(made.desk_entry, name)


BROKEN = [
    ("{not json", "not JSON"),
    ("[1, 2]", "not an object"),
    ("[" * 100_000, "not JSON"),
    ('{"id": NaN', "not JSON"),
    (line(title=""), "no title"),
    (line(title=None), "no title"),
    (line(title=" \n\t "), "no title"),
    (line(title="ط" * 201), "201 characters"),
    (line(title=["قائمة"]), "not a text"),
    (line(body=""), "no body"),
    (line(body="<p> </p><hr>"), "no text"),
    (line(body=3), "not a text"),
    (line(id=""), "no id"),
    (line(id=None), "no id"),
    (line(id=True), "“id” is not a text"),
    (line(id={"a": 1}), "“id” is not a text"),
    *[
        (line(published=moment), "no date")
        for moment in ["أمس", "2026-13-45", "2026-02-30T10:00:00Z", 1709625600, [1], {}]
        + ["0001-01-01T00:00:00+14:00", "9999-12-31T23:30:00Z"]
    ],
    (line(body="<p>نصّ</p><script>alert(1)</script>"), "script"),
    (line(body="<p onclick='x()'>نصّ</p>"), "event handler"),
    (line(body="<a href='javascript:x'>نصّ</a>"), "script"),
    (line(body="<div>" * 20_000 + "نصّ"), "."),
    (line(body="ط" * 5_000_000), "characters"),
    ('{"id": "s", "title": "ط\\ud800ر", "body": "نصّ"}', "surrogate"),
    ('{"id": "n", "title": "ط\\u0000ر", "body": "نصّ"}', "NUL"),
    ('{"id": "n2", "title": "ط", "body": "نصّ\\u0000"}', "NUL"),
    ('{"id": "n3\\u0000", "title": "ط", "body": "نصّ"}', "NUL"),
    (line(tags="بيروت"), "“tags” is not a list"),
    (line(tags=["بيروت", 5]), "“tags” is not a list"),
    (line(tags=["ط" * 200]), "200 characters"),
    (line(section="ق" * 81), "81 characters"),
    (line(author=["نديم"]), "not a text"),
    (b'{"id": "x", "title": "\xff\xfe", "body": "x"}', "not UTF-8"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("broken", "reason"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_line_is_named_and_the_rest_goes_in(load, broken, reason):
    out, error = load(line(id="first"), "", broken, line(id="last"))
    assert out.startswith("2 added") and out.rstrip().endswith("1 skipped.")
    [said] = [text for text in error.replace("\r", "\n").split("\n") if "Skipped" in text]
    assert ".jsonl:3: " in said and reason in said and len(said) < 300
    assert set(Article.objects.values_list("imported_id", flat=True)) == {"first", "last"}


@pytest.mark.django_db
def test_a_file_from_windows_goes_in(load):
    out, _error = load(b"\xef\xbb\xbf" + line(id=1).encode() + b"\r", line(id=2))
    assert out.startswith("2 added")


@pytest.mark.django_db
def test_an_id_that_comes_twice_is_taken_once(load):
    out, error = load(line(), line(title="آخر"))
    assert "1 added" in out and "1 skipped" in out
    assert ":2: the id stands on line 1 already" in error
    assert Article.objects.get().headline == GOOD["title"]


@pytest.mark.django_db
def test_a_second_run_writes_nothing(load):
    lines = [line(id=number, title=f"خبر {number}", published=None) for number in range(5)]
    lines += [line(id="bare", section=None, tags=None, author=None, url=None, source=None, published="")]
    load(*lines)
    before = stored()
    out, _error = load(*lines, name="again.jsonl.gz")
    assert out.startswith("0 added, 0 updated, 6 unchanged")
    assert stored() == before


@pytest.mark.django_db
def test_a_changed_line_updates_its_article_alone(load):
    load(line(id=1), line(id=2))
    first, second = Article.objects.order_by("pk")
    out, _error = load(line(id=1), line(id=2, title="عنوان مصحّح", author="", tags=["الطقس"]))
    assert out.startswith("0 added, 1 updated, 1 unchanged")
    after = Article.objects.get(pk=second.pk)
    assert (after.headline, after.newest_revision.headline) == ("عنوان مصحّح", "عنوان مصحّح")
    assert after.published_at == second.published_at and after.updated_at > second.updated_at
    assert (after.bylines.count(), after.topics.count(), after.revisions.count()) == (0, 1, 2)
    assert after.live_revision == after.newest_revision
    assert list(search.find("مصحّح", "ar").articles()) == [after]
    assert Article.objects.get(pk=first.pk).revisions.count() == 1


@pytest.mark.django_db
def test_what_the_desk_edited_since_is_left_alone(load):
    load(line())
    article = Article.objects.get()
    mine = {**article.newest_revision.content, "headline_ar": "عنوان المكتب"}
    workflow.save_revision(article, mine, by=make_user())
    out, _error = load(line(title="عنوان الملفّ"))
    assert "1 edited at the desk and left alone" in out
    article.refresh_from_db()
    assert (article.headline, article.newest_revision.headline) == (GOOD["title"], "عنوان المكتب")


@pytest.mark.django_db
def test_an_article_that_was_withdrawn_stays_withdrawn(load):
    load(line())
    workflow.withdraw(Article.objects.get(), by=make_user())
    out, _error = load(line(title="عنوان جديد"))
    assert "1 edited at the desk and left alone" in out
    assert not Article.objects.live().exists()
    assert list(search.find("المطر", "ar").articles()) + list(search.find("عنوان", "ar").articles()) == []


@pytest.mark.django_db
def test_more_lines_than_a_batch_holds(load, monkeypatch):
    monkeypatch.setattr("articles.management.commands.import_articles.BATCH", 3)
    out, error = load(*[line(id=number) for number in range(8)], "{", line(id=0))
    assert out.startswith("8 added") and "2 skipped" in out
    assert ":9: " in error and ":10: the id stands on line 1 already" in error


@pytest.mark.django_db
def test_a_batch_goes_in_whole_or_not_at_all():
    prepared = [importing.prepare(line(id="one")), importing.prepare(line(id="two"))]
    prepared[1].words = "no:tsvector"
    with pytest.raises(Exception, match="tsvector"):
        importing.Importer().store(prepared)
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_html_and_text_become_bodies():
    html = importing.prepare(line(body="<DIV class=x>أ<br>ب</DIV><table><tr><td>ج</td></tr></table>"))
    assert html.content["body_ar"] == "<p>أ<br>ب</p>\n<p>ج</p>"
    text = importing.prepare(line(body="أوّل < ثانٍ & ثالث\n\nسطر"))
    assert text.content["body_ar"] == "<p>أوّل &lt; ثانٍ &amp; ثالث</p>\n<p>سطر</p>"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-03-05T09:30:00Z", datetime(2026, 3, 5, 9, 30, tzinfo=UTC)),
        ("2026-03-05 09:30", datetime(2026, 3, 5, 7, 30, tzinfo=UTC)),  # Beirut, winter
        ("2026-07-05 09:30", datetime(2026, 7, 5, 6, 30, tzinfo=UTC)),  # Beirut, summer
        ("2026-03-05", datetime(2026, 3, 5, 10, 0, tzinfo=UTC)),  # noon
        ("", None),
    ],
)
def test_dates_are_read_in_the_newsrooms_time(written, moment):
    assert importing.prepare(line(published=written)).published_at == moment


def test_an_address_that_is_none_is_left_out():
    for url in ("javascript:alert(1)", "/a/b", "http://[", "http://", "https://example.org/" + "a" * 1000):
        assert importing.prepare(line(url=url)).content["source_url"] == ""


@pytest.mark.django_db
def test_sections_are_met_under_any_spelling_and_else_made(load):
    economy = make_section("الإقتصاد")
    load(line(id=1, section="الاقتصاد"), line(id=2, section="رأى"), line(id=3, section="رأي"), line(id=4, section=""))
    sections = {article.imported_id: article.section for article in Article.objects.all()}
    assert sections["1"] == economy
    assert sections["2"] == sections["3"]
    assert sections["4"].name == importing.OTHER_SECTION


def test_a_lone_sign_and_endless_space_are_read():
    assert importing.prepare(line(body="أ < " + " " * 300_000 + "ب")).text.startswith("أ <")


@pytest.mark.django_db
def test_long_names_that_end_differently_get_addresses_of_their_own(load):
    name = "كلمة " * 15 + "واحدة"
    load(line(id=1, tags=[name, f"{name} زائدة"]), line(id=2, tags=[f"{name} أخرى"], author=name[:40]))
    assert Topic.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Search", "feed", "!!!", "أ", "صحّة وطبّ / 2"])
def test_any_section_name_gets_an_address_of_its_own(load, name):
    load(line(id=1, section=name))
    section = Article.objects.get().section
    assert section.name == name
    section.full_clean()


@pytest.mark.django_db
def test_a_reserved_address_is_given_once_only(load):
    load(line(id=1, section="Search"), line(id=2, section="Search 2"), line(id=3, section="Séarch"))
    assert Section.objects.count() == len(set(Section.objects.values_list("slug_ar", flat=True))) == 3


@pytest.mark.django_db
def test_tags_and_authors_are_met_under_every_spelling(load):
    topic = make_topic("ديفيد إغناتيوس", aliases=["ديفيد اغناطيوس"])
    load(
        line(id=1, tags=["ديفيد اغناطيوس", "ديفيد أغناتيوس"], author="أحمد الحدّاد"),
        line(id=2, tags=["ديفيد إغناتيوس"], author="احمد الحداد"),
    )
    assert Topic.objects.get() == topic
    assert [article.topics.get() for article in Article.objects.all()] == [topic, topic]
    assert Author.objects.get().name == "أحمد الحدّاد"
    for words in ("إغناتيوس", "اغناطيوس"):
        assert search.find(words, "ar").articles().count() == 2


def manage(*arguments):
    """The command in a process of its own, as an operator runs it."""
    database = connection.settings_dict
    url = f"postgresql://{database['USER']}:{database['PASSWORD']}@{database['HOST'].replace('/', '%2F')}"
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": f"{url}:{database['PORT']}/{database['NAME']}"},
        capture_output=True,
        text=True,
    )


@pytest.mark.django_db(transaction=True)
def test_the_command_as_an_operator_runs_it(tmp_path):
    file = tmp_path / "articles.jsonl.gz"
    file.write_bytes(gzip.compress("\n".join([line(id=1), "{", line(id=2)]).encode()))
    done = manage("import_articles", str(file))
    assert (done.returncode, done.stdout.startswith("2 added")) == (0, True), done.stderr
    assert f"{file}:2: this is not JSON" in done.stderr
    assert Article.objects.live().count() == 2


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_one_line_and_status_1(tmp_path):
    broken = tmp_path / "broken.jsonl.gz"
    broken.write_bytes(gzip.compress(line().encode())[:-9])
    not_gz = tmp_path / "not.gz"
    not_gz.write_text(line())
    for file in (tmp_path / "missing.jsonl", tmp_path, broken, not_gz):
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("import_articles", str(file))
    done = manage("import_articles", str(tmp_path / "missing.jsonl"))
    assert done.returncode == 1 and done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1 and "missing.jsonl" in done.stderr


@pytest.mark.django_db
def test_an_import_under_another_language_writes_arabic_all_the_same(load):
    with translation.override("en"):
        load(line())
    article = Article.objects.get()
    assert article.headline_ar == GOOD["title"] and article.section.name_ar == GOOD["section"]


def test_ids_of_another_system_point_at_nothing_here():
    figure = '<figure data-image="1"><figcaption>صورة</figcaption></figure>'
    quote = '<aside data-pull-quote="رلى">كلام</aside>'
    html = importing.prepare(line(body=f'<p>أ</p>{figure}<aside data-article="2"></aside>{quote}<p>ب</p>'))
    assert html.content["body_ar"] == f"<p>أ</p>\n{quote}\n<p>ب</p>"


@pytest.mark.django_db
def test_articles_without_a_date_are_dated_as_the_command_says(load):
    _out, said = load(line(id="1", published=None))
    assert "1 have no date and were dated now" in said
    load(line(id="2", published=None), undated="2015-06-30")
    article = Article.objects.get(imported_id="2")
    assert f"{timezone.localtime(article.published_at):%Y-%m-%d %H:%M}" == "2015-06-30 12:00"
    with pytest.raises(CommandError, match="--undated is no date"):
        load(line(id="3"), undated="yesterday")


@pytest.mark.django_db
def test_an_import_leaves_the_navigation_of_a_site_alone_and_gives_a_new_site_one(load):
    load(line(id="1", section="أرشيف"))
    assert Section.objects.get(name_ar="أرشيف").in_navigation
    load(line(id="2", section="وثائق"))
    assert not Section.objects.get(name_ar="وثائق").in_navigation
