"""What an older analysis indexed is found out and made anew, by the scheduler bit by bit and by `reindex` at once."""

import pytest
from django.core.management import call_command
from django.db import connection

import arabic
from articles import search, workflow
from articles.models import SearchEntry
from articles.search import reindexing
from authors.models import Author
from tests.factories import make_article, make_author, make_draft, make_topic, make_user
from topics.models import Topic, TopicAlias

pytestmark = pytest.mark.django_db


def make_stale(article, version=0):
    """Let the article's entries be as another version of the analysis would have left them."""
    article.search_entries.update(analysis=version, vector="'قديم':1A")


def found(words):
    return list(search.find(words, "ar").articles())


def test_an_entry_says_which_analysis_made_it():
    article = make_article()
    assert [entry.analysis for entry in article.search_entries.all()] == [arabic.ANALYSIS_VERSION]
    assert not reindexing.stale().exists()


@pytest.mark.parametrize("version", [0, arabic.ANALYSIS_VERSION - 1, arabic.ANALYSIS_VERSION + 1])
def test_the_scheduler_indexes_anew_what_another_analysis_indexed(version):
    article, fresh = make_article(headline="موسم الزيتون"), make_article(headline="مطر")
    kept = fresh.search_entries.get().pk
    make_stale(article, version)
    assert found("الزيتون") == []
    call_command("run_scheduler", once=True)
    assert found("الزيتون") == [article]
    assert fresh.search_entries.get().pk == kept
    assert not reindexing.stale().exists()


def test_stale_entries_are_made_anew_a_few_at_a_time_and_the_newest_first():
    articles = [make_article() for _ in range(3)]
    for article in articles:
        make_stale(article)
    assert reindexing.reindex_stale(2) == 2
    assert [entry.article for entry in reindexing.stale()] == [articles[0]]
    assert reindexing.reindex_stale(2) == 1
    assert reindexing.reindex_stale(2) == 0


def test_an_entry_that_should_not_be_there_goes():
    article = make_article()
    entry = article.search_entries.get()
    workflow.withdraw(article, by=make_user())
    entry.analysis = 0
    entry.save(force_insert=True)
    reindexing.reindex_stale(10)
    assert not SearchEntry.objects.exists()


def test_reindex_makes_articles_and_all_names_anew(capsys):
    article = make_article(headline="موسم الزيتون", authors=[make_author("هند السراج")])
    make_draft(headline="مسودة")
    make_topic("ديفيد إغناتيوس", aliases=["ديفيد اغناطيوس"])
    make_stale(article)
    names = 0
    for model in (Author, Topic, TopicAlias):
        names += model.objects.count()
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {model._meta.db_table} SET words = ''")
    assert found("السراج") == []
    call_command("reindex")
    assert f"2 articles indexed, and {names} names" in capsys.readouterr().out
    assert found("الزيتون") == found("السراج") == [article]
    for model in (Author, Topic, TopicAlias):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {model._meta.db_table} WHERE words = ''")
            assert cursor.fetchone() == (0,)
