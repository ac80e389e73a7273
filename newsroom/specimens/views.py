from types import SimpleNamespace

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from articles import body, embeds
from articles.models import LANGUAGES
from delivery.editions import Edition
from delivery.paging import Page
from newsroom.specimens import scales
from newsroom.specimens.things import specimens

#: What readers get instead of a page.
ERRORS = [400, 403, 404, 405, 410, 500, 503]
EMBEDS = [
    "https://www.youtube.com/watch?v=aaaaaaaaaaa",
    "https://www.youtube.com/shorts/aaaaaaaaaaa",
    "https://x.com/albaydar/status/1",
    "https://soundcloud.com/albaydar/1",
]


def style_page(request):
    """Every part of the readers' pages in every state, from their own templates; ?language= sets it in an edition."""
    language = request.GET.get("language")
    if language not in LANGUAGES:
        language = settings.LANGUAGE_CODE
    path = reverse("admin:style")
    with translation.override(language):
        invented = specimens()
        context = {
            **invented,
            "text": body.render(invented["article"].body),
            "previous": invented["short"],
            "following": invented["long"],
            "editions": [Edition(code, f"{path}?language={code}") for code in LANGUAGES],
            "schemes": [(scheme, scales.colours(scheme)) for scheme in ("light", "dark")],
            "sizes": scales.sizes(),
            "states": ["", "hover", "focus-visible", "disabled"],
            "breaking": SimpleNamespace(text=invented["short"].headline),
            "empty": Page([], 1, has_older=False),
            "embeds": [(address, embeds.read(address)) for address in EMBEDS],
            "read": [*invented["page"].items, *invented["columns"][:2]],
            "year": timezone.localtime().year,
            "months": [timezone.now()],
            "errors": ERRORS,
            "asked": {},
            "query": SimpleNamespace(text=invented["words"], without=[], phrases=[], is_shortened=False),
            "counts": {"total": 12, "exact": True},
        }
        return render(request, "desk/style/page.html", context)


def style_error(request, status):
    """The page that readers get with `status`, to look at."""
    if status not in ERRORS:
        raise Http404(f"Readers get no page with {status}")
    with translation.override(settings.LANGUAGE_CODE):
        return render(request, f"{status}.html")
