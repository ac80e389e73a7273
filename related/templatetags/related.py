from django import template

from related import curation

register = template.Library()


@register.inclusion_tag("related/cards.html")
def related_links(article):
    """The related section under an article: up to four cards."""
    return {"article": article, "articles": curation.cards(article)}
