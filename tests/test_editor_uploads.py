"""Pictures dropped on the text: in their place, described, with their progress, and never at the text's cost."""

import io
import random

import pytest
from PIL import Image as Picture
from playwright.sync_api import expect

from articles.models import Article
from images.models import Image
from newsroom import roles
from tests.factories import make_draft, make_picture, make_user
from tests.test_editor_browser import TEXT, Desk

FIRST, SECOND = TEXT.split("\n")
BOTH = f"{FIRST}{SECOND}"

DROP = """(target, files) => {
    const data = new DataTransfer();
    for (const { name, type, bytes, size } of files) {
        data.items.add(new File([new Uint8Array(bytes ?? size)], name, { type }));
    }
    const { left, top, width } = target.getBoundingClientRect();
    const at = { clientX: left + width / 2, clientY: top + 2, dataTransfer: data, bubbles: true, cancelable: true };
    target.dispatchEvent(new DragEvent("dragover", at));
    const event = new DragEvent("drop", at);
    target.dispatchEvent(event);
    return event.defaultPrevented;
}"""
PNG = {"type": "image/png"}


def picture(name="rain.png", file=None):
    return {**PNG, "name": name, "bytes": list((file or make_picture()).read())}


@pytest.fixture
def desk(page, db):
    editor = make_user(roles.EDITOR)
    return Desk(page, make_draft(by=editor, body=TEXT), editor)


def drop(desk, *files, on="ثمّ جاء"):
    """Drop `files` on the upper half of the paragraph with these words, so before it."""
    assert desk.text.locator("p", has_text=on).evaluate(DROP, list(files))


def waiting(desk):
    return desk.text.get_by_role("group", name="صورة تُرفع")


def test_pictures_are_dropped_described_and_become_figures_where_they_fell(desk):
    keys = desk.page.keyboard
    drop(desk, picture("first.png"), picture("second.png"))
    expect(waiting(desk)).to_have_count(2)
    expect(desk.body).to_have_value("\n".join([FIRST, SECOND]))  # the text is as it was
    first = waiting(desk).first
    expect(first.get_by_label("ما يظهر فيها، في جملة واحدة")).to_be_focused()
    expect(first.get_by_role("status")).to_contain_text("وصلت الصورة")
    keys.press("Enter")
    expect(first.get_by_role("status")).to_contain_text("صِف في جملة واحدة")
    keys.type("مطر على الشارع")
    first.get_by_label("المصدر").fill("البيدر")
    keys.press("Enter")
    expect(desk.text.get_by_alt_text("مطر على الشارع")).to_be_visible()
    second = waiting(desk)
    expect(second.get_by_label("ما يظهر فيها، في جملة واحدة")).to_be_focused()  # on to the next
    keys.type("رصيف المرفأ")
    keys.press("Enter")
    expect(desk.text.get_by_alt_text("رصيف المرفأ")).to_be_visible()
    expect(waiting(desk)).to_have_count(0)
    rain, quay = Image.objects.get(alt_ar="مطر على الشارع"), Image.objects.get(alt_ar="رصيف المرفأ")
    assert rain.credit_ar == "البيدر"
    figures = [f'<figure data-image="{image.pk}"><figcaption></figcaption></figure>' for image in (rain, quay)]
    assert sorted(desk.save()["body_ar"].split("\n")) == sorted([FIRST, *figures, SECOND])
    expect(desk.text.locator("> *").first).to_contain_text("انتظرت")
    expect(desk.text.locator("> *").last).to_contain_text("ثمّ جاء")
    keys.press("Control+z")
    expect(desk.text.locator("figure")).to_have_count(1)
    keys.press("Control+z")
    expect(desk.body).to_have_value(BOTH)


def test_a_picture_arrives_while_it_is_described_and_outlasts_a_reload_and_a_cancel(desk):
    keys, alt = desk.page.keyboard, "ما يظهر فيها، في جملة واحدة"
    rain = picture()
    drop(desk, rain)
    expect(waiting(desk).get_by_role("status")).to_contain_text("وصلت الصورة")  # nobody had to ask for it
    expect(waiting(desk).get_by_label(alt)).to_be_focused()
    keys.type("مطر على الشارع")
    expect(desk.body).to_have_value("\n".join([FIRST, SECOND]))
    desk.open()
    expect(waiting(desk).get_by_label(alt)).to_have_value("مطر على الشارع")
    waiting(desk).get_by_label("المصدر").fill("البيدر")
    keys.press("Enter")
    expect(desk.text.get_by_alt_text("مطر على الشارع")).to_be_visible()
    image = Image.objects.get()
    assert (image.alt_ar, image.credit_ar) == ("مطر على الشارع", "البيدر")
    assert desk.save()["body_ar"].split("\n")[1].startswith(f'<figure data-image="{image.pk}">')
    desk.open()
    expect(waiting(desk)).to_have_count(0)
    # The library knows that picture by now, and its words stand under other articles.
    drop(desk, rain)
    expect(waiting(desk).get_by_role("status")).to_contain_text("في المكتبة من قبل")
    expect(waiting(desk).get_by_label(alt)).to_have_value("مطر على الشارع")
    expect(waiting(desk).get_by_label(alt)).not_to_be_editable()
    keys.press("Escape")
    # What is cancelled is in no text, and in the library for whoever did not mean it.
    drop(desk, picture("other.png"))
    expect(waiting(desk).get_by_role("status")).to_contain_text("وصلت الصورة")
    keys.press("Escape")
    expect(waiting(desk)).to_have_count(0)
    assert not Image.objects.exclude(pk=image.pk).get().alt_ar
    desk.open()
    expect(waiting(desk)).to_have_count(0)
    expect(desk.text.locator("figure")).to_have_count(1)


def test_progress_is_shown_while_one_writes_on_and_escape_cancels(desk):
    heavy = io.BytesIO()
    Picture.frombytes("RGB", (400, 400), random.Random(5).randbytes(400 * 400 * 3)).save(heavy, "PNG")
    heavy.seek(0)
    network = desk.page.context.new_cdp_session(desk.page)
    network.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 60_000}
    network.send("Network.emulateNetworkConditions", slow)
    drop(desk, picture(file=heavy))
    desk.page.keyboard.type("مطر")
    desk.page.keyboard.press("Enter")
    progress = waiting(desk).get_by_role("progressbar")
    desk.page.wait_for_function("({ value }) => value > 0 && value < 1", arg=progress.element_handle())
    expect(waiting(desk).get_by_role("status")).to_contain_text("تُرفع:")
    desk.caret_in("انتظرت")
    desk.page.keyboard.type(" وأكثر.")
    waiting(desk).get_by_role("button", name="ألغِ").press("Escape")
    expect(waiting(desk)).to_have_count(0)
    expect(desk.text).to_be_focused()
    network.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})
    assert desk.save()["body_ar"] == f"{FIRST.replace('</p>', ' وأكثر.</p>')}\n{SECOND}"
    assert not Image.objects.exists()


def test_a_file_of_80_mb_or_no_picture_is_refused_in_words_before_it_goes_up(desk):
    sent = []
    desk.page.on("request", lambda request: sent.append(request.url) if "images" in request.url else None)
    said = desk.page.locator(".edition[data-edition=ar] [data-paste]")
    drop(desk, {**PNG, "name": "كبيرة.png", "size": 80 * 1024 * 1024})
    expect(said).to_contain_text("“كبيرة.png” أثقل من 25 ميغابايت")
    drop(desk, {"name": "report.pdf", "type": "application/pdf", "size": 10})
    expect(said).to_contain_text("“report.pdf” ليس صورة")
    expect(waiting(desk)).to_have_count(0)
    assert desk.page.get_by_label("العنوان", exact=True).evaluate(DROP, [picture()])  # else the page would go away
    expect(said).to_contain_text("أفلتها بين فقرتين")
    assert sent == []
    desk.caret_in("انتظرت")
    desk.page.keyboard.type(" ثمّ.")
    assert desk.save()["body_ar"] == f"{FIRST.replace('</p>', ' ثمّ.</p>')}\n{SECOND}"


@pytest.mark.console_may_say("ERR_INTERNET_DISCONNECTED", "status of 400")
def test_a_lost_network_or_a_refusal_costs_no_words_and_is_tried_again(desk):
    desk.page.context.set_offline(True)
    drop(desk, picture())
    expect(waiting(desk).get_by_role("status")).to_contain_text("انقطع الاتّصال")
    waiting(desk).get_by_label("ما يظهر فيها، في جملة واحدة").fill("مطر على الشارع")
    desk.page.keyboard.press("Enter")
    expect(waiting(desk).get_by_role("status")).to_contain_text("انقطع الاتّصال")
    expect(waiting(desk).get_by_label("ما يظهر فيها، في جملة واحدة")).to_have_value("مطر على الشارع")
    desk.page.context.set_offline(False)
    expect(waiting(desk).get_by_role("button", name="حاول من جديد")).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(desk.text.get_by_alt_text("مطر على الشارع")).to_be_visible()
    drop(desk, {**PNG, "name": "ليست.png", "bytes": [1, 2, 3]})
    desk.page.keyboard.type("لا ")
    expect(waiting(desk).get_by_role("status")).to_contain_text("ليس صورة")
    expect(waiting(desk).get_by_label("ما يظهر فيها، في جملة واحدة")).to_be_focused()  # who types is left typing
    desk.page.keyboard.type("شيء")
    desk.page.keyboard.press("Enter")
    expect(waiting(desk).get_by_role("button", name="حاول من جديد")).to_be_focused()
    expect(waiting(desk).get_by_role("status")).to_contain_text("ليس صورة")
    desk.page.keyboard.press("Escape")
    expect(waiting(desk)).to_have_count(0)
    assert Article.objects.get(pk=desk.article.pk).newest_revision.content["body_ar"] == TEXT
