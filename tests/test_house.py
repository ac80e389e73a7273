"""The map of the house holds: imports run one way, and each room offers what it says it offers (docs/decisions)."""

import ast
import inspect
import sys
from pathlib import Path

import pytest
from django.conf import settings

import arabic
from articles import body, workflow
from fronts import publishing
from related import curation

ROOT = Path(settings.BASE_DIR)

#: Each room with those whose names it may use: those below it and itself.
ROOMS = ["arabic", "delivery", "images", "authors", "topics", "articles", "related", "fronts", "newsroom"]
MAY_USE = {room: set(ROOMS[: number + 1]) for number, room in enumerate(ROOMS)}
MAY_USE["arabic"] = {"arabic"}


def imported(source):
    """The first part of every module that a source imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:  # a relative one stays in its room
            names.add(node.module.split(".")[0])
    return names


def sources(room):
    return [file for file in sorted((ROOT / room).rglob("*.py")) if "__pycache__" not in file.parts]


def test_an_import_is_found_wherever_it_stands():
    assert imported("def f():\n    from related.curation import add\n    import fronts.views") == {"related", "fronts"}


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_uses_one_above_it(room):
    assert sources(room)
    for file in sources(room):
        used = imported(file.read_text(encoding="utf-8")) & {*ROOMS, "tests", "benchmarks"}
        assert used <= MAY_USE[room], f"{file.relative_to(ROOT)} uses {used - MAY_USE[room]}"


def test_every_folder_of_python_is_a_room_of_the_map():
    folders = {file.parent.name for file in ROOT.glob("*/__init__.py")}
    assert folders - {"tests", "benchmarks"} == set(ROOMS)


def test_arabic_stands_by_itself():
    for file in sources("arabic"):
        others = imported(file.read_text(encoding="utf-8")) - {"arabic"}
        assert others <= sys.stdlib_module_names, file.name


def test_only_the_body_module_builds_or_reads_its_blocks():
    """STYLE.md: nothing else parses or builds body HTML; the demo's own texts are written in it."""
    for room in ROOMS:
        for file in sources(room):
            if file == ROOT / "articles" / "body.py":
                continue
            used = imported(file.read_text(encoding="utf-8"))
            assert not used & {"nh3", "lxml", "bs4"}, file.relative_to(ROOT)


def test_what_arabic_offers():
    documented = {
        *["analyze", "changes", "clean", "count", "description", "excerpt", "format_date", "highlight"],
        *["fix_all", "matches", "proofread", "proofread_headline", "reading_minutes", "search_key", "slugify"],
    }
    assert documented <= set(arabic.__all__)
    assert len(set(arabic.__all__)) == len(arabic.__all__)
    for name in arabic.__all__:
        thing = getattr(arabic, name)
        assert not callable(thing) or inspect.getdoc(thing), name


def public_functions(module):
    return {
        name
        for name, thing in vars(module).items()
        if inspect.isfunction(thing) and thing.__module__ == module.__name__ and not name.startswith("_")
    }


def test_the_changes_that_the_workflow_offers():
    asking = {"may_curate", "may_edit", "merge_of", "require_may_edit", "revisions_seen_by", "seen_by", "unsaved"}
    changes = {
        "add_correction",
        "approve",
        "autosave",
        "create_article",
        "discard_autosave",
        "embargo",
        "gather_last_words",
        "hand_back",
        "publish",
        "publish_due",
        "remove_correction",
        "restore",
        "save_merged",
        "take_over",
    }
    changes |= {"save_revision", "schedule", "send_back", "submit", "unembargo", "unschedule", "unsubmit", "withdraw"}
    assert public_functions(workflow) == asking | changes | {"add_revision", "log", "put_on_row"}
    for name in changes:
        assert inspect.getdoc(getattr(workflow, name)), name


def test_what_body_and_curation_offer():
    assert public_functions(body) == {
        *["blocks", "clean", "clean_foreign", "frame_origins", "from_text", "plain_text", "references"],
        *["render", "render_feeds", "save_references", "together"],
    }
    assert public_functions(curation) == {
        *["add", "add_outside", "chosen", "fill", "head", "make_mutual", "order", "refuse", "remove"],
    }


def test_the_changes_that_the_fronts_offer():
    changes = {"call_off", "prepare", "publish", "put_on", "return_to", "take_off"}
    assert public_functions(publishing) == changes | {"problems"}
    for name in changes:
        assert inspect.getdoc(getattr(publishing, name)), name


def test_no_file_holds_the_marks_of_a_conflict():
    marks = {b"<" * 7, b">" * 7}
    ours = [path for path in ROOT.iterdir() if path.name not in {".git", ".venv", "var"}]
    files = [file for path in ours for file in ([path] if path.is_file() else path.rglob("*")) if file.is_file()]
    assert files
    for file in files:
        assert not marks & {line[:7] for line in file.read_bytes().splitlines()}, file.relative_to(ROOT)
