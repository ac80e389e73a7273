from django.contrib import admin
from django.db import transaction
from django.utils.translation import gettext_lazy as _

import arabic
from delivery.desk import AddressedAdmin, LabelledFormSet
from topics.models import Topic, TopicAlias, hold_spellings


class AliasInline(admin.TabularInline):
    """Every other spelling of the name: search, suggestions and the pickers read them."""

    model = TopicAlias
    formset = LabelledFormSet
    extra = 2


@admin.register(Topic)
class TopicAdmin(AddressedAdmin):
    translated = ["name", "slug", "description"]
    feed = "topic-feed"
    plain = ["kind", "layout", "image"]
    inlines = [AliasInline]
    list_display = ["name_cell", "kind", "slug"]
    list_filter = ["kind", "layout"]
    search_fields = ["words"]
    autocomplete_fields = ["image"]

    def changeform_view(self, request, *args, **kwargs):
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        with transaction.atomic():  # of two people who give two topics one spelling, the second is told
            hold_spellings()
            return super().changeform_view(request, *args, **kwargs)

    def get_search_results(self, request, queryset, search_term):
        return queryset.named(search_term), False

    def page_tags(self, before, after):
        return {f"topic:{(after or before).pk}", "topics"}

    def choice(self, topic):
        """Two persons may have one name: which is meant is told by who they are and how much is about them."""
        number = arabic.count(topic.articles.count(), arabic.ARTICLE)
        return " · ".join([topic.name, topic.get_kind_display(), topic.hint, number])

    @admin.display(description=_("name"), ordering="sort_key")
    def name_cell(self, topic):
        return topic.name
