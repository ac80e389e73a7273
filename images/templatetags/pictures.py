"""Pictures in templates; `images/picture.html` and `images/portrait.html` are what pages include."""

from functools import lru_cache

from django import template
from django.utils.safestring import mark_safe

from images.showing import shown

register = template.Library()


@register.filter
def cropped(image, crop):
    """What there is to show of a crop ("16x9", "4x3", "1x1", or "" for the whole) of `image`."""
    return shown(image, crop)


@register.filter
def focus(image):
    """The classes that keep an image's focal point in sight when it is cropped; the policy forbids inline styles."""
    return f"focus-x-{round(image.focal_x * 10)} focus-y-{round(image.focal_y * 10)}"


@register.simple_tag
def blur(image):
    """What is seen in a picture's place until it is there: its twelve colours, which the style sheet blurs."""
    return _drawn(image.placeholder) if image.placeholder else ""


@lru_cache(1_000)
def _drawn(colours):
    """Drawn in the page itself: an image, even one in a `data:` address, is loaded, beside what the page waits for."""
    cells = "".join(
        f'<path fill="#{colours[3 * place : 3 * place + 3]}" d="M{place % 4} {place // 4}h1v1h-1z"/>'
        for place in range(12)
    )
    box = 'class="picture-blur" viewBox="0 0 4 3" preserveAspectRatio="none" aria-hidden="true"'
    return mark_safe(f"<svg {box}>{cells}</svg>")
