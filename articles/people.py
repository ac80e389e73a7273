"""How the desk calls people."""

from django.utils.translation import gettext as _


def name_of(user):
    """A colleague's name as the desk shows it; an account that was deleted has none."""
    return (user.get_full_name() or user.get_username()) if user else _("a former colleague")
