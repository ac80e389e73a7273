"""The desk and readers of an old newspaper: a thousand topics and a hundred thousand articles, in one walk."""

import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from articles import most_read
from articles.models import Article, ArticleTopic, SearchEntry, Section
from articles.search import terms
from benchmarks import archive
from delivery.models import ReadCount
from newsroom import roles
from tests.browser import sign_in
from tests.factories import make_user
from tests.test_fronts_browser import LEAD, Screen
from topics.models import Topic


@pytest.fixture
def person(transactional_db):
    """The topic of every fifth of 100,000 articles. Behind the test the tables are as small as before, and known so."""
    yield archive.fill(100_000)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE articles_article, topics_topic CASCADE")
        # ANALYZE keeps what it counted where a table is empty; so it counts one entry that has no words.
        article = Article.objects.create()
        SearchEntry.objects.create(article=article, language="ar", published_at=timezone.now(), vector="")
        cursor.execute("ANALYZE articles_article, articles_searchentry")
    terms.forget_counted()


def test_an_editor_curates_among_a_thousand_topics_and_a_hundred_thousand_articles(person, page):
    assert Topic.objects.count() > 1_000 and Article.objects.live().count() > 99_000
    newest = list(Article.objects.live().newest()[:10])
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    ReadCount.objects.bulk_create(
        ReadCount(hour=now, kind="article:ar", key=article.pk, number=100 - place)
        for place, article in enumerate(Article.objects.live().newest()[1_000:1_006])
    )
    most_read.rank()
    sign_in(page, make_user(roles.EDITOR))

    suggestions_for_a_draft(page, person)
    a_topic_and_its_pages(page, person)
    two_topics_become_one(page, person)
    the_fronts(page, newest)
    what_readers_find(page, newest)


def suggestions_for_a_draft(page, person):
    """Proposed for its first words, then for its topic; added, ordered, refused, and once it is saved it is so."""
    like = Article.objects.live().filter(topics=person).newest()[3]
    page.goto("/desk/articles/article/add/")
    panel = page.get_by_role("region", name="مواضيع ذات صلة")
    page.get_by_text("مواضيع ذات صلة").first.click()
    expect(panel.get_by_text("اكتب كلماتك الأولى")).to_be_visible()
    page.get_by_role("textbox", name="العنوان", exact=True).fill(like.headline_ar.rpartition(" ")[0])
    suggested = panel.get_by_role("group", name="اقتراحات، الأشبه أولاً")
    rows = suggested.get_by_role("listitem")
    expect(rows).to_have_count(8)
    expect(rows.first).to_contain_text("كلمات مشتركة:")
    page.locator("#field-topics").get_by_role("combobox").fill(archive.ALSO_CALLED)
    page.get_by_role("option", name=archive.PERSON).click()
    expect(rows.first).to_contain_text(f"الموضوع نفسه: {archive.PERSON}")
    first, second, third = [rows.nth(place).locator("[data-label]").inner_text() for place in range(3)]
    chosen = panel.locator("[data-chosen] [data-label]")
    suggested.get_by_role("button", name=f"أضف: {first}").click()
    expect(chosen).to_have_text([first])
    suggested.get_by_role("button", name=f"أضف: {second}").press("Enter")
    expect(chosen).to_have_text([first, second])
    panel.get_by_role("button", name=f"قدّمه: {second}").press("Alt+ArrowUp")
    expect(chosen).to_have_text([second, first])
    expect(panel.get_by_role("status").first).to_have_text("حُفظ الترتيب.")
    suggested.get_by_role("button", name=f"لا تقترحه مجدداً: {third}").click()
    expect(suggested).not_to_contain_text(third)
    expect(rows).to_have_count(8)
    with page.expect_navigation():
        page.get_by_role("button", name="احفظ").first.click()
    expect(chosen).to_have_text([second, first])
    expect(rows.first).to_contain_text(f"الموضوع نفسه: {archive.PERSON}")
    expect(suggested).not_to_contain_text(third)


def a_topic_and_its_pages(page, person):
    """Found by another spelling, led by an old article; under its newest one stand what it pins, and the next one."""
    about = Article.objects.live().filter(topics=person).newest()
    newest, next_one, old, pinned = about[0], about[1], about[15_000], Article.objects.live().newest()[50_000]
    page.goto("/desk/topics/topic/")
    page.get_by_role("searchbox").last.fill(archive.ALSO_CALLED)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=archive.PERSON).click()
    page.wait_for_url("**/change/**")
    page.wait_for_load_state()
    leads = page.get_by_role("region", name="صدارة الصفحة")
    leads.get_by_role("combobox").fill(old.headline_ar)
    leads.get_by_role("option", name=old.headline_ar).click()
    expect(leads.get_by_role("status")).to_contain_text(old.headline_ar)
    pins = page.get_by_role("region", name="مثبّت تحت كلّ مقالاته")
    pins.get_by_role("combobox").fill(pinned.headline_ar)
    pins.get_by_role("option", name=pinned.headline_ar).click()
    expect(pins.locator("[data-chosen] [data-label]")).to_have_text([pinned.headline_ar])
    page.goto(person.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text(archive.PERSON)
    expect(page.locator("main article h3").first).to_have_text(old.headline_ar)
    page.get_by_role("link", name=newest.headline_ar).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(newest.headline_ar)
    related = page.get_by_role("region", name="مواضيع ذات صلة").get_by_role("heading", level=3)
    expect(related).to_have_count(4)
    expect(related.first).to_have_text(pinned.headline_ar)
    expect(related.filter(has_text=next_one.headline_ar)).to_have_count(1)


def two_topics_become_one(page, person):
    """That of twenty thousand articles is merged into one of a hundred."""
    kept = Topic.objects.get(name_ar="ملفّ 7")
    page.goto(f"/desk/topics/topic/{person.pk}/change/")
    page.get_by_role("link", name="ادمج في موضوع آخر").click()
    page.wait_for_load_state()
    page.locator(".merge .select2-selection").click()
    page.get_by_role("searchbox").last.fill(kept.name)
    page.get_by_role("option", name=re.compile(rf"^{kept.name}\b")).click()
    page.get_by_role("button", name="تابع").click()
    page.get_by_role("button", name="ادمج").click()
    expect(page.get_by_text(f"دُمج “{archive.PERSON}” في “{kept.name}”.")).to_be_visible()
    assert ArticleTopic.objects.filter(topic=kept).count() > 20_000
    page.goto(person.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text(kept.name)


def the_fronts(page, newest):
    """The paper's and a section's: an old article is found and put on top, and readers see it and what is read most."""
    section = Section.objects.get(pk=newest[0].section_id)
    of_section = Article.objects.live().filter(section=section)
    for address, readers, lead, old in [
        ("/desk/fronts/", "/", ".card-lead h2", Article.objects.live().newest()[70_000]),
        (f"/desk/fronts/{section.pk}/", section.get_absolute_url(), ".section-lead h3", of_section.newest()[2_000]),
    ]:
        page.goto(address)
        screen = Screen(page)
        expect(screen.place(LEAD)).to_contain_text("تلقائي")
        page.get_by_role("searchbox", name="ابحث في المقالات").fill(old.headline_ar)
        expect(screen.shelf.locator("[data-found] li")).to_have_count(1)
        screen.row(old.headline_ar).drag_to(screen.place(LEAD))
        expect(screen.place(LEAD)).to_contain_text(old.headline_ar)
        expect(screen.place(LEAD)).to_contain_text("مختار")
        screen.publish()
        screen.expect_published()
        page.goto(readers)
        expect(page.locator(lead)).to_have_text(old.headline_ar)
    page.goto("/")
    most_read_there = page.get_by_role("region", name="الأكثر قراءة")
    expect(most_read_there.get_by_role("listitem").first).to_contain_text(
        Article.objects.live().newest()[1_000].headline_ar
    )


def what_readers_find(page, newest):
    """By an author, by month and by words."""
    author = newest[0].bylines.get().author
    page.goto(author.get_absolute_url())
    expect(page.locator("main").get_by_role("link", name=newest[0].headline_ar).first).to_be_visible()
    long_ago = Article.objects.live().newest()[90_000]
    published = timezone.localtime(long_ago.published_at)
    page.goto(reverse("archive-month", args=[published.year, published.month]))
    expect(page.locator("main article")).to_have_count(40)
    page.goto(f"/search/?q={long_ago.headline_ar}")
    expect(page.locator("main article").first).to_contain_text(long_ago.headline_ar)
