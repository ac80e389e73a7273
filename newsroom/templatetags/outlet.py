"""What an outlet looks like, in templates."""

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def first_script():
    """The script that must run before a page is drawn; inside the page, so that drawing waits for no other file."""
    return mark_safe(settings.FIRST_SCRIPT)


@register.simple_tag
def outlet_logo(alt):
    """The outlet's name as it is drawn in the page's language; needs no context, for pages that say what went wrong."""
    file, width, height = settings.OUTLET_LOGO[get_language() or settings.LANGUAGE_CODE]
    return format_html('<img src="{}" alt="{}" width="{}" height="{}">', static(file), alt, width, height)
