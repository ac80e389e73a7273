"""What a reader gets while PostgreSQL is down: an Arabic page that says so, and 503 for machines."""

from django.db import InterfaceError, OperationalError
from django.shortcuts import render


class OutageMiddleware:
    """Answers 503 with Retry-After when a request fails for want of the database."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, (OperationalError, InterfaceError)):
            response = render(request, "503.html", status=503)
            response["Retry-After"] = "30"
            return response
        return None
