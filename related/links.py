"""What holds for every list of links that somebody chooses by hand: under an article, or pinned by a topic."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

import arabic

#: How many links an editor may choose.
MOST = 8


def check(present, target):
    """Refuse `target` beside the links `present`: one that is there, a ninth, one that readers do not see."""
    if any(link.target_id == target.pk for link in present):
        raise ValidationError(_("This article is in the list already."))
    _refuse_more(present)
    if not target.is_live:
        raise ValidationError(_("Readers do not see this article. Publish it first, or choose another one."))


def lead_outside(link, present, *, url, title, source):
    """Let the new `link` beside those `present` lead to a page elsewhere; saves nothing.

    Raises ValidationError, which names the field that is wrong.
    """
    _refuse_more(present)
    link.url = outside_address(url)
    link.title, link.source = arabic.clean(title).strip(), arabic.clean(source).strip()
    if not link.title:
        raise ValidationError({"title": _("Write the headline that readers are to see.")})
    if not link.source:
        raise ValidationError({"source": _("Name the source: the paper or site that the link leads to.")})
    if any(other.url == link.url for other in present):
        raise ValidationError({"url": _("This address is in the list already.")})
    link.clean_fields(exclude={field.name for field in link._meta.fields} - {"url", "title", "source"})


def outside_address(typed):
    """The address of a page elsewhere as it is kept. Raises ValidationError with what to do."""
    url = arabic.clean(typed).strip()
    if url and ":" not in url:
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise ValidationError({"url": _("Paste the whole address of the page, beginning with https://.")})
    own = urlsplit(settings.SITE_URL).hostname
    if host.removeprefix("www.") == own.removeprefix("www."):
        if parts.path.startswith(reverse("admin:index")):
            raise ValidationError({"url": _("Readers cannot open the desk. Paste an address that they can.")})
        raise ValidationError(
            {"url": _("This is a page of our own site. Look for the article by its headline instead.")}
        )
    return url


def after(present):
    """The position behind all links `present`."""
    return max([link.position for link in present], default=-1) + 1


def put_in_order(links, link_ids):
    """Put `links`, those of one list, in the order of `link_ids`, those not named behind them in the order they had.

    Returns whether any has moved.
    """
    place = {pk: position for position, pk in reversed(list(enumerate(link_ids)))}
    before = list(links.all())
    moved = sorted(before, key=lambda link: (place.get(link.pk, len(link_ids)), link.position))
    for position, link in enumerate(moved):
        link.position = position
    links.bulk_update(moved, ["position"])
    return moved != before


def _refuse_more(present):
    if len(present) >= MOST:
        raise ValidationError(
            _("At most %(most)s links can be chosen. Remove one, then add this one.") % {"most": MOST}
        )
