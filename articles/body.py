"""The body of an article: the one place that knows its vocabulary.

A body is a short, closed list of HTML elements. Text blocks: p, h2, h3, ul, ol, li, blockquote, hr. In a line: a,
strong, em, br. And four blocks of ours, which point at rows by id so that they never go stale:

    <aside data-pull-quote="who said it, or nothing">…</aside>
    <figure data-image="12"><figcaption>the caption here, or nothing for the picture's own</figcaption></figure>
    <aside data-article="34"></aside>                                  «اقرأ أيضاً»
    <div data-embed="https://www.youtube.com/watch?v=…"></div>         a post or video that articles/embeds.py knows

`clean` turns any HTML into that vocabulary and is safe by construction: what it writes, it writes itself, element by
element. Whatever stores a body calls it. Everything else here reads cleaned bodies only.
"""

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit

import nh3
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from lxml import html as lxml_html

import arabic
from articles import embeds
from articles.isolation import attributes, block_direction, opening_tag, page_direction
from articles.links import untracked
from articles.models import LANGUAGES, Article, BodyReference
from images.models import Image

#: The longest body, in characters of HTML: some 150,000 words.
MAX_LENGTH = 1_000_000
#: How deep elements may lie in one another, and how many may stand open before anything is parsed (an estimate, since
#: parsing takes the square of it); people reach six or seven, attacks thousands.
MAX_DEPTH, MAX_OPEN = 100, 1_000

_OURS = ("data-pull-quote", "data-image", "data-article", "data-embed")
_INLINE = {"a": "a", "strong": "strong", "b": "strong", "em": "em", "i": "em", "cite": "em", "br": "br", "span": None}
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
_LISTS = {"ul", "ol"}
_IN_A_LIST = _LISTS | {"li"}
# Elements that hold blocks and mean nothing to us: what is in them is kept, they are not.
_WRAPPERS = {"div", "section", "article", "main", "header", "footer", "aside", "nav", "figure", "figcaption", "address"}
_WRAPPERS |= {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "dl", "dt", "dd", "pre", "center"}
_WRAPPERS |= {"details", "summary"}
# Elements that need no closing tag, so that an unclosed one says nothing about depth.
_CLOSED_BY_THE_NEXT = {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "option"}
_CLOSED_BY_THE_NEXT |= {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
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


_POINTS_BY_ID = re.compile(r'<(?:figure|aside) data-(image|article)="(\d+)">')


# What comes in ------------------------------------------------------------------------------------------------------


def clean(html):
    """Any HTML (or plain text) in our vocabulary. Idempotent; text is kept as typed, in NFC (ARABIC.md, N1).

    Raises ValidationError when it is too long or nested as only an attack is.
    """
    return "\n".join(_cleaned_blocks(html))


def clean_foreign(html):
    """The same of HTML from another system: ids in it name that system's rows, so what points by id is left out."""
    return "\n".join(block for block in _cleaned_blocks(html) if not _POINTS_BY_ID.match(block))


def _cleaned_blocks(html):
    _refuse_length(html)
    html = arabic.storable(html)
    _refuse_open_elements(html)
    root = _parse(arabic.storable(_CLEANER.clean(html)))  # again, since entities are characters now
    _refuse_depth(root)
    blocks = list(_blocks(root))
    _refuse_length("\n".join(blocks))  # they may have grown, and must pass the next time too
    return blocks


def from_text(text):
    """Plain text as a body: each line a paragraph. What `clean` makes of those, without the parsing of HTML."""
    lines = (_trim(_text(arabic.storable(line))) for line in text.splitlines())
    html = "\n".join(f"<p>{line}</p>" for line in lines if line)
    _refuse_length(html)
    return html


def _parse(html):
    parser = lxml_html.HTMLParser(huge_tree=True, encoding="utf-8")
    document = lxml_html.document_fromstring(f"<div>{html}</div>".encode(), parser=parser)
    return document.find("body")[0]


def _refuse_length(html):
    if len(html) > MAX_LENGTH:
        raise ValidationError(
            _("This text is longer than %(most)s characters. Cut it into parts.") % {"most": f"{MAX_LENGTH:,}"}
        )


def _refuse_open_elements(html):
    """Raise ValidationError for what would take minutes to parse: thousands of elements opened and never closed."""
    still_open, total = Counter(), 0
    for closing, name in re.findall(r"<(/?)([a-z][^\s/>]*)", html.lower()):
        if name in _CLOSED_BY_THE_NEXT or closing and not still_open[name]:
            continue
        step = -1 if closing else 1
        still_open[name] += step
        total += step
        if total > MAX_OPEN:
            raise _too_deep()


def _refuse_depth(root):
    level = [root]
    for _depth in range(MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return
    raise _too_deep()


def _too_deep():
    return ValidationError(_("This text is nested too deeply. Paste it as plain text."))


def _blocks(parent, only=None):
    """The blocks in `parent`, each as HTML. Loose text becomes paragraphs; `only` limits which kinds may stand."""
    line = []

    def paragraph():
        text = _trim("".join(line))
        line.clear()
        return [f"<p>{text}</p>"] if text else []

    line.append(_text(parent.text))
    for element in parent:
        if element.tag in _INLINE and not _wraps_blocks(element):
            line.append(_inline(element))
        else:
            yield from paragraph()
            yield from _block(element, only)
        line.append(_text(element.tail))
    yield from paragraph()


def _wraps_blocks(element):
    """Does an inline element hold blocks, as the <b> does that Google Docs puts around all it copies?"""
    return element.tag != "a" and any(inside.tag not in _INLINE for inside in element.iterdescendants())


def _block(element, only):
    tag = element.tag
    ours = next((name for name in _OURS if name in element.attrib), None)
    if only is None and ours:
        yield from _our_block(element, ours)
    elif only is None and tag in _HEADINGS:
        if text := _trim(_line(element)):
            yield f"<{_HEADINGS[tag]}>{text}</{_HEADINGS[tag]}>"
    elif only is None and tag == "blockquote":
        if inside := "".join(_blocks(element, only=_LISTS)):
            yield f"<blockquote>{inside}</blockquote>"
    elif tag in _LISTS:
        items = (block if block.startswith("<li>") else _item([block]) for block in _blocks(element, only=_IN_A_LIST))
        if inside := "".join(items):
            yield f"<{tag}>{inside}</{tag}>"
    elif only is _IN_A_LIST and tag == "li":
        yield from filter(None, [_item(list(_blocks(element, only=_LISTS)))])
    elif only is None and tag == "hr":
        yield "<hr>"
    else:
        yield from _blocks(element, only)


def _item(blocks):
    """A list item that holds `blocks`, or "" when there are none."""
    if blocks and blocks[0].startswith("<p>") and not any(block.startswith("<p>") for block in blocks[1:]):
        blocks[0] = blocks[0][3:-4]  # a single line needs no paragraph in its item
    return f"<li>{''.join(blocks)}</li>" if blocks else ""


def _our_block(element, name):
    value = element.get(name)
    if name == "data-pull-quote":
        if text := _trim(_line(element)):
            speaker = " ".join(arabic.clean(value).split())
            yield f'<aside data-pull-quote="{escape(speaker)}">{text}</aside>'
    elif name == "data-embed":
        url = _address(value)
        if embeds.read(url):
            yield f'<div data-embed="{escape(url)}"></div>'
        elif (link := _href(url)) is not None:
            yield f'<p><a href="{link}">{_text(url)}</a></p>'
    elif value.isascii() and value.isdigit() and len(value) < 16:
        if name == "data-article":
            yield f'<aside data-article="{int(value)}"></aside>'
        else:
            caption = re.sub(r"<[^>]*>", "", _line(element).replace("<br>", " "))
            caption = " ".join(arabic.clean(caption).split())
            yield f'<figure data-image="{int(value)}"><figcaption>{caption}</figcaption></figure>'


def _line(element):
    """All of an element as one line of text: what is bold or linked stays so, blocks in it run on."""
    parts = [_text(element.text)]
    for child in element:
        parts += [_inline(child) if child.tag in _INLINE else f"\n{_line(child)}\n", _text(child.tail)]
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
    value = _address(value)
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    if parts.scheme in ("http", "https"):
        return escape(value) if parts.netloc else None
    if parts.scheme in ("mailto", "tel"):
        return escape(value)
    return escape(value) if not parts.scheme and re.match(r"/(?![/\\])", value) else None


def _address(value):
    return _without_breaks(untracked(_without_breaks(value)))


def _without_breaks(url):
    """An address as browsers read it, or `/\\t/evil.example` would be a path here and another site there."""
    return re.sub(r"[\t\r\n]", "", url).strip()


def _text(text):
    return escape(text or "", quote=False)


def _trim(line):
    """A line in NFC without space or breaks at its ends, and "" when nothing is left to read."""
    line = re.sub(r"[ \t\r\n\f]+", lambda run: " " if set("\r\n") & set(run[0]) else run[0], line)
    rows = line.split("<br>")
    written = [number for number, row in enumerate(rows) if row.strip()]
    if not written:
        return ""
    line = "<br>".join(rows[written[0] : written[-1] + 1]).strip()
    # Each text by itself: NFC joins a > with a solidus over the letter that follows it.
    line = re.sub(r"(?:^|(?<=>))[^<]+", lambda text: arabic.clean(text[0]), line)
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
        for name, pk in _POINTS_BY_ID.findall(html or ""):
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


def render(html, articles=None):
    """A cleaned body as readers see it, with today's headlines, addresses and pictures. At most two queries.

    `articles` are those that readers may see of the ones it points at, by id, if they are known already. What is no
    longer there to be shown (a withdrawn article, a deleted picture) leaves no trace.
    """
    found = references(html)
    if articles is None:
        readable = Article.objects.readable().for_cards().prefetch_related(None)  # they stand here without bylines
        articles = {article.pk: article for article in readable.filter(pk__in=found.articles)} if found.articles else {}
    return _render(html, "articles/blocks", _images(found), articles)


def render_feeds(bodies):
    """Cleaned bodies as feed readers see them: absolute addresses, no pull quotes, no read-also. One query in all."""
    bodies = [_LEFT_OUT_OF_FEEDS.sub("", html) for html in bodies]
    images = _images(references(*bodies))
    rendered = (_render(html, "articles/blocks/feed", images, {}) for html in bodies)
    return [mark_safe(re.sub(r'(href|src)="(/[^"]*)"', rf'\1="{settings.SITE_URL}\2"', html)) for html in rendered]


def _images(found):
    return Image.objects.in_bulk(found.images) if found.images else {}


def frame_origins(html):
    """The sites whose frames the embeds of a cleaned body show to readers who ask, in order of the alphabet."""
    found = (
        embeds.read(_unescape(match["value"])) for match in _BLOCK.finditer(html or "") if match["name"] == "embed"
    )
    return sorted({embed.origin for embed in found if embed})


def _render(html, templates, images, articles):
    page = page_direction()

    def block(match):
        if match["text"]:
            line = block_direction(_said(match["text"]), page)
            return f"<{match['block']}{_dir(line, page)}>{_isolated(match['text'], line)}"
        name, value = match["name"], match["value"]
        inside = re.sub(r"</?figcaption>", "", match["inside"])
        line = block_direction(_said(inside), page)
        context = {"text": mark_safe(_isolated(inside, line)), "dir": mark_safe(_dir(line, page))}
        if name == "image":
            context |= {"image": images.get(int(value))}
        elif name == "article":
            context |= {"article": articles.get(int(value))}
        elif name == "embed":
            context |= {"url": mark_safe(value), "embed": embeds.read(_unescape(value))}
        elif name == "pull-quote":
            context |= {"speaker": _unescape(value)}
        missing = name in ("image", "article") and context[name] is None
        return "" if missing else render_to_string(f"{templates}/{name.replace('-', '_')}.html", context)

    return mark_safe(_BLOCK_OR_TEXT.sub(block, html))


def _dir(line, page):
    """The attributes of a block whose line runs otherwise than the page."""
    return "" if line == page else attributes(line)


def _said(html):
    """The text in a stretch of a cleaned body."""
    return _unescape(re.sub(r"<[^>]*>", " ", html))


def _isolated(html, line):
    """One block's text, as HTML in a `line` of that direction, with names in the other script, scores and the like in
    isolates, its tags as they were.

    A run inside one text is put into an element. One that reaches over the edge of a link or an emphasis is put between
    characters of Unicode, of which the first may stand inside it and the second outside.
    """
    pieces = re.split(r"(<[^>]*>)", html)  # texts, and between them tags
    texts = [_unescape(text) for text in pieces[::2]]
    tags = [*pieces[1::2], ""]
    line_ends = ["\n" if tag == "<br>" else "" for tag in tags]
    ends = list(itertools.accumulate(len(text) + len(end) for text, end in zip(texts, line_ends)))
    begins = [0, *ends]
    plain = "".join(text + end for text, end in zip(texts, line_ends))
    inserted = [[] for _ in texts]
    first = 0
    for start, end, direction in arabic.isolated_runs(plain, line):
        while ends[first] <= start:
            first += 1
        last = first
        while ends[last] < end:
            last += 1
        if first == last:
            fence = opening_tag(plain[start:end], direction), "</bdi>"
        else:
            fence = arabic.OPENING_ISOLATES[direction], arabic.CLOSING_ISOLATE
        inserted[first].append((start - begins[first], fence[0]))
        inserted[last].append((end - begins[last], fence[1]))
        first = last
    return "".join(_with(text, places) + tag for text, places, tag in zip(texts, inserted, tags))


def _with(text, places):
    """`text` as HTML with the HTML of each of `places` in it, which are in their order."""
    parts, done = [], 0
    for place, html in places:
        parts += [_text(text[done:place]), html]
        done = place
    return "".join([*parts, _text(text[done:])])


_LEFT_OUT_OF_FEEDS = re.compile(r"<aside data-(?:pull-quote|article)=.*?</aside>", re.DOTALL)
_BLOCK = re.compile(
    r'<(?P<tag>aside|figure|div) data-(?P<name>pull-quote|image|article|embed)="(?P<value>[^"]*)">'
    r"(?P<inside>.*?)</(?P=tag)>",
    re.DOTALL,
)
_BLOCK_OR_TEXT = re.compile(
    _BLOCK.pattern + r"|<(?P<block>p|h2|h3|li)>(?P<text>(?:[^<]++|<(?:/?(?:a|strong|em)\b[^>]*|br)>)++)", re.DOTALL
)


def plain_text(html):
    """What a cleaned body says, a line for each block: for search, excerpt and reading time.

    Pull quotes (they repeat the text), captions, read-also and embeds are not in it (ARABIC.md, X4, X5, C6).
    """
    text = re.sub(r"</(?:p|h2|h3|li|blockquote)>|<br>|<hr>|<(?:ul|ol)>", "\n", _BLOCK.sub("\n", html or ""))
    lines = re.sub(r"<[^>]*>", "", text)
    return "\n".join(line.strip() for line in _unescape(lines).split("\n") if line.strip())


# What it says, block by block --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Block:
    """One block of a cleaned body, as text without markup, in which a line break is a line break.

    `kind` is p, h2, h3 or hr; ul, ol or blockquote for a paragraph or item in one; pull-quote, image, article or embed.
    `formats` says which stretches are "strong", "em" or a link, which is the address itself: (start, end, format).
    `value` is the id that an image or article points at, the address of an embed, the speaker of a pull quote.
    """

    kind: str
    text: str
    formats: tuple[tuple[int, int, str], ...] = ()
    value: str = ""


_TAG = re.compile(r'<(?P<closing>/?)(?P<name>\w+)(?: (?:data-)?(?P<attribute>[a-z-]+)="(?P<value>[^"]*)")?>')


def blocks(html):
    """The Blocks of a cleaned body in their order: for comparing what was written."""
    found, around, opened, formats = [], [], [], []
    kind = value = text = ""

    def close():
        nonlocal kind, value, text
        if text.strip() or kind in ("image", "article", "embed"):
            plain = around[-1] if around else "p"
            found.append(Block(kind or plain, text, tuple(formats), value))
        kind = value = text = ""
        formats.clear()

    end = 0
    for tag in _TAG.finditer(html):
        text += _unescape(html[end : tag.start()])
        end = tag.end()
        name, closing = tag["name"], bool(tag["closing"])
        if name == "br":
            text += "\n"
        elif name in ("a", "strong", "em"):
            if closing:
                start, formatted_as = opened.pop()
                formats.append((start, len(text), formatted_as))
            else:
                opened.append((len(text), _unescape(tag["value"] or name)))
        elif name == "hr":
            close()
            found.append(Block("hr", ""))
        elif name != "figcaption":
            close()
            if name in ("ul", "ol", "blockquote"):
                around.pop() if closing else around.append(name)
            elif not closing and tag["attribute"]:
                kind, value = tag["attribute"], _unescape(tag["value"])
            elif not closing and name in ("h2", "h3"):
                kind = name
    return found


def _unescape(text):
    """Undo `escape`, and nothing else: a cleaned body has no other entity."""
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text


# Two that were made of one ------------------------------------------------------------------------------------------


class Together(NamedTuple):
    """Two bodies as one; `is_apart` where they were changed in different places, so that nothing stands there twice."""

    html: str
    is_apart: bool


def together(base, theirs, mine):
    """`theirs` and `mine`, two bodies that were made of `base`, as one: all that either wrote, `mine` after `theirs`.

    Block by block: what neither touched stands once, and what either of them took out or wrote anew is out.
    """
    was = _cleaned_blocks(base)
    (their_kept, their_new), (my_kept, my_new) = (_edits(was, _cleaned_blocks(html)) for html in (theirs, mine))
    found, is_apart = [], their_kept | my_kept == set(range(len(was)))  # no block was rewritten by both
    for place in range(len(was) + 1):
        hers = their_new.get(place, [])
        own = [block for block in my_new.get(place, []) if block not in hers]
        is_apart = is_apart and not (hers and own)
        found += hers + own
        if place in their_kept and place in my_kept:
            found.append(was[place])
    return Together("\n".join(found), is_apart)


def _edits(was, now):
    """The places of `was` whose blocks still stand in `now`, and {place: the blocks that came in there}."""
    pairs = arabic.aligned(was, now)
    new = {}
    i = j = 0
    for a, b in [*pairs, (len(was), len(now))]:
        if now[j:b]:
            new[i] = now[j:b]
        i, j = a + 1, b + 1
    return {a for a, _b in pairs}, new
