from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models import Article


class RelatedLink(models.Model):
    """One hand-picked «مواضيع ذات صلة» link under an article, in the editor's order."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="related_links")
    target = models.ForeignKey(Article, models.CASCADE, related_name="related_from")
    position = models.PositiveSmallIntegerField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("related link")
        verbose_name_plural = _("related links")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "target"],
                name="related_link_once",
                violation_error_message=_("This article is in the list already."),
            ),
            models.UniqueConstraint(
                fields=["article", "position"],
                name="related_link_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=~Q(article=F("target")),
                name="related_link_not_to_itself",
                violation_error_message=_("An article cannot be related to itself."),
            ),
        ]

    def __str__(self):
        return str(self.target)
