"""The tokens of the style sheets as the design page shows them: colours in light and dark, sizes of type."""

import re
from dataclasses import dataclass

from django.conf import settings

_TOKENS = settings.BASE_DIR / "static" / "css" / "tokens.css"
_COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
_SIZE = re.compile(r"--(size-[\w-]+|text): ([^;]+);")
#: What the colour of a token is read on, where that is not the paper.
_GROUND = {"added": "added-paper", "removed": "removed-paper", "alert-ink": "alert-paper"}
#: These lie under words or between them; contrast is asked of what is written.
_NOT_WRITTEN = {"paper", "paper-raised", "opinion-paper", "alert-paper", "added-paper", "removed-paper"}
_NOT_WRITTEN |= {"line", "line-strong", "mark"}


@dataclass(frozen=True)
class Colour:
    """A token of one scheme; how far it stands out from its ground (WCAG 2), or None if nothing is written in it."""

    name: str
    value: str
    contrast: float | None


def colours(scheme):
    """Every colour of a scheme, "light" or "dark", in the order of the style sheet."""
    light, dark = _TOKENS.read_text().split("@media screen and (prefers-color-scheme: dark)")
    found = dict(_COLOUR.findall({"light": light, "dark": dark}[scheme]))
    return [
        Colour(name, value, None if name in _NOT_WRITTEN else contrast(value, found[_GROUND.get(name, "paper")]))
        for name, value in found.items()
    ]


def sizes():
    """The names of the sizes of type, as tokens.css has them."""
    return list(dict(_SIZE.findall(_TOKENS.read_text())))


def contrast(one, other):
    """How far two colours, as #rrggbb, stand apart: 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return round((lighter + 0.05) / (darker + 0.05), 1)


def _luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
