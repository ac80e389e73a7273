"""«مواضيع ذات صلة»: what the editor chose, then what the machine fills in.

The chosen links are the editor's, not part of a revision: they take effect at once.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import body
from articles.models import LANGUAGES, Article, ArticleTopic
from articles.workflow import NotAllowed, may_curate
from delivery.tags import bump, in_edition
from related.models import RelatedLink

#: How many cards stand under an article, and how many an editor may choose.
CARDS = 4
MOST_LINKS = 8


def cards(article):
    """The articles under `article`, at most CARDS: chosen ones in their order, then newest of its topics, then of its
    section. Never itself, one that is not live in this language, one that its text links to already, nor one twice.
    """
    return cards_and_tags(article)[0]


def cards_and_tags(article):
    """The same, and the tags of what decides about them. One query, however many links and articles there are."""
    topics = [entry.topic_id for entry in article.article_topics.all()]
    candidates = list(_candidates(article, topics))
    linked = set(linked_in_text(article))
    chosen = sorted((card for card in candidates if card.place is not None), key=lambda card: card.place)
    # Those that readers do not see now are among the tags, too: they may be back.
    tags = {f"related:{article.pk}", *(in_edition(f"card:{card.pk}") for card in chosen)}
    readable = [card for card in candidates if card.is_live and get_language() in card.languages()]
    cards = [card for card in chosen if card in readable][:CARDS]
    others = sorted(
        (card for card in readable if card.pk not in linked),
        key=lambda card: (-card.published_at.timestamp(), -card.pk),
    )
    for names, more in (
        ([f"topic:{pk}" for pk in topics], [card for card in others if card.is_about]),
        ([f"section:{article.section_id}"], [card for card in others if card.section_id == article.section_id]),
    ):
        if len(cards) < CARDS:
            cards += [card for card in more if card not in cards][: CARDS - len(cards)]
            tags |= {in_edition(name) for name in names}
    images = {f"image:{card.lead_image_id}" for card in cards if card.lead_image_id}
    return cards, tags | images | {in_edition(f"card:{card.pk}") for card in cards}


def _candidates(article, topics):
    """The chosen articles, with their `place`, and as many of the topics (`is_about`) and of the section as may be
    needed beside them."""
    links = RelatedLink.objects.filter(article=article)
    about = ArticleTopic.objects.filter(topic__in=topics)
    readable = Article.objects.readable().exclude(pk__in=linked_in_text(article)).newest().values("pk")
    of_topics = readable.filter(pk__in=about.values("article"))[: 2 * CARDS]
    of_section = readable.in_section(article.section_id)[: 3 * CARDS]
    return (
        Article.objects.for_cards()
        .prefetch_related(None)  # a card here has no bylines
        .filter(Q(pk__in=links.values("target")) | Q(pk__in=of_topics) | Q(pk__in=of_section))
        .exclude(pk=article.pk)
        .annotate(
            place=Subquery(links.filter(target=OuterRef("pk")).values("position")[:1]),
            is_about=Exists(about.filter(article=OuterRef("pk"))),
        )
    )


def linked_in_text(article):
    """The ids of the articles that `article` points at with «اقرأ أيضاً» in any language."""
    return body.references(*[getattr(article, f"body_{language}") for language in LANGUAGES]).articles


def links(article):
    """The chosen links with their targets, for the desk: those that readers do not see now among them."""
    return article.related_links.select_related("target__section", "target__newest_revision")


@transaction.atomic
def add(article, target, *, by):
    """Put `target` last among the chosen links and return the link. Raises NotAllowed or ValidationError."""
    _hold(article, by)
    present = list(article.related_links.all())
    if article.pk == target.pk:
        raise ValidationError(_("An article cannot be related to itself. Choose another one."))
    if any(link.target_id == target.pk for link in present):
        raise ValidationError(_("This article is in the list already."))
    if len(present) >= MOST_LINKS:
        raise ValidationError(
            _("At most %(most)s links can be chosen. Remove one, then add this one.") % {"most": MOST_LINKS}
        )
    if not target.is_live:
        raise ValidationError(_("Readers do not see this article. Publish it first, or choose another one."))
    position = max([link.position for link in present], default=-1) + 1
    link = RelatedLink.objects.create(article=article, target=target, position=position, created_by=by)
    bump({f"related:{article.pk}"})
    return link


@transaction.atomic
def remove(link, *, by):
    """Take a chosen link away. Raises NotAllowed."""
    _hold(link.article, by)
    link.delete()
    bump({f"related:{link.article_id}"})


@transaction.atomic
def order(article, target_ids, *, by):
    """Put the chosen links in the order of `target_ids`; links not named keep their order behind them."""
    _hold(article, by)
    place = {pk: position for position, pk in enumerate(target_ids)}
    present = sorted(
        article.related_links.all(), key=lambda link: (place.get(link.target_id, len(target_ids)), link.position)
    )
    for position, link in enumerate(present):
        link.position = position
    RelatedLink.objects.bulk_update(present, ["position"])
    bump({f"related:{article.pk}"})


def _hold(article, by):
    """Lock the article while its links change, if `by` may change them."""
    locked = Article.objects.select_for_update(of=("self",), no_key=True).get(pk=article.pk)
    if not may_curate(by, locked):
        raise NotAllowed(_("Once readers see an article, only an editor changes its related links."))
