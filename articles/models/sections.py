"""The parts of the paper."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from delivery.addresses import address, unique_slug_constraints, validate_section_slug


class SectionQuerySet(models.QuerySet):
    def in_navigation(self):
        return self.filter(in_navigation=True)

    def in_language(self, language):
        """Those that have a name of their own in `language`."""
        return self.exclude(**{f"name_{language}": None}).exclude(**{f"name_{language}": ""})


class Section(models.Model):
    """A part of the paper: politics, opinion, culture. Every article is in exactly one."""

    class Style(models.TextChoices):
        NEWS = "news", _("news: headlines and pictures")
        OPINION = "opinion", _("opinion: authors first")

    name = models.CharField(_("name"), max_length=80)
    slug = models.CharField(_("address"), max_length=80, blank=True, validators=[validate_section_slug])
    description = models.TextField(_("introduction"), blank=True)
    style = models.CharField(_("style"), max_length=10, choices=Style, default=Style.NEWS)
    position = models.PositiveIntegerField(_("position"))
    in_navigation = models.BooleanField(_("in the navigation"), default=True)
    # How many cards the site brings the related section under an article to; what editors choose may be more.
    related_cards = models.PositiveSmallIntegerField(
        _("related articles under an article"), default=4, validators=[MaxValueValidator(8)]
    )

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "pk"]
        constraints = [
            *unique_slug_constraints("section"),
            models.UniqueConstraint(
                fields=["position"],
                name="section_position_once",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Another section has this position."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("section", self.slug)
