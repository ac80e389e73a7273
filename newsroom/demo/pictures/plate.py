"""The plate that every demo picture is cut on: a palette, a pen, grain, and the one way they are printed.

Scenes give their measures in pixels of the finished picture. The plate is twice as large, so that edges come out
smooth when it is printed. Light always falls from the left.
"""

import math
import random
from functools import cache

from PIL import Image, ImageChops, ImageDraw

SCALE = 2

PAPER = (250, 246, 239)
INK = (27, 26, 24)
RED = (163, 35, 31)
OCHRE = (206, 146, 52)
OLIVE = (104, 106, 62)
DUSK = (52, 88, 120)
SAND = (229, 208, 168)


def mix(one, other, share):
    """The colour `share` (0 to 1) of the way from `one` to `other`."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))


CLAY = mix(RED, OCHRE, 0.45)
STONE = mix(SAND, DUSK, 0.22)
NIGHT = mix(DUSK, INK, 0.62)
SHADE = mix(DUSK, INK, 0.35)
ROSE = mix(RED, SAND, 0.55)
HAZE = mix(DUSK, PAPER, 0.47)


def curve(*points, steps=14):
    """A smooth line through `points` (Catmull-Rom), as a list of points."""
    ends = [points[0], *points, points[-1]]
    line = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:]):
        for step in range(steps):
            t = step / steps
            line.append(tuple(
                0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t**2 + (3 * q - p - 3 * r + s) * t**3)
                for p, q, r, s in zip(a, b, c, d, strict=True)
            ))
    return [*line, points[-1]]


def arc(x, y, rx, ry, start, end, steps=48):
    """The points of an ellipse round (x, y) from angle `start` to `end`, in degrees, clockwise from three o'clock."""
    angles = (math.radians(start + (end - start) * step / steps) for step in range(steps + 1))
    return [(x + rx * math.cos(angle), y + ry * math.sin(angle)) for angle in angles]


def archway(x, y, width, height):
    """The outline of a round-headed opening whose left foot stands at (x, y)."""
    radius = width / 2
    return [(x, y), *arc(x + radius, y - height + radius, radius, radius, 180, 360), (x + width, y)]


def box(left, top, right, bottom):
    """The four corners of an upright rectangle."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def between(a, b, share):
    """The point `share` of the way from `a` to `b`."""
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def placed(x, y, size=1, side=1, tilt=0):
    """A function from a figure's own measures to the picture: (dx, dy) from (x, y), times `size`.

    `side` -1 turns the figure to face the other way; `tilt` lifts or drops it along its length, as on a slope.
    """
    return lambda dx, dy: (x + side * dx * size, y + (dy + dx * tilt) * size)


@cache
def noise(width, height):
    """Grey noise of this size, the same in every run."""
    return Image.frombytes("L", (width, height), random.Random("grain").randbytes(width * height))


@cache
def ramp():
    """A column that goes from black to white in its middle tenth: what slanted gradients are sampled from."""
    column = Image.new("L", (1, 2560))
    column.putdata([min(max(row - 1152, 0), 255) for row in range(2560)])
    return column


class Plate:
    """A picture in the making.

    `key` seeds `rng`, the only source of chance, so that a key always gives the same picture. An ink is an RGB colour;
    `alpha` (0 to 255) lets what lies under it shine through.
    """

    def __init__(self, key, width=1600, height=1000, ground=PAPER):
        self.width, self.height = width, height
        self.rng = random.Random(key)
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), ground)
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def poly(self, points, ink, alpha=255):
        """A flat plane."""
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=(*ink, alpha))

    def rect(self, left, top, right, bottom, ink, alpha=255):
        """A flat upright rectangle."""
        self.poly(box(left, top, right, bottom), ink, alpha)

    def disc(self, x, y, radius, ink, alpha=255, flat=1):
        """A disc, or an ellipse whose height is `flat` of its width."""
        rx, ry = radius * SCALE, radius * flat * SCALE
        x, y = x * SCALE, y * SCALE
        self.pen.ellipse((x - rx, y - ry, x + rx, y + ry), fill=(*ink, alpha))

    def line(self, points, ink, width=3, alpha=255):
        """A line of even width with round joints."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(scaled, fill=(*ink, alpha), width=max(1, round(width * SCALE)), joint="curve")

    def wash(self, points, first, last, start=None, end=None):
        """A plane that goes from ink `first` at point `start` to `last` at `end`; without them, from top to bottom."""
        self._lay(points, start, end, lambda slope: Image.merge(
            "RGB", [slope.point([round(a + (b - a) * n / 255) for n in range(256)])
                    for a, b in zip(first, last, strict=True)],
        ))

    def stipple(self, points, ink, start=None, end=None, most=0.8):
        """Grain of `ink` over a plane: none at point `start`, `most` of the paper at `end`; else from top to bottom."""
        self._lay(points, start, end, lambda slope: ink, lambda slope: ImageChops.add(
            slope.point([round(n * most) for n in range(256)]), self._grain(slope.size), 1, -255,
        ).point(lambda level: 255 if level else 0))

    def _grain(self, size):
        width, height = math.ceil(size[0] / SCALE), math.ceil(size[1] / SCALE)
        grain = noise(self.width, self.height).crop((0, 0, width, height))
        return grain.resize((width * SCALE, height * SCALE), Image.Resampling.NEAREST).crop((0, 0, *size))

    def _lay(self, points, start, end, paint, screen=None):
        """Paste what `paint` makes of a gradient over the plane, through `screen` of the same gradient if given."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        left = max(0, math.floor(min(x for x, _ in scaled)))
        top = max(0, math.floor(min(y for _, y in scaled)))
        right = min(self.image.width, math.ceil(max(x for x, _ in scaled)))
        bottom = min(self.image.height, math.ceil(max(y for _, y in scaled)))
        if left >= right or top >= bottom:
            return
        size = (right - left, bottom - top)
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in scaled], fill=255)
        ax, ay = (start[0] * SCALE - left, start[1] * SCALE - top) if start else (0, 0)
        bx, by = (end[0] * SCALE - left, end[1] * SCALE - top) if end else (0, size[1])
        dx, dy = bx - ax, by - ay
        step = 256 / (dx * dx + dy * dy)
        slope = ramp().transform(
            size, Image.Transform.AFFINE,
            (0, 0, 0.5, dx * step, dy * step, 1152 - (ax * dx + ay * dy) * step),
        )
        if screen:
            mask = ImageChops.multiply(mask, screen(slope))
        self.image.paste(paint(slope), (left, top, right, bottom), mask)

    # What several scenes share.

    def sky(self, *inks, bottom=None):
        """A sky through `inks` from the top edge down to `bottom`."""
        bottom = bottom or self.height
        band = bottom / (len(inks) - 1)
        for number, (upper, lower) in enumerate(zip(inks, inks[1:])):
            self.wash(box(0, number * band, self.width, (number + 1) * band + 1), upper, lower)

    def sun(self, x, y, radius, ink, glow=0.5):
        """A disc of light with a halo of grain."""
        for ring in (2.1, 1.55):
            self.disc(x, y, radius * ring, ink, alpha=round(34 * glow))
        self.disc(x, y, radius, ink)

    def ridge(self, base, rise, ink, rough=1.0, shade=None):
        """A line of hills across the picture, at most `rise` above `base`, filled to the foot; return its crest."""
        waves = [(self.rng.uniform(0.6, 1.4) * n * rough, self.rng.uniform(0, 6.3), 1 / n) for n in (1, 2.3, 5, 9)]
        weight = sum(share for *_, share in waves)
        crest = []
        for x in range(0, self.width + 9, 8):
            swell = sum(share * math.sin(often * 6.3 * x / self.width + at) for often, at, share in waves)
            crest.append((x, base - rise * (0.5 + 0.5 * swell / weight)))
        land = [*crest, (self.width + 8, self.height), (0, self.height)]
        self.poly(land, ink)
        if shade:
            self.stipple(land, shade, (0, base - rise), (0, self.height), most=0.75)
        return crest

    def block(self, x, y, width, height, ink, depth=0.3, lift=0.0):
        """A building that stands at (x, y): a lit front, a side in shadow on its right."""
        side = width * depth
        self.rect(x, y - height, x + width, y, ink)
        flank = [(x + width, y - height), (x + width + side, y - height - side * lift),
                 (x + width + side, y - side * lift), (x + width, y)]
        self.poly(flank, mix(ink, SHADE, 0.55))
        self.stipple(box(x, y - height, x + width, y), mix(ink, SHADE, 0.4), (x, y - height), (x + width, y), most=0.4)

    def cable(self, start, end, sag, ink, width=2.5):
        """A wire that hangs `sag` below the straight line between two points."""
        steps = 24
        self.line([
            (start[0] + (end[0] - start[0]) * n / steps,
             start[1] + (end[1] - start[1]) * n / steps + 4 * sag * (n / steps) * (1 - n / steps))
            for n in range(steps + 1)
        ], ink, width)

    def person(self, x, y, height, ink, shadow=None, lean=0.0, coat=None):
        """A standing figure whose feet are at (x, y); `shadow` is the ink of its long shadow."""
        wide = height * 0.14
        if shadow:
            self.poly([(x - wide * 0.7, y), (x + wide * 0.7, y), (x + height * 1.5, y + height * 0.30),
                       (x + height * 1.38, y + height * 0.36)], shadow, 110)
        top, hem, chest, neck = x + lean * height, y - height * 0.42, y - height * 0.72, y - height * 0.83
        coat = coat or ink
        for side in (-1, 1):
            self.poly([(x + side * wide * 0.08, hem), (x + side * wide * 0.92, hem),
                       (x + side * wide * 0.72, y), (x + side * wide * 0.22, y)], ink)
        self.poly([(top - wide * 0.26, neck - height * 0.05), (top + wide * 0.26, neck - height * 0.05),
                   (top + wide * 0.34, neck + 4), (top - wide * 0.34, neck + 4)], ink)
        left = curve((x - wide * 0.95, hem + height * 0.02), (top - wide * 1.12, chest),
                     (top - wide * 0.85, neck + height * 0.035), (top - wide * 0.3, neck), steps=6)
        right = [(2 * top - px + 2 * (x - top) * (py > chest), py) for px, py in left]
        self.poly([*left, *reversed(right)], coat)
        self.poly([(top + wide * 0.1, neck), *reversed(right), (x + wide * 0.25, hem + height * 0.02)],
                  mix(coat, INK, 0.45))
        self.disc(top, y - height * 0.915, height * 0.068, ink, flat=1.2)

    def cypress(self, x, y, height, ink):
        """A slim tree, lit on its left."""
        wide = height * 0.11
        left = curve((x, y), (x - wide, y - height * 0.25), (x - wide * 0.7, y - height * 0.65), (x, y - height))
        right = curve((x, y), (x + wide, y - height * 0.25), (x + wide * 0.7, y - height * 0.65), (x, y - height))
        self.poly([*left, *reversed(right)], ink)
        self.poly([*right, (x - wide * 0.1, y - height * 0.5)], mix(ink, INK, 0.5))

    def printed(self):
        """The finished picture: reduced, with the grain and the faint mottle of paper."""
        picture = self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        grain = noise(self.width, self.height).point(lambda level: 128 + (level - 128) // 13)
        clouds = noise(self.width // 40, self.height // 40).resize(picture.size, Image.Resampling.BICUBIC)
        clouds = clouds.point(lambda level: 128 + (level - 128) // 44)
        for texture in (grain, clouds):
            picture = ImageChops.add(picture, Image.merge("RGB", [texture] * 3), 1, -128)
        return picture
