"""No page that a reader, a journalist or an editor meets has anything that axe-core finds wrong."""

import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import get_resolver, reverse
from django.utils import timezone, translation
from playwright.sync_api import expect

from articles import most_read, workflow
from articles.models import Revision, Section, StaticPage
from delivery.models import ReadCount, Redirect
from fronts import publishing
from newsroom import roles
from related.models import PinnedSet
from tests.accessibility import violations
from tests.browser import PHONE, sign_in
from tests.factories import (
    make_article,
    make_author,
    make_content,
    make_draft,
    make_image,
    make_section,
    make_topic,
    make_user,
)
from topics.models import Topic

# High enough that no bar that stays at the edge lies over a field.
TALL = {"width": 1440, "height": 4000}

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "<p>انتظرت المدينة المطر أسبوعاً كاملاً.</p><h2>ثمّ جاء</h2><p>في ليلة واحدة أغرق شوارعها.</p>"


@pytest.fixture
def newsroom():
    """A newsroom with one of everything that has a page; returns the article with every block."""
    with translation.override("ar"):
        names = {"name_en": "Politics", "name_fr": "Politique", "slug_en": "politics", "slug_fr": "politique"}
        news, opinion = make_section("سياسة", **names), make_section("رأي", style=Section.Style.OPINION)
        portrait, picture = make_image(alt_ar="وجه"), make_image(alt_ar="البحر", caption_ar="البحر عند الفجر")
        author = make_author("ميسان الرّافعي", bio_ar="تكتب في السياسة.", portrait=portrait)
        topic = make_topic("الحدود", aliases=["الحدود البحريّة"], description_ar="بحر وخطوط.")
        others = [
            make_article(section=section, authors=[author], topics=[topic], lead_image=picture, standfirst="مقدّمة.")
            for section in [news, opinion] * 6
        ]
        blocks = (
            '<aside data-pull-quote="قائل">قول يُبرز بين الفقرات.</aside>'
            f'<aside data-article="{others[0].pk}"></aside><figure data-image="{picture.pk}"></figure>'
            '<div data-embed="https://www.youtube.com/watch?v=aaaaaaaaaaa"></div>'
        )
        article = make_article(
            section=news,
            headline="خطّ في البحر يعود إلى الطاولة",
            headline_en="A line in the sea returns to the table",
            headline_fr="Une ligne en mer revient sur la table",
            body_en=f"<p>The city waited for a week.</p>{blocks}",
            body_fr=f"<p>La ville a attendu une semaine.</p>{blocks}",
            kicker="ترسيم",
            standfirst="مقدّمة في سطرين عن خطّ في البحر.",
            authors=[author],
            topics=[topic],
            lead_image=picture,
            source_name="وكالة",
            source_url="https://example.com/",
            body=TEXT + blocks,
        )
        workflow.add_correction(article, "ورد اسم المرفأ خطأ.", by=make_user(roles.EDITOR))
        ReadCount.objects.bulk_create(
            ReadCount(hour=timezone.now(), kind=most_read.kind("ar"), key=read.pk, number=20) for read in others
        )
        most_read.rank()
        StaticPage.objects.create(title_ar="عن الجريدة", slug_ar="عن-الجريدة", body_ar=TEXT, position=1)
        publishing.put_on(by=make_user(roles.EDITOR), texts={"ar": "عاجل", "en": "Breaking", "fr": "Urgent"})
        Redirect.objects.create(old_path="/قديم/", new_path="/سياسة/")
        PinnedSet.objects.create(topic=topic, until=timezone.now() + timedelta(days=1))
        return article


def assert_none(wrong):
    """Fail with what is wrong by the name of its page, one line each."""
    lines = [f"{where}: {what}" for where, found in wrong.items() for what in found]
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


# Readers ------------------------------------------------------------------------------------------------------------


#: What readers get instead of a page, beside 404; without a connection it is tests/test_reading_comforts.py that looks.
ERRORS = [400, 403, 405, 410, 500, 503]


def readers_addresses(article, language):
    with translation.override(language):
        author, topic = article.bylines.first().author, article.article_topics.first().topic
        moment = timezone.localtime(article.published_at)
        return {
            "front": reverse("home"),
            "section": article.section.get_absolute_url(),
            "article": article.get_absolute_url(),
            "author": author.get_absolute_url(),
            "topic": topic.get_absolute_url(),
            "archive": reverse("archive"),
            "month": reverse("archive-month", args=[moment.year, moment.month]),
            "search": f"{reverse('search')}?q={article.headline.split()[-1]}",
            "search without words": reverse("search"),
            "saved": reverse("saved"),
            "nothing found": f"{reverse('search')}?q=xyzzy",
            "missing": f"{reverse('home')}nothing/here/",
        }


@pytest.mark.console_may_say("status of 404")
@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_readers_pages_have_no_violation_in_light_and_dark(phone, newsroom, language):
    addresses = readers_addresses(newsroom, language)
    if language == "ar":
        addresses |= {"opinion": "/رأي/", "static page": StaticPage.objects.get().get_absolute_url()}
        running = make_topic("الحرائق", layout=Topic.Layout.RUNNING)
        bare = make_article(section=newsroom.section, topics=[running])
        addresses |= {"article of a headline and a text": bare.get_absolute_url()}
        addresses |= {"running story": running.get_absolute_url()}
    wrong = {}
    of_all_editions = [readers_addresses(newsroom, code)["article"] for code in ("ar", "en", "fr")]
    saved = [{"address": path, "headline": "عنوان", "place": "سياسة", "minutes": "5 د"} for path in of_all_editions]
    for name, address in addresses.items():
        phone.goto(address)
        if name == "saved":
            phone.evaluate("list => { localStorage.saved = JSON.stringify(list) }", saved)
            phone.reload()
            expect(phone.locator(".saved button")).to_have_count(3)
            said = phone.locator(".saved a").evaluate_all("links => links.map(link => `${link.lang} ${link.dir}`)")
            assert said == [" " if text.startswith(language) else text for text in ("ar rtl", "en ltr", "fr ltr")]
        phone.emulate_media(color_scheme="light")
        wrong[name] = violations(phone)
        phone.emulate_media(color_scheme="dark")
        wrong[f"{name}, dark"] = violations(phone, rules=["color-contrast"])
    # In the dark, as 404 was seen in both, and on the last address, where their style sheets are.
    for status in ERRORS if language == "ar" else [503]:
        with translation.override(language):
            phone.set_content(render_to_string(f"{status}.html"))
        wrong[status] = violations(phone)
    assert_none(wrong)


# The desk -----------------------------------------------------------------------------------------------------------


def routes(patterns, before=""):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        yield from routes(pattern.url_patterns, route) if hasattr(pattern, "url_patterns") else [route]


def desk_addresses(article, client):
    """The address of every screen of the desk that `client` may open, by its route, and of some in another state."""
    topic, other = article.article_topics.first().topic, make_topic("الجنوب")
    rows = {"desk/topic/": topic, "desk/related/": article}
    for model in admin.site._registry:
        rows[f"desk/{model._meta.label_lower.replace('.', '/')}/"] = model._default_manager.first()
    rows["desk/articles/article/"] = article
    addresses = {}
    for route in routes(get_resolver().url_patterns):
        row = next((row for room, row in rows.items() if route.startswith(room)), None)
        address = f"/{re.sub('<[^>]+>', str(row.pk) if row else '', route)}"
        if not route.startswith("desk/") or "(" in route or ("<" in route and row is None):
            continue
        response = client.get(address)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            addresses[route] = address
    old, new = article.revisions.order_by("pk")[:2]
    compare = reverse("admin:articles_article_compare", args=[article.pk])
    merge = reverse("topic_desk:merge", args=[topic.pk])
    return addresses | {
        "room": reverse("admin:app_list", args=["articles"]),
        "search": f"{reverse('admin:search')}?q=المدينة",
        "compare": f"{compare}?old={old.pk}&new={new.pk}",
        "live then": f"{reverse('admin:articles_article_live', args=[article.pk])}?at=2030-01-01T00:00",
        "merge into": f"{merge}?into={other.pk}",
        "refused": reverse("admin:articles_article_delete", args=[article.pk]),
        "nothing there": "/desk/articles/article/987654/change/",
    }


ON_A_PHONE = {
    "desk/",
    "desk/articles/article/",
    "desk/articles/article/<path:object_id>/change/",
    "desk/articles/article/<int:pk>/preview/",
    "compare",
    "two versions",
}


@pytest.mark.console_may_say("status of 404", "status of 403")
def test_desk_screens_have_no_violation(page, newsroom, client):
    chief = make_user(roles.CHIEF, first_name="سناء", last_name="الخوري")
    workflow.save_revision(newsroom, make_content(headline="عنوان آخر", body=TEXT), by=chief)
    late = make_draft(headline="تأخّر عن موعده", body=TEXT)
    Revision.objects.filter(pk=late.newest_revision_id).update(due_at=timezone.now() - timedelta(minutes=5))
    workflow.submit(make_draft(headline="بانتظار المراجعة", body=TEXT), by=chief)
    for _number in range(45):  # more than fit on a page
        make_draft(headline="مسودة", body=TEXT)
    two = make_draft(headline="عنوانان", body=TEXT)
    base = two.newest_revision_id
    workflow.save_revision(two, make_content(headline="عنوان زميل"), by=make_user(roles.EDITOR))
    workflow.autosave(two, make_content(headline="عنواني", body=TEXT), by=chief, base=base)
    page.set_viewport_size(TALL)
    page.goto("/desk/login/")
    wrong = {"sign in": violations(page)}
    sign_in(page, chief)
    client.force_login(chief, backend="django.contrib.auth.backends.ModelBackend")
    addresses = desk_addresses(newsroom, client)
    addresses["two versions"] = reverse("admin:articles_article_merge", args=[two.pk])
    assert addresses.keys() >= ON_A_PHONE
    for name, address in addresses.items():
        page.goto(address)
        wrong[name] = violations(page)
        if name in ON_A_PHONE:
            page.set_viewport_size(PHONE)
            wrong[f"{name}, phone"] = violations(page)
            page.set_viewport_size(TALL)
        if not name.endswith(("history/", "delete/")):  # in the same colours as the others
            page.emulate_media(color_scheme="dark")
            wrong[f"{name}, dark"] = violations(page, rules=["color-contrast"])
            page.emulate_media(color_scheme="light")
    assert_none(wrong)
