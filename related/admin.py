"""The desk's list of the topics that pin links; what they pin is chosen on the topic's own page."""

from django.contrib import admin
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import moments
from delivery.desk import DeskAdmin
from related.models import PinnedSet


@admin.register(PinnedSet)
class PinnedSetAdmin(DeskAdmin):
    list_display = ["topic", "until_cell"]
    list_select_related = ["topic"]

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(links=None).distinct()

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, *args, **kwargs):
        pinned_set = get_object_or_404(PinnedSet, pk=object_id)
        return redirect("admin:topics_topic_change", pinned_set.topic_id)

    @admin.display(description=_("until"), ordering="until")
    def until_cell(self, pinned_set):
        until = moments.at(pinned_set.until)
        return until if pinned_set.until > timezone.now() else _("ended: %(moment)s") % {"moment": until}
