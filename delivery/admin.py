from django import forms
from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from delivery.desk import DeskAdmin
from delivery.models import Redirect


@admin.register(Redirect)
class RedirectAdmin(DeskAdmin):
    """Old addresses. A changed slug leaves one by itself; here are those that somebody typed, too."""

    list_display = ["old_path", "new_path", "created_at"]
    search_fields = ["old_path", "new_path"]
    search_help_text = _("Words of a path, or a whole address")
    formfield_overrides = {models.CharField: {"widget": forms.TextInput(attrs={"dir": "ltr", "size": 60})}}

    def get_search_results(self, request, queryset, search_term):
        return queryset.mentioning(search_term), False
