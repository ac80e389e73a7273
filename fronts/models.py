from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Section
from images.models import Image


class FrontQuerySet(models.QuerySet):
    def also_showing(self, image):
        """Those that show `image`, or will: of what stood there once the slots do without it."""
        slots = FrontSlot.objects.filter(image=image, version__in=FrontVersion.objects.present_or_prepared().order_by())
        return self.filter(pk__in=slots.values("version__front")).order_by("pk")


class Front(models.Model):
    """The front page of the paper, or of one of its sections: what its versions have in common.

    It gets its row once somebody arranges it, and is locked while a version is put out. One that has none lays itself
    out.
    """

    section = models.ForeignKey(Section, models.CASCADE, null=True, blank=True, related_name="fronts")

    objects = FrontQuerySet.as_manager()

    class Meta:
        verbose_name = _("front")
        constraints = [models.UniqueConstraint(fields=["section"], name="front_once", nulls_distinct=False)]

    def __str__(self):
        return str(self.section) if self.section_id else str(_("The front page"))


class FrontVersionQuerySet(models.QuerySet):
    def of(self, section):
        """Those of the front of `section`, or of the paper's front page for None."""
        return self.filter(front__section=section)

    def standing(self):
        """Those that nobody called off."""
        return self.filter(called_off_at=None)

    def out(self):
        """What readers see and saw, the present one first: the versions whose moment has come."""
        return self.standing().filter(from_at__lte=timezone.now()).order_by("-from_at", "-pk")

    def prepared(self):
        """What is to replace it, the next one first."""
        return self.standing().filter(from_at__gt=timezone.now()).order_by("from_at", "pk")

    def present_or_prepared(self):
        """Of each front what readers see, and what is to replace it."""
        present = FrontVersion.objects.out().filter(front=OuterRef("front")).values("pk")[:1]
        return self.standing().filter(Q(pk=Subquery(present)) | Q(from_at__gt=timezone.now())).order_by("from_at", "pk")


class FrontVersion(models.Model):
    """What an editor chose for a front, whole, from a moment on. It never changes; a change is a new version.

    Readers see the newest one whose moment has come, so a prepared one needs nobody to put it out.
    """

    front = models.ForeignKey(Front, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    from_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)
    # The version that its editor began from, and of a return the earlier one that it has its slots from.
    base = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followed_by")
    returns_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    called_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    called_off_at = models.DateTimeField(null=True, blank=True)

    objects = FrontVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-from_at", "-pk"]
        indexes = [models.Index(fields=["front", "-from_at", "-id"], name="front_version_newest")]
        constraints = [
            models.UniqueConstraint(fields=["front", "number"], name="front_version_number_once"),
            models.UniqueConstraint(
                fields=["front", "from_at"], condition=Q(called_off_at=None), name="front_version_one_a_moment"
            ),
            models.CheckConstraint(condition=Q(from_at__gte=F("created_at")), name="front_version_not_from_the_past"),
            models.CheckConstraint(
                condition=Q(called_off_at=None) | Q(called_off_at__lt=F("from_at")),
                name="front_version_called_off_in_time",
            ),
        ]

    def __str__(self):
        return f"{self.front} {self.number}"

    @property
    def is_prepared(self):
        return self.called_off_at is None and self.from_at > timezone.now()


class FrontSlot(models.Model):
    """One place of one version of a front, and the article that an editor put there.

    Empty fields leave the article as it is, and the place to it for as long as the version stands.
    """

    class Place(models.TextChoices):
        LEAD = "lead"
        SECOND = "second"
        STRIP = "strip"

    version = models.ForeignKey(FrontVersion, models.CASCADE, related_name="slots")
    place = models.CharField(max_length=10, choices=Place)
    section = models.ForeignKey(Section, models.CASCADE, null=True, blank=True, related_name="+")  # whose strip it is
    position = models.PositiveSmallIntegerField()
    article = models.ForeignKey(Article, models.CASCADE, related_name="front_slots")
    headline = models.CharField(max_length=200, blank=True)
    image = models.ForeignKey(Image, models.SET_NULL, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "place", "section", "position"], name="front_slot_once", nulls_distinct=False
            ),
            models.UniqueConstraint(fields=["version", "article"], name="front_slot_article_once"),
            models.CheckConstraint(
                condition=Q(place="strip", section__isnull=False) | (~Q(place="strip") & Q(section=None)),
                name="front_slot_section_of_a_strip",
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="front_slot_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return f"{self.key} {self.article_id}"

    @property
    def key(self):
        """What the layout calls its place: `lead-0`, `second-3`, `strip-7-0`."""
        return "-".join(str(part) for part in (self.place, self.section_id, self.position) if part is not None)

    def holds_at(self, moment):
        """Whether the article stands there at `moment`, as far as the slot's own times go."""
        return (self.starts_at is None or self.starts_at <= moment) and (self.ends_at is None or moment < self.ends_at)


class BreakingNewsQuerySet(models.QuerySet):
    def begun(self):
        """Those whose time has come and that nobody took off, what began last first."""
        return self.filter(taken_off_at=None, starts_at__lte=timezone.now()).order_by("-starts_at", "-pk")

    def on(self):
        """The one that began last, unless it is over, and those that are to come, the last of them first."""
        now = timezone.now()
        last = BreakingNews.objects.begun().values("pk")[:1]
        ending = Q(ends_at=None) | Q(ends_at__gt=now)
        found = self.filter(ending, Q(starts_at__gt=now) | Q(pk__in=last), taken_off_at=None)
        return found.order_by("-starts_at", "-pk")


class BreakingNews(models.Model):
    """The «عاجل» bar over every page: a sentence, and the article that it leads to, if there is one.

    One that begins takes the place of the one before it, which does not come back behind it. It is no part of a front's
    versions: it is put on in a hurry, whoever is arranging what.
    """

    text = models.CharField(max_length=160)
    article = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    taken_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    taken_off_at = models.DateTimeField(null=True, blank=True)

    objects = BreakingNewsQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["-starts_at", "-id"], condition=Q(taken_off_at=None), name="breaking_news_on")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="breaking_news_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(text_ar__isnull=False) & ~Q(text_ar=""), name="breaking_news_has_arabic_words"
            ),
        ]

    def __str__(self):
        return self.text


class FrontPresenceQuerySet(models.QuerySet):
    def living(self):
        """Those whose page has given a sign of life of late, by PostgreSQL's clock."""
        return self.filter(seen_at__gt=Now() - FrontPresence.ENDS_AFTER)


class FrontPresence(models.Model):
    """That somebody arranges a front now, in an unlogged table as articles' Presence; `presence` keeps it."""

    ENDS_AFTER = timedelta(seconds=70)  # a page in the background speaks once a minute

    front = models.ForeignKey(Front, models.CASCADE, db_index=False, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())

    objects = FrontPresenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["front", "user"], name="front_presence_once")]

    def __str__(self):
        return f"{self.user_id} @ {self.front_id}"
