"""What the desk edits: an article's whole state, at one moment after another."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.pictures import in_a_body
from articles.models.sections import Section


class RevisionQuerySet(models.QuerySet):
    def saved(self):
        """The history: what somebody meant to keep. An autosave is a person's own until they save it."""
        return self.exclude(kind=Revision.Kind.AUTOSAVE)

    def autosaves_of(self, user):
        """What `user` typed and has not saved, one an article."""
        return self.filter(kind=Revision.Kind.AUTOSAVE, created_by=user)

    def showing(self, image):
        """Those that have `image` as their lead picture or in their texts. Reads each: to be asked of few."""
        return self.filter(Q(content__lead_image=image.pk) | in_a_body(image, "content__body"))


class Revision(models.Model):
    """The whole editable state of an article at one moment, with who, when and why.

    An autosave is what one person typed and has not saved yet: there is one of a person and article, replaced as they
    type, and what was typed need not be valid. It is never the newest revision and never goes out to readers; `base` is
    the revision that they began from. The other kinds never change.

    `content` maps the names of the desk's form to plain values: `headline_ar`, `body_en`, `section` (an id),
    `bylines` ([{"author": id, "role": …}]), `topics` ([id, …]). headline, section and author_ids repeat a part of
    it so that the desk can list and filter.
    """

    class Kind(models.TextChoices):
        SAVED = "saved", _("saved")
        RESTORED = "restored", _("restored")
        IMPORTED = "imported", _("imported")
        MERGED = "merged", _("two versions made one")
        AUTOSAVE = "autosave", _("kept by itself")

    article = models.ForeignKey("Article", models.CASCADE, related_name="revisions")
    content = models.JSONField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SAVED)
    note = models.CharField(_("note"), max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    base = models.ForeignKey("self", models.SET_NULL, null=True, db_index=False, related_name="+")
    due_at = models.DateTimeField(_("to be published"), null=True, blank=True)
    due_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # Why it could not be published when it was due; the schedule then waits for somebody to act.
    due_problem = models.TextField(blank=True)

    headline = models.CharField(max_length=200, blank=True)
    section = models.ForeignKey(Section, models.SET_NULL, null=True, related_name="+")
    author_ids = ArrayField(models.BigIntegerField(), default=list)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-created_at", "-pk"]
        indexes = [
            GinIndex(fields=["author_ids"], name="revision_author_ids"),
            models.Index(fields=["due_at"], condition=~Q(due_at=None), name="revision_due"),
            models.Index(fields=["base"], condition=~Q(base=None), name="revision_base"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=~Q(due_at=None),
                name="revision_one_schedule_an_article",
                violation_error_message=_("This article is scheduled already."),
            ),
            models.UniqueConstraint(
                fields=["article", "created_by"],
                condition=Q(kind="autosave"),
                name="revision_one_autosave_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(kind="autosave") | Q(due_at=None), name="revision_no_autosave_is_scheduled"
            ),
        ]

    def __str__(self):
        return self.headline or str(_("untitled"))
