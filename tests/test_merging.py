"""Two versions of one article as a third: what one side changed, what both did, and what «both» makes of it."""

import pytest

from articles import body, content
from articles.merging import Merge, Undecided

FIRST, SECOND, THIRD = (f"<p>{text}</p>" for text in ("الفقرة الأولى.", "الفقرة الثانية.", "الفقرة الثالثة."))
MINE, THEIRS = "<p>كلامي أنا.</p>", "<p>كلام زميلي.</p>"


def text(*blocks):
    return "\n".join(blocks)


def merge(base, theirs, mine):
    return Merge(*({**content.EMPTY, **given} for given in (base, theirs, mine)))


def test_what_one_side_changed_goes_in_by_itself():
    merged = merge(
        {"headline_ar": "الأصل", "kicker_ar": "تقرير", "topics": [1]},
        {"headline_ar": "منهم", "kicker_ar": "تقرير", "topics": [1], "section": 3},
        {"headline_ar": "الأصل", "kicker_ar": "تحقيق", "topics": [1], "section": 3},
    )
    assert (merged.from_theirs, merged.from_mine, merged.contested) == (["headline_ar"], ["kicker_ar"], [])
    decided = merged.decided({})
    assert (decided["headline_ar"], decided["kicker_ar"], decided["section"]) == ("منهم", "تحقيق", 3)
    assert set(decided) == set(content.EMPTY)


def test_of_what_both_changed_somebody_chooses():
    merged = merge({"headline_ar": "الأصل"}, {"headline_ar": "منهم"}, {"headline_ar": "منّي"})
    with pytest.raises(Undecided) as undecided:
        merged.decided({})
    assert undecided.value.names == ["headline_ar"]
    for choice, headline in {"mine": "منّي", "theirs": "منهم", "both": "منهم / منّي"}.items():
        assert merged.decided({"headline_ar": choice})["headline_ar"] == headline


def test_there_is_one_section_one_picture_and_one_address():
    both = {"section": 1, "lead_image": 1, "slug_ar": "واحد", "source_url": "https://example.com/1", "topics": [1]}
    mine = {"section": 2, "lead_image": 2, "slug_ar": "اثنان", "source_url": "https://example.com/2", "topics": [2]}
    merged = merge({}, both, mine)
    assert {name for name in merged.contested if "both" in merged.choices(name)} == {"topics"}
    with pytest.raises(Undecided):
        merged.decided(dict.fromkeys(both, "both"))


def test_lists_are_kept_both_with_nobody_twice():
    signed = [{"author": 1, "role": "writer"}, {"author": 2, "role": "writer"}]
    mine = [{"author": 2, "role": "editor"}, {"author": 3, "role": "writer"}]
    merged = merge({}, {"topics": [5, 6], "bylines": signed}, {"topics": [6, 7], "bylines": mine})
    assert merged.both("topics") == [5, 6, 7]
    assert merged.both("bylines") == [*signed, mine[1]]


def test_without_a_base_whatever_is_empty_on_one_side_is_no_contest():
    merged = merge({}, {"headline_ar": "منهم"}, {"headline_ar": "منّي", "standfirst_ar": "مقدّمتي"})
    assert (merged.from_mine, merged.contested) == (["standfirst_ar"], ["headline_ar"])


# Bodies, block by block


@pytest.mark.parametrize(
    ("theirs", "mine", "both"),
    [
        (text(THEIRS, SECOND, THIRD), text(FIRST, SECOND, MINE), text(THEIRS, SECOND, MINE)),
        (text(FIRST, THEIRS, THIRD), text(MINE, SECOND, THIRD), text(MINE, THEIRS, THIRD)),
        (text(FIRST, SECOND, THIRD, THEIRS), text(FIRST, SECOND), text(FIRST, SECOND, THEIRS)),
        (text(FIRST, THEIRS, SECOND, THIRD), text(FIRST, SECOND, THIRD, MINE), None),
        (text(SECOND, THIRD), text(FIRST, THIRD), THIRD),
    ],
)
def test_what_two_wrote_in_different_places_of_a_text_stands_there_once(theirs, mine, both):
    made = body.together(text(FIRST, SECOND, THIRD), theirs, mine)
    assert made == (both or text(FIRST, THEIRS, SECOND, THIRD, MINE), True)


def test_what_two_wrote_in_one_place_of_a_text_stands_there_mine_after_theirs():
    base = text(FIRST, SECOND, THIRD)
    made = body.together(base, text(FIRST, THEIRS, THIRD), text(FIRST, MINE, THIRD))
    assert made == (text(FIRST, THEIRS, MINE, THIRD), False)
    made = body.together(base, text(THEIRS, THEIRS, THIRD), text(FIRST, MINE, THIRD))
    assert made == (text(THEIRS, THEIRS, MINE, THIRD), False)
    assert body.together(base, text(FIRST, MINE), text(FIRST, MINE)).html == text(FIRST, MINE)
    assert body.together("", THEIRS, MINE) == (text(THEIRS, MINE), False)
    assert body.together(base, "", MINE).html == MINE
    merged = merge({"body_ar": base}, {"body_ar": text(FIRST, THEIRS, THIRD)}, {"body_ar": text(MINE, SECOND, THIRD)})
    assert merged.keeps_apart("body_ar")
    assert merged.both("body_ar") == text(MINE, THEIRS, THIRD)
