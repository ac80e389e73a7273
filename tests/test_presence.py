"""Who is there: a sign of life renews it, silence ends it, and it costs next to nothing. Without a browser."""

import pytest
from django.db import connection

from articles import presence
from articles.models import Presence
from newsroom import roles
from tests.factories import make_draft, make_user

pytestmark = pytest.mark.django_db


def silent_for(seconds, **who):
    """Let the pages of `who` have been silent for so long."""
    with connection.cursor() as cursor:
        pks = list(Presence.objects.filter(**who).values_list("pk", flat=True))
        cursor.execute(
            "UPDATE articles_presence SET since = since - %s * interval '1s', seen_at = seen_at - %s * interval '1s'"
            " WHERE id = ANY(%s)",
            [seconds, seconds, pks],
        )


def there(article):
    return [present.user for present in presence.present(article)]


def test_whoever_opens_an_article_is_there_until_they_fall_silent():
    article, other = make_draft(), make_draft()
    reem, naji = make_user(), make_user()
    presence.arrive(article, reem)
    presence.arrive(article, naji)
    presence.arrive(other, naji)
    assert there(article) == [reem, naji]
    silent_for(50, article=article, user=reem)
    assert there(article) == [reem, naji]
    silent_for(10, article=article, user=reem)
    assert there(article) == [naji]
    assert [(present.article, present.user) for present in presence.writing_now()] == [(other, naji), (article, naji)]


def test_since_when_is_told_from_their_coming_and_anew_after_a_silence():
    article, reem = make_draft(), make_user()
    presence.arrive(article, reem)
    since = presence.present(article).get().since
    assert presence.beat(article.pk, reem)
    assert presence.present(article).get().since == since
    silent_for(70)
    assert presence.beat(article.pk, reem)
    assert presence.present(article).get().since > since
    assert Presence.objects.count() == 1


def test_a_closed_page_ends_it_in_seconds_and_one_that_is_only_loaded_again_does_not():
    article, reem = make_draft(), make_user()
    presence.arrive(article, reem)
    since = presence.present(article).get().since
    presence.leave(article.pk, reem)
    presence.arrive(article, reem)
    assert presence.present(article).get().since == since
    presence.leave(article.pk, reem)
    silent_for(6)
    assert there(article) == []
    presence.leave(article.pk, reem)  # a page that was asleep closes: that brings nobody back
    assert there(article) == []


def test_whoever_took_over_holds_the_article_while_they_are_there():
    article, reem, naji = make_draft(), make_user(roles.JOURNALIST), make_user()
    presence.arrive(article, reem)
    assert presence.holder(article) is None
    presence.hold(article, naji)
    assert presence.holder(article).user == naji
    presence.beat(article.pk, naji)
    assert presence.holder(article).user == naji
    silent_for(60, user=naji)
    assert presence.holder(article) is None
    presence.beat(article.pk, naji)  # the laptop is opened again
    assert presence.holder(article) is None
    presence.hold(article, naji)
    presence.ask_back(article, reem)
    presence.release(article)
    assert presence.holder(article) is None
    assert not Presence.objects.exclude(asked_back_at=None).exists()


def test_a_sign_of_life_is_one_update_in_place_and_old_rows_go(django_assert_num_queries):
    article, reem, naji = make_draft(), make_user(), make_user()
    assert not presence.beat(article.pk, reem)
    presence.arrive(article, reem)
    with django_assert_num_queries(1):
        presence.beat(article.pk, reem)
    with django_assert_num_queries(1):
        assert [present.user.username for present in presence.present(article)] == [reem.username]
    silent_for(2 * 3600)
    presence.arrive(article, naji)
    assert Presence.objects.get().user == naji
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'articles_presence'")
        assert cursor.fetchone() == ("u",)
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'articles_presence'")
        assert not any("seen_at" in index for (index,) in cursor.fetchall())


def test_who_is_writing_now_is_two_queries_however_many_they_are(django_assert_num_queries):
    for _ in range(3):
        presence.arrive(make_draft(), make_user())
    with django_assert_num_queries(2):
        rows = [(present.user.get_username(), str(present.article)) for present in presence.writing_now()]
    assert len(rows) == 3
