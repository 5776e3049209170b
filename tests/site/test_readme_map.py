"""README's map: what it names is there, and each act of a room and each screen is on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sources import TOP, expect_none

PB, TEMPLATES = TOP / "pb", TOP / "templates"
#: Beginnings of a path that is not in ``pb``.
ELSEWHERE = ("pb/", "templates/", "static/", "tests/", "docs/")
#: Endings of files; a name with another one is a value or a command.
FILE = re.compile(r"[\w./-]+(\.(py|html|css|md|txt|typ)|/)")


def map_of_readme() -> str:
    return (TOP / "README.md").read_text(encoding="utf-8").split("\n## Find your way in the code\n")[1]


def table(first: str) -> list[list[str]]:
    """The rows of the table whose head begins with ``first``, as cells."""
    lines = map_of_readme().split(f"| {first} |")[1].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def quoted(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def paths(text: str) -> list[str]:
    """The names in a text that are files or folders."""
    return [name for name in quoted(text) if FILE.fullmatch(name) and "…" not in name]


def is_there(path: str) -> bool:
    if "/" not in path:
        return any(PB.rglob(path))
    return (TOP / path if path.startswith(ELSEWHERE) else PB / path).exists()


def screens_missing(row: list[str]) -> Iterator[str]:
    """Names of screens that are neither a module nor a template of one of the row's areas."""
    areas, named = quoted(row[0]), [name for name in quoted(row[2]) if " " not in name]  # with a space: a command
    for name in named:
        kinds = [PB / "pages" / area / f"{name}.py" for area in areas]
        kinds += [TEMPLATES / area / f"{name}.html" for area in areas]
        if not any(file.exists() for file in kinds):
            yield f"the map says `{name}` for {row[0]}, which is neither a view nor a template there"


def test_every_file_that_the_map_names_is_there():
    named = [name for row in table("looking for") for name in paths(row[1])]
    assert len(named) > 80
    elsewhere = [name for name in paths(map_of_readme()) if "/" in name]
    expect_none(f"README names {name}" for name in [*named, *elsewhere] if not is_there(name))


def test_every_screen_that_the_map_names_is_in_its_area():
    rows = table("area | for")
    assert len(rows) > 10
    expect_none(fault for row in rows for fault in screens_missing(row))


def test_every_room_and_its_acts_are_on_the_map():
    named = {name for row in table("looking for") for name in paths(row[1])}
    acts = {str(file.relative_to(PB)) for file in PB.glob("*/actions/*.py") if file.name != "__init__.py"}
    rooms = {file.parent.name for file in PB.glob("*/__init__.py")} - {"pages", "web", "migrations"}
    assert len(acts) > 40 and len(rooms) > 8
    expect_none(f"{act} is not on README's map" for act in acts - named)
    assert {name for row in table("room") for name in quoted(row[0])} == rooms


@pytest.mark.parametrize("name", ["web/frames.py", "templates/vote/nothing.html", "nothing.py", "static/nothing/"])
def test_this_guard_sees_what_is_not_there(name):
    assert paths(f"in `{name}`") == [name] and not is_there(name)


def test_this_guard_sees_a_screen_that_is_not_there():
    assert len(list(screens_missing(["`vote`, `kiosk`", "voters", "`saved`, `leave`, `hand_out`"]))) == 1


def test_the_map_is_short():
    """A reader finds nothing in a list of everything."""
    assert len(table("looking for")) <= 60 and Path(TOP / "README.md").stat().st_size < 32_000
