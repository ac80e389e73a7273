"""Posts and videos of other sites: whose addresses we know, what each is, and the frame that shows it to who asks.

Nothing of another site is loaded with our pages. A reader who asks for an embed gets the provider's own frame, which
needs none of its scripts on our page; the page's policy allows the frames of its own embeds and no other.
"""

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote, urlsplit

#: The longest address that is looked at.
MAX_LENGTH = 2000


class Embed(NamedTuple):
    """A post or video: its provider as readers know it, its kind ("video", "reel", "post" or "sound"), its frame."""

    provider: str
    kind: str
    frame: str

    @property
    def origin(self):
        """The site of the frame, as a policy names it."""
        parts = urlsplit(self.frame)
        return f"{parts.scheme}://{parts.netloc}"


class Form(NamedTuple):
    """One form of address. `pattern` follows the scheme and a www. or the like; `frame` is given what it found."""

    provider: str
    kind: str
    pattern: str
    frame: Callable[[re.Match], str]


def _youtube(found):
    begins = re.search(r"[?&](?:t|start)=(\d{1,6})s?(?![\dhm])", found[0])
    at = f"&start={begins[1]}" if begins else ""
    return f"https://www.youtube-nocookie.com/embed/{found[1]}?autoplay=1{at}"


def _vimeo(found):
    unlisted = f"&h={found[2]}" if found[2] else ""
    return f"https://player.vimeo.com/video/{found[1]}?dnt=1&autoplay=1{unlisted}"


def _facebook(plugin):
    return lambda found: f"https://www.facebook.com/plugins/{plugin}.php?href={quote(_www(found[0]), safe='')}"


def _www(address):
    """An address of Facebook's as its frames take it: not of the site for phones."""
    return re.sub(r"^https?://(?:www\.|m\.|mobile\.|web\.)?facebook\.com", "https://www.facebook.com", address)


# The patterns are read by static/desk/editor/embedding.js as well, so they keep to what both languages know.
_NAME = r"[^/?#\s]+"
_ID = r"([A-Za-z0-9_-]{1,64})"
_FORMS = [
    Form("YouTube", "reel", rf"youtube\.com/shorts/{_ID}", _youtube),
    Form("YouTube", "video", rf"youtube(?:-nocookie)?\.com/(?:live|embed)/{_ID}", _youtube),
    Form("YouTube", "video", rf"youtube\.com/watch/?\?(?:[^#\s]*&)?v={_ID}", _youtube),
    Form("YouTube", "video", rf"youtu\.be/{_ID}", _youtube),
    Form("Vimeo", "video", rf"(?:player\.)?vimeo\.com/(?:video/|channels/{_NAME}/)?(\d+)(?:/([0-9a-f]+))?", _vimeo),
    Form(
        "X",
        "post",
        rf"(?:x|twitter)\.com/(?:i/web|{_NAME})/status(?:es)?/(\d+)",
        lambda found: f"https://platform.twitter.com/embed/Tweet.html?id={found[1]}&dnt=true",
    ),
    Form(
        "Facebook",
        "video",
        rf"facebook\.com/(?:{_NAME}/videos/|watch/?\?(?:\S*&)?v=|video\.php\?)\S+",
        _facebook("video"),
    ),
    Form("Facebook", "video", r"(?:facebook\.com/(?:reel|share/[vr])|fb\.watch)/[^/?#\s]+", _facebook("video")),
    Form(
        "Facebook",
        "post",
        rf"facebook\.com/(?:{_NAME}/(?:posts|photos)/|(?:permalink|story|photo)(?:\.php)?/?\?"
        rf"|groups/{_NAME}/(?:posts|permalink)/|share/p/)\S+",
        _facebook("post"),
    ),
    Form(
        "Instagram",
        "post",
        rf"instagram\.com/(?:{_NAME}/)?(?:p|tv)/{_ID}",
        lambda found: f"https://www.instagram.com/p/{found[1]}/embed/",
    ),
    Form(
        "Instagram",
        "reel",
        rf"instagram\.com/(?:{_NAME}/)?reels?/{_ID}",
        lambda found: f"https://www.instagram.com/reel/{found[1]}/embed/",
    ),
    Form(
        "Telegram",
        "post",
        r"(?:t|telegram)\.me/(?:s/)?([A-Za-z][A-Za-z0-9_]{2,31})/(\d+)",
        lambda found: f"https://t.me/{found[1]}/{found[2]}?embed=1",
    ),
    Form(
        "SoundCloud",
        "sound",
        rf"soundcloud\.com/{_NAME}/(?:sets/)?{_NAME}",
        lambda found: f"https://w.soundcloud.com/player/?url={quote(found[0], safe='')}",
    ),
]

#: Each form of address as a regular expression that the whole of it matches, in any case of its letters.
PATTERNS = [rf"https?://(?:www\.|m\.|mobile\.|web\.)?(?:{form.pattern})(?:[/?&#]\S*)?" for form in _FORMS]
_READ = [(re.compile(pattern, re.IGNORECASE | re.ASCII), form) for pattern, form in zip(PATTERNS, _FORMS, strict=True)]

#: What readers call the providers, each once.
PROVIDERS = list(dict.fromkeys(form.provider for form in _FORMS))


def read(address):
    """The Embed at `address`, or None when it is no post or video of a provider that we know. Raises nothing."""
    if len(address) > MAX_LENGTH:
        return None
    for pattern, form in _READ:
        if found := pattern.fullmatch(address):
            return Embed(form.provider, form.kind, form.frame(found))
    return None
