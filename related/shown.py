"""What readers find under an article: what the editor chose, what its topics pin, then what the site fills in."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db.models import BigIntegerField, DateTimeField, Exists, F, OuterRef, Value
from django.utils.translation import get_language

from articles import body
from articles.links import page_of
from articles.models import LANGUAGES, Article, ArticleTopic
from delivery.tags import in_edition
from related.models import PinnedLink, PinnedSet, RelatedSection

#: How many cards the site brings the section to, where the article has no section of the paper yet.
CARDS = 4


@dataclass(frozen=True)
class OutsideLink:
    """A card that leads to a page elsewhere."""

    url: str
    title: str
    source: str

    def __str__(self):
        return self.title


@dataclass(frozen=True)
class Under:
    """What stands under an article: `heading`, "" for the house's own words, and `cards`, Articles and OutsideLinks.

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
    its text links to already. Two queries for an article of `for_page`, however many links and articles there are.
    """
    decided = getattr(article, "related_section", None) or RelatedSection(article=article)
    topics = [entry.topic_id for entry in article.article_topics.all()]
    links, pins = _chosen_and_pinned(article, topics)
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
    until = min([pin.until for pin in pins], default=None)
    return Under(decided.heading, chosen, pinned, added, tags, until)


def cards(article):
    """The cards under `article`, in their order."""
    return under(article).cards


def _chosen_and_pinned(article, topics):
    """The links that an editor chose for `article`, and those that the topics with these ids pin at this moment, the
    set that ends first before the others; in one query.
    """
    columns = ["target_id", "url", "title", "source", "position", "pk", "until", "pinned_set_id"]
    no_set = {"until": Value(None, DateTimeField()), "pinned_set_id": Value(None, BigIntegerField())}
    chosen = article.related_links.annotate(**no_set).order_by().values_list(*columns, named=True)
    current = PinnedSet.objects.current().filter(topic__in=topics)
    pinned = PinnedLink.objects.filter(pinned_set__in=current).annotate(until=F("pinned_set__until"))
    links = list(chosen.union(pinned.order_by().values_list(*columns, named=True), all=True))
    return (
        sorted((link for link in links if link.until is None), key=attrgetter("position", "pk")),
        sorted((link for link in links if link.until), key=attrgetter("until", "pinned_set_id", "position", "pk")),
    )


def _candidates(article, topics, targets, most):
    """The articles `targets`, and as many of each topic (`is_about`) and of the section as may be needed beside them.

    Put together by UNION: with OR between them PostgreSQL would walk every article.
    """
    readable = Article.objects.readable().exclude(pk__in={article.pk, *targets, *_linked_in_text(article)})
    ids = [Article.objects.filter(pk__in=targets).exclude(pk=article.pk).order_by().values("pk")]
    if most:
        ids += [readable.newest_about(topic).values("pk")[:most] for topic in topics]
        ids.append(readable.in_section(article.section_id).newest().values("pk")[: 2 * most])
    about = ArticleTopic.objects.filter(topic__in=topics, article=OuterRef("pk"))
    return (
        Article.objects.for_cards()
        .order_by()
        .prefetch_related(None)  # a card here has no bylines
        .filter(pk__in=ids[0].union(*ids[1:], all=True))
        .annotate(is_about=Exists(about))
    )


def _shown(links, articles, known):
    """What readers see of `links`, in their order: outside links as they are, and those of `articles`, by their ids.

    Nothing of `known`, ids and pages elsewhere, which then has what is shown.
    """
    shown = []
    for link in links:
        card = OutsideLink(link.url, link.title, link.source) if link.url else articles.get(link.target_id)
        name = page_of(link.url) if link.url else link.target_id
        if card is not None and name not in known:
            shown.append(card)
            known.add(name)
    return shown


def _linked_in_text(article):
    """The ids of the articles that `article` points at with «اقرأ أيضاً» in any language."""
    return body.references(*[getattr(article, f"body_{language}") for language in LANGUAGES]).articles
