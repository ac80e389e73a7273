from django.contrib import admin
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from authors.models import Author
from delivery.desk import AddressedAdmin


@admin.register(Author)
class AuthorAdmin(AddressedAdmin):
    """Whoever signs. An author with articles cannot be deleted; the database holds their bylines."""

    translated = ["name", "slug", "beat", "bio"]
    feed = "author-feed"
    plain = ["is_organisation", "portrait", "email", "website", "user"]
    list_display = ["name_cell", "beat", "user"]
    list_select_related = ["user"]
    sortable_by = ["name_cell", "beat"]
    search_fields = ["desk_words"]
    autocomplete_fields = ["portrait"]

    def get_search_results(self, request, queryset, search_term):
        return queryset.described(search_term), False

    def page_tags(self, before, after):
        return {f"author:{(after or before).pk}", "authors"}

    @admin.display(description=_("name"), ordering="sort_key")
    def name_cell(self, author):
        return author.name

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            kwargs["queryset"] = get_user_model().objects.filter(is_active=True).order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
