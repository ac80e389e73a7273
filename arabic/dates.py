"""Dates and times as they are written in Arabic, with the months of each region."""

from datetime import date, datetime, timedelta
from typing import Literal

from arabic.counting import DAY_GENITIVE, HOUR_GENITIVE, MINUTE_GENITIVE, count, phrases, plural_category

_LEVANT = (
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
)
_EGYPT = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)
_TUNISIA = (
    "جانفي",
    "فيفري",
    "مارس",
    "أفريل",
    "ماي",
    "جوان",
    "جويلية",
    "أوت",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)
_MOROCCO = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "ماي",
    "يونيو",
    "يوليوز",
    "غشت",
    "شتنبر",
    "أكتوبر",
    "نونبر",
    "دجنبر",
)

# January to December by ISO 3166 code of the country. Source: Unicode CLDR, Gregorian months, ar-LB, ar-EG, ar-TN …
MONTHS = {
    **dict.fromkeys(["LB", "SY", "IQ", "PS", "JO"], _LEVANT),
    **dict.fromkeys(["EG", "SA", "AE", "KW", "QA", "BH", "OM"], _EGYPT),
    **dict.fromkeys(["TN", "DZ"], _TUNISIA),
    "MA": _MOROCCO,
}

# As they follow the day: «9 ذي الحجة», so in the genitive.
_HIJRI_MONTHS = (
    "محرم",
    "صفر",
    "ربيع الأول",
    "ربيع الآخر",
    "جمادى الأولى",
    "جمادى الآخرة",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذي القعدة",
    "ذي الحجة",
)

# Monday first, as `date.weekday()` counts and as the week begins in Lebanon (C8).
WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")

DateStyle = Literal["full", "long", "short", "month"]


def format_date(when: date, style: DateStyle = "long", region: str = "LB") -> str:
    """The day of `when`, which is already in the reader's time zone, in the words of `region` (C1).

    "full" is الاثنين 23 تشرين الثاني 2026, "long" the same without the weekday, "short" 23/11/2026 and "month"
    تشرين الثاني 2026. Raises KeyError for a region that is not in MONTHS and for a style that is none of the four.
    """
    month = f"{MONTHS[region][when.month - 1]} {when.year}"
    return {
        "full": f"{WEEKDAYS[when.weekday()]} {when.day} {month}",
        "long": f"{when.day} {month}",
        "short": f"{when.day}/{when.month}/{when.year}",
        "month": month,
    }[style]


def format_hijri(year: int, month: int, day: int) -> str:
    """A day of the Umm al-Qura calendar, named as such, since the sighted date may differ by one (C7).

    1448, 6, 13 is «13 جمادى الآخرة 1448 هـ بتقويم أم القرى». Raises IndexError for a thirteenth month.
    """
    return f"{day} {_HIJRI_MONTHS[month - 1]} {year} هـ بتقويم أم القرى"


def format_time(when: datetime) -> str:
    """The time of day of `when`, which is already in the reader's time zone: 9:05 ص, 12:30 م (C1)."""
    return f"{when.hour % 12 or 12}:{when.minute:02} {'ص' if when.hour < 12 else 'م'}"


#: What is said of a moment of the last day, by how many minutes or hours ago it was, as `arabic.counting.phrases`.
AGO = {
    unit: {category: f"قبل {phrase}" for category, phrase in phrases(noun).items()}
    for unit, noun in [("minute", MINUTE_GENITIVE), ("hour", HOUR_GENITIVE)]
}


def relative(when: datetime, now: datetime) -> str | None:
    """How long before `now` `when` was: «قبل 5 دقائق»; None after a day or if it is yet to come (C2)."""
    passed = now - when
    if not timedelta(0) <= passed < timedelta(hours=24):
        return None
    minutes = passed // timedelta(minutes=1)
    unit, number = ("minute", minutes) if minutes < 60 else ("hour", minutes // 60)
    return AGO[unit][plural_category(number)].format(n=number)


def lasting(since: datetime, now: datetime) -> str:
    """How long something lasts that began at `since`, as it stands after «منذ»: 5 دقائق, ساعتين, 11 يوماً.

    Raises ValueError for what is yet to begin.
    """
    minutes = (now - since) // timedelta(minutes=1)
    if minutes < 60:
        return count(minutes, MINUTE_GENITIVE)
    hours = minutes // 60
    return count(hours, HOUR_GENITIVE) if hours < 24 else count(hours // 24, DAY_GENITIVE)
