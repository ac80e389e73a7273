"""The demo's pictures: illustrations and portraits drawn by code, so that no photograph needs a licence.

A key always gives the same picture, byte for byte.
"""

from . import city, culture, life, portraits, water
from .plate import Plate

SCENES = city.SCENES | water.SCENES | culture.SCENES | life.SCENES


def draw(key):
    """The scene `key`, one of `SCENES`, as a Pillow image of 1600 by 1000 pixels. KeyError for any other key."""
    scene = SCENES[key]
    plate = Plate(key)
    scene(plate)
    return plate.printed()


def portrait(key):
    """The portrait of the demo author `key` as a Pillow image of 800 by 800 pixels. KeyError for any other key."""
    sitter = portraits.PORTRAITS[key]
    plate = Plate(key, 800, 800)
    sitter(plate)
    return plate.printed()
