"""Addresses without what follows the reader, and when two are one page's.

static/desk/editor/links.js does `untracked` on paste.
"""

import re
from urllib.parse import parse_qs, unquote, urlsplit

# Longer ones are no addresses that people share, and one wrapped in itself a thousand times takes long to unwrap.
_LONGEST = 4_000
_PARTS = re.compile(r"([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL)
_WHOLE = re.compile(r"https?://[^/\x00-\x20][^\x00-\x20\x7f-\x9f]*", re.IGNORECASE)
_HOST = re.compile(r"https?://(?:[^/@]*@)?([^/:]+)", re.IGNORECASE)
_TRACKING = re.compile(
    "utm_.*|mc_[ce]id|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|_ga|_gl"
    "|_hsenc|_hsmi|__hs[a-z]*|mkt_tok|ref_src|ref_url|cmpid|wt_mc|at_medium|at_campaign|xtor|vero_id|oly_[a-z]+_id",
    re.IGNORECASE | re.DOTALL,
)
# What some sites add to an address when somebody shares it; elsewhere the same name may mean something.
_TRACKING_AT = [
    (re.compile(r"(?:.*\.)?(?:youtube\.com|youtu\.be)"), {"si", "feature", "pp"}),
    (re.compile(r"(?:.*\.)?(?:x|twitter)\.com"), {"s", "t"}),
    (re.compile(r"(?:.*\.)?facebook\.com"), {"__tn__", "__cft__", "mibextid", "rdid", "share_url"}),
]
# Pages that only send the reader on, and the parameters that say where.
_REDIRECTS = [
    (re.compile(r"(?:www\.)?google(?:\.[a-z]{2,3}){1,2}"), {"/url"}, ("q", "url")),
    (re.compile(r"lm?\.(?:facebook|instagram)\.com"), {"/", "/l.php"}, ("u",)),
    (re.compile(r"(?:www\.)?facebook\.com"), {"/l.php"}, ("u",)),
    (re.compile(r"(?:www\.)?youtube\.com"), {"/redirect"}, ("q",)),
    (re.compile(r".*\.safelinks\.protection\.outlook\.com"), {"/"}, ("url",)),
]


def untracked(address):
    """`address` without tracking parameters, out of the redirects of search engines and networks; the rest as it was.

    Only addresses of the web change. Raises nothing.
    """
    if len(address) > _LONGEST:
        return address
    while (target := _redirect_target(address)) is not None:
        address = target
    start, query, fragment = _parts(address)
    host = _host(start)
    if not host:
        return address
    kept = [part for part in query[1:].split("&") if part and not _tracks(host, part.partition("=")[0])]
    fragment = re.sub(r"^#(?:utm_|xtor=).*|:~:.*", "", fragment, flags=re.DOTALL)
    return start + ("?" + "&".join(kept) if kept else "") + (fragment if fragment != "#" else "")


def page_of(address):
    """What all addresses of one page of the web have in common, to tell whether two lead to the same one.

    That is an address without what follows the reader, without scheme, usual port, last slash and the place on the
    page, in one spelling of its host and of letters that are not Latin.
    """
    try:
        parts = urlsplit(untracked(address))
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return address
    path, query = (unquote(part, errors="surrogateescape") for part in (parts.path.rstrip("/"), parts.query))
    return f"//{host_of(parts)}{port}{path}" + (f"?{query}" if query else "")


def host_of(parts):
    """The host of an address in `parts` of urlsplit, in the one spelling in which it is looked up."""
    host = (parts.hostname or "").rstrip(".")
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host


def _parts(address):
    return [part or "" for part in _PARTS.fullmatch(address).groups()]


def _host(start):
    match = _HOST.match(start)
    return match[1].lower() if match else ""


def _tracks(host, name):
    known = any(site.fullmatch(host) and name in names for site, names in _TRACKING_AT)
    return known or bool(_TRACKING.fullmatch(name))


def _redirect_target(address):
    start, query, _fragment = _parts(address)
    host, path = _host(start), re.sub(r"^https?://[^/]*", "", start, flags=re.IGNORECASE) or "/"
    for site, pages, names in _REDIRECTS:
        if site.fullmatch(host) and path in pages:
            values = parse_qs(query[1:])
            found = (value for name in names for value in values.get(name, [])[:1])
            return next((value for value in found if _WHOLE.fullmatch(value)), None)
    return None
