"""`run_scheduler`: what falls due goes out, one round after the other, and a database that is away ends nothing."""

from datetime import timedelta
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from articles import workflow
from articles.models import Article, Revision
from tests.factories import make_draft, make_user

COMMAND = "newsroom.management.commands.run_scheduler"


def make_due(**given):
    """A draft whose moment has come."""
    article = make_draft(**given)
    Revision.objects.filter(article=article).update(due_at=timezone.now() - timedelta(seconds=1))
    return article


@pytest.mark.django_db
def test_it_says_what_it_published_and_publishes_it_once(capsys):
    article = make_due(headline="في موعده")
    later = make_draft()
    workflow.schedule(later.newest_revision, by=make_user(), due_at=timezone.now() + timedelta(hours=1))
    call_command("run_scheduler", once=True)
    assert f"published {article.pk}: في موعده" in capsys.readouterr().out
    assert list(Article.objects.live()) == [article]
    call_command("run_scheduler", once=True)
    assert capsys.readouterr().out == ""


@pytest.mark.django_db
def test_it_goes_on_from_round_to_round(capsys):
    rounds = iter([lambda: make_due(headline="الأوّل"), lambda: make_due(headline="الثاني")])

    def sleep(seconds):
        try:
            next(rounds)()
        except StopIteration:
            raise KeyboardInterrupt from None

    with mock.patch(f"{COMMAND}.time.sleep", sleep), pytest.raises(KeyboardInterrupt):
        call_command("run_scheduler")
    assert [line.rsplit(": ")[-1] for line in capsys.readouterr().out.splitlines()] == ["الأوّل", "الثاني"]


@pytest.mark.django_db
def test_a_database_that_is_away_is_waited_for(capsys):
    article = make_due()
    answers = [OperationalError("server closed the connection\nDETAIL: …"), mock.DEFAULT]
    with (
        mock.patch(f"{COMMAND}.workflow.publish_due", side_effect=answers, wraps=workflow.publish_due),
        mock.patch(f"{COMMAND}.connection.close"),
        mock.patch(f"{COMMAND}.time.sleep", side_effect=[None, None, KeyboardInterrupt]),
        pytest.raises(KeyboardInterrupt),
    ):
        call_command("run_scheduler")
    printed = capsys.readouterr()
    assert printed.err == "OperationalError: server closed the connection Trying again.\n"
    assert f"published {article.pk}" in printed.out
