"""How a front is laid out: what editors chose stands where they put it, and the rest fills itself with the newest.

A place is called by its `key`: `lead-0`, `second-3`, and `strip-7-0` for the first of the strip of section 7. No
article stands on a front twice.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from articles import cards, most_read
from articles.models import Article, Section

#: How many articles of each section are looked at, and how many stand where.
OF_EACH_SECTION = 12
SECONDS, LATEST = 5, 10
IN_A_STRIP = {"picture": 5, "headlines": 5, "opinion": 4}
SECTION_SECONDS = 3
#: The lead has a picture if one of this many newest articles has: on the front page, on that of a section.
LEAD_AMONG, SECTION_LEAD_AMONG = 12, 4

LEAD = "lead-0"


@dataclass(frozen=True)
class Strip:
    """A section's place on the front page; `rhythm` names the template that sets it, in fronts/strips/."""

    section: Section
    rhythm: str
    cells: dict[str, Article | None]

    @property
    def articles(self):
        return _filled(self.cells.values())

    @property
    def template(self):
        return f"fronts/strips/{self.rhythm}.html"


@dataclass(frozen=True)
class Front:
    """A front: one article leads (None when nothing is live), a few second it, the latest run beside them.

    `cells` are the places that an editor may fill, by key, each with the article that stands there, or None.
    """

    cells: dict[str, Article | None]
    most_read: list[Article] = field(default_factory=list)
    latest: list[Article] = field(default_factory=list)
    strips: list[Strip] = field(default_factory=list)

    @property
    def lead(self):
        return self.cells[LEAD]

    @property
    def seconds(self):
        return _filled(article for key, article in self.cells.items() if key.startswith("second-"))

    @property
    def placed(self):
        """The articles of the places, in their order."""
        return _filled(self.cells.values())

    @property
    def articles(self):
        return [*self.placed, *self.most_read, *self.latest]


# The front page -----------------------------------------------------------------------------------------------------


def front_page(sections, newest, chosen, ranking=()):
    """The Front of the paper: `newest` are the articles to fill it with (`candidates`), `chosen` those that editors
    chose, by key, `ranking` those that are read most. Who chose a place that is not on the page any more, such as a
    strip of a section that has none, chose nothing.

    What is read most and stands at the head already is not in the ranking again, and what is in it not in a strip.
    """
    chosen = {key: chosen[key] for key in front_page_keys(sections) if key in chosen}
    used = set(chosen.values())
    news = [article for article in newest if article.section.style == Section.Style.NEWS]
    pictured = [article for article in news[:LEAD_AMONG] if article.lead_image]
    cells = _lead([*pictured, *news, *newest], chosen, used)
    told = sorted(news[: 2 * LEAD_AMONG], key=lambda article: not article.standfirst)
    cells |= _fill(_second_keys(SECONDS), _varied(told), chosen, used)
    read_most = most_read.shown(ranking, used)
    used.update(read_most)
    latest = _take(news, LATEST, used)
    strips = [
        Strip(section, rhythm, _strip(section, rhythm, newest, chosen, used)) for section, rhythm in _strips(sections)
    ]
    for strip in strips:
        cells |= strip.cells
    return Front(cells, read_most, latest, strips)


def front_page_keys(sections):
    """The places of the front page that an editor may fill, in the order of the page."""
    of_strips = [key for section, rhythm in _strips(sections) for key in _strip_keys(section, rhythm)]
    return [LEAD, *_second_keys(SECONDS), *of_strips]


def candidates(chosen_ids=()):
    """The articles of which a front page is made: the newest readable ones of each section in one list, newest first,
    and by id those of them that are in `chosen_ids`, with the others of these that readers see. Two queries.

    They come without their bylines, which `cards.sign` brings for those that get a place.
    """
    # For each section by its index: a window function would sort the whole table.
    of_each = Article.objects.readable().in_section(OuterRef("pk")).newest().values("pk")[:OF_EACH_SECTION]
    newest = {pk for pks in Section.objects.values_list(ArraySubquery(of_each), flat=True) for pk in pks}
    found = cards.find({*newest, *chosen_ids})
    listed = [found[pk] for pk in newest if pk in found]
    listed.sort(key=lambda article: (article.published_at, article.pk), reverse=True)
    return listed, {pk: found[pk] for pk in chosen_ids if pk in found}


# The front of a section ---------------------------------------------------------------------------------------------


def section_front(newest, chosen, ranking=()):
    """The Front of a section: a lead, a few that second it, and what is read most beside the list of the others.

    What stands at the head is not in the ranking again, and what is in it not in the list. Where too little would be
    left of the list, there is no ranking: nobody comes to a section for that alone.
    """
    chosen = {key: chosen[key] for key in section_front_keys() if key in chosen}
    used = set(chosen.values())
    pictured = [article for article in newest[:SECTION_LEAD_AMONG] if article.lead_image]
    cells = _lead([*pictured, *newest], chosen, used)
    cells |= _fill(_second_keys(SECTION_SECONDS), newest, chosen, used)
    read_most = most_read.shown(ranking, used)
    listed = [article for article in newest if article not in used and article not in read_most]
    return Front(cells, read_most if len(listed) >= len(read_most) else [])


def section_front_keys():
    return [LEAD, *_second_keys(SECTION_SECONDS)]


# Inside -------------------------------------------------------------------------------------------------------------


def _second_keys(number):
    return [f"second-{position}" for position in range(number)]


def _strip_keys(section, rhythm):
    return [f"strip-{section.pk}-{position}" for position in range(IN_A_STRIP[rhythm])]


def _strips(sections):
    """Each section that has a strip, with its rhythm: opinion by its authors, the others a picture story and headlines
    in turn."""
    turn = 0
    for section in sections:
        if not section.in_navigation:
            continue
        if section.style == Section.Style.OPINION:
            yield section, "opinion"
        else:
            yield section, ("picture", "headlines")[turn % 2]
            turn += 1


def _lead(articles, chosen, used):
    """The cell of the lead. Where nothing else is left, as in an edition that has hardly begun, the first article that
    was chosen for another place leads, and stands there no more."""
    cells = _fill([LEAD], articles, chosen, used)
    if cells[LEAD] is None and chosen:
        cells[LEAD] = chosen.pop(next(iter(chosen)))
    return cells


def _strip(section, rhythm, newest, chosen, used):
    """The cells of one strip; a picture strip begins with an article that has one."""
    own = [article for article in newest if article.section_id == section.pk]
    first, *others = _strip_keys(section, rhythm)
    if rhythm != "picture":
        return _fill([first, *others], own, chosen, used)
    pictured = sorted(own, key=lambda article: not article.lead_image)
    return _fill([first], pictured, chosen, used) | _fill(others, own, chosen, used)


def _fill(keys, articles, chosen, used):
    """The cells of `keys`: what is chosen for each, or else the next of `articles` that is not in `used` yet."""
    left = (article for article in articles if article not in used)
    cells = {}
    for key in keys:
        cells[key] = chosen.get(key) or next(left, None)
        used.add(cells[key])
    return cells


def _varied(articles):
    """The same articles, those after the second of their section behind all others."""
    seen = Counter()

    def comes_late(article):
        seen[article.section_id] += 1
        return seen[article.section_id] > 2

    return sorted(articles, key=comes_late)


def _take(articles, most, used):
    """The first `most` of `articles` that are not in `used`, and from now on they are."""
    taken = [article for article in articles if article not in used][:most]
    used.update(taken)
    return taken


def _filled(cells):
    return [article for article in cells if article is not None]
