"""An article of the kind the outlet publishes, entered through the desk and read as a reader, part by part.

Its text is not ours to keep: it is read from the shared corpus beside the project, and without it there is no test.
"""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils import translation
from playwright.sync_api import expect

from articles import search, workflow
from articles.models import Article
from newsroom import roles
from tests.browser import sign_in
from tests.factories import make_article, make_section, make_topic, make_user

FILE = Path(settings.BASE_DIR).parent / "shared" / "corpus" / "reference-article.txt"
READ_ALSO = "إقرأ أيضاً:"

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the shared corpus is not beside this copy of the project")


def paragraphs():
    return [line.strip() for line in FILE.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.fixture
def reference():
    """The file taken apart: headline, blocks of the body in order, and the four related cards."""
    headline, _minutes, *rest = paragraphs()
    end = rest.index("مواضيع ذات صلة")
    blocks = []
    for number, text in enumerate(rest[:end]):
        others = rest[:number] + rest[number + 1 : end]
        if text.startswith(READ_ALSO):
            blocks.append(("read also", text.removeprefix(READ_ALSO).strip()))
        elif any(text in other for other in others):  # a pull quote repeats words of the text
            blocks.append(("pull quote", text))
        else:
            blocks.append(("paragraph", text))
    cards = list(zip(rest[end + 1 :: 2], rest[end + 2 :: 2], strict=True))
    assert [kind for kind, _text in blocks].count("pull quote") == 2 and len(cards) == 4
    return SimpleNamespace(headline=headline, blocks=blocks, cards=cards)


@pytest.fixture
def newsroom(db, reference):
    """What the paper already has: a section, the person as a topic, the earlier article and the four related ones."""
    section = make_section("عرب وعالم")
    person = make_topic("ديفيد إغناتيوس", kind="person", aliases=["دايفيد إغناطيوس"])
    [earlier] = [text for kind, text in reference.blocks if kind == "read also"]
    related = [
        # The excerpt as it is printed, and more text behind it for the «…» to stand for.
        make_article(
            section=section, headline=headline, body=f"<p>{excerpt.rstrip('…')} ثمّ تمضي القصّة إلى نهايتها.</p>"
        )
        for headline, excerpt in reference.cards
    ]
    return SimpleNamespace(
        section=section,
        person=person,
        editor=make_user(roles.EDITOR),
        earlier=make_article(section=section, headline=earlier),
        related=related,
    )


def write(page, reference, newsroom):
    """Enter the article as an editor does and leave it saved, with its related links chosen."""
    sign_in(page, newsroom.editor)
    page.goto("/desk/articles/article/add/")
    edition = page.locator(".edition[data-edition=ar]")
    text = edition.locator(".ProseMirror")
    page.get_by_label("العنوان", exact=True).first.fill(reference.headline)
    page.get_by_label("القسم").select_option(label=newsroom.section.name_ar)
    page.get_by_role("combobox", name="أضف موضوعاً").press_sequentially("اغناطيوس")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="أزل: ديفيد إغناتيوس")).to_be_visible()
    page.get_by_text("المصدر", exact=True).first.click()
    page.locator("[name=source_name_ar]").fill("واشنطن بوست")
    text.click()
    for kind, words in reference.blocks:
        if kind == "read also":
            edition.locator(".editor-tools").get_by_role("button", name="اقرأ أيضاً", exact=True).click()
            dialog = page.get_by_role("dialog")
            dialog.get_by_role("combobox").fill("أغناتيوس اتفاق")
            expect(dialog.get_by_role("option")).to_have_count(1)
            page.keyboard.press("Enter")
            expect(text.locator("aside").last).to_contain_text(words)
            continue
        if kind == "pull quote":
            page.keyboard.press("Control+Alt+4")
        page.keyboard.insert_text(words)
        page.keyboard.press("Enter")
    page.get_by_role("button", name="احفظ").click()
    page.wait_for_url("**/change/")
    panel = page.get_by_role("region", name="مواضيع ذات صلة")
    for article in newsroom.related:
        panel.get_by_role("combobox").press_sequentially(article.headline_ar)
        expect(panel.get_by_role("option")).to_have_count(1)
        page.keyboard.press("Enter")
        expect(panel.get_by_role("status")).to_contain_text("أُضيف")
    page.get_by_role("button", name="انشر", exact=True).click()
    expect(page.get_by_text("منشور").first).to_be_visible()
    return Article.objects.get(headline_ar=reference.headline)


def test_the_reference_article_goes_through_the_desk_whole(page, reference, newsroom, client):
    article = write(page, reference, newsroom)
    with translation.override("ar"):
        address = article.get_absolute_url()
        page.goto(address)
    quotes = [text for kind, text in reference.blocks if kind == "pull quote"]
    said = [text for kind, text in reference.blocks if kind == "paragraph"]

    expect(page.get_by_role("heading", level=1)).to_have_text(reference.headline)
    expect(page.get_by_text("مدة القراءة 5 د").first).to_be_visible()
    body = page.locator(".story-body")
    for text in said:  # every mark and quotation mark as typed, «حزيران» and «أيلول» untouched
        expect(body.get_by_text(text, exact=True)).to_have_count(1)
    expect(body.locator(".pull-quote")).to_have_count(2)
    for text in quotes:
        expect(body.locator(".pull-quote", has_text=text)).to_have_count(1)
    expect(page.get_by_text("واشنطن بوست", exact=False).last).to_be_visible()
    expect(page.get_by_role("link", name="ديفيد إغناتيوس", exact=True)).to_be_visible()

    cards = page.get_by_role("region", name="مواضيع ذات صلة")
    for headline, excerpt in reference.cards:
        card = cards.get_by_role("article").filter(has_text=headline)
        expect(card).to_have_count(1)
        expect(card).to_contain_text(excerpt)
    expect(cards.get_by_role("article")).to_have_count(4)

    # The read-also follows its target, and goes with it.
    read_also = body.get_by_role("link", name=newsroom.earlier.headline_ar)
    expect(read_also).to_have_count(1)
    revision = workflow.save_revision(
        newsroom.earlier,
        {**newsroom.earlier.newest_revision.content, "headline_ar": "عنوان جديد للمقال الأوّل", "slug_ar": "جديد"},
        by=newsroom.editor,
    )
    workflow.publish(revision, by=newsroom.editor)
    page.reload()
    expect(read_also).to_have_count(0)
    body.get_by_role("link", name="عنوان جديد للمقال الأوّل").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("عنوان جديد للمقال الأوّل")
    workflow.withdraw(newsroom.earlier, by=newsroom.editor)
    page.goto(address)
    expect(body).to_be_visible()
    expect(body.get_by_role("link", name="عنوان جديد للمقال الأوّل")).to_have_count(0)


def test_its_pull_quotes_count_in_neither_search_feed_excerpt_nor_reading_time(page, reference, newsroom, client):
    article = write(page, reference, newsroom)
    quotes = [text for kind, text in reference.blocks if kind == "pull quote"]
    feed = client.get("/feed/").content.decode()
    for text in quotes:
        assert feed.count(text) == 1  # the sentence of the text itself, not its repetition
    assert article.reading_minutes_ar == 5
    assert article.excerpt_ar.startswith(reference.blocks[0][1].split("،")[0])
    for spelling in ["إغناتيوس", "اغناطيوس", "أغناتيوس"]:
        assert article in search.find(spelling, "ar").articles()
    client.force_login(newsroom.editor)
    only_quoted = workflow.save_revision(
        article,
        {
            **article.newest_revision.content,
            "body_ar": article.body_ar + '<aside data-pull-quote="">زعفرانٌ نادر</aside>',
        },
        by=newsroom.editor,
    )
    article = workflow.publish(only_quoted, by=newsroom.editor)
    assert article not in search.find("زعفران", "ar").articles()
    assert "زعفران" not in client.get("/feed/").content.decode()
