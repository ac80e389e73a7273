"""What readers get of the articles: their own pages, and the lists by section and month."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language

import arabic
from articles import body, metadata, moments, most_read, own_page, page_tags
from articles.editions import in_all_editions
from articles.models import Article, StaticPage
from articles.months import months
from delivery.addresses import get_by_slug_or_404
from delivery.editions import editions, in_or_404, languages_of
from delivery.paging import page_of
from delivery.tags import count_as, in_each_edition, stored, tag

MONTH_PAGE = 40


@stored()
def article_page(request, section, pk, slug):
    """One article. The id decides: a wrong section or slug leads to the right one; a withdrawn article is gone."""
    article = own_page.find(pk)
    if article is None or get_language() not in article.languages():
        raise Http404(f"There is no article {pk} in this language")
    if article.withdrawn_at is not None:
        return render(request, "410.html", status=410)
    # Compare the parts: reverse() percent-encodes Arabic, request.path is decoded, and comparing those never ends.
    if (section, slug) != (article.section.slug, article.slug):
        return redirect(article, permanent=True)
    tag(request, *page_tags.of_page(article), *own_page.tags_of(article))
    count_as(request, most_read.kind(), article.pk)
    links = {"previous": own_page.previous(article), "following": own_page.following(article)}
    return article_response(request, article, text=body.render(article.body, own_page.read_also(article)), **links)


def article_response(request, article, *, text=None, **more):
    """The page of `article`, for readers and for the desk's preview, where the article is in memory only.

    `text` is its body as it is to be shown, where that was rendered already.
    """
    text = body.render(article.body) if text is None else text
    context = {**article_context(request, article), "text": text, **more}
    return _with_frames(render(request, "articles/article.html", context), context["frames"])


def article_context(request, article):
    """What the page of `article` shows."""
    path = article.get_absolute_url() if article.section and article.slug else request.path
    address = metadata.absolute(path)
    # One that a query found says whether it has any; one in memory only has what it was given.
    corrections = list(article.corrections.all()) if getattr(article, "is_corrected", article.pk) else []
    description = metadata.description(article)
    return {
        "article": article,
        "address": address,
        "corrections": corrections,
        "title": article.seo_title or article.headline,
        "description": description,
        "moments": metadata.moments(article),
        "json_ld": metadata.json_ld(article, address=address, description=description, corrections=corrections),
        "breadcrumbs": metadata.breadcrumbs(article, address=address),
        "short_address": metadata.absolute(reverse("short-link", args=[article.pk])) if article.is_live else "",
        "share_image": metadata.share_image(article),
        "editions": editions(article.languages(), article.get_absolute_url) if article.is_live else [],
        "frames": body.frame_origins(article.body),
    }


def _with_frames(response, origins):
    """`response` with a policy that allows frames of `origins`, those of the embeds on that very page.

    The attribute is what django-csp's decorator csp_update sets, which is for values that are known beforehand.
    """
    if origins:
        response._csp_update = {"frame-src": origins}
    return response


def short_link(request, pk):
    """The address for sharing, to the article's own."""
    return redirect(get_object_or_404(Article.objects.readable().select_related("section"), pk=pk))


@stored()
def static_page(request, slug):
    """A page outside the news, such as «من نحن»."""
    page = get_by_slug_or_404(StaticPage.objects.all(), slug)
    languages = in_or_404(languages_of(page, field="title"))
    if page.slug != slug:
        return redirect(page, permanent=True)
    tag(request, f"page:{page.pk}", *page_tags.of_text(page.body))
    context = {
        "static_page": page,
        "text": body.render(page.body),
        "description": arabic.description(body.plain_text(page.body)),
        "editions": editions(languages, page.get_absolute_url),
        "frames": body.frame_origins(page.body),
    }
    return _with_frames(render(request, "articles/static_page.html", context), context["frames"])


@stored()
def saved(request):
    """What a reader saved for later; the list is in their browser, and a script shows it."""
    return render(request, "articles/saved.html", {"editions": in_all_editions(request, "saved")})


@stored()
def archive(request):
    """Every month that has articles, by year."""
    found = in_all_editions(request, "archive")
    years = {}
    for month in months(get_language()):
        years.setdefault(month.year, []).append(month)
    return render(request, "articles/archive.html", {"years": years.items(), "editions": found})


@stored("page")
def archive_month(request, year, month):
    """The articles of one month of the newsroom's calendar, newest first."""
    try:
        begins, ends = moments.month(year, month)
    except ValueError:
        raise Http404(f"There is no month {month} of {year}") from None
    articles = Article.objects.live().filter(published_at__gte=begins, published_at__lt=ends)
    page = page_of(articles.in_language().for_cards().newest(), request, size=MONTH_PAGE)
    if not page.items:
        raise Http404(f"Nothing came out in {year}-{month:02}")
    tag(request, *in_each_edition(f"month:{year}-{month:02}"), *page_tags.of_cards(page.items))
    context = {
        "month": begins,
        "page": page,
        "editions": editions(articles.languages(), lambda: reverse("archive-month", args=[year, month])),
    }
    return render(request, "articles/archive_month.html", context)
