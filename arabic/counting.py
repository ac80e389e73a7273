"""Counted nouns: «دقيقتان», «3 دقائق», «11 دقيقة», «100 دقيقة»."""

from typing import NamedTuple


class Noun(NamedTuple):
    """The forms of a noun under counting, by CLDR category. The first three are the whole phrase, without a number."""

    zero: str
    one: str
    two: str
    few: str
    many: str
    other: str


def plural_category(n: int) -> str:
    """Which of the six Arabic plural forms the whole number `n` takes: 3 gives "few", 11 "many", 100 "other".

    Source: Unicode CLDR, Language Plural Rules, cardinal, locale "ar".
    """
    if n in (0, 1, 2):
        return ("zero", "one", "two")[n]
    if 3 <= n % 100 <= 10:
        return "few"
    return "many" if n % 100 >= 11 else "other"


def phrases(noun: Noun) -> dict[str, str]:
    """What is said of `noun` in each plural category, with {n} where the number stands: few «{n} دقائق» (C4, C5)."""
    return {
        category: form if category in ("zero", "one", "two") else f"{{n}} {form}"
        for category, form in noun._asdict().items()
    }


def count(n: int, noun: Noun) -> str:
    """`n` of `noun` in words, with the number where Arabic has one: 2 gives «دقيقتان», 3 «3 دقائق» (C4, C5).

    Raises ValueError for a number below zero, of which there is nothing to count.
    """
    if n < 0:
        raise ValueError(f"cannot count {n} of a thing")
    return phrases(noun)[plural_category(n)].format(n=n)


MINUTE = Noun("أقل من دقيقة", "دقيقة واحدة", "دقيقتان", "دقائق", "دقيقة", "دقيقة")
HOUR = Noun("أقل من ساعة", "ساعة واحدة", "ساعتان", "ساعات", "ساعة", "ساعة")
DAY = Noun("أقل من يوم", "يوم واحد", "يومان", "أيام", "يوماً", "يوم")
WORD = Noun("لا كلمات", "كلمة واحدة", "كلمتان", "كلمات", "كلمة", "كلمة")
ARTICLE = Noun("لا مقالات", "مقال واحد", "مقالان", "مقالات", "مقالاً", "مقال")
RESULT = Noun("لا نتائج", "نتيجة واحدة", "نتيجتان", "نتائج", "نتيجة", "نتيجة")
COMMENT = Noun("لا تعليقات", "تعليق واحد", "تعليقان", "تعليقات", "تعليقاً", "تعليق")
READER = Noun("لا قرّاء", "قارئ واحد", "قارئان", "قرّاء", "قارئاً", "قارئ")
AUTHOR = Noun("لا كتّاب", "كاتب واحد", "كاتبان", "كتّاب", "كاتباً", "كاتب")
IMAGE = Noun("لا صور", "صورة واحدة", "صورتان", "صور", "صورة", "صورة")
REVISION = Noun("لا نسخ", "نسخة واحدة", "نسختان", "نسخ", "نسخة", "نسخة")

# After a preposition, as in «قبل دقيقتين».
MINUTE_GENITIVE = Noun("أقل من دقيقة", "دقيقة", "دقيقتين", "دقائق", "دقيقة", "دقيقة")
HOUR_GENITIVE = Noun("أقل من ساعة", "ساعة", "ساعتين", "ساعات", "ساعة", "ساعة")
DAY_GENITIVE = Noun("أقل من يوم", "يوم", "يومين", "أيام", "يوماً", "يوم")
