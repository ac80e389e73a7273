"""Author lines of other papers: who wrote it, and which agency or desk it came from. All names are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import credits

ONE, OTHER = "نديم الصايغ", "ليلى ناصر"


@pytest.mark.parametrize(
    "line",
    [
        ONE,
        *[f"بيروت - {ONE}", f"بيروت – {ONE}", f"بيروت: {ONE}", f"بيروت | {ONE}", f"بيروت ـ {ONE}", f"بيروت_ {ONE}"],
        *[f"{ONE} - جدة", f"{ONE}- جدة", f"{ONE}-جدة", f"{ONE} (جدة)", f"{ONE} من جنيف", f"{ONE} في دمشق"],
        *[f"كتب - {ONE}:", f"كتب: {ONE}", f"&nbsp;إعداد: {ONE}", f"{ONE}*", f" {ONE} ", f"{ONE}."],
        *[f"د. {ONE}", f"أ.د. {ONE}", f"د/ {ONE}", f"م. {ONE}", f"الدكتور {ONE}", f"إعداد: الدكتورة {ONE}"],
        *["نديم الصـــايغ", "نديم  الصايغ", "نديم\N{NO-BREAK SPACE}الصايغ"],
    ],
)
def test_a_person_is_found_whatever_stands_around_the_name(line):
    assert credits.read(line) == ((ONE,), "")


@pytest.mark.parametrize(
    "line",
    [f"{ONE}، {OTHER}", f"{ONE}, {OTHER}", f"{ONE} / {OTHER}", f"{ONE} - {OTHER}", f"بيروت: {ONE} - صيدا: {OTHER}"],
)
def test_two_persons_keep_their_order(line):
    assert credits.read(line).persons == (ONE, OTHER)


def test_a_person_named_twice_stands_once():
    assert credits.read(f"{ONE}، {ONE}").persons == (ONE,)


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        *[("لندن: أ ف ب", "أ ف ب"), ("لندن: أ.ف.ب", "أ.ف.ب"), ("عمّان - د ب أ", "د ب أ"), ("لندن:رويترز", "رويترز")],
        *[("أوكلاند - رويترز", "رويترز"), ("طوكيو - فرانس برس", "فرانس برس"), ("AFP", "AFP"), ("بيروت - AP", "AP")],
        *[("الرياض: «السنبلة»", "السنبلة"), ("وكالات (صيدا - لبنان)", "وكالات"), ("خاص", "خاص")],
        *[("واس - إسطنبول", "واس"), ("قناة السنبلة", "قناة السنبلة"), ("صحيفة السنبلة - بيروت", "صحيفة السنبلة")],
    ],
)
def test_an_agency_or_desk_is_nobody_to_make_an_author_of(line, agency):
    assert credits.read(line) == ((), agency)


@pytest.mark.parametrize(
    ("line", "agency"),
    [(f"{ONE}، وكالات", "وكالات"), (f"قناة السنبلة - {ONE}", "قناة السنبلة"), (f"لندن: {ONE}، أ ف ب", "أ ف ب")],
)
def test_a_person_and_an_agency_are_both_kept(line, agency):
    assert credits.read(line) == ((ONE,), agency)


@pytest.mark.parametrize("line", ["", " ", "- - -", "*", "بيروت", "نديم", "نديم 5 الصايغ", "'", "\0", "()", "«»", ":"])
def test_nobody_is_made_of_what_names_nobody(line):
    assert credits.read(line) == ((), "")


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from([ONE, "بيروت", "-", " - ", ":", "(", ")", "«", "»", "د.", "أ ف ب", "ـ"])).map("".join)
)
def test_any_line_is_read(line):
    persons, agency = credits.read(line)
    assert all(2 <= len(person.split()) <= 6 for person in persons)
    assert len(set(persons)) == len(persons) and agency == agency.strip()


@pytest.mark.parametrize("piece", ["(", "ا", "أ ", "من ", "- ", "د. ", "أ.د. ", "x - ", "«", "ـ", "ا-", "AB "])
def test_an_endless_line_is_read(piece):
    assert credits.read(piece * 1000).persons == ()
