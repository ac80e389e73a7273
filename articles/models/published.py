"""What goes with an article that readers see: made of it, told of it, or printed with it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.articles import Article
from articles.models.revisions import Revision
from images.models import Image


class BodyReference(models.Model):
    """That a live article's text shows this picture, or points at this article: kept by `body.save_references`."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="body_references")
    image = models.ForeignKey(Image, models.PROTECT, null=True, related_name="body_references")
    target = models.ForeignKey(Article, models.CASCADE, null=True, related_name="referring")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(image=None) ^ Q(target=None), name="body_reference_to_one_thing"),
            models.UniqueConstraint(fields=["article", "image"], name="body_reference_image_once"),
            models.UniqueConstraint(fields=["article", "target"], name="body_reference_target_once"),
        ]

    def __str__(self):
        return str(self.image or self.target)


class ShareCard(models.Model):
    """The picture that stands beside a link to one edition of an article; drawn by `share_cards`.

    It shows what `revision` says, the live one when it was drawn, in a `look` that all cards had in common then.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="share_cards")
    language = models.CharField(max_length=2)
    file = models.CharField(max_length=200)
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    look = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="share_card_once")]

    def __str__(self):
        return self.file


class MostRead(models.Model):
    """The place of one article in one ranking of what readers read most; made by `most_read`, which names rankings."""

    ranking = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField()
    article = models.ForeignKey(Article, models.CASCADE, related_name="rankings")

    class Meta:
        ordering = ["ranking", "place"]
        constraints = [models.UniqueConstraint(fields=["ranking", "place"], name="most_read_place_once")]

    def __str__(self):
        return f"{self.ranking} {self.place}"


class Announcement(models.Model):
    """That a change of an article is to be told to a service outside, and what became of it; see `announcing`."""

    class Service(models.TextChoices):
        WEBSUB = "websub", "WebSub"
        INDEXNOW = "indexnow", "IndexNow"

    article = models.ForeignKey(Article, models.CASCADE, related_name="announcements")
    service = models.CharField(max_length=10, choices=Service)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    # When it is tried next; null once it is given up.
    due_at = models.DateTimeField(default=timezone.now, null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(told_at=None), name="announcement_due")]

    def __str__(self):
        return f"{self.service} {self.article_id}"


class Correction(models.Model):
    """A correction note, printed on the article's page with its date."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections")
    text = models.TextField(_("correction"), max_length=1000)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.text[:60]
