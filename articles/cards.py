"""Articles for cards by their ids, read at one go: `find` brings each with its section and picture, `sign` its authors.

As `Article.objects.for_cards()` does it for lists. A front puts a hundred together, of which a third get a place, in a
few sections and by a few authors: here each of those is one object, and Django need not write the queries.
"""

import json
from functools import lru_cache

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from articles import columns
from articles.models import Article, Byline, Section
from authors.models import Author
from delivery.queries import Prepared, Row
from images.models import Image


def find(ids):
    """Those of the articles that readers of this edition see, by their ids. One query."""
    return _cards(get_language()).find(ids)


def sign(articles):
    """Bring their bylines, with the authors and their portraits. One query."""
    _signatures(get_language()).bring(articles)


class _Cards:
    """The query of `find` for a page in the present language, and what becomes of the JSON that it gives."""

    def __init__(self, language):
        self._story, self._section = Row(Article, columns.listed()), Row(Section, columns.listed_section())
        self._picture = Row(Image, columns.picture())
        is_written = "true" if language == settings.LANGUAGE_CODE else f"has_{language}"
        # As ArticleQuerySet.readable says it.
        self._query = Prepared(
            f"""
            WITH story AS (
              SELECT * FROM articles_article
              WHERE id = ANY(%(ids)s) AND withdrawn_at IS NULL AND published_at <= %(now)s AND {is_written}
            )
            SELECT json_build_array(
              (SELECT json_agg({self._story.sql("story")}) FROM story),
              (
                SELECT json_agg({self._section.sql("section")}) FROM articles_section AS section
                WHERE id IN (SELECT section_id FROM story)
              ),
              (
                SELECT json_agg({self._picture.sql("picture")}) FROM images_image AS picture
                WHERE id IN (SELECT lead_image_id FROM story)
              )
            )::text
            """,
            ids="bigint[]",
            now="timestamptz",
        )

    def find(self, ids):
        stories, sections, pictures = json.loads(self._query.value(ids=list(ids), now=timezone.now()))
        sections, pictures = self._section.by_key(sections), self._picture.by_key(pictures)
        articles = self._story.by_key(stories)
        for article in articles.values():
            _put(article, "section", sections.get(article.section_id))
            _put(article, "lead_image", pictures.get(article.lead_image_id))
        return articles


class _Signatures:
    """The same of `sign`."""

    def __init__(self, _language):
        self._byline, self._author = Row(Byline, ["article", "author", "role"]), Row(Author, columns.author())
        self._portrait = Row(Image, columns.picture())
        self._query = Prepared(
            f"""
            WITH signed AS (
              SELECT * FROM articles_byline WHERE article_id = ANY(%(ids)s)
            ), author AS (
              SELECT * FROM authors_author WHERE id IN (SELECT author_id FROM signed)
            )
            SELECT json_build_array(
              (SELECT json_agg({self._byline.sql("signed")} ORDER BY position) FROM signed),
              (SELECT json_agg({self._author.sql("author")}) FROM author),
              (
                SELECT json_agg({self._portrait.sql("portrait")}) FROM images_image AS portrait
                WHERE id IN (SELECT portrait_id FROM author)
              )
            )::text
            """,
            ids="bigint[]",
        )

    def bring(self, articles):
        bylines, authors, portraits = json.loads(self._query.value(ids=[article.pk for article in articles]))
        authors, portraits = self._author.by_key(authors), self._portrait.by_key(portraits)
        for author in authors.values():
            _put(author, "portrait", portraits.get(author.portrait_id))
        signed = {article.pk: [] for article in articles}
        for byline in self._byline.by_key(bylines).values():
            _put(byline, "author", authors[byline.author_id])
            signed[byline.article_id].append(byline)
        for article in articles:
            article._prefetched_objects_cache = {"bylines": signed[article.pk]}


# By the language.
_cards, _signatures = lru_cache(_Cards), lru_cache(_Signatures)


def _put(thing, name, other):
    """Say which object the key of that name in `thing` leads to, as it was read from the database as well."""
    thing._meta.get_field(name).set_cached_value(thing, other)
