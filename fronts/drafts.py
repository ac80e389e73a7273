"""A front as an editor arranges it in the browser: what travels as JSON, read, merged with a colleague's, and told in
words.

A draft is a list of slots, each a dict of plain values: `key`, `article`, `headline_ar` …, `image`, `starts_at` and
`ends_at` as the newsroom's clock has them.
"""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import arabic
from articles.forms import MomentField
from articles.models import LANGUAGES, Article
from fronts import layout
from fronts.models import FrontSlot
from images.models import Image

HEADLINES = [f"headline_{language}" for language in LANGUAGES]
_TYPED = "%Y-%m-%dT%H:%M"


class SlotForm(forms.Form):
    """One slot of a draft."""

    article = forms.IntegerField(min_value=1, max_value=2**53)
    image = forms.IntegerField(required=False, min_value=1, max_value=2**53)
    starts_at = MomentField()
    ends_at = MomentField()

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        most = FrontSlot._meta.get_field("headline").max_length
        too_long = gettext_lazy("The headline is too long: at most %(limit_value)d letters, and it has %(show_value)d.")
        for name in HEADLINES:
            self.fields[name] = forms.CharField(
                required=False, max_length=most, error_messages={"max_length": too_long}
            )


def keys_of(section, sections):
    """The places of the front of `section`, or for None of the paper's, that an editor may fill."""
    return layout.section_front_keys() if section else layout.front_page_keys(sections)


def as_draft(slots, keys):
    """The draft of `slots`; those whose place is not on the page any more are left out."""
    return [_as_dict(slot) for slot in slots if slot.key in keys]


def _as_dict(slot):
    return {
        "key": slot.key,
        "article": slot.article_id,
        **{name: getattr(slot, name) or "" for name in HEADLINES},
        "image": slot.image_id,
        "starts_at": _typed(slot.starts_at),
        "ends_at": _typed(slot.ends_at),
    }


def _typed(moment):
    return timezone.localtime(moment).strftime(_TYPED) if moment else ""


def read(text, keys):
    """The unsaved FrontSlots of a draft as JSON, in the order of the page, and by key what is wrong with some of them.

    What is wrong with one, a time or a headline, is left out of it, so that it can be shown. Raises ValidationError for
    what is no draft at all.
    """
    try:
        draft = {slot["key"]: {**slot} for slot in json.loads(text)}
    except (ValueError, TypeError, KeyError):
        said = _("The front did not arrive whole. Load the page again; what you arranged is kept.")
        raise ValidationError(said) from None
    forms_by_key = {key: SlotForm(_as_typed(draft[key])) for key in keys if key in draft}
    wrong = {key: _told(form) for key, form in forms_by_key.items() if not form.is_valid()}
    typed = {key: form.cleaned_data for key, form in forms_by_key.items() if "article" in form.cleaned_data}
    articles = Article.objects.in_bulk([slot["article"] for slot in typed.values()])
    images = Image.objects.in_bulk([slot["image"] for slot in typed.values() if slot.get("image")])
    for key, slot in typed.items():
        if slot["article"] not in articles:
            wrong[key] = _("This article is not there any more. Choose another one.")
        elif slot.get("image") and slot["image"] not in images:
            wrong[key] = _("This picture is not in the library any more. Choose another one.")
    slots = [_slot(key, slot, images) for key, slot in typed.items() if slot["article"] in articles]
    gone = _("This place is not on the page any more. Move the article to another one.")
    return slots, wrong | {key: gone for key in draft if key not in keys}


def _as_typed(slot):
    return {name: "" if value is None else str(value) for name, value in slot.items()}


def _told(form):
    return " ".join(message for messages in form.errors.values() for message in messages)


def _slot(key, read, images):
    place, *section, position = key.split("-")
    return FrontSlot(
        place=place,
        section_id=int(section[0]) if section else None,
        position=int(position),
        article_id=read["article"],
        image=images.get(read.get("image")),
        starts_at=read.get("starts_at"),
        ends_at=read.get("ends_at"),
        **{name: arabic.clean(read.get(name, "")).strip() for name in HEADLINES},
    )


# Two editors --------------------------------------------------------------------------------------------------------


def merged(base, theirs, mine):
    """The draft in which my changes since `base` lie over `theirs`, which a colleague made of the same `base`.

    What I changed is as I left it; a place that I only emptied keeps what they put there since. An article that either
    of us moved stands once, where I have it.
    """
    base, theirs, mine = _by_key(base), _by_key(theirs), _by_key(mine)
    changed = {key: mine.get(key) for key in base.keys() | mine.keys() if mine.get(key) != base.get(key)}
    placed = {slot["article"] for slot in changed.values() if slot}
    result = {key: slot for key, slot in theirs.items() if slot["article"] not in placed}
    for key, slot in changed.items():
        if slot:
            result[key] = slot
        elif theirs.get(key) == base.get(key):
            result.pop(key, None)
    return list(result.values())


def contested(base, theirs, mine):
    """The keys of the places that both of us filled, otherwise than it was and otherwise than each other."""
    base, theirs, mine = _by_key(base), _by_key(theirs), _by_key(mine)
    both = [key for key in mine if key in theirs and mine[key] != theirs[key]]
    return [key for key in both if mine[key] != base.get(key) and theirs[key] != base.get(key)]


def _by_key(draft):
    return {slot["key"]: slot for slot in draft}


# In words -----------------------------------------------------------------------------------------------------------


def name_of(key, sections):
    """What a place is called at the desk; `sections` by id."""
    place, *section, position = key.split("-")
    number = int(position) + 1
    if place == FrontSlot.Place.LEAD:
        return _("The lead")
    if place == FrontSlot.Place.SECOND:
        return _("Beside the lead, %(number)s") % {"number": number}
    return _("%(section)s, %(number)s") % {"section": sections[int(section[0])].name, "number": number}


def changes(before, after, keys, names):
    """What happened from one draft to another, a sentence for each place of `keys`.

    `names` gives the names of places by key and the headlines of articles by id.
    """
    before, after = _by_key(before), _by_key(after)
    told = []
    for key in keys:
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        said = {"place": names[key], "old": names.get(old and old["article"]), "new": names.get(new and new["article"])}
        if new is None:
            told.append(_("%(place)s: “%(old)s” was taken away; it fills itself.") % said)
        elif old is None:
            told.append(_("%(place)s: “%(new)s”.") % said)
        elif old["article"] != new["article"]:
            told.append(_("%(place)s: “%(new)s” in place of “%(old)s”.") % said)
        else:
            told.append(_("%(place)s: headline, picture or times of “%(new)s”.") % said)
    return told
