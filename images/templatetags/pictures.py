"""Pictures in templates; `images/picture.html` and `images/portrait.html` are what pages include."""

from django import template

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
