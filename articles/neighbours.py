"""The articles before and after one, by date of publication, in what it is most about: its first topic."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import JSONField
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from delivery.tags import in_edition

# What a link to the nearest says, found in the query that finds the article, by the index article_topic_by_date. What
# readers see in an edition is what ArticleQuerySet.readable says. In SQL: Django takes four milliseconds to write it.
_NEAREST = """
    SELECT jsonb_build_object('pk', other.id, 'headline', {headline}, 'slug', {slug}, 'section', {section})
    FROM articles_articletopic AS entry
    JOIN articles_article AS other ON other.id = entry.article_id
    JOIN articles_section AS section ON section.id = other.section_id
    WHERE entry.topic_id = (
        SELECT topic_id FROM articles_articletopic WHERE article_id = articles_article.id ORDER BY position LIMIT 1
      )
      AND (entry.published_at, entry.article_id) {is_beyond} (articles_article.published_at, articles_article.id)
      AND other.withdrawn_at IS NULL AND entry.published_at <= %s AND {is_readable}
    ORDER BY entry.published_at {order}, entry.article_id {order} LIMIT 1
"""


@dataclass(frozen=True)
class Neighbour:
    """What a link to it says."""

    pk: int
    headline: str
    path: str


def beside(articles):
    """`articles`, each with what `previous` and `following` say of it."""
    return articles.annotate(older=_nearest("<", "DESC"), newer=_nearest(">", "ASC"))


def previous(article):
    """The one that came out before `article`, or None."""
    return _neighbour(article.older)


def following(article):
    """The one that came out after `article`, or None."""
    return _neighbour(article.newer)


def tags_of(article, found):
    """The tags of a page of `article` with the links `found`, Neighbours or None."""
    first = next(iter(article.article_topics.all()), None)
    shown = {in_edition(f"card:{one.pk}") for one in found if one}
    return shown | {in_edition(f"topic:{first.topic_id}")} if first else shown


def _nearest(is_beyond, order):
    language = get_language()
    sql = _NEAREST.format(
        headline=_own("other.headline"),
        slug=_own("other.slug"),
        section=_own("section.slug"),
        is_beyond=is_beyond,
        is_readable="true" if language == settings.LANGUAGE_CODE else f"other.has_{language}",
        order=order,
    )
    return RawSQL(sql, [timezone.now()], output_field=JSONField())


def _own(column):
    """A translated column in the page's language, borrowed from Arabic where it is empty."""
    return f"coalesce(nullif({column}_{get_language()}, ''), {column}_{settings.LANGUAGE_CODE})"


def _neighbour(facts):
    if facts is None:
        return None
    path = reverse("article", args=[facts["section"], facts["pk"], facts["slug"]])
    return Neighbour(facts["pk"], facts["headline"], path)
