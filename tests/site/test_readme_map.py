"""README's map: what it names is there, and its lists name every file of a room and of a screen area."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.readme_lists import README, ROWS, filled
from tests.support.sources import TOP, expect_none

PB, TEMPLATES = TOP / "pb", TOP / "templates"
#: Beginnings of a path that is not in ``pb``.
ELSEWHERE = ("pb/", "templates/", "static/", "tests/", "docs/")
#: Endings of files; a name with another one is a value or a command.
FILE = re.compile(r"[\w./-]+(\.(py|html|css|md|txt|typ)|/)")


def map_of_readme() -> str:
    return README.read_text(encoding="utf-8").split("\n## Find your way in the code\n")[1]


def tables() -> list[list[str]]:
    """The rows of all tables of the map, as cells."""
    lines = [line for line in map_of_readme().splitlines() if line.startswith("| ") and not line.startswith("|---")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def quoted(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def paths(text: str) -> list[str]:
    """The names in a text that are files or folders."""
    return [name for name in quoted(text) if FILE.fullmatch(name) and "…" not in name]


def is_there(path: str) -> bool:
    if "/" not in path:
        return any(any(folder.rglob(path)) for folder in (PB, TEMPLATES, TOP / "tests"))
    return (TOP / path if path.startswith(ELSEWHERE) else PB / path).exists()


def modules_of(folder: Path) -> set[str]:
    return {file.stem for file in folder.glob("*.py")} - {"__init__"}


def test_the_lists_are_those_of_the_tree():
    text = README.read_text(encoding="utf-8")
    assert filled(text) == text, "README's lists are older than the tree: make map"


def test_every_file_that_the_map_names_is_there():
    named = paths(map_of_readme())
    assert len([name for name in named if "/" in name]) > 40
    expect_none(f"README names {name}" for name in named if not is_there(name) and not in_a_list(name))


def in_a_list(name: str) -> bool:
    """Folders that lie in each room or area, and folders of a row: named without their beginning."""
    return "<" in name or name in {"demo/", "rehearsal/", "pabulib/"}


@pytest.mark.parametrize(("folder", "head"), [("", "the database,"), ("web", "requests:"), ("pages", "what several")])
def test_what_all_stand_on_is_on_the_map(folder, head):
    """Modules of ``pb`` itself, of ``pb/web`` and of ``pb/pages``: by their names, each once."""
    rows = [row for row in tables() if len(row) == 2]
    first = next(number for number, row in enumerate(rows) if row[0].startswith(head))
    last = first if folder else next(n for n, row in enumerate(rows) if row[0].startswith("requests:")) - 1
    named = [name for row in rows[first : last + 1] for name in re.findall(r"[\w/.]+", " ".join(quoted(row[1])))]
    modules = [name for name in named if "/" not in name and "." not in name]
    assert sorted(modules) == sorted(modules_of(PB / folder)), "README: what all of them stand on"


def test_every_script_is_on_the_map():
    (row,) = [row for row in tables() if row[0] == "scripts"]
    named = [name for each in quoted(row[1]) if "/" not in each for name in each.split()]
    scripts = [file.stem for file in (TOP / "static" / "js").rglob("*.mjs") if file.parent.name != "start"]
    folders = {file.parent.name for file in (TOP / "static" / "js").glob("*/*.mjs")}
    assert sorted(named) == sorted(scripts)
    assert {each.split("/")[-2] for each in quoted(row[1]) if each.endswith("/")} == {"js", *folders}


def test_every_room_is_on_the_map():
    rooms = {file.parent.name for file in PB.glob("*/__init__.py")} - {"pages", "web", "migrations"}
    named = {name for row in tables() if len(row) == 8 for name in quoted(row[0])}
    assert len(rooms) > 8 and named == rooms


@pytest.mark.parametrize("name", ["web/frames.py", "templates/vote/nothing.html", "nothing.py", "static/nothing/"])
def test_this_guard_sees_what_is_not_there(name):
    assert paths(f"in `{name}`") == [name] and not is_there(name)


def test_the_lists_are_made_from_the_tree():
    """Both names of a screen, one of them, a part, a test; what people wrote stays."""
    old = "| area | for |\n|---|---|\n| `freeze` | said by hand | `gone` |\n\n| `freeze` | not a list |"
    new = filled(old).splitlines()
    assert (
        new[2].startswith("| `freeze` | said by hand | `freeze` |") and "_freeze_now" in new[2] and "gone" not in new[2]
    )
    assert new[4] == "| `freeze` | not a list |"


def test_every_piece_of_a_page_is_on_the_map():
    """Its row is made as the lists are."""
    (head,) = ROWS
    new = filled(f"| {head} | gone |")
    assert (
        new.startswith(f"| {head} | ") and "gone" not in new and f"\n| {head} |" in README.read_text(encoding="utf-8")
    )
    pieces = {file.stem for file in (TEMPLATES / "components").glob("*.html")}
    assert "voter_settings" in pieces and pieces == set(quoted(new)[-1].split())


def test_the_map_is_short():
    """The lists say where everything is, and grow with the tree. By hand stands only what a name does not say."""
    lines = README.read_text(encoding="utf-8").splitlines()
    by_hand = [line for line in lines if not (line.startswith("| ") and line.count(" | ") > 1)]
    assert sum(len(line) + 1 for line in by_hand) < 18_500
    assert len([row for row in tables() if len(row) == 2]) <= 40
