"""Queries written by hand, for the pages that are made most often: an article's.

One such query finds things of several models and gives them as JSON. Django would ask once for each model, and takes
longer to write a query than PostgreSQL to answer it; and PostgreSQL, where it is told the whole of a long query every
time, takes longer to read and plan it than to follow it.
"""

import hashlib
from datetime import datetime
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.models import DateTimeField
from psycopg2.errors import DuplicatePreparedStatement, InvalidSqlStatementName


class Row:
    """Rows of `model`, with its key and those of its columns that `names` has."""

    def __init__(self, model, names):
        fields = [field for field in model._meta.concrete_fields if field.primary_key or field.name in names]
        self._model = model
        self._key = model._meta.pk.column
        self._columns = [field.column for field in fields]
        self._attnames = [field.attname for field in fields]
        self._moments = [place for place, field in enumerate(fields) if isinstance(field, DateTimeField)]

    def sql(self, table):
        """The row that is `table` in a query, as a JSON array; null where an outer join has none."""
        columns = ", ".join(f'{table}."{column}"' for column in self._columns)
        return f'CASE WHEN {table}."{self._key}" IS NOT NULL THEN json_build_array({columns}) END'

    def read(self, values):
        """The object that such an array is, its other columns deferred; None for null."""
        if values is None:
            return None
        for place in self._moments:
            values[place] = values[place] and datetime.fromisoformat(values[place])
        return self._model.from_db(DEFAULT_DB_ALIAS, self._attnames, values)

    def by_key(self, rows):
        """The objects of many such arrays (None for none), by their keys and in their order."""
        found = map(self.read, rows or [])
        return {thing.pk: thing for thing in found}


class Prepared:
    """A query that PostgreSQL reads and plans once on each connection, for all values alike.

    `sql` gives one value of at most one row and has its own values as %(name)s; `types` are theirs, by their names, as
    PREPARE takes them. A pooler (PgBouncer by transaction) may lead to a server that never heard of it: then, and in a
    transaction, which that would end, the query is asked as it stands.
    """

    _told = WeakKeyDictionary()  # connection of psycopg2: the names of the queries that it was told

    def __init__(self, sql, **types):
        self._name = f"newsroom_{hashlib.sha256(sql.encode()).hexdigest()[:16]}"
        self._sql = sql % {name: f"%({name})s::{type}" for name, type in types.items()}
        places = {name: f"${place}" for place, name in enumerate(types, start=1)}
        self._prepare = f"PREPARE {self._name} ({', '.join(types.values())}) AS {sql % places}"
        # Left to choose, PostgreSQL goes on planning for each value what it finds by the same indexes every time. The
        # only other plans that it keeps are those of foreign keys, which know of no better ones.
        self._prepare = f"SET plan_cache_mode = force_generic_plan; {self._prepare}"
        self._execute = f"EXECUTE {self._name} ({', '.join(f'%({name})s' for name in types)})"

    def value(self, **values):
        """What it gives for `values`; None without a row."""
        with connection.cursor() as cursor:
            if connection.in_atomic_block or not self._is_answered(cursor, values):
                cursor.execute(self._sql, values)
            found = cursor.fetchone()
        return found and found[0]

    def _is_answered(self, cursor, values):
        """Whether `cursor` has the answer, asked for by the query's name."""
        told = self._told.setdefault(connection.connection, set())
        try:
            if self._name not in told:
                cursor.execute(self._prepare)
                told.add(self._name)
            cursor.execute(self._execute, values)
        except DatabaseError as error:
            if not isinstance(error.__cause__, (DuplicatePreparedStatement, InvalidSqlStatementName)):
                raise
            told.discard(self._name)
            return False
        return True
