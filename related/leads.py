"""What leads a topic's page: up to six articles that an editor chose and ordered. Each change takes effect at once."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from articles.permissions import may_curate_topics
from articles.workflow import NotAllowed
from delivery.tags import bump
from related.models import TopicLead
from topics.models import Topic


def leads(topic):
    """The chosen articles, for the desk: those that readers do not see now among them."""
    return topic.leads.select_related("article__section", "article__newest_revision")


@transaction.atomic
def add(topic, article, *, by):
    """Put `article` last among those that lead `topic`. Raises NotAllowed or ValidationError."""
    hold(topic, by)
    if topic.leads.filter(article=article).exists():
        raise ValidationError(_("This article is in the list already."))
    if not article.is_live:
        raise ValidationError(_("Readers do not see this article. Publish it first, or choose another one."))
    if topic.leads.count() >= TopicLead.MOST:
        raise ValidationError(
            _("At most %(most)s articles lead a topic. Remove one, then add this one.") % {"most": TopicLead.MOST}
        )
    last = topic.leads.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    lead = TopicLead.objects.create(topic=topic, article=article, position=position, created_by=by)
    bump({f"topic:{topic.pk}"})
    return lead


@transaction.atomic
def remove(topic, article_ids, *, by):
    """Take articles away from those that lead `topic`; what is gone already is no error. Raises NotAllowed."""
    hold(topic, by)
    topic.leads.filter(article__in=article_ids).delete()
    bump({f"topic:{topic.pk}"})


@transaction.atomic
def order(topic, article_ids, *, by):
    """Put the leads of `topic` in the order of `article_ids`; those not named keep their order behind them."""
    hold(topic, by)
    place = {pk: position for position, pk in enumerate(article_ids)}
    present = sorted(topic.leads.all(), key=lambda lead: (place.get(lead.article_id, len(place)), lead.position))
    for position, lead in enumerate(present):
        lead.position = position
    TopicLead.objects.bulk_update(present, ["position"])
    bump({f"topic:{topic.pk}"})


def hold(topic, by):
    """Lock the topic while what is chosen for it changes, if `by` may. Raises NotAllowed or ValidationError."""
    if not may_curate_topics(by):
        raise NotAllowed(_("Only an editor chooses what stands on a topic's page and under its articles."))
    if not Topic.objects.select_for_update(no_key=True).filter(pk=topic.pk).exists():
        raise ValidationError(_("This topic is not there any more. It was deleted, or merged into another one."))
