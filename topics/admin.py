from django.contrib import admin

from delivery.desk import AddressedAdmin
from topics.models import Topic, TopicAlias


class AliasInline(admin.TabularInline):
    """Every other spelling of the name: search, suggestions and the pickers read them."""

    model = TopicAlias
    extra = 2


@admin.register(Topic)
class TopicAdmin(AddressedAdmin):
    translated = ["name", "slug", "description"]
    plain = ["kind", "image"]
    inlines = [AliasInline]
    list_display = ["name", "kind", "slug"]
    list_filter = ["kind"]
    search_fields = ["sort_key"]
    autocomplete_fields = ["image"]

    def get_search_results(self, request, queryset, search_term):
        return queryset.named(search_term), False
