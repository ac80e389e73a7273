"""How the desk's panels of chosen things answer: each change is a POST by script and takes effect at once."""

from functools import wraps

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from articles.pickers import staff_only
from articles.workflow import NotAllowed


def changes(model, lists, context):
    """Make a view of a function that changes something about a row of `model` and returns the sentence that says so.

    It answers {"message", "html"}, or {"error", "html"} with 400 or 403 and the name of the `field` that is wrong, if
    it is one; `html` are the panel's lists as they are then: the template `lists` with `context(row, user)`.
    """

    def as_view(change):
        @wraps(change)
        @require_POST
        @staff_only
        def view(request, pk):
            row = get_object_or_404(model, pk=pk)
            status = 200
            try:
                said = {"message": change(request, row)}
            except ValidationError as error:
                said, status = {"error": " ".join(error.messages)}, 400
                if hasattr(error, "error_dict"):
                    said["field"] = next(iter(error.error_dict))
            except NotAllowed as error:
                said, status = {"error": str(error)}, 403
            html = render_to_string(lists, context(row, request.user), request)
            return JsonResponse({**said, "html": html}, status=status)

        return view

    return as_view
