"""The pages that stand outside the news."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.pictures import in_a_body
from delivery.addresses import address, unique_slug_constraints, validate_slug


class StaticPageQuerySet(models.QuerySet):
    def also_showing(self, image):
        """Those that have `image` in their text."""
        return self.filter(in_a_body(image, "body"))


class StaticPage(models.Model):
    """A page that stands outside the news: «من نحن», «اتصل بنا». Edited in the desk, live as it is saved."""

    title = models.CharField(_("title"), max_length=150)
    slug = models.CharField(_("address"), max_length=80, blank=True, validators=[validate_slug])
    body = models.TextField(_("text"), blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    in_footer = models.BooleanField(_("linked at the foot of every page"), default=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = StaticPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["position", "pk"]
        constraints = unique_slug_constraints("page")

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address("page", self.slug)
