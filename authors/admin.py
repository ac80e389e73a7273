from django.contrib import admin
from django.contrib.auth import get_user_model

from authors.models import Author
from delivery.desk import AddressedAdmin


@admin.register(Author)
class AuthorAdmin(AddressedAdmin):
    """Whoever signs. An author with articles cannot be deleted; the database holds their bylines."""

    translated = ["name", "slug", "beat", "bio"]
    plain = ["portrait", "email", "website", "user"]
    list_display = ["name", "beat", "user"]
    list_select_related = ["user"]
    search_fields = ["sort_key"]
    autocomplete_fields = ["portrait"]

    def get_search_results(self, request, queryset, search_term):
        return queryset.named(search_term), False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            kwargs["queryset"] = get_user_model().objects.filter(is_active=True).order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
