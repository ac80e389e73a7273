"""Pages of a list that begin where their neighbours end: the last of thousands costs what the first one does.

A page is asked for by a place in the list's order: "after:…" and "before:…" with the values of a row's columns as JSON,
"last", a day such as "2026-11-23" where the first of the columns is a moment, or "" for the first page. What names no
place in this list, because it was cut off or the list is in another order now, leads to the first page.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import DateTimeField, Field, Q
from django.utils import timezone

LAST = "last"
#: So far rows are counted one by one; of more it is said about how many there are.
COUNTED = 1_000


@dataclass(frozen=True)
class Column:
    """One of the columns that a list is ordered by, and whether its values fall from row to row."""

    field: Field
    falls: bool

    @property
    def name(self):
        return self.field.attname


@dataclass(frozen=True)
class Page:
    """The rows of one page, and the places of the pages before and behind it; None where there is none."""

    rows: list
    before: str | None
    after: str | None


def columns_of(rows):
    """The Columns that the queryset `rows` is ordered by, as far as they matter: behind a unique one no other does.

    None where something else than its own columns orders it.
    """
    columns = []
    for term in rows.query.order_by:
        name = str(term).removeprefix("-")
        try:
            field = rows.model._meta.pk if name == "pk" else rows.model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        if field.is_relation:
            return None
        columns.append(Column(field, falls=str(term).startswith("-")))
        if field.unique and not field.null:
            break
    return columns


def is_by_moment(columns):
    """Do these columns put a list in the order of time, so that it has a place for each day?"""
    return isinstance(columns[0].field, DateTimeField)


def page_at(rows, place, *, size):
    """The Page of the queryset `rows` at `place`, `size` rows of it; its columns_of tell any two rows apart."""
    columns = columns_of(rows)
    if place == LAST:
        found = _read(rows.reverse(), columns, size + 1)
        return _page(rows, columns, found[size - 1 :: -1], before=len(found) > size, after=False)
    kind, values = _values_at(columns, place)
    if kind == "before":
        found = _read(rows.reverse().filter(_beyond(columns, values, backwards=True)), columns, size + 1)
        if len(found) > size:
            return _page(rows, columns, found[size - 1 :: -1], before=True, after=True)
        kind = ""  # fewer than fill a page are before this place, so that it is the first page
    beyond = _beyond(columns, values) if kind == "after" else _from_day(columns[0], *values) if kind == "day" else Q()
    found = _read(rows.filter(beyond), columns, size + 1)
    if kind and not found:
        return page_at(rows, LAST, size=size)
    has_before = bool(kind) and rows.filter(_beyond(columns, found[0], backwards=True)).exists()
    return _page(rows, columns, found[:size], before=has_before, after=len(found) > size)


def _read(rows, columns, most):
    """The values of the first rows: ids and order alone, without all that a list shows of them."""
    return list(rows.values_list(*(column.name for column in columns), "pk")[:most])


def _page(rows, columns, found, *, before, after):
    by_id = {row.pk: row for row in rows.order_by().filter(pk__in=[values[-1] for values in found])}
    return Page(
        rows=[by_id[values[-1]] for values in found if values[-1] in by_id],
        before=f"before:{_written(columns, found[0])}" if before else None,
        after=f"after:{_written(columns, found[-1])}" if after else None,
    )


# Places -------------------------------------------------------------------------------------------------------------


def _written(columns, values):
    return json.dumps([None if value is None else str(value) for _column, value in zip(columns, values)])


def _values_at(columns, place):
    """What `place` asks for: "after" or "before" with a row's values, or "day" with its ends; ("", None) if nothing."""
    kind, _colon, told = place.partition(":")
    try:
        if kind in ("after", "before"):
            told = json.loads(told)
            if not isinstance(told, list) or "\0" in "".join(value or "" for value in told):
                return "", None
            return kind, [column.field.to_python(value) for column, value in zip(columns, told, strict=True)]
        if is_by_moment(columns):
            midnight = timezone.make_aware(datetime.combine(date.fromisoformat(place), time.min))
            return "day", (midnight, midnight + timedelta(days=1))
    except (ValueError, TypeError, OverflowError, ValidationError):
        pass
    return "", None


def _beyond(columns, values, *, backwards=False):
    """That a row comes behind the one with `values`, or before it."""
    beyond, same = Q(pk__in=[]), Q()
    for column, value in zip(columns, values):
        beyond |= same & _past(column, value, falls=column.falls != backwards)
        same &= Q(**({f"{column.name}__isnull": True} if value is None else {column.name: value}))
    first, value = columns[0], values[0]
    if value is None or first.field.null:
        return beyond
    # Says nothing new, but an index reads from here.
    return Q(**{f"{first.name}__{'lte' if first.falls != backwards else 'gte'}": value}) & beyond


def _past(column, value, *, falls):
    """That a row's value in `column` comes behind `value`. For PostgreSQL no value is the highest."""
    if falls:
        return Q(**{f"{column.name}__isnull": False} if value is None else {f"{column.name}__lt": value})
    if value is None:
        return Q(pk__in=[])
    higher = Q(**{f"{column.name}__gt": value})
    return higher | Q(**{f"{column.name}__isnull": True}) if column.field.null else higher


def _from_day(column, begins, ends):
    """That a row is of the day that begins and ends then, or behind it."""
    return Q(**({f"{column.name}__lt": ends} if column.falls else {f"{column.name}__gte": begins}))


# How many -----------------------------------------------------------------------------------------------------------


def count(rows):
    """How many `rows` there are, and whether that was counted: of more than COUNTED PostgreSQL says what it expects."""
    ids = rows.order_by().values("pk")
    counted = ids[: COUNTED + 1].count()
    if counted <= COUNTED:
        return counted, True
    [plan] = json.loads(ids.explain(format="json"))
    return max(counted, plan["Plan"]["Plan Rows"]), False
