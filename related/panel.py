"""The desk's panel of related links, beside the text: each change takes effect at once, as `answers` says."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from articles import content, pickers
from articles.forms import RevisionForm
from articles.models import Article
from articles.workflow import may_curate, may_edit
from related import curation, shown, suggestions
from related.answers import changes, link_entry, list_paths, log, outside_path, target_of
from related.appearances import appearances

app_name = "related_panel"

#: What stands for a draft of somebody else's, as `link_entry` would say it.
UNKNOWN = {"label": gettext_lazy("An article that is not out yet"), "note": "", "live": False}


def context(article, user):
    """What the panel shows `user`: the chosen links, what stands beside them, where the article itself appears."""
    with translation.override(settings.LANGUAGE_CODE):
        under = shown.under(article)
    seen = {_name(card) for card in under.cards}
    links = list(curation.chosen(article))
    back = article.relatedlinks_to.filter(article__in=[link.target_id for link in links if link.target_id])
    mutual = set(back.values_list("article_id", flat=True))
    decided = getattr(article, "related_section", None)
    both_ways = _("both ways") if article.is_live else _("both ways, once this article is out")
    may = may_curate(user, article)
    return {
        "article": article,
        "rows": [
            {
                "id": link.pk,
                "entry": link_entry(link) if _is_known(link.target, user) else UNKNOWN,
                "shown": _name(link) in seen,
                "mutual": both_ways if link.target_id in mutual else "",
                "may_be_mutual": may
                and bool(link.target_id)
                and article.withdrawn_at is None
                and may_curate(user, link.target),
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


def _is_known(target, user):
    """Whether `user` may know the headline of `target`: an editor's draft may wait under the article of a writer."""
    return target is None or target.is_live or bool(target.withdrawn_at) or may_edit(user, target)


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
def make_mutual(request, article):
    """POST row: put this article under that link's target as well."""
    rows = pickers.ids_in(request.POST.get("row", ""))
    link = article.related_links.filter(pk__in=rows).exclude(target=None).select_related("target").first()
    if link is None:
        raise ValidationError(_("This link is not there any more."))
    curation.make_mutual(link, by=request.user)
    if not article.is_live:
        return _("Once this article is out, it stands under “%(headline)s” too.") % {"headline": link.target}
    return _("This article now stands under “%(headline)s” too.") % {"headline": link.target}


@changes_section
def refuse(request, article):
    """POST target: never suggest that article for this one again."""
    target = target_of(request)
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


urlpatterns = [
    path("<int:pk>/", panel, name="panel"),
    path("<int:pk>/suggest/", suggest, name="suggest"),
    *list_paths("<int:pk>/", "chosen", changes_section, curation),
    outside_path("<int:pk>/", "chosen", changes_section, curation),
    path("<int:pk>/make-mutual/", make_mutual, name="make_mutual"),
    path("<int:pk>/refuse/", refuse, name="refuse"),
    path("<int:pk>/head/", head, name="head"),
    path("<int:pk>/fill/", fill, name="fill"),
]
