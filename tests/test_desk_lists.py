"""The desk's lists and its front page: what each role finds there, in how many queries."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from newsroom import roles
from tests.factories import make_article, make_author, make_draft, make_section, make_user

pytestmark = pytest.mark.django_db

LIST = "/desk/articles/article/"


@pytest.fixture
def sign_in(client):
    def sign_in(role):
        user = make_user(role)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return user

    return sign_in


def headlines(page):
    """The headlines in the list, in order."""
    cells = re.findall(r'class="field-headline_cell"><a[^>]*>([^<]*)', page.content.decode())
    assert page.status_code == 200
    return cells


def test_a_writer_sees_own_articles_first_and_never_anothers_draft(client, sign_in):
    journalist = sign_in(roles.JOURNALIST)
    make_draft(by=journalist, headline="مسودتي")
    make_draft(headline="مسودة غيري", authors=[make_author(user=journalist)])
    make_draft(headline="لا أراها")
    live = make_article(headline="منشور لغيري")
    assert headlines(client.get(LIST)) == ["مسودة غيري", "مسودتي"]
    page = client.get(f"{LIST}?whose=all")
    assert headlines(page) == ["منشور لغيري", "مسودة غيري", "مسودتي"]
    assert f'href="{live.get_absolute_url()}"' in page.content.decode()  # to read, not to edit


def test_an_editor_filters_by_state_section_and_author_and_searches_as_people_spell(client, sign_in):
    editor = sign_in(roles.EDITOR)
    economy, author = make_section("اقتصاد"), make_author()
    make_draft(headline="إضراب الأساتذة", section=economy)
    submitted = make_draft(headline="المرفأ", authors=[author], by=editor)
    workflow.submit(submitted, by=editor)
    make_article(headline="مؤتمر الماء", section=make_section("سياسة"))
    workflow.withdraw(make_article(headline="ملعب"), by=editor)
    scheduled = make_draft(headline="الغاز")
    workflow.schedule(scheduled.newest_revision, by=editor, due_at=timezone.now() + timedelta(hours=3))
    assert len(headlines(client.get(LIST))) == 5
    assert headlines(client.get(f"{LIST}?whose=mine")) == ["المرفأ"]
    assert headlines(client.get(f"{LIST}?state=submitted")) == ["المرفأ"]
    assert headlines(client.get(f"{LIST}?state=live")) == ["مؤتمر الماء"]
    assert headlines(client.get(f"{LIST}?state=withdrawn")) == ["ملعب"]
    assert headlines(client.get(f"{LIST}?state=scheduled")) == ["الغاز"]
    assert headlines(client.get(f"{LIST}?section={economy.pk}&state=draft")) == ["إضراب الأساتذة"]
    assert headlines(client.get(f"{LIST}?author={author.pk}")) == ["المرفأ"]
    for spelling in ["اضراب", "إِضْراب الاساتذه", "أساتذة"]:
        assert headlines(client.get(LIST, {"q": spelling})) == ["إضراب الأساتذة"]
    assert headlines(client.get(LIST, {"q": "غير موجود"})) == []
    for junk in ["?state=junk", "?section=junk", "?author=junk", "?p=junk", "?p=99", "?q=%00%27%22%5C&|!:*"]:
        assert client.get(LIST + junk).status_code in (200, 302)


def test_the_list_takes_as_many_queries_for_forty_articles_as_for_two(client, sign_in):
    journalist = sign_in(roles.JOURNALIST)

    def write(count):
        for _number in range(count):
            make_draft(by=journalist, authors=[make_author()], section=make_section())

    write(2)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    write(38)
    with CaptureQueriesContext(connection) as many:
        assert len(headlines(client.get(LIST))) == 40
    assert len(many) == len(few) <= 14


def test_a_search_that_ranks_goes_no_further_than_its_last_page_and_says_so(client, sign_in, monkeypatch):
    sign_in(roles.EDITOR)
    for _number in range(4):
        make_draft(headline="مطر على بيروت")
    is_cut = "لا يُعرض إلّا أوّل 3"
    assert is_cut not in client.get(LIST, {"q": "مطر"}).content.decode()
    monkeypatch.setattr("delivery.desk_lists.CappedPaginator.MOST", 3)
    assert is_cut in client.get(LIST, {"q": "مطر"}).content.decode()
    assert "4 نتائج" in client.get(LIST).content.decode()


def test_today_shows_a_writer_what_waits(client, sign_in):
    journalist = sign_in(roles.JOURNALIST)
    make_draft(by=journalist, headline="مسودتي")
    make_draft(headline="ليست لي")
    returned = workflow.submit(make_draft(by=journalist, headline="مُعادة"), by=journalist)
    workflow.send_back(returned, by=make_user(roles.EDITOR), note="اختصر")
    page = client.get("/desk/").content.decode()
    for words in ["مسودتي", "مُعادة", "اختصر", "مقال جديد"]:
        assert words in page
    assert "ليست لي" not in page


def test_today_shows_an_editor_submissions_schedules_and_what_went_out(client, sign_in):
    editor = sign_in(roles.EDITOR)
    workflow.submit(make_draft(by=editor, headline="تنتظر"), by=editor)
    scheduled = make_draft(headline="مجدولة")
    workflow.schedule(scheduled.newest_revision, by=editor, due_at=timezone.now() + timedelta(hours=3))
    make_article(headline="خرجت الآن")
    make_article(headline="خرجت قبل شهر", published_at=timezone.now() - timedelta(days=30))
    make_draft(headline="مسودة غيري")
    page = client.get("/desk/").content.decode()
    for words in ["تنتظر", "مجدولة", "خرجت الآن"]:
        assert words in page
    for words in ["خرجت قبل شهر", "مسودة غيري"]:
        assert words not in page


@pytest.mark.parametrize("asked", ["section=", "author="])
def test_a_filter_by_what_is_no_id_filters_nothing(client, sign_in, asked):
    sign_in(roles.EDITOR)
    make_article(headline="هنا")
    for odd in ["9" * 30, "س", "-1", "²"]:
        assert "هنا" in client.get(f"/desk/articles/article/?{asked}{odd}").content.decode()
