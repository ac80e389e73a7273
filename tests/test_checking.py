"""The check before publishing: what it finds, what of it holds, and how the desk leads to what is missing."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import checking, content, workflow
from articles.models import Revision
from newsroom.settings import CHECKS
from tests.browser import sign_in
from tests.factories import make_article, make_author, make_content, make_draft, make_image, make_topic, make_user

pytestmark = pytest.mark.django_db


def whole(**given):
    """The content of an article that lacks nothing."""
    given = {"lead_image": make_image(), "authors": [make_author()], "topics": [make_topic()], **given}
    return make_content(**{"standfirst": "مقدّمة", "source_name": "البيدر", **given})


def names(lacks):
    return {lack.name for lack in lacks}


def test_every_check_finds_what_it_is_called_for():
    every = {*checking.BASICS, *CHECKS}
    assert set(checking.MESSAGES) == set(checking.FIELDS) == every
    assert checking.lacks(whole(), every) == []
    of_a_picture = {"headline_length", "alt_text", "credit"}
    assert names(checking.lacks(content.EMPTY, every)) == every - of_a_picture
    poor = whole(lead_image=make_image(alt_ar="", credit_ar=""), headline="ب" * 91)
    assert names(checking.lacks(poor, every)) == of_a_picture
    assert "91" in next(lack.message for lack in checking.lacks(poor, every) if lack.name == "headline_length")


def test_marks_and_spaces_are_no_letters_of_a_headline(settings):
    settings.HEADLINE_LETTERS = 5
    assert checking.lacks(whole(headline="بَيْرُوت، «؟»"), {"headline_length"}) == []
    assert names(checking.lacks(whole(headline="بيروتُ و"), {"headline_length"})) == {"headline_length"}


def test_what_is_only_advised_holds_nothing_up(settings):
    settings.PUBLISH_REQUIRES, settings.PUBLISH_ADVISES = [], ["topics"]
    article = make_draft()
    (lack,) = checking.lacks(article.newest_revision.content)
    assert (lack.name, lack.field, lack.is_required) == ("topics", "topics", False)
    assert workflow.publish(article.newest_revision, by=make_user()).is_live


def test_what_is_required_holds_for_publishing_scheduling_and_the_scheduler(settings):
    editor, article = make_user(), make_draft()
    revision = article.newest_revision
    settings.PUBLISH_REQUIRES = ["topics", "byline"]
    for change in (
        lambda: workflow.publish(revision, by=editor),
        lambda: workflow.schedule(revision, by=editor, due_at=timezone.now() + timedelta(hours=1)),
    ):
        with pytest.raises(ValidationError) as refused:
            change()
        assert set(refused.value.message_dict) == {"topics", "bylines"}
    Revision.objects.filter(pk=revision.pk).update(due_at=timezone.now())  # scheduled before the rule was
    assert workflow.publish_due() == []
    revision.refresh_from_db()
    assert all(lack.message in revision.due_problem for lack in checking.lacks(revision.content, {"topics", "byline"}))


def test_an_import_is_not_held_up(settings):
    settings.PUBLISH_REQUIRES = CHECKS
    assert make_article().is_live  # by `put_on_row`, as imports do


def test_the_desk_lists_what_is_missing_and_publishing_says_so_beside_the_fields(client, settings):
    settings.PUBLISH_REQUIRES, settings.PUBLISH_ADVISES = ["topics"], ["standfirst"]
    editor, article = make_user(), make_draft()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/desk/articles/article/{article.pk}/change/").content.decode()
    for field in ("topics", "standfirst_ar"):
        assert f'href="#field-{field}"' in page
        assert f'id="field-{field}"' in page
    assert 'href="#field-bylines"' not in page
    assert page.count('class="is-required"') == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_missing_leads_to_its_field_and_goes_when_it_is_there(page, settings):
    settings.PUBLISH_ADVISES = ["standfirst", "byline", "lead_image"]
    article = make_draft(by=make_user())
    sign_in(page, article.created_by)
    page.goto(f"/desk/articles/article/{article.pk}/change/")
    page.locator("label[for=language-en]").click()
    checklist = page.locator("[data-checklist]")
    for field in ("bylines", "lead_image", "standfirst_ar"):
        checklist.locator(f'a[href="#field-{field}"]').click()
        assert page.locator(f"#field-{field} :focus").count() == 1, field
    page.keyboard.type("مقدّمة")
    page.keyboard.press("Control+s")
    checklist.locator('a[href="#field-standfirst_ar"]').wait_for(state="detached")
    assert checklist.locator("a").count() == 2
