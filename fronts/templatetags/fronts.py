from django import template
from django.urls import reverse

from articles.permissions import may_curate_fronts
from fronts.models import FrontVersion

register = template.Library()


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
