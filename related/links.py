"""What holds for every list of links that somebody chooses by hand: under an article, or pinned by a topic."""

import posixpath
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit, urlunsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http.request import validate_host
from django.urls import reverse
from django.utils.translation import gettext as _

import arabic
from articles.links import host_of, page_of, untracked

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
    if any(page_of(other.url) == page_of(link.url) for other in present if other.url):
        raise ValidationError({"url": _("This address is in the list already.")})
    link.clean_fields(exclude={field.name for field in link._meta.fields} - {"url", "title", "source"})


def outside_address(typed):
    """The address of a page elsewhere as it is kept. Raises ValidationError with what to do."""
    url = arabic.clean(typed).strip()
    if url.startswith("//"):
        url = f"https:{url}"
    elif "." in url and ":" not in url:
        url = f"https://{url}"
    url = untracked(url)
    try:
        URLValidator(["http", "https"])(url)
        parts = urlsplit(url)
        host, _port = host_of(parts), parts.port  # which raises for one that there cannot be
    except (ValidationError, ValueError):
        parts, host = urlsplit(""), ""
    # What browsers and Python read differently leads elsewhere than was checked, and a name before @ is a password's.
    if not host or "\\" in url or "@" in parts.netloc:
        raise ValidationError({"url": _("Paste the whole address of the page, beginning with https://.")})
    if _is_ours(host):
        if _leads_to_the_desk(parts.path):
            raise ValidationError({"url": _("Readers cannot open the desk. Paste an address that they can.")})
        raise ValidationError(
            {"url": _("This is a page of our own site. Look for the article by its headline instead.")}
        )
    if _is_inside(host):
        raise ValidationError(
            {"url": _("This address works only inside the newsroom's network. Paste one that readers can open.")}
        )
    usual = {"http": ":80", "https": ":443"}[parts.scheme]
    return urlunsplit(parts._replace(netloc=parts.netloc.lower().removesuffix(usual)))


def _is_ours(host):
    """Whether the site answers at `host`, under whichever of its names."""
    names = {host_of(urlsplit(settings.SITE_URL)).removeprefix("www."), *settings.ALLOWED_HOSTS} - {"*"}
    return validate_host(host.removeprefix("www."), names) or validate_host(host, names)


def _leads_to_the_desk(path):
    return f"{posixpath.normpath(unquote(path))}/".startswith(reverse("admin:index"))


def _is_inside(host):
    """Whether only a network of one's own knows `host`: a bare name, or an address that is not the internet's."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".local", ".localhost", ".internal", ".lan", ".home.arpa"))


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
