"""Who has which article open at the desk, and who of them writes.

A page of the writing screen gives a sign of life every few seconds (`beat`), by one UPDATE of one narrow row; nothing
runs on the server in between. Whoever closes the page says so (`leave`), and who just falls silent is there no more
after `Presence.ENDS_AFTER`. All of it goes by PostgreSQL's clock, so that neither the browsers' nor those of several
web machines matter.
"""

from datetime import timedelta

from django.db.models import Case, F, Prefetch, Q, When
from django.db.models.functions import Now

from articles.models import Article, Presence

#: How long somebody who left is still there: pages that are only loaded again come back within it.
LEAVES_AFTER = timedelta(seconds=4)
#: Rows of those who were there before this are swept away by whoever arrives.
FORGOTTEN_AFTER = timedelta(hours=1)


def present(article):
    """Who has `article` open now, whoever came first at the top: Presences with their `user`."""
    return Presence.objects.living().filter(article=article).select_related("user").order_by("since", "pk")


def writing_now():
    """Who has an article open now, in all the newsroom, whoever came last at the top: Presences with their `user`.

    Each `article` is as the desk's lists show it (`for_desk`). Two queries.
    """
    articles = Prefetch("article", Article.objects.for_desk())
    return Presence.objects.living().select_related("user").prefetch_related(articles).order_by("-since", "-pk")


def holder(article):
    """The Presence of whoever took `article` over and is still there, or None: then everybody may write."""
    return present(article).exclude(took_over_at=None).order_by("-took_over_at").first()


def arrive(article, user):
    """`user` has opened `article`; their page goes on with `beat`."""
    Presence.objects.filter(seen_at__lt=Now() - FORGOTTEN_AFTER).delete()
    if not beat(article.pk, user):
        # Another tab of theirs may be a moment ahead.
        Presence.objects.bulk_create([Presence(article=article, user=user)], ignore_conflicts=True)


def beat(article_id, user, *, is_settled=False):
    """A sign of life of a page of `user`. False where they have not arrived, or were forgotten. One query.

    Who was silent for too long has come anew, and holds nothing any more.
    """
    here = Q(seen_at__gt=Now() - Presence.ENDS_AFTER)
    return bool(
        Presence.objects.filter(article=article_id, user=user).update(
            since=Case(When(here, then=F("since")), default=Now()),
            took_over_at=Case(When(here, then=F("took_over_at"))),
            asked_back_at=Case(When(here, then=F("asked_back_at"))),
            is_settled=is_settled,
            seen_at=Now(),
        )
    )


def leave(article_id, user):
    """A page of `user` was closed. If they have it open in another, that says so in time."""
    here = Presence.objects.living().filter(article=article_id, user=user)
    here.update(seen_at=Now() - Presence.ENDS_AFTER + LEAVES_AFTER)


def hold(article, user):
    """Let `user`, who is there, write alone. For `workflow`, which knows who may."""
    arrive(article, user)
    release(article)
    Presence.objects.filter(article=article, user=user).update(took_over_at=Now())


def release(article):
    """Let everybody who is there write again."""
    Presence.objects.filter(article=article).update(took_over_at=None, asked_back_at=None)


def ask_back(article, user):
    """Let whoever holds `article` know that `user` would like to write again."""
    Presence.objects.filter(article=article, user=user).update(asked_back_at=Now())
