"""What pages show of a picture: made in the background, once, around its focal point, by processes that may die."""

import io
import os
import re
import signal
import subprocess
import sys
from datetime import timedelta
from unittest import mock
from urllib.parse import quote

import psycopg2
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import call_command
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image as Picture

from images import library, recipe, renditions
from images.models import Image, RetiredFile, rendition_name
from images.showing import shown
from tests.factories import make_article, make_image, make_picture, make_renditions, make_user
from tests.test_scheduler import until


def names_of(image):
    """The names of all files that `image` has beside its public one, the shortest first."""
    return sorted(renditions._names(image), key=lambda name: (len(name), name))


def opened(name):
    with default_storage.open(name) as file:
        picture = Picture.open(file)
        picture.load()
        return picture


def addresses_in(html):
    """Every picture that a piece of HTML names, by the name of its file."""
    listed = re.findall(r'src="(/media/[^"]+)"', html)
    for srcset in re.findall(r'srcset="([^"]+)"', html):
        listed += [part.split()[0] for part in srcset.split(", ")]
    return {address.removeprefix("/media/") for address in listed}


def made(image):
    make_renditions()
    image.refresh_from_db()
    return image


# What is cut out ----------------------------------------------------------------------------------------------------


@given(
    crop=some.sampled_from(list(recipe.CROPS)),
    size=some.tuples(some.integers(1, 4000), some.integers(1, 4000)),
    point=some.tuples(some.floats(0, 1), some.floats(0, 1)),
)
def test_a_crop_lies_inside_has_its_shape_and_the_focal_point_in_it(crop, size, point):
    (width, height), (x, y) = size, point
    left, top, right, bottom = recipe.box(crop, width, height, x, y)
    assert 0 <= left < right <= width and 0 <= top < bottom <= height
    assert left - 1 <= x * width <= right + 1 and top - 1 <= y * height <= bottom + 1  # whole pixels
    assert right - left == width or bottom - top == height  # no smaller than it must be
    if shape := recipe.CROPS[crop]:
        assert abs((right - left) - (bottom - top) * shape) <= 2 or min(right - left, bottom - top) == 1


@pytest.mark.parametrize("widest", [1, 159, 160, 161, 900, 1320, 1321, 5000])
@pytest.mark.parametrize("crop", recipe.CROPS)
def test_nothing_is_made_wider_than_it_is_and_something_always(crop, widest):
    for kind in recipe.FORMATS:
        widths = recipe.widths(crop, kind, widest)
        assert widths and widths == sorted(set(widths)) and widths[-1] <= widest


@pytest.mark.django_db
def test_a_crop_shows_what_is_around_the_point():
    drawn = Picture.new("RGB", (900, 300), "black")
    drawn.paste("white", (0, 0, 120, 300))
    out = io.BytesIO()
    drawn.save(out, "PNG")
    image = made(library.add(ContentFile(out.getvalue(), name="x.png"), focal_x=0.05))
    square = opened(rendition_name(image.file, "1x1", image.made_focus, "webp", 160))
    assert square.getpixel((10, 80))[0] > 200 and square.getpixel((150, 80))[0] < 50
    image.focal_x = 0.9
    image.save()
    image = made(image)
    square = opened(rendition_name(image.file, "1x1", image.made_focus, "webp", 160))
    assert square.getpixel((10, 80))[0] < 50


# What is made -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_file_that_a_row_names_is_there_and_is_what_it_says():
    image = made(library.add(make_picture((1000, 700))))
    assert not Image.objects.unfinished().exists()
    assert set(image.renditions) == set(recipe.CROPS)
    for crop, kinds in image.renditions.items():
        assert set(kinds) == {"avif", "webp", "jpeg"}
        for kind, widths in kinds.items():
            for width in widths:
                picture = opened(rendition_name(image.file, crop, image.made_focus, kind, width))
                assert picture.format == kind.upper()
                assert picture.size == (width, recipe.height(width, image.made_size(crop)))
    assert image.renditions["whole"]["avif"] == [480, 736, 1000]
    assert image.renditions["1x1"]["jpeg"] == [160, 700]


def test_what_stands_in_its_place_is_drawn_of_its_colours_and_loads_nothing():
    halves = Picture.new("RGB", (640, 400), "white")
    halves.paste("#c00", (0, 0, 320, 400))
    image = Image(file="a.jpg", width=640, height=400, placeholder=library.placeholder(halves))
    drawn = render_to_string("images/picture.html", {"image": image, "sizes": "9px"}).split("<picture>")[0]
    assert re.findall('fill="(#...)" d="M(.) (.)', drawn) == [
        ("#c00" if column < 2 else "#fff", str(column), str(row)) for row in range(3) for column in range(4)
    ]
    assert "data:" not in drawn and "<img" not in drawn and 'aria-hidden="true"' in drawn
    image.placeholder = ""
    assert "picture-blur" not in render_to_string("images/picture.html", {"image": image, "sizes": "9px"})


@pytest.mark.django_db
@pytest.mark.parametrize(("crop", "narrow"), [("", ""), ("4x3", "1x1"), ("16x9", "")])
def test_a_page_names_only_files_that_exist_before_and_after_they_are_made(crop, narrow):
    image = library.add(make_picture((900, 600)), alt_ar="شارع")
    context = {"image": image, "alt": image.alt_ar, "sizes": "100vw", "crop": crop, "narrow": narrow}
    before = render_to_string("images/picture.html", context)
    assert "avif" not in before and 'width="900"' in before
    assert ("focus-x-5" in before.split("<picture>")[1]) == bool(crop)  # the style sheet cuts it meanwhile
    after = render_to_string("images/picture.html", context | {"image": made(image)})
    assert after.index('type="image/avif') < after.index('type="image/webp') < after.rindex(".jpg")
    assert "focus-x" not in after.split("<picture>")[1] and 'loading="lazy"' in after
    assert ("max-width" in after) == bool(narrow)
    assert shown(image, crop).cut
    for html in (before, after):
        assert addresses_in(html) and all(map(default_storage.exists, addresses_in(html)))
        assert "style=" not in html


@pytest.mark.django_db
def test_pictures_from_before_there_were_originals_are_made_from_what_there_is():
    image = library.add(make_picture((500, 300)))
    storages["originals"].delete(image.original)
    Image.objects.update(original="", renditions={"whole": {"webp": [320]}}, placeholder="")
    image.refresh_from_db()
    assert "-320.webp" in render_to_string("images/picture.html", {"image": image, "sizes": "9px"})
    image = made(image)
    assert image.renditions["4x3"] and len(image.placeholder) == 36
    assert list(RetiredFile.objects.values_list("name", flat=True)) == [
        rendition_name(image.file, "whole", None, "webp", 320)
    ]


@pytest.mark.django_db
def test_a_new_recipe_makes_everything_anew(monkeypatch):
    image = made(make_image())
    assert list(Image.objects.unfinished()) == []
    monkeypatch.setattr(recipe, "VERSION", recipe.VERSION + 1)
    assert list(Image.objects.unfinished()) == [image]
    assert made(image).made_by == recipe.VERSION


# When the point moves -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_moved_point_makes_new_crops_and_the_old_ones_outlive_it_for_a_month(client):
    editor = make_user()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    image = made(make_image())
    before = set(names_of(image))
    address = f"/desk/images/image/{image.pk}/change/"
    crops = client.get(address).content.decode().split('class="crops"')[1]
    assert addresses_in(crops) <= before and len(addresses_in(crops.split("</span>")[0])) == 3
    fields = {"alt_ar": "شارع", "focal_x": "0.2", "focal_y": "0.9"}
    assert client.post(address, fields).status_code == 302
    assert 'class="crops"' not in client.get(address).content.decode()
    image = made(image)
    after = set(names_of(image))
    whole = {name for name in before if "x" not in name.rsplit("/", 1)[1]}
    assert before & after == whole and len(after) == len(before)
    assert set(RetiredFile.objects.values_list("name", flat=True)) == before - after
    assert renditions.remove_retired() == 0 and all(map(default_storage.exists, before | after))

    RetiredFile.objects.update(retired_at=timezone.now() - timedelta(days=31))
    Image.objects.update(focal_x=0.5, focal_y=0.5)
    assert set(names_of(made(image))) == before  # moved back: what was to go is wanted again
    assert renditions.remove_retired() == 0 and all(map(default_storage.exists, before))
    RetiredFile.objects.update(retired_at=timezone.now() - timedelta(days=31))
    assert renditions.remove_retired() == len(after - before)
    assert all(map(default_storage.exists, before)) and not any(map(default_storage.exists, after - before))


# Who makes it -------------------------------------------------------------------------------------------------------


def login():
    there = connection.settings_dict
    named = f"{there['USER']}:{quote(there['PASSWORD'] or '', safe='')}@{quote(there['HOST'], safe='')}:{there['PORT']}"
    return f"postgresql://{named}/{there['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_a_picture_that_another_process_is_making_is_left_to_it():
    image = make_image()
    other = psycopg2.connect(login())
    other.cursor().execute("SELECT pg_advisory_lock(%s, %s)", [renditions._LOCK, image.pk])
    with renditions.encoders(1) as pool:
        assert renditions.make_next(pool) is None
        other.close()
        assert until(lambda: renditions.make_next(pool)) == image
        assert renditions.make_next(pool) is None


@pytest.mark.django_db
def test_whoever_stops_half_way_leaves_the_row_as_it_was_and_the_next_one_makes_all_of_it():
    image = make_image()
    before = image.renditions
    answers = [mock.DEFAULT] * 5 + [OSError("no space left")] * 50
    with (
        mock.patch.object(renditions.default_storage, "save", side_effect=answers, wraps=default_storage.save),
        renditions.encoders(1) as pool,
        pytest.raises(OSError, match="no space"),
    ):
        renditions.make_next(pool)
    image.refresh_from_db()
    assert image.renditions == before
    assert all(map(default_storage.exists, names_of(made(image))))


@pytest.mark.django_db
def test_a_file_is_replaced_whole(tmp_path):
    image = make_image()
    with default_storage.open(image.file) as reader:
        default_storage.save(image.file, io.BytesIO(b"new"))
        assert Picture.open(reader).size == (480, 300)  # who began to read gets the old one to its end
    with default_storage.open(image.file) as file:
        assert file.read() == b"new"


@pytest.mark.django_db
def test_a_picture_that_cannot_be_read_holds_up_no_other(caplog):
    good, damaged = make_image(), make_image()
    with storages["originals"].open(damaged.original, "wb") as file:
        file.write(b"\xff\xd8 nothing")
    call_command("run_worker", once=True)
    assert set(Image.objects.unfinished()) == {damaged}
    assert f"Picture {damaged.pk}" in caplog.text
    good.refresh_from_db()
    assert good.renditions["16x9"]
    assert make_article(lead_image=damaged).lead_image.src  # pages go on with what there was


@pytest.fixture
def start_worker(settings):
    """Starts `run_worker` on the database and the folders of this test; what it started is gone afterwards."""
    started = []

    def start():
        folders = {"MEDIA_ROOT": str(settings.MEDIA_ROOT), "ORIGINALS_ROOT": str(storages["originals"].location)}
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run_worker"],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": login(), **folders},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def sleeping_workers():
    """The connections of workers that have had nothing to do for half a second."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()"
            " AND state = 'idle' AND state_change < clock_timestamp() - interval '0.5 s' AND query = 'COMMIT'"
        )
        return cursor.fetchall()


def finished():
    return not Image.objects.unfinished().exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_woken_by_an_upload_and_one_that_was_killed_is_made_good_by_the_next(start_worker):
    worker = start_worker()
    assert until(sleeping_workers)
    first = make_image()
    uploaded_at = timezone.now()
    assert until(finished)
    assert timezone.now() - uploaded_at < timedelta(seconds=40)  # not by its beat of a minute
    first.refresh_from_db()
    assert all(map(default_storage.exists, names_of(first)))

    many = [make_image() for _ in range(6)]
    assert until(lambda: Image.objects.unfinished().count() < 6)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert not finished()
    start_worker()
    start_worker()  # any number may run
    assert until(finished)
    for image in many:
        image.refresh_from_db()
        assert all(map(default_storage.exists, names_of(image)))
        assert opened(names_of(image)[0]).size


def test_no_web_server_sees_the_originals():
    assert settings.ORIGINALS_ROOT not in [settings.MEDIA_ROOT, *settings.MEDIA_ROOT.parents]
    assert settings.MEDIA_ROOT not in settings.ORIGINALS_ROOT.parents
