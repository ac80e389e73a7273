"""The picture library: whatever is uploaded is decoded and written anew, or refused with a reason."""

import io
import resource
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import IntegrityError, transaction
from PIL import Image as Picture
from PIL import ImageCms

from images import library
from images.models import Image
from tests.factories import make_image, make_picture, make_renditions, make_user
from tests.test_renditions import names_of

pytestmark = pytest.mark.django_db


def file_of(picture, kind="PNG", **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return ContentFile(out.getvalue(), name=f"x.{kind.lower()}")


def opened(name, storage=default_storage):
    with storage.open(name) as file:
        picture = Picture.open(file)
        picture.load()
        return picture


def test_place_and_camera_do_not_stay_in_the_file():
    exif = Picture.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (33.0, 53.0, 20.0)
    upload = file_of(
        Picture.new("RGB", (400, 300), "teal"), "JPEG", exif=exif, comment=b"secret remark", icc_profile=b"secret icc"
    )
    assert b"SecretCamera" in upload.read() and Picture.open(upload).getexif().get_ifd(0x8825)
    upload.seek(0)
    image = library.add(upload)
    make_renditions()
    image.refresh_from_db()
    kept = [(default_storage, name) for name in [image.file, *names_of(image)]]
    assert len(kept) == 18
    for storage, name in [*kept, (storages["originals"], image.original)]:
        with storage.open(name) as file:
            data = file.read()
        assert b"Secret" not in data and b"secret" not in data and b"Exif" not in data
        assert not opened(name, storage).getexif() and "icc_profile" not in opened(name, storage).info


def test_a_picture_taken_sideways_stands_upright():
    sideways = Picture.new("RGB", (400, 200), "black")
    sideways.paste("white", (0, 0, 200, 200))
    exif = Picture.Exif()
    exif[0x0112] = 6  # the camera was turned a quarter to the right
    image = library.add(file_of(sideways, "JPEG", exif=exif, quality=95))
    assert (image.width, image.height) == (200, 400)
    upright = opened(image.file)
    assert upright.size == (200, 400)
    assert upright.getpixel((100, 50))[0] > 200 and upright.getpixel((100, 350))[0] < 50


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "PA"])
def test_what_is_transparent_is_white(mode):
    clear = Picture.new("RGBA", (64, 64), (0, 0, 0, 0))
    if mode == "P":
        upload = file_of(clear.convert("P"), transparency=0)
    else:
        upload = file_of(clear.convert(mode) if mode != "PA" else clear, "PNG")
    assert min(opened(library.add(upload).file).getpixel((32, 32))) > 250


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "1"), ("PNG", "I;16"), ("PNG", "P"), ("WEBP", "RGB")]
    + [("GIF", "P"), ("TIFF", "RGB"), ("AVIF", "RGB")],
)
def test_every_kind_of_picture_becomes_jpeg(kind, mode):
    drawn = Picture.new("RGB", (80, 50), "teal").convert("I") if mode == "I;16" else Picture.new(mode, (80, 50))
    image = library.add(file_of(drawn.convert(mode) if mode == "I;16" else drawn, kind))
    assert opened(image.file).format == "JPEG" and opened(image.file).mode == "RGB"
    assert [opened(name).size for name in names_of(image)] == [(80, 50)]


def test_something_light_is_there_as_soon_as_a_picture_is():
    image = library.add(make_picture((1500, 900)))
    assert image.renditions == {"whole": {"jpeg": [480, 960, 1500]}}
    assert [opened(name).size for name in names_of(image)] == [(480, 288), (960, 576), (1500, 900)]
    assert image.src.endswith("-960.jpg") and image.thumbnail.endswith("-480.jpg")


def test_a_huge_or_thin_picture_is_made_to_fit_and_its_full_size_kept_where_nobody_is_served_from(client):
    image = library.add(make_picture((5000, 20)))
    assert (image.width, image.height) == (3200, 13)
    assert opened(image.file).size == (3200, 13)
    assert opened(names_of(image)[0]).size == (480, 2)
    assert opened(image.original, storages["originals"]).size == (5000, 20)
    served = client.get(image.url)
    assert served.status_code == 200 and Picture.open(io.BytesIO(served.getvalue())).size == (3200, 13)


def test_colours_of_another_space_become_those_that_browsers_take_for_granted():
    flat = Picture.new("RGB", (40, 40), (200, 30, 30))
    assert library.decode(file_of(flat)).getpixel((20, 20)) == (200, 30, 30)
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exchanged = srgb.replace(b"rXYZ", b"....").replace(b"gXYZ", b"rXYZ").replace(b"....", b"gXYZ")
    red, green, _blue = library.decode(file_of(flat, icc_profile=exchanged)).getpixel((20, 20))
    assert red < 60 and green > 180  # a space whose red is our green
    assert library.decode(file_of(flat, icc_profile=b"nonsense")).getpixel((20, 20)) == (200, 30, 30)
    half = flat.copy()
    half.putalpha(255)
    red, green, _blue = library.decode(file_of(half, icc_profile=exchanged)).getpixel((20, 20))
    assert red < 60 and green > 180  # nor does a channel for what is seen through change that


def test_a_grey_scan_of_16_bits_keeps_its_shades():
    shades = Picture.frombytes("I;16", (2, 1), struct.pack("<2H", 40 * 256, 200 * 256)).resize((20, 10), 0)
    scan = library.decode(file_of(shades))
    assert (scan.getpixel((5, 5)), scan.getpixel((15, 5))) == ((40, 40, 40), (200, 200, 200))


def test_a_picture_in_the_format_of_iphones_is_refused_in_words_that_say_what_to_do():
    photograph = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
    with pytest.raises(ValidationError, match="HEIC"):
        library.decode(ContentFile(photograph, name="IMG_0001.HEIC"))
    with pytest.raises(ValidationError) as refused:
        library.decode(ContentFile(photograph.replace(b"heic", b"jpeg").replace(b"mif1", b"jpeg")))
    assert "HEIC" not in str(refused.value)


def test_the_same_picture_twice_is_one_row():
    upload, user = make_picture(), make_user()
    first = library.add(upload, by=user, alt_ar="الأوّل")
    upload.seek(0)
    again = library.add(upload, alt_ar="ثانية")
    assert again == first and Image.objects.get().alt_ar == "الأوّل"
    assert Image.objects.get().uploaded_by == user
    assert make_image() != first


def not_a_picture():
    return ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", name="x.jpg")


def truncated():
    return ContentFile(make_picture((600, 400), kind="JPEG").read()[:900], name="x.jpg")


def of_other_kind():
    return file_of(Picture.new("RGB", (9, 9)), "BMP")


def empty():
    return ContentFile(b"", name="x.png")


@pytest.mark.parametrize("upload", [not_a_picture, truncated, of_other_kind, empty])
def test_what_is_no_picture_is_refused(upload):
    with pytest.raises(ValidationError):
        library.add(upload())
    assert not Image.objects.exists()


def bomb(width, height):
    """A PNG of a few hundred kilobytes that decodes to `width` x `height` white pixels."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return ContentFile(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b""), name="bomb.png"
    )


@pytest.mark.parametrize("size", [(10_000, 6_100), (20_000, 10_000), (65_000, 65_000 // 20)])
def test_too_many_pixels_are_refused_before_they_are_decoded(size):
    upload = bomb(*size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ValidationError):
        library.add(upload)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40 * 1024  # KB
    assert not Image.objects.exists()


def test_a_file_that_is_too_heavy_is_refused(settings):
    upload = make_picture()
    settings.IMAGE_MAX_BYTES = upload.size - 1
    with pytest.raises(ValidationError):
        library.add(upload)
    settings.IMAGE_MAX_BYTES = upload.size
    assert library.add(upload)


def test_the_focal_point_lies_inside():
    make_image(focal_x=0.25, focal_y=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_image(focal_x=1.1)
