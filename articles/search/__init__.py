"""The site's search on PostgreSQL.

`indexing` writes what it knows of an article, `queries` reads what a person typed, `ranking` says which article answers
best, and `results` puts them together: what is found, narrowed, counted and in order. What a reader gets of it is
`views`, with the filters of `facets` and the `passages` in which the words stand.
"""

from articles.search.indexing import index
from articles.search.results import Filters, find

__all__ = ["Filters", "find", "index"]
