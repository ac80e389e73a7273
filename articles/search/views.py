"""The reader's search: its page, and what its field suggests."""

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language

from articles.editions import in_all_editions
from articles.search import facets
from articles.search.passages import add_passages
from articles.search.results import Filters, find
from articles.search.suggestions import suggestions
from articles.search.vocabulary import did_you_mean
from delivery.paging import numbered_page, page_of

RESULTS_PAGE = 20


def search_page(request):
    """What `?q=` finds, the best first or `?by=date` the newest; ?section=, ?author=, ?topic=, ?year= narrow it.

    Every request is answered, however odd: what cannot be looked for is told, what is no filter or page left aside.
    """
    language, by_date = get_language(), request.GET.get("by") == "date"
    chosen = facets.chosen_in(request.GET)
    filters = Filters(**{name: getattr(thing, "pk", thing) for name, thing in chosen.items()})
    found = find(request.GET.get("q", ""), language, filters)
    asked = facets.asked_for(found.query.text, chosen, by_date=by_date)
    articles = (found.newest() if by_date else found.articles()).for_cards()
    page, is_the_page_asked = _page(articles, request, asked)
    listed = (page.number - 1) * RESULTS_PAGE + len(page.items)
    counts = found.counts()
    counts["total"] = max(counts["total"], listed)  # of few that are drawn from many, none may have been counted
    context = {
        "editions": in_all_editions(request, "search"),
        "found": found,
        "query": found.query,
        "asked": asked,
        "by_date": by_date,
        "chosen": chosen,
        "page": page,
        "is_the_page_asked": is_the_page_asked,
        "suggestion": did_you_mean(found.query, language),
        "words": add_passages(page.items, found.query, language),
        "counts": counts,
        "listed": listed,
        "facets": facets.facets(counts, chosen, asked, language),
        "best_first": facets.address(facets.asked_for(found.query.text, chosen, by_date=False)),
        "newest_first": facets.address(facets.asked_for(found.query.text, chosen, by_date=True)),
        "unfiltered": facets.address(facets.asked_for(found.query.text, {}, by_date=by_date)),
    }
    return render(request, "articles/search.html", context)


def search_suggestions(request):
    """What the search field offers for the beginning `?q=`, as JSON: {"suggestions": [{kind, text, url, note}, …]}."""
    offered = suggestions(request.GET.get("q", ""), get_language())
    response = JsonResponse({"suggestions": [suggestion._asdict() for suggestion in offered]})
    patch_cache_control(response, public=True, max_age=60)
    return response


def _page(articles, request, asked):
    """The page asked for and True, or the first page and False where there is no such page."""
    try:
        return page_of(articles, request, size=RESULTS_PAGE, asked=asked), True
    except Http404:
        return numbered_page(articles, 1, size=RESULTS_PAGE, asked=asked), False
