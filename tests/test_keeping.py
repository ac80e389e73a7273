"""Nothing typed is lost: autosaves, what is offered back, and what they never do. Without a browser."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import content, history, workflow
from articles.models import Article, ArticleEvent, Revision
from newsroom import roles
from tests.factories import make_article, make_author, make_content, make_draft, make_user
from tests.test_desk_articles import address, sign_in, typed  # noqa: F401

pytestmark = pytest.mark.django_db

NEW = "/desk/articles/article/autosave/"


def autosave(client, article, **changes):
    article.refresh_from_db()
    return client.post(address(article, "autosave"), typed(article, **changes), headers={"accept": "application/json"})


def test_what_is_typed_is_kept_once_a_person_and_nobody_else_sees_it(client, sign_in):  # noqa: F811
    journalist = sign_in(roles.JOURNALIST)
    article = make_article(headline="المنشور", by=journalist)
    before = Article.objects.values().get(pk=article.pk)
    for headline in ["بيروت", "بيروت تنتظر", "بيروت تنتظر المطر"]:
        assert autosave(client, article, headline_ar=headline).json()["url"] == address(article)
    kept = article.revisions.get(kind="autosave")
    assert (kept.headline, kept.created_by, kept.base) == ("بيروت تنتظر المطر", journalist, article.newest_revision)
    assert Article.objects.values().get(pk=article.pk) == before
    assert "بيروت تنتظر المطر" not in client.get(article.get_absolute_url()).content.decode()
    colleague = make_user(roles.JOURNALIST)
    make_author(user=colleague)
    assert kept not in workflow.revisions_seen_by(colleague, article)
    assert kept in workflow.revisions_seen_by(make_user(roles.EDITOR), article)
    assert kept in workflow.revisions_seen_by(journalist, article)


def test_the_form_opens_with_it_and_says_so_and_saving_is_the_end_of_it(client, sign_in):  # noqa: F811
    journalist = sign_in(roles.JOURNALIST)
    article = make_draft(headline="المحفوظ", by=journalist)
    autosave(client, article, headline_ar="المكتوب")
    page = client.get(address(article))
    assert page.context["form"]["headline_ar"].value() == "المكتوب"
    assert "استُعيد ما كتبته" in page.content.decode()
    compared = client.get(address(article, "compare") + f"?new={article.revisions.get(kind='autosave').pk}")
    assert "المكتوب" in compared.content.decode()
    client.post(address(article), typed(article, headline_ar="المكتوب"))
    article.refresh_from_db()
    assert article.newest_revision.headline == "المكتوب"
    assert [revision.kind for revision in article.revisions.all()] == ["saved", "saved"]
    assert "استُعيد ما كتبته" not in client.get(address(article)).content.decode()


def test_it_can_be_dropped_by_its_person_alone(client, sign_in):  # noqa: F811
    editor = sign_in(roles.EDITOR)
    article = make_draft(headline="المحفوظ")
    autosave(client, article, headline_ar="المكتوب")
    workflow.autosave(article, make_content(headline="لزميل"), by=article.created_by)
    assert client.get(address(article, "discard")).status_code == 405
    assert client.post(address(article, "discard"))["Location"] == address(article)
    assert not article.revisions.autosaves_of(editor).exists()
    assert article.revisions.autosaves_of(article.created_by).exists()
    assert client.get(address(article)).context["form"]["headline_ar"].value() == "المحفوظ"


def test_what_no_field_could_hold_is_kept_all_the_same(client, sign_in):  # noqa: F811
    article = make_draft(by=sign_in(roles.JOURNALIST))
    wrong = {
        "headline_ar": "طويل " * 60 + "النهاية",
        "slug_ar": "فيه فراغ",
        "source_url": "http://[half",
        "section": "99999",
        "bylines": [{"author": 99999, "role": "writer"}],
        "body_ar": "<p>نصّ<script>alert(1)</script></p>",
    }
    assert autosave(client, article, **wrong).status_code == 200
    kept = article.revisions.get(kind="autosave").content
    assert kept == {
        **article.newest_revision.content,
        **wrong,
        "section": 99999,
        "body_ar": "<p>نصّ</p>",
    }
    page = client.get(address(article)).content.decode()
    assert "النهاية" in page
    assert "http://[half" in page
    for junk in ["junk", "{}", "٣", "-1"]:
        sent = {**typed(article), "section": junk, "topics": junk, "lead_image": junk, "base_revision": junk}
        assert client.post(address(article, "autosave"), sent).status_code == 200


def test_the_same_as_the_newest_revision_is_nothing_to_keep(client, sign_in):  # noqa: F811
    article = make_draft(headline="المحفوظ", by=sign_in(roles.JOURNALIST))
    autosave(client, article, headline_ar="غيره")
    autosave(client, article, headline_ar=" المحفوظ ")
    assert list(article.revisions.all()) == [article.newest_revision]


def test_a_new_article_is_begun_once_however_often_its_first_autosave_arrives(client, sign_in):  # noqa: F811
    journalist = sign_in(roles.JOURNALIST)
    page = client.get("/desk/articles/article/add/")
    begun_as = str(page.context["form"]["begun_as"].value())
    sent = {**typed(headline_ar="بداية"), "begun_as": begun_as}
    answers = [client.post(NEW, sent).json() for _time in range(2)]
    article = Article.objects.get()
    assert answers[0] == answers[1]
    assert answers[0]["url"] == address(article)
    assert (article.newest_revision, article.created_by) == (None, journalist)
    assert ArticleEvent.objects.count() == 1
    assert client.get(address(article)).context["form"]["headline_ar"].value() == "بداية"
    for page in ["/desk/", "/desk/articles/article/"]:
        assert "بداية" in client.get(page).content.decode()
    client.post(address(article), {**sent, "headline_ar": "أوّل حفظ"})
    article.refresh_from_db()
    assert article.newest_revision.headline == "أوّل حفظ"
    # Back in the browser, the old page begins another article.
    client.post("/desk/articles/article/add/", {**sent, "headline_ar": "مقال آخر"})
    assert Article.objects.count() == 2


def test_a_first_save_after_a_first_autosave_saves_the_same_article(client, sign_in):  # noqa: F811
    sign_in(roles.JOURNALIST)
    sent = {**typed(headline_ar="بداية"), "begun_as": str(uuid.uuid4())}
    client.post(NEW, sent)
    client.post("/desk/articles/article/add/", sent)
    assert [revision.kind for revision in Article.objects.get().revisions.all()] == ["saved"]


def test_it_is_never_the_newest_never_scheduled_and_never_goes_out():
    editor = make_user(roles.EDITOR)
    article = make_article(by=editor)
    newest = article.newest_revision
    workflow.autosave(article, make_content(headline="لم يُحفظ"), by=editor)
    kept = article.revisions.get(kind="autosave")
    article.refresh_from_db()
    assert article.newest_revision == newest
    assert history.revision_after(newest) is None
    with pytest.raises(workflow.ValidationError):
        workflow.publish(kept, by=editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(pk=kept.pk).update(due_at=timezone.now())
    article.refresh_from_db()
    assert (article.newest_revision, article.live_revision) == (newest, newest)


def test_it_stands_in_the_history_for_its_person_and_is_not_restored(client, sign_in):  # noqa: F811
    journalist = sign_in(roles.JOURNALIST)
    article = make_draft(by=journalist)
    autosave(client, article, headline_ar="المكتوب")
    kept = article.revisions.get(kind="autosave")
    page = client.get(address(article, "history")).content.decode()
    assert "حفظ تلقائي" in page
    assert "تابع الكتابة" in page
    assert f"restore/{kept.pk}/" not in page
    assert client.post(address(article, f"restore/{kept.pk}")).status_code == 404


def test_anothers_article_takes_no_autosave(client, sign_in):  # noqa: F811
    sign_in(roles.JOURNALIST)
    article = make_draft()
    assert autosave(client, article, headline_ar="ليس لي").status_code == 403
    assert not article.revisions.filter(kind="autosave").exists()


def test_what_one_person_typed_is_not_kept_for_another_who_signed_in_since(client, sign_in):  # noqa: F811
    first = sign_in(roles.EDITOR)
    article = make_draft()
    sign_in(roles.EDITOR)
    answer = autosave(client, article, headline_ar="كتبه الأوّل", typed_by=first.pk)
    assert answer.status_code == 403
    assert "ادخل بحسابك" in answer.json()["error"]
    sent = {**typed(article), "typed_by": first.pk, "headline_ar": "كتبه الأوّل"}
    assert client.post(address(article), sent).status_code == 403
    assert article.revisions.count() == 1


def test_a_copy_from_the_browser_is_compared_with_what_the_server_has(client, sign_in):  # noqa: F811
    article = make_draft(headline="المحفوظ", by=sign_in(roles.JOURNALIST))
    copy = typed(article, headline_ar="المحفوظ هنا")
    page = client.post(address(article, "compare-typed"), copy).content.decode()
    assert "<ins>" in page
    as_json = {"accept": "application/json"}
    assert client.post(address(article, "compare-typed"), copy, headers=as_json).json() == {"differs": True}
    autosave(client, article, headline_ar="المحفوظ هنا")
    assert client.post(address(article, "compare-typed"), copy, headers=as_json).json() == {"differs": False}
    new = "/desk/articles/article/compare-typed/"
    begun = {**typed(headline_ar="بداية"), "begun_as": str(uuid.uuid4())}
    assert "بداية" in client.post(new, begun).content.decode()
    assert client.post(new, begun, headers=as_json).json() == {"differs": True}
    client.post(NEW, begun)
    assert client.post(new, begun, headers=as_json).json() == {"differs": False}


def test_an_autosave_costs_few_queries(client, sign_in, django_assert_max_num_queries):  # noqa: F811
    article = make_draft(by=sign_in(roles.JOURNALIST))
    autosave(client, article, headline_ar="أ")
    sent = typed(article, headline_ar="ب")
    with django_assert_max_num_queries(8):  # session, person, savepoint, article, two of permissions, autosave, release
        client.post(address(article, "autosave"), sent)
    assert article.revisions.get(kind="autosave").headline == "ب"


def test_complete_keeps_an_autosave_as_it_was_typed():
    assert content.complete({"headline_ar": "طويل " * 60})["headline_ar"] == ("طويل " * 60).strip()
