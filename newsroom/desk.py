"""The desk itself: its front page, its navigation, and what it answers when it refuses."""

from functools import wraps

from axes.helpers import get_cool_off
from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

import arabic
from articles import desk_views
from articles.permissions import may_curate_fronts
from newsroom import desk_search, today
from newsroom.specimens.views import style_error, style_page

#: The order of the desk's navigation.
ROOMS = [
    "articles.Article",
    "images.Image",
    "topics.Topic",
    "related.PinnedSet",
    "authors.Author",
    "articles.Section",
    "articles.StaticPage",
    "delivery.Redirect",
    "auth.User",
]


class SignInForm(AdminAuthenticationForm):
    """The desk's sign-in; name and password are Latin inputs."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": _(
            "This name and password do not belong together. Look at the keyboard's language and capitals and try "
            "again, or ask the chief editor for a new password."
        ),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["dir"] = "ltr"


class ChoicesView(AutocompleteJsonView):
    """What the field of another row offers, said as the row's own admin says it."""

    def serialize_result(self, obj, to_field_name):
        return {**super().serialize_result(obj, to_field_name), "text": self.model_admin.choice(obj)}


class DeskSite(AdminSite):
    """The desk: where the newsroom writes, chooses and decides."""

    site_title = site_header = _("The desk")
    index_title = _("Today")
    site_url = "/"
    login_form = SignInForm
    index_template = "admin/today.html"
    enable_nav_sidebar = False

    def admin_view(self, view, cacheable=False):
        """Django's guarded view, which refuses on a page of the desk instead of one of the readers' site."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def answered(request, *args, **kwargs):
            try:
                return guarded(request, *args, **kwargs)
            except PermissionDenied as refused:
                return self._refusal(request, 403, reason=str(refused))
            except Http404:
                return self._refusal(request, 404)

        return answered

    def _refusal(self, request, status, **context):
        if desk_views.saves_in_place(request):
            return JsonResponse({"error": context.get("reason", "")}, status=status)
        return render(request, f"admin/{status}.html", {**self.each_context(request), **context}, status=status)

    def each_context(self, request):
        return {**super().each_context(request), "rooms": self._rooms(request)}

    def _rooms(self, request):
        """The lists that this person may open, in the newsroom's order; others by their names behind them."""
        models = [model for app in self.get_app_list(request) for model in app["models"] if model["admin_url"]]
        found = {model["model"]._meta.label: model for model in models}
        ordered = [found.pop(label) for label in ROOMS if label in found] + list(found.values())
        rooms = [(model["name"], model["admin_url"]) for model in ordered]
        if may_curate_fronts(request.user):
            rooms.insert(1, (_("Fronts"), reverse("fronts:paper")))
        return [{"name": name, "url": url, "current": request.path.startswith(url)} for name, url in rooms]

    def get_urls(self):
        return [
            path("search/", self.admin_view(self.search), name="search"),
            path("today/", self.admin_view(self.today), name="today"),
            path("style/", self.admin_view(style_page), name="style"),
            path("style/<int:status>/", self.admin_view(style_error), name="style-error"),
            *super().get_urls(),
        ]

    def autocomplete_view(self, request):
        return ChoicesView.as_view(admin_site=self)(request)

    def search(self, request):
        """What ?q= finds in the whole desk: a page, or the list under the search field for its script."""
        asked = request.GET.get("q", "")
        if request.headers.get("accept") == "application/json":
            groups = desk_search.find(asked, request.user, most=desk_search.MOST_IN_LIST)
            html = render_to_string("admin/search_list.html", {"groups": groups}, request)
            return JsonResponse({"html": html, "said": _how_many(groups)})
        groups = desk_search.find(asked, request.user, most=desk_search.MOST_ON_PAGE)
        context = {"title": _("Search the desk"), "groups": groups, "asked": asked, "said": _how_many(groups)}
        return render(request, "admin/search.html", {**self.each_context(request), **context})

    def index(self, request, extra_context=None):
        return super().index(request, {**today.view_of(request.user), **(extra_context or {})})

    def today(self, request):
        """What the front page shows by now, for its script."""
        view = today.view_of(request.user)
        html = render_to_string("admin/today_view.html", view, request)
        return JsonResponse({"html": html, "as_of": view["as_of"], "said": today.what_changed(view)})


def _how_many(groups):
    """How many are shown, for those who do not see the list."""
    return arabic.count(sum(len(group.hits) for group in groups), arabic.RESULT)


def client_address(request):
    """Whose wrong passwords django-axes counts together, behind one proxy: the last step, which the proxy wrote."""
    steps = request.META.get("HTTP_X_FORWARDED_FOR", "") or request.META["REMOTE_ADDR"]
    return steps.rpartition(",")[2].strip()


def locked_out(request, original_response=None, credentials=None):
    """What django-axes answers whoever typed too many wrong passwords: how long to wait, and whom to ask."""
    minutes = round(get_cool_off(request).total_seconds() / 60)
    context = {**admin.site.each_context(request), "wait": arabic.count(minutes, arabic.MINUTE)}
    return render(request, "admin/locked_out.html", context, status=429)
