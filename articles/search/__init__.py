"""The site's search on PostgreSQL.

`indexing` writes what it knows of an article. `queries` reads what a person typed, `terms` what is to be looked for,
with the authors and topics of `names`, `candidates` finds articles worth ranking, `ranking` says how well each answers,
and `results` puts them together: what is found, narrowed, counted and in order. `suggestions` offers what one may be
typing, `vocabulary` what one may have meant. What a reader gets of it all is `views`, with the filters of `facets` and
the `passages` in which the words are. `desk` is the newsroom's own search, over what readers do not see as well.
"""

from articles.search.desk import find_at_desk, index_for_desk
from articles.search.indexing import index, relabel_topic
from articles.search.results import Filters, find
from articles.search.vocabulary import did_you_mean

__all__ = [
    "Filters",
    "did_you_mean",
    "find",
    "find_at_desk",
    "index",
    "index_for_desk",
    "relabel_topic",
]
