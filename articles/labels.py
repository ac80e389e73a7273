"""What the fields of an edition are called, for whoever writes it: each in the edition's own language."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

_NAMES = {
    "kicker": _("kicker"),
    "headline": _("headline"),
    "standfirst": _("standfirst"),
    "body": _("body"),
    "slug": _("address"),
    "lead_caption": _("caption of the lead picture"),
    "source_name": _("source"),
    "seo_title": _("title for search engines"),
    "seo_description": _("description for search engines"),
}


def label(name, language):
    """The label of the translated field `name` in the edition of `language`: «العنوان», "Headline", "Titre"."""
    with override(language):
        return capfirst(str(_NAMES[name]))
