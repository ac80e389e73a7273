"""«مواضيع ذات صلة»: what the editor chose, what a topic pins, then what the machine fills in.

The choice is the editor's, not part of a revision: it takes effect at once. Every change is one function here, in one
transaction, which asks who may and keeps the section's own log.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

import arabic
from articles import body
from articles.models import LANGUAGES, Article, ArticleTopic
from articles.workflow import NotAllowed, may_curate
from delivery.tags import bump, in_edition
from related.models import (
    PinnedLink,
    PinnedSet,
    RefusedSuggestion,
    RelatedEvent,
    RelatedLink,
    RelatedSection,
)

#: How many links an editor may choose under an article.
MOST_LINKS = 8
#: How many cards the site brings the section to, where the article has no section of the paper yet.
CARDS = 4

Verb = RelatedEvent.Verb


# What readers get ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Under:
    """What stands under an article: `heading`, "" for the house's own words, and `cards`, articles and outside links.

    `chosen` are those cards that an editor chose, `pinned` those of the article's topics; the site added the others.
    `tags` name all that decides about them, and it is so until the moment `until`, where that is known.
    """

    heading: str
    chosen: list
    pinned: list
    added: list
    tags: set
    until: datetime | None

    @property
    def cards(self):
        return [*self.chosen, *self.pinned, *self.added]


def under(article):
    """What stands under `article` now: all chosen ones in their order, then what its topics pin, then, up to the number
    of its section, the newest of its topics and of its section.

    Never itself, one that is not live in this language, one twice, nor, unless somebody chose or pinned it, one that
    its text links to already. Three queries for an article of `for_page`, however many links and articles there are.
    """
    decided = getattr(article, "related_section", None) or RelatedSection(article=article)
    topics = [entry.topic_id for entry in article.article_topics.all()]
    links, pins = list(article.related_links.all()), list(pinned_links(topics))
    most = (article.section.related_cards if article.section_id else CARDS) if decided.is_filled else 0
    targets = {link.target_id for link in [*links, *pins] if link.target_id}
    candidates = list(_candidates(article, topics, targets, most))
    articles = {card.pk: card for card in candidates if card.is_live and get_language() in card.languages()}
    known = {article.pk}
    chosen, pinned = _shown(links, articles, known), _shown(pins, articles, known)
    # Those that readers do not see now are among the tags, too: they may be back.
    tags = {f"related:{article.pk}", *(f"pins:{pk}" for pk in topics), *(in_edition(f"card:{pk}") for pk in targets)}
    others = sorted(
        (card for card in articles.values() if card.pk not in targets),
        key=lambda card: (-card.published_at.timestamp(), -card.pk),
    )
    added = []
    for names, more in (
        ([f"topic:{pk}" for pk in topics], [card for card in others if card.is_about]),
        ([f"section:{article.section_id}"], [card for card in others if card.section_id == article.section_id]),
    ):
        left = most - len(chosen) - len(pinned) - len(added)
        if left > 0:
            added += [card for card in more if card not in added][:left]
            tags |= {in_edition(name) for name in names}
    cards = [card for card in [*chosen, *pinned, *added] if isinstance(card, Article)]
    tags |= {f"image:{card.lead_image_id}" for card in cards if card.lead_image_id}
    tags |= {in_edition(f"card:{card.pk}") for card in cards}
    until = min([pin.pinned_set.until for pin in pins], default=None)
    return Under(decided.heading, chosen, pinned, added, tags, until)


def cards(article):
    """The cards under `article`, in their order."""
    return under(article).cards


def pinned_links(topics):
    """What the topics with these ids pin at this moment, the set that ends first before the others."""
    current = PinnedSet.objects.current().filter(topic__in=topics)
    links = PinnedLink.objects.filter(pinned_set__in=current).select_related("pinned_set")
    return links.order_by("pinned_set__until", "pinned_set", "position", "pk")


def _candidates(article, topics, targets, most):
    """The articles `targets`, and as many of the topics (`is_about`) and the section as may be needed beside them."""
    about = ArticleTopic.objects.filter(topic__in=topics)
    without = {article.pk, *targets, *linked_in_text(article)}
    readable = Article.objects.readable().exclude(pk__in=without).newest().values("pk")
    of_topics = readable.filter(pk__in=about.values("article"))[:most]
    of_section = readable.in_section(article.section_id)[: 2 * most]
    wanted = Q(pk__in=targets)
    if most:
        wanted |= Q(pk__in=of_topics) | Q(pk__in=of_section)
    return (
        Article.objects.for_cards()
        .prefetch_related(None)  # a card here has no bylines
        .filter(wanted)
        .exclude(pk=article.pk)
        .annotate(is_about=Exists(about.filter(article=OuterRef("pk"))))
    )


def _shown(links, articles, known):
    """What readers see of `links`, in their order: outside links as they are, and those of `articles`, by their ids.

    Nothing of `known`, ids and addresses, which then has what is shown.
    """
    shown = []
    for link in links:
        card = link if link.url else articles.get(link.target_id)
        name = link.url or link.target_id
        if card is not None and name not in known:
            shown.append(card)
            known.add(name)
    return shown


def linked_in_text(article):
    """The ids of the articles that `article` points at with «اقرأ أيضاً» in any language."""
    return body.references(*[getattr(article, f"body_{language}") for language in LANGUAGES]).articles


# What the desk sees -------------------------------------------------------------------------------------------------


def links(article):
    """The chosen links with their targets, for the desk: those that readers do not see now among them."""
    return article.related_links.select_related("target__section", "target__newest_revision")


def appearances(article):
    """Where `article` stands beside others: under which articles, in whose texts, pinned by which topics."""
    shown = Article.objects.live().select_related("section", "newest_revision")
    return {
        "under": shown.filter(related_links__target=article).order_by("-published_at", "-pk"),
        "in_texts": shown.filter(body_references__target=article).order_by("-published_at", "-pk"),
        "pinned": PinnedSet.objects.current().filter(links__target=article).select_related("topic").distinct(),
    }


# Changes ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def add(article, target, *, by):
    """Put `target` last among the chosen links and return the link. Raises NotAllowed or ValidationError."""
    _hold(article, by)
    present = list(article.related_links.all())
    if article.pk == target.pk:
        raise ValidationError(_("An article cannot be related to itself. Choose another one."))
    if any(link.target_id == target.pk for link in present):
        raise ValidationError(_("This article is in the list already."))
    _refuse_more(present)
    if not target.is_live:
        raise ValidationError(_("Readers do not see this article. Publish it first, or choose another one."))
    link = RelatedLink.objects.create(article=article, target=target, position=_last(present), created_by=by)
    RefusedSuggestion.objects.filter(article=article, target=target).delete()  # chosen by hand, it is welcome again
    _changed(article, Verb.ADDED, by=by, what=str(target))
    return link


@transaction.atomic
def add_outside(article, *, url, title, source, by):
    """Put a link to a page elsewhere last among the chosen ones and return it. Raises NotAllowed or ValidationError."""
    _hold(article, by)
    present = list(article.related_links.all())
    _refuse_more(present)
    link = RelatedLink(
        article=article,
        url=outside_address(url),
        title=arabic.clean(title).strip(),
        source=arabic.clean(source).strip(),
        position=_last(present),
        created_by=by,
    )
    if not link.title:
        raise ValidationError({"title": _("Write the headline that readers are to see.")})
    if not link.source:
        raise ValidationError({"source": _("Name the source: the paper or site that the link leads to.")})
    if any(other.url == link.url for other in present):
        raise ValidationError({"url": _("This address is in the list already.")})
    link.full_clean(exclude=["article"])
    link.save()
    _changed(article, Verb.ADDED, by=by, what=f"{link.title} ({link.source})")
    return link


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


@transaction.atomic
def make_mutual(link, *, by):
    """Put the article of `link` under its target as well. Raises NotAllowed or ValidationError."""
    return add(link.target, link.article, by=by)


@transaction.atomic
def remove(link, *, by):
    """Take a chosen link away. Raises NotAllowed."""
    _hold(link.article, by)
    link.delete()
    _changed(link.article, Verb.REMOVED, by=by, what=str(link))


@transaction.atomic
def order(article, link_ids, *, by):
    """Put the chosen links in the order of `link_ids`; links not named keep their order behind them."""
    _hold(article, by)
    place = {pk: position for position, pk in reversed(list(enumerate(link_ids)))}
    before = list(article.related_links.all())
    after = sorted(before, key=lambda link: (place.get(link.pk, len(link_ids)), link.position))
    for position, link in enumerate(after):
        link.position = position
    RelatedLink.objects.bulk_update(after, ["position"])
    if after != before:
        _changed(article, Verb.ORDERED, by=by)


@transaction.atomic
def refuse(article, target, *, by):
    """Never suggest `target` for `article` again. Raises NotAllowed."""
    _hold(article, by)
    _refused, is_new = RefusedSuggestion.objects.get_or_create(
        article=article, target=target, defaults={"refused_by": by}
    )
    if is_new:
        _log(article, Verb.REFUSED, by=by, what=str(target))


@transaction.atomic
def head(article, words, *, by):
    """Put `words` over the section under `article`; "" brings the house's own back.

    Raises NotAllowed, and ValidationError for more than fits.
    """
    _hold(article, by)
    section, _is_new = RelatedSection.objects.get_or_create(article=article)
    before, section.heading = section.heading, arabic.clean(words).strip()
    section.full_clean(exclude=["article"])
    if section.heading != before:
        section.save()
        _changed(article, Verb.HEADED, by=by, what=section.heading)


@transaction.atomic
def fill(article, wanted, *, by):
    """Let the site fill up the section under `article`, or stop it. Raises NotAllowed."""
    _hold(article, by)
    section, _is_new = RelatedSection.objects.get_or_create(article=article)
    if section.is_filled != wanted:
        section.is_filled = wanted
        section.save()
        _changed(article, Verb.FILLED if wanted else Verb.UNFILLED, by=by)


def _refuse_more(present):
    if len(present) >= MOST_LINKS:
        raise ValidationError(
            _("At most %(most)s links can be chosen. Remove one, then add this one.") % {"most": MOST_LINKS}
        )


def _last(present):
    return max([link.position for link in present], default=-1) + 1


def _log(article, verb, *, by, what=""):
    """Write one line of the section's own log."""
    RelatedEvent.objects.create(article=article, verb=verb, by=by, what=what[:200])


def _changed(article, verb, *, by, what=""):
    """The same of a change that readers see: the pages that show the section are made anew."""
    _log(article, verb, by=by, what=what)
    bump({f"related:{article.pk}"})


def _hold(article, by):
    """Lock the article while its links change, if `by` may change them."""
    locked = Article.objects.select_for_update(of=("self",), no_key=True).get(pk=article.pk)
    if not may_curate(by, locked):
        raise NotAllowed(_("Once readers see an article, only an editor changes its related links."))
