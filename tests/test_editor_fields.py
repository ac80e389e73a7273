"""The desk's own form fields: what they take, what they refuse and in which words."""

import json

import pytest
from django.core.exceptions import ValidationError

from articles.widgets import BodyField, BylinesField, ImageField, TopicsField
from tests.factories import make_author, make_image, make_topic

pytestmark = pytest.mark.django_db


def refusal(field, value):
    with pytest.raises(ValidationError) as error:
        field.clean(value)
    return " ".join(error.value.messages)


def test_a_body_comes_out_in_the_vocabulary_whatever_was_pasted():
    pasted = '<h1>عنوان</h1><p onclick="steal()">نصّ<script>steal()</script> <b>غليظ</b></p><iframe src="//x"></iframe>'
    assert BodyField().clean(pasted) == "<h2>عنوان</h2>\n<p>نصّ <strong>غليظ</strong></p>"


def test_a_body_that_the_editor_only_writes_another_way_has_not_changed():
    kept = '<p>أوّل</p>\n<ul><li>بند</li></ul>\n<figure data-image="3"><figcaption></figcaption></figure>'
    sent = '<p>أوّل</p><ul><li><p>بند</p></li></ul><figure data-image="3"><figcaption></figcaption></figure><p></p>'
    assert not BodyField().has_changed(kept, sent)
    assert BodyField().has_changed(kept, sent.replace("بند", "بندان"))


def test_a_body_has_the_direction_of_its_language():
    assert 'lang="ar" dir="rtl"' in BodyField().widget.render("body_ar", "")
    assert 'lang="en" dir="ltr"' in BodyField(language="en").widget.render("body_en", "")


def test_bylines_keep_their_order_and_roles():
    layla, ibrahim = make_author("ليلى"), make_author("إبراهيم")
    sent = [{"author": ibrahim.pk, "role": "translator"}, {"author": layla.pk, "role": "writer"}]
    assert BylinesField(required=False).clean(json.dumps(sent)) == sent
    assert BylinesField(required=False).clean("") == []


def test_a_byline_of_nobody_twice_or_without_a_role_is_refused():
    layla = make_author("ليلى حدّاد")
    once = {"author": layla.pk, "role": "writer"}
    assert "حُذف" in refusal(BylinesField(), json.dumps([{"author": layla.pk + 1, "role": "writer"}]))
    assert "“ليلى حدّاد”" in refusal(BylinesField(), json.dumps([once, once]))
    for odd in ["{", '"x"', "[1]", '[{"author": 1, "role": "king"}]', '[{"author": true, "role": "writer"}]']:
        assert "كاملة" in refusal(BylinesField(), odd)


def test_topics_keep_their_order():
    rain, beirut = make_topic("المطر"), make_topic("بيروت")
    assert TopicsField().clean(json.dumps([beirut.pk, rain.pk])) == [beirut.pk, rain.pk]
    assert not TopicsField().has_changed([beirut.pk, rain.pk], json.dumps([beirut.pk, rain.pk]))
    assert TopicsField().has_changed([beirut.pk, rain.pk], json.dumps([rain.pk, beirut.pk]))
    assert "مكرّر" in refusal(TopicsField(), json.dumps([rain.pk, rain.pk]))
    assert "كاملة" in refusal(TopicsField(), f"[{10**30}]")


def test_what_was_chosen_is_named_on_the_page_again_after_an_error():
    layla = make_author("ليلى حدّاد")
    html = BylinesField().widget.render("bylines", json.dumps([{"author": layla.pk, "role": "photographer"}]))
    assert "ليلى حدّاد" in html
    assert '<option value="photographer" selected>' in html
    assert "ليلى حدّاد" not in BylinesField().widget.render("bylines", "{broken")


def test_a_picture_is_one_of_the_library_or_none():
    image = make_image(alt_ar="مرفأ بيروت")
    field = ImageField(required=False)
    assert field.clean(str(image.pk)) == image.pk
    assert field.clean("") is None
    assert not field.has_changed(image.pk, str(image.pk))
    assert "حُذفت" in refusal(field, str(image.pk + 1))
    assert "كاملاً" in refusal(field, "1; drop")
    assert 'alt="مرفأ بيروت"' in field.widget.render("lead_image", image.pk)
