"""«مواضيع ذات صلة»: what the editor chose, then what the machine fills in.

The chosen links are the editor's, not part of a revision: they take effect at once.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles import body
from articles.models import LANGUAGES, Article
from articles.workflow import NotAllowed, may_curate
from related.models import RelatedLink

#: How many cards stand under an article, and how many an editor may choose.
CARDS = 4
MOST_LINKS = 8


def cards(article):
    """The articles under `article`, at most CARDS: chosen ones in their order, then newest of its topics, then of its
    section. Never itself, one that is not live in this language, one that its text links to already, nor one twice.

    Takes at most six queries, three lists and their bylines, however many links and articles there are.
    """
    readable = Article.objects.readable().for_cards()
    chosen = list(
        readable.filter(related_from__article=article).order_by("related_from__position", "related_from__pk")[:CARDS]
    )
    shown = {article.pk, *(card.pk for card in chosen), *linked_in_text(article)}
    topics = [entry.topic_id for entry in article.article_topics.all()]
    for more in (
        readable.filter(article_topics__topic__in=topics).distinct() if topics else None,
        readable.in_section(article.section) if article.section_id else None,
    ):
        if more is not None and len(chosen) < CARDS:
            found = list(more.exclude(pk__in=shown).newest()[: CARDS - len(chosen)])
            chosen += found
            shown |= {card.pk for card in found}
    return chosen


def linked_in_text(article):
    """The ids of the articles that `article` points at with «اقرأ أيضاً» in any language."""
    return body.references(*[getattr(article, f"body_{language}") for language in LANGUAGES]).articles


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
    if len(present) >= MOST_LINKS:
        raise ValidationError(
            _("At most %(most)s links can be chosen. Remove one, then add this one.") % {"most": MOST_LINKS}
        )
    if not target.is_live:
        raise ValidationError(_("Readers do not see this article. Publish it first, or choose another one."))
    position = max([link.position for link in present], default=-1) + 1
    return RelatedLink.objects.create(article=article, target=target, position=position, created_by=by)


@transaction.atomic
def remove(link, *, by):
    """Take a chosen link away. Raises NotAllowed."""
    _hold(link.article, by)
    link.delete()


@transaction.atomic
def order(article, target_ids, *, by):
    """Put the chosen links in the order of `target_ids`; links not named keep their order behind them."""
    _hold(article, by)
    place = {pk: position for position, pk in enumerate(target_ids)}
    present = sorted(
        article.related_links.all(), key=lambda link: (place.get(link.target_id, len(target_ids)), link.position)
    )
    for position, link in enumerate(present):
        link.position = position
    RelatedLink.objects.bulk_update(present, ["position"])


def _hold(article, by):
    """Lock the article while its links change, if `by` may change them."""
    locked = Article.objects.select_for_update(of=("self",), no_key=True).get(pk=article.pk)
    if not may_curate(by, locked):
        raise NotAllowed(_("Once readers see an article, only an editor changes its related links."))
