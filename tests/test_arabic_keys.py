"""Normal forms: what is stored, searched and sorted."""

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arabic import clean, digits, search_key, sort_key

# Any string at all, lone surrogates too, and often Arabic with everything that can go wrong in it.
any_text = st.text(st.characters(codec=None, exclude_categories=())) | st.text(
    "لأإاىيةهكوبمـ\u064b\u0651\u0654\u0655٣۳3aE\u0301\u0307“”«» .-"
    "\u200b\u200c\u200d\u200f\ufeff\u00ad\ufe71\ufef5\ufdf2\ud800\x00"
)


@pytest.mark.parametrize(
    ("spelling", "other"),
    [
        ("الأمم المتّحدة", "الامم المتحده"),
        ("إيران", "ايران"),
        ("مصطفى", "مصطفي"),
        ("لبنـــان", "لبنان"),
        ("ﻟﺒﻨﺎﻥ", "لبنان"),
        ("١٤ آذار", "14 اذار"),
        ("۱۴ آذار", "14 اذار"),
        ("کیف", "كيف"),
        ("الحكومة\u200c", "الحكومه"),
        ("لب\u200bنا\u00adن\u200f", "لبنان"),
        ("CIA", "cia"),
        ("Élysée", "elysee"),
        ("cœur de Straße", "coeur de strasse"),
        ("İstanbul", "istanbul"),
    ],
)
def test_n2_two_spellings_of_one_word_have_one_key(spelling, other):
    assert search_key(spelling) == search_key(other)


def test_n2_different_words_have_different_keys():
    assert len(set(map(search_key, ["والد", "ولد", "كتاب", "كاتب", "حرب", "حزب", "مسؤول", "مسئول"]))) == 8


@given(any_text)
@example("\u0620\u0300\u200c")
def test_n4_the_key_of_a_key_is_itself(text):
    assert search_key(search_key(text)) == search_key(text)


@pytest.mark.parametrize(
    ("glued", "key"),
    [("بـ”اللحظة", "”اللحظه"), ("الـCIA", "cia"), ("وبالـ«قرار»", "«قرار»"), ("لـ55", "55")],
)
def test_n5_a_clitic_glued_on_by_tatweel_is_split_off(glued, key):
    assert search_key(glued) == key


def test_n5_a_tatweel_inside_a_word_is_only_dropped():
    assert search_key("بـاللحظة كـتاب") == "باللحظه كتاب"


def test_n1_presentation_forms_become_letters_and_symbols_stay():
    assert clean("ﻟﺒﻨﺎﻥ") == "لبنان"
    assert clean("ﷺ ﴾ ﴿ ½ ﬁ ²") == "ﷺ ﴾ ﴿ ½ ﬁ ²"


def test_n1_what_cannot_be_stored_is_dropped():
    assert clean("لب\x00نا\ud800\x02ن") == "لبنان"
    assert clean("سطر\vثانٍ\fثالث\tهنا") == "سطر\nثانٍ\nثالث\tهنا"


def test_n1_a_letter_with_a_hundred_thousand_marks_keeps_thirty():
    for mark in ("\u064b\u064e", "\u0301\u0323\u200b"):
        assert len(clean("ب" + mark.replace("\u200b", "") * 100_000)) == 31
        assert len(search_key("e" + mark * 100_000)) <= 31


@given(any_text)
def test_n1_any_text_can_be_cleaned_and_then_stored(text):
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert not set(cleaned) & set(map(chr, range(32))) - set("\t\n\r")
    assert clean(cleaned) == cleaned


def test_u4_names_stand_in_the_order_of_a_reader():
    names = ["إبراهيم", "ابراهيم", "أحمد", "إلياس", "الياس", "باسم"]
    assert sorted(random.sample(names, len(names)), key=lambda name: (sort_key(name), name)) == names


def test_u4_the_article_does_not_count_in_sorting():
    assert sort_key("البستاني") == "بستاني"
    assert sort_key("إلهام") == "الهام"
    assert sort_key("ال") == "ال"


@given(any_text)
def test_u4_any_text_can_be_sorted(text):
    assert isinstance(sort_key(text), str)


def test_c3_digits_are_taken_in_all_three_sets_and_given_in_one():
    assert digits("٣ و۴ و5") == "3 و4 و5"
    assert digits(2026, "arab") == "٢٠٢٦"
    with pytest.raises(KeyError):
        digits(1, "roman")
