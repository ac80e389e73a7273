"""The desk's design page: every part of the readers' pages in every state, for staff, in three languages."""

import re

import pytest
from django.conf import settings

from images import library
from newsroom import roles
from newsroom.specimens import scales
from tests.accessibility import violations
from tests.browser import sign_in
from tests.factories import make_image, make_picture, make_user

pytestmark = pytest.mark.django_db

#: Classes of the readers' style sheet that this page has not: where parts stand on pages of their own, and what only
#: some pictures or no script bring.
ELSEWHERE = re.compile(
    r"focus-[xy]-\d+|page-(article|home|error)|error(-.*)?|front-.*|topic-(lead|rest|seconds)|search-skip"
    r"|unscripted|figure-wide|story-lead-tall"
)


def classes_of_the_sheet():
    sheet = (settings.BASE_DIR / "static" / "css" / "site.css").read_text()
    selectors = re.sub(r"/\*.*?\*/|\{[^{}]*\}", "", sheet, flags=re.DOTALL)
    return set(re.findall(r"\.([a-z][\w-]*)", selectors))


@pytest.mark.parametrize(("language", "word"), [("ar", "عطشٌ"), ("en", "Thirst"), ("fr", "Soif")])
def test_staff_see_every_part_in_each_language_and_nobody_else_does(client, language, word):
    library.add(make_picture((480, 300)), alt_ar="البحر", credit_ar="البيدر")
    library.add(make_picture((300, 480)), alt_ar="وجه")
    address = f"/desk/style/?language={language}"
    assert client.get(address).status_code == 302
    client.force_login(make_user(roles.JOURNALIST), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(address).content.decode()
    assert word in page and 'content="noindex"' in page
    shown = {name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}
    assert {name for name in classes_of_the_sheet() - shown if not ELSEWHERE.fullmatch(name)} == set()
    assert {"most-read", "saved", "embed", "is-shown", "related-cards"} <= shown


def test_it_holds_without_pictures_and_with_a_language_that_there_is_not(client):
    client.force_login(make_user(roles.EDITOR), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/desk/style/?language=xx")
    assert page.status_code == 200 and "عطشٌ" in page.content.decode()


def test_what_readers_get_instead_of_a_page_can_be_looked_at(client):
    client.force_login(make_user(roles.EDITOR), backend="django.contrib.auth.backends.ModelBackend")
    for status in (400, 403, 404, 405, 410, 500, 503):
        assert str(status) in client.get(f"/desk/style/{status}/").content.decode()
    assert client.get("/desk/style/200/").status_code == 404


def test_every_size_has_its_sample_and_every_colour_is_told_apart():
    sheet = (settings.BASE_DIR / "static" / "desk" / "style.css").read_text()
    assert [size for size in scales.sizes() if f".style-{size} " not in sheet] == []
    for scheme in ("light", "dark"):
        written = {colour.name: colour.contrast for colour in scales.colours(scheme) if colour.contrast}
        assert written["ink"] >= 7 and min(written.values()) >= 4.5
    assert scales.contrast("#000000", "#ffffff") == 21


@pytest.mark.django_db(transaction=True)
def test_states_that_a_pointer_and_a_keyboard_bring_are_shown(page):
    make_image()
    sign_in(page, make_user(roles.EDITOR))
    page.goto("/desk/style/")
    button = ".style-states .embed-show[data-state='{}']"
    look = "selector => { const { backgroundColor, outlineStyle } = getComputedStyle(document.querySelector(selector));"
    look += " return [backgroundColor, outlineStyle] }"
    at_rest, hover, focus = (page.evaluate(look, button.format(state)) for state in ("", "hover", "focus-visible"))
    beside = """() => [...document.querySelectorAll(".is-shown")].filter((embed) =>
        embed.querySelector("iframe").getBoundingClientRect().bottom
        > embed.querySelector(".embed-choice").getBoundingClientRect().top + 1).length"""
    assert page.evaluate(beside) == 0  # an embed's words are below its frame, however narrow that is
    assert hover[0] != at_rest[0] and (at_rest[1], focus[1]) == ("none", "solid")
    assert violations(page) == []
