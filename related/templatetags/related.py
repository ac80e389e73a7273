from django import template

from delivery.tags import tag
from related import curation

register = template.Library()


@register.inclusion_tag("related/cards.html", takes_context=True)
def related_links(context, article):
    """The related section under an article: up to four cards."""
    cards, tags = curation.cards_and_tags(article)
    tag(context["request"], *tags)
    return {"article": article, "articles": cards}
