"""An article with all that its own page shows but the related section and its pictures in the text, in one query.

That is its section, lead picture, authors and topics, the articles of «اقرأ أيضاً» in its text, and those before and
after it, by date of publication, in what it is most about: its first topic.
"""

import json
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from articles import columns
from articles.models import Article, ArticleTopic, Byline, Section
from authors.models import Author
from delivery.addresses import address
from delivery.queries import Prepared, Row
from delivery.tags import in_edition
from images.models import Image
from topics.models import Topic


@dataclass(frozen=True)
class Linked:
    """What a link to an article says."""

    pk: int
    headline: str
    slug: str
    section: str

    def get_absolute_url(self):
        return address("article", self.section, self.pk, self.slug)


def find(pk):
    """The article that came out under this id, withdrawn or not, or None.

    With what `read_also`, `previous` and `following` say of it, `is_corrected`, and `share_card`, the name of its card
    in the page's language.
    """
    language = get_language()
    query = _query(language)
    found = query.prepared.value(pk=pk, now=timezone.now(), language=language)
    return found and query.article(*json.loads(found))


def read_also(article):
    """Those that readers of this edition may see of the articles that its text names, by their ids."""
    return {facts["pk"]: Linked(**facts) for facts in article.linked_in_text or []}


def previous(article):
    """The one that came out before `article`, or None."""
    return article.older and Linked(**article.older)


def following(article):
    """The one that came out after `article`, or None."""
    return article.newer and Linked(**article.newer)


def tags_of(article):
    """The tags of a page with the links to those before and after `article`; `page_tags.of_text` names the others."""
    first = next(iter(article.article_topics.all()), None)
    beside = {in_edition(f"card:{one['pk']}") for one in (article.older, article.newer) if one}
    return beside | {in_edition(f"topic:{first.topic_id}")} if first else beside


class _Query:
    """The query for a page in the present language, and what becomes of the JSON that it gives."""

    def __init__(self, language):
        self.story, self.section = Row(Article, columns.article()), Row(Section, columns.section())
        self.lead, self.portrait = Row(Image, columns.lead_picture()), Row(Image, columns.picture())
        self.author, self.topic = Row(Author, columns.author()), Row(Topic, columns.topic())
        self.byline, self.entry = Row(Byline, ["article", "author", "role"]), Row(ArticleTopic, ["article", "topic"])
        self.prepared = Prepared(self._sql(language), pk="bigint", now="timestamptz", language="text")

    def _sql(self, language):
        linked = f"""json_build_object('pk', other.id, 'headline', {_words("other.headline", language)},
            'slug', {_words("other.slug", language)}, 'section', {_words("section.slug", language)})"""
        is_written = "true" if language == settings.LANGUAGE_CODE else f"other.has_{language}"
        # As ArticleQuerySet.readable says it.
        is_readable = f"other.withdrawn_at IS NULL AND other.published_at <= %(now)s AND {is_written}"

        def nearest(is_beyond, order):  # by the index article_topic_by_date
            return f"""
                SELECT {linked} FROM articles_articletopic AS entry
                JOIN articles_article AS other ON other.id = entry.article_id
                JOIN articles_section AS section ON section.id = other.section_id
                WHERE entry.topic_id = (
                    SELECT topic_id FROM articles_articletopic WHERE article_id = story.id ORDER BY position LIMIT 1
                  )
                  AND (entry.published_at, entry.article_id) {is_beyond} (story.published_at, story.id)
                  AND {is_readable}
                ORDER BY entry.published_at {order}, entry.article_id {order} LIMIT 1
            """

        return f"""
            SELECT json_build_array(
              {self.story.sql("story")}, {self.section.sql("section")}, {self.lead.sql("lead")},
              (
                SELECT json_agg(
                  json_build_array(
                    {self.byline.sql("byline")}, {self.author.sql("author")}, {self.portrait.sql("portrait")}
                  )
                  ORDER BY byline.position
                )
                FROM articles_byline AS byline JOIN authors_author AS author ON author.id = byline.author_id
                LEFT JOIN images_image AS portrait ON portrait.id = author.portrait_id
                WHERE byline.article_id = story.id
              ),
              (
                SELECT json_agg(
                  json_build_array({self.entry.sql("entry")}, {self.topic.sql("topic")}) ORDER BY entry.position
                )
                FROM articles_articletopic AS entry JOIN topics_topic AS topic ON topic.id = entry.topic_id
                WHERE entry.article_id = story.id
              ),
              json_build_object(
                'is_corrected', EXISTS (SELECT FROM articles_correction WHERE article_id = story.id),
                'share_card', (
                  SELECT file FROM articles_sharecard WHERE article_id = story.id AND language = %(language)s
                ),
                'linked_in_text', (
                  SELECT json_agg({linked}) FROM articles_bodyreference AS reference
                  JOIN articles_article AS other ON other.id = reference.target_id
                  JOIN articles_section AS section ON section.id = other.section_id
                  WHERE reference.article_id = story.id AND {is_readable}
                ),
                'older', ({nearest("<", "DESC")}),
                'newer', ({nearest(">", "ASC")})
              )
            )::text
            FROM articles_article AS story
            LEFT JOIN articles_section AS section ON section.id = story.section_id
            LEFT JOIN images_image AS lead ON lead.id = story.lead_image_id
            WHERE story.id = %(pk)s AND story.published_at <= %(now)s
        """

    def article(self, story, section, lead, bylines, entries, more):
        article = self.story.read(story)
        article.section, article.lead_image = self.section.read(section), self.lead.read(lead)
        for name, value in more.items():
            setattr(article, name, value)
        signed, about = [], []
        for values, author, portrait in bylines or []:
            byline = self.byline.read(values)
            byline.author = self.author.read(author)
            byline.author.portrait = self.portrait.read(portrait)
            signed.append(byline)
        for values, topic in entries or []:
            entry = self.entry.read(values)
            entry.topic = self.topic.read(topic)
            about.append(entry)
        article._prefetched_objects_cache = {"bylines": signed, "article_topics": about}
        return article


_query = lru_cache(_Query)  # by its language


def _words(column, language):
    """A translated column, borrowed from Arabic where it is empty."""
    if language == settings.LANGUAGE_CODE:
        return f"{column}_{language}"
    return f"coalesce(nullif({column}_{language}, ''), {column}_{settings.LANGUAGE_CODE})"
