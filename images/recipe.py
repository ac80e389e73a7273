"""Which files are made of a picture: the crops that pages show, in the widths and formats that browsers choose from.

Whoever changes what is made here raises VERSION: the worker then makes every picture anew, the newest first.
"""

from fractions import Fraction

VERSION = 2

#: What a picture is cut to: the whole of it, or the widest and highest part of this shape around the focal point.
CROPS = {"whole": None, "16x9": Fraction(16, 9), "4x3": Fraction(4, 3), "1x1": Fraction(1)}

#: How each format is written, the lightest first. The figures are in docs/decisions/0021-pictures.md.
FORMATS = {
    "avif": {"quality": 58, "speed": 8, "max_threads": 1},
    "webp": {"quality": 80, "method": 2},
    "jpeg": {"quality": 80, "optimize": True, "progressive": True},
}

#: Most telephones are 720 or 1080 pixels wide, or by the rounding of widths and ratios one or two more: a browser that
#: misses one pixel takes the next file.
_MODERN = {"whole": (480, 736, 1088, 1920), "16x9": (400, 736, 1088, 1440), "4x3": (360, 736, 1088), "1x1": (160, 320)}
#: JPEG is for old browsers, feeds and those to whom a link is shown: few, the last as wide as search engines want it.
_JPEG = {"whole": (480, 960, 1600), "16x9": (800, 1200), "4x3": (640, 1200), "1x1": (160, 1200)}
WIDTHS = {crop: {"avif": _MODERN[crop], "webp": _MODERN[crop], "jpeg": _JPEG[crop]} for crop in CROPS}


def box(crop, width, height, focal_x, focal_y):
    """What `crop` keeps of a picture of this size, as (left, top, right, bottom); the focal point is in it."""
    if CROPS[crop] is None:
        return 0, 0, width, height
    return around(CROPS[crop], width, height, focal_x=focal_x, focal_y=focal_y)


def around(shape, width, height, *, focal_x, focal_y):
    """The largest part of a picture whose width is `shape` times its height, as near to the point as it can lie."""
    wide = min(width, max(1, round(height * shape)))
    high = min(height, max(1, round(width / shape)))
    left = min(max(0, round(focal_x * width - wide / 2)), width - wide)
    top = min(max(0, round(focal_y * height - high / 2)), height - high)
    return left, top, left + wide, top + high


def widths(crop, kind, widest):
    """The widths in which a crop that is `widest` pixels wide is made: none is wider than itself."""
    return [width for width in WIDTHS[crop][kind] if width < widest] + (
        [widest] if widest <= WIDTHS[crop][kind][-1] else []
    )


def height(width, size):
    """How high a rendition `width` wide of something of this (width, height) is."""
    return max(1, round(size[1] * width / size[0]))
