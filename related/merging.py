"""Two topics that are one: whatever was the one's becomes the other's, and nothing that names the first is lost."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from articles import search
from articles.models import LANGUAGES, ArticleTopic
from articles.permissions import may_curate_topics
from articles.workflow import NotAllowed
from delivery.addresses import paths_of
from delivery.models import Redirect
from delivery.tags import bump
from related.models import PinEvent, TopicLead
from topics.models import MergedTopic, Topic, TopicAlias, hold_spellings

#: Of so many articles the search learns at once what they are about now, of the rest in the background.
RELABELLED = 200


def checked(topic, into):
    """Raise ValidationError unless `topic` can be merged into `into`, a topic or None for one that is gone."""
    if into is None:
        raise ValidationError(_("This topic is not there any more. Choose another one."))
    if into.pk == topic.pk:
        raise ValidationError(_("A topic cannot be merged into itself. Choose another one."))


def merge(topic, into, *, by):
    """Make `topic` and `into` one, which is `into`; return it.

    Its articles are about `into`, in the same place of their order and never twice. Its names are spellings of `into`,
    its addresses lead there, its leads and whatever else points at it follow behind those of `into`. What `into` lacks
    of introduction, picture and names in other languages, it takes. Revisions go on naming the old id, which
    `MergedTopic` explains. Raises NotAllowed or ValidationError; then nothing has changed.
    """
    if not may_curate_topics(by):
        raise NotAllowed(_("Only an editor merges topics."))
    with transaction.atomic():
        hold_spellings()
        held = Topic.objects.select_for_update().order_by("pk").in_bulk([topic.pk, into.pk])
        checked(topic, held.get(into.pk))
        if topic.pk not in held:
            raise ValidationError(_("This topic is not there any more. It was deleted, or merged into another one."))
        topic, into = held[topic.pk], held[into.pk]
        old_id, name, spellings = topic.pk, topic.name_ar, topic.spellings()
        paths = [paths_of(topic, feed="topic-feed"), paths_of(into, feed="topic-feed")]
        _carry_articles(topic, into)
        is_relabelled = search.relabel_topic(old_id, into.pk, most=RELABELLED)
        topic.aliases.all().delete()  # made anew below: while two topics had spellings that fold alike, none could move
        _carry_all(topic, into)
        topic.delete()
        _take_what_is_lacking(topic, into)
        have = set(into.spellings())
        TopicAlias.objects.bulk_create(TopicAlias(topic=into, name=other) for other in spellings if other not in have)
        for former in paths:
            for old, new in zip(former, paths_of(into, feed="topic-feed"), strict=True):
                Redirect.objects.leave(old, new)
        MergedTopic.objects.create(old_id=old_id, name=name, into=into, by=by, is_relabelled=is_relabelled)
        said = _("“%(name)s” was merged into it.") % {"name": name}
        LogEntry.objects.log_actions(by.pk, [into], CHANGE, said, single_object=True)
        names = [f"topic:{pk}" for pk in (old_id, into.pk)]
        bump({"topics", *names, *(f"{name}:{language}" for name in names for language in LANGUAGES)})
    return into


def in_numbers(topic, into):
    """What `merge` would carry from `topic` to `into`, for the person who is about to do it."""
    both = ArticleTopic.objects.filter(topic=into).values("article")
    told_or_unasked = {ArticleTopic, TopicAlias, TopicLead, MergedTopic, PinEvent}
    others = [relation for relation in _pointing_at(topic) if relation.related_model not in told_or_unasked]
    return {
        "articles": topic.article_topics.count(),
        "both": topic.article_topics.filter(article__in=both).count(),
        "spellings": len(set(topic.spellings()) - set(into.spellings())),
        "leads": topic.leads.count(),
        "others": sum(
            relation.related_model._base_manager.filter(**{relation.field.name: topic}).count() for relation in others
        ),
    }


def _carry_articles(topic, into):
    """Let the articles of `topic` be about `into`; one that was about both keeps it at the weightier place."""
    places = dict(ArticleTopic.objects.filter(topic=into).values_list("article", "position"))
    twice = topic.article_topics.filter(article__in=places)
    weightier = {entry.article_id: entry.position for entry in twice if entry.position < places[entry.article_id]}
    twice.delete()
    moved = list(into.article_topics.filter(article__in=weightier))
    for entry in moved:
        entry.position = weightier[entry.article_id]
    ArticleTopic.objects.bulk_update(moved, ["position"])
    topic.article_topics.update(topic=into)


def _carry_all(old, new):
    """Let every row that points at `old`, of whichever model, point at `new`; what `new` has already goes.

    Rows that have an order come behind those of `new`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # so that a row says at once that it has a twin
    for relation in _pointing_at(old):
        _carry_rows(relation.related_model._base_manager, relation.field, old, new)


def _pointing_at(row):
    """The foreign keys, of whichever room, that lead to rows like `row`."""
    relations = row._meta.get_fields(include_hidden=True)
    return [one for one in relations if one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one)]


def _carry_rows(rows, field, old, new):
    ordered = any(column.name == "position" for column in rows.model._meta.concrete_fields)
    present = rows.filter(**{field.name: new})
    behind = (present.aggregate(last=Max("position"))["last"] or 0) + 1 if ordered else 0
    for row in rows.filter(**{field.name: old}).order_by("position" if ordered else "pk"):
        twin = present.first() if field.unique else None
        if twin is not None:
            _carry_all(row, twin)
            row.delete()
            continue
        setattr(row, field.name, new)
        if ordered:
            row.position = behind
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            type(row)._base_manager.filter(pk=row.pk).delete()
        behind += 1


def _take_what_is_lacking(topic, into):
    for language in LANGUAGES:
        if not getattr(into, f"name_{language}") and not getattr(into, f"slug_{language}"):
            setattr(into, f"slug_{language}", getattr(topic, f"slug_{language}"))
        for column in (f"name_{language}", f"description_{language}"):
            setattr(into, column, getattr(into, column) or getattr(topic, column))
    into.image = into.image or topic.image
    into.save()
