"""How far a misspelt word lies from the word that was meant: likely slips count half."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import arabic

words = st.text("ابتثحدرسشصطعفقكلمنهويءئ", max_size=12)


@pytest.mark.parametrize(
    ("written", "meant", "distance"),
    [
        ("مطر", "مطر", 0),
        *[("مصتشفي", "مستشفي", 0.5), ("ضاهره", "ظاهره", 0.5), ("جوجل", "غوجل", 0.5), ("كبه", "كته", 0.5)],
        *[("حكموه", "حكومه", 0.5), ("حكوومه", "حكومه", 0.5), ("حكمه", "حكومه", 0.5), ("مسول", "مسءول", 0.5)],
        *[("حكمومه", "حكومه", 1), ("حككومه", "حكومه", 0.5), ("حومه", "حكومه", 1), ("حكوسه", "حكومه", 1)],
        *[("مصطشفي", "مستشفي", 1), ("", "بيت", 2.5), ("goverment", "government", 1)],
    ],
)
def test_the_distance_counts_slips(written, meant, distance):
    assert arabic.distance(written, meant) == distance


@settings(deadline=None)
@given(words, words)
def test_the_distance_is_the_same_both_ways_and_no_more_than_to_write_anew(one, other):
    assert arabic.distance(one, other) == arabic.distance(other, one)
    assert (arabic.distance(one, other) == 0) == (one == other)
    assert arabic.distance(one, other) <= max(len(one), len(other))


@settings(deadline=None, max_examples=30)
@given(words)
def test_neighbours_are_one_slip_away(word):
    found = arabic.neighbours(word)
    assert word not in found and "" not in found
    assert all(0 < arabic.distance(word, other) <= 1 for other in found)


@pytest.mark.parametrize(
    ("word", "neighbour"), [("حكمه", "حكومه"), ("حكوممه", "حكومه"), ("طقرير", "تقرير"), ("bierut", "beirut")]
)
def test_a_neighbour_is_found_by_any_slip(word, neighbour):
    assert neighbour in arabic.neighbours(word)
    assert "مطر" not in arabic.neighbours(word)
