"""The desk's answers where two people are on one article: who is there, taking over, and choosing between versions."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

import arabic
from articles import comparing, merging, moments, permissions, presence, workflow
from articles.desk_views import editable, is_writer, keep_typed, require_writer, saves_in_place
from articles.forms import RevisionForm
from articles.models import Article
from articles.people import name_of
from articles.widgets import desk_media

# Who is there -------------------------------------------------------------------------------------------------------


@require_POST
def beat(request, pk):
    """A sign of life of a writing screen; tells its script who else is there, as JSON.

    Four queries while nobody is, of which two are the session's; whether its person may edit the article was asked when
    they arrived.
    """
    if not is_writer(request):  # somebody else has signed in since: that makes nobody present
        return HttpResponse(status=204)
    if not presence.beat(pk, request.user, is_settled=request.POST.get("settled") == "1"):
        presence.arrive(editable(request.user, pk), request.user)
    there = company(request.user, pk)
    return JsonResponse(
        {
            "html": render_to_string("admin/articles/article/company.html", {"company": there}, request),
            "names": {other.user_id: name_of(other.user) for other in there["others"]},
            "held": there["holder"] is not None,
            "waits": there["holds"] and not all(other.is_settled for other in there["others"]),
        }
    )


@require_POST
def leave(request, pk):
    """The page of a writing screen was closed."""
    if is_writer(request):
        presence.leave(pk, request.user)
    return HttpResponse(status=204)


def company(user, pk):
    """Who is at the article `pk` beside `user`, and which of them writes, for company.html.

    `holder` is whoever else writes alone, `holds` says that `user` does, `asking` who would like to write again.
    """
    there = list(presence.present(pk))
    holding = max((one for one in there if one.took_over_at), key=lambda one: one.took_over_at, default=None)
    others = [one for one in there if one.user_id != user.pk]
    for other in others:
        other.name, other.since_when = name_of(other.user), moments.clock(other.since)
    holds = holding is not None and holding.user_id == user.pk
    holder = None if holds else holding
    if holder:
        holder.held_since = moments.clock(holder.took_over_at)
    return {
        "pk": pk,
        "others": others,
        "holder": holder,
        "holds": holds,
        "asking": [other for other in others if holds and other.asked_back_at],
        "has_asked": any(one.asked_back_at for one in there if one.user_id == user.pk),
        "may_take_over": bool(others) and permissions.is_editor(user),
    }


# Taking over --------------------------------------------------------------------------------------------------------


@require_POST
def take_over(request, pk):
    """Write alone from now on, and go on from the last words of those who wrote.

    A script asks in two steps: told in JSON that it is done, it waits until the others' pages have sent those words.
    """
    require_writer(request)
    article = editable(request.user, pk)
    workflow.take_over(article, by=request.user)
    if saves_in_place(request):
        return JsonResponse({})
    _keep_form(request, article)
    left = workflow.gather_last_words(article, by=request.user)
    messages.success(
        request, _("You write alone now. What the others typed last is here, and in the history as theirs.")
    )
    for typed in left:
        compare = reverse("admin:articles_article_compare", args=[pk])
        said = _("What %(name)s typed last was not brought in: it collides with what was saved since.")
        said %= {"name": name_of(typed.created_by)}
        link = format_html('<a href="{}?new={}" target="_blank">{}</a>', compare, typed.pk, _("Show the difference"))
        messages.warning(request, format_html("{} {}", said, link))
    return redirect("admin:articles_article_change", pk)


@require_POST
def hand_back(request, pk):
    """Let the others write again."""
    article = editable(request.user, pk)
    workflow.hand_back(article, by=request.user)
    return _back_to_writing(request, article)


@require_POST
def ask_back(request, pk):
    """Tell whoever took the article over that this person would like to write again."""
    article = editable(request.user, pk)
    presence.ask_back(article, request.user)
    return _back_to_writing(request, article)


def _back_to_writing(request, article):
    """A script stays where it is; a page that was sent whole comes back with what was typed in it."""
    if saves_in_place(request):
        return JsonResponse({})
    _keep_form(request, article)
    return redirect("admin:articles_article_change", article.pk)


def _keep_form(request, article):
    """Keep what was typed in the writing screen, if it came with the request."""
    if "base_revision" in request.POST:
        keep_typed(article, RevisionForm(request.POST, instance=Article()), by=request.user)


# Two versions -------------------------------------------------------------------------------------------------------


def keep_beside(request, article, typed, base, refused, *, note=""):
    """Keep `typed`, a content that `workflow` refused to save on top of what is newer, as its person's autosave.

    Where no field was changed by both it is merged at once. `request.kept_beside` then is where the person goes on.
    """
    if isinstance(refused, workflow.TakenOver) and saves_in_place(request):
        raise refused
    workflow.autosave(article, typed, by=request.user, base=base)
    request.kept_beside = reverse("admin:articles_article_change", args=[article.pk])
    if isinstance(refused, workflow.TakenOver):
        messages.error(request, str(refused))
        return
    autosave = workflow.unsaved(article, by=request.user)
    if autosave is None:
        said = _(
            "%(name)s saved this article %(when)s, after you opened it. This is the newest text; look at it first."
        )
        messages.info(request, said % _saved(refused.newest))
        return
    merge = workflow.merge_of(refused.newest, autosave)
    try:
        workflow.save_merged(article, by=request.user, onto=refused.newest.pk, choices={}, note=note)
    except merging.Undecided:
        asked = f"?{urlencode({'note': note})}" if note else ""
        request.kept_beside = reverse("admin:articles_article_merge", args=[article.pk]) + asked
        return
    said = _(
        "%(name)s saved this article %(when)s, after you opened it. You changed different things, and all of it is "
        "here. Theirs: %(fields)s. Look at it, then go on."
    )
    messages.success(request, said % {**_saved(refused.newest), "fields": _listed(merge, merge.from_theirs)})


def choose(request, pk, site):
    """What this person typed beside what somebody saved meanwhile: they take either, or both, field by field.

    A GET shows it, a POST saves it as chosen; somebody may save once more in between, and it is shown anew.
    """
    article = editable(request.user, pk)
    typed = workflow.unsaved(article, by=request.user)
    if typed is None or article.newest_revision is None:
        return redirect("admin:articles_article_change", pk)
    chosen = {name.removeprefix("take-"): value for name, value in request.POST.items() if name.startswith("take-")}
    note = arabic.clean((request.POST or request.GET).get("note", "")).strip()
    wrong = ""
    if request.method == "POST":
        onto = request.POST.get("onto", "")
        onto = int(onto) if onto.isdecimal() else 0
        try:
            workflow.save_merged(article, by=request.user, onto=onto, choices=chosen, note=note)
        except workflow.StaleRevision as stale:
            wrong = _("%(name)s saved this article once more, %(when)s. Look at the choice again, then save.")
            wrong %= _saved(stale.newest)
        except workflow.TakenOver as taken_over:
            wrong = str(taken_over)
        except merging.Undecided:
            wrong = _("Choose for each of the fields below; nothing is lost by it.")
        else:
            messages.success(request, _("Saved as you chose. What you typed is in the history too, and so is theirs."))
            return redirect("admin:articles_article_change", pk)
    merge = workflow.merge_of(article.newest_revision, typed)
    context = {
        **site.each_context(request),
        "media": desk_media().with_nonce(str(request.csp_nonce)),
        "title": _("Two versions"),
        "company": company(request.user, pk),
        "article": article,
        "newest": article.newest_revision,
        "saved": _saved(article.newest_revision),
        "fields": list(_fields(merge, chosen)),
        "from_theirs": _listed(merge, merge.from_theirs),
        "from_mine": _listed(merge, merge.from_mine),
        "note": note,
        "wrong": wrong,
    }
    return render(request, "admin/articles/article/merge.html", context)


def _saved(revision):
    return {"name": name_of(revision.created_by), "when": moments.when(revision.created_at)}


def _fields(merge, chosen):
    """The contested fields, each with what either side made of what both began from, and the choices.

    Where nobody knows from what they began, theirs stands as it is, and mine by how it differs from it.
    """
    before = merge.base or merge.theirs
    theirs = {change.name: change for change in comparing.compare(before, merge.theirs)}
    mine = {change.name: change for change in comparing.compare(before, merge.mine)}
    for name in merge.contested:
        yield {
            "change": mine[name],
            "theirs": theirs[name],
            "mine": mine[name],
            "may_take_both": merging.BOTH in merge.choices(name),
            "is_apart": merge.keeps_apart(name),
            "chosen": chosen.get(name) or (merging.BOTH if merge.keeps_apart(name) else ""),
        }


def _listed(merge, names):
    """The labels of the fields `names`, for a sentence."""
    changes = comparing.compare(merge.theirs, merge.mine)
    labels = [
        f"{change.label} ({change.language_name})" if change.language_name else change.label
        for change in changes
        if change.name in names
    ]
    return "، ".join(labels)
