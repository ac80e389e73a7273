from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from topics.models import Topic


class TopicLeadQuerySet(models.QuerySet):
    def for_readers(self):
        """The articles that lead, in the editor's order: the first of those that readers of the page's language see."""
        articles = Article.objects.readable().for_cards().filter(leading__in=self)
        return list(articles.order_by("leading__position", "leading__pk")[: TopicLead.MOST])


class TopicLead(models.Model):
    """One article at the head of a topic's page, in the editor's order."""

    #: So many are chosen and shown; a merged topic's may wait behind them.
    MOST = 6

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="leads")
    article = models.ForeignKey(Article, models.CASCADE, related_name="leading", verbose_name=_("article"))
    position = models.PositiveSmallIntegerField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TopicLeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("lead article of a topic")
        verbose_name_plural = _("lead articles of topics")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "article"],
                name="topic_lead_once",
                violation_error_message=_("This article is in the list already."),
            ),
        ]

    def __str__(self):
        return str(self.article)


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
