"""The demo's illustrations: each one there, described, and the same every time."""

import re
import tomllib
from pathlib import Path

import pytest
from PIL import Image

from newsroom.demo import pictures
from newsroom.demo.pictures.portraits import PORTRAITS

DEMO = Path(pictures.__file__).parent.parent
DESCRIBED = tomllib.loads((DEMO / "images.toml").read_text(encoding="utf-8"))
BRAND = DEMO.parent.parent / "static" / "brand"


def is_a_picture(image):
    """Light and dark, not a sheet of one colour."""
    darkest, lightest = image.convert("L").getextrema()
    return image.mode == "RGB" and lightest - darkest > 120


@pytest.mark.parametrize("key", DESCRIBED)
def test_every_scene_draws_at_its_size(key):
    image = pictures.draw(key)
    assert image.size == (1600, 1000)
    assert is_a_picture(image)


@pytest.mark.parametrize("key", PORTRAITS)
def test_every_portrait_draws_at_its_size(key):
    image = pictures.portrait(key)
    assert image.size == (800, 800)
    assert is_a_picture(image)


def test_a_key_always_gives_the_same_bytes():
    assert pictures.draw("stage-night").tobytes() == pictures.draw("stage-night").tobytes()
    assert pictures.portrait("lina").tobytes() == pictures.portrait("lina").tobytes()
    assert pictures.draw("stage-night").tobytes() != pictures.draw("bookshop").tobytes()


def test_an_unknown_key_is_refused():
    with pytest.raises(KeyError):
        pictures.draw("no-such-scene")
    with pytest.raises(KeyError):
        pictures.portrait("no-such-author")


def test_every_scene_is_described_in_three_languages():
    assert set(DESCRIBED) == set(pictures.SCENES)
    for key, words in DESCRIBED.items():
        for name in ("alt", "caption", "credit"):
            assert re.search(r"[\u0621-\u064a]", words[name]), (key, name)
            assert words[f"{name}_en"] and words[f"{name}_fr"], (key, name)
        assert 0 <= words["focal_x"] <= 1 and 0 <= words["focal_y"] <= 1


def test_every_author_has_a_portrait():
    world = tomllib.loads((DEMO / "world.toml").read_text(encoding="utf-8"))
    assert {author["key"] for author in world["authors"]} == set(PORTRAITS)


def test_every_picture_that_an_article_asks_for_exists():
    for file in [*DEMO.glob("articles/*.html"), *DEMO.glob("briefs/*.html")]:
        text = file.read_text(encoding="utf-8")
        asked = re.findall(r'^lead_image *= *"([^"]*)"', text, re.MULTILINE) + re.findall(r'data-image="([^"]*)"', text)
        assert set(asked) <= set(DESCRIBED), file.name


@pytest.mark.parametrize(
    ("name", "size"), [("apple-touch-icon.png", (180, 180)), ("icon-512.png", (512, 512)), ("share.png", (1200, 630))]
)
def test_the_brand_pictures_have_the_sizes_that_others_expect(name, size):
    with Image.open(BRAND / name) as image:
        assert image.size == size


def test_the_favicon_holds_the_usual_sizes():
    with Image.open(BRAND / "favicon.ico") as icon:
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
