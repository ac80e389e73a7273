from django.shortcuts import redirect, render

from authors.models import Author
from delivery.addresses import get_by_slug_or_404
from delivery.editions import editions, in_or_404
from delivery.paging import page_of
from delivery.tags import in_each_edition, stored, tag

ARTICLES_A_PAGE = 20


@stored("page")
def author_page(request, slug):
    """Who an author is, and their work by date."""
    author = get_by_slug_or_404(Author.objects.select_related("portrait"), slug)
    languages = in_or_404(author.articles.live().languages())
    if author.slug != slug:
        return redirect(author, permanent=True)
    page = page_of(author.articles.newest_by(author).readable().for_cards(), request, size=ARTICLES_A_PAGE)
    tag(request, f"author:{author.pk}", *in_each_edition(f"author:{author.pk}"))
    for article in page.items:
        tag(request, *article.card_tags())
    if author.portrait_id:
        tag(request, f"image:{author.portrait_id}")
    context = {
        "author": author,
        "page": page,
        "editions": editions(languages, author.get_absolute_url),
    }
    return render(request, "authors/author.html", context)
