"""Outside the desk there is nothing to send to: pages are read."""

from django.shortcuts import render
from django.urls import reverse

from articles.editions import in_an_edition


class ReadOnlyMiddleware:
    """Answers 405 to every request outside the desk that is neither GET nor HEAD."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method in ("GET", "HEAD") or request.path.startswith(reverse("admin:index")):
            return None
        with in_an_edition():
            response = render(request, "405.html", status=405)
        response["Allow"] = "GET, HEAD"
        return response
