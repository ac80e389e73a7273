"""How the house spells the names of its topics, for the proof-reader."""

from functools import lru_cache

from django.db.models import BigIntegerField, Count, F, Func, Sum

from topics.models import Topic, TopicAlias


def house_spellings():
    """The name of each topic and its other spellings, as `arabic.proofread` takes them: a tuple of pairs.

    It is asked for whenever somebody stops typing, so it is read anew only where one of them has changed.
    """
    return _read(print_of(Topic, "name_ar", "pk"), print_of(TopicAlias, "name", "topic"))


def print_of(model, name, owner):
    """How many names there are and a number in which each change of one shows; `name` may be an expression."""
    name = F(name) if isinstance(name, str) else name
    hashed = Func(name, F(owner), function="hashtextextended", output_field=BigIntegerField())
    return tuple(model.objects.order_by().aggregate(names=Count(name), hashed=Sum(hashed)).values())


@lru_cache(maxsize=1)
def _read(*_prints):
    others = {}
    for topic, alias in TopicAlias.objects.values_list("topic", "name"):
        others.setdefault(topic, []).append(alias)
    named = Topic.objects.exclude(name_ar=None).order_by("pk").values_list("pk", "name_ar")
    return tuple((name, tuple(others.get(pk, ()))) for pk, name in named)
