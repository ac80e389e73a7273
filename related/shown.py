"""What readers find under an article: what the editor chose, what its topics pin, then what the site fills in."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import get_language

from articles import body, columns
from articles.links import page_of
from articles.models import LANGUAGES, Article
from delivery.tags import in_edition
from related.models import RelatedSection

# In SQL, as Django takes longer to write such queries than PostgreSQL to answer them.
_CHOSEN_AND_PINNED = """
    SELECT target_id, url, title, source, position, id, NULL::timestamptz, NULL::bigint
    FROM related_relatedlink WHERE article_id = %(article)s
    UNION ALL
    SELECT target_id, url, title, source, position, link.id, until, pinned_set_id
    FROM related_pinnedlink AS link JOIN related_pinnedset AS pinned ON pinned.id = pinned_set_id
    WHERE topic_id = ANY(%(topics)s) AND until > %(now)s
"""
# As ArticleQuerySet.readable says it.
_READABLE = """
    other.withdrawn_at IS NULL AND other.published_at <= %s AND {is_written} AND other.id <> ALL(%s::bigint[])
"""
# Put together by UNION: with OR between them PostgreSQL would walk every article. Those of each topic are found by the
# index article_topic_by_date, however many it has.
_WANTED = f"""
    articles_article.id IN (
      SELECT unnest(%s::bigint[])
      UNION ALL SELECT newest.id FROM unnest(%s::bigint[]) AS topic (id), LATERAL (
        SELECT other.id FROM articles_articletopic AS entry
        JOIN articles_article AS other ON other.id = entry.article_id
        WHERE entry.topic_id = topic.id AND entry.published_at <= %s AND {_READABLE}
        ORDER BY entry.published_at DESC, entry.article_id DESC LIMIT %s
      ) AS newest
      UNION ALL (
        SELECT other.id FROM articles_article AS other WHERE other.section_id = %s AND {_READABLE}
        ORDER BY other.published_at DESC, other.id DESC LIMIT %s
      )
    ) AND articles_article.id <> %s
"""
_IS_ABOUT = """EXISTS (
    SELECT FROM articles_articletopic AS entry
    WHERE entry.article_id = articles_article.id AND entry.topic_id = ANY(%s::bigint[])
)"""
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


class _Link(NamedTuple):
    """One that an editor chose, or a topic pins until a moment."""

    target_id: int | None
    url: str
    title: str
    source: str
    position: int
    pk: int
    until: datetime | None
    pinned_set: int | None


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
    with connection.cursor() as cursor:
        cursor.execute(_CHOSEN_AND_PINNED, {"article": article.pk, "topics": topics, "now": timezone.now()})
        links = [_Link(*row) for row in cursor]
    return (
        sorted((link for link in links if link.until is None), key=attrgetter("position", "pk")),
        sorted((link for link in links if link.until), key=attrgetter("until", "pinned_set", "position", "pk")),
    )


def _candidates(article, topics, targets, most):
    """The articles `targets`, and as many of each topic (`is_about`) and of the section as may be needed with them."""
    language, without = get_language(), [article.pk, *targets, *_linked_in_text(article)]
    is_written = "true" if language == settings.LANGUAGE_CODE else f"other.has_{language}"
    now = timezone.now()
    readable = [now, without]
    asked = [list(targets), topics, now, *readable, most, article.section_id, *readable, 2 * most, article.pk]
    return (
        Article.objects.select_related("section", "lead_image")
        .only(*columns.card())
        .filter(RawSQL(_WANTED.format(is_written=is_written), asked, BooleanField()))
        .annotate(is_about=RawSQL(_IS_ABOUT, [topics], BooleanField()))
        .order_by()
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
