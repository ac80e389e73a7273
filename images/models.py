from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from delivery.words import WordsField, with_words, words_index

#: What is said about a picture, in each language.
DESCRIPTION = ("alt", "caption", "credit")


class ImageQuerySet(models.QuerySet):
    def newest(self):
        return self.order_by("-created_at", "-pk")

    def described(self, query):
        """Those whose description, in all languages together, has every word of `query` in some form."""
        return self.filter(with_words(query))


class Image(models.Model):
    """A picture of the library, decoded and written anew at upload, with what is said about it.

    `widths` are the WebP renditions that exist beside `file`; the focal point is where a crop must not cut.
    """

    file = models.CharField(_("file"), max_length=200, editable=False)
    content_hash = models.CharField(max_length=64, unique=True, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    widths = ArrayField(models.PositiveIntegerField(), editable=False)
    placeholder = models.CharField(_("mean colour"), max_length=7, editable=False)
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
    words = WordsField([f"{name}_{language}" for name in DESCRIPTION for language, _name in settings.LANGUAGES])

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-created_at", "-pk"]
        indexes = [words_index("image_words")]
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
        """The whole picture, for sharing and for feeds (JPEG)."""
        return default_storage.url(self.file)

    def rendition_url(self, width):
        """The WebP rendition `width` pixels wide; `width` is one of `widths`."""
        return default_storage.url(rendition_name(self.file, width))

    @property
    def srcset(self):
        return ", ".join(f"{self.rendition_url(width)} {width}w" for width in self.widths)

    @property
    def src(self):
        """A middling rendition, for browsers that choose none from `srcset`."""
        return self.rendition_url(min(self.widths, key=lambda width: abs(width - 960)))

    @property
    def thumbnail(self):
        return self.rendition_url(self.widths[0])


def rendition_name(file, width):
    return f"{file.rsplit('.', 1)[0]}-{width}.webp"
