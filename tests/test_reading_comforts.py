"""What a reader has without an account: larger text, light and dark, saved articles; nothing of it without a script."""

import re

import pytest
from django.utils import translation
from playwright.sync_api import expect

from articles import workflow
from articles.models import Article
from fronts import publishing
from images import library
from newsroom import roles
from tests.accessibility import violations
from tests.factories import make_article, make_picture, make_renditions, make_section, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article():
    with translation.override("ar"):
        body = "<p>نصّ يُقرأ على مهل.</p>" * 40
        return make_article(section=make_section("سياسة"), headline="خطّ في البحر", body=body)


def ground(page):
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


@pytest.mark.console_may_say("status of 404")
def test_a_reader_chooses_dark_and_larger_text_and_finds_them_on_the_next_page(phone, article):
    phone.emulate_media(color_scheme="light")
    phone.goto(article.get_absolute_url())
    light = ground(phone)
    size = "parseFloat(getComputedStyle(document.querySelector('.story-body p')).fontSize)"
    usual = phone.evaluate(size)
    dark = phone.get_by_role("button", name="ألوان داكنة")
    expect(dark).to_have_attribute("aria-pressed", "false")
    dark.click()
    expect(dark).to_have_attribute("aria-pressed", "true")
    phone.get_by_role("button", name="حجم النصّ").click()
    expect(phone.locator(".story [role=status]").first).to_have_text("نصّ أكبر")
    assert ground(phone) != light and phone.evaluate(size) > usual
    phone.emulate_media(media="print")
    assert ground(phone) == "rgb(255, 255, 255)"
    phone.emulate_media(media="screen", color_scheme="light")
    phone.reload()
    assert ground(phone) != light and phone.evaluate(size) > usual
    phone.goto("/nothing/here/")
    assert ground(phone) != light
    phone.goto("/")
    assert ground(phone) != light
    dark.click()
    assert ground(phone) == light
    phone.emulate_media(color_scheme="dark")  # what was chosen is what the system had, which leads again
    assert ground(phone) != light


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
    phone.goto("/topic/لم-يُحفظ/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("لا اتّصال بالإنترنت")
    assert violations(phone) == []
    phone.get_by_role("link", name="خطّ في البحر").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("خطّ في البحر")
    expect(bar).to_have_count(0)
    expect(phone.locator(".story-body p").first).to_have_css("font-family", re.compile('^"Noto Naskh Arabic"'))
    phone.context.set_offline(False)
    Article.objects.filter(pk=article.pk).update(headline_ar="عنوان بعد التصحيح")
    phone.goto(article.get_absolute_url())  # while there is a connection nothing comes from what was kept
    expect(phone.get_by_role("heading", level=1)).to_have_text("عنوان بعد التصحيح")
    phone.wait_for_function("() => localStorage.saved.includes('بعد التصحيح')")  # and that is kept now
    phone.goto("/saved/")
    remove = phone.get_by_role("button", name="أزل: عنوان بعد التصحيح")
    expect(remove).to_be_visible()
    assert violations(phone) == []
    remove.click()
    expect(phone.get_by_text("لم تحفظ شيئاً بعد.")).to_be_visible()
    expect(phone.get_by_role("main")).to_be_focused()  # and not lost with the button
    assert phone.evaluate(NOTHING_KEPT)


# The worker forgets after the list has shown it.
NOTHING_KEPT = """async () => {
    for (let turn = 0; turn < 200; turn++) {
        if (!(await caches.keys()).length && !(await navigator.serviceWorker.getRegistration())) return true
        await new Promise((again) => setTimeout(again, 50))
    }
    return false
}"""


@pytest.mark.console_may_say("status of 410")
def test_what_is_withdrawn_is_kept_no_more_and_the_list_says_so(phone, article):
    phone.goto(article.get_absolute_url())
    phone.get_by_role("button", name="احفظ للقراءة لاحقاً").click()
    expect(phone.get_by_role("button", name="محفوظ")).to_be_visible()
    workflow.withdraw(article, by=make_user(roles.EDITOR))
    phone.goto("/saved/")
    expect(phone.get_by_role("status")).to_contain_text("سحب التحرير هذا المقال، فلم يعد محفوظاً: خطّ في البحر")
    expect(phone.get_by_text("لم تحفظ شيئاً بعد.")).to_be_visible()
    assert phone.evaluate(NOTHING_KEPT)


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
    assert picture.evaluate("image => image.decode().then(() => image.currentSrc)").endswith("-1088.avif")
    assert picture.evaluate("image => image.naturalWidth") > 0


VOICE = """
    const spoken = (window.spoken = [])
    Object.defineProperty(window, "speechSynthesis", { value: {
        getVoices: () => [{ lang: "en-GB", default: true }, { lang: "ar-SA" }],
        speak: (words) => spoken.push(words),
        cancel: () => {
            sessionStorage.cancelled = 1
            const last = spoken.at(-1)
            setTimeout(() => last?.onerror())
        },
    } })
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } }
"""


def test_an_article_is_read_aloud_and_goes_on_where_it_was_stopped_until_one_leaves(phone, article):
    phone.add_init_script(VOICE)
    phone.goto(article.get_absolute_url())
    listen, stop, go_on = (phone.get_by_role("button", name=name) for name in ("استمع", "أوقف القراءة", "تابع القراءة"))
    listen.click()
    expect(phone.locator("h1.is-spoken")).to_be_visible()
    phone.evaluate("spoken[0].onend()")
    expect(phone.locator(".story-body p.is-spoken")).to_have_count(1)
    # Stopped and gone on at once: what was broken off says so afterwards, and does not go on beside the other.
    stop.click()
    expect(phone.locator(".is-spoken")).to_have_count(0)
    go_on.click()
    expect(phone.locator(".is-spoken")).to_have_count(1)
    assert phone.evaluate("spoken.map(({ text }) => text)") == ["خطّ في البحر", *["نصّ يُقرأ على مهل."] * 2]
    assert phone.evaluate("spoken.at(-1).lang") == "ar-SA"
    phone.evaluate("spoken.at(-1).onerror()")
    expect(phone.get_by_text("صوت هذا الجهاز لا يستجيب.")).to_be_visible()
    go_on.click()
    expect(stop).to_be_visible()
    phone.evaluate("() => { delete sessionStorage.cancelled; while (spoken.length < 43) spoken.at(-1).onend() }")
    phone.evaluate("() => spoken.at(-1).onend()")
    expect(listen).to_be_visible()  # at the end it is as it was
    listen.click()
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


@pytest.mark.console_may_say("net::ERR_FAILED")
def test_one_script_that_does_not_come_takes_no_other_tool_along(phone, article):
    left = {"saved": ["حجم النصّ", "استمع"], "reading": ["استمع"], "listen": ["حجم النصّ", "احفظ للقراءة لاحقاً"]}
    phone.add_init_script(VOICE)
    for name, tools in left.items():
        file = re.compile(rf"/static/js/{name}\.")
        phone.route(file, lambda route: route.abort())
        phone.goto(article.get_absolute_url(), wait_until="load")
        assert phone.locator(".story-tools button:visible").all_inner_texts() == tools
        expect(phone.get_by_role("button", name="انسخ الرابط")).to_be_visible()
        phone.unroute(file)
