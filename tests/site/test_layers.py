"""Two storeys, and imports that point one way: pages know rooms, rooms know only the rooms below, and inside a room
actions know facts.
"""

import json
import re
import subprocess
import sys

import pytest

from tests.support.sources import TOP, Module, expect_none, modules

#: The rooms from the top to the ground (README, docs/architecture.md). Those of one row do not know each other.
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
    ("counting", "charts"),
)
FLOOR = {room: level for level, rooms in enumerate(ROOMS) for room in rooms}

#: The storey above all rooms: what people see, and what all pages share.
UPSTAIRS = ("pages", "web")

#: What puts the program together may know everything.
BUILDERS = {"pb"} | {
    f"pb.{name}"
    for name in ("wiring", "serving", "checks", "key_questions", "disk_questions", "questions", "command_faults")
}

#: Who may know whom, in one room or across rooms: only what has a lower number, or the same part. An act is declared
#: in ``record`` beside what does it, so ``acts`` are known from everywhere.
PARTS = {"commands": 7, "rehearsal": 6, "demo": 5, "actions": 4, "queries": 3, "models": 2, "rules": 1, "acts": 1}

#: Parts that one room alone has: the demo and the practice span the house and are told through its actions.
ONLY_IN = {"demo": "programme", "rehearsal": "programme", "acts": "record"}

#: Rooms that are not made of those parts.
OTHER_SHAPES = {"counting", "charts"}

#: What rules and counts may not need: they are plain values in, plain values out.
WEB_AND_DATABASE = {"flask", "sqlalchemy", "werkzeug", "wtforms", "jinja2", "alembic", "psycopg"}

#: What belongs to pages: no room may import it.
OF_PAGES = {
    *("flask." + name for name in ("request", "session", "g", "url_for", "redirect", "render_template", "abort")),
    *("flask." + name for name in ("flash", "make_response", "send_file", "Response", "Blueprint")),
    *("flask_babel", "flask_wtf", "wtforms", "jinja2", "werkzeug.routing", "werkzeug.exceptions"),
}


def room_of(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "pb" and parts[1] in FLOOR else ""


def part_of(name: str) -> str:
    parts = name.split(".")
    return (
        parts[2] if room_of(name) and room_of(name) not in OTHER_SHAPES and len(parts) > 2 and parts[2] in PARTS else ""
    )


def is_upstairs(name: str) -> bool:
    return name.split(".")[0] == "pb" and name.split(".")[1:2] in ([each] for each in UPSTAIRS)


def upward(module: Module) -> list[str]:
    """Imports of a room that is not below, or of a page."""
    own = room_of(module.name)
    if is_upstairs(module.name):
        return []
    return [
        f"{module.place(line)} {own or 'the ground'} knows {name}"
        for line, name in module.imports()
        if is_upstairs(name) or ((other := room_of(name)) and other != own and (not own or FLOOR[other] <= FLOOR[own]))
    ]


def crosswise(module: Module) -> list[str]:
    """Imports of a part that is not lower."""
    own = part_of(module.name)
    return [
        f"{module.place(line)} {own} know {name}"
        for line, name in module.imports()
        if own and (other := part_of(name)) and other != own and PARTS[other] >= PARTS[own] and other != "acts"
    ]


def paging(module: Module) -> list[str]:
    """What a room imports of requests, routing, templates and forms."""
    return [
        f"{module.place(line)} {room_of(module.name)} knows {name}"
        for line, name in module.imports()
        if room_of(module.name) and any(name == each or name.startswith(each + ".") for each in OF_PAGES)
    ]


def domain_in_web(module: Module) -> list[str]:
    """What ``web``, which all pages share, knows of the domain."""
    return [
        f"{module.place(line)} web knows {name}"
        for line, name in module.imports()
        if module.name.startswith("pb.web") and (room_of(name) or name.startswith("pb.pages"))
    ]


@pytest.mark.parametrize("fault", [upward, crosswise, paging, domain_in_web])
def test_imports_point_one_way(fault):
    expect_none(each for module in modules() if module.name not in BUILDERS for each in fault(module))


def test_this_guard_sees_a_wrong_import(tmp_path):
    wrong = TOP / "pb" / "voting" / "models.py"

    class Sample(Module):
        text = "from pb.results import queries\nfrom . import actions\nfrom pb.web import fields\nfrom flask import abort\n"

    # Of an import from a package both the package and the name in it count; ``queries`` is a part that models do not
    # know either.
    assert (len(upward(Sample(wrong))), len(crosswise(Sample(wrong))), len(paging(Sample(wrong)))) == (4, 2, 1)


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


#: Rooms from the ground up: the models of each know only tables that are there already, so what its import adds to
#: the guards and to the keys of tables is what that room declares.
TELL_WHAT_EACH_ROOM_DECLARES = """
import importlib, importlib.util, json, sys
from pb.database import db
from pb.guards import all_guards

tables, seen, told = {}, set(), []
for room in sys.argv[1:]:
    if room == "pb.wiring" or importlib.util.find_spec(room + ".models"):
        importlib.import_module(room if room == "pb.wiring" else room + ".models")
    for table in db.metadata.tables.values():
        tables.setdefault(table.name, room)
        for key in table.foreign_key_constraints:
            if id(key) not in seen:
                names = [element.target_fullname.split(".")[0] for element in key.elements]
                told.append((room, f"the key {table.name}.{key.column_keys}", [table.name, *names]))
                seen.add(id(key))
    for guard in all_guards():
        if guard.name not in seen:
            told.append((room, f"the guard {guard.name}", [guard.table, guard.condition]))
            seen.add(guard.name)
print(json.dumps([tables, told]))
"""


def declared_elsewhere(tables: dict[str, str], told: list[tuple[str, str, list[str]]]) -> list[str]:
    """Guards and foreign keys that are not declared in the highest room of which they name a table. ``tables``: the
    room of each table. ``told``: the room that declares something, what it is, and what names tables: a name, or SQL.
    """
    faults = []
    for room, what, naming in told:
        named = {name for text in naming for name in (re.findall(r"(?:FROM|JOIN)\s+(\w+)", text) or [text])}
        highest = min((tables[name] for name in named if name in tables), key=lambda each: FLOOR[each[3:]])
        if room != highest:
            faults.append(f"{room} declares {what}, which belongs into {highest}")
    return faults


def test_triggers_and_foreign_keys_are_declared_in_the_highest_room_that_they_name():
    folders = [
        f"pb.{room}" for rooms in reversed(ROOMS) for room in rooms if (TOP / "pb" / room / "__init__.py").exists()
    ]
    look = [sys.executable, "-c", TELL_WHAT_EACH_ROOM_DECLARES, *folders, "pb.wiring"]
    found = subprocess.run(look, cwd=TOP, capture_output=True, text=True)
    assert found.stderr == ""
    tables, told = json.loads(found.stdout)
    assert len(told) > 100
    expect_none(declared_elsewhere(tables, told))


def test_this_guard_sees_what_is_declared_too_low_or_too_high():
    tables = {"decision": "pb.rounds", "ballot_line": "pb.projects", "round": "pb.rounds"}
    told = [
        ("pb.rounds", "a", ["decision", "NOT EXISTS (SELECT 1 FROM ballot_line)"]),
        ("pb.projects", "b", ["decision", "EXISTS (SELECT 1 FROM round JOIN ballot_line ON 1 = 1)"]),
        ("pb.results", "c", ["decision", "1 = 1"]),
        ("pb.rounds", "d", ["decision", "round"]),
    ]
    assert [fault.split(",")[0] for fault in declared_elsewhere(tables, told)] == [
        "pb.rounds declares a",
        "pb.results declares c",
    ]


def test_nothing_is_called_after_nothing():
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base"}
    assert [module.name for module in (*modules("pb"), *modules("tests")) if module.name.split(".")[-1] in vague] == []


def test_the_drawing_shows_these_rooms():
    """docs/architecture.md draws the rows of ``ROOMS``, what stands upstairs, and the modules of the ground."""
    drawing = (TOP / "docs" / "architecture.md").read_text(encoding="utf-8").split("```")[1]
    upstairs, downstairs, ground = (part.split("\n")[1:] for part in drawing.split("\n\n"))
    assert tuple(line.split()[0] for line in upstairs if line.startswith("  ")) == UPSTAIRS
    assert tuple(tuple(line.split()) for line in downstairs if line.strip()) == ROOMS
    named = set(" ".join(ground).split())
    above = {"__init__", *(name.removeprefix("pb.") for name in BUILDERS)}
    stands = {file.stem for file in (TOP / "pb").glob("*.py")} - above
    assert named == stands
