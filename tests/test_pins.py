"""What a topic pins under its articles, as an editor chooses it beside the topic's form."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import workflow
from delivery.models import PageTag
from newsroom import roles
from related import merging, pins, shown
from related.appearances import appearances
from related.models import PinnedLink, PinnedSet
from tests.factories import make_article, make_draft, make_section, make_topic, make_user

pytestmark = pytest.mark.django_db

OUTSIDE = {"url": "https://example.org/rain", "title": "المطر في الصحف", "source": "جريدة بعيدة"}


@pytest.fixture
def editor(client):
    user = make_user()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def post(client, topic, action, **values):
    return client.post(f"/desk/topic/{topic.pk}/pins/{action}/", values)


def test_what_is_pinned_stands_under_the_topics_articles_at_once_in_its_order_until_it_ends(client, editor):
    rain = make_topic("المطر")
    article, dams = make_article(topics=[rain]), make_article(headline="سدود فارغة", section=make_section())
    assert "“سدود فارغة”" in post(client, rain, "add", target=dams.pk).json()["message"]
    assert "المطر في الصحف" in post(client, rain, "add-outside", **OUTSIDE).json()["html"]
    assert [str(card) for card in shown.under(article).pinned] == ["سدود فارغة", "المطر في الصحف"]
    rows = [link.pk for link in PinnedLink.objects.all()]
    post(client, rain, "order", rows=f"{rows[1]},{rows[0]}")
    assert [str(card) for card in shown.under(article).pinned] == ["المطر في الصحف", "سدود فارغة"]
    assert "2999" in post(client, rain, "until", until="2999-01-01T10:00").json()["message"]
    post(client, rain, "remove", row=rows[1])
    assert [str(card) for card in shown.under(article).pinned] == ["سدود فارغة"]
    assert PageTag.objects.filter(tag=f"pins:{rain.pk}").exists() and f"pins:{rain.pk}" in shown.under(article).tags
    told = [(event.verb, event.what) for event in rain.pin_events.order_by("pk")]
    assert [verb for verb, _what in told] == ["added", "added", "ordered", "until", "removed"]
    assert told[0][1] == "سدود فارغة" and told[1][1] == "المطر في الصحف (جريدة بعيدة)" and "2999" in told[3][1]
    PinnedSet.objects.update(until=timezone.now() - timedelta(hours=1))
    assert shown.under(article).pinned == []
    page = client.get(f"/desk/topics/topic/{rain.pk}/change/").content.decode()
    assert "سدود فارغة" in page and "انتهى وقتها" in page
    assert "انتهى" in client.get("/desk/related/pinnedset/").content.decode()


def test_what_cannot_be_pinned_is_refused_in_arabic_and_the_rest_stays(client, editor):
    rain, present = make_topic(), make_article()
    withdrawn = workflow.withdraw(make_article(), by=editor)
    post(client, rain, "add", target=present.pk)
    post(client, rain, "add-outside", **OUTSIDE)
    wrong = [("add", {"target": pk}) for pk in (present.pk, make_draft().pk, withdrawn.pk, 10**12, "")]
    wrong += [("add-outside", OUTSIDE), ("add-outside", {**OUTSIDE, "url": "javascript:alert(1)"})]
    wrong += [("until", {"until": "2001-01-01T10:00"}), ("until", {"until": "غداً"})]
    for action, values in wrong:
        response = post(client, rain, action, **values)
        assert response.status_code == 400, (action, values)
        assert any("ء" <= letter <= "ي" for letter in response.json()["error"])
    for _number in range(6):
        pins.add(rain, make_article(), by=editor)
    assert "8" in post(client, rain, "add", target=make_article().pk).json()["error"]
    assert PinnedLink.objects.count() == 8
    client.force_login(make_user(roles.JOURNALIST), backend="django.contrib.auth.backends.ModelBackend")
    assert post(client, rain, "add", target=make_article().pk).status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        PinnedLink.objects.create(pinned_set=rain.pinned_set, position=9, **OUTSIDE)


def test_whoever_pins_in_a_topic_that_was_merged_meanwhile_is_told(client, editor):
    rain, water, article = make_topic(), make_topic(), make_article()
    merging.merge(rain, water, by=editor)
    response = post(client, rain, "add", target=article.pk)
    assert response.status_code == 404 and "لم يعد ما تغيّره موجوداً" in response.json()["error"]


def test_a_pinned_one_that_is_withdrawn_vanishes_and_the_others_can_still_be_changed(client, editor):
    rain = make_topic()
    article, one, two = (make_article(topics=[rain]) for _number in range(3))
    for target in (one, two):
        pins.add(rain, target, by=editor)
    workflow.withdraw(one, by=editor)
    assert shown.under(article).pinned == [two]
    links = {link.target: link.pk for link in PinnedLink.objects.all()}
    response = post(client, rain, "order", rows=f"{links[two]},{links[one]}")
    assert response.status_code == 200 and "لا يظهر للقرّاء الآن" in response.json()["html"]
    workflow.publish(one.newest_revision, by=editor)
    assert shown.under(article).pinned == [two, one]
    assert list(appearances(one)["pinned"]) == [rain]
