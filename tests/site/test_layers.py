"""Imports point one way: rooms know only the rooms below them, and inside a room pages know acts and acts know facts."""

import subprocess
import sys

import pytest

from tests.support.sources import TOP, Module, expect_none, modules

#: From the top of the house to the ground (docs: the layout in README).
ROOMS = (
    ("programme",),
    ("delivery", "learning"),
    ("results",),
    ("paper",),
    ("voting",),
    ("venues",),
    ("projects",),
    ("rounds",),
    ("people",),
    ("record",),
    ("counting",),
    ("web",),
)
FLOOR = {room: level for level, rooms in enumerate(ROOMS) for room in rooms}

#: What puts the house together may know every room.
BUILDERS = {"pb", "pb.house", "pb.serving"}

#: Who may know whom, in one room or across rooms: only what has a lower number, or the same part.
PARTS = {"views": 6, "commands": 6, "demo": 5, "forms": 5, "actions": 4, "queries": 3, "models": 2, "rules": 1}

#: Parts that one room alone has: the demo spans the house and is told through its actions.
ONLY_IN = {"demo": "programme"}

#: Rooms that are not made of those parts.
OTHER_SHAPES = {"counting", "web", "migrations"}

#: What rules and counts may not need: they are plain values in, plain values out.
WEB_AND_DATABASE = {"flask", "sqlalchemy", "werkzeug", "wtforms", "jinja2", "alembic", "psycopg"}


def room_of(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "pb" and parts[1] in FLOOR else ""


def part_of(name: str) -> str:
    parts = name.split(".")
    return (
        parts[2] if room_of(name) and room_of(name) not in OTHER_SHAPES and len(parts) > 2 and parts[2] in PARTS else ""
    )


def upward(module: Module) -> list[str]:
    """Imports of a room that is not below."""
    own = room_of(module.name)
    return [
        f"{module.place(line)} {own or 'the foundation'} knows {name}"
        for line, name in module.imports()
        if (other := room_of(name)) and other != own and (not own or FLOOR[other] <= FLOOR[own])
    ]


def crosswise(module: Module) -> list[str]:
    """Imports of a part that is not lower."""
    own = part_of(module.name)
    return [
        f"{module.place(line)} {own} know {name}"
        for line, name in module.imports()
        if own and (other := part_of(name)) and other != own and PARTS[other] >= PARTS[own]
    ]


@pytest.mark.parametrize("fault", [upward, crosswise])
def test_imports_point_one_way(fault):
    expect_none(each for module in modules() if module.name not in BUILDERS for each in fault(module))


def test_this_guard_sees_a_wrong_import(tmp_path):
    wrong = TOP / "pb" / "voting" / "models.py"

    class Sample(Module):
        text = "from pb.results import queries\nfrom . import actions\n"

    # Of the first line both the package and the name in it, and the name is a part that models do not know either.
    assert (len(upward(Sample(wrong))), len(crosswise(Sample(wrong)))) == (2, 2)


def test_a_room_has_only_the_known_parts():
    strangers = {
        f"pb/{'/'.join(parts[1:3])}"
        for module in modules()
        if len(parts := module.name.split(".")) > 2 and parts[1] in FLOOR and parts[1] not in OTHER_SHAPES
        if parts[2] not in PARTS or ONLY_IN.get(parts[2], parts[1]) != parts[1]
    }
    expect_none(strangers)


def test_rules_and_counts_need_neither_web_nor_database():
    faults = [
        f"{module.place(line)} imports {name}"
        for module in modules()
        if part_of(module.name) == "rules" or room_of(module.name) == "counting"
        for line, name in module.imports()
        if name.split(".")[0].split("_")[0] in WEB_AND_DATABASE or name == "pb.database"
    ]
    expect_none(faults)


def test_rules_and_counts_can_be_used_without_flask():
    names = [m.name for m in modules() if part_of(m.name) == "rules" or room_of(m.name) == "counting"]
    look = f"""
import importlib, sys
for name in {[name for name in names if not name.endswith("__main__")]}:
    importlib.import_module(name)
    if found := sorted(set(sys.modules) & {WEB_AND_DATABASE}):
        sys.exit(f"{{name}} needs {{found}}")
"""
    found = subprocess.run([sys.executable, "-c", look], cwd=TOP, capture_output=True, text=True)
    assert (found.returncode, found.stderr) == (0, "")


def test_nothing_is_called_after_nothing():
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base"}
    assert [module.name for module in (*modules("pb"), *modules("tests")) if module.name.split(".")[-1] in vague] == []
