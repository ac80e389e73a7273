"""Accidents in the middle of typing: a newsroom of its own whose server, PostgreSQL, network and tabs are killed.

Twenty times, at moments that a printed seed chooses: what is found afterwards is what stood in the form at one moment
at most three seconds before the tab died, and all of it where the tab lived on.
"""

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

import psutil
import pytest
from playwright.sync_api import Error, expect

from tests.browser import ARGUMENTS, CHROMIUM, TIMEOUT
from tests.test_serve import ROOT, SECONDS, empty_newsroom, family_of, free_port, said, serve

ACCIDENTS = ["server", "network", "tab", "postgresql"] * 5
# Tells the browser whose tabs die from that of the other tests; it holds no process ready that would die with them.
ACCIDENT_PRONE = "--disable-features=SpareRendererForSitePerProcess"
MOST_LOST = 3  # seconds
# The web server gives up where a worker dies within 5.5 s of its start, however long it took to start it.
STANDS_AFTER = 6  # seconds
PASSWORD = "kl4-vbn-Qa"
WORDS = ["انتظرت", "المدينة", "المطر", "أسبوعاً", "ثمّ", "جاء", "في", "ليلة", "واحدة", "وأغرق", "شوارعها"]

PREPARE = f"""
from newsroom import roles
from tests.factories import make_draft, make_section, make_user
make_section()
journalist = make_user(roles.JOURNALIST, username="reem", password="{PASSWORD}")
print([make_draft(by=journalist, headline="", body="<p></p>").pk for number in range({len(ACCIDENTS)})])
"""


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    """A served newsroom in a folder of its own, as (process, address, ids of a journalist's empty drafts)."""
    folder, port = empty_newsroom(tmp_path_factory), free_port()
    process = serve(folder, port)
    try:
        said(process)
        # Errors are plenty here, and a full pipe would stop the server.
        threading.Thread(target=process.stderr.read, daemon=True).start()
        environment = {"PATH": os.environ["PATH"], "NEWSROOM_VAR": str(folder), "PORT": str(port)}
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", PREPARE]
        made = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        yield process, f"http://localhost:{port}", [int(pk) for pk in re.findall(r"\d+", made.stdout)]
    finally:
        family = family_of(process)
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=SECONDS)
        for member in family:
            with suppress(psutil.NoSuchProcess):
                member.kill()


@pytest.fixture
def chromium(browser):
    """A browser of its own."""
    own = browser.browser_type.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, ACCIDENT_PRONE])
    yield own
    own.close()


def kill(accident, process, page):
    """Make the `accident` happen, at once."""
    if accident == "network":
        page.route("**", lambda route: route.abort("internetdisconnected"))
        return
    if accident == "tab":
        family = psutil.Process().children(recursive=True)
        (chromium,) = [m for m in family if says(m, ACCIDENT_PRONE) and not says(m, "--type=")]
        victims = [member for member in chromium.children(recursive=True) if says(member, "--type=renderer")]
    elif accident == "postgresql":
        victims = [member for member in family_of(process) if says(member, "postgres")]
    else:  # the workers, which the web server starts anew
        victims = web_server_of(process).children(recursive=True)
    assert victims, accident
    for victim in victims:
        with suppress(psutil.NoSuchProcess):
            victim.kill()


def web_server_of(process):
    (server,) = [member for member in psutil.Process(process.pid).children() if says(member, "granian")]
    return server


def says(process, words):
    """Does the command line of `process` say `words`?"""
    with suppress(psutil.NoSuchProcess):
        return words in " ".join(process.cmdline())
    return False


def wait_for_workers_that_stand(process):
    """Wait until no worker of the web server is so young that it would give up with it."""
    deadline = time.monotonic() + SECONDS
    while True:
        with suppress(psutil.NoSuchProcess, ValueError):
            workers = web_server_of(process).children()
            if workers and all(time.time() - worker.create_time() > STANDS_AFTER for worker in workers):
                return
        assert time.monotonic() < deadline, "the workers do not come back"
        time.sleep(0.1)


WORDS_IN_FORM = """() => [
  document.querySelector("[name=headline_ar]").value.trim(),
  document.querySelector(".edition[data-edition=ar] .ProseMirror").innerText.trim(),
].join("\\n").trim()"""


def words_in(page):
    """What stands in the form, the headline above the text: whatever was typed first stands first."""
    return page.evaluate(WORDS_IN_FORM)


def listen(page, heard):
    """From now on append (moment, words in the form) to `heard`, by the clock of `page`, at each letter typed there."""
    page.expose_function("heard", lambda moment, words: heard.append((moment, words)))
    page.evaluate(f"document.addEventListener('input', () => window.heard(Date.now() / 1000, ({WORDS_IN_FORM})()))")


def type_for(seconds, page, headline, text, count):
    """Type words, letter by letter, the first four of the article into `headline`, then on in `text`.

    Returns how many there are now of the `count` that there were.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        field = headline if count < 4 else text
        field.press_sequentially(f"{WORDS[count % len(WORDS)]} ", delay=5)
        count += 1
    return count


def open_again(page, address):
    """Open the writing screen at `address` as soon as the server answers."""
    deadline = time.monotonic() + SECONDS
    while True:
        with suppress(Error):
            if page.goto(address).status == 200:
                break
        assert time.monotonic() < deadline, "the server did not come back"
        time.sleep(0.2)
    expect(page.locator(".edition[data-edition=ar] .ProseMirror")).to_be_visible()


def found_again(page):
    """What the person has after opening the article again and taking back what is offered, if anything is."""
    page.wait_for_function(
        """() => document.querySelector("[data-take]")
             || !Object.keys(localStorage).some((key) => key.startsWith("newsroom-typed:"))"""
    )
    if page.locator("[data-take]").count():
        with page.expect_navigation():
            page.locator("[data-take]").first.click()
        expect(page.locator(".edition[data-edition=ar] .ProseMirror")).to_be_visible()
    return words_in(page)


@pytest.mark.browser
def test_accidents_in_the_middle_of_typing_lose_three_seconds_at_most(chromium, newsroom):
    process, site, drafts = newsroom
    seed = int(os.environ.get("SEED") or time.time())
    print(f"SEED={seed}")
    chance = random.Random(seed)
    context = chromium.new_context(base_url=site, locale="ar-LB", timezone_id="Asia/Beirut")
    context.set_default_timeout(3 * TIMEOUT)
    page = context.new_page()
    page.goto("/desk/login/")
    page.get_by_label("اسم المستخدم").fill("reem")
    page.get_by_label("كلمة المرور").fill(PASSWORD)
    page.get_by_role("button", name="ادخل", exact=True).click()
    page.wait_for_url("**/desk/")
    page.close()
    for number, accident in enumerate(chance.sample(ACCIDENTS, len(ACCIDENTS))):
        if accident == "server":
            wait_for_workers_that_stand(process)
        page = context.new_page()
        is_new = chance.random() < 0.25
        place = "add" if is_new else f"{drafts[number]}/change"
        open_again(page, f"/desk/articles/article/{place}/")
        headline, text = page.locator("[name=headline_ar]"), page.locator(".edition[data-edition=ar] .ProseMirror")
        heard = [(0, words_in(page))]
        listen(page, heard)
        count = type_for(chance.uniform(0.2, 3), page, headline, text, 0)
        happened = time.time()
        kill(accident, process, page)
        survives = accident != "tab" and chance.random() < 0.5
        if accident != "tab":
            type_for(chance.uniform(0, 1), page, headline, text, count)
            happened = time.time()
        if survives:
            page.unroute_all()  # the page is not told, and tries again some seconds later
            expect(page.locator("[data-standing]")).to_contain_text("حُفظ تلقائياً", timeout=1000 * SECONDS)
        elif accident != "tab":
            kill("tab", process, page)
        address = page.url
        page.close()
        after = context.new_page()
        open_again(after, address)
        found = found_again(after)
        what = f"SEED={seed}, accident {number} ({accident}, {'tab lived' if survives else 'tab died'})"
        whole = heard[-1][1]
        assert whole.startswith(found), f"{what}: {found!r} never stood in the form, {whole!r} did"
        # All that was typed is there, up to the first letter that is not.
        lost = max([happened - moment for moment, words in heard if not found.startswith(words)], default=0)
        print(f"{what}: {lost:.1f} s lost of {len(heard) - 1} letters")
        assert lost <= (0 if survives else MOST_LOST), what
        after.close()
    context.close()
