"""What every reader page has around it, and what is read most."""

from functools import partial

from django import template
from django.template.loader import render_to_string
from django.utils.translation import get_language

from articles import columns, most_read
from articles.models import Section, StaticPage
from articles.page_tags import SITE
from delivery.changes import changes
from delivery.tags import tag

register = template.Library()


@register.simple_tag(takes_context=True)
def navigation(context):
    """Links to the sections that the edition of this page names in its navigation, the page's own marked."""
    tag(context["request"], SITE)
    article, section = context.get("article"), context.get("section")
    here = article.section_id if article else section.pk if isinstance(section, Section) else None
    current = "true" if article else "page"
    key = f"navigation in {get_language()}, {current} at {here}"
    return changes.remember(key, SITE, partial(_navigation, here, current))


@register.simple_tag
def footer_pages():
    """The pages that every page of this edition links to at its foot."""
    pages = StaticPage.objects.filter(in_footer=True).defer(*columns.whole("body"))
    return [page for page in pages if getattr(page, f"title_{get_language()}")]


@register.tag
def everywhere(parser, token):
    """{% everywhere "foot" %} … {% endeverywhere %}: made once, for what is the same on all pages of an edition.

    What stands in it may depend on the edition, the settings and the tag `site`, and on nothing else.
    """
    name = token.split_contents()[1].strip('"')
    nodes = parser.parse(["endeverywhere"])
    parser.delete_first_token()
    return _Everywhere(name, nodes)


class _Everywhere(template.Node):
    def __init__(self, name, nodes):
        self.name, self.nodes = name, nodes

    def render(self, context):
        return changes.remember(f"{self.name} in {get_language()}", SITE, partial(self.nodes.render, context))


@register.inclusion_tag("articles/most_read.html", takes_context=True)
def read_on_topic(context, heading, topic, leads):
    """What is read most of a topic, under `heading`, without its `leads`, which stand on the page by themselves."""
    ranking = most_read.most_read(topic=topic)
    tag(context["request"], *most_read.tags_of(ranking, topic=topic))
    return {"articles": most_read.shown(ranking, leads), "heading": heading, "request": context["request"]}


def _navigation(here, current):
    sections = Section.objects.in_navigation().in_language(get_language())
    return render_to_string("articles/navigation.html", {"sections": sections, "here": here, "current": current})
