"""Two people on one article: a save over a newer revision, taking over and handing back. Without a browser."""

import re

import pytest

from articles import presence, workflow
from articles.models import Article, Revision
from newsroom import roles
from tests.factories import make_content, make_draft, make_user
from tests.test_desk_articles import address, sign_in, typed  # noqa: F401
from tests.test_presence import silent_for

pytestmark = pytest.mark.django_db

IN_PLACE = {"accept": "application/json"}


@pytest.fixture
def naji():
    return make_user(roles.EDITOR, first_name="ناجي")


@pytest.fixture
def opened(client, sign_in, naji):  # noqa: F811
    """An article that a journalist has open, as (the journalist, it)."""
    journalist = sign_in(roles.JOURNALIST)
    given = {"headline": "الأصل", "kicker": "تقرير", "body": "<p>واحد.</p><p>اثنان.</p><p>ثلاثة.</p>"}
    return journalist, make_draft(by=journalist, **given)


def saved_by(user, article, **changes):
    """What `user` saves of `article` meanwhile; `article` itself stays as it was opened."""
    again = Article.objects.get(pk=article.pk)
    return workflow.save_revision(again, {**again.newest_revision.content, **changes}, by=user)


def newest(article):
    return Article.objects.get(pk=article.pk).newest_revision


def said(page):
    return " ".join(re.sub("<[^>]+>", " ", page.content.decode()).split())


# A save over a newer revision ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, IN_PLACE], ids=["plain", "in place"])
def test_of_what_two_changed_each_chooses_and_nothing_of_either_is_lost(client, opened, naji, headers):
    journalist, article = opened
    theirs = saved_by(naji, article, headline_ar="كلام ناجي", kicker_ar="تحقيق")
    sent = typed(article, headline_ar="كلامي", source_name_ar="وكالة", revision_note="للعدد")
    answer = client.post(address(article), sent, headers=headers)
    merge = answer.json()["go_to"] if headers else answer["Location"]
    assert merge.partition("?")[0] == address(article, "merge")
    assert newest(article) == theirs
    page = client.get(merge)
    assert [field["change"].name for field in page.context["fields"]] == ["headline_ar"]
    for words in [
        "كلام ناجي",
        "كلامي",
        "من نسخة ناجي، ولم يتغيّر في نسختك: الإشارة.",
        "من نسختك، ولم يتغيّر في النسخة الأخرى: المصدر.",
    ]:
        assert words in said(page)
    sent = {"onto": theirs.pk, "note": page.context["note"]}
    page = client.post(merge, sent)
    assert "اختر لكلّ حقل" in said(page)
    assert newest(article) == theirs
    page = client.post(merge, {**sent, "take-headline_ar": "theirs"}, follow=True)
    assert "حُفظ كما اخترت" in said(page)
    merged = newest(article)
    assert [merged.content[name] for name in ("headline_ar", "kicker_ar", "source_name_ar")] == [
        *["كلام ناجي", "تحقيق", "وكالة"]
    ]
    history = [(line.headline, line.kind, line.created_by) for line in article.revisions.all()]
    assert history[:3] == [
        ("كلام ناجي", "merged", journalist),
        ("كلامي", "saved", journalist),
        ("كلام ناجي", "saved", naji),
    ]
    notes = said(client.get(address(article, "history")))
    assert "للعدد (دُمجت مع نسخة ناجي)" in notes
    assert "كما كُتبت، قبل دمجها مع نسخة ناجي" in notes


def test_both_texts_are_kept_paragraph_by_paragraph(client, opened, naji):
    _journalist, article = opened
    theirs = saved_by(naji, article, body_ar="<p>واحد.</p><p>من ناجي.</p><p>ثلاثة.</p>")
    client.post(address(article), typed(article, body_ar="<p>واحد.</p><p>منّي.</p><p>ثلاثة.</p>"))
    page = client.get(address(article, "merge"))
    assert "نسخة ناجي أوّلاً، ثمّ نسختك" in said(page)
    client.post(address(article, "merge"), {"onto": theirs.pk, "take-body_ar": "both"})
    assert newest(article).content["body_ar"] == "<p>واحد.</p>\n<p>من ناجي.</p>\n<p>منّي.</p>\n<p>ثلاثة.</p>"


def test_different_paragraphs_are_proposed_together(client, opened, naji):
    _journalist, article = opened
    saved_by(naji, article, body_ar="<p>من ناجي.</p><p>اثنان.</p><p>ثلاثة.</p>")
    client.post(address(article), typed(article, body_ar="<p>واحد.</p><p>اثنان.</p><p>منّي.</p>"))
    page = client.get(address(article, "merge"))
    assert re.search(r'value="both" checked', page.content.decode())
    assert "غيّرتما فقرات مختلفة" in said(page)


@pytest.mark.parametrize("headers", [{}, IN_PLACE], ids=["plain", "in place"])
def test_what_they_changed_elsewhere_goes_in_by_itself_and_is_told(client, opened, naji, headers):
    _journalist, article = opened
    saved_by(naji, article, kicker_ar="تحقيق")
    sent = typed(article, headline_ar="كلامي", action="save" if headers else "submit")
    answer = client.post(address(article), sent, headers=headers)
    assert (answer.json()["go_to"] if headers else answer["Location"]) == address(article)
    page = said(client.get(address(article)))
    assert "باسم ناجي، بعد أن فتحته" in page
    assert "من تلك النسخة: الإشارة." in page
    merged = newest(article)
    assert (merged.kind, merged.headline, merged.content["kicker_ar"]) == ("merged", "كلامي", "تحقيق")
    assert Article.objects.get(pk=article.pk).stage == "draft"  # nobody has read it as it is now
    assert article.revisions.count() == 3


def test_a_third_save_while_one_chooses_is_shown_and_the_choice_asked_again(client, opened, naji):
    _journalist, article = opened
    second = saved_by(naji, article, headline_ar="كلام ناجي")
    client.post(address(article), typed(article, headline_ar="كلامي"))
    third = saved_by(naji, article, headline_ar="كلام ناجي الثاني")
    choice = {"onto": second.pk, "take-headline_ar": "mine"}
    page = client.post(address(article, "merge"), choice)
    assert "حُفظت نسخة أخرى قبل أقل من دقيقة باسم ناجي" in said(page)
    assert "كلام ناجي الثاني" in said(page)
    assert newest(article) == third
    client.post(address(article, "merge"), {**choice, "onto": third.pk})
    assert newest(article).headline == "كلامي"
    assert "كلام ناجي الثاني" in [revision.headline for revision in article.revisions.all()]


def test_who_typed_nothing_meets_the_newest_text_and_does_not_bury_it(client, opened, naji):
    _journalist, article = opened
    theirs = saved_by(naji, article, headline_ar="كلام ناجي")
    page = client.post(address(article), typed(article), follow=True)
    assert page.context["form"]["headline_ar"].value() == "كلام ناجي"
    assert "هذا هو النصّ الأحدث" in said(page)
    assert newest(article) == theirs
    assert not article.revisions.filter(kind="autosave").exists()


def test_an_autosave_whose_base_is_old_opens_with_the_choice(client, opened, naji):
    _journalist, article = opened
    client.post(address(article, "autosave"), typed(article, headline_ar="كلامي"))
    saved_by(naji, article, headline_ar="كلام ناجي")
    page = client.get(address(article))
    assert page.context["form"]["headline_ar"].value() == "كلامي"
    assert "في الأثناء حُفظت نسخة أخرى باسم ناجي" in said(page)
    assert address(article, "merge") in page.content.decode()
    sent = {**typed(article, headline_ar="كلامي"), "base_revision": page.context["form"]["base_revision"].value()}
    assert client.post(address(article), sent)["Location"] == address(article, "merge")


def test_a_page_begun_from_nothing_does_not_bury_what_was_saved_since(client, opened, naji):
    _journalist, article = opened
    sent = {**typed(article, headline_ar="كلامي"), "base_revision": ""}
    assert client.post(address(article), sent)["Location"] == address(article, "merge")
    assert newest(article).headline == "الأصل"


def test_the_choice_is_nobody_elses(client, opened, naji, sign_in):  # noqa: F811
    _journalist, article = opened
    theirs = saved_by(naji, article, headline_ar="كلام ناجي")
    client.post(address(article), typed(article, headline_ar="كلامي"))
    sign_in(roles.EDITOR)  # has typed nothing
    assert client.get(address(article, "merge"))["Location"] == address(article)
    sign_in(roles.JOURNALIST)
    assert client.post(address(article, "merge"), {"onto": theirs.pk}).status_code == 403


def test_a_section_that_was_deleted_since_is_left_out_of_what_is_kept(client, opened, naji):
    journalist, article = opened
    old = article.newest_revision
    Revision.objects.filter(pk=old.pk).update(content={**old.content, "section": 999_999})
    restored = workflow.restore(Revision.objects.get(pk=old.pk), by=journalist)
    assert restored.section is None
    assert "نسخة" in restored.note and journalist.username in restored.note


def test_a_note_on_a_revision_stands_in_the_history_and_marks_even_an_unchanged_text(client, opened):
    _journalist, article = opened
    client.post(address(article), typed(article, revision_note="قبل قراءة المحامي"), headers=IN_PLACE)
    assert (newest(article).note, newest(article).headline) == ("قبل قراءة المحامي", "الأصل")
    assert "قبل قراءة المحامي" in said(client.get(address(article, "history")))
    client.post(address(article), typed(Article.objects.get(pk=article.pk)), headers=IN_PLACE)
    assert article.revisions.count() == 2


# Who is there -------------------------------------------------------------------------------------------------------


def beat(client, article, **more):
    return client.post(address(article, "beat"), more, headers=IN_PLACE)


def test_a_sign_of_life_tells_who_else_is_there_and_costs_four_queries(client, opened, naji, django_assert_num_queries):
    _journalist, article = opened
    assert beat(client, article).json()["names"] == {}
    with django_assert_num_queries(4):  # session, person, renewing, who is there
        beat(client, article)
    presence.arrive(article, naji)
    with django_assert_num_queries(6):  # and may this person take over, which is two of permissions
        answer = beat(client, article).json()
    assert answer["names"] == {str(naji.pk): "ناجي"}
    assert "معك هنا:" in answer["html"]
    assert "تولَّ الكتابة" not in answer["html"]  # a journalist's page
    presence.leave(article.pk, naji)
    silent_for(6, user=naji)
    assert beat(client, article).json()["names"] == {}


def test_the_page_itself_shows_who_is_there_when_it_opens(client, opened, naji):
    _journalist, article = opened
    assert "معك هنا:" not in said(client.get(address(article)))
    presence.arrive(article, naji)
    assert re.search("معك هنا: ناجي منذ [0-9]+:[0-9]{2} [صم]", said(client.get(address(article))))


def test_nobody_is_there_who_may_not_edit_or_is_somebody_else(client, opened, sign_in):  # noqa: F811
    journalist, article = opened
    sign_in(roles.JOURNALIST)
    assert beat(client, article).status_code == 403
    assert beat(client, article, typed_by=journalist.pk).status_code == 204
    assert not presence.present(article)


# Taking over --------------------------------------------------------------------------------------------------------


def test_an_editor_takes_over_with_the_last_words_and_the_writer_cannot_bury_them(client, opened, naji, sign_in):  # noqa: F811
    journalist, article = opened
    beat(client, article)
    client.post(address(article, "autosave"), typed(article, headline_ar="آخر كلامي"))
    client.force_login(naji, backend="django.contrib.auth.backends.ModelBackend")
    assert "تولَّ الكتابة" in beat(client, article).json()["html"]
    page = client.post(address(article, "take-over"), typed(article), follow=True)
    assert page.context["form"]["headline_ar"].value() == "آخر كلامي"
    assert "تكتب وحدك الآن" in said(page)
    last_words = newest(article)
    assert (last_words.created_by, last_words.note) == (journalist, "آخر ما كُتب قبل أن تنتقل الكتابة إلى ناجي")
    assert not article.revisions.filter(kind="autosave").exists()
    assert article.events.filter(verb="taken_over", by=naji).count() == 1

    client.force_login(journalist, backend="django.contrib.auth.backends.ModelBackend")
    answer = beat(client, article).json()
    assert answer["held"]
    assert "انتقلت الكتابة إلى ناجي" in answer["html"]
    assert client.post(address(article, "take-over"), typed(article)).status_code == 403
    refused = client.post(address(article), typed(article, headline_ar="بعد فوات الأوان"), headers=IN_PLACE)
    assert refused.status_code == 403
    assert "انتقلت كتابة هذا المقال إلى ناجي" in refused.json()["error"]
    page = client.post(address(article), typed(article, headline_ar="بعد فوات الأوان"), follow=True)  # without a script
    assert "انتقلت كتابة هذا المقال إلى ناجي" in said(page)
    assert page.context["form"]["headline_ar"].value() == "بعد فوات الأوان"
    with pytest.raises(workflow.TakenOver):
        workflow.restore(article.newest_revision, by=journalist)
    assert newest(article) == last_words
    saved_by(naji, article, headline_ar="كلام ناجي")
    silent_for(60, user=naji)
    sent = {**typed(article, headline_ar="بعد فوات الأوان"), "base_revision": article.newest_revision_id}
    assert client.post(address(article), sent)["Location"] == address(article, "merge")


def test_who_was_taken_over_asks_and_is_let_back(client, opened, naji):
    journalist, article = opened
    beat(client, article)
    workflow.take_over(article, by=naji)
    page = client.post(address(article, "ask-back"), typed(article, headline_ar="كلامي"), follow=True)
    assert "وصل طلبك إلى ناجي" in said(page)
    assert page.context["form"]["headline_ar"].value() == "كلامي"
    client.force_login(naji, backend="django.contrib.auth.backends.ModelBackend")
    assert "يُطلب منك أن تعيد الكتابة إلى" in beat(client, article).json()["html"]
    client.post(address(article, "hand-back"), headers=IN_PLACE)
    assert presence.holder(article) is None
    client.force_login(journalist, backend="django.contrib.auth.backends.ModelBackend")
    assert not beat(client, article).json()["held"]
    assert client.post(address(article), typed(article, headline_ar="كلامي"))["Location"] == address(article)
    assert newest(article).headline == "كلامي"


def test_last_words_that_collide_stay_with_their_writer_and_are_told_of(client, opened, naji):
    _journalist, article = opened
    beat(client, article)
    client.post(address(article, "autosave"), typed(article, headline_ar="كلامي"))
    theirs = saved_by(naji, article, headline_ar="كلام ناجي")
    client.force_login(naji, backend="django.contrib.auth.backends.ModelBackend")
    page = client.post(address(article, "take-over"), follow=True)
    assert "لم تُدخَل: تتعارض" in said(page)
    assert newest(article) == theirs
    kept = article.revisions.get(kind="autosave")
    assert "كلامي" in said(client.get(address(article, "compare") + f"?new={kept.pk}"))


def test_words_that_arrive_after_they_were_taken_over_follow_those_that_were_brought_in(opened, naji):
    journalist, article = opened
    presence.arrive(article, journalist)
    base = article.newest_revision_id
    workflow.autosave(article, make_content(headline="أوّل"), by=journalist, base=base)
    workflow.take_over(article, by=naji)
    workflow.gather_last_words(article, by=naji)
    article = Article.objects.get(pk=article.pk)
    workflow.autosave(article, make_content(headline="أوّل وثانٍ"), by=journalist, base=base)
    assert workflow.gather_last_words(article, by=naji) == []
    assert newest(article).headline == "أوّل وثانٍ"
    with pytest.raises(workflow.NotAllowed):
        workflow.gather_last_words(article, by=make_user(roles.EDITOR))


def test_an_editor_takes_over_from_an_editor_and_the_first_holds_it_no_more(opened, naji):
    _journalist, article = opened
    workflow.take_over(article, by=naji)
    chief = make_user(roles.CHIEF)
    workflow.take_over(article, by=chief)
    assert presence.holder(article).user == chief
    with pytest.raises(workflow.TakenOver):
        saved_by(naji, article, headline_ar="كلام ناجي")
