"""Moments by the newsroom's clock: how the desk says them, as the server counts them, and where months begin."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

import arabic


def when(moment, now=None):
    """A moment as the desk says it: «قبل 3 دقائق» within a day, else the day and the time."""
    return arabic.relative(moment, now or timezone.now()) or at(moment)


def at(moment):
    """The day and the time of a moment by the newsroom's clock, as it can be read tomorrow too."""
    local = timezone.localtime(moment)
    day = arabic.format_date(local, "full", settings.MONTH_NAMES)
    return _("%(day)s at %(time)s") % {"day": day, "time": arabic.format_time(local)}


def clock(moment):
    """The time of a moment of today by the newsroom's clock, of another day the day as well."""
    local = timezone.localtime(moment)
    return arabic.format_time(local) if local.date() == timezone.localdate() else at(moment)


def month(year, number):
    """Where a month of the newsroom's calendar begins and where the next one does. Raises ValueError for none."""
    begins, ends = datetime(year, number, 1), datetime(year + number // 12, number % 12 + 1, 1)
    return timezone.make_aware(begins), timezone.make_aware(ends)
