"""Where an article stands beside others: the question before it is withdrawn, corrected or pinned once more."""

from articles.models import Article
from related.models import PinnedSet


def appearances(article):
    """Where `article` stands beside others: under which articles, in whose texts, pinned by which topics."""
    shown = Article.objects.live().select_related("section", "newest_revision")
    return {
        "under": shown.filter(related_links__target=article).order_by("-published_at", "-pk"),
        "in_texts": shown.filter(body_references__target=article).order_by("-published_at", "-pk"),
        "pinned": PinnedSet.objects.current().filter(links__target=article).select_related("topic").distinct(),
    }
