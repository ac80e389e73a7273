"""The site's search on PostgreSQL.

`indexing` writes what it knows of an article. `queries` reads what a person typed, `terms` what is to be looked for,
`candidates` finds articles worth ranking, `ranking` says how well each answers, and `results` puts them together: what
is found, narrowed, counted and in order.
"""

from articles.search.indexing import index
from articles.search.results import Filters, find

__all__ = ["Filters", "find", "index"]
