"""The fronts: what editors chose stands where they put it, the rest fills itself, and nobody overwrites anybody."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.models import Article, MostRead, Section
from articles.workflow import NotAllowed
from fronts import drafts, layout, publishing
from fronts.models import FrontSlot, FrontVersion
from newsroom import roles
from tests.factories import make_article, make_draft, make_image, make_section, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_user(roles.EDITOR, first_name="ريم", last_name="الحدّاد")


@pytest.fixture
def politics():
    return make_section("سياسة", name_en="Politics", slug_en="politics")


def slot(key, article, **decided):
    """What an editor puts into a place, not saved yet."""
    place, *section, position = key.split("-")
    section_id = int(section[0]) if section else None
    return FrontSlot(place=place, section_id=section_id, position=int(position), article=article, **decided)


def publish(slots, *, by, section=None):
    """Put the front out on top of whatever is out."""
    present = FrontVersion.objects.of(section).out().first()
    return publishing.publish(section, slots, by=by, base=present and present.pk)


def shown(client, path="/"):
    response = client.get(path)
    return response.context["front"]


def times(*seconds):
    now = timezone.now()
    return [now + timedelta(seconds=number) for number in seconds]


# What readers see ---------------------------------------------------------------------------------------------------


def test_what_is_chosen_stands_in_its_place_and_the_rest_fills_itself_and_nothing_stands_twice(
    client, editor, politics
):
    culture = make_section("ثقافة")
    news = [make_article(section=politics, headline=f"خبر {number}") for number in range(12)]
    films = [make_article(section=culture, headline=f"فيلم {number}") for number in range(6)]
    publish(
        [
            slot("lead-0", news[0]),
            slot("second-3", films[0]),
            slot(f"strip-{culture.pk}-1", films[5], headline_ar="عنوان للصفحة الأولى"),
        ],
        by=editor,
    )
    front = shown(client)
    assert front.lead == news[0]
    assert front.cells["second-3"] == films[0] and None not in front.seconds and len(front.seconds) == 5
    assert front.cells[f"strip-{culture.pk}-1"] == films[5]
    assert len(front.articles) == len(set(front.articles))
    page = client.get("/").content.decode()
    assert "عنوان للصفحة الأولى" in page and films[5].headline not in page
    assert client.get(films[5].get_absolute_url()).context["article"].headline == films[5].headline


def test_a_slot_holds_for_its_time_and_while_readers_see_its_article(client, editor, politics):
    old, other = make_article(section=politics), make_article(section=politics)
    newest = make_article(section=politics)
    later, end = times(3600, 7200)
    publish([slot("lead-0", old, ends_at=end), slot("second-0", other, starts_at=later)], by=editor)
    front = shown(client)
    assert (front.lead, front.seconds[0]) == (old, newest)
    FrontSlot.objects.filter(article=old).update(ends_at=timezone.now())
    assert shown(client).lead == newest
    FrontSlot.objects.update(starts_at=None, ends_at=None)
    assert (shown(client).lead, shown(client).seconds[0]) == (old, other)
    workflow.withdraw(old, by=editor)
    assert shown(client).lead == newest
    workflow.publish(old.newest_revision, by=editor)
    assert shown(client).lead == old


def test_a_section_begins_with_the_newest_picture_while_it_is_nearly_new(client, politics):
    make_article(section=politics, lead_image=make_image())
    pictured = make_article(section=politics, lead_image=make_image())
    plain = [make_article(section=politics) for _ in range(3)]
    front = shown(client, politics.get_absolute_url())
    assert front.lead == pictured and front.seconds == plain[::-1]
    plain.append(make_article(section=politics))
    assert shown(client, politics.get_absolute_url()).lead == plain[-1]


def test_an_edition_has_what_is_written_in_it_under_its_own_headline(client, editor, politics):
    both = make_article(section=politics, headline_en="Rain", body_en="<p>Rain.</p>", slug_en="rain")
    arabic = make_article(section=politics)
    image = make_image()
    publish([slot("lead-0", arabic), slot("second-0", both, headline_ar="مطر الليلة", image=image)], by=editor)
    assert shown(client).seconds[0].headline == "مطر الليلة"
    assert shown(client).seconds[0].lead_image == image
    english = shown(client, "/en/")
    assert english.lead == both and arabic not in english.articles
    assert english.lead.headline == "Rain" and english.lead.lead_image == image


def test_a_section_is_led_by_what_is_chosen_on_all_its_pages(client, editor, politics):
    culture = make_section("ثقافة")
    old = make_article(section=politics, headline="قديم", published_at=timezone.now() - timedelta(days=9))
    guest = make_article(section=culture, headline="ضيف")
    articles = [make_article(section=politics) for _ in range(30)]
    publish([slot("lead-0", old), slot("second-1", guest)], by=editor, section=politics)
    first, second = (client.get(f"/سياسة/{query}") for query in ("", "?page=2"))
    front = first.context["front"]
    assert (front.lead, front.cells["second-1"], front.cells["second-0"]) == (old, guest, articles[-1])
    on_first = [*front.articles, *first.context["listed"]]
    assert set(on_first) | set(second.context["listed"]) == {old, guest, *articles}
    assert len(on_first) + len(second.context["listed"]) == 32
    assert shown(client, "/ثقافة/").lead == guest  # where nobody chose
    opinion = make_section("رأي", style=Section.Style.OPINION)
    first_opinion = make_article(section=opinion, headline="رأي أوّل")
    make_article(section=opinion, headline="رأي ثانٍ")
    publish([slot("lead-0", first_opinion)], by=editor, section=opinion)
    page = client.get("/رأي/").content.decode()
    assert page.index("رأي أوّل") < page.index("رأي ثانٍ")


def test_what_is_read_most_has_a_row_of_its_own_and_stands_nowhere_else(client, editor, politics):
    news = [make_article(section=politics) for _ in range(12)]
    publish([slot("lead-0", news[0])], by=editor)
    MostRead.objects.bulk_create(
        MostRead(ranking="most-read:ar", place=place, article=article) for place, article in enumerate(news[:5])
    )
    front = shown(client)
    assert front.most_read == news[1:5]
    assert len(front.articles) == len(set(front.articles)) == 12
    assert client.get("/").content.decode().count(news[1].get_absolute_url()) == 1
    MostRead.objects.filter(place__gt=2).delete()
    assert shown(client).most_read == []  # two are no ranking


def test_a_front_asks_a_few_questions_more_however_much_is_chosen(client, editor, politics):
    sections = [politics, *(make_section() for _ in range(3))]
    for section in sections * 6:
        make_article(section=section, lead_image=make_image() if section == politics else None)

    def questions(path):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    def chosen(number):
        articles = Article.objects.order_by("pk")[:number]
        keys = layout.front_page_keys(sections)
        return [slot(key, article, image=make_image()) for key, article in zip(keys, articles, strict=False)]

    client.get("/")
    untouched = questions("/")
    publish(chosen(1), by=editor)
    one = questions("/")
    publish(chosen(20), by=editor)
    publishing.prepare(None, chosen(5), by=editor, from_at=timezone.now() + timedelta(hours=1))
    assert questions("/") == one == untouched + 1
    assert questions("/") <= 14  # of which four ask which editions there are; a server remembers them


# Versions -----------------------------------------------------------------------------------------------------------


def test_a_prepared_front_comes_out_at_its_moment_and_one_that_is_called_off_does_not(client, editor, politics):
    first, second, third = (make_article(section=politics) for _ in range(3))
    publish([slot("lead-0", first)], by=editor)
    [soon, later] = times(3600, 7200)
    prepared = publishing.prepare(None, [slot("lead-0", second)], by=editor, from_at=soon)
    off = publishing.prepare(None, [slot("lead-0", third)], by=editor, from_at=later)
    publishing.call_off(off, by=editor)
    assert shown(client).lead == first
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: later + timedelta(days=1))
        assert shown(client).lead == second
        with pytest.raises(ValidationError):
            publishing.call_off(prepared, by=editor)
    with pytest.raises(ValidationError) as refused:
        publishing.prepare(None, [], by=editor, from_at=soon)
    assert "مجهّزة لهذا الموعد" in str(refused.value)
    with pytest.raises(ValidationError) as refused:
        publishing.prepare(None, [], by=editor, from_at=timezone.now())
    assert "مضى هذا الموعد" in str(refused.value)


def test_a_front_takes_an_article_that_has_a_time_and_shows_it_once_it_is_out(client, editor, politics):
    live, coming, draft = make_article(section=politics), make_draft(section=politics), make_draft(section=politics)
    [soon, later] = times(3600, 7200)
    again = workflow.withdraw(make_article(section=politics), by=editor)
    for article in (coming, again):
        workflow.schedule(article.newest_revision, by=editor, due_at=later)
    publishing.prepare(None, [slot("lead-0", coming), slot("second-0", again)], by=editor, from_at=soon)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: soon)
        assert shown(client).lead == live
        assert dict(Article.objects.coming().values_list("pk", "out_at")) == {coming.pk: later, again.pk: later}
        patch.setattr("django.utils.timezone.now", lambda: later)
        assert shown(client).lead == live  # nobody has put it out
        workflow.publish_due()
        assert shown(client).lead == coming and shown(client).seconds[0] == again
    with pytest.raises(ValidationError) as refused:
        publishing.prepare(None, [slot("lead-0", draft)], by=editor, from_at=later)
    assert "حدّد له موعداً" in str(refused.value)


def test_a_prepared_front_can_be_put_out_before_its_time_whatever_is_out(client, editor, politics):
    first, second = make_article(section=politics), make_article(section=politics)
    prepared = publishing.prepare(None, [slot("lead-0", second)], by=editor, from_at=times(3600)[0])
    publish([slot("lead-0", first)], by=make_user(roles.EDITOR))
    early = publishing.publish(None, [slot("lead-0", second)], by=editor, base=prepared.pk)
    assert shown(client).lead == second and not FrontVersion.objects.of(None).prepared().exists()
    with pytest.raises(publishing.Stale) as stale:
        publishing.publish(None, [], by=editor, base=prepared.pk)
    assert stale.value.theirs == early


def test_one_click_brings_an_earlier_front_back_and_the_history_keeps_all(client, editor, politics):
    first, second = make_article(section=politics), make_article(section=politics)
    old = publish([slot("lead-0", first, headline_ar="كما كان")], by=editor)
    publish([slot("lead-0", second)], by=editor)
    assert shown(client).lead == second
    present = FrontVersion.objects.of(None).out().first()
    back = publishing.return_to(old, by=editor, base=present.pk)
    assert shown(client).lead == first and shown(client).lead.headline == "كما كان"
    assert [version.number for version in FrontVersion.objects.of(None).out()] == [3, 2, 1]
    assert back.returns_to == old
    with pytest.raises(publishing.Stale):
        publishing.return_to(old, by=editor, base=present.pk)


def test_whoever_is_slower_is_told_and_can_lay_her_changes_over_the_other_front(editor, politics):
    colleague = make_user(roles.EDITOR)
    one, two, three, four = (make_article(section=politics) for _ in range(4))
    base = publish([slot("lead-0", one), slot("second-0", two)], by=editor)
    theirs = publishing.publish(None, [slot("lead-0", three), slot("second-0", two)], by=colleague, base=base.pk)
    mine = [slot("lead-0", one), slot("second-0", four)]
    with pytest.raises(publishing.Stale) as stale:
        publishing.publish(None, mine, by=editor, base=base.pk)
    assert stale.value.theirs == theirs and FrontVersion.objects.count() == 2
    keys = layout.front_page_keys([politics])
    began, other, draft = (drafts.as_draft(slots, keys) for slots in (base.slots.all(), theirs.slots.all(), mine))
    merged = {slot["key"]: slot["article"] for slot in drafts.merged(began, other, draft)}
    assert merged == {"lead-0": three.pk, "second-0": four.pk}
    assert drafts.contested(began, other, draft) == []


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "expected"),
    [
        ({"lead-0": 1}, {"lead-0": 2}, {"lead-0": 3}, {"lead-0": 3}),  # both filled it: mine, and it is said
        ({"lead-0": 1}, {"lead-0": 2}, {}, {"lead-0": 2}),  # what I only emptied keeps what they put there
        ({"lead-0": 1}, {"lead-0": 1, "second-0": 2}, {}, {"second-0": 2}),
        ({}, {"lead-0": 1}, {"second-0": 1}, {"second-0": 1}),  # one article, once
        ({"lead-0": 1}, {"lead-0": 1, "second-0": 2}, {"second-1": 1}, {"second-1": 1, "second-0": 2}),  # moved
    ],
)
def test_two_drafts_become_one(base, theirs, mine, expected):
    base, theirs, mine = (
        [{"key": key, "article": article} for key, article in draft.items()] for draft in (base, theirs, mine)
    )
    merged = drafts.merged(base, theirs, mine)
    assert {slot["key"]: slot["article"] for slot in merged} == expected
    assert drafts.contested(base, theirs, mine) == (["lead-0"] if expected == {"lead-0": 3} else [])


def test_two_who_change_one_prepared_front_do_not_overwrite_each_other(editor, politics):
    colleague = make_user(roles.EDITOR)
    articles = [make_article(section=politics) for _ in range(3)]
    [soon] = times(3600)
    first = publishing.prepare(None, [slot("lead-0", articles[0])], by=editor, from_at=soon)
    second = publishing.prepare(None, [slot("lead-0", articles[1])], by=colleague, from_at=soon, base=first.pk)
    with pytest.raises(publishing.Stale) as stale:
        publishing.prepare(None, [slot("lead-0", articles[2])], by=editor, from_at=soon, base=first.pk)
    assert stale.value.theirs == second and list(FrontVersion.objects.of(None).prepared()) == [second]
    publishing.call_off(second, by=colleague)
    with pytest.raises(publishing.CalledOff):
        publishing.prepare(None, [slot("lead-0", articles[2])], by=editor, from_at=soon, base=second.pk)


# What cannot stand --------------------------------------------------------------------------------------------------


def wrongs(slots, *, by, base=None):
    with pytest.raises(ValidationError) as refused:
        publishing.publish(None, slots, by=by, base=base)
    assert not FrontVersion.objects.filter(base=base).exists()
    return {key: " ".join(said) for key, said in refused.value.message_dict.items()}


def test_what_cannot_stand_is_refused_by_its_place(editor, politics):
    live, gone = make_article(section=politics), make_article(section=politics)
    workflow.withdraw(gone, by=editor)
    before, after = times(-60, 60)
    said = wrongs(
        [
            slot("lead-0", live),
            slot("second-0", live),
            slot("second-1", gone),
            slot("second-2", make_article(section=politics), starts_at=after, ends_at=after),
            slot("second-3", make_article(section=politics), ends_at=before),
            slot("second-4", make_article(section=politics), starts_at=before),
        ],
        by=editor,
    )
    assert "في مكانين" in said["lead-0"] and "في مكانين" in said["second-0"]
    assert "لا يرى القرّاء" in said["second-1"]
    assert "قبل أن يبدأ" in said["second-2"]
    assert "مضى وقت نهايته" in said["second-3"] and "مضى وقت بدايته" in said["second-4"]


def test_what_was_there_before_and_became_unfit_hinders_nobody(client, editor, politics):
    withdrawn, other = make_article(section=politics), make_article(section=politics)
    base = publish([slot("lead-0", withdrawn)], by=editor)
    workflow.withdraw(withdrawn, by=editor)
    publishing.publish(None, [slot("lead-0", withdrawn), slot("second-0", other)], by=editor, base=base.pk)
    assert shown(client).lead == other


def test_only_editors_arrange_fronts(politics):
    journalist, article = make_user(roles.JOURNALIST), make_article(section=politics)
    for change in (
        lambda: publish([slot("lead-0", article)], by=journalist),
        lambda: publishing.prepare(None, [], by=journalist, from_at=times(60)[0]),
        lambda: publishing.put_on(by=journalist, texts={"ar": "عاجل"}),
    ):
        with pytest.raises(NotAllowed):
            change()


def test_the_database_keeps_a_version_from_having_an_article_or_a_place_twice(editor, politics):
    one, two = make_article(section=politics), make_article(section=politics)
    version = publish([slot("lead-0", one)], by=editor)
    for wrong in (
        slot("second-0", one),
        slot("lead-0", two),
        slot("second-1", two, starts_at=times(60)[0], ends_at=times(0)[0]),
        FrontSlot(place="strip", position=0, article=two),
    ):
        wrong.version = version
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()


# The «عاجل» bar ------------------------------------------------------------------------------------------------------


def test_the_bar_shows_for_its_time_in_the_editions_that_have_words_for_it(client, editor, politics):
    article, other = make_article(section=politics), make_article(section=politics)
    paths = [other.get_absolute_url(), politics.get_absolute_url(), "/search/", "/archive/"]
    assert "breaking" not in client.get("/").content.decode()
    bar = publishing.put_on(by=editor, texts={"ar": "انقطاع الكهرباء عن بيروت"}, article=article)
    page = client.get("/")
    assert page.context["breaking"] == bar and page.context["breaking_article"] == article
    assert "انقطاع الكهرباء" in page.content.decode()
    for path in paths:
        assert client.get(path).context["breaking"] == bar, path
    assert "breaking" not in client.get(article.get_absolute_url()).content.decode()  # it leads here
    assert client.get("/en/").context["breaking"] is None
    workflow.withdraw(article, by=editor)
    assert client.get("/").context["breaking_article"] is None and client.get("/").context["breaking"] == bar
    soon, later = times(60, 120)
    next_one = publishing.put_on(by=editor, texts={"ar": "التالي"}, starts_at=soon, ends_at=later, base=bar.pk)
    assert client.get("/").context["breaking"] == bar
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: soon)
        assert client.get("/").context["breaking"] == next_one
        patch.setattr("django.utils.timezone.now", lambda: later)
        assert client.get("/").context["breaking"] is None  # the one before it does not come back
    publishing.take_off(next_one, by=editor)
    assert client.get("/").context["breaking"] == bar
    last = publishing.put_on(by=editor, texts={"ar": "الأخير"}, base=bar.pk)
    publishing.take_off(bar, by=editor)  # on a page that was opened before
    assert client.get("/").context["breaking"] == last
    publishing.take_off(last, by=editor)
    assert client.get("/").context["breaking"] is None


def test_the_bar_is_asked_for_once_and_not_for_each_page(site, editor, politics, django_capture_on_commit_callbacks):
    pages = [make_article(section=politics).get_absolute_url() for _number in range(3)]

    def asks(path):
        with CaptureQueriesContext(connection) as asked:
            assert site.get(path).status == 200
        return any("fronts_breakingnews" in query["sql"] for query in asked.captured_queries)

    assert [asks(path) for path in pages[:2]] == [True, False]
    with django_capture_on_commit_callbacks(execute=True):
        publishing.put_on(by=editor, texts={"ar": "خبر الليلة"})
    assert asks(pages[2]) and "خبر الليلة" in site.get(pages[2]).text


def test_a_bar_that_cannot_stand_is_refused_by_its_field(editor, politics):
    article = make_article(section=politics)
    workflow.withdraw(article, by=editor)
    [past] = times(-60)
    with pytest.raises(ValidationError) as refused:
        publishing.put_on(by=editor, texts={"ar": " "}, article=article, starts_at=past, ends_at=past)
    assert refused.value.message_dict.keys() == {"text_ar", "article", "starts_at", "ends_at"}
    first = publishing.put_on(by=editor, texts={"ar": "أوّل"})
    colleague = make_user(roles.EDITOR)
    with pytest.raises(publishing.Stale):
        publishing.put_on(by=colleague, texts={"ar": "ثانٍ"})
    publishing.put_on(by=colleague, texts={"ar": "ثانٍ"}, base=first.pk)
