"""Names in their Arabic order wherever they are listed; addresses that are read, kept and never two of a kind."""

import random

import pytest
from django.urls import reverse
from django.utils import translation

from articles import workflow
from newsroom import roles
from tests.factories import make_article, make_author, make_draft, make_topic, make_user

pytestmark = pytest.mark.django_db

# As an Arabic index has them: hamza and the article do not count, «ال» of إلياس is its own (ARABIC.md, U4).
IN_ORDER = ["إبراهيم نصّار", "أحمد العلي", "آدم شمس", "الأرز", "إلياس خوري", "البستاني", "بيروت", "هند", "يارا"]


@pytest.fixture(autouse=True)
def arabic_active():
    with translation.override("ar"):
        yield


# Order ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("make", "room"), [(make_author, "authors"), (make_topic, "topics")])
def test_u4_the_desk_lists_and_offers_names_in_arabic_order(client, make, room):
    names = random.sample(IN_ORDER, len(IN_ORDER))
    rows = [make(name) for name in names]
    assert [str(row) for row in type(rows[0]).objects.all()] == IN_ORDER
    client.force_login(make_user(roles.CHIEF))
    model = room.removesuffix("s")
    page = client.get(reverse(f"admin:{room}_{model}_changelist")).content.decode()
    assert sorted(IN_ORDER, key=page.index) == IN_ORDER
    offered = client.get(reverse(f"pick:{room}"), {"q": ""}).json()["results"]
    assert [row["label"] for row in offered] == [name for name in IN_ORDER if name in {row["label"] for row in offered}]


# Addresses ------------------------------------------------------------------------------------------------------------


def publish(article, **changes):
    editor = make_user()
    workflow.save_revision(article, {**article.newest_revision.content, **changes}, by=editor)
    workflow.publish(article.newest_revision, by=editor)
    article.refresh_from_db()
    return article


def test_u1_an_articles_address_is_read_and_stays_when_its_headline_changes(client):
    article = make_article(headline="إِغْناتيوس: لحظةٌ تاريخيّة… بين «الكرملين» والبيت الأبيض")
    address = article.get_absolute_url()
    assert article.slug_ar == "إغناتيوس-لحظة-تاريخية-بين-الكرملين-والبيت-الأبيض"
    publish(article, headline_ar="عنوان آخر تماماً", slug_ar="")
    assert article.headline_ar == "عنوان آخر تماماً" and article.get_absolute_url() == address
    assert client.get(address).status_code == 200
    publish(article, slug_ar="عنوان-آخر")  # only who writes another one changes it
    assert article.slug_ar == "عنوان-آخر"
    assert client.get(address)["Location"] == article.get_absolute_url() != address


def test_u1_a_draft_has_the_address_of_the_headline_that_it_comes_out_with():
    article = make_draft(headline="عنوان أوّل")
    publish(article, headline_ar="عنوان ثانٍ")
    assert article.slug_ar == "عنوان-ثان"


def test_u1_two_articles_of_one_headline_have_two_addresses(client):
    one, other = (make_article(headline="بيروت تنتظر " * 16) for _ in range(2))
    assert one.slug_ar == other.slug_ar and len(one.slug_ar) <= 80 and one.slug_ar.endswith(("بيروت", "تنتظر"))
    assert one.get_absolute_url() != other.get_absolute_url()
    for article in (one, other):
        assert client.get(article.get_absolute_url()).context["article"] == article
