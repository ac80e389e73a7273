from django import template

from articles.permissions import may_curate_topics
from articles.widgets import pickers_media
from related import panel, topic_desk

register = template.Library()


@register.inclusion_tag("related/panel.html", takes_context=True)
def related_panel(context, article):
    """The panel that chooses the links under `article`; before its first save it only says so."""
    if article is None or article.pk is None:
        return {"article": None}
    return panel.context(article, context["request"].user)


@register.simple_tag(takes_context=True)
def pickers_scripts(context):
    """The scripts and styles of the pickers, for a page whose form has none of its own."""
    return pickers_media().with_nonce(str(context["request"].csp_nonce))


@register.inclusion_tag("desk/topics/leads.html", takes_context=True)
def topic_leads_panel(context, topic):
    """The panel that chooses what leads the page of `topic`; before its first save it only says so."""
    if topic is None or topic.pk is None:
        return {"topic": None}
    return topic_desk.leads_context(topic, context["request"].user)


@register.inclusion_tag("desk/topics/pins.html", takes_context=True)
def topic_pins_panel(context, topic):
    """The panel of what `topic` pins under its articles; before its first save there is none."""
    if topic is None or topic.pk is None:
        return {"topic": None}
    return topic_desk.pins_context(topic, context["request"].user)


@register.simple_tag(takes_context=True)
def may_merge(context):
    """May whoever looks at this page merge topics?"""
    return may_curate_topics(context["request"].user)
