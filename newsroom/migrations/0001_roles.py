from django.apps import apps as installed_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

from newsroom.roles import PERMISSIONS


def make_groups(apps, schema_editor):
    for app in installed_apps.get_app_configs():  # Django makes permissions after all migrations; we need them now
        if app.models_module:
            create_permissions(app, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, permissions in PERMISSIONS.items():
        group, _made = group_model.objects.get_or_create(name=name)
        for permission in permissions:
            app_label, codename = permission.split(".")
            group.permissions.add(
                permission_model.objects.get(content_type__app_label=app_label, codename=codename)
            )


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("delivery", "0001_initial"),
        ("images", "0001_initial"),
        ("authors", "0001_initial"),
        ("topics", "0001_initial"),
        ("articles", "0001_initial"),
        ("related", "0001_initial"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
