from django import template

from related import panel

register = template.Library()


@register.inclusion_tag("related/panel.html", takes_context=True)
def related_panel(context, article):
    """The panel that chooses the links under `article`; before its first save it only says so."""
    if article is None or article.pk is None:
        return {"article": None}
    return panel.context(article, context["request"].user)
