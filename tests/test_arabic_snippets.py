"""The passage under a search result: where the words stand, from the beginning of a sentence if one is near."""

from hypothesis import given
from hypothesis import strategies as st

from arabic import clean, highlight, snippet
from arabic.snippets import LONGEST_TEXT

FILLER = "انتظرت المدينة المطر أسبوعاً كاملاً ثمّ جاء في ليلة واحدة وأغرق شوارعها فخرج الناس إلى الساحات"
texts = st.text(alphabet=st.sampled_from('ابتوالـَّ12aB-.،؟“”«»()"\n  \u200f\u2067\u2069'), max_size=300)


def test_the_passage_stands_where_the_words_stand_and_not_where_the_text_begins():
    text = f"{FILLER}.\n{FILLER}. وقال الوزير إنّ المرفأ يعمل. {FILLER}."
    passage = snippet(text, "مرفأ", words=12)
    assert passage == "وقال الوزير إنّ المرفأ يعمل. انتظرت المدينة المطر أسبوعاً كاملاً ثمّ جاء…"


def test_far_from_the_beginning_of_a_sentence_it_begins_with_a_cut():
    passage = snippet(f"{FILLER} {FILLER} المرفأ {FILLER}", "المرفأ", words=10)
    assert passage == "…الناس إلى الساحات المرفأ انتظرت المدينة المطر أسبوعاً كاملاً ثمّ…"


def test_most_of_the_words_are_worth_more_than_an_earlier_one_and_the_nearest_more_than_the_first():
    text = f"البيت أوّلاً.\n{FILLER}.\nالجدار الأبيض العالي حول أرض هذا البيت القديم.\n{FILLER}.\nقرّر البيت الأبيض ذلك."
    assert snippet(text, "البيت الأبيض", words=8).startswith("قرّر البيت الأبيض ذلك")
    assert "هذا البيت القديم" in snippet(text, "القديم البيت", words=8)


def test_what_is_not_there_has_no_passage():
    assert snippet(FILLER, "زلزال") == snippet("", "مطر") == snippet(FILLER, "") == snippet(FILLER, "؟") == ""


def test_a_short_text_comes_back_whole_on_one_line():
    assert snippet("سطر أوّل.\nوثانٍ عن المطر.", "المطر", words=5) == "وثانٍ عن المطر."
    assert snippet("المطر\nغزير", "مطر") == "المطر غزير"


def test_a_quotation_that_was_opened_before_the_passage_is_opened_in_it():
    text = f"قال: «{FILLER} والمرفأ {FILLER}» ومضى."
    passage = snippet(text, "المرفأ", words=9)
    assert passage.startswith("…«") and passage.endswith("»…")
    assert passage.count("«") == passage.count("»") == 1


def test_words_in_any_form_are_found_and_a_word_is_never_cut():
    text = f"{FILLER} وبالبُيوتِ COVID-19 {FILLER}"
    passage = snippet(text, "بيت covid", words=7)
    assert "وبالبُيوتِ COVID-19" in passage
    assert set(passage.strip("…").split()) <= set(text.split())


@given(texts, texts)
def test_there_is_a_passage_exactly_when_a_word_would_be_lit(text, query):
    assert bool(snippet(text, query)) == ("<mark>" in highlight(text, query))


@given(texts, texts, st.integers(min_value=1, max_value=40))
def test_a_passage_is_words_of_the_text(text, query, words):
    passage = snippet(text, query, words)
    if passage:
        kept = passage.strip('…“”«»()"\u2067\u2069 ')
        assert all(piece in clean(text) for piece in kept.split())


def test_what_stands_too_far_down_is_not_looked_at():
    assert snippet("ا " * (LONGEST_TEXT // 2 - 5) + "مطر", "مطر")
    assert snippet("ا " * (LONGEST_TEXT // 2) + "مطر", "مطر") == ""
