"""What a revision still lacks before readers should see it: shown while it is written, asked for when it is published.

Which of the checks only advise and which refuse is the outlet's choice: settings PUBLISH_ADVISES and PUBLISH_REQUIRES.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from images.models import Image

#: Without these there is no page; no setting changes that.
BASICS = ("headline", "section", "body")

#: The desk's field where each lack is mended.
FIELDS = {
    "headline": "headline_ar",
    "section": "section",
    "body": "body_ar",
    "headline_length": "headline_ar",
    "standfirst": "standfirst_ar",
    "byline": "bylines",
    "topics": "topics",
    "lead_image": "lead_image",
    "alt_text": "lead_image",
    "credit": "lead_image",
    "source": "source_name_ar",
}

#: What to do about each, in the order of the page.
MESSAGES = {
    "headline": _("Write a headline first."),
    "headline_length": _("Shorten the headline: it has %(letters)s letters, the most is %(most)s."),
    "standfirst": _("Write a standfirst."),
    "body": _("Write the text first."),
    "section": _("Choose a section first."),
    "byline": _("Say who signs the article."),
    "topics": _("Choose what the article is about, one topic at least."),
    "lead_image": _("Choose a lead picture."),
    "alt_text": _("Describe the lead picture, in the library, for those who do not see it."),
    "credit": _("Say in the library whose the lead picture is."),
    "source": _("Name the source."),
}


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: the name of its check, the desk's field to mend it in, and what to do."""

    name: str
    field: str
    message: str
    is_required: bool


def required():
    """The names of the checks without which nothing is published or scheduled."""
    return {*BASICS, *settings.PUBLISH_REQUIRES}


def lacks(content, names=None):
    """What `content`, of a revision, lacks of the checks `names` (by default all that the outlet asks or advises)."""
    names = required() | {*settings.PUBLISH_ADVISES} if names is None else names
    image = None
    if {"lead_image", "alt_text", "credit"} & set(names):
        image = Image.objects.filter(pk=content["lead_image"]).first()
    letters = sum(map(str.isalpha, content["headline_ar"]))
    wrong = {
        "headline": not content["headline_ar"],
        "section": not content["section"],
        "body": not content["body_ar"],
        "headline_length": letters > settings.HEADLINE_LETTERS,
        "standfirst": not content["standfirst_ar"],
        "byline": not content["bylines"],
        "topics": not content["topics"],
        "lead_image": image is None,
        "alt_text": image is not None and not image.alt_ar,
        "credit": image is not None and not image.credit_ar,
        "source": not content["source_name_ar"],
    }
    numbers = {"letters": letters, "most": settings.HEADLINE_LETTERS}
    return [
        Lack(name, FIELDS[name], str(MESSAGES[name]) % numbers, is_required=name in required())
        for name in MESSAGES
        if name in names and wrong[name]
    ]


def require(content, names):
    """Raise ValidationError, by field, for what `content` lacks of the checks `names`."""
    missing = {}
    for lack in lacks(content, names):
        missing.setdefault(lack.field, []).append(lack.message)
    if missing:
        raise ValidationError(missing)
