from itertools import groupby

from django.db.models import Count, Min
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from delivery.editions import editions, in_or_404
from delivery.paging import page_of
from delivery.tags import in_each_edition, in_edition, stored, tag
from topics.models import Topic

ARTICLES_A_PAGE = 20


@stored("page")
def topic_page(request, slug):
    """What a topic is, what the editor leads it with, and the articles about it: a list, or a running story by days."""
    topic = Topic.objects.select_related("image").addressed(slug)
    if topic is None:
        raise Http404(f"No topic has the address {slug!r}")
    languages = in_or_404(topic.articles.live().languages())
    if topic.slug != slug:
        return redirect(topic, permanent=True)
    articles = topic.articles.newest_about(topic).readable()
    leads = topic.leads.for_readers()
    # A time line with holes would tell the story wrongly; a list need not say twice what stands above it.
    listed = articles if topic.is_running else articles.exclude(pk__in=[lead.pk for lead in leads])
    page = page_of(listed.for_cards(), request, size=ARTICLES_A_PAGE)
    tag(request, f"topic:{topic.pk}", *in_each_edition(f"topic:{topic.pk}"))
    # Leads that readers do not see now are among the tags, too: they may be back.
    tag(request, *(in_edition(f"card:{pk}") for pk in topic.leads.values_list("article", flat=True)))
    for article in [*page.items, *leads]:
        tag(request, *article.card_tags())
    if topic.image_id:
        tag(request, f"image:{topic.image_id}")
    context = {
        "topic": topic,
        "page": page,
        "leads": leads if page.number == 1 else [],
        "editions": editions(languages, topic.get_absolute_url),
    }
    if topic.is_running:
        told = topic.article_topics.readable().order_by()
        context |= told.aggregate(since=Min("published_at"), number=Count("*"))
        context["days"] = by_day(page.items)
    return render(request, "topics/topic.html", context)


def by_day(articles):
    """`articles`, in their order, as a list for each day of the paper's calendar, with a moment of it."""
    days = groupby(articles, key=lambda article: timezone.localtime(article.published_at).date())
    return [(found[0].published_at, found) for _day, run in days if (found := list(run))]
