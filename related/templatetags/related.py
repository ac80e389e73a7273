from django import template

from articles.models import Article
from delivery.tags import keep_until, tag
from related import shown

register = template.Library()


@register.inclusion_tag("related/cards.html", takes_context=True)
def related_links(context, article):
    """The related section under an article: its heading and its cards."""
    under = shown.under(article)
    tag(context["request"], *under.tags)
    if under.until:
        keep_until(context["request"], under.until)
    cards = [{"article": card} if isinstance(card, Article) else {"link": card} for card in under.cards]
    return {"heading": under.heading, "cards": cards}
