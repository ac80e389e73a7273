"""Dates and counts in the words of the page's language; others' words in their order, marked where they are Arabic."""

import json
from datetime import datetime, time, timedelta
from functools import lru_cache

from django import template
from django.conf import settings
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from hijridate import Gregorian

import arabic
from articles.isolation import html_of_pieces, isolated_html, isolated_text, line_direction, page_direction
from delivery.editions import is_borrowed, unborrowed
from delivery.tags import keep_until

register = template.Library()


@register.simple_tag(takes_context=True)
def moment(context, when):
    """When something came out, in short, as <time>; all of it is in the title (C1, C2). No moment gives nothing.

    Today's things have the time of day, this year's the day and month, older ones the year as well. Never «an hour
    ago», which a kept page cannot know: static/js/recent.js says it, in the words of `ago_forms`, to who runs scripts.
    What is said of today is not true tomorrow, nor what is said of this year in the next.
    """
    if when is None:
        return ""
    house = settings.MONTH_NAMES, settings.DIGITS, settings.HIJRI_DATE
    html, until = _moment(when, timezone.localdate(), get_language(), house)
    if until is not None and "request" in context:
        keep_until(context["request"], until)
    return html


@lru_cache(5_000)
def _moment(when, today, _language, _house):
    """(HTML, until when it is true or None) of `moment`, in the words of the page and the house: those decide, too."""
    local = timezone.localtime(when)
    if local.date() == today:
        short, until = clock(local), _midnight_after(today)
    elif local.year == today.year:
        short, until = day(local, "this year"), timezone.make_aware(datetime(today.year + 1, 1, 1))
    else:
        short, until = day(local, "long"), None
    html = format_html(
        '<time datetime="{}" title="{}">{}</time>', local.isoformat(timespec="seconds"), day_and_time(local), short
    )
    return html, until


def _midnight_after(today):
    return timezone.make_aware(datetime.combine(today + timedelta(days=1), time.min))


@register.simple_tag
def ago_forms(unit):
    """What recent.js says of so many of a unit ("minute" or "hour") ago, as JSON: {n} by CLDR's plural category."""
    if get_language() == "ar":
        return json.dumps(arabic.AGO[unit], ensure_ascii=False)
    number = {"number": "{n}"}
    if unit == "minute":
        forms = [ngettext("%(number)s minute ago", "%(number)s minutes ago", n) % number for n in (1, 2)]
    else:
        forms = [ngettext("%(number)s hour ago", "%(number)s hours ago", n) % number for n in (1, 2)]
    return json.dumps({"zero": _("less than a minute ago"), "one": forms[0], "other": forms[1]}, ensure_ascii=False)


@register.simple_tag
def count_forms(unit):
    """What is said of so many of a unit ("word" or "minute"), as JSON for a script: {n} by CLDR's plural category."""
    if get_language() == "ar":
        forms = arabic.phrases(arabic.WORD if unit == "word" else arabic.MINUTE)
    else:
        number = {"number": "{n}"}
        words = [ngettext("%(number)s word", "%(number)s words", n) % number for n in (1, 2)]
        minutes = [ngettext("%(number)s minute", "%(number)s minutes", n) % number for n in (1, 2)]
        forms = dict(zip(("one", "other"), words if unit == "word" else minutes, strict=True))
    return json.dumps(forms, ensure_ascii=False)


@register.simple_tag
def digits():
    """The digits of our own numbers on this page, as Intl names them."""
    return settings.DIGITS if get_language() == "ar" else "latn"


@register.simple_tag
def whole_moment(when):
    """The day and the time when something came out, as an article's own page says it. No moment gives nothing."""
    if when is None:
        return ""
    local = timezone.localtime(when)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), day_and_time(local))


@register.simple_tag
def time_of_day(when):
    """The time alone, where the day stands above it."""
    local = timezone.localtime(when)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), clock(local))


@register.simple_tag
def on_day(when, style="full"):
    """The date alone, with the Hijri one if the outlet has it; `style` is one of those of `day`."""
    local = timezone.localtime(when)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), whole_day(local, style))


@register.simple_tag(takes_context=True)
def today(context):
    """The day that a front page is of; at midnight the page is made anew."""
    now = timezone.localtime()
    keep_until(context["request"], _midnight_after(now.date()))
    return format_html('<time datetime="{}">{}</time>', now.date().isoformat(), whole_day(now, "full"))


@register.filter
def month_name(when):
    """The month of a moment without its year, as in a list under the year."""
    local = timezone.localtime(when)
    if get_language() == "ar":
        return arabic.MONTHS[settings.MONTH_NAMES][local.month - 1]
    return formats.date_format(local, "F")


@register.filter
def month_and_year(when):
    return day(timezone.localtime(when), "month")


@register.simple_tag
def reading_time(minutes):
    """«مدة القراءة 5 د», and to those who listen «مدة القراءة 5 دقائق» (C6)."""
    return format_html(
        '<span aria-hidden="true">{}</span><span class="unseen">{}</span>',
        _("Reading time %(minutes)s min") % {"minutes": numerals(minutes)},
        reading_time_in_words(minutes),
    )


@register.simple_tag
def reading_time_in_words(minutes):
    """«مدة القراءة 5 دقائق»."""
    if get_language() == "ar":
        whole = counted(minutes, arabic.MINUTE)
    else:
        whole = ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}
    return _("Reading time %(minutes)s") % {"minutes": whole}


@register.filter
def results(number):
    """A number of search results in words: «نتيجتان»."""
    if get_language() == "ar":
        return counted(number, arabic.RESULT)
    return ngettext("%(number)s result", "%(number)s results", number) % {"number": number}


@register.filter
def articles(number):
    """A number of articles in words: «مقالان»."""
    if get_language() == "ar":
        return counted(number, arabic.ARTICLE)
    return ngettext("%(number)s article", "%(number)s articles", number) % {"number": number}


@register.filter
def numerals(text):
    """A number, or words of ours with numbers in them, in the digits that Arabic pages use (C3)."""
    return arabic.digits(text, settings.DIGITS) if get_language() == "ar" else str(text)


@register.filter
def ordered(text):
    """Somebody's words as HTML in which names in the other script, scores, telephone numbers keep their order (D4)."""
    return isolated_html(str(text))


@register.filter
def ordered_text(text):
    """The same for where no element can stand, as in a title or the description of a picture."""
    return isolated_text(str(text))


@register.filter
def isolated(text):
    """Somebody's own words in <bdi>, in whichever language, so that they do not turn the line around them (D2).

    A line from the right on a page from the left is in Arabic, and a voice is told so.
    """
    direction = line_direction(str(text))
    language = mark_safe(' lang="ar"') if direction == "rtl" != page_direction() else ""
    return format_html("<bdi{}>{}</bdi>", language, isolated_html(str(text), direction))


@register.filter
def lit(text, words):
    """`text` as `ordered`, with the words that answer the query `words` in <mark> (S12)."""
    return html_of_pieces(str(text), page_direction(), lambda piece: arabic.highlight(piece, words))


@register.simple_tag
def own(thing, field):
    """A translated field of `thing` as `ordered`, in <bdi>; where it is borrowed from Arabic, marked as Arabic."""
    text = getattr(thing, field)
    if not text:
        return ""
    if not is_borrowed(thing, field):
        return isolated(text)
    return format_html('<bdi lang="ar">{}</bdi>', isolated_html(text, line="rtl"))


register.filter("borrowed", is_borrowed)
register.filter("unborrowed", unborrowed)


def counted(number, noun):
    """`number` of `noun` in Arabic, in the digits and the spelling of the house."""
    return numerals(arabic.TANWEEN[settings.TANWEEN](arabic.count(number, noun)))


def day(local, style):
    """The date of `local` in the page's language: "full", "long" or "month" (`arabic.format_date`), or "this year"."""
    if get_language() == "ar":
        if style == "this year":
            return numerals(f"{local.day} {arabic.MONTHS[settings.MONTH_NAMES][local.month - 1]}")
        return numerals(arabic.format_date(local, style, settings.MONTH_NAMES))
    name = {"full": "DATE_FORMAT", "long": "DATE_FORMAT", "month": "YEAR_MONTH_FORMAT", "this year": "MONTH_DAY_FORMAT"}
    return formats.date_format(local, name[style])


def whole_day(local, style):
    """The date of `local`, and on an Arabic page the Hijri one behind it if the outlet has it (C7)."""
    if not settings.HIJRI_DATE or get_language() != "ar":
        return day(local, style)
    try:
        hijri = Gregorian.fromdate(local.date()).to_hijri()
    except OverflowError:  # Umm al-Qura is known from 1924 to 2077
        return day(local, style)
    return f"{day(local, style)} ({numerals(arabic.format_hijri(*hijri.datetuple()))})"


def clock(local):
    if get_language() == "ar":
        return numerals(arabic.format_time(local))
    return formats.date_format(local, "TIME_FORMAT")


def day_and_time(local):
    return _("%(date)s, %(time)s") % {"date": whole_day(local, "full"), "time": clock(local)}
