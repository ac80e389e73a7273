from django.shortcuts import redirect, render

from delivery.addresses import get_by_slug_or_404
from delivery.paging import page_of
from delivery.tags import in_edition, stored, tag
from topics.models import Topic

ARTICLES_A_PAGE = 20


@stored("page")
def topic_page(request, slug):
    """What a topic is, and the articles about it, newest first."""
    topic = get_by_slug_or_404(Topic.objects.select_related("image"), slug)
    if topic.slug != slug:
        return redirect(topic, permanent=True)
    page = page_of(topic.articles.readable().for_cards().newest(), request, size=ARTICLES_A_PAGE)
    tag(request, f"topic:{topic.pk}", in_edition(f"topic:{topic.pk}"))
    for article in page.items:
        tag(request, *article.card_tags())
    if topic.image_id:
        tag(request, f"image:{topic.image_id}")
    return render(request, "topics/topic.html", {"topic": topic, "page": page})
