"""A day of the newsroom as a line: what went out, what goes out and when, and where on it now is.

A day is what the newsroom's clock calls so, with 23 or 25 hours where summer time begins or ends.
"""

import enum
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

import arabic
from articles.models import Article
from fronts.models import FrontVersion

#: The part of the drawing's width, in percent, that lies between the begin of the day and its end.
_MARGIN, _WIDTH = 2, 96


class Kind(enum.StrEnum):
    """What happens at a moment of the line."""

    OUT = "out"
    DUE = "due"
    CHANGES_DUE = "changes-due"
    EMBARGO_ENDS = "embargo-ends"
    FRONT = "front"


@dataclass(frozen=True)
class Moment:
    """That something happens at a time to `thing`, an Article, or the FrontVersion that comes out."""

    at: datetime
    kind: Kind
    thing: Article | FrontVersion

    @property
    def label(self):
        """What happens, where it is not plain from its place."""
        said = {
            Kind.CHANGES_DUE: _("changes"),
            Kind.EMBARGO_ENDS: _("the embargo ends"),
            Kind.FRONT: _("prepared front"),
        }
        return said.get(self.kind, "")

    @property
    def time(self):
        return arabic.format_time(timezone.localtime(self.at))

    @property
    def day(self):
        return arabic.format_date(timezone.localtime(self.at), "full", settings.MONTH_NAMES)


@dataclass(frozen=True)
class Hour:
    """An hour of the day and what happens in it."""

    name: str
    moments: list[Moment]


@dataclass(frozen=True)
class Tick:
    """A place on the drawing: `x` is how far from the left, since the day goes from right to left."""

    x: str
    name: str = ""
    kind: str = ""


class Day:
    """The day in which the moment `now` lies."""

    def __init__(self, now):
        self.now = now
        today = timezone.localdate(now)
        self.begins_at, self.ends_at, self.tomorrow_ends_at = (
            _midnight(today + timedelta(days=days)) for days in range(3)
        )

    def hours(self):
        """When each of its hours begins: hour after hour as they pass, whatever the clock calls them."""
        begins_at = self.begins_at
        while begins_at < self.ends_at:
            yield begins_at
            begins_at += timedelta(hours=1)

    def tick(self, moment, name="", kind=""):
        passed = (moment - self.begins_at) / (self.ends_at - self.begins_at)
        return Tick(f"{_MARGIN + _WIDTH * (1 - passed):.2f}%", name, kind)


def _midnight(day):
    """When `day` begins, in UTC, in which hours can be counted; where summer time skips midnight, the hour after it."""
    return timezone.make_aware(datetime.combine(day, time.min)).astimezone(UTC)


class TimeLine:
    """The moments of a day and after it, in order."""

    def __init__(self, day, moments):
        self.day = day
        self.moments = sorted(moments, key=lambda moment: (moment.at, moment.kind, moment.thing.pk))

    @property
    def name(self):
        return arabic.format_date(timezone.localtime(self.day.now), "full", settings.MONTH_NAMES)

    @property
    def now_time(self):
        return arabic.format_time(timezone.localtime(self.day.now))

    def _between(self, begins_at, ends_at):
        return [moment for moment in self.moments if begins_at <= moment.at < ends_at]

    @cached_property
    def hours(self):
        """What is still to come today: from this hour to the last in which something happens, also quiet ones."""
        coming = self._between(self.day.now, self.day.ends_at)
        last = coming[-1].at if coming else self.day.now
        hours = []
        for begins_at in self.day.hours():
            ends_at = begins_at + timedelta(hours=1)
            if ends_at > self.day.now and begins_at <= last:
                hours.append(Hour(_name_of_hour(begins_at), self._between(max(begins_at, self.day.now), ends_at)))
        return hours

    @property
    def comes(self):
        """Does anything?"""
        return bool(self.moments) and self.moments[-1].at >= self.day.now

    @cached_property
    def tomorrow(self):
        return self._between(self.day.ends_at, self.day.tomorrow_ends_at)

    @cached_property
    def later(self):
        return [moment for moment in self.moments if moment.at >= self.day.tomorrow_ends_at]

    # The drawing

    def ticks(self):
        """The hours of the day, the quarters of the day with their names."""
        hours = [*self.day.hours(), self.day.ends_at]
        return [self.day.tick(begins_at, *_on_the_drawing(begins_at)) for begins_at in hours]

    def marks(self):
        """Everything that happens within the day."""
        today = self._between(self.day.begins_at, self.day.ends_at)
        return [self.day.tick(moment.at, kind=moment.kind) for moment in today]

    def now_tick(self):
        return self.day.tick(self.day.now, self.now_time)

    def said(self):
        """What the drawing shows, in words."""
        today = self._between(self.day.begins_at, self.day.ends_at)
        out = sum(moment.kind == Kind.OUT for moment in today)
        return _("The day: %(out)s published, %(coming)s still to come; now it is %(time)s") % {
            "out": out,
            "coming": sum(moment.kind != Kind.OUT and moment.at >= self.day.now for moment in today),
            "time": self.now_time,
        }


def _name_of_hour(begins_at):
    """«3 م»: the hour, without its minutes."""
    return arabic.format_time(timezone.localtime(begins_at)).replace(":00", "")


def _on_the_drawing(begins_at):
    """The name and the kind of an hour there: every third has a name, and on a phone every sixth."""
    hour = timezone.localtime(begins_at).hour
    if hour % 3:
        return "", ""
    return _name_of_hour(begins_at), "minor" if hour % 6 else ""
