"""Where an article stands beside others: the question before it is withdrawn, corrected or pinned once more."""

from articles.models import Article
from related.models import PinnedSet
from topics.models import Topic


def appearances(article):
    """Where `article` stands beside others: under which articles, in whose texts, led or pinned by which topics."""
    shown = Article.objects.live().select_related("section", "newest_revision")
    return {
        "under": shown.filter(related_links__target=article).order_by("-published_at", "-pk"),
        "in_texts": shown.filter(body_references__target=article).order_by("-published_at", "-pk"),
        "leads": Topic.objects.filter(leads__article=article),
        "pinned": Topic.objects.filter(pinned_set__in=PinnedSet.objects.current().filter(links__target=article)),
    }
