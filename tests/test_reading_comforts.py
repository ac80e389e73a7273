"""What a reader has without an account: larger text, light and dark, saved articles; nothing of it without a script."""

import re

import pytest
from django.utils import translation
from playwright.sync_api import expect

from fronts import publishing
from images import library
from tests.factories import make_article, make_picture, make_renditions, make_section, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article():
    with translation.override("ar"):
        body = "<p>نصّ يُقرأ على مهل.</p>" * 40
        return make_article(section=make_section("سياسة"), headline="خطّ في البحر", body=body)


def ground(page):
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def test_a_reader_chooses_dark_and_larger_text_and_finds_them_on_the_next_page(phone, article):
    phone.emulate_media(color_scheme="light")
    phone.goto(article.get_absolute_url())
    light = ground(phone)
    size = "parseFloat(getComputedStyle(document.querySelector('.story-body p')).fontSize)"
    usual = phone.evaluate(size)
    phone.get_by_role("button", name="فاتح أو داكن").click()
    phone.get_by_role("button", name="حجم النصّ").click()
    expect(phone.locator(".story-tools [role=status]")).to_have_text("نصّ أكبر")
    assert ground(phone) != light and phone.evaluate(size) > usual
    phone.reload()
    assert ground(phone) != light and phone.evaluate(size) > usual
    phone.goto("/")
    assert ground(phone) != light
    phone.get_by_role("button", name="فاتح أو داكن").click()
    assert ground(phone) == light


def test_what_is_saved_is_read_without_a_connection_and_can_be_removed(phone, article):
    publishing.put_on(by=make_user(), texts={"ar": "عاجل اليوم وحده"})
    phone.goto("/saved/")
    expect(phone.get_by_text("لم تحفظ شيئاً بعد.")).to_be_visible()
    phone.goto(article.get_absolute_url(), wait_until="networkidle")
    keep, bar = phone.get_by_role("button", name="احفظ للقراءة لاحقاً"), phone.get_by_text("عاجل اليوم وحده")
    expect(keep).to_have_attribute("aria-pressed", "false")
    expect(bar).to_be_visible()
    keep.click()
    expect(phone.get_by_role("button", name="محفوظ")).to_have_attribute("aria-pressed", "true")
    phone.context.set_offline(True)
    phone.goto("/saved/")
    phone.get_by_role("link", name="خطّ في البحر").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("خطّ في البحر")
    expect(bar).to_have_count(0)
    expect(phone.locator(".story-body p").first).to_have_css("font-family", re.compile('^"Noto Naskh Arabic"'))
    phone.context.set_offline(False)
    phone.goto("/saved/")
    phone.get_by_role("button", name="أزل: خطّ في البحر").click()
    expect(phone.get_by_text("لم تحفظ شيئاً بعد.")).to_be_visible()
    assert phone.evaluate("async () => await caches.keys()") == ["saved-/saved/"]  # the list's own page stays


def test_the_pictures_of_a_saved_article_are_there_in_whatever_size_a_screen_asks_for(phone, live_server):
    article = make_article(headline="بلا شبكة", lead_image=library.add(make_picture((1300, 800)), alt_ar="البحر"))
    make_renditions()
    phone.goto(article.get_absolute_url())
    picture = phone.get_by_role("img", name="البحر")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.currentSrc)").endswith("-480.avif")
    phone.get_by_role("button", name="احفظ للقراءة لاحقاً").click()
    expect(phone.get_by_role("button", name="محفوظ")).to_have_attribute("aria-pressed", "true")
    phone.context.set_offline(True)
    phone.set_viewport_size({"width": 1440, "height": 900})
    phone.goto(article.get_absolute_url())
    assert picture.evaluate("image => image.decode().then(() => image.currentSrc)").endswith("-1200.avif")
    assert picture.evaluate("image => image.naturalWidth") > 0


VOICE = """
    const spoken = (window.spoken = [])
    Object.defineProperty(window, "speechSynthesis", { value: {
        getVoices: () => [{ lang: "ar-SA" }],
        speak: (words) => spoken.push(words),
        cancel: () => {
            sessionStorage.cancelled = 1
            const last = spoken.at(-1)
            setTimeout(() => last?.onerror())
        },
    } })
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } }
"""


def test_an_article_is_read_aloud_until_one_stops_it_or_leaves(phone, article):
    phone.add_init_script(VOICE)
    phone.goto(article.get_absolute_url())
    listen = phone.get_by_role("button", name="استمع")
    listen.click()
    expect(listen).to_have_attribute("aria-pressed", "true")
    expect(phone.locator("h1.is-spoken")).to_be_visible()
    phone.evaluate("spoken[0].onend()")
    expect(phone.locator(".story-body p.is-spoken")).to_have_count(1)
    # Stopped and begun again at once: what was broken off says so afterwards, and does not go on beside the other.
    phone.evaluate(
        "async () => { const b = document.querySelector('[data-listen]'); b.click(); b.click();"
        " await new Promise((done) => setTimeout(done)) }"
    )
    expect(phone.locator(".is-spoken")).to_have_count(1)
    assert phone.evaluate("spoken.map(({ text }) => text.slice(0, 4))") == ["خطّ ", "نصّ ", "خطّ "]
    phone.evaluate("delete sessionStorage.cancelled")
    phone.goto("/saved/")
    assert phone.evaluate("sessionStorage.cancelled") == "1"


def test_no_tool_stands_there_without_a_script(phone, live_server, article):
    context = phone.context.browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(article.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    page.goto("/saved/")
    expect(page.get_by_text("الحفظ يحتاج إلى نصوص برمجيّة")).to_be_visible()
    context.close()
