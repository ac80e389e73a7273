"""Takes pictures into the library: whatever comes in is decoded, cleaned of its metadata and written anew.

Kept is the picture in its full size where nobody is served from (`storages["originals"]`), upright and in sRGB, and a
public JPEG of it. What pages show of it is made afterwards, in the background (`images.renditions`).
"""

import hashlib
import io
import warnings

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image as Picture
from PIL import ImageCms, ImageOps

from delivery import background
from delivery.tags import bump
from images import recipe
from images.models import Image, RetiredFile, rendition_name

#: The public picture is at most this wide or high; the kept original has its full size.
MAX_SIDE = 3200
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF")
#: The same for a field that takes a file. A telephone that photographs in HEIC sends JPEG where that is not named.
ACCEPT = ",".join(f"image/{kind.lower()}" for kind in FORMATS)
# How the names of HEIC's kinds stand in a file, behind its length.
_HEIC = tuple(b"ftyp" + brand for brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))


def add(upload, *, by=None, **words):
    """Take an uploaded file into the library and return its Image; the same picture again returns the first one.

    `words` are alt, caption, credit (also per language, alt_en …) and the focal point. Raises ValidationError, in
    words for the person who uploads, when it is no picture, too heavy or too large.
    """
    picture = decode(upload)
    public = picture.copy()
    public.thumbnail((MAX_SIDE, MAX_SIDE), Picture.Resampling.LANCZOS)
    data = encode(public, "jpeg", quality=90)
    content_hash = hashlib.sha256(data).hexdigest()
    image = Image.objects.filter(content_hash=content_hash).first()
    if image is not None:
        return image
    stem = f"images/{content_hash[:2]}/{content_hash[2:22]}"
    _take_back(stem)
    original = encode(picture, "jpeg", quality=95, subsampling="4:4:4", optimize=False)
    storages["originals"].save(f"{stem}.jpg", ContentFile(original))
    default_storage.save(f"{stem}.jpg", ContentFile(data))
    # The whole as JPEG at once, so that desk and readers have something light to see until the rest is made.
    widths = recipe.widths("whole", "jpeg", public.width)
    for width in widths:
        small = public.resize((width, recipe.height(width, public.size)), Picture.Resampling.LANCZOS, reducing_gap=3)
        name = rendition_name(f"{stem}.jpg", "whole", None, "jpeg", width)
        default_storage.save(name, ContentFile(encode(small, "jpeg")))
    image, created = Image.objects.get_or_create(
        content_hash=content_hash,
        defaults={
            "file": f"{stem}.jpg",
            "original": f"{stem}.jpg",
            "width": public.width,
            "height": public.height,
            "renditions": {"whole": {"jpeg": widths}},
            "placeholder": placeholder(public),
            "uploaded_by": by,
            **words,
        },
    )
    if created:
        background.announce(background.WORK)
    return image


def _take_back(stem):
    """Of a picture that was deleted and comes again, delete no file any more: they have the same names."""
    RetiredFile.objects.filter(name__startswith=stem).delete()


@transaction.atomic
def describe(image, **words):
    """Say about `image` those of `words` (alt_ar, credit_en …) that the library lacks, and return it.

    What it has was said by somebody who looked at the same picture, and stands under other articles.
    """
    image = Image.objects.select_for_update().get(pk=image.pk)
    for name, value in words.items():
        setattr(image, name, getattr(image, name) or value)
    image.save()
    bump({f"image:{image.pk}"})
    return image


def encode(picture, kind, **options):
    """The bytes of `picture` in a format of `recipe.FORMATS`, as it says there unless `options` say otherwise."""
    out = io.BytesIO()
    picture.save(out, kind.upper(), **{**recipe.FORMATS[kind], **options})
    return out.getvalue()


def placeholder(picture):
    """What stands in a picture's place until it is there: its colours in four columns and three rows, as #rgb each."""
    tiny = picture.resize((4, 3), Picture.Resampling.BOX)
    return "".join(f"{round(level / 17):x}" for level in tiny.tobytes())


def decode(upload):
    """The picture in `upload` (a file with `size`), upright, in sRGB, without metadata. Raises ValidationError."""
    if upload.size > settings.IMAGE_MAX_BYTES:
        raise ValidationError(too_heavy())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Picture.DecompressionBombWarning)
            picture = Picture.open(upload, formats=FORMATS)
        if picture.width * picture.height > settings.IMAGE_MAX_PIXELS:
            raise ValidationError(
                _("This picture has %(pixels)s million pixels; at most %(most)s million can be taken. Make it smaller.")
                % {
                    "pixels": round(picture.width * picture.height / 1e6),
                    "most": settings.IMAGE_MAX_PIXELS // 1_000_000,
                }
            )
        picture.load()
        picture = _in_srgb(_in_eight_bits(ImageOps.exif_transpose(picture)))
    except Picture.DecompressionBombError:
        raise ValidationError(_("This picture has far too many pixels. Make it smaller and try again.")) from None
    except ValidationError:
        raise
    except Exception:  # decoders raise whatever a damaged file makes them stumble over
        raise ValidationError(_no_picture(upload)) from None
    if "A" in picture.getbands() or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Picture.new("RGBA", picture.size, "white")
        picture = Picture.alpha_composite(ground, picture)
    picture = picture.convert("RGB")
    clean = Picture.new("RGB", picture.size)  # pixels alone: EXIF, GPS, profiles and comments stay behind
    clean.paste(picture)
    return clean


def too_heavy():
    """What is said of a file that is heavier than IMAGE_MAX_BYTES."""
    said = _("This file is heavier than %(megabytes)s MB. Save the picture smaller and try again.")
    return said % {"megabytes": settings.IMAGE_MAX_BYTES // 1024**2}


def _no_picture(upload):
    """What is said of a file that no decoder reads."""
    upload.seek(4)
    if upload.read(8).startswith(_HEIC):
        return _("This is a HEIC picture, as iPhones take them; few browsers show it. Save it as JPEG and send that.")
    return _("This file is not a picture that can be read. Send a JPEG, PNG, WebP, AVIF, GIF or TIFF.")


def _in_eight_bits(picture):
    """A grey scan of 16 bits as one of 8; of it Pillow would keep the darkest shades and make the others white."""
    if not picture.mode.startswith("I;16"):
        return picture
    return picture.convert("I").point(lambda grey: grey * (1 / 256) + 0).convert("L")


def _in_srgb(picture):
    """Colours as browsers take them where a file says nothing: telephones and printers have others, and say so."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK"):
        return picture
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, theirs, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError):  # a profile that nobody can read says nothing
        return picture
