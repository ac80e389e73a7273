"""المدقّق at the desk: what the server finds in what is typed, where, and what it leaves as it stands."""

from unittest import mock

import pytest

from articles import proofreading
from articles.models import Stet
from newsroom import roles
from tests.factories import make_draft, make_topic
from tests.test_desk_articles import sign_in  # noqa: F401
from topics import spellings

pytestmark = pytest.mark.django_db

ADDRESS = "/desk/articles/article/proofread/"


def check(*paragraphs, **fields):
    texts = [*fields.items(), *(("body", text) for text in paragraphs)]
    return proofreading.check(texts)


def found(notes):
    """What stands where each of `notes` says, and what it becomes."""
    return [
        (
            note.text,
            note.words,
            [note.words[: note.lead] + fix + note.words[note.lead + note.length :] for fix in note.fixes],
        )
        for note in notes
    ]


def ask(client, *paragraphs, article=None, stet=(), mend=(), **fields):
    texts = [*fields.items(), *(("body", text) for text in paragraphs)]
    question = {"article": article and article.pk, "texts": texts, "stet": list(stet), "mend": list(mend)}
    return client.post(ADDRESS, question, content_type="application/json")


def as_stet(note):
    return {name: note[name] for name in ("key", "words", "rule")}


def test_each_note_has_its_paragraph_and_whole_words_and_what_of_them_is_replaced():
    notes = check("لا شيء هنا.", "ذهب الى البيت", "قال ,ثمّ  مضى", headline="بيروت تنتظر")
    assert found(notes) == [
        (2, "الى", ["إلى"]),
        (3, "قال ,ثمّ", ["قال,ثمّ"]),
        (3, ",ثمّ", ["،ثمّ"]),
        (3, ",ثمّ", [", ثمّ"]),
        (3, ",ثمّ  مضى", [",ثمّ مضى"]),
    ]
    assert {note.kind for note in notes} == {"safe"}


def test_offsets_hold_with_tashkeel_line_breaks_pictures_and_letters_of_two_units():
    (note,) = check("😀 أتى\nوذَهَبَ الَى\nالبيتِ")
    text = "😀 أتى\nوذَهَبَ الَى\nالبيتِ".encode("utf-16-le")
    assert text[2 * note.start : 2 * note.end].decode("utf-16-le") == note.words == "الَى"
    assert note.fixes == ("إلَى",)
    assert check("قال \N{OBJECT REPLACEMENT CHARACTER} ثم\nقال") == []


def test_quotations_addresses_and_latin_are_left_alone_and_our_pages_isolate_addresses_themselves():
    for text in ["قال: “ذهبت الى البيت”", "في https://example.com/الى,هنا وحده", "كتب “hello ,world” ومضى"]:
        assert check(text) == [], text
    assert [note.rule for note in check("ذهب الى a@example.com")] == ["P20"]


def test_a_name_is_read_across_headline_and_text_and_only_a_headline_ends_without_a_stop():
    notes = check("وصل أحمد أمس. ثمّ عاد أحمد.", headline="احمد يصل.", standfirst="مقدّمة.")
    assert [(note.text, note.rule) for note in notes] == [(0, "P41"), (0, "P39")]


def test_names_are_those_of_the_topics_and_a_new_spelling_counts_at_once():
    text = "وصل ستافان دي مستورا أمس"
    assert check(text) == []
    topic = make_topic("ستيفان دي ميستورا", aliases=["دي مستورا"])
    assert [(note.rule, note.words, note.fixes) for note in check(text)] == [("P33", "دي مستورا", ("دي ميستورا",))]
    type(topic).objects.filter(pk=topic.pk).update(name_ar="ستيفان دي مستوراه")
    assert check(text)[0].fixes == ("دي مستوراه",)
    topic.aliases.all().delete()
    assert check(text) == []


def test_the_names_are_read_once_until_one_changes_and_then_few_others_with_it(django_assert_num_queries):
    topics = [make_topic(f"موضوع {number}", aliases=[f"اسم {number}"]) for number in range(2 * spellings.PARTS)]

    def known():
        with django_assert_num_queries(2):
            return spellings.house_spellings()

    spellings.house_spellings()
    assert known() == tuple((topic.name_ar, (f"اسم {number}",)) for number, topic in enumerate(topics))
    topics[3].aliases.create(name="اسم زائد")
    topics[5].name_ar = "اسم جديد"
    topics[5].save()
    topics.pop(8).delete()
    read = spellings._read
    with mock.patch.object(spellings, "_read", side_effect=read) as reading, django_assert_num_queries(4):
        names = dict(spellings.house_spellings())
    (parts,) = reading.call_args.args
    assert len(parts) == 3
    assert names["موضوع 3"] == ("اسم 3", "اسم زائد") and names["اسم جديد"] == ("اسم 5",)
    assert not {"موضوع 5", "موضوع 8"} & {*names} and len(names) == len(topics)
    assert known() == tuple(names.items())


def test_a_desk_switches_a_rule_off(settings):
    assert [note.rule for note in check("ذهب الى البيت  وعاد")] == ["P20", "P06"]
    settings.PROOFREAD_OFF = ["P20"]
    assert [note.rule for note in check("ذهب الى البيت  وعاد")] == ["P06"]


def test_the_count_is_said_in_words(client, sign_in):  # noqa: F811
    sign_in(roles.JOURNALIST)
    for text, said in [
        ("ذهب إلى البيت", "لا ملاحظات."),
        ("ذهب الى البيت", "ملاحظة واحدة، وهي آمنة"),
        ("ذهب الى البيت!!", "ملاحظتان، واحدة منها آمنة"),
        ("ذهب الى هنا الى هناك الى البيت!!", "4 ملاحظات، منها 3 آمنة"),
    ]:
        assert ask(client, text).json()["summary"] == said
    answer = ask(client, "نصّ", headline="ذهب الى البيت").json()
    assert (answer["line"], answer["fields"]) == ("المدقّق: ملاحظة واحدة، وهي آمنة", {"headline": "ملاحظة واحدة"})


def test_a_word_left_as_it_stands_stays_so_for_all_who_write_the_article_until_it_is_taken_back(client, sign_in):  # noqa: F811
    journalist = sign_in(roles.JOURNALIST)
    article, other = make_draft(by=journalist), make_draft(by=journalist)
    text = "ذهب الى البيت  وعاد وذهب الى هناك"
    first = ask(client, text, article=article).json()["notes"][0]
    answer = ask(client, text, article=article, stet=[as_stet(first)]).json()
    assert [note["rule"] for note in answer["notes"]] == ["P06"]
    ask(client, text, article=article, stet=[as_stet(first)])  # twice is once
    sign_in(roles.EDITOR)
    answer = ask(client, text, article=article).json()
    assert [note["rule"] for note in answer["notes"]] == ["P06"]
    assert [(stet["words"], stet["by"]) for stet in answer["stet"]] == [("الى", journalist.username)]
    assert len(ask(client, text, article=other).json()["notes"]) == 3
    answer = ask(client, text, article=article, mend=[first["key"]]).json()
    assert (len(answer["notes"]), answer["stet"], Stet.objects.count()) == (3, [], 0)


def test_a_mark_is_left_as_it_stands_in_its_place_alone(client, sign_in):  # noqa: F811
    sign_in(roles.JOURNALIST)
    text = "توقّف!! ثمّ سار!! وعاد"
    notes = ask(client, text).json()["notes"]
    assert len(notes) == 2
    answer = ask(client, text, stet=[as_stet(notes[1])]).json()
    assert [note["words"] for note in answer["notes"]] == ["توقّف!!"]
    assert (answer["stet"][0]["by"], Stet.objects.count()) == ("", 0)  # no article yet: the page remembers it


def test_whoever_may_not_write_the_article_neither_sees_nor_leaves_a_note(client, sign_in):  # noqa: F811
    article = make_draft()
    sign_in(roles.JOURNALIST)
    stet = {"key": "الي", "words": "الى", "rule": "P20"}
    assert ask(client, "ذهب الى البيت", article=article, stet=[stet]).status_code == 403
    assert not Stet.objects.exists()
    assert client.get(ADDRESS).status_code == 405
    client.logout()
    assert ask(client, "ذهب الى البيت").status_code == 302


@pytest.mark.parametrize(
    "question",
    [
        "",
        "[]",
        "{}",
        '{"article": "1", "texts": [], "stet": [], "mend": []}',
        '{"article": null, "texts": [["body"]], "stet": [], "mend": []}',
        '{"article": null, "texts": [], "stet": [{"key": "x"}], "mend": []}',
        '{"article": null, "texts": [], "stet": ["x"], "mend": null}',
    ],
)
def test_a_question_that_is_none_is_refused(client, sign_in, question):  # noqa: F811
    sign_in(roles.JOURNALIST)
    assert client.post(ADDRESS, question, content_type="application/json").status_code == 400


def test_what_no_article_could_be_is_not_read_and_said_so(client, sign_in):  # noqa: F811
    sign_in(roles.JOURNALIST)
    answer = ask(client, "ذهب الى البيت " * 20_000).json()
    assert (answer["notes"], answer["summary"]) == ([], "هذا النصّ أطول من أن يقرأه المدقّق.")
