"""The three roles of the desk, as groups: what each may do is said here once, in permissions."""

from django.contrib.auth.models import Group, Permission

JOURNALIST, EDITOR, CHIEF = "صحافيّون", "محرّرون", "رئاسة التحرير"

_JOURNALIST = [
    "articles.add_article",
    "articles.change_article",
    "articles.view_article",
    "images.add_image",
    "images.change_image",
    "images.view_image",
    "authors.view_author",
    "topics.view_topic",
    "articles.view_section",
]
_EDITOR = [
    *_JOURNALIST,
    "articles.edit_any_article",
    "articles.publish_article",
    "topics.add_topic",
    "topics.change_topic",
    "topics.add_topicalias",
    "topics.change_topicalias",
    "topics.delete_topicalias",
    "topics.view_topicalias",
    "related.view_pinnedset",
    "articles.add_staticpage",
    "articles.change_staticpage",
    "articles.view_staticpage",
]
_CHIEF = [
    *_EDITOR,
    "articles.add_section",
    "articles.change_section",
    "articles.delete_section",
    "articles.delete_staticpage",
    "authors.add_author",
    "authors.change_author",
    "authors.delete_author",
    "topics.delete_topic",
    "images.delete_image",
    "delivery.add_redirect",
    "delivery.change_redirect",
    "delivery.delete_redirect",
    "delivery.view_redirect",
    "auth.add_user",
    "auth.change_user",
    "auth.view_user",
    "auth.view_group",
]

PERMISSIONS = {JOURNALIST: _JOURNALIST, EDITOR: _EDITOR, CHIEF: _CHIEF}


def make_groups(**signal):
    """Bring the three groups in step with PERMISSIONS; called after each migration, when all permissions exist."""
    for name, permissions in PERMISSIONS.items():
        wanted = Permission.objects.none()
        for permission in permissions:
            app_label, codename = permission.split(".")
            wanted |= Permission.objects.filter(content_type__app_label=app_label, codename=codename)
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set(wanted)
