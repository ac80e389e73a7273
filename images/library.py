"""Takes pictures into the library: whatever comes in is decoded, cleaned of its metadata and written anew."""

import hashlib
import io
import warnings

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image as Picture
from PIL import ImageOps

from images.models import Image, rendition_name

#: Widths of the WebP renditions, in pixels; none is wider than the picture itself.
WIDTHS = (320, 640, 960, 1440, 1920)
#: The library keeps a picture at most this wide or high.
MAX_SIDE = 3200
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF")


def add(upload, *, by=None, **words):
    """Take an uploaded file into the library and return its Image; the same picture again returns the first one.

    `words` are alt, caption, credit (also per language, alt_en …) and the focal point. Raises ValidationError, in
    words for the person who uploads, when it is no picture, too heavy or too large.
    """
    picture = decode(upload)
    data = _encode(picture, "JPEG", quality=90, optimize=True, progressive=True)
    content_hash = hashlib.sha256(data).hexdigest()
    image = Image.objects.filter(content_hash=content_hash).first()
    if image is not None:
        return image
    name = f"images/{content_hash[:2]}/{content_hash[2:22]}.jpg"
    widths = [width for width in WIDTHS if width < picture.width] or [picture.width]
    for width in widths:
        height = max(1, round(picture.height * width / picture.width))
        small = picture.resize((width, height), Picture.Resampling.LANCZOS)
        _write(rendition_name(name, width), _encode(small, "WEBP", quality=80, method=4))
    _write(name, data)
    red, green, blue = picture.resize((1, 1), Picture.Resampling.BOX).getpixel((0, 0))
    image, _created = Image.objects.get_or_create(
        content_hash=content_hash,
        defaults={
            "file": name,
            "width": picture.width,
            "height": picture.height,
            "widths": widths,
            "placeholder": f"#{red:02x}{green:02x}{blue:02x}",
            "uploaded_by": by,
            **words,
        },
    )
    return image


def decode(upload):
    """The picture in `upload` (a file with `size`), upright, in RGB, without metadata. Raises ValidationError."""
    if upload.size > settings.IMAGE_MAX_BYTES:
        megabytes = settings.IMAGE_MAX_BYTES // 1024**2
        raise ValidationError(
            _("This file is heavier than %(megabytes)s MB. Save the picture smaller and try again.")
            % {"megabytes": megabytes}
        )
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
        picture = ImageOps.exif_transpose(picture)
    except Picture.DecompressionBombError:
        raise ValidationError(_("This picture has far too many pixels. Make it smaller and try again.")) from None
    except ValidationError:
        raise
    except Exception:  # decoders raise whatever a damaged file makes them stumble over
        raise ValidationError(
            _("This file is not a picture that can be read. Send a JPEG, PNG, WebP, AVIF, GIF or TIFF.")
        ) from None
    if "A" in picture.getbands() or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Picture.new("RGBA", picture.size, "white")
        picture = Picture.alpha_composite(ground, picture)
    picture = picture.convert("RGB")
    picture.thumbnail((MAX_SIDE, MAX_SIDE), Picture.Resampling.LANCZOS)
    clean = Picture.new("RGB", picture.size)  # pixels alone: EXIF, GPS, profiles and comments stay behind
    clean.paste(picture)
    return clean


def _encode(picture, kind, **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _write(name, data):
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(data))
