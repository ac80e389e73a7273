"""What a reader gets while PostgreSQL is down: a page that says so, and 503 for machines."""

from django.db import InterfaceError, OperationalError
from django.shortcuts import render

RETRY_SECONDS = 30


class OutageMiddleware:
    """Answers 503 with Retry-After when a view fails for want of the database.

    What fails in another middleware never comes by here; `views.server_error` asks `is_outage` as well.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return unavailable(request) if is_outage(exception) else None


def is_outage(exception):
    """Whether `exception`, or None, says that the database cannot be reached."""
    return isinstance(exception, (OperationalError, InterfaceError))


def unavailable(request):
    """503, from a template alone, asking machines to come again soon."""
    response = render(None, "503.html", status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response
