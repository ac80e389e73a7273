"""The months of the archive, found by leaps through an index: to read every article for them takes ever longer."""

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone


class Month(NamedTuple):
    """A month with articles: where it begins on the newsroom's clock, how many they are, when one last changed."""

    begins: datetime
    articles: int
    changed_at: datetime


def months(language):
    """Where each month with live articles in `language` begins, the newest first."""
    return [timezone.localtime(begins) for (begins,) in _ask(_MONTHS, language)]


def months_with_changes(language):
    """The same as Months."""
    found = _ask(_MONTHS_WITH_CHANGES, language)
    return [Month(timezone.localtime(begins), number, timezone.localtime(at)) for begins, number, at in found]


_LIVE = "FROM articles_article WHERE withdrawn_at IS NULL AND published_at <= %(now)s"
# From the newest article to the newest that is older than its month, and so on.
_MONTHS = """
    WITH RECURSIVE months AS (
        SELECT date_trunc('month', max(published_at), %(zone)s) AS begins {live}
        UNION ALL
        SELECT (SELECT date_trunc('month', max(published_at), %(zone)s) {live} AND published_at < begins)
        FROM months WHERE begins IS NOT NULL
    )
    SELECT begins FROM months WHERE begins IS NOT NULL
"""
# Read from the index alone, which has `updated_at` for it.
_MONTHS_WITH_CHANGES = f"""
    SELECT begins, number, changed_at FROM ({_MONTHS}) AS month, LATERAL (
        SELECT count(*) AS number, max(greatest(published_at, updated_at)) AS changed_at {{live}}
        AND published_at >= begins
        AND published_at < (begins AT TIME ZONE %(zone)s + interval '1 month') AT TIME ZONE %(zone)s
    ) AS found
"""


def _ask(query, language):
    live = _LIVE if language == settings.LANGUAGE_CODE else f"{_LIVE} AND has_{language}"
    with connection.cursor() as cursor:
        cursor.execute(query.format(live=live), {"now": timezone.now(), "zone": settings.TIME_ZONE})
        return cursor.fetchall()
