"""What a page shows of a picture: the files of a crop that exist now, or the whole of it until they do."""

from dataclasses import dataclass

from images import recipe

TYPES = {"avif": "image/avif", "webp": "image/webp"}


@dataclass(frozen=True)
class Shown:
    """One crop of a picture as HTML needs it. `cut` says whether the files are the crop itself, or the whole."""

    width: int
    height: int
    src: str
    srcset: str
    sources: tuple[tuple[str, str], ...]  # (media type, srcset), the lightest first
    cut: bool


def shown(image, crop):
    """The Shown of `crop` ("" for the whole) of `image`; no query."""
    crop = crop or "whole"
    made = image.renditions.get(crop)
    if not made and crop != "whole":
        whole = shown(image, "whole")
        return Shown(whole.width, whole.height, whole.src, whole.srcset, whole.sources, cut=False)
    if not made:
        return Shown(image.width, image.height, image.url, "", (), cut=True)
    width, height = image.made_size(crop)
    fallback = "jpeg" if "jpeg" in made else next(iter(made))
    url = image.rendition_urls(crop)
    srcsets = {kind: ", ".join(f"{url(kind, width)} {width}w" for width in widths) for kind, widths in made.items()}
    middling = min(made[fallback], key=lambda width: abs(width - 800))
    return Shown(
        width=width,
        height=height,
        src=url(fallback, middling),
        srcset=srcsets[fallback],
        sources=tuple((TYPES[kind], srcsets[kind]) for kind in TYPES if kind in made and kind != fallback),
        cut=True,
    )


def largest_jpegs(image, crops=("16x9", "4x3", "1x1")):
    """(address, width, height) of the largest JPEG of each of `crops` that exists, for search engines and sharing."""
    found = []
    for crop in crops:
        if widths := image.renditions.get(crop, {}).get("jpeg"):
            width = widths[-1]
            found.append((image.rendition_url(crop, "jpeg", width), width, recipe.height(width, image.made_size(crop))))
    return found
