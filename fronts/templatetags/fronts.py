from django import template
from django.urls import reverse

from articles.models import Article
from articles.permissions import may_curate_fronts
from delivery.tags import in_edition, keep_until, tag
from fronts.chosen import BREAKING, breaking
from fronts.models import FrontVersion

register = template.Library()


@register.inclusion_tag("fronts/breaking.html", takes_context=True)
def breaking_bar(context):
    """The «عاجل» bar, on every page but that of the article that it leads to."""
    request, article = context["request"], None
    bar, changes_at = breaking()
    tag(request, BREAKING)
    if changes_at:
        keep_until(request, changes_at)
    if bar and bar.article_id:
        tag(request, in_edition(f"card:{bar.article_id}"))
        article = Article.objects.readable().select_related("section").filter(pk=bar.article_id).first()
        if article is not None and article == context.get("article"):
            bar = None
    return {"breaking": bar, "breaking_article": article}


@register.simple_tag
def fronts_with(article, user):
    """The versions of fronts, present and prepared, in which an editor gave `article` a place, each with its address at
    the desk, or "" where `user` does not arrange fronts.
    """
    versions = FrontVersion.objects.present_or_prepared().filter(slots__article=article)
    may = may_curate_fronts(user)
    return [(version, _address(version) if may else "") for version in versions.select_related("front__section")]


def _address(version):
    address = reverse("fronts:screen", args=[version.front.section_id or "home"])
    return f"{address}?version={version.pk}" if version.is_prepared else address
