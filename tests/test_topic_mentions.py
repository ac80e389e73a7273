"""Topics that a text names are suggested while it is written, in whatever spelling and with whatever clitics."""

import pytest

from newsroom import roles
from tests.factories import make_article, make_topic, make_user
from topics.mentions import mentions
from topics.models import Topic

pytestmark = pytest.mark.django_db

PERSON, PLACE = Topic.Kind.PERSON, Topic.Kind.PLACE


def named(**texts):
    return [(mention.topic.name, mention.spelling) for mention in mentions(texts)]


def test_a_name_is_found_in_each_spelling_and_behind_clitics_and_said_as_it_stands():
    make_topic("بنيامين نتنياهو", kind=PERSON, aliases=["نتانياهو"])
    make_topic("مصر", kind=PLACE)
    make_topic("الحكومة")
    make_topic("سلام", kind=PERSON)
    assert named(headline="لقاء لنتانياهو في القاهرة") == [("بنيامين نتنياهو", "نتانياهو")]
    assert named(body="قال بنيامين نتنياهو") == [("بنيامين نتنياهو", "بنيامين نتنياهو")]
    assert named(body="ولمصر رأي") == [("مصر", "مصر")]
    assert named(body="رسالة للحكومة") == [("الحكومة", "الحكومة")]
    assert named(body="السلام عليكم") == []  # a person is found as the name is written
    assert named(body="") == []


def test_a_subject_is_found_in_its_other_forms_and_the_longest_name_wins():
    make_topic("انتخابات")
    make_topic("لبنان", kind=PLACE)
    make_topic("جنوب لبنان", kind=PLACE)
    assert named(body="موعد الانتخابات") == [("انتخابات", "الانتخابات")]
    assert named(body="في جنوب لبنان هدوء") == [("جنوب لبنان", "جنوب لبنان")]


def test_the_headline_weighs_more_than_the_text_and_a_rare_topic_more_than_a_common_one():
    common, rare, top = (
        make_topic("القاهرة", kind=PLACE),
        make_topic("طنطا", kind=PLACE),
        make_topic("أسوان", kind=PLACE),
    )
    for _number in range(12):
        make_article(topics=[common])
    assert [name for name, _ in named(headline="مطر في أسوان", body="القاهرة وطنطا")] == ["أسوان", "طنطا", "القاهرة"]
    assert [mention.topic for mention in mentions({"body": "القاهرة وطنطا"}, without=[rare.pk])] == [common]
    top.name_ar = "دمياط"
    top.save()
    assert named(headline="مطر في أسوان") == []  # at once


def test_the_desk_is_told_the_topic_with_its_reason(client, django_assert_max_num_queries):
    topic = make_topic("بنيامين نتنياهو", kind=PERSON, aliases=["نتانياهو"])
    texts = {"body": ["<p>قال <strong>نتانياهو</strong></p>", "<p>Nothing</p>"]}
    assert client.post("/desk/pick/topics/suggested/", texts).status_code == 403
    client.force_login(make_user(roles.JOURNALIST), backend="django.contrib.auth.backends.ModelBackend")
    with django_assert_max_num_queries(7):
        [entry] = client.post("/desk/pick/topics/suggested/", texts).json()["results"]
    assert (entry["id"], entry["label"], entry["reason"]) == (topic.pk, "بنيامين نتنياهو", "ورد في النصّ: نتانياهو")
    assert client.post("/desk/pick/topics/suggested/", texts | {"except": topic.pk}).json()["results"] == []
