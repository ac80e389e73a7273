"""The desk's pages of one article beside the writing screen: preview and history."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import content, desk, views, workflow
from articles.models import LANGUAGES, Article, Revision


def preview(request, pk):
    """The reader's page of an article as ?revision= (by default the newest one) would make it. Saves nothing.

    ?language= names the edition, by default the site's own.
    """
    article = editable(request.user, pk)
    asked = request.GET.get("revision", "")
    pk = int(asked) if asked.isdecimal() and len(asked) < 16 else article.newest_revision_id
    revision = get_object_or_404(Revision.objects.select_related("article"), pk=pk, article=article)
    language = request.GET.get("language")
    with translation.override(language if language in LANGUAGES else settings.LANGUAGE_CODE):
        response = render(request, "articles/article.html", views.article_context(request, content.as_page(revision)))
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def history(request, pk, site):
    """Everything that was saved and decided, the newest first; each saved text can be seen and brought back."""
    article = editable(request.user, pk)
    events = article.events.select_related("by")
    revisions = article.revisions.select_related("created_by").defer("content")
    lines = [{"at": saved.created_at, "who": desk.name_of(saved.created_by), "revision": saved} for saved in revisions]
    lines += [{"at": event.at, "who": desk.name_of(event.by), "event": event} for event in events]
    for line in lines:
        line["when"] = desk.when(line["at"])
    context = {
        **site.each_context(request),
        "title": _("History"),
        "article": article,
        "lines": sorted(lines, key=lambda line: line["at"], reverse=True),
    }
    return render(request, "admin/articles/article/history.html", context)


@require_POST
def restore(request, pk, revision_pk):
    """Bring an older revision back as the newest one."""
    article = editable(request.user, pk)
    revision = get_object_or_404(article.revisions, pk=revision_pk)
    workflow.restore(revision, by=request.user)
    messages.success(request, _("Restored as the newest revision. Readers see nothing of it until it is published."))
    return redirect("admin:articles_article_change", article.pk)


def saves_in_place(request):
    """Is it the writing screen's script that asks? It wants JSON, and the person stays on the page."""
    return request.headers.get("accept") == "application/json"


def editable(user, pk):
    """The article `with_state()`, for a user who may work on it. Raises Http404 and NotAllowed."""
    articles = Article.objects.with_state().select_related("newest_revision__created_by")
    article = get_object_or_404(articles, pk=pk)
    if not workflow.may_edit(user, article):
        raise workflow.NotAllowed(
            _("This article belongs to somebody else. Ask an editor to change it or to add your byline.")
        )
    return article
