"""What the desk proposes to stand under an article: like its text, for a reason that a person accepts, and never again
once it is refused."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import arabic
from articles import content, search, workflow
from articles.models import PackedWords
from articles.search import packing, terms
from newsroom import roles
from related import curation, likeness, suggestions
from tests.factories import make_article, make_content, make_draft, make_section, make_topic, make_user

pytestmark = pytest.mark.django_db

WATER = "<p>قطعت مصلحة مياه بيروت المياه عن أحياء رأس النبع والأشرفية بسبب عطل في محطّة ضبية وتسرّب كبير في الأنابيب.</p>"
WATER_TOO = "<p>أعلنت مصلحة مياه بيروت أنّ محطّة ضبية تعمل بنصف طاقتها، وأنّ التسرّب في الأنابيب يهدر نصف المياه.</p>"
FILM = "<p>يفتتح المهرجان دورته العشرين بفيلم للمخرجة سميرة القاضي عن صيّادي الميناء، ويشارك فيه ممثّلون هواة.</p>"
TRUMP = "<p>قال ترامب إنّه سيلتقي بوتين في هلسنكي خلال الصيف، من دون أن يحدّد جدول الأعمال بين الرئيسين.</p>"
TRUMP_TOO = "<p>هاجم ترامب حلفاءه في بروكسل قبل سفره، ووصف لقاءه المرتقب مع بوتين بأنّه الأسهل في جولته.</p>"


def proposed(article):
    return [found.article for found in suggestions.suggest_for(article, article.newest_revision.content)]


def reasons(found):
    return " | ".join(found.reasons)


def test_the_likest_comes_first_with_its_reason_in_words_and_the_unlike_not_at_all():
    article = make_draft(headline="المياه مقطوعة عن بيروت", body=WATER)
    like = make_article(headline="نصف مياه بيروت يضيع", body=WATER_TOO)
    make_article(headline="فيلم عن الصيّادين", body=FILM)
    [found] = suggestions.suggest_for(article, article.newest_revision.content)
    assert found.article == like and not found.is_copy
    assert "كلمات مشتركة:" in reasons(found) and "الأنابيب" in reasons(found)


def test_names_and_topics_in_common_are_told_as_such():
    summit = make_topic("قمّة هلسنكي")
    putin = make_topic("فلاديمير بوتين", kind="person")
    article = make_draft(headline="لقاء مع فلاديمير بوتين في الصيف", body=TRUMP, topics=[summit])
    other = make_article(headline="ترامب يهاجم حلفاءه", body=TRUMP_TOO, topics=[summit, putin])
    [found] = suggestions.suggest_for(article, article.newest_revision.content)
    assert found.article == other
    assert found.reasons[0] == "الموضوع نفسه: قمّة هلسنكي"
    assert found.reasons[1].startswith("أسماء مشتركة: فلاديمير بوتين") and "ترامب" in found.reasons[1]


def test_words_that_every_text_has_are_no_reason():
    article = make_draft(headline="في البيت", body="<p>قال إنّه كان في البيت مع من جاء إلى هنا بعد ذلك.</p>")
    make_article(headline="من هنا", body="<p>كانت هي التي قالت إنّها من هنا، وإنّ كلّ ذلك بعد الذي كان.</p>")
    assert proposed(article) == []
    assert suggestions.suggest(content.EMPTY) == []


def test_the_newest_of_equals_comes_first():
    now = timezone.now()
    old = make_article(headline="نصف مياه بيروت يضيع", body=WATER_TOO, published_at=now - timedelta(days=300))
    new = make_article(headline="نصف مياه بيروت يضيع", body=WATER_TOO, published_at=now - timedelta(days=1))
    older = make_article(headline="نصف مياه بيروت يضيع", body=WATER_TOO, published_at=now - timedelta(days=600))
    assert proposed(make_draft(headline="المياه مقطوعة", body=WATER)) == [new, old, older]


def test_a_near_copy_is_marked_as_such():
    make_article(headline="المياه مقطوعة عن بيروت", body=WATER)
    article = make_draft(headline="المياه مقطوعة عن بيروت اليوم", body=WATER + "<p>وتصلح المصلحة العطل غداً.</p>")
    [found] = suggestions.suggest_for(article, article.newest_revision.content)
    assert found.is_copy


def test_only_what_readers_see_and_what_is_not_there_already_is_proposed():
    editor = make_user()
    like = {"headline": "نصف مياه بيروت يضيع", "body": WATER_TOO}
    seen, chosen, linked, withdrawn = (make_article(**like) for _ in range(4))
    make_draft(**like)
    make_article(**like, published_at=timezone.now() + timedelta(hours=1))
    workflow.withdraw(withdrawn, by=editor)
    text = f'{WATER}<aside data-article="{linked.pk}"></aside>'
    article = make_article(headline="المياه مقطوعة", body=text)
    curation.add(article, chosen, by=editor)
    assert proposed(article) == [seen]
    workflow.publish(withdrawn.newest_revision, by=editor)
    assert set(proposed(article)) == {seen, withdrawn}


def test_a_refused_one_never_comes_back_for_that_article_not_even_after_indexing_anew():
    editor = make_user()
    like = make_article(headline="نصف مياه بيروت يضيع", body=WATER_TOO)
    article, other = (make_draft(headline="المياه مقطوعة", body=WATER) for _ in range(2))
    assert proposed(article) == [like]
    curation.refuse(article, like, by=editor)
    curation.refuse(article, like, by=editor)
    search.index(like)
    workflow.publish(workflow.save_revision(like, make_content(body=WATER), by=editor), by=editor)
    assert proposed(article) == [] and proposed(other) == [like]


def test_what_is_typed_asks_without_being_saved(client):
    writer = make_user(roles.JOURNALIST)
    client.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    draft, foreign = make_draft(by=writer, headline="بلا شيء", body="<p>بعد.</p>"), make_draft()
    make_article(headline="نصف مياه بيروت يضيع", body=WATER_TOO)
    typed = {"headline_ar": "المياه مقطوعة", "body_ar": WATER, "bylines": "[]", "topics": "[]", "section": "x"}
    answer = client.post(f"/desk/related/{draft.pk}/suggest/", typed)
    assert "نصف مياه بيروت يضيع" in answer.json()["html"] and "كلمات مشتركة" in answer.json()["html"]
    assert draft.revisions.count() == 1
    assert "نصف مياه" not in client.post(f"/desk/related/{draft.pk}/suggest/", {}).json()["html"]
    assert client.post(f"/desk/related/{foreign.pk}/suggest/", typed).status_code == 403


def test_an_article_without_a_section_is_likest_to_those_where_its_nearest_belong():
    water, film = make_section(), make_section()
    for _number in range(4):
        make_article(headline="نصف مياه بيروت يضيع", body=WATER_TOO, section=water)
    apart = make_article(headline="نصف مياه بيروت يضيع", body=WATER_TOO, section=film)
    words = likeness.words_of(make_content(headline="المياه مقطوعة", body=WATER))
    assert likeness.nearest(words, most=9, section_id=film.pk)[0].article_id == apart.pk
    assert likeness.nearest(words, most=9)[-1].article_id == apart.pk


def test_what_is_compared_is_made_and_goes_with_the_search_entries():
    article = make_article(headline="لبنان", body="<p>لأنّ لبنان والبيوت بيوت.</p>")
    words = dict(zip(*packing.unpack(PackedWords.objects.get().words), strict=True))
    stems = {token.key: packing.number(token.stem) for token in arabic.analyze("لبنان بيوت")}
    assert words == {stems["لبنان"]: packing.IN_HEADLINE + 1, stems["بيوت"]: 2}
    workflow.withdraw(article, by=make_user())
    assert not PackedWords.objects.exists()


@pytest.mark.parametrize("how_many", [2, 12])
def test_suggestions_take_eight_queries_however_many_there_are(how_many, django_assert_max_num_queries):
    topic, section = make_topic(), make_section()
    for _ in range(how_many):
        make_article(headline="نصف مياه بيروت يضيع", body=WATER_TOO, topics=[topic], section=section)
    article = make_draft(headline="المياه مقطوعة", body=WATER, topics=[topic])
    suggestions.suggest_for(article, article.newest_revision.content)
    with django_assert_max_num_queries(8):
        assert len(proposed(article)) == min(how_many, suggestions.MOST_SUGGESTED)


def test_a_word_of_too_many_articles_is_passed_over_for_the_rarer_ones_behind_it(monkeypatch):
    counted = terms.Counted(100_000, {"حكوم": 0.08, "بلد": 0.09, "سوق": 0.01})
    monkeypatch.setattr(likeness, "counted", lambda: counted)
    with CaptureQueriesContext(connection) as captured:
        likeness.nearest({"حكوم": 200, "بلد": 200, "سوق": 1, "طربوش": 1}, most=8)
    looked_for = captured[0]["sql"]
    assert all(word in looked_for for word in ("طربوش", "حكوم", "سوق")) and "بلد" not in looked_for
