"""How «مواضيع ذات صلة» under an article changes: an editor's choice, in the editor's order.

The choice is not part of a revision: it takes effect at once. Every change is one function here, in one transaction,
which asks who may and keeps the section's own log. What readers get of it is in `shown`.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

import arabic
from articles.models import Article
from articles.workflow import NotAllowed, may_curate
from delivery.tags import bump
from related.models import RefusedSuggestion, RelatedEvent, RelatedLink, RelatedSection

#: How many links an editor may choose under an article.
MOST_LINKS = 8

Verb = RelatedEvent.Verb


def links(article):
    """The chosen links with their targets, for the desk: those that readers do not see now among them."""
    return article.related_links.select_related("target__section", "target__newest_revision")


@transaction.atomic
def add(article, target, *, by):
    """Put `target` last among the chosen links and return the link. Raises NotAllowed or ValidationError."""
    _hold(article, by)
    present = list(article.related_links.all())
    if article.pk == target.pk:
        raise ValidationError(_("An article cannot be related to itself. Choose another one."))
    if any(link.target_id == target.pk for link in present):
        raise ValidationError(_("This article is in the list already."))
    _refuse_more(present)
    if not target.is_live:
        raise ValidationError(_("Readers do not see this article. Publish it first, or choose another one."))
    link = RelatedLink.objects.create(article=article, target=target, position=_last(present), created_by=by)
    RefusedSuggestion.objects.filter(article=article, target=target).delete()  # chosen by hand, it is welcome again
    _changed(article, Verb.ADDED, by=by, what=str(target))
    return link


@transaction.atomic
def add_outside(article, *, url, title, source, by):
    """Put a link to a page elsewhere last among the chosen ones and return it. Raises NotAllowed or ValidationError."""
    _hold(article, by)
    present = list(article.related_links.all())
    _refuse_more(present)
    link = RelatedLink(
        article=article,
        url=outside_address(url),
        title=arabic.clean(title).strip(),
        source=arabic.clean(source).strip(),
        position=_last(present),
        created_by=by,
    )
    if not link.title:
        raise ValidationError({"title": _("Write the headline that readers are to see.")})
    if not link.source:
        raise ValidationError({"source": _("Name the source: the paper or site that the link leads to.")})
    if any(other.url == link.url for other in present):
        raise ValidationError({"url": _("This address is in the list already.")})
    link.full_clean(exclude=["article"])
    link.save()
    _changed(article, Verb.ADDED, by=by, what=f"{link.title} ({link.source})")
    return link


def outside_address(typed):
    """The address of a page elsewhere as it is kept. Raises ValidationError with what to do."""
    url = arabic.clean(typed).strip()
    if url and ":" not in url:
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise ValidationError({"url": _("Paste the whole address of the page, beginning with https://.")})
    own = urlsplit(settings.SITE_URL).hostname
    if host.removeprefix("www.") == own.removeprefix("www."):
        if parts.path.startswith(reverse("admin:index")):
            raise ValidationError({"url": _("Readers cannot open the desk. Paste an address that they can.")})
        raise ValidationError(
            {"url": _("This is a page of our own site. Look for the article by its headline instead.")}
        )
    return url


@transaction.atomic
def make_mutual(link, *, by):
    """Put the article of `link` under its target as well. Raises NotAllowed or ValidationError."""
    return add(link.target, link.article, by=by)


@transaction.atomic
def remove(link, *, by):
    """Take a chosen link away. Raises NotAllowed."""
    _hold(link.article, by)
    link.delete()
    _changed(link.article, Verb.REMOVED, by=by, what=str(link))


@transaction.atomic
def order(article, link_ids, *, by):
    """Put the chosen links in the order of `link_ids`; links not named keep their order behind them."""
    _hold(article, by)
    place = {pk: position for position, pk in reversed(list(enumerate(link_ids)))}
    before = list(article.related_links.all())
    after = sorted(before, key=lambda link: (place.get(link.pk, len(link_ids)), link.position))
    for position, link in enumerate(after):
        link.position = position
    RelatedLink.objects.bulk_update(after, ["position"])
    if after != before:
        _changed(article, Verb.ORDERED, by=by)


@transaction.atomic
def refuse(article, target, *, by):
    """Never suggest `target` for `article` again. Raises NotAllowed."""
    _hold(article, by)
    _refused, is_new = RefusedSuggestion.objects.get_or_create(
        article=article, target=target, defaults={"refused_by": by}
    )
    if is_new:
        _log(article, Verb.REFUSED, by=by, what=str(target))


@transaction.atomic
def head(article, words, *, by):
    """Put `words` over the section under `article`; "" brings the house's own back.

    Raises NotAllowed, and ValidationError for more than fits.
    """
    _hold(article, by)
    section, _is_new = RelatedSection.objects.get_or_create(article=article)
    before, section.heading = section.heading, arabic.clean(words).strip()
    section.full_clean(exclude=["article"])
    if section.heading != before:
        section.save()
        _changed(article, Verb.HEADED, by=by, what=section.heading)


@transaction.atomic
def fill(article, wanted, *, by):
    """Let the site fill up the section under `article`, or stop it. Raises NotAllowed."""
    _hold(article, by)
    section, _is_new = RelatedSection.objects.get_or_create(article=article)
    if section.is_filled != wanted:
        section.is_filled = wanted
        section.save()
        _changed(article, Verb.FILLED if wanted else Verb.UNFILLED, by=by)


def _refuse_more(present):
    if len(present) >= MOST_LINKS:
        raise ValidationError(
            _("At most %(most)s links can be chosen. Remove one, then add this one.") % {"most": MOST_LINKS}
        )


def _last(present):
    return max([link.position for link in present], default=-1) + 1


def _log(article, verb, *, by, what=""):
    """Write one line of the section's own log."""
    RelatedEvent.objects.create(article=article, verb=verb, by=by, what=what[:200])


def _changed(article, verb, *, by, what=""):
    """The same of a change that readers see: the pages that show the section are made anew."""
    _log(article, verb, by=by, what=what)
    bump({f"related:{article.pk}"})


def _hold(article, by):
    """Lock the article while its links change, if `by` may change them."""
    locked = Article.objects.select_for_update(of=("self",), no_key=True).get(pk=article.pk)
    if not may_curate(by, locked):
        raise NotAllowed(_("Once readers see an article, only an editor changes its related links."))
