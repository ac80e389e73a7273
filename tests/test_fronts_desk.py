"""What the screen of a front answers its script: bad input in sentences, previews that nobody stores, who is there."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from fronts import presence, publishing
from fronts.models import FrontVersion
from newsroom import roles
from tests.factories import make_article, make_author, make_draft, make_section, make_user
from tests.test_fronts import publish, slot

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    editor = make_user(roles.EDITOR, first_name="ريم", last_name="الحدّاد")
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    return editor


@pytest.fixture
def politics():
    return make_section("سياسة")


def drafted(key, article, **more):
    return {"key": key, "article": article if isinstance(article, int) else article.pk, **more}


def sent(client, action, *slots, front="home", **more):
    return client.post(f"/desk/fronts/{front}/{action}/", {"draft": json.dumps(slots), **more})


def test_each_wrong_slot_is_told_in_a_sentence_and_nothing_is_put_out(client, editor, politics):
    live = [make_article(section=politics) for _ in range(5)]
    slots = [
        drafted("lead-0", make_draft(section=politics)),
        drafted("second-0", 987654),
        drafted("second-1", live[0], headline_ar="س" * 201),
        drafted("second-2", live[1], starts_at="2030-01-02T10:00", ends_at="2030-01-01T10:00"),
        drafted("second-3", live[2], ends_at="2020-01-01T10:00"),
        drafted("second-4", live[3], image=987654),
        drafted("second-9", live[4]),
        drafted(f"strip-{politics.pk}-0", live[4], starts_at="غداً", ends_at=17, headline_en=["x"]),
    ]
    answer = sent(client, "publish", *slots)
    assert answer.status_code == 400 and not FrontVersion.objects.exists()
    first = answer.json()["wrong"]
    assert first.keys() == {"second-0", "second-1", "second-4", "second-9", f"strip-{politics.pk}-0"}
    assert "هذا المقال" in first["second-0"] and "مكان" in first["second-9"]
    assert "200" in first["second-1"] and "201" in first["second-1"]
    picture = sent(client, "picture", *slots).json()["html"]
    for said in ("لا يرى القرّاء هذا المقال", "ينتهي قبل أن يبدأ", "مضى وقت نهايته", "لم تعد هذه الصورة في المكتبة"):
        assert said in picture, said
    answer = sent(client, "publish", slots[0], slots[3], slots[4])
    assert answer.json()["wrong"].keys() == {"lead-0", "second-2", "second-3"}
    twice = sent(client, "publish", drafted("lead-0", live[0]), drafted("second-0", live[0]))
    assert twice.status_code == 400 and "في مكانين" in twice.json()["error"]
    assert not FrontVersion.objects.exists()


@pytest.mark.parametrize("draft", ["", "{", "[1]", '{"a": 1}', '[{"article": 1}]', "null", '[{"key": []}]'])
def test_what_is_no_draft_is_refused_in_a_sentence(client, editor, draft):
    for action in ("publish", "picture", "prepare"):
        answer = client.post(f"/desk/fronts/home/{action}/", {"draft": draft})
        assert answer.status_code == 400 and "لم تصل الواجهة كاملة" in answer.json()["error"], action
    assert client.post("/desk/fronts/home/preview/", {"draft": draft}).status_code == 400


def test_a_preview_is_the_readers_page_in_our_own_frame_and_changes_nothing(client, editor, politics):
    article = make_article(section=politics, headline="عنوان المقال")
    make_article(section=politics, headline="خبر أحدث")
    page = sent(client, "preview", drafted("lead-0", article, headline_ar="عنوان المعاينة"))
    assert page.context["front"].lead == article and "عنوان المعاينة" in page.content.decode()
    assert page["X-Frame-Options"] == "SAMEORIGIN" and "no-store" in page["Cache-Control"]
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert "عنوان المعاينة" not in client.get("/").content.decode()
    section = sent(client, "preview", drafted("second-0", article), front=politics.pk)
    assert section.context["front"].seconds[0] == article
    client.logout()
    assert sent(client, "preview", drafted("lead-0", article)).status_code == 302


def test_the_picture_asks_a_few_questions_however_much_is_on_it(
    client, editor, politics, django_assert_max_num_queries
):
    slots = [drafted(f"second-{number}", make_article(section=politics)) for number in range(5)]
    for _ in range(12):
        make_article(section=politics)
    with django_assert_max_num_queries(14):
        assert sent(client, "picture", *slots).status_code == 200


def test_the_room_finds_what_comes_out_at_a_moment_and_says_what_stands_there_until_then(client, editor, politics):
    live = make_article(section=politics, headline="خبر الليلة")
    coming = make_draft(section=politics, headline="خطاب الرئيس")
    draft = make_draft(section=politics, headline="خطاب لم يُكتب بعد")
    ahead = make_article(section=politics, headline="خطاب الغد", published_at=timezone.now() + timedelta(days=1))
    due_at = timezone.now() + timedelta(hours=2)
    workflow.schedule(coming.newest_revision, by=editor, due_at=due_at)
    found = client.get("/desk/pick/articles/?live=1&coming=1&q=خطاب").json()["results"]
    assert [one["id"] for one in found] == [coming.pk, ahead.pk]
    assert "سياسة" in found[0]["note"] and "يُنشر" in found[0]["note"]
    assert [one["id"] for one in client.get("/desk/pick/articles/?live=1&coming=1").json()["results"]] == [
        live.pk,
        coming.pk,
        ahead.pk,
    ]
    assert client.get("/desk/pick/articles/?live=1&q=خطاب").json()["results"] == []
    picture = sent(client, "picture", drafted("lead-0", coming)).json()["html"]
    assert "خطاب الرئيس" in picture and "يرى القرّاء هنا بدلاً منه: <bdi>خبر الليلة</bdi>" in " ".join(picture.split())
    assert sent(client, "publish", drafted("lead-0", draft)).status_code == 400
    for number, from_at in enumerate([due_at - timedelta(hours=1), due_at + timedelta(hours=1)]):
        version = publishing.prepare(None, [slot("lead-0", coming)], by=editor, from_at=from_at)
        screen = client.get(f"/desk/fronts/home/?version={version.pk}").content.decode()
        assert ("يرى القرّاء هنا بدلاً منه" in screen) == (number == 0)
    assert "يُنشر" in screen


def test_a_section_has_a_screen_of_its_own(client, editor, politics):
    article = make_article(section=politics)
    assert client.get("/desk/fronts/987654/").status_code == 404
    assert client.get("/desk/fronts/x/").status_code == 404
    screen = client.get(f"/desk/fronts/{politics.pk}/")
    assert screen.context["lead"].article == article and not screen.context["strips"]
    assert sent(client, "publish", drafted("lead-0", article), front=politics.pk).status_code == 200
    assert [one.key for one in FrontVersion.objects.of(politics).out()[0].slots.all()] == ["lead-0"]
    assert not FrontVersion.objects.of(None).exists()
    wrong = sent(client, "publish", drafted(f"strip-{politics.pk}-0", article), front=politics.pk)
    assert wrong.status_code == 400


def test_the_screen_says_who_else_is_there_and_what_is_out_by_now(client, editor, politics):
    colleague = make_user(roles.EDITOR, first_name="عمر", last_name="نصّار")
    answer = client.post("/desk/fronts/home/beat/").json()
    assert answer["names"] == {} and answer["present"] is None
    presence.beat(None, colleague)
    presence.beat(politics, colleague)
    version = publish([slot("lead-0", make_article(section=politics))], by=colleague)
    answer = client.post("/desk/fronts/home/beat/").json()
    assert answer["names"] == {str(colleague.pk): "عمر نصّار"} and "عمر نصّار" in answer["company"]
    assert answer["present"] == version.pk and "عمر نصّار" in answer["said"]
    assert [one.user for one in presence.others(None, colleague)] == [editor]
    client.post("/desk/fronts/home/leave/")
    late = timezone.now() - timedelta(minutes=2)
    presence.FrontPresence.objects.update(seen_at=late)
    assert not presence.others(None, editor).exists()


def test_whoever_changes_a_front_that_was_called_off_is_told_and_goes_on(client, editor, politics):
    article = make_article(section=politics)
    soon = timezone.now() + timedelta(hours=2)
    prepared = publishing.prepare(None, [slot("lead-0", article)], by=editor, from_at=soon)
    assert client.get(f"/desk/fronts/home/?version={prepared.pk}").context["is_prepared"]
    publishing.call_off(prepared, by=editor)
    typed = timezone.localtime(soon).strftime("%Y-%m-%dT%H:%M")
    answer = sent(client, "prepare", drafted("lead-0", article), base=prepared.pk, from_at=typed)
    assert answer.status_code == 409 and answer.json()["base"] is None
    assert "أُلغي موعد هذه الواجهة باسم ريم الحدّاد" in answer.json()["error"]
    assert sent(client, "prepare", drafted("lead-0", article), base="", from_at=typed).status_code == 200
    assert client.get(f"/desk/fronts/home/?version={prepared.pk}").status_code == 302


def test_an_article_s_panel_names_the_fronts_that_have_it(client, editor, politics):
    journalist = make_user(roles.JOURNALIST)
    article = make_article(section=politics, authors=[make_author(user=journalist)])

    def told():
        return client.get(f"/desk/related/{article.pk}/").json()["html"]

    publish([slot("lead-0", article)], by=editor)
    publish([slot("lead-0", make_article(section=politics))], by=editor)
    assert "في الواجهات" not in told()
    publish([slot("second-0", article)], by=editor)
    assert "في الواجهات" in told() and 'href="/desk/fronts/home/"' in told() and "لم يضعه أحد" not in told()
    client.force_login(journalist, backend="django.contrib.auth.backends.ModelBackend")
    assert "في الواجهات" in told() and "/desk/fronts/" not in told()
