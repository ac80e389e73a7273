"""The desk's own form fields: the body's editor, and the pickers of authors, topics and pictures.

What they accept is checked here, on the server, and refused in words for the person. The scripts in static/desk/ make
them pleasant; their values travel in one textarea or hidden input each.
"""

import json

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import importmap as prose_editor_importmap
from js_asset import ImportMap, Media, Script

from articles import body, embeds, pickers
from articles.models import Byline
from authors.models import Author
from images.models import Image
from topics.models import Topic


def pickers_media():
    """The scripts and styles of the pickers, which panels of chosen things use too."""
    return Media(
        importmap=ImportMap({f"desk/{name}": f"desk/{name}.js" for name in ("pickers", "choosing", "csrf")}),
        css={"all": ["desk/pickers.css"]},
        js=[Script("desk/pickers.js", type="module")],
    )


def editor_media():
    """Those of the body's editor, the pickers' among them. The page gives the import map its nonce."""
    names = ["blocks", "characters", "counting", "direction", "embedding", "find", "finding", "letters", "lines"]
    names += ["links", "paste", "pasted-html", "pasted-text", "proofreading", "quiet", "shortcuts", "toolbar"]
    names += ["uploads"]
    modules = {f"desk/editor/{name}": f"desk/editor/{name}.js" for name in names}
    return pickers_media() + Media(
        importmap=prose_editor_importmap | ImportMap(modules),
        css={"all": ["desk/editor/editor.css"]},
        js=[Script("desk/editor/editor.js", type="module")],
    )


def desk_media():
    """The modules of the writing screen's own script, desk.js."""
    names = ("copies", "csrf", "keeping", "one-page", "presence", "sign-in")
    return Media(importmap=ImportMap({f"desk/{name}": f"desk/{name}.js" for name in names}))


# The body -----------------------------------------------------------------------------------------------------------


#: Signs that keyboards hide, in groups: what is written, what the button shows, what it is called.
_ON_DOTS = "\N{DOTTED CIRCLE}"
CHARACTERS = [
    [
        ("«", "«", _("opening angle quotation mark")),
        ("»", "»", _("closing angle quotation mark")),
        ("“", "“", _("opening quotation mark")),
        ("”", "”", _("closing quotation mark")),
        ("…", "…", _("ellipsis")),
        ("—", "—", _("long dash")),
        ("–", "–", _("dash between numbers")),
        ("\N{ZERO WIDTH NON-JOINER}", "ب\N{ZERO WIDTH NON-JOINER}ب", _("non-joiner, which keeps two letters apart")),
    ],
    [
        (mark, _ON_DOTS + mark, name)
        for mark, name in [
            ("\N{ARABIC FATHA}", _("fatha")),
            ("\N{ARABIC DAMMA}", _("damma")),
            ("\N{ARABIC KASRA}", _("kasra")),
            ("\N{ARABIC SUKUN}", _("sukun")),
            ("\N{ARABIC SHADDA}", _("shadda")),
            ("\N{ARABIC FATHATAN}", _("tanween of fatha")),
            ("\N{ARABIC DAMMATAN}", _("tanween of damma")),
            ("\N{ARABIC KASRATAN}", _("tanween of kasra")),
            ("\N{ARABIC LETTER SUPERSCRIPT ALEF}", _("dagger alef")),
            ("\N{ARABIC MADDAH ABOVE}", _("maddah")),
        ]
    ],
]


class BodyWidget(forms.Textarea):
    """One flowing rich-text editor over a textarea that always holds what will be saved."""

    template_name = "desk/widgets/body.html"

    def __init__(self, language, attrs=None):
        self.language = language
        super().__init__(attrs)

    @property
    def media(self):
        return editor_media()

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"].pop("required", None)  # the textarea is hidden, so a browser could not ask for it
        context["widget"] |= {
            "language": self.language,
            "dir": "rtl" if get_language_info(self.language)["bidi"] else "ltr",
            "characters": CHARACTERS,
            "words_per_minute": settings.WORDS_PER_MINUTE,
            "image_max_bytes": settings.IMAGE_MAX_BYTES,
            "image_max_mb": settings.IMAGE_MAX_BYTES // 1024**2,
            "embed_patterns": json.dumps(embeds.PATTERNS),
            "embed_providers": "، ".join(embeds.PROVIDERS),
        }
        return context


class BodyField(forms.CharField):
    """A body in one language: whatever comes in, `body.clean` makes the body's vocabulary of it.

    Also tells that nothing changed when the editor merely writes the same body another way.
    """

    def __init__(self, *, language=settings.LANGUAGE_CODE, **options):
        super().__init__(**{"widget": BodyWidget(language), "strip": False, **options})

    def to_python(self, value):
        return body.clean(super().to_python(value))


# Authors and topics, in order ---------------------------------------------------------------------------------------


class OrderedPicker(forms.Widget):
    """Type to search, Enter to add; rows that move and go. Its value is a JSON list in one hidden input."""

    template_name = "desk/widgets/ordered.html"

    def __init__(self, *, url, label, roles=(), attrs=None):
        super().__init__(attrs)
        self.url, self.label, self.roles = url, label, roles

    @property
    def media(self):
        return pickers_media()

    def rows(self, value):
        """The rows of `value`, each {"id", "label", "note"} and, where there are roles, "role"."""
        raise NotImplementedError

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "url": self.url,
            "label": self.label,
            "roles": self.roles,
            "rows": self.rows(_parsed(value)),
        }
        return context

    def id_for_label(self, id_):
        return f"{id_}-search" if id_ else id_


class BylinesPicker(OrderedPicker):
    def rows(self, value):
        chosen = [entry for entry in value if isinstance(entry, dict) and _is_id(entry.get("author"))]
        authors = Author.objects.in_bulk([entry["author"] for entry in chosen])
        return [
            {**pickers.author_entry(authors[entry["author"]]), "role": entry.get("role")}
            for entry in chosen
            if entry["author"] in authors
        ]


class TopicsPicker(OrderedPicker):
    """Below it the topics that the text names while it is written, each one press away."""

    template_name = "desk/widgets/topics.html"

    @property
    def media(self):
        return super().media + Media(js=[Script("desk/topic-suggestions.js", type="module")])

    def rows(self, value):
        chosen = [pk for pk in value if _is_id(pk)]
        topics = Topic.objects.by_id(chosen)
        return [pickers.topic_entry(topic) for topic in dict.fromkeys(topics[pk] for pk in chosen if pk in topics)]


class OrderedField(forms.Field):
    """A list in the person's order, sent as JSON. Raises ValidationError for what is no list."""

    def prepare_value(self, value):
        return value if isinstance(value, str) else json.dumps(value or [])

    def to_python(self, value):
        try:
            value = json.loads(value or "[]") if isinstance(value, str) else value or []
        except ValueError:
            value = None
        if not isinstance(value, list):
            raise ValidationError(_("This list did not arrive whole. Choose again."))
        return value

    def has_changed(self, initial, data):
        try:
            return (initial or []) != self.to_python(data)
        except ValidationError:
            return True


class BylinesField(OrderedField):
    """Who signs, in the order of print: [{"author": id, "role": one of Byline.Role}]."""

    def __init__(self, **options):
        widget = BylinesPicker(url=reverse_lazy("pick:authors"), label=_("Add an author"), roles=Byline.Role.choices)
        super().__init__(**{"widget": widget, **options})

    def to_python(self, value):
        entries = super().to_python(value)
        if not all(
            isinstance(entry, dict) and _is_id(entry.get("author")) and entry.get("role") in Byline.Role.values
            for entry in entries
        ):
            raise ValidationError(_("This list did not arrive whole. Choose again."))
        return [{"author": entry["author"], "role": entry["role"]} for entry in entries]

    def validate(self, value):
        super().validate(value)
        _require_rows(Author, [entry["author"] for entry in value])


class TopicsField(OrderedField):
    """What it is about, the weightiest first: [id, …]."""

    def __init__(self, **options):
        widget = TopicsPicker(url=reverse_lazy("pick:topics"), label=_("Add a topic"))
        super().__init__(**{"widget": widget, **options})

    def to_python(self, value):
        ids = super().to_python(value)
        if not all(_is_id(pk) for pk in ids):
            raise ValidationError(_("This list did not arrive whole. Choose again."))
        return ids

    def clean(self, value):
        """The ids as they stand now: one that was merged while somebody wrote is the topic it went into."""
        return super().clean(Topic.objects.standing(self.to_python(value)))

    def validate(self, value):
        super().validate(value)
        _require_rows(Topic, value)


def _require_rows(model, ids):
    """Raise ValidationError unless each id is there, and once."""
    found = model.objects.in_bulk(ids)
    if len(found) < len(set(ids)):
        raise ValidationError(_("One of those you chose was deleted in the meantime. Remove it and save again."))
    repeated = next((pk for place, pk in enumerate(ids) if pk in ids[:place]), None)
    if repeated is not None:
        raise ValidationError(_("“%(name)s” is in the list twice.") % {"name": found[repeated]})


def _is_id(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63


def _parsed(value):
    """The list in a submitted text, or an empty one: the field tells the person what is wrong with it."""
    try:
        value = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return []
    return value if isinstance(value, list) else []


# A picture ----------------------------------------------------------------------------------------------------------


class ImagePicker(forms.Widget):
    """The chosen picture with «choose» and «remove»; its value is the id in a hidden input."""

    template_name = "desk/widgets/image.html"

    @property
    def media(self):
        return pickers_media()

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        chosen = str(value or "")
        found = chosen.isascii() and chosen.isdigit() and len(chosen) < 16
        context["widget"]["image"] = Image.objects.filter(pk=chosen).first() if found else None
        return context


class ImageField(forms.Field):
    """A picture of the library: its id, or None."""

    widget = ImagePicker

    def to_python(self, value):
        if value in self.empty_values:
            return None
        chosen = str(value)
        if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 16):
            raise ValidationError(_("This picture did not arrive whole. Choose again."))
        return int(chosen)

    def validate(self, value):
        super().validate(value)
        if value is not None and not Image.objects.filter(pk=value).exists():
            raise ValidationError(_("This picture was deleted in the meantime. Choose another one."))

    def has_changed(self, initial, data):
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True
