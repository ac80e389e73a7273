"""What an editor does to a topic beside its form: what leads its page, what it pins, and merging it into another one.

A change of what leads or is pinned answers as `answers` says. Merging is two pages: choose a topic, then see in numbers
what will happen.
"""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import moments, pickers
from articles.forms import MomentField
from articles.models import Article
from articles.permissions import may_curate_topics
from articles.workflow import NotAllowed
from related import leads, merging, pins
from related.answers import changes, link_entry, log
from related.models import PinnedSet
from topics.models import MergedTopic, Topic

app_name = "topic_desk"


# What leads ---------------------------------------------------------------------------------------------------------


def leads_context(topic, user):
    """What the panel shows `user`: the chosen articles in order, and whether they may choose."""
    return {
        "topic": topic,
        "rows": [
            {"id": lead.article_id, "entry": entry, "shown": entry["live"]}
            for lead in leads.leads(topic)
            for entry in [pickers.article_entry(lead.article)]
        ],
        "may_curate": may_curate_topics(user),
    }


#: Makes a view of a function that changes what leads a topic and returns what to say.
changes_leads = changes(Topic, "desk/topics/leads_rows.html", leads_context)


@changes_leads
def add(request, topic):
    """POST target: put that article last among those that lead the topic."""
    article = _target(request)
    leads.add(topic, article, by=request.user)
    return _("“%(headline)s” added.") % {"headline": article}


@changes_leads
def remove(request, topic):
    """POST row: take that article away from those that lead the topic."""
    leads.remove(topic, pickers.ids_in(request.POST.get("row", "")), by=request.user)
    return _("Removed.")


@changes_leads
def order(request, topic):
    """POST rows: the ids of the articles that lead, in their new order, with commas."""
    leads.order(topic, pickers.ids_in(request.POST.get("rows", "")), by=request.user)
    return _("The order is saved.")


# What is pinned -----------------------------------------------------------------------------------------------------


def pins_context(topic, user):
    """What the panel shows `user`: the links in order, until when they stand, and what was changed."""
    pinned_set = PinnedSet.objects.filter(topic=topic).first() or PinnedSet(topic=topic)
    is_current = pinned_set.until > timezone.now()
    return {
        "topic": topic,
        "rows": [
            {"id": link.pk, "entry": entry, "shown": is_current and entry.get("live", True)}
            for link in pins.pinned(pinned_set)
            for entry in [link_entry(link)]
        ],
        "until": timezone.localtime(pinned_set.until),
        "has_ended": not is_current,
        "events": log(topic.pin_events),
        "may_curate": may_curate_topics(user),
    }


#: Makes a view of a function that changes what a topic pins and returns what to say.
changes_pins = changes(Topic, "desk/topics/pins_lists.html", pins_context)


@changes_pins
def pin(request, topic):
    """POST target: put that article last among what the topic pins."""
    article = _target(request)
    pins.add(topic, article, by=request.user)
    return _("“%(headline)s” added.") % {"headline": article}


@changes_pins
def pin_outside(request, topic):
    """POST url, title, source: put a link to a page elsewhere last among what the topic pins."""
    typed = {name: request.POST.get(name, "") for name in ("url", "title", "source")}
    link = pins.add_outside(topic, **typed, by=request.user)
    return _("“%(headline)s” added.") % {"headline": link}


@changes_pins
def unpin(request, topic):
    """POST row: take that link away."""
    pins.remove(topic, pickers.ids_in(request.POST.get("row", "")), by=request.user)
    return _("Removed.")


@changes_pins
def order_pins(request, topic):
    """POST rows: the ids of the pinned links in their new order, with commas."""
    pins.order(topic, pickers.ids_in(request.POST.get("rows", "")), by=request.user)
    return _("The order is saved.")


@changes_pins
def pin_until(request, topic):
    """POST until: the moment until which the links stand."""
    moment = MomentField(required=True).clean(request.POST.get("until"))
    pins.pin_until(topic, moment, by=request.user)
    return _("Pinned until %(moment)s.") % {"moment": moments.at(moment)}


def _target(request):
    """The article that a request names."""
    article = Article.objects.filter(pk__in=pickers.ids_in(request.POST.get("target", ""))).first()
    if article is None:
        raise ValidationError(_("This article is not there any more. Choose another one."))
    return article


# Merging ------------------------------------------------------------------------------------------------------------


class MergeForm(forms.ModelForm):
    """Into which topic; `topic` is the one that will be no more."""

    class Meta:
        model = MergedTopic
        fields = ["into"]
        widgets = {"into": AutocompleteSelect(MergedTopic._meta.get_field("into"), admin.site)}
        error_messages = {
            "into": {
                "required": gettext_lazy("Choose the topic that stays."),
                "invalid_choice": gettext_lazy("This topic is not there any more. Choose another one."),
            }
        }

    def __init__(self, *args, topic, **options):
        super().__init__(*args, **options)
        self.topic = topic

    def clean_into(self):
        into = self.cleaned_data["into"]
        merging.checked(self.topic, into)
        return into


@require_http_methods(["GET", "POST"])
def merge(request, pk):
    """GET: choose a topic; with ?into= of one, see what will happen. POST into: do it."""
    topic = Topic.objects.filter(pk=pk).first()
    if topic is None:
        return _gone(request, pk)
    if not may_curate_topics(request.user):
        raise NotAllowed(_("Only an editor merges topics."))
    data = request.POST if request.method == "POST" else request.GET
    form = MergeForm(data if "into" in data else None, topic=topic)
    into = form.cleaned_data["into"] if form.is_valid() else None
    if request.method == "POST" and into is not None:
        try:
            into = merging.merge(topic, into, by=request.user)
        except ValidationError as error:
            form.add_error("into", error)
            into = None
        else:
            messages.success(request, _("“%(name)s” was merged into “%(into)s”.") % {"name": topic, "into": into})
            return redirect("admin:topics_topic_change", into.pk)
    context = {
        **admin.site.each_context(request),
        "title": _("Merge “%(name)s” into another topic") % {"name": topic},
        "topic": topic,
        "form": form,
        "into": into,
        "numbers": merging.in_numbers(topic, into) if into else None,
    }
    return render(request, "desk/topics/merge.html", context)


def _gone(request, pk):
    """Lead to where a topic went into, if somebody else was quicker."""
    merged = get_object_or_404(MergedTopic.objects.select_related("into"), old_id=pk)
    said = _("“%(name)s” was merged into “%(into)s” already.") % {"name": merged.name, "into": merged.into}
    messages.info(request, said)
    return redirect(reverse("admin:topics_topic_change", args=[merged.into_id]))


urlpatterns = [
    path("<int:pk>/leads/add/", add, name="add"),
    path("<int:pk>/leads/remove/", remove, name="remove"),
    path("<int:pk>/leads/order/", order, name="order"),
    path("<int:pk>/pins/add/", pin, name="pin"),
    path("<int:pk>/pins/add-outside/", pin_outside, name="pin_outside"),
    path("<int:pk>/pins/remove/", unpin, name="unpin"),
    path("<int:pk>/pins/order/", order_pins, name="order_pins"),
    path("<int:pk>/pins/until/", pin_until, name="pin_until"),
    path("<int:pk>/merge/", admin.site.admin_view(merge), name="merge"),
]
