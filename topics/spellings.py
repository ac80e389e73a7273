"""How the house spells the names of its topics, for the proof-reader."""

from itertools import chain
from typing import NamedTuple

from django.db.models import BigIntegerField, Count, F, Func, Sum
from django.db.models.functions import Mod

from topics.models import Topic, TopicAlias

#: Topics are looked at in so many parts, so that with one that has changed only few others are read anew.
PARTS = 64


class _Known(NamedTuple):
    """What was read last, by part: the prints, and {id: (name, other spellings)}; and all of these in their order."""

    prints: dict
    parts: dict
    names: tuple


_known = _Known({}, {}, ())


def house_spellings():
    """The name of each topic and its other spellings, as `arabic.proofread` takes them: a tuple of pairs.

    It is asked for whenever somebody stops typing, so only those are read anew among which one has changed.
    """
    global _known
    known, prints = _known, _prints()
    changed = [part for part in {*prints, *known.prints} if prints.get(part) != known.prints.get(part)]
    if not changed:
        return known.names
    parts = known.parts | _read(changed)
    topics = sorted(chain.from_iterable(topics.items() for topics in parts.values()))
    # Put in place at once, since other threads look at it: what has changed meanwhile has another print.
    _known = _Known(prints, parts, tuple(names for _pk, names in topics))
    return _known.names


def print_of(model, name, owner):
    """How many names there are and a number in which each change of one shows; `name` may be an expression."""
    return tuple(model.objects.order_by().aggregate(**_print(name, owner)).values())


def _print(name, owner):
    name = F(name) if isinstance(name, str) else name
    hashed = Func(name, F(owner), function="hashtextextended", output_field=BigIntegerField())
    return {"names": Count(name), "hashed": Sum(hashed)}


def _prints():
    """Of each part that has topics the prints of their names and of their other spellings."""
    prints = {}
    for model, name, owner in [(Topic, "name_ar", "pk"), (TopicAlias, "name", "topic")]:
        parts = model.objects.order_by().values(part=Mod(owner, PARTS)).annotate(**_print(name, owner))
        for part, *of_part in parts.values_list("part", "names", "hashed"):
            prints.setdefault(part, []).append((model, *of_part))
    return prints


def _read(parts):
    """{id: (name, other spellings)} of the topics in each of `parts`."""
    others, read = {}, {part: {} for part in parts}
    of_parts = TopicAlias.objects.annotate(part=Mod("topic", PARTS)).filter(part__in=parts)
    for topic, alias in of_parts.order_by("pk").values_list("topic", "name"):
        others.setdefault(topic, []).append(alias)
    named = Topic.objects.exclude(name_ar=None).annotate(part=Mod("pk", PARTS)).filter(part__in=parts)
    for pk, part, name in named.order_by().values_list("pk", "part", "name_ar"):
        read[part][pk] = name, tuple(others.get(pk, ()))
    return read
