from urllib.parse import quote

from django.http import HttpResponsePermanentRedirect

import arabic
from delivery.models import Redirect


class RedirectMiddleware:
    """Sends a reader of an address that is no more to the one that took its place; the query goes along."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        path = arabic.clean(request.path)  # PostgreSQL would not be asked about a NUL
        redirect = Redirect.objects.catching(path).order_by("old_path").last()
        if redirect is None:
            return response
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(quote(redirect.new_path) + (f"?{query}" if query else ""))
