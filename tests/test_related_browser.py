"""The panel of related links in a real browser, as an editor and a writer use it."""

import re

import pytest
from playwright.sync_api import expect

from newsroom import roles
from related.models import RelatedLink
from tests.browser import sign_in
from tests.factories import make_article, make_draft, make_section, make_user
from tests.test_related_suggestions import WATER, WATER_TOO


def panel_of(page, article):
    page.goto(f"/desk/articles/article/{article.pk}/change/")
    return page.get_by_role("region", name="مواضيع ذات صلة")


def chosen_in(panel):
    return panel.locator("[data-chosen] [data-label]")


@pytest.mark.console_may_say("status of 400")
def test_an_editor_adds_refuses_and_orders_and_after_a_reload_it_is_so(page):
    editor, section = make_user(roles.EDITOR), make_section()
    article = make_article(headline="المياه مقطوعة عن بيروت", body=WATER, section=section)
    for headline in ("نصف مياه بيروت يضيع", "المصلحة تعد بالمياه", "محطّة ضبية تتوقّف"):
        make_article(headline=headline, body=WATER_TOO, section=section)
    sign_in(page, editor)
    panel = panel_of(page, article)
    suggested = panel.get_by_role("group", name="اقتراحات، الأشبه أولاً")
    row = suggested.get_by_role("listitem").filter(has_text="نصف مياه بيروت يضيع")
    expect(row).to_contain_text("كلمات مشتركة:")
    row.get_by_role("button", name="أضف: نصف مياه بيروت يضيع").click()
    expect(chosen_in(panel)).to_have_text(["نصف مياه بيروت يضيع"])
    expect(row).to_have_count(0)
    suggested.get_by_role("button", name="لا تقترحه مجدداً: المصلحة تعد بالمياه").click()
    expect(suggested).not_to_contain_text("المصلحة تعد بالمياه")
    adding = suggested.get_by_role("button", name="أضف: محطّة ضبية تتوقّف")
    adding.focus()
    page.keyboard.press("Enter")
    expect(chosen_in(panel)).to_have_text(["نصف مياه بيروت يضيع", "محطّة ضبية تتوقّف"])

    # The last one first: by the keyboard, then back by dragging.
    last = panel.get_by_role("button", name="قدّمه: محطّة ضبية تتوقّف")
    last.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(chosen_in(panel)).to_have_text(["محطّة ضبية تتوقّف", "نصف مياه بيروت يضيع"])
    expect(panel.get_by_role("status").first).to_have_text("حُفظ الترتيب.")
    grips = panel.locator("[data-grip]")
    grips.first.scroll_into_view_if_needed()
    start, end = grips.first.bounding_box(), panel.locator("[data-chosen] li").last.bounding_box()
    page.mouse.move(start["x"] + 4, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 4, end["y"] + end["height"] + 4, steps=6)
    page.mouse.up()
    expect(chosen_in(panel)).to_have_text(["نصف مياه بيروت يضيع", "محطّة ضبية تتوقّف"])

    panel.get_by_label("العنوان فوق المواضيع ذات الصلة").fill("ملفّ المياه")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("status").first).to_have_text("حُفظ العنوان.")
    panel.get_by_text("رابط إلى موقع آخر").click()
    panel.get_by_label("رابط الصفحة").fill("javascript:alert(1)")
    panel.get_by_label("عنوانها", exact=True).fill("المياه في الصحف")
    panel.get_by_label("مصدرها").fill("جريدة بعيدة")
    panel.get_by_role("button", name="أضف الرابط").click()
    expect(panel.get_by_text("ألصق رابط الصفحة كاملاً")).to_be_visible()
    expect(panel.get_by_label("مصدرها")).to_have_value("جريدة بعيدة")
    panel.get_by_label("رابط الصفحة").fill("https://example.org/water")
    page.keyboard.press("Enter")
    expect(chosen_in(panel)).to_have_text(["نصف مياه بيروت يضيع", "محطّة ضبية تتوقّف", "المياه في الصحف"])

    panel = panel_of(page, article)
    expect(chosen_in(panel)).to_have_text(["نصف مياه بيروت يضيع", "محطّة ضبية تتوقّف", "المياه في الصحف"])
    expect(panel.get_by_text("لا شيء يشبه هذا النصّ بعد")).to_be_visible()
    panel.get_by_role("button", name="اجعله متبادلاً").first.click()
    expect(panel.locator("[data-chosen] li").first).to_contain_text("متبادل")
    panel.get_by_text("سجلّ التغييرات").click()
    expect(panel.get_by_text("رُفض اقتراح: المصلحة تعد بالمياه")).to_be_visible()
    page.goto(article.get_absolute_url())
    related = page.get_by_role("region", name="ملفّ المياه")
    expect(related.get_by_role("heading", level=3)).to_have_text(
        ["نصف مياه بيروت يضيع", "محطّة ضبية تتوقّف", "المياه في الصحف", "المصلحة تعد بالمياه"]
    )
    expect(related.get_by_role("link", name="المياه في الصحف")).to_have_attribute("href", "https://example.org/water")


def test_suggestions_come_for_what_is_typed_before_anything_is_saved(page):
    writer = make_user(roles.JOURNALIST)
    make_article(headline="نصف مياه بيروت يضيع", body=WATER_TOO)
    sign_in(page, writer)
    page.goto("/desk/articles/article/add/")
    panel = page.get_by_role("region", name="مواضيع ذات صلة")
    page.get_by_text("مواضيع ذات صلة").first.click()  # folded until there is something
    expect(panel.get_by_text("اكتب كلماتك الأولى")).to_be_visible()
    page.get_by_role("textbox", name="العنوان", exact=True).fill("مياه بيروت تضيع في الأنابيب، ومصلحة المياه تعد")
    row = panel.get_by_role("listitem").filter(has_text="نصف مياه بيروت يضيع")
    expect(row).to_contain_text("كلمات مشتركة:")
    row.get_by_role("button", name=re.compile("أضف")).click()
    expect(chosen_in(panel)).to_have_text(["نصف مياه بيروت يضيع"])
    assert RelatedLink.objects.get().article.newest_revision is None


def test_on_a_live_article_a_writer_sees_the_choice_and_changes_nothing(phone):
    writer = make_user(roles.JOURNALIST)
    article, target = make_article(by=writer), make_article(headline="مختار")
    RelatedLink.objects.create(article=article, target=target, position=0)
    make_draft(by=writer)
    sign_in(phone, writer)
    panel = panel_of(phone, article)
    expect(chosen_in(panel)).to_have_text(["مختار"])
    expect(panel.get_by_role("button")).to_have_count(0)
    panel.get_by_text("أين يظهر هذا المقال").click()
    expect(panel.get_by_text("لم يضعه أحد إلى جانب مقال آخر بعد.")).to_be_visible()
