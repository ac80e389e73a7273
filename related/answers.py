"""How the desk's panels of chosen things show them and answer: each change is a POST by script, with effect at once."""

from functools import wraps

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.moments import when
from articles.people import name_of
from articles.pickers import article_entry, ids_in, refusal, staff_only
from articles.workflow import NotAllowed, seen_by

#: How many changes a panel tells of.
MOST_EVENTS = 20


def changes(model, lists, context):
    """Make a view of a function that changes something about a row of `model` and returns the sentence that says so.

    It answers {"message", "html"}, or {"error", "html"} with 400 or 403 and the name of the `field` that is wrong, if
    it is one; `html` are the panel's lists as they are then: the template `lists` with `context(row, user)`. Where the
    row itself is gone, there is {"error"} alone.
    """

    def as_view(change):
        @wraps(change)
        @require_POST
        @staff_only
        def view(request, pk):
            row = model.objects.filter(pk=pk).first()
            if row is None:
                return refusal(_("What you are changing is not there any more. Load the page again."), status=404)
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


def list_paths(before, name, changes, chosen):
    """The addresses under `before`, called `name`_add and so on, that change a list of what somebody chose by hand.

    `changes` makes their views, as above; the module `chosen` has the `add`, `remove` and `order` of the list.
    """

    @changes
    def add(request, row):
        """POST target: put that article last."""
        target = target_of(request)
        chosen.add(row, target, by=request.user)
        return _("“%(headline)s” added.") % {"headline": target}

    @changes
    def remove(request, row):
        """POST row: take that one away; one that is gone already is no error."""
        chosen.remove(row, ids_in(request.POST.get("row", "")), by=request.user)
        return _("Removed.")

    @changes
    def order(request, row):
        """POST rows: the ids of what is chosen in their new order, with commas."""
        chosen.order(row, ids_in(request.POST.get("rows", "")), by=request.user)
        return _("The order is saved.")

    return [path(f"{before}{view.__name__}/", view, name=f"{name}_{view.__name__}") for view in (add, remove, order)]


def outside_path(before, name, changes, chosen):
    """The same for a list that takes links to pages elsewhere, with the `add_outside` of `chosen`."""

    @changes
    def add_outside(request, row):
        """POST url, title, source: put a link to a page elsewhere last."""
        typed = {field: request.POST.get(field, "") for field in ("url", "title", "source")}
        link = chosen.add_outside(row, **typed, by=request.user)
        return _("“%(headline)s” added.") % {"headline": link}

    return path(f"{before}add-outside/", add_outside, name=f"{name}_add_outside")


def target_of(request):
    """The article that a request names, if its person may see it."""
    target = seen_by(request.user).filter(pk__in=ids_in(request.POST.get("target", ""))).first()
    if target is None:
        raise ValidationError(_("This article is not there any more. Choose another one."))
    return target


def link_entry(link):
    """A link, to an article or to a page elsewhere, as rows.html shows it."""
    if link.target_id:
        return article_entry(link.target)
    return {"label": link.title, "note": link.source, "url": link.url}


def log(events):
    """The newest of `events` as log.html shows them."""
    newest = events.select_related("by")[:MOST_EVENTS]
    return [{"event": event, "name": name_of(event.by), "when": when(event.at)} for event in newest]
