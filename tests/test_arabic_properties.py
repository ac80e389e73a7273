"""What holds for any string whatever: lone surrogates, NUL, unassigned and astral characters, endless marks."""

import re
import unicodedata
from html import escape
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arabic import (
    analyze,
    clean,
    description,
    digits,
    excerpt,
    fix_all,
    highlight,
    isolate,
    isolated_pieces,
    key_words,
    matches,
    proofread,
    proofread_headline,
    query_terms,
    reading_minutes,
    search_key,
    slugify,
    sort_key,
    storable,
    word_count,
)
from arabic.stemming import stem

ISOLATES = "\u2066\u2067\u2068\u2069"

any_character = st.characters(codec=None, exclude_categories=())
WORDS = """
الحكومة وبالاقتصاد عبد الله عبدالله دي ميستورا ماكدونالد قَالَتْ لبنـــان و ـ بـ”اللحظة ﻟﺒﻨﺎﻥ ﷺ كلمة\u200cأخرى
COVID-19 Müller ١٢٣ 3-2 45% #وسم a@b.cd https://a.b/ج 😀 👨\u200d👩\u200d👧 \u2067Real\u2069 \u202eabc\u202c
"""
words = st.sampled_from(WORDS.split())
any_text = (
    st.text(any_character)
    | st.lists(words).map(" ".join)
    | st.lists(words | any_character).map("".join)
    | st.builds(
        lambda before, mark, times, behind: before + mark * times + behind,
        st.text("اب e"),
        st.sampled_from("\u064e\u0651\u0301\u0323ـ\u200d"),
        st.integers(1, 2000),
        st.text("اب e"),
    )
)


@given(any_text)
@example("ب" * 41 + "\ud800" + "ـ" * 50)
def test_a_token_is_the_piece_of_text_that_its_offsets_name(text):
    end = 0
    for token in analyze(text):
        assert end <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.text
        assert token.key and token.stem
        end = token.end


@pytest.mark.parametrize("function", [proofread_headline, query_terms, key_words, sort_key, reading_minutes, digits])
@given(text=any_text)
@example("دي 5000")
@example("فان Müller")
def test_no_text_is_refused(function, text):
    function(text)


@pytest.mark.parametrize("normal_form", [storable, clean, search_key, slugify, isolate])
@given(text=any_text)
def test_a_normal_form_of_a_normal_form_is_itself(normal_form, text):
    assert normal_form(normal_form(text)) == normal_form(text)


@given(any_text)
@example("أ\ufffeب\uffffج\x0bد")
def test_what_is_stored_can_stand_in_a_feed(text):
    element = ElementTree.fromstring(f"<text>{escape(storable(text))}</text>".encode())
    assert (element.text or "") == re.sub("\r\n?", "\n", storable(text))  # as XML reads the ends of lines


@given(any_text)
def test_a_stem_is_a_string_for_any_key_and_not_empty_for_a_word(text):
    assert bool(stem(search_key(text))) == bool(search_key(text))


@given(any_text)
def test_q2_the_safe_fixes_of_any_text_leave_nothing_to_mend(text):
    findings = proofread(text)
    assert all(0 <= finding.start <= finding.end <= len(text) for finding in findings)
    mended = fix_all(text, findings)
    assert fix_all(mended, proofread(mended)) == mended


@given(any_text)
@example("ǼǢ ﾞ")
def test_u1_a_slug_is_empty_only_without_letters_and_digits_in_any_script(text):
    assert slugify(slugify(text)) == slugify(text)
    # A tatweel, or a mark that is encoded as a letter of its own, is none.
    plain = unicodedata.normalize("NFKD", clean(text)).replace("ـ", "")
    assert bool(slugify(text)) or not any(unicodedata.category(character)[0] in "LN" for character in plain)


@given(any_text, st.integers(1, 5))
def test_x3_an_excerpt_is_the_beginning_of_the_text_but_for_what_closes_it(text, number):
    cut = excerpt(text, number)
    assert word_count(cut) <= number
    line = excerpt(text, len(text) + 1)
    assert cut == line or line.startswith(cut.removesuffix("…").rstrip('”»›)]"\u2069\u202c'))


@given(any_text, st.integers(1, 40))
def test_x3_a_description_is_the_beginning_of_the_text_but_for_what_closes_it(text, limit):
    cut = description(text, limit)
    line = description(text, 10 * len(text) + 10)
    assert cut == line or line.startswith(cut.removesuffix("…").rstrip('”»›)]"\u2069\u202c'))


@given(any_text, any_text)
def test_s12_what_is_highlighted_is_the_text_itself(text, query):
    html = highlight(text, query)
    assert html.replace("<mark>", "").replace("</mark>", "") == clean(escape(text))


@given(any_text)
def test_s13_a_text_answers_itself_as_a_query(text):
    assert matches(text, text) == bool(analyze(text))


@given(any_text)
def test_d4_isolates_are_all_that_isolation_adds(text):
    assert "".join(piece for piece, _ in isolated_pieces(text)) == text
    without = str.maketrans("", "", ISOLATES)
    assert isolate(text).translate(without) == text.translate(without)
