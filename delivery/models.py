import re
from urllib.parse import unquote

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

import arabic
from delivery.addresses import FoldedSlug


def validate_path(value):
    """A path of this site as a person reads it: decoded, from the first slash on, without a query."""
    if not value.startswith("/") or value.startswith("//") or "?" in value or unquote(value) != value:
        raise ValidationError(_("Write the path as readers see it, from the first slash on, like /topic/بيروت/"))


class RedirectQuerySet(models.QuerySet):
    def catching(self, path):
        """Those that take whoever asks for `path`; its last slash may be forgotten."""
        return self.filter(old_path__in={path, path.rstrip("/") + "/"})

    def mentioning(self, asked):
        """Those with every word of `asked` in a path, however it is spelled; `asked` may be a whole address, too."""
        paths = unquote(re.sub(r"^\s*\w+://[^/\s]*", "", asked).partition("?")[0])
        found = self.annotate(paths=FoldedSlug(Concat("old_path", Value(" "), "new_path")))
        for word in arabic.key_words(paths):
            found = found.filter(paths__contains=word)
        return found

    def leave(self, old_path, new_path):
        """Make `old_path` lead to `new_path`, and everything that led to `old_path` too: one hop, never a loop."""
        if old_path == new_path:
            return
        self.filter(old_path=new_path).delete()  # a path in use again leads nowhere else
        self.filter(new_path=old_path).update(new_path=new_path)
        self.update_or_create(old_path=old_path, defaults={"new_path": new_path})


class Redirect(models.Model):
    """An old path of this site and the one that took its place. Paths are decoded: Arabic as Arabic.

    Of our own, because django.contrib.redirects looks up the percent-encoded path with its query in 200 characters,
    where Arabic paths neither fit nor match.
    """

    old_path = models.CharField(_("old path"), max_length=1000, unique=True, validators=[validate_path])
    new_path = models.CharField(_("new path"), max_length=1000, validators=[validate_path], db_index=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["old_path"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(old_path=models.F("new_path")),
                name="redirect_leads_elsewhere",
                violation_error_message=_("A redirect cannot lead to itself."),
            ),
        ]

    def __str__(self):
        return f"{self.old_path} ← {self.new_path}"

    def clean(self):
        """Refuse a second hop, which might come back to the first."""
        if self.old_path != self.new_path and self.old_path.rstrip("/") == self.new_path.rstrip("/"):
            raise ValidationError(_("A redirect cannot lead to itself."))
        further = Redirect.objects.catching(self.new_path).exclude(pk=self.pk).first()
        if further is not None:
            raise ValidationError(
                {"new_path": _("This path is an old one itself, of %(path)s. Write that.") % {"path": further.new_path}}
            )


class PageTag(models.Model):
    """Which transaction changed what a tag names, the last time; written by `delivery.tags.bump` alone.

    Transactions are numbered in the order in which they begin. Whoever knows the oldest one that was still running when
    they last looked finds all that was committed since, whatever the order of the commits.
    """

    tag = models.CharField(max_length=100, primary_key=True)
    changed_by = models.BigIntegerField(db_index=True)

    def __str__(self):
        return self.tag


class StoredPage(models.Model):
    """A page that one process made, for the others that wait for it; see `delivery.sharing`.

    Kept for minutes, in a table that PostgreSQL writes no log of. `snapshot` says which transactions were committed
    before the page was made: what another one changed may not be in it.
    """

    key = models.TextField(primary_key=True)
    run = models.CharField(max_length=32)
    made_at = models.DateTimeField(db_index=True)
    snapshot = models.TextField()
    tags = ArrayField(models.TextField())
    until = models.DateTimeField(null=True)
    headers = models.JSONField()
    counts_as = models.TextField(default="")
    brotli = models.BinaryField()

    def __str__(self):
        return self.key


class ReadCount(models.Model):
    """How often the page of one thing was served to readers in one hour; written by `delivery.counting` alone.

    A number and nothing else: not who, from where, nor with what. Of days long past there is one row, at midnight UTC.
    The hour comes first in the key, since it is by hours that rows are added up, put together and forgotten.
    """

    pk = models.CompositePrimaryKey("hour", "kind", "key")
    hour = models.DateTimeField()
    kind = models.CharField(max_length=40)
    key = models.BigIntegerField()
    number = models.BigIntegerField()

    def __str__(self):
        return f"{self.kind}:{self.key} {self.hour:%Y-%m-%d %H} UTC: {self.number}"
