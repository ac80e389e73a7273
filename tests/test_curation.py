"""«مواضيع ذات صلة»: the editor's choice first, then the machine's, and never what a reader could not open."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import workflow
from newsroom import roles
from related import curation, leads, pins, shown
from related.appearances import appearances
from related.models import PinnedLink, PinnedSet, RelatedLink
from tests.factories import make_article, make_author, make_draft, make_image, make_section, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_user()


def choose(article, *targets, by):
    return [curation.add(article, target, by=by) for target in targets]


def chosen(article):
    return [link.target for link in curation.chosen(article)]


# The cards ----------------------------------------------------------------------------------------------------------


def test_chosen_come_first_then_topics_then_section(editor):
    section, topic = make_section(), make_topic()
    article = make_article(section=section, topics=[topic])
    in_section = make_article(section=section)
    of_topic = make_article(section=make_section(), topics=[topic])
    one, two = make_article(section=make_section()), make_article(section=make_section())
    elsewhere = make_article(section=make_section())
    choose(article, two, one, by=editor)
    assert shown.cards(article) == [two, one, of_topic, in_section]
    assert elsewhere not in shown.cards(article)


def test_the_site_fills_up_to_four_with_the_newest_and_shows_all_that_is_chosen(editor):
    section = make_section()
    article = make_article(section=section)
    newest = [make_article(section=section) for _ in range(6)][::-1]
    assert shown.cards(article) == newest[:4]
    choose(article, *newest[::-1], by=editor)
    assert shown.cards(article) == newest[::-1]  # what editors choose is shown whole


def test_nothing_stands_twice_and_never_the_article_itself(editor):
    section, one, two = make_section(), make_topic(), make_topic()
    article = make_article(section=section, topics=[one, two])
    both = make_article(section=section, topics=[two, one])
    picked = make_article(section=section, topics=[one])
    choose(article, picked, by=editor)
    assert shown.cards(article) == [picked, both]


def test_what_readers_do_not_see_is_not_shown():
    section = make_section()
    article, seen = make_article(section=section), make_article(section=section)
    make_draft(section=section)
    withdrawn = make_article(section=section)
    workflow.withdraw(withdrawn, by=make_user())
    assert shown.cards(article) == [seen]


def test_what_the_text_links_to_already_is_not_filled_in(editor):
    section = make_section()
    linked, other = make_article(section=section), make_article(section=section)
    article = make_article(section=section, body=f'<p>نصّ</p><aside data-article="{linked.pk}"></aside>')
    assert shown.cards(article) == [other]


def test_an_article_alone_in_its_section_has_no_cards():
    assert shown.cards(make_article(section=make_section())) == []


def test_a_chosen_one_that_is_withdrawn_vanishes_and_returns(editor):
    article, target = make_article(section=make_section()), make_article(section=make_section())
    choose(article, target, by=editor)
    workflow.withdraw(target, by=editor)
    assert shown.cards(article) == [] and chosen(article) == [target]
    workflow.publish(target.newest_revision, by=editor)
    assert shown.cards(article) == [target]


def test_the_preview_of_an_article_without_a_section_has_cards_too(editor):
    assert shown.cards(workflow.create_article(by=editor)) == []


@pytest.mark.parametrize("how_many", [3, 60])
def test_cards_take_one_query_however_many_links_and_articles_there_are(
    how_many, editor, django_assert_max_num_queries
):
    section, topic, author, image = make_section(), make_topic(), make_author(), make_image()
    made = [
        make_article(section=section, topics=[topic], authors=[author], lead_image=image) for _ in range(how_many + 1)
    ]
    choose(made[0], *made[1:3], by=editor)
    pins = PinnedSet.objects.create(topic=topic, until=timezone.now() + timedelta(hours=1))
    PinnedLink.objects.create(pinned_set=pins, target=made[-1], position=0)
    article = type(made[0]).objects.for_page().get(pk=made[0].pk)
    with django_assert_max_num_queries(1):  # links and articles at once
        for card in shown.cards(article):
            assert card.section.slug and card.lead_image.src


# The choice ---------------------------------------------------------------------------------------------------------


def test_links_stand_in_the_order_they_are_put(editor):
    article, one, two, three = (make_article() for _ in range(4))
    choose(article, one, two, three, by=editor)
    links = {link.target: link.pk for link in curation.chosen(article)}
    curation.order(article, [links[three], links[one]], by=editor)
    assert chosen(article) == [three, one, two]
    curation.order(article, [999_999, links[two], links[two]], by=editor)
    assert chosen(article) == [two, three, one]
    curation.remove(article, [article.related_links.get(target=three).pk], by=editor)
    choose(article, three, by=editor)
    assert chosen(article) == [two, one, three]


def test_what_cannot_be_chosen(editor):
    article, target, draft = make_article(), make_article(), make_draft()
    withdrawn = workflow.withdraw(make_article(), by=editor)
    choose(article, target, by=editor)
    for wrong in (article, target, draft, withdrawn):
        with pytest.raises(ValidationError):
            curation.add(article, wrong, by=editor)
    assert chosen(article) == [target]


def test_a_ninth_link_is_refused(editor):
    article = make_article()
    choose(article, *[make_article() for _ in range(8)], by=editor)
    with pytest.raises(ValidationError, match="8"):
        curation.add(article, make_article(), by=editor)
    assert len(chosen(article)) == 8


def test_who_may_choose(editor):
    journalist = make_user(roles.JOURNALIST)
    mine, theirs, live, target = make_draft(by=journalist), make_draft(), make_article(by=journalist), make_article()
    [link] = choose(mine, target, by=journalist)
    assert link.created_by == journalist
    for article in (theirs, live):
        [there] = choose(article, target, by=editor)
        for change in (
            lambda article=article: curation.add(article, make_article(), by=journalist),
            lambda there=there: curation.remove(there.article, [there.pk], by=journalist),
            lambda article=article: curation.order(article, [], by=journalist),
        ):
            with pytest.raises(workflow.NotAllowed):
                change()
        assert chosen(article) == [target]


def test_a_writer_who_holds_an_old_copy_of_the_article_is_too_late(editor):
    journalist = make_user(roles.JOURNALIST)
    opened = make_draft(by=journalist)
    workflow.publish(opened.newest_revision, by=editor)
    with pytest.raises(workflow.NotAllowed):
        curation.add(opened, make_article(), by=journalist)
    assert chosen(opened) == []


def test_a_link_to_another_site_has_its_headline_and_source(editor):
    article = make_article(section=make_section())
    link = curation.add_outside(article, url="example.org/a", title=" عنوان بعيد ", source="جريدة", by=editor)
    assert (link.url, link.title, link.source) == ("https://example.org/a", "عنوان بعيد", "جريدة")
    assert shown.cards(article) == [shown.OutsideLink(link.url, link.title, link.source)]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "  JavaScript:alert(1)"}, "url"),
        ({"url": "data:text/html,x"}, "url"),
        ({"url": "http://localhost/desk/articles/"}, "url"),
        ({"url": "http://localhost/culture/12-x/"}, "url"),
        ({"url": "//localhost/desk/"}, "url"),
        ({"url": "https://127.0.0.1:8443/x/../%64esk/"}, "url"),
        ({"url": "http://LOCALHOST./desk"}, "url"),
        ({"url": "https://lm.facebook.com/l.php?u=http%3A%2F%2Flocalhost%2Fdesk%2F"}, "url"),
        ({"url": "https://localhost\\@example.org/desk/"}, "url"),
        ({"url": "https://editor:secret@example.org/"}, "url"),
        ({"url": "http://192.168.1.5/desk/"}, "url"),
        ({"url": "مطر"}, "url"),
        ({"url": "https://example.org/a b"}, "url"),
        ({"url": "http://[::1]/desk/"}, "url"),
        ({"url": "http://newsroom.local/"}, "url"),
        ({"url": "https://example.org:99999/"}, "url"),
        ({"url": "https://[half"}, "url"),
        ({"url": "https://example.org/" + "a" * 1000}, "url"),
        ({"url": ""}, "url"),
        ({"title": " "}, "title"),
        ({"title": "ع" * 201}, "title"),
        ({"source": ""}, "source"),
    ],
)
def test_a_wrong_outside_link_is_refused_beside_its_field(wrong, field, editor, settings):
    settings.SITE_URL = "http://localhost"
    article = make_article()
    right = {"url": "https://example.org/a", "title": "عنوان", "source": "جريدة"}
    with pytest.raises(ValidationError) as refused:
        curation.add_outside(article, **{**right, **wrong}, by=editor)
    assert field in refused.value.message_dict
    assert not article.related_links.exists()
    curation.add_outside(article, **right, by=editor)
    with pytest.raises(ValidationError) as refused:
        curation.add_outside(article, **right, by=editor)
    assert "url" in refused.value.message_dict


def test_one_page_elsewhere_stands_once_however_its_address_is_written(editor):
    rain, words = make_topic(), {"title": "عنوان", "source": "جريدة", "by": editor}
    article = make_article(topics=[rain], section=make_section())
    link = curation.add_outside(article, url="HTTPS://Example.org:443/مطر?id=7&utm_source=x#top", **words)
    assert link.url == "https://example.org/مطر?id=7#top"
    for same in [
        "https://example.org/مطر?id=7",
        "http://EXAMPLE.org./مطر/?fbclid=1&id=7",
        "//example.org/%D9%85%D8%B7%D8%B1?id=7&gclid=2#bottom",
        "https://www.google.com/url?q=https%3A%2F%2Fexample.org%2F%D9%85%D8%B7%D8%B1%3Fid%3D7",
    ]:
        with pytest.raises(ValidationError, match="في القائمة"):
            curation.add_outside(article, url=same, **words)
        pins.add_outside(topic := make_topic(), url=same, **words)
        article.article_topics.create(topic=topic, position=topic.pk)
    assert [card.url for card in shown.cards(article)] == [link.url]
    for other in ["https://example.org/مطر?id=8", "https://example.org:8080/مطر?id=7", "https://example.org/"]:
        curation.add_outside(article, url=other, **words)
    assert len(shown.cards(article)) == 4


def test_a_link_is_made_mutual_when_the_editor_says_so(editor):
    journalist = make_user(roles.JOURNALIST)
    article, target = make_article(by=journalist), make_article()
    [link] = choose(article, target, by=editor)
    assert chosen(target) == []
    with pytest.raises(workflow.NotAllowed):
        curation.make_mutual(link, by=journalist)
    curation.make_mutual(link, by=editor)
    assert chosen(target) == [article]
    with pytest.raises(ValidationError, match="متبادل"):
        curation.make_mutual(link, by=editor)


def test_a_mutual_link_to_a_draft_begins_once_it_is_out_and_tells_nobody_its_headline(editor, client):
    writer = make_user(roles.JOURNALIST)
    target, draft = make_article(by=writer, section=make_section()), make_draft(headline="تحقيق سرّيّ")
    [link] = choose(draft, target, by=editor)
    curation.make_mutual(link, by=editor)
    assert chosen(target) == [draft] and shown.cards(target) == []
    for user, tells in [(writer, False), (editor, True)]:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        html = client.get(f"/desk/related/{target.pk}/").json()["html"]
        assert ("تحقيق سرّيّ" in html) == tells and ("مقال لم يُنشر بعد" in html) == (not tells)
    assert "متبادل بعد نشر هذا المقال" in client.get(f"/desk/related/{draft.pk}/").json()["html"]
    workflow.publish(draft.newest_revision, by=editor)
    assert shown.cards(target) == [draft]
    full = make_article()
    choose(full, *[make_article() for _ in range(8)], by=editor)
    [link] = choose(make_article(), full, by=editor)
    with pytest.raises(ValidationError, match="8"):
        curation.make_mutual(link, by=editor)
    workflow.withdraw(link.article, by=editor)
    link.refresh_from_db()
    with pytest.raises(ValidationError, match="مسحوب"):
        curation.make_mutual(link, by=editor)


def test_the_heading_and_the_filling_up_are_the_editors(editor):
    section = make_section(related_cards=2)
    article, others = make_article(section=section), [make_article(section=section) for _ in range(3)]
    assert shown.under(article).heading == ""
    assert shown.cards(article) == others[::-1][:2]
    curation.head(article, " اقرأ في الملفّ ", by=editor)
    curation.fill(article, False, by=editor)
    article.refresh_from_db()
    assert shown.under(article).heading == "اقرأ في الملفّ"
    assert shown.cards(article) == []
    choose(article, others[0], by=editor)
    assert shown.cards(article) == [others[0]]
    curation.fill(article, True, by=editor)
    article.refresh_from_db()
    assert shown.cards(article) == [others[0], others[2]]
    with pytest.raises(ValidationError):
        curation.head(article, "ع" * 81, by=editor)
    assert shown.under(article).heading == "اقرأ في الملفّ"


def test_a_topic_pins_links_under_all_its_articles_until_a_moment(editor):
    rain, section = make_topic(), make_section()
    article, elsewhere = make_article(section=section, topics=[rain]), make_article(section=make_section())
    filled = make_article(section=section)
    pinned, picked = (make_article(section=elsewhere.section) for _ in range(2))
    choose(article, picked, by=editor)
    pins = PinnedSet.objects.create(topic=rain, until=timezone.now() + timedelta(hours=1))
    PinnedLink.objects.create(pinned_set=pins, target=pinned, position=0)
    PinnedLink.objects.create(pinned_set=pins, target=article, position=1)
    PinnedLink.objects.create(pinned_set=pins, target=picked, position=2)
    assert shown.cards(article) == [picked, pinned, filled]
    assert shown.under(elsewhere).pinned == []
    assert list(appearances(pinned)["pinned"]) == [rain]
    PinnedSet.objects.update(until=timezone.now())
    assert shown.cards(article) == [picked, filled]
    assert not appearances(pinned)["pinned"]


def test_where_an_article_appears(editor):
    target, under = make_article(), make_article()
    choose(under, target, by=editor)
    in_text = make_article(body=f'<p>نصّ</p><aside data-article="{target.pk}"></aside>')
    workflow.withdraw(hidden := make_article(), by=editor)
    choose(hidden, target, by=editor)
    leads.add(led := make_topic(), target, by=editor)
    found = appearances(target)
    assert list(found["under"]) == [under] and list(found["in_texts"]) == [in_text]
    assert list(found["leads"]) == [led] and list(appearances(under)["leads"]) == []


def test_the_section_keeps_its_own_log(editor):
    article, one, two = make_article(), make_article(headline="الأوّل"), make_article(headline="الثاني")
    links = choose(article, one, two, by=editor)
    curation.order(article, [links[1].pk, links[0].pk], by=editor)
    curation.order(article, [links[1].pk, links[0].pk], by=editor)  # as it was: nothing to tell
    curation.remove(article, [links[0].pk], by=editor)
    curation.refuse(article, make_article(headline="الثالث"), by=editor)
    curation.head(article, "عنوان", by=editor)
    curation.fill(article, False, by=editor)
    told = [(event.verb, event.what) for event in article.related_events.order_by("pk")]
    assert told == [
        ("added", "الأوّل"),
        ("added", "الثاني"),
        ("ordered", ""),
        ("removed", "الأوّل"),
        ("refused", "الثالث"),
        ("headed", "عنوان"),
        ("unfilled", ""),
    ]
    assert {event.by for event in article.related_events.all()} == {editor}


def test_the_database_itself_holds_to_it():
    article, target, other = make_article(), make_article(), make_article()
    RelatedLink.objects.create(article=article, target=target, position=0)
    for wrong in (
        {"target": article, "position": 1},
        {"target": target, "position": 1},
        {"target": other, "position": 0},
        {"position": 1},
        {"target": other, "position": 1, "url": "https://example.org/", "title": "عنوان", "source": "جريدة"},
        {"position": 1, "url": "https://example.org/", "title": "عنوان"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            RelatedLink.objects.create(article=article, **wrong)
            transaction.get_connection().check_constraints()
