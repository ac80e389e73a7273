"""The fronts as readers get them: the paper's, and its sections'."""

from django.shortcuts import redirect, render
from django.urls import reverse

from articles import cards, most_read, page_tags
from articles.editions import in_all_editions, languages_of_section
from articles.metadata import absolute, website
from articles.models import Article, Section
from delivery.addresses import get_by_slug_or_404
from delivery.editions import editions, in_or_404
from delivery.paging import page_of
from delivery.tags import in_edition, keep_until, stored, tag
from fronts import layout
from fronts.chosen import front_tag, present

SECTION_PAGE = 21


@stored()
def home(request):
    """The front page of an edition that there is."""
    return front_page(request, present())


def front_page(request, chosen):
    """The front page as `chosen` says, for readers and for the desk's preview."""
    sections = list(Section.objects.all())
    newest, placed = layout.candidates(chosen.article_ids)
    ranking = most_read.most_read()
    front = layout.front_page(sections, newest, chosen.articles(placed), ranking)
    cards.sign(front.placed)  # nobody is named beside the others
    tag(request, in_edition("latest"), front_tag(None), *chosen.tags, *most_read.tags_of(ranking))
    tag(request, *page_tags.of_candidates([*newest, *placed.values()]), *page_tags.of_cards(front.placed))
    if chosen.changes_at:
        keep_until(request, chosen.changes_at)
    context = {
        "front": front,
        "editions": in_all_editions(request, "home"),
        "address": absolute(reverse("home")),
        "json_ld": website(),
    }
    return render(request, "fronts/home.html", context)


@stored("page")
def section_page(request, section):
    """A section: what leads it, then its articles by date."""
    found = get_by_slug_or_404(Section.objects.all(), section)
    in_or_404(languages_of_section(request, found))
    if found.slug != section:
        return redirect(found, permanent=True)
    return section_front(request, found, present(found))


def section_front(request, section, chosen):
    """The pages of `section` as `chosen` says. What an editor put at its head is in the list of none of them."""
    articles = Article.objects.readable()
    placed = {article.pk: article for article in articles.for_cards().filter(pk__in=chosen.article_ids)}
    placed = chosen.articles(placed)
    listed = articles.in_section(section).exclude(pk__in=[article.pk for article in placed.values()])
    page = page_of(listed.for_cards().newest(), request, size=SECTION_PAGE)
    front = None
    if page.number == 1:
        ranking = most_read.most_read(section=section)
        front = layout.section_front(page.items, placed, ranking)
        tag(request, *most_read.tags_of(ranking, section))
    on_front = front.articles if front else []
    tag(request, f"section:{section.pk}", in_edition(f"section:{section.pk}"), front_tag(section), *chosen.tags)
    tag(request, *page_tags.of_cards([*page.items, *(front.placed if front else [])]))
    if chosen.changes_at:
        keep_until(request, chosen.changes_at)
    context = {
        "section": section,
        "page": page,
        "front": front,
        "listed": [article for article in page.items if article not in on_front],
        "editions": editions(languages_of_section(request, section), section.get_absolute_url),
    }
    return render(request, "fronts/section.html", context)
