"""What every reader page has around it, and an article's body."""

from django import template
from django.utils.translation import get_language

from articles import body as body_html
from articles.models import Section, StaticPage

register = template.Library()


@register.simple_tag
def body(article):
    """The article's text in the page's language, with today's headlines and pictures in it."""
    return body_html.render(article.body)


@register.simple_tag
def navigation():
    """The sections that the edition of this page names in its navigation."""
    return Section.objects.in_navigation().in_language(get_language())


@register.simple_tag
def footer_pages():
    """The pages that every page of this edition links to at its foot."""
    pages = StaticPage.objects.filter(in_footer=True)
    return [page for page in pages if getattr(page, f"title_{get_language()}")]
