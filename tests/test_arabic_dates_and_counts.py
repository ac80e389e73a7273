"""Dates, times and counted nouns."""

from datetime import datetime, timedelta

import pytest
from babel import Locale

from arabic import (
    ARTICLE,
    COMMENT,
    MINUTE,
    MONTHS,
    RESULT,
    count,
    format_date,
    format_hijri,
    format_time,
    lasting,
    plural_category,
    relative,
)

MONDAY = datetime(2026, 11, 23, 9, 5)


@pytest.mark.parametrize(
    ("style", "written"),
    [
        ("full", "الاثنين 23 تشرين الثاني 2026"),
        ("long", "23 تشرين الثاني 2026"),
        ("short", "23/11/2026"),
        ("month", "تشرين الثاني 2026"),
    ],
)
def test_c1_a_date_is_written_with_the_months_of_lebanon(style, written):
    assert format_date(MONDAY, style) == written


def test_c1_every_country_has_the_months_that_cldr_gives_it():
    assert set(MONTHS) == {*["LB", "SY", "IQ", "PS", "JO", "EG", "SA", "AE", "KW", "QA", "BH", "OM", "TN", "DZ", "MA"]}
    for country, months in MONTHS.items():
        theirs = Locale("ar", country).months["format"]["wide"]
        assert list(months) == [theirs[month] for month in range(1, 13)], country
    july = datetime(2026, 7, 1)
    written = [format_date(july, "month", region) for region in ("LB", "SA", "TN", "DZ", "MA")]
    assert written == ["تموز 2026", "يوليو 2026", "جويلية 2026", "جويلية 2026", "يوليوز 2026"]


def test_c7_a_hijri_date_says_which_calendar_it_is_of():
    assert format_hijri(1448, 6, 13) == "13 جمادى الآخرة 1448 هـ بتقويم أم القرى"
    assert format_hijri(1447, 12, 9) == "9 ذي الحجة 1447 هـ بتقويم أم القرى"


@pytest.mark.parametrize(("hour", "written"), [(0, "12:05 ص"), (9, "9:05 ص"), (12, "12:05 م"), (23, "11:05 م")])
def test_c1_a_time_has_twelve_hours_twice(hour, written):
    assert format_time(MONDAY.replace(hour=hour)) == written


def test_c4_each_number_has_its_form():
    forms = {0: "zero", 1: "one", 2: "two", 3: "few", 10: "few", 11: "many", 99: "many"}
    forms |= {100: "other", 101: "other", 102: "other", 103: "few", 111: "many", 200: "other"}
    assert {n: plural_category(n) for n in forms} == forms


@pytest.mark.parametrize(
    ("n", "written"),
    [
        (0, "أقل من دقيقة"),
        (1, "دقيقة واحدة"),
        (2, "دقيقتان"),
        (3, "3 دقائق"),
        (10, "10 دقائق"),
        (11, "11 دقيقة"),
        (99, "99 دقيقة"),
        (100, "100 دقيقة"),
        (101, "101 دقيقة"),
        (102, "102 دقيقة"),
        (103, "103 دقائق"),
        (111, "111 دقيقة"),
    ],
)
def test_c5_minutes_are_counted_as_one_says_them(n, written):
    assert count(n, MINUTE) == written


def test_c5_other_nouns_are_counted_alike():
    assert [count(n, COMMENT) for n in (2, 3, 11)] == ["تعليقان", "3 تعليقات", "11 تعليقاً"]
    assert [count(n, ARTICLE) for n in (0, 11, 100)] == ["لا مقالات", "11 مقالاً", "100 مقال"]
    assert [count(n, RESULT) for n in (1, 2, 5)] == ["نتيجة واحدة", "نتيجتان", "5 نتائج"]


def test_c4_nothing_is_counted_below_zero():
    with pytest.raises(ValueError):
        count(-1, MINUTE)


@pytest.mark.parametrize(
    ("minutes", "written"),
    [
        (0, "أقل من دقيقة"),
        (2, "دقيقتين"),
        (59, "59 دقيقة"),
        (60, "ساعة"),
        (23 * 60, "23 ساعة"),
        (24 * 60, "يوم"),
        (2 * 24 * 60, "يومين"),
        (11 * 24 * 60, "11 يوماً"),
    ],
)
def test_how_long_something_lasts(minutes, written):
    assert lasting(MONDAY - timedelta(minutes=minutes), MONDAY) == written


@pytest.mark.parametrize(
    ("minutes", "written"),
    [
        (0, "قبل أقل من دقيقة"),
        (1, "قبل دقيقة"),
        (2, "قبل دقيقتين"),
        (5, "قبل 5 دقائق"),
        (59, "قبل 59 دقيقة"),
        (60, "قبل ساعة"),
        (179, "قبل ساعتين"),
        (23 * 60 + 59, "قبل 23 ساعة"),
        (24 * 60, None),
        (-1, None),
    ],
)
def test_c2_time_is_relative_for_a_day(minutes, written):
    assert relative(MONDAY - timedelta(minutes=minutes), MONDAY) == written
