"""Makes in the background what pages show of a picture, by `recipe`; each picture once, however many processes make.

A page never waits for this: it shows what exists (`images.showing`). A file is written whole before a row names it, so
whoever dies half-way has lost nothing but time.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from PIL import Image as Picture

from delivery import background
from delivery.tags import bump
from images import library, recipe
from images.models import Image, RetiredFile, rendition_name

logger = logging.getLogger(__name__)

#: How long a file outlives the last page of ours that shows it: search engines, caches and chats still point at it.
KEPT = timedelta(days=30)
_LOCK = 0x70696374  # names the advisory locks of pictures that are being made


def make_next(pool, *, skipping=()):
    """Make all of the newest picture that is unfinished; return its Image, with `failed` set where that was impossible.

    None when nothing is left to do. `pool` runs the encoders, which leave Python's lock alone; `skipping` has the ids
    that are not tried now. Raises the errors of a database or a storage that is away.
    """
    for pk in Image.objects.unfinished().exclude(pk__in=skipping).newest().values_list("pk", flat=True)[:20]:
        with background.alone_with(_LOCK, pk) as alone:
            image = alone and Image.objects.unfinished().filter(pk=pk).first()
            if not image:  # another process is at it, or was
                continue
            picture = opened(image)
            image.failed = picture is None
            if picture:
                _make(image, picture, pool)
            return image
    return None


def opened(image):
    """The pixels to work from, or None, with a line in the log, where the file is missing or damaged."""
    try:
        storage = storages["originals"] if image.original else default_storage
        with storage.open(image.original or image.file) as file:
            return Picture.open(file).convert("RGB")
    except (OSError, SyntaxError, ValueError):  # whatever decoders stumble over
        logger.exception("Picture %s cannot be read, so nothing is made of it", image.pk)
        return None


def _make(image, picture, pool):
    before = _names(image)
    image.made_by, image.made_x, image.made_y = recipe.VERSION, image.focal_x, image.focal_y
    image.renditions = {}
    jobs = []
    for crop in recipe.CROPS:
        cut = picture.crop(recipe.box(crop, *picture.size, image.made_x, image.made_y))
        widest = image.made_size(crop)[0]  # of the public picture, which the original may exceed
        made = {kind: recipe.widths(crop, kind, widest) for kind in recipe.FORMATS}
        image.renditions[crop] = made
        for width in sorted({width for widths in made.values() for width in widths}):
            kinds = [kind for kind, widths in made.items() if width in widths]
            jobs.append(pool.submit(_write, image, crop, cut, width, kinds))
    image.placeholder = library.placeholder(picture)
    for job in jobs:
        job.result()
    after = _names(image)
    with transaction.atomic():
        if not Image.objects.select_for_update().filter(pk=image.pk).exists():
            exchange(before | after, set())  # it was deleted meanwhile
            return
        image.save(update_fields=["renditions", "made_by", "made_x", "made_y", "placeholder"])
        exchange(before, after)
        bump({f"image:{image.pk}"})


def _write(image, crop, cut, width, kinds):
    high = recipe.height(width, image.made_size(crop))
    small = cut.resize((width, high), Picture.Resampling.LANCZOS, reducing_gap=3)
    for kind in kinds:
        name = rendition_name(image.file, crop, image.made_focus, kind, width)
        default_storage.save(name, ContentFile(library.encode(small, kind)))


def _names(image):
    return {
        rendition_name(image.file, crop, image.made_focus, kind, width)
        for crop, kinds in image.renditions.items()
        for kind, widths in kinds.items()
        for width in widths
    }


def exchange(before, after):
    """Have the public files of `before` that are not in `after` deleted in KEPT, and none of `after` any more."""
    RetiredFile.objects.filter(name__in=after, is_original=False).delete()
    gone = [RetiredFile(name=name) for name in sorted(before - after)]
    RetiredFile.objects.bulk_create(gone, ignore_conflicts=True)


def retire(image):
    """Have the files of `image` deleted, whose row goes in this transaction: the public ones in KEPT, the original at
    the worker's next round."""
    image = Image.objects.select_for_update().get(pk=image.pk)  # the worker may be about to name more of them
    exchange({image.file, *_names(image)}, set())
    if image.original:
        RetiredFile.objects.create(name=image.original, is_original=True)


@transaction.atomic
def remove_retired():
    """Delete the files that nobody has needed for KEPT, and the originals of pictures that are gone; return how many.

    A storage that is away leaves them for the next time.
    """
    unneeded = Q(is_original=True) | Q(retired_at__lt=timezone.now() - KEPT)
    gone = list(RetiredFile.objects.select_for_update(skip_locked=True).filter(unneeded)[:200])
    for file in gone:
        (storages["originals"] if file.is_original else default_storage).delete(file.name)
        file.delete()
    return len(gone)


def encoders(threads):
    """The pool for `make_next`."""
    return ThreadPoolExecutor(threads, thread_name_prefix="encoder")
