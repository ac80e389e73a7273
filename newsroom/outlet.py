"""Who this newspaper is, for templates."""

from django.conf import settings
from django.utils.translation import get_language

from articles.metadata import OPEN_GRAPH_LOCALES


def outlet(request):
    """Context of every page: what the outlet calls itself in the page's language, and the site's own address."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "outlet_name": settings.OUTLET_NAME[language],
        "outlet_tagline": settings.OUTLET_TAGLINE[language],
        "open_graph_locale": OPEN_GRAPH_LOCALES[language],
        "site_url": settings.SITE_URL,
    }
