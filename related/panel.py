"""The desk's panel of related links, beside the text: each change takes effect at once, as `answers` says."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from articles import content, pickers
from articles.forms import RevisionForm
from articles.models import Article
from articles.workflow import may_curate, may_edit, seen_by
from related import curation, shown, suggestions
from related.answers import changes, link_entry, log
from related.appearances import appearances
from related.models import RelatedLink

app_name = "related_panel"


def context(article, user):
    """What the panel shows `user`: the chosen links, what stands beside them, where the article itself appears."""
    with translation.override(settings.LANGUAGE_CODE):
        under = shown.under(article)
    seen = {_name(card) for card in under.cards}
    links = list(curation.chosen(article))
    back = article.relatedlinks_to.filter(article__in=[link.target_id for link in links if link.target_id])
    mutual = set(back.values_list("article_id", flat=True))
    decided = getattr(article, "related_section", None)
    may = may_curate(user, article)
    return {
        "article": article,
        "rows": [
            {
                "id": link.pk,
                "entry": link_entry(link),
                "shown": _name(link) in seen,
                "is_mutual": link.target_id in mutual,
                "may_be_mutual": may and bool(link.target_id) and article.is_live and may_curate(user, link.target),
            }
            for link in links
        ],
        "pinned": under.pinned,
        "filled": under.added,
        "heading": under.heading,
        "is_filled": decided is None or decided.is_filled,
        "appearances": appearances(article),
        "events": log(article.related_events),
        "may_curate": may,
        "user": user,
    }


def _name(thing):
    return thing.pk if isinstance(thing, Article) else thing.url or thing.target_id


@require_GET
@pickers.staff_only
def panel(request, pk):
    """The whole panel as HTML, for a page on which the article was begun."""
    article = get_object_or_404(Article, pk=pk)
    if not may_edit(request.user, article):
        return pickers.refusal(_("This article belongs to somebody else."), status=403)
    html = render_to_string("related/panel.html", context(article, request.user), request)
    return JsonResponse({"html": html})


@require_POST
@pickers.staff_only
def suggest(request, pk):
    """POST what is typed in the writing screen: the articles to propose for it, as HTML. Saves nothing."""
    article = get_object_or_404(Article, pk=pk)
    if not may_curate(request.user, article):
        return pickers.refusal(_("Once readers see an article, only an editor changes its related links."), status=403)
    typed = content.complete(RevisionForm(request.POST, instance=Article()).typed())
    rows = [
        {"entry": pickers.article_entry(found.article), "reasons": found.reasons, "is_copy": found.is_copy}
        for found in suggestions.suggest_for(article, typed)
    ]
    return JsonResponse({"html": render_to_string("related/suggestions.html", {"rows": rows}, request)})


#: Makes a view of a function that changes the section under an article and returns what to say.
changes_section = changes(Article, "related/panel_lists.html", context)


@changes_section
def add(request, article):
    """POST target: put that article last among the chosen ones."""
    target = _target(request)
    curation.add(article, target, by=request.user)
    return _("“%(headline)s” added.") % {"headline": target}


@changes_section
def add_outside(request, article):
    """POST url, title, source: put a link to a page elsewhere last among the chosen ones."""
    typed = {name: request.POST.get(name, "") for name in ("url", "title", "source")}
    link = curation.add_outside(article, **typed, by=request.user)
    return _("“%(headline)s” added.") % {"headline": link}


@changes_section
def make_mutual(request, article):
    """POST row: put this article under that link's target as well."""
    link = _links(request, article).exclude(target=None).select_related("target").first()
    if link is None:
        raise ValidationError(_("This link is not there any more."))
    curation.make_mutual(link, by=request.user)
    return _("This article now stands under “%(headline)s” too.") % {"headline": link.target}


@changes_section
def remove(request, article):
    """POST row: take that link away; one that is gone already is no error."""
    for link in _links(request, article).select_related("target"):
        curation.remove(link, by=request.user)
    return _("Removed.")


@changes_section
def order(request, article):
    """POST rows: the ids of the chosen links in their new order, with commas."""
    curation.order(article, pickers.ids_in(request.POST.get("rows", "")), by=request.user)
    return _("The order is saved.")


@changes_section
def refuse(request, article):
    """POST target: never suggest that article for this one again."""
    target = _target(request)
    curation.refuse(article, target, by=request.user)
    return _("“%(headline)s” will not be suggested here again.") % {"headline": target}


@changes_section
def head(request, article):
    """POST heading: what stands over the section; empty for the house's own words."""
    curation.head(article, request.POST.get("heading", ""), by=request.user)
    return _("The heading is saved.")


@changes_section
def fill(request, article):
    """POST fill: "1" to let the site fill up the section, anything else to stop it."""
    wanted = request.POST.get("fill") == "1"
    curation.fill(article, wanted, by=request.user)
    return _("The site fills it up.") if wanted else _("Only what is chosen stands there.")


def _target(request):
    """The article that a request names, if its person may see it."""
    target = seen_by(request.user).filter(pk__in=pickers.ids_in(request.POST.get("target", ""))).first()
    if target is None:
        raise ValidationError(_("This article is not there any more. Choose another one."))
    return target


def _links(request, article):
    return RelatedLink.objects.filter(article=article, pk__in=pickers.ids_in(request.POST.get("row", "")))


urlpatterns = [
    path("<int:pk>/", panel, name="panel"),
    path("<int:pk>/suggest/", suggest, name="suggest"),
    path("<int:pk>/add/", add, name="add"),
    path("<int:pk>/add-outside/", add_outside, name="add_outside"),
    path("<int:pk>/make-mutual/", make_mutual, name="make_mutual"),
    path("<int:pk>/remove/", remove, name="remove"),
    path("<int:pk>/order/", order, name="order"),
    path("<int:pk>/refuse/", refuse, name="refuse"),
    path("<int:pk>/head/", head, name="head"),
    path("<int:pk>/fill/", fill, name="fill"),
]
