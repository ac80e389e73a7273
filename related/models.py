from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
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


class Link(models.Model):
    """What a hand-picked link leads to: an article of ours, or an outside page, with its headline and its source."""

    target = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="%(class)ss_to", verbose_name=_("article")
    )
    url = models.URLField(_("outside address"), max_length=1000, blank=True)
    title = models.CharField(_("its headline"), max_length=200, blank=True)
    source = models.CharField(_("its source"), max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self):
        return str(self.target) if self.target_id else self.title


def _leads_to_one_thing(name):
    return models.CheckConstraint(
        condition=Q(target__isnull=False, url="", title="", source="")
        | (Q(target=None) & ~Q(url="") & ~Q(title="") & ~Q(source="")),
        name=name,
        violation_error_message=_("Choose an article, or give address, headline and source of an outside page."),
    )


class RelatedLink(Link):
    """One hand-picked «مواضيع ذات صلة» link under an article, in the editor's order."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="related_links")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(Link.Meta):
        verbose_name = _("related link")
        verbose_name_plural = _("related links")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "target"],
                name="related_link_once",
                violation_error_message=_("This article is in the list already."),
            ),
            models.UniqueConstraint(
                fields=["article", "url"],
                condition=~Q(url=""),
                name="related_link_outside_once",
                violation_error_message=_("This address is in the list already."),
            ),
            models.UniqueConstraint(
                fields=["article", "position"],
                name="related_link_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(target=None) | ~Q(article=F("target")),
                name="related_link_not_to_itself",
                violation_error_message=_("An article cannot be related to itself."),
            ),
            _leads_to_one_thing("related_link_to_one_thing"),
        ]


class RelatedSection(models.Model):
    """What an editor decided about the section under one article as a whole; most articles have none."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="related_section")
    heading = models.CharField(_("heading of the related section"), max_length=80, blank=True)
    is_filled = models.BooleanField(_("the site fills it up"), default=True)

    def __str__(self):
        return self.heading


class RefusedSuggestion(models.Model):
    """That `target` is not to be suggested for `article` again."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="refused_suggestions")
    target = models.ForeignKey(Article, models.CASCADE, related_name="+")
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    refused_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "target"], name="refused_suggestion_once")]

    def __str__(self):
        return str(self.target)


class Event(models.Model):
    """One change of what editors choose: who did what, when; `what` names the link as it was then."""

    class Verb(models.TextChoices):
        ADDED = "added", _("link added")
        REMOVED = "removed", _("link removed")
        ORDERED = "ordered", _("order changed")
        REFUSED = "refused", _("suggestion refused")
        HEADED = "headed", _("heading changed")
        FILLED = "filled", _("filling up switched on")
        UNFILLED = "unfilled", _("filling up switched off")
        UNTIL = "until", _("pinned until")

    verb = models.CharField(max_length=10, choices=Verb)
    what = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.get_verb_display()} {self.what}"


class RelatedEvent(Event):
    """One change of the section under an article."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="related_events")


class PinnedSetQuerySet(models.QuerySet):
    def current(self):
        """Those that stand under their topics' articles now."""
        return self.filter(until__gt=timezone.now())


def in_a_week():
    return timezone.now() + timedelta(days=7)


class PinnedSet(models.Model):
    """Links that stand under every article of a topic until a moment, behind those chosen for the article itself."""

    topic = models.OneToOneField(Topic, models.CASCADE, related_name="pinned_set", verbose_name=_("topic"))
    until = models.DateTimeField(_("until"), default=in_a_week)

    objects = PinnedSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("pinned links of a topic")
        verbose_name_plural = _("pinned links of topics")
        ordering = ["-until", "-pk"]

    def __str__(self):
        return str(self.topic)


class PinnedLink(Link):
    """One link of a topic's pinned set, in the editor's order."""

    pinned_set = models.ForeignKey(PinnedSet, models.CASCADE, related_name="links")

    class Meta(Link.Meta):
        verbose_name = _("pinned link")
        verbose_name_plural = _("pinned links")
        constraints = [
            models.UniqueConstraint(
                fields=["pinned_set", "target"],
                name="pinned_link_once",
                violation_error_message=_("This article is in the list already."),
            ),
            models.UniqueConstraint(
                fields=["pinned_set", "url"],
                condition=~Q(url=""),
                name="pinned_link_outside_once",
                violation_error_message=_("This address is in the list already."),
            ),
            _leads_to_one_thing("pinned_link_to_one_thing"),
        ]


class PinEvent(Event):
    """One change of what a topic pins."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="pin_events")
