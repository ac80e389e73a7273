"""The desk's pages of one article beside the writing screen: autosave, preview, history, comparing, what was live."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import comparing, content, history, sharing, views, workflow
from articles.forms import RevisionForm
from articles.models import LANGUAGES, Article, Revision
from articles.people import name_of


@require_POST
def autosave(request, pk=None):
    """Keep what was typed in the form of the article, or of a new one, which thereby gets its row.

    Answers JSON, what `named` says.
    """
    require_writer(request)
    form = RevisionForm(request.POST, instance=Article())
    with transaction.atomic():
        if pk is None:
            article = workflow.create_article(by=request.user, begun_as=_number(form, "begun_as"))
        else:
            # The long texts that readers see stay in the database.
            known = Article.objects.select_related("newest_revision")
            known = known.only("created_by", "newest_revision__content", "newest_revision__author_ids")
            article = get_object_or_404(known, pk=pk)
        keep_typed(article, form, by=request.user)
    return JsonResponse(named(article))


def named(article):
    """What a page needs that began without an article: its id and addresses, of its writing screen and behind it."""
    names = {
        "url": "change",
        "autosave_url": "autosave",
        "compare_url": "typed",
        "beat_url": "beat",
        "leave_url": "leave",
    }
    addresses = {key: reverse(f"admin:articles_article_{name}", args=[article.pk]) for key, name in names.items()}
    return {"article": article.pk, **addresses}


def keep_typed(article, form, *, by):
    """Keep what stands in `form`, as it was sent, as the autosave of `by`."""
    workflow.autosave(article, form.typed(), by=by, base=_number(form, "base_revision"))


def _number(form, name):
    """The value of one of the form's hidden fields, or None where it did not arrive whole."""
    try:
        return form.fields[name].clean(form.data.get(name))
    except ValidationError:
        return None


@require_POST
def compare_typed(request, site, pk=None):
    """How what was typed, and lies in a browser, differs from what the server has of this person; saves nothing.

    A script is told in JSON whether it `differs`.
    """
    require_writer(request)
    form = RevisionForm(request.POST, instance=Article())
    if pk is None:
        article = Article.objects.filter(created_by=request.user, begun_as=_number(form, "begun_as")).first()
    else:
        article = editable(request.user, pk)
    typed = Revision(content=content.complete(form.typed()), kind=Revision.Kind.AUTOSAVE, created_by=request.user)
    known = article and (workflow.unsaved(article, by=request.user) or article.newest_revision)
    if saves_in_place(request):
        return JsonResponse({"differs": typed.content != (known.content if known else content.EMPTY)})
    known = known or Revision(content=content.EMPTY, created_by=request.user)
    return _comparison(request, site, article, known, typed)


@require_POST
def discard_autosave(request, pk):
    """Drop what this person typed and has not saved; the writing screen opens with the newest revision again."""
    workflow.discard_autosave(editable(request.user, pk), by=request.user)
    return redirect("admin:articles_article_change", pk)


def is_writer(request):
    """Is the person who opened the form still the one who is signed in?"""
    return request.POST.get("typed_by", "") in ("", str(request.user.pk))


def require_writer(request):
    """Raise NotAllowed where somebody else has signed in since the form was opened: it is not theirs to keep."""
    if not is_writer(request):
        raise workflow.NotAllowed(
            _("%(name)s is signed in here now. Sign in with your own account to save what you typed.")
            % {"name": name_of(request.user)}
        )


def preview(request, pk):
    """The reader's page of an article as ?revision= (by default the newest one) would make it. Saves nothing.

    ?language= names the edition, by default the site's own.
    """
    article = editable(request.user, pk)
    revision = revision_asked(request, "revision", article) or article.newest_revision
    if revision is None:
        raise Http404(f"Article {pk} has no revision yet")
    return as_readers_see(request, content.as_page(revision), writing_url=writing_screen(request, article))


def shared_preview(request, token):
    """What a private preview link leads to, for whoever has it: kept by nobody and told to no other site."""
    link = sharing.find(token)
    if link is None:
        if sharing.was_open(token):
            return render(request, "preview_ended.html", status=410)
        raise Http404("No preview link has this token")
    writing_url = writing_screen(request, link.article) if workflow.may_edit(request.user, link.article) else ""
    page = content.as_page(link.revision or link.article.newest_revision)
    response = as_readers_see(request, page, link=link, writing_url=writing_url)
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    return response


def writing_screen(request, article):
    """The address of the article's writing screen, on the edition that the request asks for."""
    address = reverse("admin:articles_article_change", args=[article.pk])
    language = request.GET.get("language")
    return f"{address}?language={language}" if language in LANGUAGES else address


def as_readers_see(request, article, *, writing_url, link=None):
    """The reader's page of an article that is in memory only, kept from search engines; `link` led to it, if any.

    It leads back to `writing_url`, unless that is "".
    """
    language = request.GET.get("language")
    with translation.override(language if language in LANGUAGES else settings.LANGUAGE_CODE):
        response = views.article_response(request, article, preview_link=link, writing_url=writing_url)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def history_page(request, pk, site):
    """Everything that was saved and decided, the newest first; two revisions can be chosen to be compared.

    ?before= is the id of the revision behind which the page begins.
    """
    article = editable(request.user, pk)
    before = revision_asked(request, "before", article)
    old, new = history.compared_by_default(article)
    context = {
        **site.each_context(request),
        "title": _("History"),
        "article": article,
        "page": history.page(article, request.user, before=before),
        "before": before,
        "old": old,
        "new": new,
    }
    return render(request, "admin/articles/article/history.html", context)


def compare(request, pk, site):
    """Two revisions, ?old= and ?new=, field by field and word by word; ?all=1 shows what is the same as well.

    With one of them, the revision before ?new=, or the newest after ?old=; with none, what readers see and the newest.
    """
    article = editable(request.user, pk)
    old, new = revision_asked(request, "old", article), revision_asked(request, "new", article)
    if old is None and new is None:
        old, new = history.compared_by_default(article)
    elif old is None:
        old = history.revision_before(new)
    elif new is None:
        new = article.newest_revision
    if old is None or new is None:
        messages.info(request, _("There is nothing before this revision that it could be compared with."))
        return redirect("admin:articles_article_history", article.pk)
    old, new = sorted([old, new], key=lambda revision: (revision.created_at, revision.pk))
    return _comparison(
        request, site, article, old, new, before_old=history.revision_before(old), after_new=history.revision_after(new)
    )


def _comparison(request, site, article, old, new, **neighbours):
    changes = comparing.compare(old.content, new.content)
    context = {
        **site.each_context(request),
        "title": _("Compare"),
        "article": article,
        "compared": [(_("Before"), old), (_("After"), new)],
        "changes": changes,
        "any_change": any(change.changed for change in changes),
        "everything": request.GET.get("all") == "1",
        **neighbours,
    }
    return render(request, "admin/articles/article/compare.html", context)


def live_at(request, pk, site):
    """The reader's page as it was at ?at=; before one is chosen, or if there was none then, when it was to be seen."""
    article = editable(request.user, pk)
    asked = request.GET.get("at", "")
    moment = history.moment_of(asked)
    answer = ""
    if moment is not None and moment > timezone.now():
        answer = _("That moment is yet to come.")
    elif moment is not None:
        period = history.period_at(article, moment)
        if period is not None:
            page = history.as_page_at(article, period, moment)
            return as_readers_see(request, page, writing_url=writing_screen(request, article))
        answer = _("Readers saw nothing of this article at that moment.")
    elif asked:
        answer = _("Write a day and a time, as in 2026-11-23T15:30.")
    context = {
        **site.each_context(request),
        "title": _("What was live at a moment"),
        "article": article,
        "asked": asked,
        "answer": answer,
        "periods": history.periods(article)[::-1],
    }
    return render(request, "admin/articles/article/live.html", context)


@require_POST
def restore(request, pk, revision_pk):
    """Bring an older revision back as the newest one."""
    article = editable(request.user, pk)
    revision = get_object_or_404(article.revisions.saved(), pk=revision_pk)
    workflow.restore(revision, by=request.user)
    messages.success(request, _("Restored as the newest revision. Readers see nothing of it until it is published."))
    return redirect("admin:articles_article_change", article.pk)


def revision_asked(request, name, article):
    """The revision of `article` whose id the request's parameter `name` gives, or None if it gives none.

    Raises Http404 for an id that is none of the article's, or of an autosave that is not this person's to read.
    """
    asked = request.GET.get(name, "")
    if not asked.isdecimal() or len(asked) > 15:
        return None
    revisions = workflow.revisions_seen_by(request.user, article).select_related("created_by")
    return get_object_or_404(revisions, pk=int(asked))


def saves_in_place(request):
    """Is it the writing screen's script that asks? It wants JSON, and the person stays on the page."""
    return request.headers.get("accept") == "application/json"


def editable(user, pk):
    """The article `with_state()`, for a user who may work on it. Raises Http404 and NotAllowed."""
    articles = Article.objects.with_state().select_related("newest_revision__created_by")
    article = get_object_or_404(articles, pk=pk)
    workflow.require_may_edit(user, article)
    return article
