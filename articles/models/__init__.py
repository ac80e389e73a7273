"""The models of this room, each in the module of its subject, which imports only from those to the left of it:

    pictures ← sections, revisions, desk ← articles ← published, search

and `pages`, which only asks `pictures`. What stands on the left names an article by a string.
"""

from articles.models.articles import Article, ArticleTopic, Byline, Stage, State
from articles.models.desk import ArticleEvent, Presence, PreviewLink, SchedulerSighting, Stet
from articles.models.pages import StaticPage
from articles.models.published import Announcement, BodyReference, Correction, MostRead, ShareCard
from articles.models.revisions import Revision
from articles.models.search import DeskEntry, PackedWords, SearchEntry, SearchHeadline, SearchWord
from articles.models.sections import Section
from delivery.editions import LANGUAGES

__all__ = [
    "LANGUAGES",
    "Announcement",
    "Article",
    "ArticleEvent",
    "ArticleTopic",
    "BodyReference",
    "Byline",
    "Correction",
    "DeskEntry",
    "MostRead",
    "PackedWords",
    "Presence",
    "PreviewLink",
    "Revision",
    "SchedulerSighting",
    "SearchEntry",
    "SearchHeadline",
    "SearchWord",
    "Section",
    "ShareCard",
    "Stage",
    "State",
    "StaticPage",
    "Stet",
]
