"""Making the search index anew where it is out of date, a few articles at a time, while readers search.

Each search entry says which `arabic.ANALYSIS_VERSION` made it. Entries of another one are found by that, so an upgrade
of the stemmer needs no command; those from before there was a version have 0. The `words` of authors, topics and other
names have no version of their own: `rewrite_words` makes all of them anew, and is quick.
"""

from django.apps import apps
from django.db import transaction
from django.db.models import Q

import arabic
from articles.models import Article, SearchEntry
from articles.search.desk import index_for_desk
from articles.search.indexing import index, relabel_topic
from delivery.words import WordsField
from topics.models import MergedTopic


def stale():
    """The search entries that another version of the analysis made, or none that was told."""
    # Not exclude(), which no index can answer, and the scheduler asks twice a second.
    version = arabic.ANALYSIS_VERSION
    return SearchEntry.objects.filter(Q(analysis__lt=version) | Q(analysis__gt=version))


def reindex(ids):
    """Make the entries of the articles with these ids anew, in one transaction; how many articles there were."""
    with transaction.atomic():
        articles = list(Article.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
        for article in articles:
            index(article)
            index_for_desk(article)
    return len(articles)


def reindex_stale(most):
    """Make the entries of up to `most` articles anew that are stale, the newest first; how many articles there were."""
    ids = list(stale().order_by("-published_at", "-pk").values_list("article_id", flat=True)[:most])
    return reindex(ids) if ids else 0


def relabel_merged(most):
    """Go on with what `related.merging` left to be done of a large topic, for up to `most` articles; whether it had."""
    merged = MergedTopic.objects.filter(is_relabelled=False).order_by("pk").first()
    if merged is None:
        return False
    merged.is_relabelled = relabel_topic(merged.old_id, merged.into_id, most=most)
    merged.save(update_fields=["is_relabelled"])
    return True


def rewrite_words():
    """Make the column of every `WordsField` anew, whichever model has one; how many rows were written."""
    written = 0
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, WordsField)]
        if names and model._meta.managed and not model._meta.proxy:
            for row in model._default_manager.order_by("pk").iterator():
                row.save(update_fields=names)
                written += 1
    return written
