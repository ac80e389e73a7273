"""Each stored page equals the page rebuilt, whatever the desk does; and only pages that show a change are made anew."""

import json
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from unittest import mock
from urllib.parse import unquote

import pytest
from django.contrib.admin import site as desk
from django.core.management import call_command
from django.utils import timezone

from articles import importing, most_read, scheduling, workflow
from articles.models import Article, Correction, StaticPage
from delivery.changes import changes
from delivery.desk import DeskAdmin
from fronts import publishing
from fronts.models import BreakingNews, FrontVersion
from newsroom import roles
from related import curation, leads, merging, pins
from related.models import PinnedLink, PinnedSet
from tests.factories import (
    BODY,
    make_article,
    make_author,
    make_content,
    make_draft,
    make_image,
    make_section,
    make_topic,
    make_user,
)
from tests.stored_pages import connection_kept
from tests.test_fronts import publish, slot
from tests.test_house import public_functions
from tests.test_most_read import have_read

pytestmark = pytest.mark.django_db

#: Sitemaps name everything there is in one page, and are made anew with any of it.
SITEMAPS = {f"/sitemap-{name}-ar.xml" for name in ("articles", "authors", "topics")} | {"/sitemap.xml"}
SITEMAPS.add(f"/sitemap-articles-ar-{timezone.localtime():%Y-%m}.xml")
#: Those that say when each article, or one of a month, was changed last.
DATED = {path for path in SITEMAPS if "authors" not in path and "topics" not in path}


class World:
    """A newsroom with two of each thing, so that what a change must not touch stands beside what it must."""

    def __init__(self):
        self.editor, self.chief = make_user(roles.EDITOR), make_user(roles.CHIEF, is_superuser=True)
        self.politics, self.culture = (
            make_section("سياسة", name_en="Politics", slug_en="politics"),
            make_section("ثقافة"),
        )
        self.reem, self.omar = make_author("ريم الحدّاد"), make_author("عمر نصّار")
        self.rain, self.film = make_topic("المطر"), make_topic("السينما")
        self.image, self.other_image = make_image(), make_image()
        self.month = f"/archive/{timezone.localtime():%Y/%-m}/"
        self.page = StaticPage.objects.create(title_ar="من نحن", slug_ar="من-نحن", body_ar="<p>نحن.</p>")
        given = {"section": self.culture, "topics": [self.film], "authors": [self.omar], "lead_image": self.other_image}
        self.films = [make_article(**given, headline=f"فيلم {number}") for number in range(4)]
        given = {"section": self.politics, "topics": [self.rain], "authors": [self.reem], "lead_image": self.image}
        english = {"headline_en": "Rain", "body_en": "<p>It rains.</p>", "slug_en": "rain"}
        self.old = make_article(**given, headline_en="Old", body_en="<p>Old.</p>", headline="قديم")
        self.read_also = make_article(**given, body=f'{BODY}<aside data-article="{self.old.pk}"></aside>')
        self.article = make_article(**given, **english, headline="بيروت تنتظر المطر")
        self.draft = make_draft(**given, headline="مسوّدة", by=make_user())
        for article in Article.objects.all():
            article.refresh_from_db()
        curation.add(self.films[0], self.films[1], by=self.editor)

    def paths(self):
        things = [self.politics, self.culture, self.reem, self.omar, self.rain, self.film, self.page]
        things += Article.objects.live()
        own = ["/", "/en/", "/archive/", self.month, "/feed/", "/en/feed/", "/robots.txt"]
        own += [f"/feed/{section.slug}/" for section in (self.politics, self.culture)]
        own += [f"/en{self.english()}", "/sitemap-sections-ar.xml", *SITEMAPS]
        return [*own, *(thing.get_absolute_url() for thing in things)]

    def english(self):
        return f"/politics/{self.article.pk}-rain/"

    @property
    def by_omar(self):
        return [{"author": self.omar.pk, "role": "writer"}]

    def revised(self, **given):
        """The newest revision of the article, saved with these changes."""
        content = {**self.article.newest_revision.content, **given}
        return workflow.save_revision(self.article, content, by=self.editor)

    def in_review(self):
        workflow.submit(self.draft, by=self.draft.created_by)


@pytest.fixture
def world(settings):
    return World()


# What the desk does with articles -----------------------------------------------------------------------------------


def in_an_hour():
    return timezone.now() + timedelta(hours=1)


def scheduled(world):
    workflow.schedule(world.draft.newest_revision, by=world.editor, due_at=in_an_hour())


def embargoed(world):
    workflow.embargo(world.draft, by=world.editor, until=in_an_hour())


def taken_over(world):
    workflow.take_over(world.draft, by=world.editor)


def typed(world):
    article = Article.objects.get(pk=world.article.pk)
    changed = {**article.newest_revision.content, "kicker_ar": "عاجل"}
    workflow.autosave(article, changed, by=world.editor, base=article.newest_revision_id)


def newest(world):
    return {"onto": Article.objects.get(pk=world.article.pk).newest_revision_id, "choices": {}}


#: What the desk does of which readers see nothing: what goes before, and the change.
UNSEEN = {
    "approve": (World.in_review, lambda world: workflow.approve(world.draft, by=world.editor)),
    "autosave": (None, lambda world: workflow.autosave(world.article, make_content(), by=world.editor)),
    "create_article": (None, lambda world: workflow.create_article(by=world.editor)),
    "discard_autosave": (None, lambda world: workflow.discard_autosave(world.article, by=world.editor)),
    "embargo": (None, embargoed),
    "gather_last_words": (taken_over, lambda world: workflow.gather_last_words(world.draft, by=world.editor)),
    "hand_back": (taken_over, lambda world: workflow.hand_back(world.draft, by=world.editor)),
    "refuse": (None, lambda world: curation.refuse(world.article, world.films[3], by=world.editor)),
    "restore": (None, lambda world: workflow.restore(world.article.live_revision, by=world.editor)),
    "save_revision": (None, lambda world: world.revised(headline_ar="لم يُنشر بعد")),
    "save_merged": (typed, lambda world: workflow.save_merged(world.article, by=world.editor, **newest(world))),
    "schedule": (None, scheduled),
    "send_back": (World.in_review, lambda world: workflow.send_back(world.draft, by=world.editor, note="أعد")),
    "submit": (None, World.in_review),
    "take_over": (None, lambda world: workflow.take_over(world.draft, by=world.editor)),
    "unembargo": (embargoed, lambda world: workflow.unembargo(world.draft, by=world.editor)),
    "unschedule": (scheduled, lambda world: workflow.unschedule(world.draft, by=world.editor)),
    "unsubmit": (World.in_review, lambda world: workflow.unsubmit(world.draft, by=world.draft.created_by)),
}


def test_what_readers_do_not_see_renews_nothing(world, site, django_capture_on_commit_callbacks):
    with site.changing(world.paths(), django_capture_on_commit_callbacks) as difference:
        for first, change in UNSEEN.values():
            world.draft = make_draft(section=world.politics, by=make_user())
            if first is not None:
                first(world)
            change(world)
    assert difference.renewed == set()


def published(world, **given):
    workflow.publish(world.revised(**given), by=world.editor)


def due(world):
    scheduled(world)
    world.draft.revisions.update(due_at=timezone.now() - timedelta(seconds=1))


def corrected(world):
    return workflow.add_correction(world.article, "كان الرقم خاطئاً", by=world.editor)


def put_aside(world):
    workflow.withdraw(world.films[1], by=world.editor)


def own_page(world):
    return {world.article.get_absolute_url(), f"/en{world.english()}"}


def own_page_and_feeds(world):
    return own_page(world) | {"/feed/", "/en/feed/", f"/feed/{world.politics.slug}/"} | DATED


def in_politics(world):
    """The Arabic pages that name an article of politics and rain by Reem."""
    things = [world.politics, world.reem, world.rain]
    return {
        "/",
        world.month,
        "/feed/",
        f"/feed/{world.politics.slug}/",
        *(thing.get_absolute_url() for thing in things),
    }


#: What readers see: what goes before, the change, and the pages of which some, and which others, must be made anew.
SEEN = {
    "publish": (None, lambda world: workflow.publish(world.draft.newest_revision, by=world.editor), in_politics),
    "publish a text": (
        None,
        lambda world: published(world, body_ar="<p>نصّ آخر كلّه.</p>"),
        lambda world: own_page(world) | {world.month},  # whose lines show less than other cards do
    ),
    "publish a headline": (None, lambda world: published(world, headline_ar="عنوان آخر"), in_politics),
    "publish elsewhere": (
        None,
        lambda world: published(world, section=world.culture.pk, topics=[world.film.pk], bylines=world.by_omar),
        lambda world: in_politics(world) | {world.culture.get_absolute_url(), world.film.get_absolute_url()},
    ),
    "publish an edition": (
        None,
        lambda world: published(world, headline_en="", body_en=""),
        # Pages of authors, topics and months say in which editions there is something of theirs.
        lambda world: {"/en/", world.month, world.reem.get_absolute_url(), world.rain.get_absolute_url()},
    ),
    "publish_due": (due, lambda world: workflow.publish_due(), in_politics),
    "withdraw": (None, lambda world: workflow.withdraw(world.article, by=world.editor), in_politics),
    "withdraw a read-also": (
        None,
        lambda world: workflow.withdraw(world.old, by=world.editor),
        lambda world: {world.read_also.get_absolute_url()},
    ),
    "publish one that was withdrawn": (
        put_aside,
        lambda world: workflow.publish(world.films[1].newest_revision, by=world.editor),
        lambda world: {world.films[0].get_absolute_url()},  # where an editor had chosen it
    ),
    "add_correction": (None, corrected, own_page_and_feeds),
    "remove_correction": (
        corrected,
        lambda world: workflow.remove_correction(Correction.objects.get(), by=world.editor),
        own_page_and_feeds,
    ),
    "add": (None, lambda world: curation.add(world.article, world.films[3], by=world.editor), own_page),
    "remove": (
        None,
        lambda world: curation.remove(
            world.films[0], world.films[0].related_links.values_list("pk", flat=True), by=world.editor
        ),
        lambda world: {world.films[0].get_absolute_url()},
    ),
    "order": (
        lambda world: curation.add(world.films[0], world.article, by=world.editor),
        lambda world: curation.order(
            world.films[0], [link.pk for link in world.films[0].related_links.order_by("-position")], by=world.editor
        ),
        lambda world: {world.films[0].get_absolute_url()},
    ),
    "add_outside": (
        None,
        lambda world: curation.add_outside(
            world.article, url="https://example.org/", title="بعيد", source="جريدة", by=world.editor
        ),
        own_page,
    ),
    "make_mutual": (
        None,
        lambda world: curation.make_mutual(world.films[0].related_links.get(), by=world.editor),
        lambda world: {world.films[1].get_absolute_url()},
    ),
    "publish one that is to stand under another": (
        lambda world: curation.make_mutual(curation.add(world.draft, world.films[2], by=world.editor), by=world.editor),
        lambda world: workflow.publish(world.draft.newest_revision, by=world.editor),
        lambda world: {world.films[2].get_absolute_url()},
    ),
    "head": (None, lambda world: curation.head(world.article, "اقرأ في الملفّ", by=world.editor), own_page),
    "fill": (None, lambda world: curation.fill(world.article, False, by=world.editor), own_page),
}


@pytest.mark.parametrize("name", SEEN)
def test_what_readers_see_renews_the_pages_that_show_it(name, world, site, django_capture_on_commit_callbacks):
    first, change, shown = SEEN[name]
    if first is not None:
        first(world)
    paths, expected = world.paths(), shown(world)
    with site.changing(paths, django_capture_on_commit_callbacks) as difference:
        change(world)
    assert expected <= difference.renewed
    assert difference.needlessly <= SITEMAPS | expected
    assert world.page.get_absolute_url() not in difference.renewed


@pytest.mark.parametrize(
    ("change", "language"),
    [
        (lambda world: workflow.withdraw(world.article, by=world.editor), "ar"),
        (lambda world: workflow.withdraw(world.article, by=world.editor), "en"),
        (lambda world: workflow.publish(world.revised(headline_en="", body_en=""), by=world.editor), "en"),
    ],
)
def test_what_is_taken_away_is_made_anew_at_once_wherever_it_stands(
    change, language, world, site, django_capture_on_commit_callbacks
):
    own = {"ar": unquote(world.article.get_absolute_url()), "en": f"/en{world.english()}"}[language]
    headline = {"ar": world.article.headline, "en": "Rain"}[language]
    pages = {unquote(path): site.get(path).text for path in [*world.paths(), "/news-sitemap.xml"]}
    edition = {path for path in pages if path.startswith("/en/") == (language == "en")}
    showing = {path for path in edition if headline in pages[path] or f"/{world.article.pk}-" in unquote(pages[path])}
    assert {own, {"ar": "/", "en": "/en/"}[language]} <= showing
    with django_capture_on_commit_callbacks(execute=True):
        change(world)
    site.renew(is_loss=True)
    kept = {key.encode("latin-1").decode(): page for key, page in site.pages.store.items()}
    assert own not in kept
    assert all(kept[path].made_at == changes.count for path in showing - {own})
    assert any(page.made_at < changes.count and changes.has_changed(page) for page in kept.values())  # it can wait


def test_every_change_of_the_workflow_and_of_curation_is_held_to_it():
    asking = {"may_curate", "may_edit", "merge_of", "require_may_edit", "revisions_seen_by", "seen_by", "unsaved"}
    asking |= {"add_revision", "log", "put_on_row"}  # parts of the others
    changes = public_functions(workflow) - asking
    changes |= public_functions(curation) - {"chosen"}
    assert changes <= UNSEEN.keys() | SEEN.keys()


# What the desk does with the things around them ---------------------------------------------------------------------


def edited(world, client, thing, **changed):
    """Save `thing` in its form at the desk, with some fields changed."""
    client.force_login(world.chief, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/desk/{thing._meta.app_label}/{thing._meta.model_name}/{thing.pk}/change/"
    form = client.get(address).context["adminform"].form
    typed = {name: value for name, value in form.initial.items() if value is not None and value is not False}
    if thing == world.rain:
        typed |= {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}
    response = client.post(address, {**typed, **changed})
    assert response.status_code == 302, response.context["adminform"].form.errors


#: A thing, what is changed of it, a page that shows it, and how few pages do not (None: every page shows it).
EDITED = {
    "section": ("politics", {"name_ar": "السياسة"}, None),
    "section's introduction": ("politics", {"description_ar": "أخبار السياسة"}, {"films"}),
    "author": ("reem", {"name_ar": "ريم حدّاد"}, {"films"}),
    "topic": ("rain", {"name_ar": "الأمطار"}, {"films"}),
    "picture": ("image", {"credit_ar": "رويترز", "alt_ar": "شارع", "focal_x": 0.1}, {"films"}),
    "page": ("page", {"title_ar": "من نحن اليوم"}, None),
    "page's text": ("page", {"body_ar": "<p>نحن جريدة.</p>"}, {"films", "article"}),
}


@pytest.mark.parametrize("name", EDITED)
def test_an_edited_thing_renews_the_pages_that_show_it(name, world, site, client, django_capture_on_commit_callbacks):
    thing, changed, without = EDITED[name]
    with site.changing(world.paths(), django_capture_on_commit_callbacks) as difference, connection_kept():
        edited(world, client, getattr(world, thing), **changed)
    shown = {"politics": world.politics, "page": world.page}.get(thing, world.article)
    assert shown.get_absolute_url() in difference.renewed
    unchanged = set(world.paths()) - difference.renewed
    if without is None:
        assert unchanged == {"/robots.txt"} | SITEMAPS & unchanged
    else:
        assert {film.get_absolute_url() for film in world.films if "films" in without} <= unchanged
        assert "article" not in without or world.article.get_absolute_url() in unchanged


def test_a_deleted_thing_renews_the_pages_that_showed_it(world, site, client, django_capture_on_commit_callbacks):
    client.force_login(world.chief, backend="django.contrib.auth.backends.ModelBackend")
    paths = [path for path in world.paths() if unquote(path) not in (f"/page/{world.page.slug}/", "/topic/المطر/")]
    gone = [thing.get_absolute_url() for thing in (world.page, world.rain)]
    assert [site.get(path).status for path in gone] == [200, 200]
    with site.changing(paths, django_capture_on_commit_callbacks) as difference, connection_kept():
        for thing in (world.page, world.rain):
            address = f"/desk/{thing._meta.app_label}/{thing._meta.model_name}/{thing.pk}/delete/"
            assert client.post(address, {"post": "yes"}).status_code == 302
    assert world.article.get_absolute_url() in difference.renewed
    assert [site.get(path).status for path in gone] == [404, 404]


def test_every_screen_of_the_desk_says_which_pages_it_changes():
    """But for articles and pins, which have functions of their own, and for what readers never see."""
    unseen = {"Redirect", "User", "Article", "PinnedSet"}
    for model, screen in desk._registry.items():
        if isinstance(screen, DeskAdmin) and model.__name__ not in unseen:
            assert type(screen).page_tags is not DeskAdmin.page_tags, model
            assert screen.page_tags(None, model(pk=1)) and screen.page_tags(model(pk=1), None)


# Without the desk ---------------------------------------------------------------------------------------------------


def imported(**given):
    line = {"id": "1", "title": "وارد", "section": "ثقافة", "body": BODY, **given}
    importing.Importer().store([importing.prepare(json.dumps(line))])


@pytest.mark.parametrize("is_there", [False, True])
def test_an_import_renews_what_it_changes(is_there, world, site, django_capture_on_commit_callbacks):
    if is_there:
        imported()
    with site.changing(world.paths(), django_capture_on_commit_callbacks) as difference:
        imported(title="وارد بعنوان آخر")
    assert {"/", world.culture.get_absolute_url()} <= difference.renewed
    assert world.politics.get_absolute_url() not in difference.renewed


@pytest.mark.parametrize("change", ["the first comes out", "the last is withdrawn"])
def test_a_section_topic_and_author_are_in_another_edition_while_an_article_of_theirs_is(
    change, world, site, django_capture_on_commit_callbacks
):
    things = [world.culture, world.film, world.omar]
    arabic = [thing.get_absolute_url() for thing in things]
    english = [f"/en{path}" for path in arabic]
    feeds = [f"/en/feed/{name}{thing.slug}/" for name, thing in zip(["", "topic/", "author/"], things, strict=True)]
    sitemaps = [f"/sitemap-{name}-en.xml" for name in ("sections", "topics", "authors")]
    paths = [*arabic, *english, *feeds, *sitemaps]
    content = world.films[0].newest_revision.content | {"headline_en": "A film", "body_en": "<p>Seen.</p>"}
    with_it = workflow.save_revision(world.films[0], content, by=world.editor)

    def in_english():
        """Whether each of them has a page, has a feed, is in the sitemap, and its Arabic page says so."""
        found = [[site.get(path).status == 200 for path in paths] for paths in (english, feeds)]
        found.append([path in site.get(file).text for path, file in zip(english, sitemaps, strict=True)])
        return [*found, ['hreflang="en"' in site.get(path).text for path in arabic]]

    is_first = change == "the first comes out"
    if not is_first:
        workflow.publish(with_it, by=world.editor)
    assert in_english() == [[not is_first] * 3] * 4
    with site.changing(paths, django_capture_on_commit_callbacks):
        workflow.publish(with_it, by=world.editor) if is_first else workflow.withdraw(world.films[0], by=world.editor)
    assert in_english() == [[is_first] * 3] * 4


def test_an_import_that_is_dated_otherwise_stands_between_others(world, site, django_capture_on_commit_callbacks):
    hours_ago = [(timezone.now() - timedelta(hours=hours)).isoformat() for hours in (1, 3)]
    imported(tags=["المطر"], published=hours_ago[0])
    for article, hours in [(world.old, 2), (world.article, 4)]:
        Article.objects.filter(pk=article.pk).update(published_at=timezone.now() - timedelta(hours=hours))
        article.article_topics.update(published_at=timezone.now() - timedelta(hours=hours))
    assert "وارد</a>" in site.get(world.old.get_absolute_url()).text.partition("story-neighbours")[2]
    with site.changing(world.paths(), django_capture_on_commit_callbacks) as difference:
        imported(tags=["المطر"], published=hours_ago[1], title="وارد قديم")
    assert own_page(world) - {f"/en{world.english()}"} <= difference.renewed


def test_an_import_dated_ahead_comes_out_by_itself(world, site, django_capture_on_commit_callbacks):
    soon = timezone.now() + timedelta(hours=1)
    imported(published=soon.isoformat())
    scheduling.beat()
    assert "وارد" not in site.get("/").text
    with mock.patch("django.utils.timezone.now", return_value=soon + timedelta(seconds=1)):
        assert site.get("/").how == "hit"
        with django_capture_on_commit_callbacks(execute=True):
            call_command("run_scheduler", once=True)
        assert "وارد" in site.get("/").text and site.get(world.politics.get_absolute_url()).status == 200
        scheduling.beat()
        with site.changing(["/"], django_capture_on_commit_callbacks) as difference:
            scheduling.renew_pages_of_what_came_out()
        assert difference.renewed == set()  # once


def test_what_is_said_of_today_is_made_anew_at_midnight(world, site):
    midnight = datetime.combine(timezone.localdate() + timedelta(days=1), time.min)
    before = site.get("/")
    ended = timezone.make_aware(midnight).timestamp()
    with mock.patch("delivery.pages.time.time", return_value=ended - 1):
        assert site.get("/").how == "hit"
    with mock.patch("delivery.pages.time.time", return_value=ended):
        assert site.get(world.article.get_absolute_url()).how.startswith("fwd=miss")  # not stored until now
        assert site.get(world.article.get_absolute_url()).how == "hit"  # which says the whole date
        with mock.patch("django.utils.timezone.now", return_value=timezone.make_aware(midnight)):
            after = site.get("/")
    assert after.how.startswith("fwd=miss")
    days = [
        [f'<time datetime="{day}">' in page.text for day in (midnight.date() - timedelta(days=1), midnight.date())]
        for page in (before, after)
    ]
    assert days == [[True, False], [False, True]]  # the front says what day it is of


LED = {
    "a lead": lambda topic, world: leads.add(topic, world.read_also, by=world.editor),
    "another order": lambda topic, world: leads.order(topic, [world.old.pk, world.article.pk], by=world.editor),
    "a lead removed": lambda topic, world: leads.remove(topic, [world.old.pk], by=world.editor),
    "a lead withdrawn": lambda topic, world: workflow.withdraw(world.old, by=world.editor),
    "a merge": lambda topic, world: merging.merge(world.rain, topic, by=world.editor),
}


@pytest.mark.parametrize("name", LED)
def test_what_leads_a_topic_and_a_merge_renew_the_pages_that_show_it(
    name, world, site, django_capture_on_commit_callbacks
):
    topic, merged = make_topic("الريح"), world.rain.get_absolute_url()
    for position, article in enumerate([world.article, world.old]):
        topic.leads.create(article=article, position=position)
    paths = [topic.get_absolute_url(), world.article.get_absolute_url()]
    assert site.get(merged).status == 200
    with site.changing(paths, django_capture_on_commit_callbacks) as difference:
        LED[name](topic, world)
    assert difference.renewed >= set(paths if name == "a merge" else paths[:1])
    assert site.get(merged).status == (301 if name == "a merge" else 200)


def pinned(world):
    return pins.add(world.film, world.old, by=world.editor)


#: What goes before, and the change of what the topic of the films pins under them.
PINNED = {
    "add": (None, pinned),
    "add_outside": (
        None,
        lambda world: pins.add_outside(
            world.film, url="https://example.org/", title="بعيد", source="جريدة", by=world.editor
        ),
    ),
    "remove": (
        pinned,
        lambda world: pins.remove(world.film, PinnedLink.objects.values_list("pk", flat=True), by=world.editor),
    ),
    "order": (
        lambda world: (pinned(world), pins.add(world.film, world.article, by=world.editor)),
        lambda world: pins.order(
            world.film, PinnedLink.objects.order_by("-position").values_list("pk", flat=True), by=world.editor
        ),
    ),
    "pin_until": (
        lambda world: (pinned(world), PinnedSet.objects.update(until=timezone.now())),  # their time is over
        lambda world: pins.pin_until(world.film, in_an_hour(), by=world.editor),
    ),
    "a pinned one is withdrawn": (pinned, lambda world: workflow.withdraw(world.old, by=world.editor)),
}


@pytest.mark.parametrize("name", PINNED)
def test_what_a_topic_pins_renews_the_pages_of_its_articles(name, world, site, django_capture_on_commit_callbacks):
    first, change = PINNED[name]
    if first is not None:
        first(world)
    films = {film.get_absolute_url() for film in world.films}
    with site.changing(world.paths(), django_capture_on_commit_callbacks) as difference:
        change(world)
    assert films <= difference.renewed and not films & difference.needlessly
    if name in public_functions(pins):
        assert difference.renewed == films


def test_every_change_of_what_topics_pin_is_held_to_it():
    assert public_functions(pins) - {"pinned"} <= PINNED.keys()


# The fronts -----------------------------------------------------------------------------------------------------------


def fronted(world):
    """The front page with an old article on top, and the one of politics."""
    publish([slot("lead-0", world.old), slot("second-0", world.films[0], image=world.image)], by=world.editor)
    publish([slot("lead-0", world.old)], by=world.editor, section=world.politics)


def prepared(world):
    return publishing.prepare(None, [slot("lead-0", world.films[1])], by=world.editor, from_at=in_an_hour())


def barred(world):
    return publishing.put_on(by=world.editor, texts={"ar": "خبر الليلة"}, article=world.article)


def both_fronts(world):
    return {"/", world.politics.get_absolute_url()}


def everywhere(world):
    """Every page that readers look at, and no feed or sitemap."""
    return {path for path in world.paths() if "/feed/" not in path and not path.endswith((".xml", ".txt"))}


#: What goes before, the change, and the pages that must be made anew.
FRONTED = {
    "publish": (None, fronted, both_fronts),
    "prepare": (fronted, prepared, lambda world: {"/"}),
    "call_off": (
        lambda world: (fronted(world), prepared(world)),
        lambda world: publishing.call_off(FrontVersion.objects.of(None).prepared().get(), by=world.editor),
        lambda world: {"/"},
    ),
    "return_to": (
        lambda world: (fronted(world), publish([], by=world.editor)),
        lambda world: publishing.return_to(
            FrontVersion.objects.get(front__section=None, number=1),
            by=world.editor,
            base=FrontVersion.objects.of(None).out()[0].pk,
        ),
        lambda world: {"/"},
    ),
    "put_on": (None, barred, everywhere),
    "take_off": (
        lambda world: BreakingNews.objects.create(text_ar="خبر الليلة", starts_at=timezone.now()),
        lambda world: publishing.take_off(BreakingNews.objects.get(), by=world.editor),
        everywhere,
    ),
    "an article that is to lead comes out": (
        lambda world: (
            scheduled(world),
            publish([slot("lead-0", world.draft)], by=world.editor),
            world.draft.revisions.update(due_at=timezone.now()),
        ),
        lambda world: workflow.publish_due(),
        lambda world: {"/"},
    ),
    "an article that leads is withdrawn": (
        fronted,
        lambda world: workflow.withdraw(world.old, by=world.editor),
        both_fronts,
    ),
    "an article that was to lead comes back": (
        lambda world: (fronted(world), workflow.withdraw(world.old, by=world.editor)),
        lambda world: workflow.publish(world.old.newest_revision, by=world.editor),
        both_fronts,
    ),
    "the article of the bar is withdrawn": (
        barred,
        lambda world: workflow.withdraw(world.article, by=world.editor),
        lambda world: {"/", world.films[0].get_absolute_url(), world.page.get_absolute_url()},
    ),
}


@pytest.mark.parametrize("name", FRONTED)
def test_what_happens_to_a_front_renews_the_pages_that_show_it(name, world, site, django_capture_on_commit_callbacks):
    first, change, shown = FRONTED[name]
    if first is not None:
        first(world)
    expected = shown(world)
    with site.changing(world.paths(), django_capture_on_commit_callbacks) as difference:
        change(world)
    assert expected <= difference.renewed
    if name in public_functions(publishing):
        assert difference.renewed <= expected | {"/en/"}
        assert "/feed/" not in difference.renewed


def test_every_change_of_the_fronts_is_held_to_it():
    assert public_functions(publishing) - {"problems"} <= FRONTED.keys()


def test_another_order_of_what_is_read_most_renews_the_front_page(world, site, django_capture_on_commit_callbacks):
    news = [make_article(section=world.politics, headline=f"خبر {number}") for number in range(14)]
    for number, article in enumerate(news[:5]):
        have_read(article, 20 + number)
    with site.changing(["/", "/en/"], django_capture_on_commit_callbacks) as difference:
        most_read.rank()
    assert difference.renewed == {"/"} and "most-read" in site.get("/").text


@contextmanager
def at(moment):
    """Let it be that moment, for the newsroom and for the stored pages."""
    with (
        mock.patch("delivery.pages.time.time", return_value=moment.timestamp()),
        mock.patch("django.utils.timezone.now", return_value=moment),
    ):
        yield


def test_a_front_changes_in_the_moment_that_was_set_though_nobody_does_anything(world, site):
    """A prepared front, and the times of a slot and of the bar, bound the life of the stored page.

    The bar's do so on any other page, too.
    """
    noon = timezone.localtime().replace(hour=12, minute=0) + timedelta(days=1)  # at midnight pages change by themselves
    moments = [noon + timedelta(minutes=number) for number in range(1, 6)]
    with at(noon):
        publish([slot("lead-0", world.old, starts_at=moments[0], ends_at=moments[1])], by=world.editor)
        publishing.put_on(by=world.editor, texts={"ar": "شريط"}, starts_at=moments[2], ends_at=moments[3])
        publishing.prepare(None, [slot("lead-0", world.films[0])], by=world.editor, from_at=moments[4])
        seen = [site.get("/").text]
        other = world.films[0].get_absolute_url()
        bars_on_another_page = ["شريط" in site.get(other).text]
    for moment in moments:
        with at(moment - timedelta(seconds=1)):
            assert site.get("/").how == "hit"
        with at(moment):
            page = site.get("/")
            assert page.how.startswith("fwd=miss")
            seen.append(page.text)
            bars_on_another_page.append("شريط" in site.get(other).text)
    leads = [text.split("card-lead")[1].split("card-second")[0] for text in seen]
    assert [world.old.get_absolute_url() in lead for lead in leads] == [False, True, False, False, False, False]
    assert [world.films[0].get_absolute_url() in lead for lead in leads] == [False] * 5 + [True]
    bars = [False, False, False, True, False, False]
    assert ["شريط" in text for text in seen] == bars_on_another_page == bars
