from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from authors.names import NAMES, SortKeyField
from delivery.addresses import address, unique_slug_constraints, validate_slug
from delivery.editions import LANGUAGES
from delivery.words import WordsField, with_words, words_index
from images.models import Image

#: The columns of what an author covers, one for each language.
BEATS = [f"beat_{language}" for language in LANGUAGES]


class AuthorQuerySet(models.QuerySet):
    def named(self, query):
        """Those whose name, in one language or another, has every word of `query`, however it is spelled."""
        return self.filter(with_words(query))

    def described(self, query):
        """Those whose name and beat together have every word of `query`, for the desk."""
        return self.filter(with_words(query, "desk_words"))


class Author(models.Model):
    """Whoever signs articles and has a page: one of the staff (with a user account), a guest (without) or an agency."""

    name = models.CharField(_("name"), max_length=150)
    slug = models.CharField(_("address"), max_length=80, blank=True, validators=[validate_slug])
    sort_key = SortKeyField()
    words = WordsField(NAMES)
    desk_words = WordsField([*NAMES, *BEATS])
    is_organisation = models.BooleanField(
        _("an organisation"),
        default=False,
        help_text=_("An agency or the editors together: search engines are not told that it is a person."),
    )
    beat = models.CharField(_("beat"), max_length=150, blank=True, help_text=_("What the author covers."))
    bio = models.TextField(_("a line of life"), blank=True)
    portrait = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, verbose_name=_("portrait"))
    email = models.EmailField(_("public e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("user account"),
        help_text=_("For staff: articles with this byline belong to this account too."),
    )

    objects = AuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["sort_key", "name", "pk"]
        constraints = unique_slug_constraints("author")
        indexes = [words_index("author_words"), words_index("author_desk_words", "desk_words")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("author", self.slug)
