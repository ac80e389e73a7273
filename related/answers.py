"""How the desk's panels of chosen things show them and answer: each change is a POST by script, with effect at once."""

from functools import wraps

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from articles.desk import name_of
from articles.moments import when
from articles.pickers import article_entry, staff_only
from articles.workflow import NotAllowed

#: How many changes a panel tells of.
MOST_EVENTS = 20


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


def link_entry(link):
    """A link, to an article or to a page elsewhere, as rows.html shows it."""
    if link.target_id:
        return article_entry(link.target)
    return {"label": link.title, "note": link.source, "url": link.url}


def log(events):
    """The newest of `events` as log.html shows them."""
    newest = events.select_related("by")[:MOST_EVENTS]
    return [{"event": event, "name": name_of(event.by), "when": when(event.at)} for event in newest]
