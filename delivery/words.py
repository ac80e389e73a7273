"""Words in PostgreSQL: texts as tsvectors that `arabic` analysed, and tsqueries of the words that a person asks for.

Both sides are written out lexeme by lexeme, since no configuration of PostgreSQL's finds the forms of an Arabic word.
"""

from collections import defaultdict

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Q

import arabic

ALEF_LAM = "ال"

# What a tsvector can hold: positions up to this one, this many of each lexeme, and 1 MB of lexemes in all.
_LAST_POSITION, _POSITIONS_EACH, _LONGEST_LEXEME, _MOST_LEXEMES = 16_383, 255, 60, 15_000


def tsvector(pieces):
    """Texts as PostgreSQL writes a tsvector: `'لبنان':1A,7C 'حكوم':2B`.

    `pieces` are (text, weight of its keys, weight of its stems).
    """
    places = defaultdict(list)
    position = 0
    for text, weight_of_key, weight_of_stem in pieces:
        for token in arabic.analyze(text):
            if position == _LAST_POSITION or len(places) >= _MOST_LEXEMES:
                break
            position += 1
            places[lexeme(token.key)].append(f"{position}{weight_of_key}")
            if token.stem != token.key:
                places[lexeme(token.stem)].append(f"{position}{weight_of_stem}")
        position = min(position + 1, _LAST_POSITION)  # a phrase does not reach from one piece into the next
    return " ".join(f"{quoted(word)}:{','.join(found[:_POSITIONS_EACH])}" for word, found in places.items())


def tsquery(alternatives):
    """Any of `alternatives`, each a run of keys or stems that stand side by side (`arabic.Term`)."""
    return "(" + " | ".join(sorted(" <-> ".join(quoted(lexeme(word)) for word in run) for run in alternatives)) + ")"


def lexeme(word):
    """`word`, a key or a stem, as it is kept: PostgreSQL takes no endless one."""
    return word[:_LONGEST_LEXEME]


def quoted(word):
    """`word` as it stands in the text of a tsvector or tsquery."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


class Lexemes(SearchQuery):
    """A tsquery that is written out already."""

    def __init__(self, text):
        super().__init__(text)
        self.text = text

    def as_sql(self, compiler, connection, function=None, template=None):
        return "%s::tsquery", [self.text]


class WordsField(SearchVectorField):
    """The words of other columns of the row, `sources`, made anew at each save; to be searched, never read."""

    def __init__(self, sources=(), **options):
        self.sources = sources
        super().__init__(**{"editable": False, "default": "", **options})

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "sources": self.sources}

    def pre_save(self, instance, add):
        return tsvector((getattr(instance, source) or "", "A", "B") for source in self.sources)

    def select_format(self, compiler, sql, params):
        return "NULL::tsvector", []


def words_index(name, column="words"):
    """The index that the `WordsField` called `column` is searched by."""
    return GinIndex(fields=[column], name=name)


def with_words(asked, column="words"):
    """The condition that the `WordsField` called `column` has every word of `asked` in some form.

    Any row when nothing is asked for, none when it is only signs. The last word may be a beginning, since the desk's
    pickers look while one types.
    """
    terms = arabic.query_terms(asked)
    if not terms:
        return Q(pk__in=[]) if arabic.storable(asked).strip() else Q()
    wanted = [tsquery(term.alternatives) for term in terms]
    begun = beginning(arabic.analyze(terms[-1].text)[-1].key)
    return Q(**{column: Lexemes(" & ".join([*wanted[:-1], f"({wanted[-1]} | {begun})"]))})


def beginning(key):
    """The words that begin with `key`, with the article and without, as a tsquery."""
    bare = key.removeprefix(ALEF_LAM) if len(key) > 4 else key
    return " | ".join(f"{quoted(lexeme(word))}:*" for word in dict.fromkeys([key, bare, ALEF_LAM + bare]))
