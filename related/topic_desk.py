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
from articles.permissions import may_curate_topics
from articles.workflow import NotAllowed
from related import leads, merging, pins
from related.answers import changes, link_entry, list_paths, log, outside_path
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
def pin_until(request, topic):
    """POST until: the moment until which the links stand."""
    moment = MomentField(required=True).clean(request.POST.get("until"))
    pins.pin_until(topic, moment, by=request.user)
    return _("Pinned until %(moment)s.") % {"moment": moments.at(moment)}


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
        self.fields["into"].label_from_instance = admin.site.get_model_admin(Topic).choice
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
    *list_paths("<int:pk>/leads/", "leads", changes_leads, leads),
    *list_paths("<int:pk>/pins/", "pins", changes_pins, pins),
    outside_path("<int:pk>/pins/", "pins", changes_pins, pins),
    path("<int:pk>/pins/until/", pin_until, name="pins_until"),
    path("<int:pk>/merge/", admin.site.admin_view(merge), name="merge"),
]
