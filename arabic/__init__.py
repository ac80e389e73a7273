"""Arabic text for a newsroom: normal forms, words, search, cutting, slugs, dates, counts, proof-reading, comparing.

Pure functions on strings that import nothing else of the project. Nothing here changes what a reader sees: folding
makes a copy for search, sorting and addresses. The rules carry the ids (N1, S3, X3 …) of the house's Arabic reference.
"""

from arabic.counting import (
    ARTICLE,
    AUTHOR,
    COMMENT,
    DAY,
    HOUR,
    IMAGE,
    MINUTE,
    READER,
    RESULT,
    REVISION,
    WORD,
    Noun,
    count,
    phrases,
    plural_category,
)
from arabic.cutting import description, excerpt, reading_minutes, word_count
from arabic.dates import AGO, MONTHS, WEEKDAYS, format_date, format_hijri, format_time, lasting, relative
from arabic.differing import Change, aligned, changes
from arabic.house import QUOTATION_MARKS, TANWEEN
from arabic.isolation import (
    CLOSING_ISOLATE,
    OPENING_ISOLATES,
    isolate,
    isolated_pieces,
    isolated_runs,
    without_directions,
)
from arabic.keys import clean, digits, key_words, search_key, sort_key, storable, unaccented
from arabic.lexicon import foreign_names, particles, word_ranks
from arabic.matching import Term, highlight, matches, query_terms
from arabic.misspelling import distance, neighbours
from arabic.proofreading import Finding, fix_all, proofread, proofread_headline
from arabic.slugs import slugify
from arabic.snippets import snippet
from arabic.stemming import VERSION as ANALYSIS_VERSION
from arabic.tokens import Token, analyze

__all__ = [
    "AGO",
    "ANALYSIS_VERSION",
    "ARTICLE",
    "AUTHOR",
    "CLOSING_ISOLATE",
    "COMMENT",
    "Change",
    "DAY",
    "Finding",
    "HOUR",
    "IMAGE",
    "MINUTE",
    "MONTHS",
    "QUOTATION_MARKS",
    "READER",
    "RESULT",
    "REVISION",
    "WEEKDAYS",
    "WORD",
    "Noun",
    "OPENING_ISOLATES",
    "TANWEEN",
    "Term",
    "Token",
    "aligned",
    "analyze",
    "changes",
    "clean",
    "count",
    "description",
    "digits",
    "distance",
    "excerpt",
    "fix_all",
    "foreign_names",
    "format_date",
    "format_hijri",
    "format_time",
    "highlight",
    "isolate",
    "isolated_pieces",
    "isolated_runs",
    "key_words",
    "lasting",
    "matches",
    "neighbours",
    "particles",
    "phrases",
    "plural_category",
    "proofread",
    "proofread_headline",
    "query_terms",
    "reading_minutes",
    "relative",
    "search_key",
    "slugify",
    "snippet",
    "sort_key",
    "storable",
    "unaccented",
    "without_directions",
    "word_count",
    "word_ranks",
]
