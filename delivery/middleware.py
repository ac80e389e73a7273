from urllib.parse import quote

from django.http import Http404, HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware
from django.urls import resolve

import arabic
from delivery.models import Redirect


class SlashMiddleware(CommonMiddleware):
    """Django's own, which sends whoever forgot the last slash to the address with it; but only if a page is there, and
    if that one leads on, as with a wrong slug, to where it leads: nobody is sent twice, or to what is not found.
    """

    def should_redirect_with_slash(self, request):
        if not super().should_redirect_with_slash(request):
            return False
        view, args, kwargs = resolve(f"{request.path_info}/")
        # One that names nothing, as a front, is there or not for all; it would be made here for nothing.
        if kwargs and request.method in ("GET", "HEAD") and hasattr(view, "stored_parameters"):
            try:
                answer = view(request, *args, **kwargs)
            except Http404:
                return False
            request.led_on_to = answer["Location"] if answer.status_code == 301 else None
        return True

    def get_full_path_with_slash(self, request):
        path = getattr(request, "led_on_to", None)
        return _with_query(path, request) if path else super().get_full_path_with_slash(request)


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
        return HttpResponsePermanentRedirect(_with_query(quote(redirect.new_path), request))


def _with_query(path, request):
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path
