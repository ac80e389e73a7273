"""Which topics a text names, while somebody writes it: their names and other spellings, with whatever is written onto
them.

A name is a name letter by letter (the search key of each of its words); what is no person, place or organisation is
found in its other forms as well (its stems): «انتخابات» in «الانتخابات».
"""

from collections import defaultdict
from functools import lru_cache
from itertools import chain
from math import log2
from typing import NamedTuple

from django.db.models import Count, Func, TextField, Value

import arabic
from authors.names import NAMES
from topics.models import Topic, TopicAlias
from topics.spellings import print_of

#: What a mention in the headline, the standfirst and the body counts, and so many mentions of a body are counted.
WEIGHTS = {"headline": 6, "standfirst": 3, "body": 1}
MOST_COUNTED = 5
#: So many topics are weighed against each other, and so many letters are left of a word without what is before it.
MOST_WEIGHED, SHORTEST = 60, 3

_CLITICS = ("و", "ف", "ب", "ك", "ل", "وب", "ول", "فب", "فل")
_CLITICS_WITH_ARTICLE = ("لل", "ولل", "فلل")  # the alef of the article goes


class Mention(NamedTuple):
    """A topic that a text names, and `spelling`, in which it does first."""

    topic: Topic
    spelling: str


class _Spelling(NamedTuple):
    topic: int
    text: str
    words: tuple[str, ...]


def mentions(texts, *, without=(), most=8):
    """The Mentions in `texts` (the text by each name of WEIGHTS), at most `most`, the best first.

    A topic is the better the further up and the more often it is named, and the fewer articles are about it. Those
    whose ids are `without` are left out. Takes three queries, one more when a name has changed.
    """
    weights, spellings = defaultdict(int), {}
    by_key, by_stem = _read(_print_of_topics(), print_of(TopicAlias, "name", "topic"))
    for name, weight in WEIGHTS.items():
        counted = defaultdict(int)
        for topic, spelling in _found(arabic.analyze(texts.get(name, "")), by_key, by_stem):
            spellings.setdefault(topic, spelling)
            counted[topic] += 1
        for topic, times in counted.items():
            weights[topic] += weight * min(times, MOST_COUNTED)
    for pk in without:
        weights.pop(pk, None)
    heaviest = sorted(weights, key=lambda pk: (-weights[pk], pk))[:MOST_WEIGHED]
    topics = Topic.objects.filter(pk__in=heaviest).annotate(articles_about=Count("article_topics"))
    ranked = sorted(topics, key=lambda topic: (-weights[topic.pk] / log2(4 + topic.articles_about), topic.pk))
    return [Mention(topic, spellings[topic.pk]) for topic in ranked[:most]]


def _found(tokens, by_key, by_stem):
    """The ids of the topics that `tokens` name, in their order, each time with the spelling: the longest at a place."""
    place = 0
    while place < len(tokens):
        longest, found = 0, None
        for form in _forms(tokens[place].key):
            for spelling in by_key.get(form, ()):
                if len(spelling.words) > longest and _goes_on(spelling.words, tokens, place, "key"):
                    longest, found = len(spelling.words), (spelling.topic, spelling.text)
        for spelling in by_stem.get(tokens[place].stem, ()):
            if len(spelling.words) > longest and _goes_on(spelling.words, tokens, place, "stem"):
                longest = len(spelling.words)
                found = spelling.topic, " ".join(token.text for token in tokens[place : place + longest])
        if found:
            yield found
        place += longest or 1


def _goes_on(words, tokens, place, form):
    following = tokens[place + 1 : place + len(words)]
    return tuple(getattr(token, form) for token in following) == words[1:]


@lru_cache(maxsize=50_000)
def _forms(key):
    """A word as it stands, and without what may be written onto its beginning."""
    bare = [key[len(clitic) :] for clitic in _CLITICS if key.startswith(clitic)]
    bare += ["ال" + key[len(clitic) :] for clitic in _CLITICS_WITH_ARTICLE if key.startswith(clitic)]
    return (key, *(word for word in bare if len(word) >= SHORTEST))


def _print_of_topics():
    names = Func(Value("|"), *NAMES, "kind", function="concat_ws", output_field=TextField())
    return print_of(Topic, names, "pk")


@lru_cache(maxsize=1)
def _read(*_prints):
    """Every spelling of every topic by the key of its first word; of subjects, by its stem as well."""
    by_key, by_stem = defaultdict(list), defaultdict(list)
    kinds, named = {}, []
    for pk, kind, *names in Topic.objects.order_by("pk").values_list("pk", "kind", *NAMES):
        kinds[pk] = kind
        named += [(pk, name) for name in names if name]
    aliases = TopicAlias.objects.order_by("pk").values_list("topic", "name")
    for pk, name in chain(named, aliases):
        tokens = arabic.analyze(name)
        if not tokens or (len(tokens) == 1 and len(tokens[0].key) < SHORTEST):
            continue
        by_key[tokens[0].key].append(_Spelling(pk, name, tuple(token.key for token in tokens)))
        if kinds.get(pk) == Topic.Kind.SUBJECT:
            by_stem[tokens[0].stem].append(_Spelling(pk, name, tuple(token.stem for token in tokens)))
    return by_key, by_stem
