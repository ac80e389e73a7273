"""What the desk knows of an article beside its text: who did what, who reads along, and who is at it now."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ArticleEvent(models.Model):
    """One change of state: who did what to which revision, when, and what they said about it."""

    class Verb(models.TextChoices):
        CREATED = "created", _("created")
        SUBMITTED = "submitted", _("sent for review")
        UNSUBMITTED = "unsubmitted", _("taken back from review")
        RETURNED = "returned", _("returned to the writer")
        APPROVED = "approved", _("approved")
        UNAPPROVED = "unapproved", _("changed after its approval")
        SCHEDULED = "scheduled", _("scheduled")
        UNSCHEDULED = "unscheduled", _("schedule cancelled")
        MISSED = "missed", _("not published when it was due")
        EMBARGOED = "embargoed", _("put under embargo")
        UNEMBARGOED = "unembargoed", _("embargo lifted")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")
        RESTORED = "restored", _("an older revision restored")
        SHARED = "shared", _("preview link made")
        UNSHARED = "unshared", _("preview link closed")
        CORRECTED = "corrected", _("correction added")
        UNCORRECTED = "uncorrected", _("correction removed")
        TAKEN_OVER = "taken_over", _("writing taken over")
        HANDED_BACK = "handed_back", _("writing handed back")

    article = models.ForeignKey("Article", models.CASCADE, related_name="events")
    verb = models.CharField(max_length=12, choices=Verb)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    revision = models.ForeignKey("Revision", models.SET_NULL, null=True, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.get_verb_display()


class PreviewLinkQuerySet(models.QuerySet):
    def open(self):
        """Those that still lead to a page."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class PreviewLink(models.Model):
    """A way for somebody without an account to read an article before readers do; see `sharing`."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="preview_links")
    # What it shows; null for whatever is the newest when it is opened.
    revision = models.ForeignKey("Revision", models.CASCADE, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.article_id} → {self.expires_at:%Y-%m-%d %H:%M}"


class Stet(models.Model):
    """Words that stay in one article as they are, whatever the proof-reader says; see `proofreading`."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="stets")
    key = models.CharField(max_length=200)  # what is the same words, in any spelling
    words = models.CharField(max_length=200)  # as they stood there
    rule = models.CharField(max_length=3)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["article", "key"], name="stet_once")]

    def __str__(self):
        return self.words


class PresenceQuerySet(models.QuerySet):
    def living(self):
        """Those whose page has given a sign of life of late, by PostgreSQL's clock."""
        return self.filter(seen_at__gt=Now() - Presence.ENDS_AFTER)


class Presence(models.Model):
    """That somebody has an article open at the desk, since when, and when their page last gave a sign of life.

    One row of a person and article, in an unlogged table: it is renewed every few seconds, and worth nothing after a
    crash. Nobody ends it for those who just go away: `living()` leaves out who was silent for too long. `presence`
    keeps it.
    """

    #: After how long a silence somebody is there no more: less than a minute with the other's next look.
    ENDS_AFTER = timedelta(seconds=55)

    article = models.ForeignKey("Article", models.CASCADE, db_index=False, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())
    # Whoever took the article over last writes alone for as long as they are there.
    took_over_at = models.DateTimeField(null=True)
    # Of the others: their page takes no more words, and the server has all that was typed in it.
    is_settled = models.BooleanField(default=False)
    asked_back_at = models.DateTimeField(null=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="presence_once")]

    def __str__(self):
        return f"{self.user_id} @ {self.article_id}"


class SchedulerSighting(models.Model):
    """When a scheduler was last at work: one row, renewed at each of its rounds; see `scheduling`."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="scheduler_sighting_only_one")]

    def __str__(self):
        return f"{self.seen_at:%Y-%m-%d %H:%M:%S}"
