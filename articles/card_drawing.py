"""Draws what stands beside a link to an article in chats and networks: 1200 by 630 pixels, headline first.

The colours are those of static/css/tokens.css. The font is whole, unlike the pages' own: Pillow has no second one to
fall back to, and a headline may have any name in it.
"""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from PIL import Image as Picture
from PIL import ImageDraw, ImageFont, features

import arabic

SIZE = WIDTH, HEIGHT = 1200, 630
PICTURE = 500  # how wide the picture is, if there is one
EDGE = 64
LEADING = 1.5  # room for the marks above and below a letter
LARGEST, SMALLEST = 76, 34
FONT = Path(__file__).parent / "data" / "fonts" / "IBMPlexSansArabic-SemiBold.woff2"


@dataclass(frozen=True)
class Card:
    """What is printed on a share card. `direction` is how its lines run, `language` whose shapes the letters have."""

    headline: str
    section: str
    outlet: str
    byline: str  # the author of an opinion, or ""
    date: str
    language: str
    direction: str
    opinion: bool


def draw(card, picture=None):
    """The Card as a Pillow image, `picture` (of any size, cut already) beside the words if there is one."""
    if not features.check("raqm"):
        raise ImproperlyConfigured(
            "This Pillow was built without Raqm and cannot join Arabic letters; install a wheel."
        )
    ground, ink, soft, mark = _colours(card, bare=picture is None)
    sheet = Picture.new("RGB", SIZE, ground)
    words = _Column(sheet, card, right=WIDTH - EDGE, left=EDGE)
    if picture:
        picture = picture.resize((PICTURE, HEIGHT), Picture.Resampling.LANCZOS)
        if card.direction == "rtl":
            sheet.paste(picture, (0, 0))
            words.left = PICTURE + EDGE
        else:
            sheet.paste(picture, (WIDTH - PICTURE, 0))
            words.right = WIDTH - PICTURE - EDGE
    foot = HEIGHT - EDGE
    words.bar(EDGE, mark)
    words.write(card.section, 30, EDGE + 58, mark)
    words.write(card.outlet, 36, foot, mark)
    words.write(card.date, 24, foot, soft, at_end=True)
    words.rule(foot - 58, soft)
    room = foot - 58 - 28 - (EDGE + 84)
    if card.byline:
        room -= 56
    size, lines = fitted(card.headline, words.width, room, card)
    top = EDGE + 84 + (room - len(lines) * size * LEADING) / 2
    for number, line in enumerate(lines, start=1):
        words.write(line, size, top + number * size * LEADING - size * 0.45, ink)
    if card.byline:
        words.write(card.byline, 30, top + len(lines) * size * LEADING + 40, soft)
    return sheet


@dataclass
class _Column:
    """Where the words of a card stand on its sheet."""

    sheet: Picture.Image
    card: Card
    left: int
    right: int

    @property
    def width(self):
        return self.right - self.left

    def write(self, line, size, baseline, ink, at_end=False):
        """One line on `baseline`, from where lines of this direction begin, or up to where they end."""
        from_right = (self.card.direction == "rtl") != at_end
        pen = ImageDraw.Draw(self.sheet)
        pen.text(
            (self.right if from_right else self.left, baseline),
            arabic.isolate(line, self.card.direction),
            font=font(size),
            fill=ink,
            anchor="rs" if from_right else "ls",
            direction=self.card.direction,
            language=self.card.language,
        )

    def bar(self, top, ink):
        start = self.right - 72 if self.card.direction == "rtl" else self.left
        ImageDraw.Draw(self.sheet).rectangle((start, top, start + 72, top + 7), fill=ink)

    def rule(self, top, ink):
        ImageDraw.Draw(self.sheet).line((self.left, top, self.right, top), fill=ink, width=1)


def fitted(headline, width, height, card):
    """The largest size in which `headline` has room, and its lines in it, as even as they can be."""
    words = headline.split()
    for size in range(LARGEST, SMALLEST, -2):
        lines = even_lines(words, width, functools.partial(_length, size=size, card=card))
        if lines and len(lines) * size * LEADING <= height:
            return size, lines
    return SMALLEST, even_lines(words, width, functools.partial(_length, size=SMALLEST, card=card)) or [headline]


def even_lines(words, width, length):
    """`words` in the fewest lines of at most `width`, none of them much shorter than the others; None if one is wider.

    `length` says how wide some words are. Even is what has the least sum of squares of the room left free, as in TeX.
    """
    best = [(0, 0, None)]  # for the first n words: (lines, waste, where the last line begins)
    for end in range(1, len(words) + 1):
        choices = []
        for begin in range(end - 1, -1, -1):
            free = width - length(" ".join(words[begin:end]))
            if free < 0:
                break
            lines, waste, _ = best[begin] or (0, 0, None)
            if best[begin]:
                choices.append((lines + 1, waste + free**2, begin))
        best.append(min(choices, default=None))
    if not words or best[-1] is None:
        return None
    found, end = [], len(words)
    while end:
        begin = best[end][2]
        found.append(" ".join(words[begin:end]))
        end = begin
    return found[::-1]


def _length(text, *, size, card):
    return font(size).getlength(arabic.isolate(text, card.direction), direction=card.direction, language=card.language)


@functools.lru_cache(maxsize=64)
def font(size):
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.RAQM)


def _colours(card, *, bare):
    """(ground, ink, soft ink, mark): paper beside a picture, the outlet's own colour where there is none."""
    house = colours()
    own = house["opinion"] if card.opinion else house["accent"]
    if bare:
        return own, house["paper"], house["line"], house["paper"]
    return (house["opinion-paper"] if card.opinion else house["paper"]), house["ink"], house["ink-soft"], own


@functools.cache
def colours():
    """The outlet's colours by their names in static/css/tokens.css, as on a light page."""
    tokens = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", tokens.split("}")[0]))
