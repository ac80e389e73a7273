"""The desk's screen of a front: a picture of the page, on which an editor puts articles.

What is arranged stays in the browser until it is put out or prepared; each step draws the picture anew, by the layout
that makes the reader's page. Views for scripts answer JSON, what is refused as {"error"} with 400, 403 or 409.
"""

import json
from functools import wraps

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from articles import moments, pickers
from articles.forms import MomentField
from articles.models import LANGUAGES, Article, Section
from articles.people import name_of
from articles.permissions import may_curate_fronts
from articles.widgets import pickers_media
from articles.workflow import NotAllowed
from fronts import bars, drafts, presence, publishing, views
from fronts.chosen import Chosen
from fronts.models import FrontVersion
from fronts.picture import picture_of

app_name = "fronts"

#: How many earlier fronts the history shows.
MOST_VERSIONS = 40

PAPER = "home"  # what the paper's front is called in addresses, where a section's has its id


# Who may, and of which front ----------------------------------------------------------------------------------------


def page_for_editors(view):
    """A page of the desk for who may arrange fronts; the view gets the section, or None for the paper."""
    return admin.site.admin_view(_for_editors(view))


def for_scripts(view):
    """The same for what the page's script asks: refusals are JSON."""

    @wraps(view)
    def answered(request, **more):
        try:
            return _for_editors(view)(request, **more)
        except NotAllowed as refused:
            return pickers.refusal(str(refused), status=403)

    return pickers.staff_only(answered)


def _for_editors(view):
    @wraps(view)
    def guarded(request, front=PAPER, **more):
        if not may_curate_fronts(request.user):
            raise NotAllowed(_("Only an editor arranges the fronts. Tell one what you would put there."))
        return view(request, _section(front), **more)

    return guarded


def _section(front):
    """The section whose front that is in an address, None for the paper. Raises Http404."""
    if front == PAPER:
        return None
    if not front.isdecimal() or len(front) > 15:
        raise Http404(f"No front is called {front!r}")
    return get_object_or_404(Section, pk=int(front))


# The screen ---------------------------------------------------------------------------------------------------------


@require_GET
@csp_update({"frame-src": [SELF]})
def screen(request, section):
    """The picture of the front as it is now, or with ?version= as one that is prepared will be."""
    versions = FrontVersion.objects.of(section).select_related("created_by")
    present = versions.out().first()
    asked = request.GET.get("version", "")
    opened = present
    if asked:
        opened = versions.prepared().filter(pk__in=pickers.ids_in(asked)).first()
        if opened is None:
            messages.info(request, _("This front is not waiting any more. Here is the one that readers see."))
            return redirect(address(section))
    sections = list(Section.objects.all())
    keys = drafts.keys_of(section, sections)
    slots = list(opened.slots.select_related("image")) if opened else []
    others = list(presence.others(section, request.user))
    context = {
        **admin.site.each_context(request),
        "media": pickers_media().with_nonce(str(request.csp_nonce)),
        "title": _title(section),
        "front": section.pk if section else PAPER,
        "section": section,
        "fronts": sections,
        "draft": json.dumps(drafts.as_draft(slots, keys)),
        "opened": opened,
        "is_prepared": bool(asked),
        "from_at": timezone.localtime(opened.from_at).strftime("%Y-%m-%dT%H:%M") if asked else "",
        "standing": _standing(opened),
        "prepared": [_told(version) for version in versions.prepared()],
        "company": _company(others),
        "names": json.dumps({other.user_id: name_of(other.user) for other in others}),
        "languages": settings.LANGUAGES,
        **picture_of(section, sections, slots, at=opened.from_at if asked else None),
    }
    if section is None:
        context |= bars.context()
    return render(request, "desk/fronts/screen.html", context)


def address(section, name="screen"):
    return reverse(f"fronts:{name}", args=[section.pk if section else PAPER])


def _title(section):
    return _("Front of “%(section)s”") % {"section": section.name} if section else _("The front page")


def _standing(version):
    """Whose front this is, and since when or from when, in words."""
    if version is None:
        return _("Nobody has arranged this front yet; it fills itself with the newest.")
    said = {"name": name_of(version.created_by), "when": moments.at(version.from_at)}
    if version.is_prepared:
        return _("Prepared by %(name)s, to come out on %(when)s.") % said
    return _("%(name)s put this front out on %(when)s.") % said


def _told(version):
    return {
        "version": version,
        "name": name_of(version.created_by),
        "when": moments.at(version.from_at),
        "off": version.called_off_by and name_of(version.called_off_by),
    }


@require_POST
def picture(request, section):
    """POST draft, base: the picture with these slots, and what is wrong with them. Saves nothing."""
    sections = list(Section.objects.all())
    try:
        slots, wrong = drafts.read(request.POST.get("draft", ""), drafts.keys_of(section, sections))
    except ValidationError as error:
        return pickers.refusal(" ".join(error.messages))
    base = _base(request, section)
    wrong = publishing.problems(slots, base, timezone.now()) | wrong
    context = picture_of(section, sections, slots, wrong, at=base.from_at if base and base.is_prepared else None)
    html = render_to_string("desk/fronts/picture.html", context, request)
    return JsonResponse({"html": html})


@require_POST
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
def preview(request, section):
    """POST draft, language: the reader's page with these slots, for the frame of the screen; it is never stored."""
    sections = list(Section.objects.all())
    try:
        slots, _wrong = drafts.read(request.POST.get("draft", ""), drafts.keys_of(section, sections))
    except ValidationError as error:
        return HttpResponse(" ".join(error.messages), status=400, content_type="text/plain; charset=utf-8")
    language = request.POST.get("language")
    request.is_preview = True
    with translation.override(language if language in LANGUAGES else settings.LANGUAGE_CODE):
        if section is None:
            response = views.front_page(request, Chosen(slots))
        else:
            response = views.section_front(request, section, Chosen(slots))
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


# Putting out, preparing ---------------------------------------------------------------------------------------------


@require_POST
def publish(request, section):
    """POST draft, base, note: put the front before readers."""

    def change(slots, note, base):
        publishing.publish(section, slots, by=request.user, base=base, note=note)
        return _("The front is out.")

    return _put_out(request, section, change)


@require_POST
def prepare(request, section):
    """POST draft, base, note, from_at: have the front come out at a moment."""

    def change(slots, note, base):
        try:
            from_at = MomentField(required=True).clean(request.POST.get("from_at", ""))
        except ValidationError as error:
            raise ValidationError({"from_at": error.messages}) from None
        publishing.prepare(section, slots, by=request.user, from_at=from_at, base=base, note=note)
        return _("The front is prepared; it comes out on %(when)s.") % {"when": moments.at(from_at)}

    return _put_out(request, section, change)


def _put_out(request, section, change):
    """Answer {"go_to"} once it is done; 400 with {"wrong": by key}, 409 with both versions if somebody was faster."""
    sections = list(Section.objects.all())
    try:
        slots = _read(request, section, sections)
        said = change(slots, request.POST.get("note", ""), _number(request, "base"))
    except publishing.Stale as stale:
        return JsonResponse(_both(request, section, sections, slots, stale.theirs), status=409)
    except publishing.CalledOff as called_off:
        present = FrontVersion.objects.of(section).out().first()
        said = _("%(name)s called this front off. What you arranged is still here: publish it, or prepare it anew.")
        said %= {"name": name_of(called_off.version.called_off_by)}
        return JsonResponse({"error": said, "base": present and present.pk}, status=409)
    except ValidationError as error:
        return bars.refused(error)
    messages.success(request, said)
    return JsonResponse({"go_to": address(section)})


@require_POST
def compare(request, section):
    """POST draft, base: what somebody put out meanwhile beside what is arranged here."""
    sections = list(Section.objects.all())
    present = FrontVersion.objects.of(section).out().select_related("created_by").first()
    if present is None:
        return pickers.refusal(_("Nobody has arranged this front yet; it fills itself with the newest."))
    try:
        slots = _read(request, section, sections)
    except ValidationError as error:
        return bars.refused(error)
    return JsonResponse(_both(request, section, sections, slots, present))


def _read(request, section, sections):
    """The slots of the draft that was sent. Raises ValidationError for any that cannot be read."""
    slots, wrong = drafts.read(request.POST.get("draft", ""), drafts.keys_of(section, sections))
    if wrong:
        raise ValidationError(wrong)
    return slots


def _both(request, section, sections, slots, theirs):
    """Both versions in words, and the draft in which mine, `slots`, lies over `theirs`."""
    keys = drafts.keys_of(section, sections)
    base = _base(request, section)
    began = drafts.as_draft(base.slots.all(), keys) if base else []
    other = drafts.as_draft(theirs.slots.all(), keys)
    mine = drafts.as_draft(slots, keys)
    names = {key: drafts.name_of(key, {one.pk: one for one in sections}) for key in keys}
    ids = {slot["article"] for slot in [*began, *other, *mine]}
    articles = Article.objects.select_related("newest_revision").filter(pk__in=ids)
    names |= {article.pk: str(article) for article in articles}
    context = {
        "name": name_of(theirs.created_by),
        "when": moments.when(theirs.created_at),
        "note": theirs.note,
        "is_prepared": theirs.is_prepared,
        "theirs": drafts.changes(began, other, keys, names),
        "mine": drafts.changes(began, mine, keys, names),
        "contested": [names[key] for key in drafts.contested(began, other, mine)],
    }
    return {
        "html": render_to_string("desk/fronts/both.html", context, request),
        "base": theirs.pk,
        "theirs": other,
        "merged": drafts.merged(began, other, mine),
    }


def _base(request, section):
    """The version that the person began from, or None."""
    return FrontVersion.objects.of(section).filter(pk=_number(request, "base")).first()


def _number(request, name):
    return next(iter(pickers.ids_in(request.POST.get(name, ""))), None)


@require_POST
def call_off(request, section, pk):
    """Have a prepared front not come out."""
    version = get_object_or_404(FrontVersion.objects.of(section), pk=pk)
    try:
        publishing.call_off(version, by=request.user)
        messages.success(request, _("Called off. The history keeps it."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(address(section))


# History ------------------------------------------------------------------------------------------------------------


@require_GET
def history(request, section):
    """The fronts that readers saw, the present one first, with what each changed, and those that were called off."""
    of_this = FrontVersion.objects.of(section).select_related("created_by", "called_off_by", "returns_to")
    versions = list(of_this.prefetch_related("slots")[: MOST_VERSIONS + 1])
    sections = list(Section.objects.all())
    keys = drafts.keys_of(section, sections)
    names = {key: drafts.name_of(key, {one.pk: one for one in sections}) for key in keys}
    ids = {slot.article_id for version in versions for slot in version.slots.all()}
    articles = Article.objects.select_related("newest_revision").filter(pk__in=ids)
    names |= {article.pk: str(article) for article in articles}
    out = [version for version in versions if version.called_off_at is None and not version.is_prepared]
    followed = {version.base_id for version in versions}
    rows = []
    for version in versions[:MOST_VERSIONS]:
        before = next((other for other in out if other.from_at < version.from_at), None)
        drafted = [drafts.as_draft(one.slots.all(), keys) if one else [] for one in (before, version)]
        told = {"changes": drafts.changes(*drafted, keys, names), "is_followed": version.pk in followed}
        rows.append(_told(version) | told)
    context = {
        **admin.site.each_context(request),
        "title": _("Earlier fronts"),
        "front": section.pk if section else PAPER,
        "front_title": _title(section),
        "rows": rows,
        "present": out[0] if out else None,
    }
    return render(request, "desk/fronts/history.html", context)


@require_POST
def return_to(request, section, pk):
    """Put an earlier front before readers again."""
    version = get_object_or_404(FrontVersion.objects.of(section), pk=pk)
    try:
        publishing.return_to(version, by=request.user, base=_number(request, "base"))
        said = _("The front of %(when)s is back before readers.") % {"when": moments.at(version.from_at)}
        messages.success(request, said)
    except publishing.Stale as stale:
        said = _(
            "%(name)s put out another front %(when)s. Look at it, then return to an earlier one if you still want."
        )
        said %= {"name": name_of(stale.theirs.created_by), "when": moments.when(stale.theirs.created_at)}
        messages.error(request, said)
        return redirect(address(section, "history"))
    return redirect(address(section))


# Who else is there --------------------------------------------------------------------------------------------------


@require_POST
def beat(request, section):
    """A sign of life of the screen; tells its script who else is there, and which version is out by now."""
    presence.beat(section, request.user)
    others = list(presence.others(section, request.user))
    present = FrontVersion.objects.of(section).out().select_related("created_by").first()
    said = ""
    if present is not None:
        said = _("%(name)s put out another front %(when)s.")
        said %= {"name": name_of(present.created_by), "when": moments.when(present.from_at)}
    return JsonResponse(
        {
            "names": {other.user_id: name_of(other.user) for other in others},
            "company": _company(others),
            "present": present and present.pk,
            "said": said,
        }
    )


def _company(others):
    if not others:
        return ""
    there = [f"{name_of(other.user)} ({moments.clock(other.since)})" for other in others]
    return _("Arranging this front too, since the time given: %(names)s.") % {"names": "، ".join(there)}


@require_POST
def leave(request, section):
    """The page of a screen was closed."""
    presence.leave(section, request.user)
    return HttpResponse(status=204)


urlpatterns = [
    path("", page_for_editors(screen), name="paper"),
    path("breaking/put-on/", for_scripts(bars.put_on), name="put_on"),
    path("breaking/<int:pk>/take-off/", for_scripts(bars.take_off), name="take_off"),
    path("<front>/", page_for_editors(screen), name="screen"),
    path("<front>/picture/", for_scripts(picture), name="picture"),
    path("<front>/preview/", page_for_editors(preview), name="preview"),
    path("<front>/publish/", for_scripts(publish), name="publish"),
    path("<front>/prepare/", for_scripts(prepare), name="prepare"),
    path("<front>/compare/", for_scripts(compare), name="compare"),
    path("<front>/beat/", for_scripts(beat), name="beat"),
    path("<front>/leave/", for_scripts(leave), name="leave"),
    path("<front>/history/", page_for_editors(history), name="history"),
    path("<front>/call-off/<int:pk>/", page_for_editors(call_off), name="call_off"),
    path("<front>/return/<int:pk>/", page_for_editors(return_to), name="return_to"),
]
