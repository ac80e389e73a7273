"""The desk's one search field: the articles, pictures, authors and topics that answer it, side by side."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

import arabic
from articles import desk, pickers, search, workflow
from articles.models import Article
from authors.models import Author
from images.models import Image
from topics.models import Topic, TopicAlias

#: How many of each kind the page shows, and how many the list under the field.
MOST_ON_PAGE, MOST_IN_LIST = 12, 4


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, a few words about it, and where it is worked on."""

    label: str
    note: str
    url: str
    thumbnail: str = ""


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `more` is the address of its own list when that has more of it."""

    name: str
    hits: list[Hit]
    more: str


def find(asked, user, *, most):
    """The groups of what answers `asked` among that which `user` may see, at most `most` in each; none is empty."""
    asked = arabic.storable(asked).strip()
    if not asked:
        return []
    kinds = [(Article, _articles), (Image, _images), (Author, _authors), (Topic, _topics)]
    groups = [
        _group(model, asked, list(hits(asked, user, most + 1)), most)
        for model, hits in kinds
        if user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
    ]
    return [group for group in groups if group.hits]


def _group(model, asked, hits, most):
    room = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    asked_there = {"q": asked, "whose": "all"} if model is Article else {"q": asked}
    return Group(
        name=capfirst(model._meta.verbose_name_plural),
        hits=hits[:most],
        more=f"{room}?{urlencode(asked_there)}" if len(hits) > most else "",
    )


def _articles(asked, user, most):
    for article in search.find_at_desk(workflow.seen_by(user).for_desk(), asked, most=most):
        may_edit = workflow.may_edit(user, article)
        headline = str(article.newest_revision if may_edit else article)
        section = article.newest_revision.section if may_edit else article.section
        yield Hit(
            label=_marked(headline, asked),
            note=" · ".join([*([section.name] if section else []), desk.standing(article)]),
            url=_form(article) if may_edit else article.get_absolute_url(),
        )


def _images(asked, user, most):
    for image in Image.objects.newest().described(asked)[:most]:
        yield Hit(_marked(str(image), asked), image.credit or "", _form(image), image.thumbnail)


def _authors(asked, user, most):
    for author in Author.objects.described(asked)[:most]:
        yield Hit(_marked(author.name, asked), author.beat or "", _form(author))


def _topics(asked, user, most):
    spelled = Prefetch("aliases", TopicAlias.objects.spelled(asked), to_attr="spelled")
    for topic in Topic.objects.named(asked).prefetch_related(spelled)[:most]:
        yield Hit(_marked(topic.name, asked), pickers.topic_entry(topic)["note"], _form(topic))


def _form(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def _marked(label, asked):
    return mark_safe(arabic.highlight(label, asked))  # highlight() has escaped it
