"""The filters as a reader meets them: what is chosen, what else there is to choose, how many it would leave, and where.

Addresses are kept short and stable: slugs, not ids, and always in one order.
"""

from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.conf import settings

import arabic
from articles.models import Section
from authors.models import Author
from delivery.addresses import get_by_slug
from topics.models import Topic

MODELS = {"section": Section, "author": Author, "topic": Topic}

_PARAMETERS = ["q", *MODELS, "year", "by"]


@dataclass(frozen=True)
class Choice:
    """A section, author, topic or year that the results can be narrowed to, and how many of them are left then.

    `address` leads to the results narrowed to it, or to those that no longer are.
    """

    thing: Section | Author | Topic | int
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """One filter, by its name, with its choices: the chosen one first, then the most frequent, or the latest years."""

    name: str
    choices: list[Choice]

    @property
    def chosen(self):
        """The choice that is made, if one is."""
        return self.choices[0] if self.choices and self.choices[0].is_chosen else None


def chosen_in(parameters):
    """What the `parameters` of a request narrow the search to, by the filter's name: rows, and the year as a number.

    A slug may be spelled in any way that folds to the row's own, a topic's in any of its spellings, digits may be of
    any set. What is not there or cannot be understood narrows nothing.
    """
    chosen = {}
    for name, model in MODELS.items():
        slug = parameters.get(name, "").strip()
        found_by = Topic.objects.addressed if model is Topic else partial(get_by_slug, model.objects.all())
        if slug and (row := found_by(slug)):
            chosen[name] = row
    year = arabic.digits(parameters.get("year", "").strip())
    if len(year) == 4 and year.isascii() and year.isdigit() and int(year):
        chosen["year"] = int(year)
    return chosen


def asked_for(text, chosen, *, by_date):
    """The parameters that ask for `text` narrowed to what is `chosen`, as `address` takes them."""
    filters = {name: getattr(thing, "slug", thing) for name, thing in chosen.items()}
    return {"q": text, **filters, **({"by": "date"} if by_date else {})}


def address(asked):
    """The address of the search that `asked` asks for, relative to the search page."""
    return "?" + urlencode({name: asked[name] for name in _PARAMETERS if name in asked})


def facets(counts, chosen, asked, language):
    """The Facets of what was found, each with its choices that have a name in `language`; one query for each kind.

    `counts` are those of `Found.counts`, `chosen` and `asked` those of `chosen_in` and `asked_for`.
    """
    return [_facet(name, counts, chosen.get(name), asked, language) for name in [*MODELS, "year"]]


def _facet(name, counts, chosen, asked, language):
    others = _named(name, counts[name], language) if name in MODELS else sorted(counts[name], reverse=True)
    choices = [
        Choice(thing, count, address({**asked, name: getattr(thing, "slug", thing)}), is_chosen=False)
        for thing, count in others
        if thing != chosen
    ]
    if chosen is not None:
        without = address({key: value for key, value in asked.items() if key != name})
        choices.insert(0, Choice(chosen, counts["total"], without, is_chosen=True))
    return Facet(name, choices)


def _named(name, counted, language):
    """The rows whose ids are `counted`, with their counts, in that order; without those that have no name to show."""
    rows = MODELS[name].objects.in_bulk([pk for pk, _count in counted]) if counted else {}
    named = [(rows[pk], count) for pk, count in counted if pk in rows]
    return [
        (row, count) for row, count in named if language == settings.LANGUAGE_CODE or getattr(row, f"name_{language}")
    ]
