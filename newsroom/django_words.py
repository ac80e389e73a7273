"""Sentences of Django's own that the desk shows and its Arabic catalogue lacks; ours translates them."""

from django.utils.translation import gettext_noop, ngettext_lazy

gettext_noop("Conflicting form data submitted. Please try again.")
gettext_noop("Disabled")
gettext_noop("Enable password-based authentication for this user by setting a password.")
gettext_noop("Enabled")
gettext_noop("Password-based authentication")
gettext_noop("Password-based authentication was disabled.")
gettext_noop("Raw passwords are not stored, so there is no way to see the user’s password.")
gettext_noop("Reset password")
gettext_noop("Set password")
gettext_noop("Set password: %s")
gettext_noop(
    "Whether the user will be able to authenticate using a password or not. If disabled, they may still be able to "
    "authenticate using other backends, such as Single Sign-On or LDAP."
)
gettext_noop("%(model)s instance with %(field)s %(value)r is not a valid choice.")
gettext_noop("Constraint “%(name)s” is violated.")
gettext_noop("Ensure this value is a multiple of step size %(limit_value)s.")
ngettext_lazy(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
)
ngettext_lazy("Please submit at least %(num)d form.", "Please submit at least %(num)d forms.", "num")
ngettext_lazy("Please submit at most %(num)d form.", "Please submit at most %(num)d forms.", "num")
