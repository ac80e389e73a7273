from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class DeskConfig(AdminConfig):
    """Django's admin, as our desk."""

    default_site = "newsroom.desk.DeskSite"


class NewsroomConfig(AppConfig):
    """Last of the installed apps, so that every permission exists when the groups are made."""

    name = "newsroom"

    def ready(self):
        from newsroom import roles

        post_migrate.connect(roles.make_groups, sender=self)
