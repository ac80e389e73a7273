"""What an article's page says of the articles that it links to, found in the query that finds the article itself.

Those are the ones of «اقرأ أيضاً» in its text, and those before and after it, by date of publication, in what it is most
about: its first topic. In SQL, as there is so little to know of each: as objects they would cost a query or two more,
and Django takes longer to write such a query than PostgreSQL to answer it.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import JSONField
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from delivery.tags import in_edition

_LINKED = "jsonb_build_object('pk', other.id, 'headline', {headline}, 'slug', {slug}, 'section', {section})"
# As ArticleQuerySet.readable says it.
_READABLE = "other.withdrawn_at IS NULL AND other.published_at <= %s AND {is_written}"
_READ_ALSO = f"""
    SELECT jsonb_agg({_LINKED}) FROM articles_bodyreference AS reference
    JOIN articles_article AS other ON other.id = reference.target_id
    JOIN articles_section AS section ON section.id = other.section_id
    WHERE reference.article_id = articles_article.id AND {_READABLE}
"""
# By the index article_topic_by_date.
_NEAREST = f"""
    SELECT {_LINKED} FROM articles_articletopic AS entry
    JOIN articles_article AS other ON other.id = entry.article_id
    JOIN articles_section AS section ON section.id = other.section_id
    WHERE entry.topic_id = (
        SELECT topic_id FROM articles_articletopic WHERE article_id = articles_article.id ORDER BY position LIMIT 1
      )
      AND (entry.published_at, entry.article_id) {{is_beyond}} (articles_article.published_at, articles_article.id)
      AND {_READABLE}
    ORDER BY entry.published_at {{order}}, entry.article_id {{order}} LIMIT 1
"""


@dataclass(frozen=True)
class Linked:
    """What a link to an article says."""

    pk: int
    headline: str
    slug: str
    section: str

    def get_absolute_url(self):
        return reverse("article", args=[self.section, self.pk, self.slug])


def with_links(articles):
    """`articles`, each with what `read_also`, `previous` and `following` say of it."""
    return articles.annotate(
        linked_in_text=_linked(_READ_ALSO),
        older=_linked(_NEAREST, is_beyond="<", order="DESC"),
        newer=_linked(_NEAREST, is_beyond=">", order="ASC"),
    )


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


def _linked(sql, **more):
    language = get_language()
    words = {name: f"{column}_{settings.LANGUAGE_CODE}" for name, column in _COLUMNS.items()}
    if language != settings.LANGUAGE_CODE:  # else what is not translated is borrowed from Arabic
        words = {name: f"coalesce(nullif({_COLUMNS[name]}_{language}, ''), {words[name]})" for name in words}
    is_written = "true" if language == settings.LANGUAGE_CODE else f"other.has_{language}"
    return RawSQL(sql.format(**words, is_written=is_written, **more), [timezone.now()], output_field=JSONField())


_COLUMNS = {"headline": "other.headline", "slug": "other.slug", "section": "section.slug"}
