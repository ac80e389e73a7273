"""The body of an article: the one place that knows its vocabulary.

A body is a short, closed list of HTML elements. Text blocks: p, h2, h3, ul, ol, li, blockquote, hr. In a line: a,
strong, em, br. And four blocks of ours, which point at rows by id so that they never go stale:

    <aside data-pull-quote="who said it, or nothing">…</aside>
    <figure data-image="12"><figcaption>the caption here, or nothing for the picture's own</figcaption></figure>
    <aside data-article="34"></aside>                                  «اقرأ أيضاً»
    <div data-embed="https://www.youtube.com/watch?v=…"></div>         of the hosts in EMBED_HOSTS only

`clean` turns any HTML into that vocabulary and is safe by construction: what it writes, it writes itself, element by
element. Whatever stores a body calls it. Everything else here reads cleaned bodies only.
"""

import re
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

import nh3
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from lxml import html as lxml_html

import arabic
from articles.models import LANGUAGES, Article, BodyReference
from images.models import Image

#: The longest body, in characters of HTML: some 150,000 words.
MAX_LENGTH = 1_000_000
#: How deep elements may lie in one another; people reach six or seven, attacks thousands.
MAX_DEPTH = 100

#: Whose embeds we know, and what readers call them.
EMBED_HOSTS = {
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "vimeo.com": "Vimeo",
    "x.com": "X",
    "twitter.com": "X",
    "facebook.com": "Facebook",
    "instagram.com": "Instagram",
    "t.me": "Telegram",
    "soundcloud.com": "SoundCloud",
}

_OURS = ("data-pull-quote", "data-image", "data-article", "data-embed")
_INLINE = {"a": "a", "strong": "strong", "b": "strong", "em": "em", "i": "em", "cite": "em", "br": "br", "span": None}
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
_LISTS = {"ul", "ol"}
# Elements that hold blocks and mean nothing to us: what is in them is kept, they are not.
_WRAPPERS = {"div", "section", "article", "main", "header", "footer", "aside", "nav", "figure", "figcaption", "address"}
_WRAPPERS |= {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "dl", "dt", "dd", "pre", "center"}
_WRAPPERS |= {"details", "summary"}
_NOTHING_KEPT = {"script", "style", "template", "iframe", "object", "noscript", "svg", "math", "select", "title"}

_CLEANER = nh3.Cleaner(
    tags=set(_INLINE) | set(_HEADINGS) | _LISTS | _WRAPPERS | {"p", "li", "blockquote", "hr"},
    clean_content_tags=_NOTHING_KEPT,
    attributes={
        "a": {"href"},
        "aside": {"data-pull-quote", "data-article"},
        "figure": {"data-image"},
        "div": {"data-embed"},
    },
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)


# What comes in ------------------------------------------------------------------------------------------------------


def clean(html):
    """Any HTML (or plain text) in our vocabulary. Idempotent; text is kept as typed, in NFC (ARABIC.md, N1).

    Raises ValidationError when it is too long or nested as only an attack is.
    """
    if len(html) > MAX_LENGTH:
        raise ValidationError(
            _("This text is longer than %(most)s characters. Cut it into parts.") % {"most": f"{MAX_LENGTH:,}"}
        )
    root = _parse(_CLEANER.clean(arabic.clean(html)))
    _refuse_depth(root)
    return "\n".join(_blocks(root))


def from_text(text):
    """Plain text as a body: each line a paragraph."""
    return clean("".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip()))


def embed_host(url):
    """What readers call the host of an embed ("YouTube"), or None when we know none for `url`."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or len(parts.path) < 2:
        return None
    return EMBED_HOSTS.get(re.sub(r"^(www|m|mobile)\.", "", parts.hostname))


def _parse(html):
    parser = lxml_html.HTMLParser(huge_tree=True, encoding="utf-8")
    document = lxml_html.document_fromstring(f"<div>{html}</div>".encode(), parser=parser)
    return document.find("body")[0]


def _refuse_depth(root):
    level = [root]
    for _depth in range(MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return
    raise ValidationError(_("This text is nested too deeply. Paste it as plain text."))


def _blocks(parent, only=None):
    """The blocks in `parent`, each as HTML. Loose text becomes paragraphs; `only` limits which kinds may stand."""
    line = []

    def paragraph():
        text = _trim("".join(line))
        line.clear()
        return [f"<p>{text}</p>"] if text else []

    line.append(_text(parent.text))
    for element in parent:
        if element.tag in _INLINE:
            line.append(_inline(element))
        else:
            yield from paragraph()
            yield from _block(element, only)
        line.append(_text(element.tail))
    yield from paragraph()


def _block(element, only):
    tag = element.tag
    ours = next(
        (name for name in ("data-pull-quote", "data-image", "data-article", "data-embed") if name in element.attrib),
        None,
    )
    if only is None and ours:
        yield from _our_block(element, ours)
    elif only is None and tag in _HEADINGS:
        if text := _trim(_line(element)):
            yield f"<{_HEADINGS[tag]}>{text}</{_HEADINGS[tag]}>"
    elif only is None and tag == "blockquote":
        if inside := "".join(_blocks(element, only=_LISTS)):
            yield f"<blockquote>{inside}</blockquote>"
    elif tag in _LISTS:
        items = "".join(_item(child) for child in element if child.tag == "li")
        if items:
            yield f"<{tag}>{items}</{tag}>"
    elif only is None and tag == "hr":
        yield "<hr>"
    else:
        yield from _blocks(element, only)


def _item(element):
    blocks = list(_blocks(element, only=_LISTS))
    if blocks and blocks[0].startswith("<p>") and not any(block.startswith("<p>") for block in blocks[1:]):
        blocks[0] = blocks[0][3:-4]  # a single line needs no paragraph in its item
    return f"<li>{''.join(blocks)}</li>" if blocks else ""


def _our_block(element, name):
    value = element.get(name).strip()
    if name == "data-pull-quote":
        if text := _trim(_line(element)):
            yield f'<aside data-pull-quote="{escape(value)}">{text}</aside>'
    elif name == "data-embed":
        if embed_host(value):
            yield f'<div data-embed="{escape(value)}"></div>'
        elif (link := _href(value)) is not None:
            yield f'<p><a href="{link}">{escape(value)}</a></p>'
    elif value.isascii() and value.isdigit() and len(value) < 16:
        if name == "data-article":
            yield f'<aside data-article="{int(value)}"></aside>'
        else:
            caption = " ".join(element.text_content().split())
            yield f'<figure data-image="{int(value)}"><figcaption>{_text(caption)}</figcaption></figure>'


def _line(element):
    """All of an element as one line of text: what is bold or linked stays so, blocks in it run on."""
    parts = [_text(element.text)]
    for child in element:
        parts += [_inline(child) if child.tag in _INLINE else f" {_line(child)} ", _text(child.tail)]
    return "".join(parts)


def _inline(element):
    tag = _INLINE[element.tag]
    if tag == "br":
        return "<br>"
    inside = _line(element)
    if tag is None or not inside.strip():
        return inside
    if tag == "a":
        link = _href(element.get("href", ""))
        return inside if link is None or "<a " in inside else f'<a href="{link}">{inside}</a>'
    return f"<{tag}>{inside}</{tag}>"


def _href(value):
    """An address that may stand in a link, escaped, or None: the web, mail, telephone, or a path of this site."""
    value = value.strip()
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    if parts.scheme in ("http", "https"):
        return escape(value) if parts.netloc else None
    if parts.scheme in ("mailto", "tel"):
        return escape(value)
    return escape(value) if not parts.scheme and re.match(r"/(?![/\\])", value) else None


def _text(text):
    return escape(re.sub(r"[ \t\r\n\f]*[\r\n][ \t\r\n\f]*", " ", text or ""), quote=False)


def _trim(line):
    """A line without space or breaks at its ends, and "" when nothing is left to read."""
    line = re.sub(r"^(?:\s|<br>)+|(?:\s|<br>)+$", "", line)
    return line if re.sub(r"<[^>]*>|\s", "", line) else ""


# What it points at --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class References:
    """The ids that a body points at, in the order in which they stand."""

    images: tuple[int, ...]
    articles: tuple[int, ...]


def references(*bodies):
    """The References of cleaned bodies together, each id once."""
    images, articles = {}, {}
    for html in bodies:
        for name, pk in re.findall(r'<(?:figure|aside) data-(image|article)="(\d+)">', html or ""):
            (images if name == "image" else articles)[int(pk)] = None
    return References(tuple(images), tuple(articles))


def save_references(article):
    """Keep in BodyReference what the article's texts, in all languages, point at; ids of nothing are passed over."""
    found = references(*[getattr(article, f"body_{language}") for language in LANGUAGES])
    images = Image.objects.filter(pk__in=found.images).values_list("pk", flat=True)
    articles = Article.objects.filter(pk__in=found.articles).exclude(pk=article.pk).values_list("pk", flat=True)
    article.body_references.all().delete()
    BodyReference.objects.bulk_create(
        [BodyReference(article=article, image_id=pk) for pk in images]
        + [BodyReference(article=article, target_id=pk) for pk in articles]
    )


# What goes out ------------------------------------------------------------------------------------------------------


def render(html):
    """A cleaned body as readers see it, with today's headlines, addresses and pictures. At most two queries.

    What is no longer there to be shown (a withdrawn article, a deleted picture) leaves no trace.
    """
    return _render(html, "articles/blocks")


def render_feed(html):
    """The same for feed readers: absolute addresses, no pull quotes, no read-also, plain figures."""
    rendered = _render(html, "articles/blocks/feed")
    return mark_safe(re.sub(r'(href|src)="(/[^"]*)"', rf'\1="{settings.SITE_URL}\2"', rendered))


def _render(html, templates):
    found = references(html)
    images = Image.objects.in_bulk(found.images) if found.images else {}
    articles = (
        {article.pk: article for article in Article.objects.readable().for_cards().filter(pk__in=found.articles)}
        if found.articles
        else {}
    )

    def block(match):
        name, value, inside = match["name"], match["value"], match["inside"]
        context = {"text": mark_safe(inside), "plain": value}
        if name == "image":
            caption = re.sub(r"</?figcaption>", "", inside)
            context |= {"image": images.get(int(value)), "caption": mark_safe(caption)}
        elif name == "article":
            context |= {"article": articles.get(int(value))}
        elif name == "embed":
            context |= {"url": mark_safe(value), "host": embed_host(value.replace("&amp;", "&"))}
        elif name == "pull-quote":
            context |= {"speaker": mark_safe(value)}
        missing = name in ("image", "article") and context[name] is None
        return "" if missing else render_to_string(f"{templates}/{name.replace('-', '_')}.html", context)

    return mark_safe(_BLOCK.sub(block, html))


_BLOCK = re.compile(
    r'<(?P<tag>aside|figure|div) data-(?P<name>pull-quote|image|article|embed)="(?P<value>[^"]*)">'
    r"(?P<inside>.*?)</(?P=tag)>",
    re.DOTALL,
)


def plain_text(html):
    """What a cleaned body says, a line for each block: for search, excerpt and reading time.

    Pull quotes (they repeat the text), captions, read-also and embeds are not in it (ARABIC.md, X4, X5, C6).
    """
    text = re.sub(r"</(?:p|h2|h3|li|blockquote)>|<br>|<hr>|<(?:ul|ol)>", "\n", _BLOCK.sub("\n", html or ""))
    lines = re.sub(r"<[^>]*>", "", text)
    return "\n".join(line.strip() for line in _unescape(lines).split("\n") if line.strip())


def _unescape(text):
    """Undo `escape`, and nothing else: a cleaned body has no other entity."""
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text
