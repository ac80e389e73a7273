"""The three roles, as the migration makes them."""

import pytest
from django.contrib.auth.models import Group, Permission

from newsroom import roles
from tests.factories import make_user

pytestmark = pytest.mark.django_db

JOURNALIST, EDITOR, CHIEF = (set(roles.PERMISSIONS[role]) for role in (roles.JOURNALIST, roles.EDITOR, roles.CHIEF))


def test_each_role_may_what_the_one_below_it_may_and_more():
    assert JOURNALIST < EDITOR < CHIEF


@pytest.mark.parametrize("role", roles.PERMISSIONS)
def test_the_groups_hold_exactly_these_permissions(role):
    group = Group.objects.get(name=role)
    held = {f"{app}.{name}" for app, name in group.permissions.values_list("content_type__app_label", "codename")}
    assert held == set(roles.PERMISSIONS[role])
    assert make_user(role).get_all_permissions() == held


def test_there_are_no_other_groups():
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.PERMISSIONS)


def test_only_editors_put_before_readers_and_only_the_chief_makes_users():
    publish, users = "articles.publish_article", "auth.add_user"
    assert publish not in JOURNALIST and publish in EDITOR
    assert users not in EDITOR and users in CHIEF


def test_nobody_deletes_articles_or_gives_themselves_more_rights():
    assert not any(name.startswith("articles.delete_article") for name in CHIEF)
    assert not {"auth.change_group", "auth.add_permission", "auth.change_permission", "auth.add_group"} & CHIEF
    assert Permission.objects.filter(codename="delete_article").exists()


def test_somebody_without_a_role_may_nothing():
    assert make_user(None).get_all_permissions() == set()
