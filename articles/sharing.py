"""Private preview links: an article as readers would see it, for somebody without an account, for some days.

A link's token is shown once, to whoever made it; stored is its hash, so that a copy of the database opens nothing.
"""

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import metadata, moments, workflow
from articles.models import ArticleEvent, PreviewLink
from articles.permissions import may

#: How long a link may be open.
DAYS = range(1, 15)


@transaction.atomic
def share(article, *, by, days, revision=None):
    """Make a link that is open for `days` and shows `revision`, or always the newest; return it and its address.

    The address cannot be had again. Raises workflow.NotAllowed, and ValidationError for other days than DAYS or while
    there is nothing to show.
    """
    if not may(by, "share", article):
        raise workflow.NotAllowed(_("This article belongs to somebody else. Ask an editor for a preview link."))
    if days not in DAYS:
        raise ValidationError({"share_days": _("A link is open for 1 to 14 days.")})
    if article.newest_revision is None:
        raise ValidationError(_("There is nothing to show yet. Write and save first."))
    token = secrets.token_urlsafe(32)
    link = PreviewLink.objects.create(
        article=article,
        revision=revision,
        token_hash=_hash(token),
        created_by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )
    workflow.log(article, ArticleEvent.Verb.SHARED, by=by, revision=revision, note=moments.at(link.expires_at))
    return link, metadata.absolute(reverse("preview-link", args=[token]))


@transaction.atomic
def revoke(link, *, by):
    """Close a link before its time."""
    if not may(by, "unshare", link.article):
        raise workflow.NotAllowed(_("This article belongs to somebody else. Ask an editor to close the link."))
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])
    workflow.log(link.article, ArticleEvent.Verb.UNSHARED, by=by, revision=link.revision)


def open_links(article):
    """The links to `article` that still open, the newest first."""
    return article.preview_links.open().select_related("created_by")


def find(token):
    """The open link of a token, or None."""
    links = PreviewLink.objects.open().select_related("article__newest_revision", "revision")
    return links.filter(token_hash=_hash(token)).first()


def was_open(token):
    """Did the token ever lead to a page? Its link may have ended, or have been closed."""
    return PreviewLink.objects.filter(token_hash=_hash(token)).exists()


def _hash(token):
    return hashlib.sha256(token.encode()).hexdigest()
