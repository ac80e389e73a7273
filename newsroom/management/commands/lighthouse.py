import json
import os
import socket
import ssl
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import quote
from urllib.request import urlopen

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.core.management.utils import get_random_secret_key
from django.urls import reverse

from articles.models import Article
from images import renditions
from newsroom import assets, messages
from newsroom.management.commands.look import already, public_pages, wait_for

LIGHTHOUSE = settings.VAR_DIR / "lighthouse" / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = {"performance": "speed", "accessibility": "access", "best-practices": "practice", "seo": "found"}
# Without windows: the pages below the address bar of /usr/bin/chromium, which nobody sees, were counted as our work.
CHROMIUM = "/usr/lib/chromium/chromium-headless-shell"
BROWSER = "--headless --no-sandbox --ignore-certificate-errors"
TRIES = 3  # on a busy machine the browser now and then loses the trace of a page
UNPROVEN = ssl._create_unverified_context()  # nobody vouches for our certificate
LARGEST_PAINT = 1500  # milliseconds until what is largest on the first screen is there


class Command(BaseCommand):
    """The measure of the reader's pages: 100 in all four categories, the largest paint within 1.5 s, nothing moves.

    Lighthouse's own phone and simulated slow 4G, on the site as a real server has it. Search engines may not keep pages
    of results, so that one audit is left out for those; the search's own page, which has none, is held to all of them.
    """

    help = "Measures home, section, article and search with Lighthouse, which script/lighthouse installs."

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="*", help="Only these pages: home section article search results.")
        parser.add_argument("--site", help="A running site, such as http://localhost:8000. Without it, one is started.")
        parser.add_argument("--runs", type=int, default=3, help="How often each is measured; the middle one counts.")

    def handle(self, names, site, runs, **options):
        short = []
        with served() if site is None else already(site) as site:
            pages = measured_pages()
            if unknown := set(names) - set(pages):
                raise CommandError(f"No page is called {', '.join(sorted(unknown))}. There are: {', '.join(pages)}.")
            self.stdout.write(f"{'':10}{''.join(f'{word:>10}' for word in CATEGORIES.values())}  largest paint   moved")
            for name, path in pages.items():
                if names and name not in names:
                    continue
                urlopen(f"{site}{quote(path, safe='/?=%')}", context=UNPROVEN).close()  # as a reader finds it, stored
                skip = "is-crawlable" if name == "results" else ""
                reports = [measure(f"{site}{path}", skip=skip) for _ in range(runs)]
                report = sorted(reports, key=lambda report: score(report, "performance"))[runs // 2]
                self.stdout.write(f"{name:10}{line_of(report)}")
                short += [f"{name}: {fault}" for fault in faults(report)]
        if short:
            raise CommandError("\n".join(["Below what was promised:", *short]))


@contextmanager
def served():
    """The site as readers get it from a real server: over HTTPS and HTTP/2, on a free port, with every picture made."""
    prepare()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    site = f"https://localhost:{port}"
    certificate, key = own_certificate()
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", port]
        + ["--ssl-certificate", certificate, "--ssl-keyfile", key, "--log-level", "error", "newsroom.wsgi:application"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "SITE_URL": site, "SECRET_KEY": get_random_secret_key()},
    )
    try:
        wait_for(f"{site}/robots.txt", server, context=UNPROVEN)
        yield site
    finally:
        server.terminate()
        server.wait()


def prepare():
    """Have what the site needs, its demo if it has nothing else, and all pictures in all sizes."""
    call_command("migrate", interactive=False, verbosity=0)
    messages.compile_catalogues()
    assets.collect()
    if not Article.objects.exists():
        call_command("seed_demo")
    with renditions.encoders(len(os.sched_getaffinity(0))) as pool:
        failed = set()
        while image := renditions.make_next(pool, skipping=failed):
            failed |= {image.pk} if image.failed else set()


def own_certificate():
    """A certificate for this machine alone, which the browser is told to take."""
    folder = settings.VAR_DIR / "lighthouse"
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    if not certificate.exists():
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        command += ["-days", "3650", "-subj", "/CN=localhost", "-keyout", key, "-out", certificate]
        subprocess.run(command, check=True, capture_output=True)
    return str(certificate), str(key)


def measured_pages():
    """The paths that are measured, by their names: the field of the search, and what it finds."""
    pages = public_pages()
    if "article" not in pages or "search" not in pages:
        raise CommandError("There is nothing to measure: no article and topic are live. The demo has both.")
    return {
        "home": pages["home"],
        "section": pages["section-news"],
        "article": pages["article"],
        "plain": pages["article-plain"],
        "search": reverse("search"),
        "results": pages["search"],
    }


def measure(address, *, skip=""):
    """Lighthouse's report of the page at `address`, as a first visitor meets it; without the audit `skip`."""
    command = ["node", LIGHTHOUSE, address, "--quiet", "--output=json", "--output-path=stdout"]
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={BROWSER}"]
    command += [f"--skip-audits={skip}"] if skip else []
    for _ in range(TRIES):
        done = subprocess.run(command, env={**os.environ, "CHROME_PATH": CHROMIUM}, capture_output=True, text=True)
        if done.returncode == 0:
            return json.loads(done.stdout)
    raise CommandError(f"Lighthouse could not measure {address}: {done.stderr.strip()[-500:]}")


def score(report, category):
    """From 0 to 100, rounded down: 99.6 is not all that there is."""
    return int(100 * (report["categories"][category]["score"] or 0))


def value(report, audit):
    return report["audits"][audit]["numericValue"]


def line_of(report):
    scores = "".join(f"{score(report, category):10}" for category in CATEGORIES)
    paint, moved = value(report, "largest-contentful-paint"), value(report, "cumulative-layout-shift")
    return f"{scores}{paint / 1000:13.2f} s{moved:8.3f}"


def faults(report):
    """What keeps a page from what was promised, one sentence each."""
    for category in CATEGORIES:
        if score(report, category) < 100:
            yield f"{category} {score(report, category)}: {'; '.join(failed_audits(report, category))}"
    if value(report, "largest-contentful-paint") >= LARGEST_PAINT:
        yield f"the largest paint is there after {value(report, 'largest-contentful-paint'):.0f} ms"
    if moved := round(value(report, "cumulative-layout-shift"), 3):
        yield f"things move: {moved}"


def failed_audits(report, category):
    for reference in report["categories"][category]["auditRefs"]:
        audit = report["audits"][reference["id"]]
        if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
            yield f"{audit['title']} {audit.get('displayValue', '')}".strip()
