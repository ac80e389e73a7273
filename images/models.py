from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delivery.editions import LANGUAGES
from delivery.words import WordsField, with_words, words_index
from images import recipe

#: What is said about a picture, in each language.
DESCRIPTION = ("alt", "caption", "credit")

# The crops that there are were cut around another focal point.
_MOVED = ~Q(made_x=F("focal_x"), made_y=F("focal_y"))


class ImageQuerySet(models.QuerySet):
    def newest(self):
        return self.order_by("-created_at", "-pk")

    def described(self, query):
        """Those whose description, in all languages together, has every word of `query` in some form."""
        return self.filter(with_words(query))

    def unfinished(self):
        """Those of which something is still to be made, or to be made anew: by a new recipe, around a moved point."""
        return self.filter(Q(made_by__lt=recipe.VERSION) | _MOVED)


class Image(models.Model):
    """A picture of the library, decoded and written anew at upload, with what is said about it.

    `file` is its public JPEG, `original` the name of its full size in the storage that nobody is served from ("" for
    those that came before there was one). The focal point is where a crop must not cut.
    """

    file = models.CharField(_("file"), max_length=200, editable=False)
    content_hash = models.CharField(max_length=64, unique=True, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    original = models.CharField(max_length=200, blank=True, editable=False)
    # The files that exist beside `file`, as {crop: {format: [width, …]}}; made around this point by this recipe.
    renditions = models.JSONField(default=dict, editable=False)
    made_by = models.PositiveSmallIntegerField(default=0, editable=False)
    made_x = models.FloatField(default=0.5, editable=False)
    made_y = models.FloatField(default=0.5, editable=False)
    # What is seen until the picture is there: twelve colours (`library.placeholder`).
    placeholder = models.CharField(max_length=36, blank=True, editable=False)
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What is seen, in one sentence, for readers who do not see it."),
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    focal_x = models.FloatField(_("focal point, across"), default=0.5)
    focal_y = models.FloatField(_("focal point, down"), default=0.5)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, verbose_name=_("uploaded by")
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True, db_index=True)
    words = WordsField([f"{name}_{language}" for name in DESCRIPTION for language in LANGUAGES])

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-created_at", "-pk"]
        indexes = [
            words_index("image_words"),
            models.Index(fields=["made_by"], name="image_made_by"),
            models.Index(fields=["id"], condition=_MOVED, name="image_focal_point_moved"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(focal_x__range=(0, 1)) & Q(focal_y__range=(0, 1)),
                name="image_focal_point_inside",
                violation_error_message=_("The focal point lies outside the picture."),
            ),
            models.CheckConstraint(condition=Q(width__gt=0) & Q(height__gt=0), name="image_has_a_size"),
        ]

    def __str__(self):
        return self.caption or self.alt or self.file.rsplit("/", 1)[-1]

    @property
    def url(self):
        """The whole picture (JPEG)."""
        return default_storage.url(self.file)

    def rendition_url(self, crop, kind, width):
        """The address of one of `renditions`."""
        return self.rendition_urls(crop)(kind, width)

    def rendition_urls(self, crop):
        """What says the address of a rendition of `crop` by its format and width; the storage is asked once for all."""
        stem = default_storage.url(rendition_stem(self.file, crop, self.made_focus))
        return lambda kind, width: stem + rendition_ending(kind, width)

    @property
    def made_focus(self):
        """The point that the crops which exist were cut around."""
        return self.made_x, self.made_y

    def made_size(self, crop):
        """Width and height, in pixels of the picture itself, of a crop that exists."""
        left, top, right, bottom = recipe.box(crop, self.width, self.height, *self.made_focus)
        return right - left, bottom - top

    def jpeg_near(self, width):
        """The whole picture as JPEG, of the widths that exist the one nearest to `width`."""
        widths = self.renditions.get("whole", {}).get("jpeg")
        if not widths:
            return self.url
        return self.rendition_url("whole", "jpeg", min(widths, key=lambda made: abs(made - width)))

    @property
    def src(self):
        """A middling one, for the desk."""
        return self.jpeg_near(960)

    @property
    def thumbnail(self):
        return self.jpeg_near(320)


class RetiredFile(models.Model):
    """A file to be deleted: a public one that no page of ours shows any more is kept for a while, for those of others
    that still do; an original, whose picture was deleted, is not."""

    name = models.CharField(max_length=200)
    is_original = models.BooleanField(default=False)
    retired_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "is_original"], name="retired_file_once")]

    def __str__(self):
        return self.name


def rendition_name(file, crop, focus, kind, width):
    """The name of a rendition of `file`: cut around another point it is another file, which caches never confuse."""
    return rendition_stem(file, crop, focus) + rendition_ending(kind, width)


def rendition_stem(file, crop, focus):
    """How the names of all renditions of a crop begin."""
    stem = file.rsplit(".", 1)[0]
    return stem if crop == "whole" else f"{stem}-{crop}-{round(focus[0] * 1000)}-{round(focus[1] * 1000)}"


def rendition_ending(kind, width):
    """How the name of one ends."""
    return f"-{width}.{'jpg' if kind == 'jpeg' else kind}"
