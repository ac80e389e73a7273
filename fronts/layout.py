"""The front page as it lays itself out: what leads, what stands beside it, and a strip for each section.

No article stands on it twice.
"""

from collections import Counter
from dataclasses import dataclass

from articles.models import Article, Section

#: How many articles of each section are looked at, and how many stand where.
OF_EACH_SECTION = 12
SECONDS, LATEST = 5, 10
IN_A_STRIP = {"picture": 5, "headlines": 5, "opinion": 4}
#: The lead has a picture if one of this many newest articles has.
LEAD_AMONG = 12


@dataclass(frozen=True)
class Strip:
    """A section's place on the front page; `rhythm` names the template that sets it, in fronts/strips/."""

    section: Section
    rhythm: str
    articles: list[Article]

    @property
    def template(self):
        return f"fronts/strips/{self.rhythm}.html"


@dataclass(frozen=True)
class Front:
    """The front page: one article leads (None when nothing is live), a few second it, the latest run beside them."""

    lead: Article | None
    seconds: list[Article]
    latest: list[Article]
    strips: list[Strip]


def automatic(sections, articles):
    """The front page of `sections`, laid out of `articles` (`newest_of_each`) without an editor's hand."""
    news = [article for article in articles if article.section.style == Section.Style.NEWS]
    lead = next((article for article in news[:LEAD_AMONG] if article.lead_image), (news or articles or [None])[0])
    used = {lead}
    told = sorted(news[: 2 * LEAD_AMONG], key=lambda article: not article.standfirst)
    seconds = _take(_varied(told), SECONDS, used)
    latest = _take(news, LATEST, used)
    strips = [
        Strip(section, rhythm, found)
        for section, rhythm in _rhythms(section for section in sections if section.in_navigation)
        if (found := _strip([article for article in articles if article.section_id == section.pk], rhythm, used))
    ]
    return Front(lead, seconds, latest, strips)


def newest_of_each(sections):
    """The newest readable articles of each of `sections`, all of them in one list, newest first: three queries.

    Each section's are found by its index and joined by UNION ALL: a window function would sort the whole table.
    """
    slices = [
        Article.objects.readable().in_section(section).newest().values_list("pk", flat=True)[:OF_EACH_SECTION]
        for section in sections
    ]
    if not slices:
        return []
    pks = list(slices[0].union(*slices[1:], all=True))
    return list(Article.objects.for_cards().filter(pk__in=pks).newest())


def _rhythms(sections):
    """Each section with its rhythm: opinion by its authors, the others a picture story and headlines in turn."""
    turn = 0
    for section in sections:
        if section.style == Section.Style.OPINION:
            yield section, "opinion"
        else:
            yield section, ("picture", "headlines")[turn % 2]
            turn += 1


def _strip(articles, rhythm, used):
    """The articles of one strip; a picture strip begins with an article that has one."""
    if rhythm == "picture":
        articles = sorted(articles, key=lambda article: article in used or not article.lead_image)
        first = _take(articles, 1, used)
        return first + _take(sorted(articles, key=_newest), IN_A_STRIP[rhythm] - 1, used) if first else []
    return _take(articles, IN_A_STRIP[rhythm], used)


def _varied(articles):
    """The same articles, those after the second of their section behind all others."""
    seen = Counter()

    def comes_late(article):
        seen[article.section_id] += 1
        return seen[article.section_id] > 2

    return sorted(articles, key=comes_late)


def _newest(article):
    return -article.published_at.timestamp(), -article.pk


def _take(articles, most, used):
    """The first `most` of `articles` that are not in `used`, and from now on they are."""
    taken = [article for article in articles if article not in used][:most]
    used.update(taken)
    return taken
