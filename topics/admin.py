from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from delivery.desk import AddressedAdmin
from topics.models import Topic, TopicAlias


class AliasFormSet(forms.BaseInlineFormSet):
    """Fields that say by themselves what they are: a table of forms has no labels."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            field.widget.attrs["aria-label"] = field.label


class AliasInline(admin.TabularInline):
    """Every other spelling of the name: search, suggestions and the pickers read them."""

    model = TopicAlias
    formset = AliasFormSet
    extra = 2


@admin.register(Topic)
class TopicAdmin(AddressedAdmin):
    translated = ["name", "slug", "description"]
    plain = ["kind", "layout", "image"]
    inlines = [AliasInline]
    list_display = ["name_cell", "kind", "slug"]
    list_filter = ["kind", "layout"]
    search_fields = ["words"]
    autocomplete_fields = ["image"]

    def get_search_results(self, request, queryset, search_term):
        return queryset.named(search_term), False

    def page_tags(self, before, after):
        return {f"topic:{(after or before).pk}", "topics"}

    @admin.display(description=_("name"), ordering="sort_key")
    def name_cell(self, topic):
        return topic.name
