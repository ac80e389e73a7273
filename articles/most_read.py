"""What readers read most: a ranking of the whole paper, one of each section and one of each topic, in each edition.

The worker makes them every few minutes of the counts that `delivery.counting` keeps, so that a page costs one look. A
read counts half as much when it is one half-life old: what is read now leads, what was read all day follows. A ranking
is named as the tag of the pages that show it, which are made anew when its order has changed, and then alone.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from operator import itemgetter

from django.db import connection, transaction
from django.utils import timezone

from articles import cards, page_tags
from articles.models import LANGUAGES, MostRead
from delivery import background
from delivery.tags import bump, in_edition

#: So many places a ranking has: more than are shown, for those that are withdrawn. Fewer articles are no ranking, and
#: who was read less often than this in all that time has no place in it.
PLACES, FEWEST_ARTICLES, FEWEST_READS = 10, 5, 10
#: So many of them a page shows, and no fewer than these.
SHOWN, FEWEST_SHOWN = 5, 3

_LOCK = 0x72656164  # with `background.alone_with`: one process ranks at a time


@dataclass(frozen=True)
class Window:
    """How far back reads count, and after how long one counts half."""

    length: timedelta
    half_life: timedelta


#: A paper and its sections are news, a topic is a shelf.
NEWS = Window(timedelta(hours=24), half_life=timedelta(hours=6))
SHELF = Window(timedelta(days=30), half_life=timedelta(days=7))

# What is ranked: the name of the ranking, how far back, and by what the articles are told apart.
_RANKINGS = [
    ("most-read", NEWS, "0", ""),
    ("most-read:section", NEWS, "article.section_id", ""),
    (
        "most-read:topic",
        SHELF,
        "entry.topic_id",
        "JOIN articles_articletopic AS entry ON entry.article_id = article.id",
    ),
]
_RANKED = """
    WITH read AS (
      SELECT key, sum(number * 0.5::float8 ^ (extract(epoch FROM %(now)s - hour)::float8 / %(half_life)s)) AS weight
      FROM delivery_readcount WHERE kind = %(kind)s AND hour > %(since)s
      GROUP BY key HAVING sum(number) >= %(fewest)s
    ), placed AS (
      SELECT {subject} AS subject, article.id,
        row_number() OVER (PARTITION BY {subject} ORDER BY weight DESC, article.id DESC) AS place
      FROM read JOIN articles_article AS article ON article.id = read.key {of_it}
      WHERE article.withdrawn_at IS NULL AND article.published_at <= %(now)s
    )
    SELECT subject, array_agg(id ORDER BY place) FROM placed WHERE place <= %(places)s GROUP BY subject
"""


# What readers get ---------------------------------------------------------------------------------------------------


def kind(language=None):
    """What the reads of an article's page count as, in the present edition or that of `language`."""
    return f"article:{language}" if language else in_edition("article")


def most_read(section=None, topic=None):
    """The articles that readers of this edition read most, without their bylines: of the paper, a `section`, a `topic`.

    [] while too few are read. Two queries. A page that shows any has `tags_of` all of them among its tags.
    """
    ranked = MostRead.objects.filter(ranking=tag_of(section, topic)).order_by("place").values_list("article", flat=True)
    found = cards.find(ranked) if ranked else {}
    return [found[pk] for pk in ranked if pk in found]


def shown(ranking, placed):
    """What of a `ranking` is shown on a page that has the articles `placed` already; [] where too little is left."""
    left = [article for article in ranking if article not in placed]
    return left[:SHOWN] if len(left) >= FEWEST_SHOWN else []


def tags_of(articles, section=None, topic=None):
    """The tags of a page that shows `articles` as what `most_read` gave for the same `section` or `topic`."""
    # The list of all that may be in it, since one that has a place and was withdrawn may come back.
    belonging = f"section:{section.pk}" if section else f"topic:{topic.pk}" if topic else "latest"
    return {tag_of(section, topic), in_edition(belonging)} | page_tags.of_candidates(articles)


def tag_of(section=None, topic=None):
    """The name of the ranking, which is the tag of the pages that show it."""
    if section is not None:
        return in_edition(f"most-read:section:{section.pk}")
    return in_edition("most-read" if topic is None else f"most-read:topic:{topic.pk}")


# Ranking ------------------------------------------------------------------------------------------------------------


def rank():
    """Rank anew what was read, and have the pages made anew that show a ranking whose order changed; return those."""
    with background.alone_with(_LOCK, 0) as alone:
        return _rank() if alone else set()


@transaction.atomic
def _rank():
    places = MostRead.objects.order_by("ranking", "place").values_list("ranking", "article")
    before = {ranking: [pk for _ranking, pk in found] for ranking, found in groupby(places, key=itemgetter(0))}
    now = _rankings(timezone.now())
    changed = {ranking for ranking in before.keys() | now.keys() if before.get(ranking) != now.get(ranking)}
    MostRead.objects.filter(ranking__in=changed).delete()
    MostRead.objects.bulk_create(
        MostRead(ranking=ranking, place=place, article_id=pk)
        for ranking in changed & now.keys()
        for place, pk in enumerate(now[ranking])
    )
    bump(changed)
    return changed


def _rankings(now):
    """{the name of a ranking: the ids of its articles}, by the reads up to `now`."""
    found = {}
    for name, window, subject, of_it in _RANKINGS:
        asked = {"now": now, "since": now - window.length, "half_life": window.half_life.total_seconds()}
        asked |= {"fewest": FEWEST_READS, "places": PLACES}
        for language in LANGUAGES:
            with connection.cursor() as cursor:
                cursor.execute(_RANKED.format(subject=subject, of_it=of_it), {**asked, "kind": kind(language)})
                for pk, articles in cursor.fetchall():
                    if len(articles) >= FEWEST_ARTICLES:
                        found[f"{name}:{pk}:{language}" if pk else f"{name}:{language}"] = articles
    return found
