"""How «مواضيع ذات صلة» under an article changes: an editor's choice, in the editor's order.

The choice is not part of a revision: it takes effect at once. Every change is one function here, in one transaction,
which asks who may and keeps the section's own log. What readers get of it is in `shown`.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

import arabic
from articles.models import Article
from articles.workflow import NotAllowed, may_curate
from delivery.tags import bump
from related import links
from related.models import RefusedSuggestion, RelatedEvent, RelatedLink, RelatedSection

Verb = RelatedEvent.Verb


def chosen(article):
    """The chosen links with their targets, for the desk: those that readers do not see now among them."""
    return article.related_links.select_related("target__section", "target__newest_revision")


@transaction.atomic
def add(article, target, *, by):
    """Put `target` last among the chosen links and return the link. Raises NotAllowed or ValidationError."""
    _hold(article, by)
    if article.pk == target.pk:
        raise ValidationError(_("An article cannot be related to itself. Choose another one."))
    present = list(article.related_links.all())
    links.check(present, target)
    return _put_last(article, present, target, by=by)


@transaction.atomic
def add_outside(article, *, url, title, source, by):
    """Put a link to a page elsewhere last among the chosen ones and return it. Raises NotAllowed or ValidationError."""
    _hold(article, by)
    present = list(article.related_links.all())
    link = RelatedLink(article=article, position=links.after(present), created_by=by)
    links.lead_outside(link, present, url=url, title=title, source=source)
    link.save()
    _changed(article, Verb.ADDED, by=by, what=f"{link.title} ({link.source})")
    return link


@transaction.atomic
def make_mutual(link, *, by):
    """Put the article of `link` under its target as well; one that is not out yet will stand there once it is.

    Raises NotAllowed or ValidationError.
    """
    article, target = link.article, link.target
    if article.withdrawn_at is not None:
        raise ValidationError(_("This article is withdrawn. Publish it again, then make the link mutual."))
    _hold(target, by)
    present = list(target.related_links.all())
    if any(other.target_id == article.pk for other in present):
        raise ValidationError(_("The link is mutual already."))
    if len(present) >= links.MOST:
        said = _("“%(headline)s” has %(most)s links already. Remove one there, then make this one mutual.")
        raise ValidationError(said % {"headline": target, "most": links.MOST})
    return _put_last(target, present, article, by=by)


@transaction.atomic
def remove(article, link_ids, *, by):
    """Take chosen links away; what is gone already is no error. Raises NotAllowed."""
    _hold(article, by)
    for link in article.related_links.filter(pk__in=link_ids).select_related("target__newest_revision"):
        link.delete()
        _changed(article, Verb.REMOVED, by=by, what=_called(link))


@transaction.atomic
def order(article, link_ids, *, by):
    """Put the chosen links in the order of `link_ids`; links not named keep their order behind them."""
    _hold(article, by)
    if links.put_in_order(article.related_links, link_ids):
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


def _put_last(article, present, target, *, by):
    link = RelatedLink.objects.create(article=article, target=target, position=links.after(present), created_by=by)
    RefusedSuggestion.objects.filter(article=article, target=target).delete()  # chosen by hand, it is welcome again
    _changed(article, Verb.ADDED, by=by, what=_called(link))
    return link


def _called(link):
    """What the log calls `link`: the headline of a draft is not for everybody who reads it."""
    target = link.target
    return str(link) if target is None or target.is_live or target.withdrawn_at else ""


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
