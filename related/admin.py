"""The desk's screen of what topics pin under all their articles."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.forms import MomentField
from delivery.desk import DeskAdmin, LabelledFormSet
from related import curation
from related.models import PinnedLink, PinnedSet


class PinnedSetForm(forms.ModelForm):
    until = MomentField(required=True, label=gettext_lazy("until"))


class PinnedLinkForm(forms.ModelForm):
    """One link: an article that readers see, or an outside page."""

    def clean(self):
        values = super().clean()
        target = values.get("target")
        if target and not target.is_live:
            self.add_error("target", _("Readers do not see this article. Publish it first, or choose another one."))
        if values.get("url"):
            try:
                values["url"] = curation.outside_address(values["url"])
            except ValidationError as error:
                self.add_error(None, error)
        return values


class PinnedLinkInline(admin.TabularInline):
    model = PinnedLink
    form = PinnedLinkForm
    formset = LabelledFormSet
    formfield_overrides = DeskAdmin.formfield_overrides
    fields = ["target", "url", "title", "source", "position"]
    autocomplete_fields = ["target"]
    extra = 1
    max_num = curation.MOST_LINKS


@admin.register(PinnedSet)
class PinnedSetAdmin(DeskAdmin):
    form = PinnedSetForm
    fields = ["topic", "until"]
    autocomplete_fields = ["topic"]
    inlines = [PinnedLinkInline]
    list_display = ["topic", "until"]

    def page_tags(self, before, after):
        return {f"pins:{pins.topic_id}" for pins in (before, after) if pins}
