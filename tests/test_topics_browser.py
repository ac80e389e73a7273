"""Topics as an editor and a journalist meet them: what leads, one topic out of two, topics that the text names."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from newsroom import roles
from tests.accessibility import violations
from tests.browser import sign_in
from tests.factories import make_article, make_draft, make_topic, make_user
from topics.models import Topic


@pytest.mark.console_may_say("status of 400")
def test_an_editor_chooses_what_leads_and_merges_two_topics(page, db):
    old = make_topic("نتانياهو", kind=Topic.Kind.PERSON)
    topic = make_topic("بنيامين نتنياهو", kind=Topic.Kind.PERSON, aliases=["بيبي"])
    for headline in ["خطاب أمام الكنيست", "جلسة المحكمة"]:
        make_article(headline=headline, topics=[topic])
    make_article(headline="لقاء في واشنطن", topics=[old])
    sign_in(page, make_user(roles.EDITOR))
    page.goto(f"/desk/topics/topic/{topic.pk}/change/")
    panel = page.get_by_role("region", name="صدارة الصفحة")
    add = panel.get_by_role("combobox")
    for words, headline in [("خطاب", "خطاب أمام الكنيست"), ("محكمة", "جلسة المحكمة")]:
        add.fill(words)
        panel.get_by_role("option", name=headline).click()
        expect(panel.get_by_role("status")).to_contain_text(headline)
    # With the keyboard; then with the mouse, and back.
    rows = panel.get_by_role("listitem")
    rows.nth(1).get_by_role("button", name="قدّمه").press("Alt+ArrowUp")
    expect(rows.first).to_contain_text("جلسة المحكمة")
    expect(panel.get_by_role("status")).to_have_text("حُفظ الترتيب.")
    rows.nth(1).locator("[data-grip]").drag_to(rows.first.locator("[data-grip]"), target_position={"x": 5, "y": 1})
    expect(rows.first).to_contain_text("خطاب أمام الكنيست")
    expect(panel.get_by_role("status")).to_have_text("حُفظ الترتيب.")
    pins = page.get_by_role("region", name="مثبّت تحت كلّ مقالاته")
    pins.get_by_role("combobox").fill("محكمة")
    pins.get_by_role("option", name="جلسة المحكمة").click()
    pins.get_by_label("تبقى حتى").fill("2999-01-01T10:00")
    expect(pins.get_by_role("status")).to_contain_text("2999")
    pins.get_by_text("رابط إلى موقع آخر").click()
    pins.get_by_label("رابط الصفحة").fill("http://localhost/desk/")
    pins.get_by_label("عنوانها", exact=True).fill("المحكمة في الصحف")
    pins.get_by_label("مصدرها").fill("جريدة بعيدة")
    page.keyboard.press("Enter")
    expect(pins.get_by_role("listitem")).to_have_count(1)
    pins.get_by_label("رابط الصفحة").fill("https://example.org/court")
    page.keyboard.press("Enter")
    expect(pins.locator("[data-chosen] [data-label]")).to_have_text(["جلسة المحكمة", "المحكمة في الصحف"])
    assert violations(page) == []

    page.goto(f"/desk/topics/topic/{old.pk}/change/")
    page.get_by_role("link", name="ادمج في موضوع آخر").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("دمج “نتانياهو” في موضوع آخر")
    expect(page.locator(".merge [aria-label='الموضوع الذي يبقى']")).to_be_attached()
    assert violations(page) == []
    page.locator(".merge .select2-selection").click()
    page.get_by_role("searchbox").last.fill("بيبي")
    page.get_by_role("option", name="بنيامين نتنياهو").click()
    page.get_by_role("button", name="تابع").click()
    expect(page.get_by_text("مقال واحد عنه")).to_be_visible()
    page.wait_for_load_state()
    assert violations(page) == []
    page.get_by_role("button", name="ادمج").click()
    expect(page.get_by_text("دُمج “نتانياهو” في “بنيامين نتنياهو”.")).to_be_visible()

    page.goto("/topic/نتانياهو/")
    expect(page.get_by_role("heading", level=1)).to_have_text("بنيامين نتنياهو")
    expect(page.locator("main article h3").first).to_have_text("خطاب أمام الكنيست")
    expect(page.locator("main article h3")).to_have_text(["خطاب أمام الكنيست", "جلسة المحكمة", "لقاء في واشنطن"])


def test_a_journalist_is_told_the_topics_of_what_is_being_written(page, db):
    person = make_topic("بنيامين نتنياهو", kind=Topic.Kind.PERSON, aliases=["نتانياهو"])
    make_topic("القاهرة", kind=Topic.Kind.PLACE)
    writer = make_user(roles.JOURNALIST)
    draft = make_draft(by=writer, headline="مطر", body="<p>لا أحد.</p>")
    sign_in(page, writer)
    page.goto(f"/desk/articles/article/{draft.pk}/change/")
    suggested = page.get_by_role("region", name="مواضيع وردت في النصّ")
    expect(page.locator(".edition[data-edition=ar] .ProseMirror")).to_be_visible()
    expect(suggested).to_be_hidden()
    page.get_by_label("العنوان", exact=True).fill("نتانياهو في القاهرة")
    expect(suggested.get_by_role("listitem")).to_have_count(2)
    expect(suggested).to_contain_text("ورد في النصّ: نتانياهو")
    suggested.get_by_role("button", name="لا تقترحه هنا: القاهرة").click()
    suggested.get_by_role("button", name="بنيامين نتنياهو").first.click()
    expect(suggested).to_be_hidden()
    chosen = page.locator("#field-topics .ordered-row")
    expect(chosen).to_have_count(1)
    with page.expect_response(lambda answer: answer.url.endswith("/change/") and answer.request.method == "POST"):
        page.get_by_role("button", name="احفظ").first.click()
    page.reload()
    expect(chosen).to_contain_text("بنيامين نتنياهو")
    # What was dismissed stays so; what is taken away is offered again.
    chosen.get_by_role("button", name="أزل").click()
    expect(suggested.get_by_role("listitem")).to_have_count(1)
    expect(suggested).to_contain_text("بنيامين نتنياهو")
    revision = Article.objects.get(pk=draft.pk).newest_revision
    assert revision.content["topics"] == [person.pk]
    assert revision.content["headline_ar"] == "نتانياهو في القاهرة"
