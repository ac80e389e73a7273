"""The share card of each edition of each live article: drawn in the background, and anew when what it shows changes."""

import hashlib
import io
import json
import logging
from dataclasses import asdict

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import Error, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation

from articles import card_drawing
from articles.card_drawing import Card
from articles.models import LANGUAGES, Article, ShareCard
from articles.templatetags.arabic_text import day
from delivery import background
from delivery.tags import bump
from images import recipe, renditions

logger = logging.getLogger(__name__)

#: Raised with what `card_drawing` draws: every card is then drawn anew, the newest articles' first.
VERSION = 1
_LOCK = 0x63617264  # names the advisory locks of articles whose cards are being drawn


def look():
    """What all cards have in common, in a few letters: cards with another look are drawn anew."""
    common = [VERSION, settings.OUTLET_NAME, settings.MONTH_NAMES, settings.DIGITS, card_drawing.colours()]
    return hashlib.sha256(json.dumps(common, sort_keys=True).encode()).hexdigest()[:16]


def undrawn(language):
    """The live articles whose card in `language` is missing or older than what readers see of them."""
    drawn = ShareCard.objects.filter(
        article=OuterRef("pk"), language=language, revision=OuterRef("live_revision"), look=look()
    )
    return Article.objects.live().in_language(language).exclude(live_revision=None).exclude(Exists(drawn))


def redraw(cards):
    """Have some ShareCards looked at again: something on them changed that no revision tells of."""
    cards.update(look="")
    background.announce(background.WORK)


def draw_next():
    """Draw the next card; return its ShareCard, or None when none is left.

    One that cannot be drawn keeps its place, with the reason in the log, until its article or the look changes.
    """
    for language in LANGUAGES:
        for pk in undrawn(language).newest().values_list("pk", flat=True)[:20]:
            with background.alone_with(_LOCK, pk) as alone:
                article = alone and undrawn(language).for_page().filter(pk=pk).first()
                if article:
                    return _draw(article, language)
    return None


def remove_withdrawn():
    """Delete the cards of articles that were withdrawn: their headlines are not to be read any more. How many."""
    gone = list(ShareCard.objects.filter(article__withdrawn_at__isnull=False)[:100])
    for card in gone:
        if card.file:
            default_storage.delete(card.file)
        card.delete()
    return len(gone)


def _draw(article, language):
    before = ShareCard.objects.filter(article=article, language=language).first()
    old = before.file if before else ""
    try:
        name = _drawn(article, language, old)
    except (Error, OSError):  # what is away comes back
        raise
    except Exception:
        logger.exception("The share card of article %s (%s) could not be drawn", article.pk, language)
        name = old
    with transaction.atomic():
        renditions.exchange({old} - {""}, {name})
        card, _created = ShareCard.objects.update_or_create(
            article=article,
            language=language,
            defaults={"file": name, "revision_id": article.live_revision_id, "look": look()},
        )
        bump({f"article:{article.pk}"} if name != old else set())
    return card


def _drawn(article, language, old):
    """The name of the file that shows what the card has to say; drawn, if it is not the `old` one."""
    image = article.lead_image
    with translation.override(language):
        card = _facts(article)
    said = [asdict(card), image and [image.content_hash, image.focal_x, image.focal_y], look()]
    letters = hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]
    name = f"cards/{article.pk}-{language}-{letters}.jpg"
    if name != old:
        out = io.BytesIO()
        card_drawing.draw(card, _cut(image)).save(out, "JPEG", quality=88, optimize=True, progressive=True)
        default_storage.save(name, ContentFile(out.getvalue()))
    return name


def _facts(article):
    language = translation.get_language()
    opinion = article.section.style == article.section.Style.OPINION
    bylines = article.bylines.all()
    return Card(
        headline=article.headline,
        section=article.section.name,
        outlet=settings.OUTLET_NAME[language],
        byline=bylines[0].author.name if opinion and bylines else "",
        date=day(timezone.localtime(article.published_at), "long"),
        language=language,
        direction="rtl" if translation.get_language_bidi() else "ltr",
        opinion=opinion,
    )


def _cut(image):
    """The part of a lead picture that stands on the card, around its focal point; None where there is none to read."""
    picture = image and renditions.opened(image)
    if not picture:
        return None
    return picture.crop(
        recipe.around(
            card_drawing.PICTURE / card_drawing.HEIGHT, *picture.size, focal_x=image.focal_x, focal_y=image.focal_y
        )
    )
