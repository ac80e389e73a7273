from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class DeskSite(AdminSite):
    """The desk: where the newsroom writes, chooses and decides."""

    site_title = site_header = _("The desk")
    index_title = _("Today")
    site_url = "/"
