"""«مواضيع ذات صلة»: the editor's choice first, then the machine's, and never what a reader could not open."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles import workflow
from newsroom import roles
from related import curation
from related.models import RelatedLink
from tests.factories import make_article, make_author, make_draft, make_image, make_section, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_user()


def choose(article, *targets, by):
    return [curation.add(article, target, by=by) for target in targets]


def chosen(article):
    return [link.target for link in curation.links(article)]


# The cards ----------------------------------------------------------------------------------------------------------


def test_chosen_come_first_then_topics_then_section(editor):
    section, topic = make_section(), make_topic()
    article = make_article(section=section, topics=[topic])
    in_section = make_article(section=section)
    of_topic = make_article(section=make_section(), topics=[topic])
    one, two = make_article(section=make_section()), make_article(section=make_section())
    elsewhere = make_article(section=make_section())
    choose(article, two, one, by=editor)
    assert curation.cards(article) == [two, one, of_topic, in_section]
    assert elsewhere not in curation.cards(article)


def test_at_most_four_and_the_newest_of_each_kind(editor):
    section = make_section()
    article = make_article(section=section)
    newest = [make_article(section=section) for _ in range(6)][::-1]
    assert curation.cards(article) == newest[:4]
    choose(article, *newest[::-1], by=editor)
    assert curation.cards(article) == newest[::-1][:4]
    assert len(chosen(article)) == 6


def test_nothing_stands_twice_and_never_the_article_itself(editor):
    section, one, two = make_section(), make_topic(), make_topic()
    article = make_article(section=section, topics=[one, two])
    both = make_article(section=section, topics=[two, one])
    picked = make_article(section=section, topics=[one])
    choose(article, picked, by=editor)
    assert curation.cards(article) == [picked, both]


def test_what_readers_do_not_see_is_not_shown():
    section = make_section()
    article, seen = make_article(section=section), make_article(section=section)
    make_draft(section=section)
    withdrawn = make_article(section=section)
    workflow.withdraw(withdrawn, by=make_user())
    assert curation.cards(article) == [seen]


def test_what_the_text_links_to_already_is_not_filled_in(editor):
    section = make_section()
    linked, other = make_article(section=section), make_article(section=section)
    article = make_article(section=section, body=f'<p>نصّ</p><aside data-article="{linked.pk}"></aside>')
    assert curation.cards(article) == [other]


def test_an_article_alone_in_its_section_has_no_cards():
    assert curation.cards(make_article(section=make_section())) == []


def test_a_chosen_one_that_is_withdrawn_vanishes_and_returns(editor):
    article, target = make_article(section=make_section()), make_article(section=make_section())
    choose(article, target, by=editor)
    workflow.withdraw(target, by=editor)
    assert curation.cards(article) == [] and chosen(article) == [target]
    workflow.publish(target.newest_revision, by=editor)
    assert curation.cards(article) == [target]


def test_the_preview_of_an_article_without_a_section_has_cards_too(editor):
    assert curation.cards(workflow.create_article(by=editor)) == []


@pytest.mark.parametrize("how_many", [3, 60])
def test_cards_take_six_queries_at_most_however_many_links_and_articles_there_are(
    how_many, editor, django_assert_max_num_queries
):
    section, topic, author, image = make_section(), make_topic(), make_author(), make_image()
    made = [
        make_article(section=section, topics=[topic], authors=[author], lead_image=image) for _ in range(how_many + 1)
    ]
    choose(made[0], *made[1:3], by=editor)
    article = type(made[0]).objects.for_page().get(pk=made[0].pk)
    with django_assert_max_num_queries(6):  # chosen, of its topics, of its section, each with their bylines
        for card in curation.cards(article):
            assert card.section.slug and card.lead_image.src and card.bylines.all()


# The choice ---------------------------------------------------------------------------------------------------------


def test_links_stand_in_the_order_they_are_put(editor):
    article, one, two, three = (make_article() for _ in range(4))
    choose(article, one, two, three, by=editor)
    curation.order(article, [three.pk, one.pk], by=editor)
    assert chosen(article) == [three, one, two]
    curation.order(article, [999_999, two.pk, two.pk], by=editor)
    assert chosen(article) == [two, three, one]
    curation.remove(article.related_links.get(target=three), by=editor)
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
            lambda there=there: curation.remove(there, by=journalist),
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


def test_the_database_itself_holds_to_it():
    article, target, other = make_article(), make_article(), make_article()
    RelatedLink.objects.create(article=article, target=target, position=0)
    for wrong in (
        {"target": article, "position": 1},
        {"target": target, "position": 1},
        {"target": other, "position": 0},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            RelatedLink.objects.create(article=article, **wrong)
            transaction.get_connection().check_constraints()
