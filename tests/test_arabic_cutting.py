"""Excerpts, descriptions, counts of words, reading time, slugs."""

import itertools
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic import clean, description, excerpt, isolate, reading_minutes, search_key, slugify, word_count
from tests.test_arabic_keys import any_text

REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "reference-article.txt"
SENTENCE = "دخلت المرحلة الثانية من التوغّل البرّي جنوباً، التي أعلنها الجيش، شريكةً أساسية في حياكة معالم تسوية."
CLOSING = '”»›)]"\u2069\u202c'


def test_x3_an_excerpt_ends_in_an_ellipsis_without_a_comma_before_it():
    assert excerpt(SENTENCE, words=7) == "دخلت المرحلة الثانية من التوغّل البرّي جنوباً…"


def test_x3_a_text_that_is_short_enough_comes_back_whole():
    assert excerpt(SENTENCE) == SENTENCE
    assert excerpt("كلمة واحدة.", words=2) == "كلمة واحدة."
    assert excerpt("") == ""


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("قال “الجليد قد يذوب” أمس", "قال “الجليد قد”…"),
        ("لم تنضج بعد. “تكثيفٌ” للقصف", "لم تنضج بعد…"),
        ("بعدُ. إنّه “تكثيفٌ” للقصف", "بعدُ. إنّه “تكثيفٌ”…"),
        ("صندوق النقد (الدولي، واشنطن)", "صندوق النقد (الدولي)…"),
        ("قال (إنّ “الجليد قد” يذوب)", "قال (إنّ “الجليد”)…"),
        ("رأى \u2067ترامب الفائز مجدداً\u2069 أنّ", "رأى \u2067ترامب الفائز\u2069…"),
        ("بايدن – بوتين: قمّة جنيف", "بايدن – بوتين: قمّة…"),
    ],
)
def test_x3_what_the_cut_leaves_open_is_closed(text, cut):
    assert excerpt(text, words=3) == cut


@given(any_text, st.integers(1, 5))
def test_x3_an_excerpt_is_the_beginning_of_the_text(text, words):
    line = " ".join(clean(text).split())
    cut = excerpt(text, words)
    assert word_count(cut) <= words
    if cut.endswith("…") and word_count(text) > words:
        kept = cut[:-1].rstrip(CLOSING)
        assert search_key(line).startswith(search_key(kept)) or any(map(unicodedata.combining, line))


@given(any_text)
def test_x3_a_mark_never_begins_an_excerpt_or_a_description(text):
    for piece in (excerpt(text, 2), description(text, 20)):
        assert not piece or not unicodedata.category(piece[0]).startswith("M")


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference article is not here")
def test_x3_c6_the_reference_article_gives_its_own_cards_and_reading_time():
    lines = [line.strip() for line in REFERENCE.read_text(encoding="utf-8").splitlines() if line.strip()]
    end = lines.index("مواضيع ذات صلة")
    cards = lines[end + 2 :: 2]
    assert len(cards) == 4
    for card in cards:
        assert word_count(card) == 25
        assert excerpt(card.removesuffix("…") + "، ثمّ كلمات أخرى") == card
    story = [lines[0], *lines[2:end]]
    pull_quotes = [story[3], story[8]]
    assert reading_minutes("\n".join(part for part in story if part not in pull_quotes)) == 5


def test_x3_a_description_is_cut_at_a_word_and_counts_a_letter_with_its_marks_as_one():
    assert description("بَيْرُوتُ مَدِينَةٌ عَرِيقَةٌ", limit=13) == "بَيْرُوتُ مَدِينَةٌ…"
    assert description("بَيْرُوتُ مَدِينَةٌ عَرِيقَةٌ", limit=12) == "بَيْرُوتُ مَدِينَةٌ…"
    assert description("بَيْرُوتُ مَدِينَةٌ عَرِيقَةٌ", limit=11) == "بَيْرُوتُ…"


def test_x3_a_description_never_parts_an_emoji():
    family = "👨‍👩‍👧‍👦"
    assert description(family * 5, limit=3) == family * 2 + "…"
    assert description("🇱🇧🇸🇾🇯🇴", limit=2) == "🇱🇧…"
    assert description("👍🏽👍🏽👍🏽", limit=2) == "👍🏽…"


@given(st.text("اب\u064b\u0651 “”«»()،\u2067\u2069"), st.integers(1, 30))
def test_x3_a_description_is_never_longer_than_its_limit(text, limit):
    assert sum(not unicodedata.category(character).startswith("M") for character in description(text, limit)) <= limit


@given(st.text("ابe\u0301\u064b\u0651\u0670 "), st.integers(1, 12))
def test_x3_a_cut_never_parts_a_letter_from_its_marks(text, limit):
    line = excerpt(text, words=100)
    for cut in (description(text, limit), excerpt(text, words=2)):
        assert cut == line or cut.endswith("…") and line.startswith(cut[:-1])
        following = line[len(cut) - 1 :] if cut != line else ""
        assert not following or not unicodedata.category(following[0]).startswith("M")


@given(st.text('اب “”«»()[]"\u2066\u2067\u2068\u2069'))
def test_x3_isolates_of_a_cut_text_are_balanced(text):
    cut = excerpt("اب " + text + " اب اب اب", 2)
    depth = 0
    for character in cut:
        depth += character in "\u2066\u2067\u2068"
        depth = max(0, depth - (character == "\u2069"))
    assert depth == 0 or not cut.endswith("…")


def test_c6_reading_time_is_counted_in_words_and_never_zero():
    assert word_count("قال – في 2026 – CIA ً “…” نعم") == 5
    assert reading_minutes("") == 1
    assert reading_minutes("كلمة " * 140) == 1
    assert reading_minutes("كلمة " * 141) == 2


FOREIGN = ["CIA", "2026", "COVID-19", "3.5%", "2-1", "#Beirut", "@annahar", "+961", "٤٥٪", "الـBBC", "École", "5.2.1"]


@given(st.lists(st.sampled_from(["بيروت", "وَالمَطَرُ،", "«غزير»", "في", "لبنـــان"])), st.lists(st.sampled_from(FOREIGN)))
def test_c6_a_latin_word_or_a_number_is_one_word_more_and_changes_no_other(words, foreign):
    mixed = [word for pair in itertools.zip_longest(words, foreign) for word in pair if word]
    for text in [" ".join(mixed), " – ".join(mixed), " ".join([*words, *foreign]), isolate(" ".join(mixed))]:
        assert word_count(text) == len(words) + len(foreign)
    assert reading_minutes(" ".join(mixed * 20)) == max(1, -(-len(mixed) * 20 // 140))


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("إغناتيوس: لحظة تاريخيّة بين الكرملين والبيت الأبيض", "إغناتيوس-لحظة-تاريخية-بين-الكرملين-والبيت-الأبيض"),
        ("لبنـــان ٢٠٢٦ — «CIA»!", "لبنان-2026-cia"),
        ("L’Élysée déçu, œuvre", "l-elysee-decu-oeuvre"),
        ("\u202bمسؤول\u202c\u200f", "مسؤول"),
        ("ﻟﺒﻨﺎﻥ", "لبنان"),
        ("!؟…", ""),
    ],
)
def test_u1_a_slug_keeps_what_is_read_and_hyphenates_the_rest(title, slug):
    assert slugify(title) == slug


def test_u1_a_long_slug_is_cut_at_a_word():
    slug = slugify("كلمة طويلة " * 20)
    assert len(slug) <= 80
    assert slug.endswith(("-كلمة", "-طويلة"))
    assert slugify("ب" * 100) == "ب" * 80


@given(any_text)
def test_u1_a_slug_is_a_slug_and_not_empty_where_there_are_letters(text):
    slug = slugify(text)
    assert slugify(slug) == slug
    assert len(slug) <= 80
    assert all(character.isalnum() or character == "-" for character in slug)
    if any(character.isascii() and character.isalnum() or "ء" <= character <= "غ" for character in text):
        assert slug
