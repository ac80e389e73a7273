"""The desk's panel of related links, beside the text: each change takes effect at once.

A change is a POST by script and answers {"message", "html"}: what was done, and the lists as they stand now. What is
refused answers {"error", "html"} with 400 or 403.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import pickers
from articles.models import Article
from articles.workflow import NotAllowed, may_curate, seen_by
from related import curation
from related.models import RelatedLink

app_name = "related_panel"


def context(article, user):
    """What the panel shows `user`: the chosen links in order, those that the site adds, and whether they may choose."""
    with translation.override(settings.LANGUAGE_CODE):
        cards = curation.cards(article)
    links = list(curation.links(article))
    chosen = {link.target_id for link in links}
    shown = {card.pk for card in cards}
    return {
        "article": article,
        "rows": [
            {"id": link.target_id, "entry": pickers.article_entry(link.target), "shown": link.target_id in shown}
            for link in links
        ],
        "filled": [card for card in cards if card.pk not in chosen],
        "may_curate": may_curate(user, article),
    }


@require_POST
@pickers.staff_only
def add(request, pk):
    """POST target: put that article last among the chosen ones."""
    article = get_object_or_404(Article, pk=pk)

    def change():
        target = seen_by(request.user).filter(pk__in=pickers.ids_in(request.POST.get("target", ""))).first()
        if target is None:
            raise ValidationError(_("This article is not there any more. Choose another one."))
        curation.add(article, target, by=request.user)
        return _("“%(headline)s” added.") % {"headline": target}

    return _answer(request, article, change)


@require_POST
@pickers.staff_only
def remove(request, pk):
    """POST target: take that article away from the chosen ones; one that is gone already is no error."""
    article = get_object_or_404(Article, pk=pk)

    def change():
        targets = pickers.ids_in(request.POST.get("target", ""))
        for link in RelatedLink.objects.filter(article=article, target__in=targets):
            curation.remove(link, by=request.user)
        return _("Removed.")

    return _answer(request, article, change)


@require_POST
@pickers.staff_only
def order(request, pk):
    """POST targets: the chosen articles' ids in their new order, with commas."""
    article = get_object_or_404(Article, pk=pk)

    def change():
        curation.order(article, pickers.ids_in(request.POST.get("targets", "")), by=request.user)
        return _("The order is saved.")

    return _answer(request, article, change)


def _answer(request, article, change):
    status = 200
    try:
        said = {"message": change()}
    except ValidationError as error:
        said, status = {"error": " ".join(error.messages)}, 400
    except NotAllowed as error:
        said, status = {"error": str(error)}, 403
    html = render_to_string("related/panel_lists.html", context(article, request.user), request)
    return JsonResponse({**said, "html": html}, status=status)


urlpatterns = [
    path("<int:pk>/add/", add, name="add"),
    path("<int:pk>/remove/", remove, name="remove"),
    path("<int:pk>/order/", order, name="order"),
]
