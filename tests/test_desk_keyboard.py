"""An article's whole way by keyboard: nothing on it is clicked, and every step is reached by Tab, arrows and J."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article
from newsroom import roles
from tests.browser import sign_in
from tests.factories import make_author, make_section, make_user

MOST_STOPS = 150


@pytest.fixture
def keys(page):
    return page.keyboard


def reach(target, key="Tab"):
    """Press `key` until `target` has the focus."""
    page = target.page
    expect(target).to_be_attached()
    for _stop in range(MOST_STOPS):
        page.keyboard.press(key)
        if target.evaluate("element => element === document.activeElement"):
            expect(target).to_be_visible()
            return
    pytest.fail(f"{key} does not lead to {target}", pytrace=False)


def press(target, key="Tab"):
    reach(target, key)
    target.page.keyboard.press("Enter")


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def open_more(page):
    press(page.locator(".more > summary"))


def stands(page, words):
    expect(page.get_by_role("status").first).to_have_text(re.compile(words))
    page.wait_for_load_state()


def open_from_today(page, user, headline):
    sign_in(page, user)
    page.goto("/desk/")
    page.wait_for_load_state()
    reach(page.locator("[data-rows] li > a", has_text=headline).first, key="j")
    page.keyboard.press("Enter")
    expect(page.locator(".edition[data-edition=ar] .ProseMirror")).to_be_visible()
    page.wait_for_load_state()


def test_an_article_goes_its_whole_way_by_keyboard(page, keys):
    make_section("محليّات")
    make_author("سناء الخوري")
    reem, naji = make_user(roles.JOURNALIST), make_user(roles.EDITOR)

    # Write and submit.
    sign_in(page, reem)
    page.goto("/desk/")
    press(page.get_by_role("link", name="مقال جديد").first)
    expect(page.locator(".edition[data-edition=ar] .ProseMirror")).to_be_visible()
    page.wait_for_load_state()
    reach(page.get_by_label("العنوان", exact=True))
    keys.type("بيروت تنتظر")
    keys.press("Enter")
    keys.type("مقدّمة في سطر.")
    reach(page.locator(".edition[data-edition=ar] .ProseMirror"))
    keys.type("جاء المطر في ليلة واحدة.")
    reach(page.get_by_label("القسم", exact=True))
    keys.press("ArrowDown")
    reach(page.get_by_role("combobox", name="أضف كاتباً"))
    keys.type("سناء")
    expect(page.get_by_role("option", name="سناء الخوري")).to_be_visible()
    keys.press("ArrowDown")
    keys.press("Enter")
    keys.press("Control+s")
    expect(page).to_have_url(re.compile(r"/article/\d+/change/$"))
    stands(page, "^مسودة، حُفظت")
    press(button(page, "أرسل للمراجعة"))
    stands(page, "^قيد المراجعة")
    article = Article.objects.get()
    assert article.newest_revision.headline == "بيروت تنتظر" and article.newest_revision.section is not None

    # Return it with a note, and send it again.
    open_from_today(page, naji, "بيروت تنتظر")
    open_more(page)
    reach(page.get_by_label("ملاحظة إلى الكاتب", exact=True))
    keys.type("أضف رقماً")
    press(button(page, "أعِده إلى الكاتب"))
    stands(page, "^مُعاد")
    open_from_today(page, reem, "بيروت تنتظر")
    expect(page.get_by_text("أضف رقماً")).to_be_visible()
    press(button(page, "أرسل للمراجعة"))
    stands(page, "^قيد المراجعة")

    # Approve, schedule, publish.
    open_from_today(page, naji, "بيروت تنتظر")
    open_more(page)
    press(button(page, "وافق على النصّ"))
    stands(page, "^موافَق")
    open_more(page)
    press(button(page, "جدوِل"))
    stands(page, "^مجدوَل")
    article = Article.objects.get()
    assert article.revisions.get(pk=article.newest_revision_id).due_at > timezone.now()
    press(button(page, "انشر"))
    stands(page, "^منشور")

    # Correct, withdraw, restore.
    press(page.locator("summary", has_text="التصحيحات"), key="Shift+Tab")  # near the end
    reach(page.get_by_label("تصحيح", exact=True))
    keys.type("ورد اسم المرفأ خطأ.")
    press(button(page, "أضف التصحيح"))
    expect(page.get_by_text("صار التصحيح على الصفحة.")).to_be_visible()
    article.refresh_from_db()
    assert [correction.text for correction in article.corrections.all()] == ["ورد اسم المرفأ خطأ."]
    page.wait_for_load_state()
    reach(page.get_by_label("العنوان", exact=True))
    keys.press("Control+a")
    keys.type("بيروت ما زالت تنتظر")
    keys.press("Control+s")
    stands(page, "فيه تعديلات لم تُنشر")
    open_more(page)
    press(button(page, "اسحب من القرّاء"))
    stands(page, "^مسحوب")
    press(page.get_by_role("link", name="السجلّ").first, key="Shift+Tab")
    expect(page.get_by_role("heading", level=1)).to_contain_text("السجلّ")
    press(button(page, "استعِد").first)
    expect(page.get_by_label("العنوان", exact=True)).to_have_value("بيروت تنتظر")
    article.refresh_from_db()
    assert article.withdrawn_at is not None and article.newest_revision.headline == "بيروت تنتظر"
