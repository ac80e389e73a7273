"""The desk's screens for articles, sections and pages."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Media

from articles import (
    desk,
    desk_views,
    moments,
    people,
    permissions,
    pickers,
    proofreading_views,
    search,
    share_cards,
    together_views,
    workflow,
)
from articles.forms import RevisionForm
from articles.models import LANGUAGES, Article, Section, ShareCard, State, StaticPage
from articles.page_tags import SITE
from articles.widgets import BodyField, desk_media
from authors.models import Author
from delivery.desk import AddressedAdmin, AddressedForm, DeskAdmin
from delivery.desk_lists import DeskList

# The list of articles -----------------------------------------------------------------------------------------------


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, articles):
        return articles.in_state(self.value()) if self.value() in State.values else articles


class SectionFilter(admin.SimpleListFilter):
    title = gettext_lazy("Section")
    parameter_name = "section"

    def lookups(self, request, model_admin):
        return [(section.pk, section.name) for section in Section.objects.all()]

    def queryset(self, request, articles):
        chosen = pickers.ids_in(self.value() or "")
        return articles.filter(newest_revision__section__in=chosen) if chosen else articles


class AuthorFilter(admin.SimpleListFilter):
    """The staff's authors to choose from; a byline in the list leads to any other."""

    title = gettext_lazy("Author")
    parameter_name = "author"

    def lookups(self, request, model_admin):
        chosen = pickers.ids_in(request.GET.get("author", ""))
        authors = Author.objects.exclude(user=None) | Author.objects.filter(pk__in=chosen)
        return [(author.pk, author.name) for author in authors]

    def queryset(self, request, articles):
        chosen = pickers.ids_in(self.value() or "")
        return articles.filter(newest_revision__author_ids__contains=chosen) if chosen else articles


class MineFilter(admin.SimpleListFilter):
    """Writers see their own articles first, editors all of them; either sees the other list in one step."""

    title = gettext_lazy("whose")
    parameter_name = "whose"

    def __init__(self, request, *args):
        self.user = request.user
        super().__init__(request, *args)

    def lookups(self, request, model_admin):
        return [("mine", _("my articles")), ("all", _("all articles"))]

    def value(self):
        asked = super().value()
        return asked if asked in ("mine", "all") else ("all" if permissions.is_editor(self.user) else "mine")

    def choices(self, changelist):
        for value, title in self.lookup_choices:
            query_string = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": self.value() == value, "query_string": query_string, "display": title}

    def queryset(self, request, articles):
        return articles.belonging_to(request.user) if self.value() == "mine" else articles


class ArticleList(DeskList):
    """A page of the list, each article with its `signers`, and `may_be_edited` by this person or not."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        desk.attach_signers(self.result_list)
        for article in self.result_list:
            article.may_be_edited = workflow.may_edit(request.user, article)


# Articles -----------------------------------------------------------------------------------------------------------


@admin.register(Article)
class ArticleAdmin(DeskAdmin):
    """Writing, and what becomes of it. Who may do what is asked of `workflow`; nothing here writes an article."""

    form = RevisionForm
    list_display = ["headline_cell", "state_cell", "section_cell", "bylines_cell", "edited_cell"]
    list_display_links = None
    list_filter = [MineFilter, StateFilter, SectionFilter, AuthorFilter]
    search_fields = ["desk_entry"]  # so that there is a field; `search` reads what stands in it
    search_help_text = gettext_lazy("Words of the headline or the text, authors, topics")
    sortable_by = []
    empty_value_display = ""
    media = Media()  # without the scripts of Django's forms and jQuery below them: the form names its own

    def get_urls(self):
        wrap = self.admin_site.admin_view
        site = {"site": self.admin_site}
        return [
            path("autosave/", wrap(desk_views.autosave), name="articles_article_autosave_new"),
            path("<int:pk>/autosave/", wrap(desk_views.autosave), name="articles_article_autosave"),
            path("compare-typed/", wrap(desk_views.compare_typed), site, name="articles_article_typed_new"),
            path("<int:pk>/compare-typed/", wrap(desk_views.compare_typed), site, name="articles_article_typed"),
            path("proofread/", wrap(proofreading_views.proofread), name="articles_article_proofread"),
            path("<int:pk>/discard/", wrap(desk_views.discard_autosave), name="articles_article_discard"),
            path("<int:pk>/preview/", wrap(desk_views.preview), name="articles_article_preview"),
            path("<int:pk>/restore/<int:revision_pk>/", wrap(desk_views.restore), name="articles_article_restore"),
            path("<int:pk>/compare/", wrap(desk_views.compare), site, name="articles_article_compare"),
            path("<int:pk>/live/", wrap(desk_views.live_at), site, name="articles_article_live"),
            path("<int:pk>/beat/", wrap(together_views.beat), name="articles_article_beat"),
            path("<int:pk>/leave/", wrap(together_views.leave), name="articles_article_leave"),
            path("<int:pk>/take-over/", wrap(together_views.take_over), name="articles_article_take_over"),
            path("<int:pk>/hand-back/", wrap(together_views.hand_back), name="articles_article_hand_back"),
            path("<int:pk>/ask-back/", wrap(together_views.ask_back), name="articles_article_ask_back"),
            path("<int:pk>/merge/", wrap(together_views.choose), site, name="articles_article_merge"),
            *super().get_urls(),
        ]

    def get_queryset(self, request):
        return workflow.seen_by(request.user).for_desk()

    def get_object(self, request, object_id, from_field=None):
        """The article; while a form is saved nobody else saves between its look at the newest revision and ours."""
        if not object_id.isdecimal():
            return None
        if request.method == "POST":
            Article.objects.select_for_update(no_key=True).filter(pk=object_id).first()
        return desk_views.editable(request.user, object_id)

    # Who may

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request) if obj is None else workflow.may_edit(request.user, obj)

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request) if obj is None else workflow.may_edit(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return False  # an article is withdrawn, and its history stays

    # The writing screen

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **{**kwargs, "fields": []})

    def get_fieldsets(self, request, obj=None):
        return []

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form, article = context["adminform"].form, obj or Article(created_by=request.user)
        autosave = None if form.is_bound or obj is None else workflow.unsaved(obj, by=request.user)
        if autosave is not None:
            form.open_autosave(autosave)
        editions = form.editions()
        said = list(messages.get_messages(request))
        shown = request.POST.get("language") or request.GET.get("language")
        wrong = next((edition.code for edition in editions if edition.has_errors), None)
        codes = [edition.code for edition in editions]
        context |= {
            "media": (Media.from_media(context["media"]) + desk_media()).with_nonce(str(request.csp_nonce)),
            "form": form,
            "editions": editions,
            "shown": wrong or (shown if shown in codes else codes[0]),
            "article": article,
            "standing": desk.standing(article),
            "is_late": bool(obj and desk.why_late(article)),
            "step": desk.next_step(request.user, article),
            "may": desk.offered(request.user, article),
            "preview_links": desk.preview_links(article) if obj else [],
            "lacks": desk.lacks(article) if obj else [],
            "returned": desk.last_return(article) if obj else None,
            "autosave": autosave,
            "autosave_collides": bool(autosave and obj.newest_revision and autosave.base_id != obj.newest_revision_id),
            "saved_by": people.name_of(obj.newest_revision.created_by) if obj and obj.newest_revision else "",
            "company": together_views.company(request.user, obj.pk) if obj else {},
            "autosave_when": moments.when(autosave.created_at) if autosave else "",
            "corrections": article.corrections.all() if obj else [],
            # What an action asked for stands beside its field, the rest above the page.
            "notices": [message for message in said if message.extra_tags not in form.fields],
            "lacking": {message.extra_tags: message for message in said if message.extra_tags in form.fields},
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Saving

    def save_form(self, request, form, change):
        desk_views.require_writer(request)
        begun_as = form.cleaned_data["begun_as"]
        return form.instance if change else workflow.create_article(by=request.user, begun_as=begun_as)

    def save_model(self, request, obj, form, change):
        base = form.cleaned_data["base_revision"] or 0  # begun from nothing: whatever was saved is somebody else's
        note = form.cleaned_data["revision_note"]
        try:
            revision = workflow.save_revision(obj, form.content(), by=request.user, base=base, note=note)
        except (workflow.StaleRevision, workflow.TakenOver) as refused:
            together_views.keep_beside(request, obj, form.content(), base, refused, note=note)
            return
        action = request.POST.get("action", "save")
        try:
            said = desk.perform(
                action,
                obj,
                revision,
                by=request.user,
                **{name: form.cleaned_data[name] for name in desk.TAKEN_ALONG},
            )
        except workflow.NotAllowed as error:
            messages.error(request, str(error))
        except ValidationError as error:
            self._say_what_lacks(request, form, error)
        else:
            if said:
                messages.success(request, said)

    def _say_what_lacks(self, request, form, error):
        """Tell what must be done before the action can be taken; what was typed is saved already."""
        messages.warning(request, _("What you typed is saved, but this step was not taken:"))
        by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for field, texts in by_field.items():
            for text in texts:
                messages.error(request, text, extra_tags=field if field in form.fields else "")

    def save_related(self, request, form, formsets, change):
        """Nothing: bylines and topics are part of the revision."""

    def response_add(self, request, obj, post_url_continue=None):
        return self._after_saving(request, obj)

    def response_change(self, request, obj):
        return self._after_saving(request, obj)

    def _after_saving(self, request, article):
        """Back to the writing screen, or to the preview; a script that saves in place is told what has changed."""
        language = request.POST.get("language")
        kept = f"?language={language}" if language in LANGUAGES and language != settings.LANGUAGE_CODE else ""
        change_url = reverse("admin:articles_article_change", args=[article.pk])
        preview_url = reverse("admin:articles_article_preview", args=[article.pk]) + kept
        if elsewhere := getattr(request, "kept_beside", None):
            return JsonResponse({"go_to": elsewhere}) if desk_views.saves_in_place(request) else redirect(elsewhere)
        if desk_views.saves_in_place(request):
            saved = desk_views.editable(request.user, article.pk)
            return JsonResponse(
                {
                    **desk_views.named(saved),
                    "preview_url": preview_url,
                    "base_revision": saved.newest_revision_id,
                    "standing": desk.standing(saved),
                    "is_late": bool(desk.why_late(saved)),
                    "next_step": render_to_string(
                        "admin/articles/article/next_step.html", {"step": desk.next_step(request.user, saved)}
                    ),
                    "checklist": render_to_string(
                        "admin/articles/article/checklist.html", {"lacks": desk.lacks(saved)}, request
                    ),
                }
            )
        if request.POST.get("action") == "preview":
            return HttpResponseRedirect(preview_url)
        return HttpResponseRedirect(change_url + kept)

    def history_view(self, request, object_id, extra_context=None):
        return desk_views.history_page(request, object_id, self.admin_site)

    # The list

    def get_changelist(self, request, **kwargs):
        return ArticleList

    def get_search_results(self, request, queryset, search_term):
        return search.find_at_desk(queryset, search_term), False

    @admin.display(description=gettext_lazy("headline"))
    def headline_cell(self, article):
        headline = article.newest_revision.headline if article.newest_revision else article.unsaved_headline
        headline = headline or article.headline_ar or _("untitled")
        if article.may_be_edited:
            return format_html('<a href="{}">{}</a>', f"{article.pk}/change/", headline)
        return format_html('<a class="reader" href="{}">{}</a>', article.get_absolute_url(), headline)

    @admin.display(description=gettext_lazy("state"))
    def state_cell(self, article):
        label = State(article.state).label
        if desk.why_late(article):
            return format_html('<span class="state state-late">{}</span>', desk.standing(article))
        if article.state == State.SCHEDULED:
            label = f"{label}: {moments.when(article.due_at)}"
        elif article.state == State.LIVE and article.has_changes:
            label = _("live, with changes")
        if article.is_embargoed:
            label = _("%(state)s, under embargo") % {"state": label}
        return format_html('<span class="state state-{}">{}</span>', article.state, label)

    @admin.display(description=gettext_lazy("Section"))
    def section_cell(self, article):
        return article.newest_revision and article.newest_revision.section

    @admin.display(description=gettext_lazy("byline"))
    def bylines_cell(self, article):
        return format_html_join(
            "، ", '<a href="?whose=all&amp;author={}">{}</a>', ((a.pk, a.name) for a in article.signers)
        )

    @admin.display(description=gettext_lazy("edited"))
    def edited_cell(self, article):
        moment = article.edited_at
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(), moments.when(moment))


# Sections and pages -------------------------------------------------------------------------------------------------


# What every page shows of sections, in its navigation and with its articles, and of pages, at its foot.
_OF_A_SECTION = [f"{name}_{language}" for name in ("name", "slug") for language in LANGUAGES]
_OF_A_SECTION += ["style", "position", "in_navigation", "related_cards"]
_OF_A_FOOT_LINK = [f"{name}_{language}" for name in ("title", "slug") for language in LANGUAGES]
_OF_A_FOOT_LINK += ["position", "in_footer"]


def _same(before, after, fields):
    """Whether a row has the same `fields` as before; one that was not there, or is not any more, has not."""
    if before is None or after is None:
        return False
    return all(getattr(before, name) == getattr(after, name) for name in fields)


@admin.register(Section)
class SectionAdmin(AddressedAdmin):
    translated = ["name", "slug", "description"]
    feed = "section-feed"
    plain = ["style", "position", "in_navigation", "related_cards"]
    list_display = ["name", "slug", "style", "position", "in_navigation"]
    search_fields = [f"name_{language}" for language in LANGUAGES]

    def page_tags(self, before, after):
        """Names and addresses of sections stand everywhere; what introduces one, on its page alone."""
        tags = {f"section:{(after or before).pk}"}
        return tags if _same(before, after, _OF_A_SECTION) else tags | {SITE}

    def save_model(self, request, section, form, change):
        super().save_model(request, section, form, change)
        if {"style", *(f"name_{language}" for language in LANGUAGES)} & set(form.changed_data):
            share_cards.redraw(ShareCard.objects.filter(article__section=section))

    def get_changeform_initial_data(self, request):
        last = Section.objects.order_by("position").last()
        return {"position": last.position + 1 if last else 1, **super().get_changeform_initial_data(request)}


class StaticPageForm(AddressedForm):
    name_source = "title"
    body_ar = BodyField(language="ar", required=False, label=gettext_lazy("Text"))
    body_en = BodyField(language="en", required=False, label=gettext_lazy("Text"))
    body_fr = BodyField(language="fr", required=False, label=gettext_lazy("Text"))


@admin.register(StaticPage)
class StaticPageAdmin(AddressedAdmin):
    form = StaticPageForm
    translated = ["title", "slug", "body"]
    plain = ["position", "in_footer"]
    list_display = ["title", "slug", "position", "in_footer"]
    search_fields = [f"title_{language}" for language in LANGUAGES]

    def page_tags(self, before, after):
        tags = {f"page:{(after or before).pk}"}
        return tags if _same(before, after, _OF_A_FOOT_LINK) else tags | {SITE}

    def render_change_form(self, request, context, *args, **kwargs):
        context["media"] = Media.from_media(context["media"]).with_nonce(str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)
