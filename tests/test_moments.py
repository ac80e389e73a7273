"""The newsroom's clock: what is typed at the desk is meant by it, across summer time and whatever the browser says."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.forms import MomentField
from articles.models import Article
from tests.browser import sign_in
from tests.factories import make_draft, make_user


@pytest.mark.parametrize(
    ("typed", "meant"),
    [  # Beirut is two hours before UTC, three from the end of March to the end of October
        ("2030-03-30T23:59", datetime(2030, 3, 30, 21, 59, tzinfo=UTC)),
        ("2030-03-31T01:00", datetime(2030, 3, 30, 22, 0, tzinfo=UTC)),
        ("2030-10-26T22:59", datetime(2030, 10, 26, 19, 59, tzinfo=UTC)),
        ("2030-10-27T00:00", datetime(2030, 10, 26, 22, 0, tzinfo=UTC)),
    ],
)
def test_what_is_typed_is_meant_by_the_newsrooms_clock_and_shown_as_it_was_typed(typed, meant):
    field = MomentField()
    assert field.clean(typed) == meant
    assert field.widget.format_value(field.prepare_value(meant)) == typed


def test_an_hour_that_is_skipped_or_comes_twice_is_told():
    with pytest.raises(ValidationError) as skipped:
        MomentField().clean("2030-03-31T00:30")
    assert "1:30" in skipped.value.messages[0]
    with pytest.raises(ValidationError) as repeated:
        MomentField().clean("2030-10-26T23:30")
    assert "مرّتين" in repeated.value.messages[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("hours", [-1, 1])
def test_a_browser_whose_clock_is_wrong_by_an_hour_schedules_what_it_shows(page, hours):
    article = make_draft(by=make_user())
    sign_in(page, article.created_by)
    page.clock.install(time=timezone.now() + timedelta(hours=hours))
    page.goto(f"/desk/articles/article/{article.pk}/change/")
    assert "قبل أقل من دقيقة" in page.locator("[data-standing]").inner_text()
    page.locator(".more summary").click()
    offered = page.locator("#id_due_at").input_value()
    with page.expect_navigation():
        page.locator("button[value=schedule]").click()
    due_at = Article.objects.with_state().get(pk=article.pk).due_at
    assert f"{timezone.localtime(due_at):%Y-%m-%dT%H:%M}" == offered
    assert timedelta(minutes=25) < due_at - timezone.now() < timedelta(minutes=95)
