"""What readers find under an article: what the editor chose, what its topics pin, then what the site fills in."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from articles import body, columns
from articles.links import page_of
from articles.models import LANGUAGES, Article, Section
from delivery.queries import Prepared, Row
from delivery.tags import in_edition
from images.models import Image

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
    until: str | None  # in ISO form, UTC
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
    its text links to already. One query for an article of `own_page`, however many links and articles there are.
    """
    topics = [entry.topic_id for entry in article.article_topics.all()]
    most = article.section.related_cards if article.section_id else CARDS
    (heading, is_filled), links, pins, candidates = _found(article, topics, most)
    most = most if is_filled else 0
    targets = {link.target_id for link in [*links, *pins] if link.target_id}
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
    until = min([datetime.fromisoformat(pin.until) for pin in pins], default=None)
    return Under(heading, chosen, pinned, added, tags, until)


def cards(article):
    """The cards under `article`, in their order."""
    return under(article).cards


def _found(article, topics, most):
    """What decides about the section of `article`, which is about the `topics` with these ids, in one query.

    (heading, whether the site fills it up); the links that an editor chose; those that its topics pin at this moment,
    the set that ends first before the others; and the articles that these lead to, with as many of each topic
    (`is_about`) and of the section as may be needed beside them to make `most` cards.
    """
    query = _query(get_language())
    in_text = body.references(*[getattr(article, f"body_{language}") for language in LANGUAGES]).articles
    asked = {"article": article.pk, "topics": topics, "section": article.section_id, "in_text": list(in_text)}
    decided, links, cards = json.loads(query.prepared.value(**asked, now=timezone.now(), most=most))
    links = [_Link(*values) for values in links or []]
    return (
        decided or ("", True),
        sorted((link for link in links if link.until is None), key=attrgetter("position", "pk")),
        sorted((link for link in links if link.until), key=attrgetter("until", "pinned_set", "position", "pk")),
        [query.card(*values) for values in cards or []],
    )


class _Query:
    """The query of `_found` for a page in the present language, and what becomes of the JSON that it gives."""

    def __init__(self, language):
        self.story, self.picture = Row(Article, columns.card()), Row(Image, columns.picture())
        self.section = Row(Section, columns.words("slug"))
        values = {"article": "bigint", "topics": "bigint[]", "section": "bigint", "in_text": "bigint[]"}
        self.prepared = Prepared(self._sql(language), **values, now="timestamptz", most="int")

    def _sql(self, language):
        is_written = "true" if language == settings.LANGUAGE_CODE else f"other.has_{language}"
        # As ArticleQuerySet.readable says it; what stands there otherwise is not proposed as well.
        is_proposed = f"""
            other.withdrawn_at IS NULL AND other.published_at <= %(now)s AND {is_written}
            AND other.id <> %(article)s AND other.id <> ALL(%(in_text)s) AND other.id NOT IN (TABLE target)
        """
        return f"""
            WITH link AS (
              SELECT target_id, url, title, source, position, id, NULL::timestamptz AS until, NULL::bigint AS pinned_set
              FROM related_relatedlink WHERE article_id = %(article)s
              UNION ALL
              SELECT target_id, url, title, source, position, link.id, until, pinned_set_id
              FROM related_pinnedlink AS link JOIN related_pinnedset AS pinned ON pinned.id = pinned_set_id
              WHERE topic_id = ANY(%(topics)s) AND until > %(now)s
            ), target AS (
              SELECT target_id FROM link WHERE target_id IS NOT NULL
            ), wanted (id) AS (
              -- Put together by UNION: with OR between them PostgreSQL would walk every article.
              TABLE target
              UNION SELECT newest.id FROM unnest(%(topics)s) AS topic (id), LATERAL (
                -- By the index article_topic_by_date, however many the topic has.
                SELECT other.id FROM articles_articletopic AS entry
                JOIN articles_article AS other ON other.id = entry.article_id
                WHERE entry.topic_id = topic.id AND entry.published_at <= %(now)s AND {is_proposed}
                ORDER BY entry.published_at DESC, entry.article_id DESC LIMIT %(most)s
              ) AS newest
              UNION (
                SELECT other.id FROM articles_article AS other WHERE other.section_id = %(section)s AND {is_proposed}
                ORDER BY other.published_at DESC, other.id DESC LIMIT 2 * %(most)s
              )
            )
            SELECT json_build_array(
              (SELECT json_build_array(heading, is_filled) FROM related_relatedsection WHERE article_id = %(article)s),
              (
                SELECT json_agg(
                  json_build_array(
                    target_id, url, title, source, position, id,
                    to_char(until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US+00:00'), pinned_set
                  )
                ) FROM link
              ),
              (
                SELECT json_agg(
                  json_build_array(
                    {self.story.sql("story")}, {self.section.sql("section")}, {self.picture.sql("picture")},
                    EXISTS (
                      SELECT FROM articles_articletopic AS entry
                      WHERE entry.article_id = story.id AND entry.topic_id = ANY(%(topics)s)
                    )
                  )
                )
                FROM wanted JOIN articles_article AS story ON story.id = wanted.id
                LEFT JOIN articles_section AS section ON section.id = story.section_id
                LEFT JOIN images_image AS picture ON picture.id = story.lead_image_id
                WHERE story.id <> %(article)s
              )
            )::text
        """

    def card(self, story, section, picture, is_about):
        article = self.story.read(story)
        article.section, article.lead_image = self.section.read(section), self.picture.read(picture)
        article.is_about = is_about
        return article


_query = lru_cache(_Query)  # by its language


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
