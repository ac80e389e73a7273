"""The pages that nginx sends by itself (deploy/nginx.conf): for what never comes to newsroom, and while it is away."""

import os

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

PAGES = [f"{status}.html" for status in (400, 404, 405, 413, 414, 503)]


def write():
    """Write PAGES in Arabic into var/errors/, each at once, as nginx may be reading it."""
    folder = settings.VAR_DIR / "errors"
    folder.mkdir(exist_ok=True)
    for name in PAGES:
        with translation.override(settings.LANGUAGE_CODE):
            (folder / f"{name}.new").write_text(render_to_string(name), encoding="utf-8")
        os.replace(folder / f"{name}.new", folder / name)
