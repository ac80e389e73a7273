"""Who this newspaper is, for templates."""

from django.conf import settings
from django.utils.translation import get_language


def outlet(request):
    """Context of every page: the outlet's name and tagline in the page's language, and the site's own address."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "outlet_name": settings.OUTLET_NAME[language],
        "outlet_tagline": settings.OUTLET_TAGLINE[language],
        "site_url": settings.SITE_URL,
    }
