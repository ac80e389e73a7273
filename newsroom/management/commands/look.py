import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.request import urlopen

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError
from django.db.models import Count
from django.test import Client
from django.urls import reverse
from django.utils import translation

from articles.models import Article, Section
from authors.models import Author
from newsroom import assets, messages
from topics.models import Topic

CHROMIUM = "/usr/bin/chromium"
BACKEND = "django.contrib.auth.backends.ModelBackend"
WIDTHS = {390: 844, 1440: 900}
SCHEMES = ("light", "dark")
START_SECONDS = 30


class Command(BaseCommand):
    """Pictures for whoever changes how something looks. Needs Playwright and Chromium, which script/test installs."""

    help = (
        "Takes a picture of every kind of page and desk screen at 390 and 1440 pixels, light and dark, into var/look/."
    )

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="*", help="Only these pages, such as: home article desk-article.")
        parser.add_argument("--site", help="A running site, such as http://localhost:8000. Without it, one is started.")

    def handle(self, names, site, **options):
        pages = public_pages() | desk_pages()
        if unknown := set(names) - set(pages):
            raise CommandError(f"No page is called {', '.join(sorted(unknown))}. There are: {', '.join(pages)}.")
        folder = settings.VAR_DIR / "look"
        folder.mkdir(parents=True, exist_ok=True)
        with running_site() if site is None else already(site) as site, open_chromium() as chromium:
            for width, height in WIDTHS.items():
                for scheme in SCHEMES:
                    context = chromium.new_context(
                        viewport={"width": width, "height": height}, color_scheme=scheme, locale="ar-LB"
                    )
                    if any(name.startswith("desk-") for name in pages):
                        context.add_cookies([editors_cookie(site)])
                    page = context.new_page()
                    for name, path in pages.items():
                        if names and name not in names:
                            continue
                        page.goto(f"{site}{path}", wait_until="networkidle")
                        picture_whole(page, folder / f"{name}-{width}-{scheme}.png")
                    context.close()
        self.stdout.write(f"The pictures are in {folder}")


def public_pages():
    """The path of one page of each kind that readers get, by its name."""
    live = Article.objects.live().for_page().newest()
    pages = {"home": reverse("home"), "archive": reverse("archive"), "not-found": "/لا-شيء/هنا/"}
    for style in Section.Style.values:
        if section := Section.objects.filter(style=style).first():
            pages[f"section-{style}"] = section.get_absolute_url()
            if article := live.in_section(section).exclude(lead_image=None).first():
                pages[f"article-{style}"] = article.get_absolute_url()
    rich = live.annotate(blocks=Count("body_references")).order_by("-blocks", "-published_at").first()
    plain = live.filter(lead_image=None).first()
    withdrawn = Article.objects.exclude(withdrawn_at=None).exclude(section=None).first()
    found = {
        "article": rich,
        "article-plain": plain,
        "article-withdrawn": withdrawn,
        "author": Author.objects.annotate(signed=Count("articles")).order_by("-signed").first(),
        "topic": Topic.objects.annotate(about=Count("articles")).order_by("-about").first(),
    }
    pages |= {name: thing.get_absolute_url() for name, thing in found.items() if thing}
    if found["topic"]:
        pages["search"] = f"{reverse('search')}?q={found['topic'].name}"
    if newest := live.first():
        pages["archive-month"] = reverse("archive-month", args=[newest.published_at.year, newest.published_at.month])
    with translation.override("en"):
        pages["home-en"] = reverse("home")
        if article := live.in_language("en").first():
            pages["article-en"] = article.get_absolute_url()
    return pages


def desk_pages():
    """The path of each kind of desk screen, by its name; none while nobody may publish."""
    if editor() is None:
        return {}
    pages = {
        "desk-index": reverse("admin:index"),
        "desk-front": reverse("fronts:paper"),
        "desk-articles": reverse("admin:articles_article_changelist"),
        "desk-article-new": reverse("admin:articles_article_add"),
        "desk-images": reverse("admin:images_image_changelist"),
        "desk-topics": reverse("admin:topics_topic_changelist"),
        "desk-search": f"{reverse('admin:search')}?q={Article.objects.first() or ''}",
    }
    if article := Article.objects.live().newest().first():
        pages["desk-article"] = reverse("admin:articles_article_change", args=[article.pk])
    return pages


def editor():
    return (
        get_user_model()
        .objects.with_perm("articles.publish_article", include_superusers=False, backend=BACKEND)
        .first()
    )


def editors_cookie(site):
    """The cookie of a session in which an editor is signed in."""
    client = Client()
    client.force_login(editor(), backend=BACKEND)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": cookie.key, "value": cookie.value, "url": site}


def picture_whole(page, file):
    """Scroll through the page, so that pictures below the fold load, then keep all of it."""
    page.evaluate(
        "async () => { for (const image of document.images) { image.loading = 'eager' } "
        "await Promise.allSettled([...document.images].map(image => image.decode())); await document.fonts.ready }"
    )
    page.screenshot(path=file, full_page=True)


@contextmanager
def already(site):
    yield site.rstrip("/")


@contextmanager
def running_site():
    """The site on a free port of this machine, for as long as it is needed."""
    messages.compile_catalogues()
    assets.collect()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        port,
        "--no-ws",
        "--log-level",
        "error",
    ]
    server = subprocess.Popen(
        [sys.executable, "-m", *command, "newsroom.wsgi:application"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "SITE_URL": f"http://localhost:{port}"},
    )
    try:
        site = f"http://localhost:{port}"
        wait_for(f"{site}/robots.txt", server)
        yield site
    finally:
        server.terminate()
        server.wait()


def wait_for(address, server, **options):
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urlopen(address, timeout=5, **options).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise CommandError("The site did not start; the lines above say why.")


@contextmanager
def open_chromium():
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise CommandError("Playwright is missing: script/setup test") from None
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs an event loop in this thread
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()
