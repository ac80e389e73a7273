"""What answers when no page does, and what robots may read."""

import mimetypes
import sys

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, get_language_bidi
from django.views.static import serve

from articles.editions import in_an_edition, open_or_404
from articles.metadata import LANGUAGE_TAGS
from delivery.tags import stored
from newsroom import outage

# Python learned it in 3.13, and a browser told not to guess shows nothing else as a picture.
mimetypes.add_type("image/avif", ".avif")

#: The ground of the pages, --paper of static/css/tokens.css, for what a telephone draws around them.
PAPER = "#faf6ef"


def bad_request(request, exception):
    """400, in the language of the address: a host that is not ours is refused before any language is chosen."""
    with translation.override(translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
        return render(request, "400.html", status=400)


def forbidden(request, exception):
    """403, with what the refusal says to do instead when it says anything."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def not_found(request, exception):
    """404, in the language of the address where the paper has an edition in it."""
    with in_an_edition():
        return render(request, "404.html", status=404)


def server_error(request):
    """500, from a template alone: what is broken may be anything else. 503 if what broke is the database."""
    if outage.is_outage(sys.exc_info()[1]):
        return outage.unavailable(request)
    return render(None, "500.html", status=500)


def media(request, name):
    """A picture, where no web server stands before this one. Its name is made of its content, so it never changes."""
    try:
        response = serve(request, name, document_root=settings.MEDIA_ROOT)
    except OSError:  # longer than a file's name can be
        raise Http404("There is no such picture") from None
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def favicon(request):
    """Where feed readers and old browsers look for the icon without asking the page."""
    return redirect(static("brand/favicon.ico"))


def service_worker(request):
    """The script that keeps what a reader saved; from here, beside the pages, it may answer for all of them."""
    source = settings.BASE_DIR / "static" / "js" / "sw.js"
    response = HttpResponse(source.read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@stored()
def manifest(request):
    """What a telephone needs to know to keep an edition of the paper among its applications."""
    open_or_404(request)
    language, front = get_language(), reverse("home")
    icons = [
        {"src": static(f"brand/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size, purpose in [(192, "any"), (512, "any"), (512, "maskable")]  # the mark lies inside the safe circle
    ]
    facts = {
        "name": settings.OUTLET_NAME[language],
        "short_name": settings.OUTLET_NAME[language],
        "description": settings.OUTLET_TAGLINE[language],
        "lang": LANGUAGE_TAGS[language],
        "dir": "rtl" if get_language_bidi() else "ltr",
        "id": front,
        "start_url": front,
        "scope": "/",  # the other editions too, to which its pages lead
        "categories": ["news"],
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": icons,
    }
    return JsonResponse(
        facts, json_dumps_params={"ensure_ascii": False}, content_type="application/manifest+json; charset=utf-8"
    )


@stored()
def opensearch(request):
    """How browsers search this paper from their own field (OpenSearch 1.1)."""
    open_or_404(request)
    return render(
        request,
        "opensearch.xml",
        {"search": f"{settings.SITE_URL}{reverse('search')}?q={{searchTerms}}"},
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )


@stored()
def indexnow_key(request, key):
    """The file that shows search engines whose the key is; any other name is not found."""
    if not settings.INDEXNOW_KEY or key != settings.INDEXNOW_KEY:
        raise Http404("This is not our key")
    return HttpResponse(key, content_type="text/plain; charset=utf-8")


@stored()
def robots(request):
    lines = [
        "User-agent: *",
        "Disallow: /desk/",
        # Results, of which there is no end; the search's own page may be known.
        *(f"Disallow: {prefix}/search/{part}" for prefix in ("", "/en", "/fr") for part in ("?", "suggest/")),
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        f"Sitemap: {settings.SITE_URL}/news-sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
