"""Topics: one page for each, whatever it is called; what leads it; and two that become one with nothing lost."""

import threading
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

import arabic
from articles import comparing, content, search, workflow
from articles.models import SearchEntry
from articles.search import reindexing
from articles.widgets import TopicsField
from articles.workflow import NotAllowed
from newsroom import roles
from related import leads, merging
from related.models import PinnedLink, PinnedSet
from tests.factories import make_article, make_content, make_draft, make_image, make_topic, make_user
from topics.models import MergedTopic, Topic, TopicAlias, hold_spellings

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_user(roles.EDITOR)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def topics_of(article):
    return [entry.topic for entry in article.article_topics.all()]


def found(asked, articles):
    """Which of `articles` readers find by `asked`, and which the desk finds."""
    at_desk = search.find_at_desk(type(articles[0]).objects.all(), asked)
    return (
        {article for article in articles if article in search.find(asked, "ar").articles()},
        {article for article in articles if article in at_desk},
    )


# Spellings ----------------------------------------------------------------------------------------------------------


def test_the_address_of_any_spelling_leads_to_the_topic_in_one_hop(client):
    names = {"aliases": ["نتانياهو", "بنيامين نتانياهو"], "slug_en": "netanyahu", "name_en": "Netanyahu"}
    make_article(topics=[make_topic("بنيامين نتنياهو", **names)], headline_en="Talks", body_en="<p>They talk.</p>")
    for asked, own in [
        ("/topic/نتانياهو/", "/topic/بنيامين-نتنياهو/"),
        ("/topic/بنيامين-نتانياهو/", "/topic/بنيامين-نتنياهو/"),
        ("/en/topic/نتانياهو/", "/en/topic/netanyahu/"),
    ]:
        response = client.get(asked, follow=True)
        assert [status for _url, status in response.redirect_chain] == [301]
        assert response.status_code == 200
        assert response.wsgi_request.path == own
    assert client.get("/topic/نتان/").status_code == 404


def test_search_narrows_by_any_spelling_of_a_topic(client):
    topic = make_topic("بنيامين نتنياهو", aliases=["نتانياهو"])
    make_article(headline="زعفران عنه", topics=[topic])
    make_article(headline="زعفران آخر")
    page = client.get("/search/?q=زعفران&topic=نتانياهو").content.decode()
    assert "عنه" in page
    assert "آخر" not in page


def test_a_spelling_of_another_topic_is_refused_and_the_sentence_says_where_it_is():
    make_topic("بنيامين نتنياهو", aliases=["بيبي"], name_en="Netanyahu")
    other = make_topic("سارة")
    for name in ["بنيامين نتنياهو", "بِيبي", "netanyahu"]:
        with pytest.raises(ValidationError, match="بنيامين نتنياهو"):
            TopicAlias(topic=other, name=name).full_clean()
    with pytest.raises(ValidationError, match="بنيامين نتنياهو"):
        Topic(name_ar="بيبي", slug_ar="x").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        TopicAlias.objects.create(topic=other, name="بيبي")
    TopicAlias(topic=other, name="ساره").full_clean()  # its own name, for the proof-reader


def test_the_desk_refuses_a_spelling_of_another_topic_and_keeps_what_was_typed(client, editor):
    make_topic("بنيامين نتنياهو", aliases=["بيبي"])
    other = make_topic("سارة")
    values = {"name_ar": "سارة", "slug_ar": "سارة", "kind": "person", "layout": "list", "description_ar": "تعريف جديد"}
    inline = {"aliases-TOTAL_FORMS": 1, "aliases-INITIAL_FORMS": 0, "aliases-0-name": "بيبي"}
    page = client.post(f"/desk/topics/topic/{other.pk}/change/", {**values, **inline}).content.decode()
    assert "من كتابات الموضوع “بنيامين نتنياهو”" in page
    assert "تعريف جديد" in page
    assert not other.aliases.exists()


# The page -----------------------------------------------------------------------------------------------------------


def test_leads_come_first_in_their_order_and_are_not_in_the_list_again(client, editor):
    topic = make_topic("الحدود")
    old, middle, new = (make_article(headline=word, topics=[topic]) for word in ["أوّل الحدود", "ثاني", "ثالث"])
    page = client.get("/topic/الحدود/")
    assert page.context["page"].items == [new, middle, old]
    leads.add(topic, middle, by=editor)
    leads.add(topic, old, by=editor)
    leads.order(topic, [old.pk, middle.pk], by=editor)
    page = client.get("/topic/الحدود/")
    assert (page.context["leads"], page.context["page"].items) == ([old, middle], [new])
    assert page.content.decode().count("أوّل الحدود</a>") == 1


def test_a_withdrawn_lead_vanishes_and_comes_back(client, editor):
    topic, article = make_topic("الحدود"), make_article()
    leads.add(topic, article, by=editor)
    assert client.get("/topic/الحدود/").context["leads"] == [article]
    workflow.withdraw(article, by=editor)
    assert client.get("/topic/الحدود/").context["leads"] == []
    workflow.publish(article.newest_revision, by=editor)
    assert client.get("/topic/الحدود/").context["leads"] == [article]


def test_what_cannot_lead_is_refused_in_arabic_and_nothing_is_lost(client, editor):
    topic, article = make_topic(), make_article()
    withdrawn = make_article()
    workflow.withdraw(withdrawn, by=editor)
    for other in [article, *(make_article() for _number in range(5))]:
        assert client.post(f"/desk/topic/{topic.pk}/leads/add/", {"target": other.pk}).status_code == 200
    before = list(topic.leads.values_list("article", "position"))
    for target in [article.pk, make_article().pk, make_draft().pk, withdrawn.pk, 10**12, ""]:
        response = client.post(f"/desk/topic/{topic.pk}/leads/add/", {"target": target})
        assert response.status_code == 400
        assert any("ء" <= letter <= "ي" for letter in response.json()["error"])
    assert list(topic.leads.values_list("article", "position")) == before
    client.force_login(make_user(roles.JOURNALIST), backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/desk/topic/{topic.pk}/leads/remove/", {"row": article.pk}).status_code == 403


def test_a_running_story_is_a_time_line_by_days_newest_first(client, editor):
    topic = make_topic("الهدنة", layout=Topic.Layout.RUNNING)
    days = [datetime(2026, 3, day, hour) for day, hour in [(1, 9), (2, 8), (2, 21)]]
    first, second, third = (make_article(topics=[topic], published_at=timezone.make_aware(moment)) for moment in days)
    page = client.get("/topic/الهدنة/")
    assert [articles for _day, articles in page.context["days"]] == [[third, second], [first]]
    text = page.content.decode()
    evening, morning = (arabic.format_time(moment) for moment in days[:0:-1])
    places = [text.index(said) for said in ["2 آذار 2026</time></h3>", evening, morning, "1 آذار 2026</time></h3>"]]
    assert places == sorted(places)
    assert "3 مقالات" in text
    english = {"headline_en": "Truce", "slug_en": "truce", "body_en": "<p>Truce.</p>"}
    ours, withdrawn = (make_article(topics=[topic], **english) for _number in range(2))
    workflow.withdraw(withdrawn, by=editor)
    make_article(topics=[topic], published_at=timezone.now() + timedelta(hours=1))
    assert client.get("/topic/الهدنة/").context["number"] == 4
    with translation.override("en"):
        page = client.get(topic.get_absolute_url())
    assert page.context["number"] == 1 and page.context["since"] == ours.published_at


def test_a_topics_page_takes_few_queries_however_much_is_on_it(client, editor, django_assert_max_num_queries):
    topic = make_topic("الحدود", image=make_image())
    for number in range(26):
        article = make_article(topics=[topic], lead_image=make_image())
        if number < 6:
            leads.add(topic, article, by=editor)
    client.logout()
    for layout in Topic.Layout.values:
        Topic.objects.update(layout=layout)
        with django_assert_max_num_queries(13):
            assert len(client.get("/topic/الحدود/").context["page"].items) == 20


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_two_topics_one_spelling_at_once_the_second_is_told_and_keeps_what_was_typed(client, editor):
    one, two = make_topic("بنيامين نتنياهو"), make_topic("يائير نتنياهو")
    sent = {"kind": "person", "layout": "list", "name_ar": "يائير نتنياهو الابن", "slug_ar": two.slug_ar}
    sent |= {"aliases-TOTAL_FORMS": 1, "aliases-INITIAL_FORMS": 0, "aliases-0-name": "نتانياهو"}
    pages = []

    def save_too():
        try:
            pages.append(client.post(f"/desk/topics/topic/{two.pk}/change/", sent).content.decode())
        finally:
            connection.close()

    second = threading.Thread(target=save_too)
    with transaction.atomic():
        hold_spellings()
        TopicAlias.objects.create(topic=one, name="نتانياهو")
        second.start()
        wait_for_one_that_waits(second)
    second.join()
    [page] = pages
    assert "من كتابات الموضوع “بنيامين نتنياهو”" in page
    assert 'value="يائير نتنياهو الابن"' in page and 'value="نتانياهو"' in page
    assert [alias.topic for alias in TopicAlias.objects.all()] == [one]


def wait_for_one_that_waits(thread):
    """Until `thread` waits for a lock of this connection, or has ended."""
    with connection.cursor() as cursor:
        waits = False
        while thread.is_alive() and not waits:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid)))")
            waits = cursor.fetchone()[0]


def test_two_persons_of_one_name_are_two_topics_and_the_picker_tells_them_apart(client, editor):
    make_topic("علي حسن", slug_ar="علي-حسن", description_ar="لاعب كرة قدم.")
    make_topic("علي حسن", slug_ar="علي-حسن-2")
    make_topic("علي حسن خليل", slug_ar="خليل", description_ar="وزير سابق.")
    notes = [entry["note"] for entry in client.get("/desk/pick/topics/?q=علي").json()["results"]]
    assert notes == ["موضوع عامّ · لاعب كرة قدم.", "موضوع عامّ · علي-حسن-2", "موضوع عامّ"]
    for _number in range(2):
        make_article(topics=[Topic.objects.get(slug_ar="علي-حسن")])
    asked = {"app_label": "topics", "model_name": "mergedtopic", "field_name": "into", "term": "علي حسن"}
    offered = [entry["text"] for entry in client.get("/desk/autocomplete/", asked).json()["results"]]
    assert offered == [
        "علي حسن · موضوع عامّ · لاعب كرة قدم. · مقالان",
        "علي حسن · موضوع عامّ · علي-حسن-2 · لا مقالات",
        "علي حسن خليل · موضوع عامّ · وزير سابق. · لا مقالات",
    ]
    one, other = Topic.objects.filter(name_ar="علي حسن").order_by("pk")
    page = client.get(f"/desk/topic/{one.pk}/merge/", {"into": other.pk}).content.decode()
    assert "يزول “لاعب كرة قدم.” ويبقى “علي-حسن-2”." in page


# Merging ------------------------------------------------------------------------------------------------------------


def test_merged_topics_are_one_and_nothing_is_lost(client, editor):
    image = make_image()
    old = make_topic(
        "نتانياهو",
        aliases=["بيبي", "بِيبي"],
        description_ar="رئيس حكومة.",
        image=image,
        name_en="Netanyahu",
        slug_en="bibi",
    )
    into, other = make_topic("بنيامين نتنياهو", aliases=["نتنياهو"]), make_topic()
    one = make_article(headline="مقال أوّل", topics=[other, old])
    both = make_article(headline="مقال ثانٍ", topics=[old, other, into])
    draft = make_draft(headline="مسوّدة", topics=[old, into])
    leads.add(into, both, by=editor)
    for article in [both, one]:
        leads.add(old, article, by=editor)
    merging.merge(old, into, by=editor)

    into = Topic.objects.get(pk=into.pk)
    assert not Topic.objects.filter(pk=old.pk).exists()
    assert topics_of(one) == [other, into]
    assert topics_of(both) == [into, other]
    assert {"نتانياهو", "بيبي", "بِيبي", "نتنياهو"} <= set(into.spellings())
    assert (into.description_ar, into.image, into.name_en, into.slug_en) == ("رئيس حكومة.", image, "Netanyahu", "bibi")
    assert [lead.article for lead in into.leads.all()] == [both, one]
    for asked, own in [("/topic/نتانياهو/", "/topic/بنيامين-نتنياهو/"), ("/topic/بيبي/", "/topic/بنيامين-نتنياهو/")]:
        response = client.get(asked, follow=True)
        assert [status for _url, status in response.redirect_chain] == [301]
        assert response.wsgi_request.path == own
    assert found("بيبي", [one, both, draft]) == ({one, both}, {one, both, draft})
    assert all(SearchEntry.objects.get(article=article).topic_ids.count(into.pk) == 1 for article in [one, both])
    assert "دُمج" in client.get(f"/desk/topics/topic/{into.pk}/history/").content.decode()
    # The draft and the older revisions still name the old one.
    workflow.publish(draft.newest_revision, by=editor)
    assert topics_of(draft) == [into]
    assert content.as_page(one.newest_revision).article_topics.all()[1].topic == into
    form = client.get(f"/desk/articles/article/{one.pk}/change/").content.decode()
    assert "بنيامين نتنياهو" in form
    search.index_for_desk(one)
    assert one in found("بيبي", [one])[1]


def test_of_a_large_topic_the_search_is_told_in_the_background(client, editor, monkeypatch):
    monkeypatch.setattr(merging, "RELABELLED", 1)
    old, into = make_topic("نتانياهو"), make_topic("بنيامين نتنياهو", aliases=["بيبي"])
    articles = [make_article(headline="خطاب", topics=[old]) for _number in range(3)]
    merging.merge(old, into, by=editor)
    assert all(topics_of(article) == [into] for article in articles)
    assert SearchEntry.objects.filter(topic_ids=[into.pk]).count() == 1
    assert not MergedTopic.objects.get().is_relabelled
    while reindexing.relabel_merged(most=2):
        pass
    assert found("بيبي", articles) == (set(articles), set(articles))
    assert [entry.topic_ids for entry in SearchEntry.objects.all()] == [[into.pk]] * 3
    assert MergedTopic.objects.get().is_relabelled


def test_the_links_that_both_topics_pin_are_pinned_by_the_one_and_none_twice(editor):
    old, into, alone = make_topic(), make_topic(), make_topic()
    one, two, three = make_article(), make_article(), make_article()
    for topic, targets in [(old, [one, two]), (into, [two, three])]:
        pins = PinnedSet.objects.create(topic=topic, until=timezone.now() + timedelta(days=1))
        for position, target in enumerate(targets):
            PinnedLink.objects.create(pinned_set=pins, target=target, position=position)
    assert merging.in_numbers(old, into)["others"] == 1
    merging.merge(old, into, by=editor)
    assert [link.target for link in into.pinned_set.links.all()] == [two, three, one]
    merging.merge(into, alone, by=editor)
    assert Topic.objects.get(pk=alone.pk).pinned_set.links.count() == 3


def test_a_form_that_was_open_while_its_topic_was_merged_is_saved(editor):
    old, into = make_topic(), make_topic()
    merging.merge(old, into, by=editor)
    assert TopicsField(required=False).clean(f"[{old.pk}, {into.pk}]") == [into.pk]
    with pytest.raises(ValidationError, match="مكرّر"):
        TopicsField(required=False).clean(f"[{into.pk}, {into.pk}]")


def test_an_address_and_a_draft_follow_two_merges_in_one_hop(client, editor):
    one, two, three = make_topic("الأوّل هنا", slug_en="one"), make_topic("الثاني هنا"), make_topic("الثالث هنا")
    draft = make_draft(topics=[one])
    merging.merge(one, two, by=editor)
    merging.merge(Topic.objects.get(pk=two.pk), three, by=editor)
    response = client.get("/topic/الأوّل-هنا/".replace("ّ", ""), follow=True)
    assert [status for _url, status in response.redirect_chain] == [301]
    assert response.status_code == 200
    assert Topic.objects.by_id(draft.newest_revision.content["topics"]) == {one.pk: three}
    assert MergedTopic.objects.filter(into=three).count() == 2


def test_a_topic_is_not_merged_into_itself_nor_into_one_that_is_gone_nor_by_anybody(client, editor):
    topic, gone, into = make_topic("هنا"), make_topic("زال"), make_topic("هناك")
    article = make_article(topics=[topic])
    url = f"/desk/topic/{topic.pk}/merge/"
    for chosen, said in [(topic.pk, "في نفسه"), (10**9, "لم يعد"), ("", "اختر الموضوع")]:
        for response in [client.get(url, {"into": chosen}), client.post(url, {"into": chosen})]:
            assert said in response.content.decode()
    held = Topic.objects.get(pk=gone.pk)
    gone.delete()
    with pytest.raises(ValidationError, match="لم يعد"):
        merging.merge(topic, held, by=editor)
    with pytest.raises(NotAllowed):
        merging.merge(topic, into, by=make_user(roles.JOURNALIST))
    assert topics_of(article) == [topic]
    assert "مقال واحد عنه" in client.get(url, {"into": into.pk}).content.decode()
    assert client.post(url, {"into": into.pk}).status_code == 302
    assert client.get(url).url == f"/desk/topics/topic/{into.pk}/change/"  # somebody else was quicker
    assert topics_of(type(article).objects.get(pk=article.pk)) == [into]


def test_a_revision_that_names_the_merged_topic_differs_in_nothing_else(editor):
    old, into = make_topic(), make_topic("الباقي")
    before, after = make_content(topics=[old]), make_content(topics=[into])
    after["headline_ar"] = before["headline_ar"]
    merging.merge(old, into, by=editor)
    changed = [field.name for field in comparing.compare(before, after) if field.changed]
    assert changed == []


def test_moments_of_one_day_stay_one_day_over_the_pages_of_a_time_line(client):
    topic = make_topic("الهدنة", layout=Topic.Layout.RUNNING)
    noon = timezone.make_aware(datetime(2026, 3, 1, 12))
    for number in range(23):
        make_article(topics=[topic], published_at=noon + timedelta(minutes=number))
    pages = [client.get("/topic/الهدنة/", {"page": number}) for number in (1, 2)]
    assert [len(articles) for page in pages for _day, articles in page.context["days"]] == [20, 3]
