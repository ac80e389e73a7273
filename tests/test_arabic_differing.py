"""What has changed between two versions of an Arabic text, in whole words."""

import random

import pytest

import arabic


def told(old, new):
    """The changes as (kind, what it was, what it is), without what is the same."""
    return [
        (change.kind, old[change.old_start : change.old_end], new[change.new_start : change.new_end])
        for change in arabic.changes(old, new)
        if change.kind != "same"
    ]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("بيروت تنتظر المطر", "بيروت تنتظر المطر", []),
        ("بيروت تنتظر المطر", "بيروت المطر", [("removed", " تنتظر", "")]),
        ("تنتظر بيروت", "بيروت", [("removed", "تنتظر ", "")]),
        ("بيروت", "تنتظر بيروت", [("added", "", "تنتظر ")]),
        ("بيروت تنتظر المطر", "بيروت ترقب المطر", [("removed", "تنتظر", ""), ("added", "", "ترقب")]),
        ("", "بيروت", [("added", "", "بيروت")]),
        ("كتب الولد", "كُتِبَ الولد", [("marks", "كتب", "كُتِبَ")]),
        ("الى الامام", "إلى الأمام", [("spelling", "الى", "إلى"), ("spelling", "الامام", "الأمام")]),
        ("مدرسه", "مدرسة", [("spelling", "مدرسه", "مدرسة")]),
        ("قال: نعم", "قال؛ نعم", [("removed", ":", ""), ("added", "", "؛")]),
        ("بيروت  تنتظر", "بيروت تنتظر", [("removed", "  ", ""), ("added", "", " ")]),
        ("بيروت\nتنتظر", "بيروت تنتظر", [("removed", "\n", ""), ("added", "", " ")]),
        ("بيروت ", "بيروت", [("removed", " ", "")]),
        ("بيروت", "بيروت\N{RIGHT-TO-LEFT MARK}", [("unseen", "بيروت", "بيروت\N{RIGHT-TO-LEFT MARK}")]),
        ("بـ«الأمل»", "بـ«العمل»", [("removed", "الأمل", ""), ("added", "", "العمل")]),
        ("عام 2023", "عام 2024", [("removed", "2023", ""), ("added", "", "2024")]),
        ("نحو 2.5% أو أقلّ", "نحو 3.5% أو أقلّ", [("removed", "2.5%", ""), ("added", "", "3.5%")]),
        ("فاز 3-2.", "فاز 3-1.", [("removed", "3-2", ""), ("added", "", "3-1")]),
        ("👩‍🏫 هنا", "👩 هنا", [("removed", "👩‍🏫", ""), ("added", "", "👩")]),
    ],
)
def test_a_change_is_told_in_whole_words(old, new, found):
    assert told(old, new) == found


def test_a_word_that_two_sentences_share_by_chance_does_not_tear_them():
    old = "أعلن الوزير صباح أمس في مؤتمر صحافي قصير استقالته"
    new = "تراجعت أسعار الحبوب عالمياً في تعاملات بورصة شيكاغو الآجلة"
    assert told(old, new) == [("removed", old, ""), ("added", "", new)]


PIECES = [
    "في",
    "من",
    " ",
    "  ",
    "،",
    "كتبَ",
    "كتب",
    "إلى",
    "الى",
    "\n",
    "بـ",
    "«",
    "\u200f",
    "\u064b",
    "👍🏽",
    "\u200d",
    "a",
]


def test_the_changes_are_the_whole_of_both_texts():
    draw = random.Random(4)
    for _ in range(3000):
        old, new = ("".join(draw.choices(PIECES, k=draw.randrange(14))) for _ in range(2))
        found = arabic.changes(old, new)
        assert "".join(old[change.old_start : change.old_end] for change in found) == old
        assert "".join(new[change.new_start : change.new_end] for change in found) == new
        for change in found:
            was, now = old[change.old_start : change.old_end], new[change.new_start : change.new_end]
            assert {"same": was == now, "removed": not now, "added": not was}.get(change.kind, was and now)


def test_two_long_texts_are_compared_in_linear_time():
    """What would take a quadratic comparison 25 million steps and more; each takes well under a second."""
    repeated, twice = "في " * 5000, "في من " * 2500
    stairs = " ".join(f"ك{n} ك{n + 1}" for n in range(2500)), " ".join(f"ك{n + 1} ك{n}" for n in range(2500))
    for old, new in [(repeated, twice), (twice, "من في في " * 1700), stairs, ("،" * 9000, "،؛" * 4500)]:
        found = arabic.changes(old, new)
        assert "".join(new[change.new_start : change.new_end] for change in found) == new


def test_of_two_lists_what_kept_its_order_is_aligned():
    assert arabic.aligned("abcd", "acbd") in ([(0, 0), (1, 2), (3, 3)], [(0, 0), (2, 1), (3, 3)])
    assert arabic.aligned("", "a") == []
    words = [str(number) for number in range(500)]
    assert arabic.aligned(words, words[:100] + ["new"] + words[150:]) == [
        *[(n, n) for n in range(100)],
        *[(n, n - 49) for n in range(150, 500)],
    ]
