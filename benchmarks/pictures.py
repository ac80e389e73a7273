"""How fast the worker makes what pages show of pictures: `python -m benchmarks.pictures [PICTURES]`.

Takes illustrations of the demo into a scratch newsroom and makes all renditions on two cores. Printed are renditions
and source pictures a second, beside a floor of the same run: Pillow alone, encoding the same pixels in the same formats
in a bare loop on two cores, nothing read, cut, resized, written or recorded. On a machine that has other work too, the
seconds of CPU say more. Then what AVIF saves against WebP and JPEG.
"""

import io
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter

import django

from newsroom import environment, postgres

CORES = 2


def main(pictures):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    folder = tempfile.TemporaryDirectory()
    os.environ["MEDIA_ROOT"] = os.path.join(folder.name, "media")
    os.environ["ORIGINALS_ROOT"] = os.path.join(folder.name, "originals")
    if not environment.given("DATABASE_URL"):
        postgres.ensure_running()
    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    scratch = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    try:
        measure(pictures)
    finally:
        teardown_databases(scratch, verbosity=0)
        folder.cleanup()


def measure(pictures):
    from django.core.files.base import ContentFile

    from images import library, renditions
    from newsroom.demo import pictures as demo

    uploads = []
    for key in list(demo.SCENES)[:pictures]:
        out = io.BytesIO()
        demo.draw(key).save(out, "JPEG", quality=92)
        uploads.append(ContentFile(out.getvalue(), name=f"{key}.jpg"))
    began = time.perf_counter()
    for upload in uploads:
        library.add(upload)
    print(f"taken in: {len(uploads) / (time.perf_counter() - began):.1f} pictures/s, in the request of the upload")

    began, began_cpu, images = time.perf_counter(), time.process_time(), []
    with renditions.encoders(CORES) as pool:
        while image := renditions.make_next(pool):
            images.append(image)
    seconds, cpu = time.perf_counter() - began, time.process_time() - began_cpu
    jobs = [job for image in images for job in jobs_of(image)]
    floor = floor_of(jobs)
    rate = len(jobs) / seconds
    print(f"floor, Pillow alone in a bare loop: {floor:.1f} renditions/s")
    print(f"made: {rate:.1f} renditions/s, {rate / floor:.2f} of the floor; {len(jobs) // len(images)} of each picture")
    print(f"made: {len(images) / seconds:.2f} source pictures/s, whole and in all crops and formats")
    print(f"CPU: {cpu / len(images):.2f} s a picture, so {CORES * len(jobs) / cpu:.0f} renditions/s of two idle cores")
    print_weights(images)


def jobs_of(image):
    """(pixels, format) of every rendition of `image`, cut and resized already."""
    from PIL import Image as Picture

    from images import recipe
    from images.renditions import opened

    picture = opened(image)
    for crop, kinds in image.renditions.items():
        cut = picture.crop(recipe.box(crop, *picture.size, image.made_x, image.made_y))
        for kind, widths in kinds.items():
            for width in widths:
                size = width, recipe.height(width, image.made_size(crop))
                yield cut.resize(size, Picture.Resampling.LANCZOS, reducing_gap=3), kind


def floor_of(jobs):
    """Renditions a second of processes that do nothing but encode; they are forked, so they have the pixels already."""
    from images import library

    def encode(mine):
        for picture, kind in mine:
            library.encode(picture, kind)

    fork = multiprocessing.get_context("fork")
    workers = [fork.Process(target=encode, args=[jobs[number::CORES]]) for number in range(CORES)]
    began = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return len(jobs) / (time.perf_counter() - began)


def print_weights(images):
    from django.core.files.storage import default_storage

    from images.models import rendition_name

    weights = Counter()
    for image in images:
        for crop, kinds in image.renditions.items():
            for width in set(kinds["avif"]) & set(kinds["jpeg"]):
                for kind in kinds:
                    name = rendition_name(image.file, crop, image.made_focus, kind, width)
                    weights[kind] += default_storage.size(name)
    print(
        f"AVIF is {weights['avif'] / weights['webp']:.2f} of WebP and {weights['avif'] / weights['jpeg']:.2f} of JPEG"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8)
