"""Accounts at the desk: the chief makes them and gives them a role; only a superuser sees Django's own permissions."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _

from delivery.desk import DeskAdmin
from newsroom import roles

admin.site.unregister(Group)  # what a role may do is said in newsroom.roles
admin.site.unregister(User)


@admin.register(User)
class StaffAdmin(DeskAdmin, UserAdmin):
    """Staff accounts. They are switched off, not deleted: the history of articles keeps their names."""

    list_display = ["username", "full_name", "role_names", "is_active", "last_login"]
    list_filter = ["groups", "is_active"]
    filter_horizontal = []
    add_form = UserCreationForm
    add_form_template = None
    add_fieldsets = [(None, {"fields": ["username", "first_name", "last_name", "password1", "password2", "groups"]})]

    def get_queryset(self, request):
        users = super().get_queryset(request).prefetch_related("groups")
        return users if request.user.is_superuser else users.filter(is_superuser=False)

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.add_fieldsets
        fieldsets = [
            (None, {"fields": ["username", "password"]}),
            (_("Person"), {"fields": ["first_name", "last_name", "email"]}),
            (_("Role"), {"fields": ["is_active", "groups"]}),
        ]
        if request.user.is_superuser:
            fieldsets.append((_("Technical"), {"fields": ["is_staff", "is_superuser"], "classes": ["collapse"]}))
        return fieldsets

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        for name in {"username", "password1", "password2"} & set(form.base_fields):
            form.base_fields[name].widget.attrs["dir"] = "ltr"
        if "password" in form.base_fields:
            form.base_fields["password"].help_text = ""
        return form

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs["queryset"] = Group.objects.filter(name__in=roles.PERMISSIONS)
            field = super().formfield_for_manytomany(db_field, request, **kwargs)
            field.label, field.help_text = _("Roles"), ""
            return field
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser

    @admin.display(description=_("name"), ordering="first_name")
    def full_name(self, user):
        return user.get_full_name()

    @admin.display(description=_("role"))
    def role_names(self, user):
        return "، ".join(group.name for group in user.groups.all())
