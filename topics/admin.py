from django.contrib import admin

import arabic
from authors.names import named
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
        aliased = TopicAlias.objects.all()
        for word in arabic.search_key(search_term).split():
            aliased = aliased.filter(key__contains=word)
        if not search_term:
            return queryset, False
        return named(queryset, search_term) | queryset.filter(pk__in=aliased.values("topic")), False
