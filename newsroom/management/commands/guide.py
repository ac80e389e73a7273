import re
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.management import BaseCommand, call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import setup_databases, teardown_databases
from django.urls import reverse

from articles import content, workflow
from articles.models import Article
from images.models import Image
from newsroom.management.commands.look import BACKEND, open_chromium, running_site

FOLDER = settings.BASE_DIR / "docs"
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
QUALITY = 80
#: So slow, in bytes a second, that a picture is still on its way when it is taken.
SLOW = 20_000

#: What is being written in the pictures, with something for the proof-reader.
HEADLINE = "المرفأ يفتح رصيفه الشرقيّ بعد ستّ سنوات"
STANDFIRST = "رصيف واحد من خمسة عاد إلى العمل، والباقي ينتظر مناقصة لم تُفتح مظاريفها بعد."
TEXT = (
    "<p>عاد الرصيف الشرقيّ إلى العمل صباح الاثنين , بعد ست سنوات من التوقّف. وقال مدير المرفأ ان الرافعة الأولى"
    " جاهزة ,والثانية تصل في شباط.</p><p>وأعلنت الوزارة انها وقّعت إتفاق التأهيل مع الشركة المشغّلة.</p>"
)
HERS, HIS = "رصيف المرفأ الشرقيّ يعود إلى العمل بعد ستّ سنوات", "المرفأ يستعيد رصيفه الشرقيّ بعد ستّ سنوات من التوقّف"

DROP = """(target, {name, bytes}) => {
  const data = new DataTransfer()
  data.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }))
  const { left, top, width } = target.getBoundingClientRect()
  const at = { clientX: left + width / 2, clientY: top + 2, dataTransfer: data, bubbles: true, cancelable: true }
  target.dispatchEvent(new DragEvent("dragover", at))
  target.dispatchEvent(new DragEvent("drop", at))
}"""


class Command(BaseCommand):
    """Plays what the journalist's page tells, with the demo's people, on a site and a database of its own."""

    help = "Takes the pictures of docs/journalist.md anew. Needs Playwright and Chromium, which script/test installs."

    def handle(self, **options):
        with demo_site() as site, open_chromium() as chromium:
            self.site, self.chromium = site, chromium
            editor = self.page_of("editor")
            self.take_the_day(editor)
            self.take_the_front(editor)
            self.take_writing_together(editor)
            self.take_an_upload()
        self.stdout.write(f"The pictures are in {FOLDER}")

    def page_of(self, username, size=DESKTOP):
        """A browser of its own in which one of the demo's accounts is signed in."""
        client = Client()
        client.force_login(User.objects.get(username=username), backend=BACKEND)
        session = client.cookies[settings.SESSION_COOKIE_NAME]
        context = self.chromium.new_context(
            base_url=self.site, viewport=size, locale="ar-LB", timezone_id=settings.TIME_ZONE, color_scheme="light"
        )
        context.add_cookies([{"name": session.key, "value": session.value, "url": self.site}])
        return context.new_page()

    def take(self, page, name, **options):
        page.evaluate("document.fonts.ready")
        page.screenshot(path=FOLDER / f"{name}.jpg", type="jpeg", quality=QUALITY, **options)
        self.stdout.write(f"{name}.jpg")

    def take_the_day(self, editor):
        for name, page in [("day", editor), ("phone", self.page_of("editor", PHONE))]:
            page.goto(reverse("admin:index"), wait_until="networkidle")
            self.take(page, name)

    def take_the_front(self, editor):
        editor.goto(reverse("fronts:paper"), wait_until="networkidle")
        self.take(editor, "fronts")

    def take_writing_together(self, editor):
        journalist, article = self.page_of("journalist"), a_draft_of("journalist")
        address = reverse("admin:articles_article_change", args=[article.pk])
        journalist.goto(address)
        editor.goto(address)
        editor.get_by_text("معك هنا").first.wait_for()
        for page in (editor, journalist):
            page.locator(".ProseMirror .finding-mark").first.wait_for()
        self.take(editor, "desk")

        word = journalist.locator(".ProseMirror .finding-mark").first
        word.scroll_into_view_if_needed()
        word.click()
        journalist.get_by_role("button", name="تجاهل").first.wait_for()
        self.take(journalist, "proofreading")
        journalist.keyboard.press("Escape")

        editor.get_by_label("العنوان", exact=True).fill(HERS)
        with editor.expect_response(lambda answer: answer.url.endswith(address) and answer.request.method == "POST"):
            editor.keyboard.press("Control+s")
        journalist.get_by_label("العنوان", exact=True).fill(HIS)
        journalist.keyboard.press("Control+s")
        journalist.get_by_role("heading", name=re.compile("^نسختان")).wait_for()
        journalist.set_viewport_size({"width": 1280, "height": 600})
        self.take(journalist, "two-versions")

    def take_an_upload(self):
        page = self.page_of("journalist")
        article = Article.objects.belonging_to(User.objects.get(username="journalist")).in_state("submitted").first()
        page.goto(reverse("admin:articles_article_change", args=[article.pk]))
        paragraph = page.locator(".edition:visible .ProseMirror > p").nth(2)
        paragraph.scroll_into_view_if_needed()
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW}
        network.send("Network.emulateNetworkConditions", slow)
        gate = Image.objects.get(alt_ar__startswith="رجل يقف أمام جدار")
        with default_storage.open(gate.file) as file:
            paragraph.evaluate(DROP, {"name": "بوابة.jpg", "bytes": list(file.read())})
        page.get_by_label("ما يظهر فيها، في جملة واحدة").fill("رجل أمام بوّابة تحجب البحر")
        page.get_by_text(re.compile(r"تُرفع: .[3-9]\d%")).wait_for()
        self.take(page, "upload")


def a_draft_of(username):
    writer = User.objects.get(username=username)
    article = workflow.create_article(by=writer)
    typed = {**content.EMPTY, "headline_ar": HEADLINE, "standfirst_ar": STANDFIRST, "body_ar": TEXT}
    workflow.save_revision(article, typed, by=writer)
    return article


@contextmanager
def demo_site():
    """The demo newsroom served from a database and folders that are gone afterwards."""
    with tempfile.TemporaryDirectory() as folder, scratch_database() as url:
        storages = {**settings.STORAGES["originals"], "OPTIONS": {"location": f"{folder}/originals"}}
        environment = {
            "DATABASE_URL": url,
            "MEDIA_ROOT": f"{folder}/media",
            "ORIGINALS_ROOT": f"{folder}/originals",
            "NEWSROOM_TIME_ZONE": an_afternoon(),
        }
        with (
            override_settings(MEDIA_ROOT=Path(folder, "media"), STORAGES={**settings.STORAGES, "originals": storages}),
            mock.patch.dict("os.environ", environment),
        ):
            call_command("seed_demo")
            call_command("run_scheduler", once=True)  # else the desk warns that none ever ran
            with running_site() as site:
                yield site


def an_afternoon():
    """A time zone in which it is five in the afternoon: whenever they are taken, the pictures show a day at work."""
    ahead = 17 - datetime.now(UTC).hour
    return f"Etc/GMT{-(ahead if ahead <= 14 else ahead - 24):+d}"  # its signs are the other way round


@contextmanager
def scratch_database():
    made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    there = connection.settings_dict
    login = f"{there['USER']}:{quote(there['PASSWORD'] or '', safe='')}@{quote(there['HOST'], safe='')}:{there['PORT']}"
    try:
        yield f"postgresql://{login}/{there['NAME']}"
    finally:
        with connection.cursor() as cursor:  # the site may not have hung up yet
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid != pg_backend_pid()"
            )
        teardown_databases(made, verbosity=0)
