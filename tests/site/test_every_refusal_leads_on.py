"""Whoever is refused something is told what they can do, and can do it: each advice has its row (tests/support/advice), and what
it names exists for the person who is told. A new refusal needs a row; a sentence without advice says why it needs none.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping

import pytest

from pb.roles import Role
from tests.support.advice.by_pressing import BY_PRESSING
from tests.support.advice.by_somebody import BY_SOMEBODY
from tests.support.advice.collecting import refusals
from tests.support.advice.in_place import IN_PLACE
from tests.support.advice.on_pages import ON_PAGES
from tests.support.advice.ways import Way
from tests.support.advice.when_raised import WHEN_RAISED
from tests.support.advice.without import WITHOUT
from tests.support.sources import TOP, expect_none, modules

ADVICE: Mapping[str, Way] = {**ON_PAGES, **BY_PRESSING, **BY_SOMEBODY, **IN_PLACE}
QUOTED = re.compile(r"“([^”]+)”")


def row_of(words: str, rows: Mapping[str, Way]) -> str | None:
    """The key of a row: the words, or how they begin, with " …"."""
    begins = (each for each in rows if each.endswith(" …") and words.startswith(each.removesuffix("…")))
    return words if words in rows else next(begins, None)


def given() -> dict[str, str]:
    """Each advice, with a place that gives it."""
    return {words: each.place for each in refusals() for words in each.advice or ()}


def unadvised() -> dict[str, str]:
    return {words: each.place for each in refusals() if each.advice == () for words in each.sentences or ()}


@pytest.mark.parametrize(("read", "rows"), [(given, ADVICE), (unadvised, WITHOUT)], ids=["advice", "without"])
def test_every_refusal_has_its_row(read, rows):
    said = read()  # here, not above: every process of a run imports this module, one of them runs its tests
    found = {words: row_of(words, rows) for words in said}
    expect_none([f"{said[words]} has no row in tests/support/advice: {words}" for words in said if not found[words]])
    expect_none(f"nothing says this any more: {each}" for each in set(rows) - set(found.values()))


def test_what_is_known_only_when_it_is_raised_is_listed():
    found = {
        each.function for each in refusals() if each.advice is None or (each.sentences is None and each.advice == ())
    }
    assert found == set(WHEN_RAISED) and len(refusals()) > 400


def test_what_is_advised_is_open_to_whoever_is_told(app):
    views = app.view_functions
    rows = {**ADVICE, **WITHOUT}
    named = [(words, view, role) for words, way in rows.items() for view, role in way.open_to]
    expect_none(f"{view} is not there: {words}" for words, view, _role in named if view not in views)
    expect_none(f"{view} is closed to {role}: {words}" for words, view, role in named if not is_open(views, view, role))
    assert all(way.open_to for way in rows.values() if way.kind in ("page", "press", "somebody"))


def is_open(views: Mapping, view: str, role: Role) -> bool:
    return view not in views or bool({role, Role.PUBLIC} & views[view].open_to)


def test_a_page_is_called_what_the_menu_or_its_title_calls_it():
    called = menu_words()
    rows = [(words, ADVICE[row]) for words in given() if (row := row_of(words, ADVICE))]
    of_pages = [(words, way) for words, way in rows if way.kind == "page"]
    assert len(of_pages) > 15
    expect_none(f"names no page: {words}" for words, _way in of_pages if not QUOTED.search(words))
    expect_none(
        f"{view} is not called that: {words}"
        for words, way in of_pages
        for view, _role in way.open_to
        if not set(QUOTED.findall(words)) & (called.get(view, set()) | titles_beside(view))
    )


def test_everything_that_is_quoted_is_a_page_or_a_command(app):
    known = {name for names in menu_words().values() for name in names} | set(titles()) | link_words()
    quoted = [(words, name) for words in given() for name in QUOTED.findall(words)]
    expect_none(f"{name!r} is nowhere: {words}" for words, name in quoted if not is_known(app, name, known))


def is_known(app, name: str, known: set[str]) -> bool:
    if not name.startswith("flask "):
        return name in known
    command = app.cli
    for part in name.split()[1:]:
        command = getattr(command, "commands", {}).get(part)
    return command is not None


def menu_words() -> dict[str, set[str]]:
    """Views by the words that a menu has for them: (words, view) in the source of the menus."""
    called: dict[str, set[str]] = {}
    for module in modules("pb/pages"):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Tuple) and len(node.elts) > 1 and (found := _menu_line(node)):
                called.setdefault(found[1], set()).add(found[0])
    return called


def _menu_line(node: ast.Tuple) -> tuple[str, str] | None:
    name, view = node.elts[:2]
    if isinstance(name, ast.Call) and ast.unparse(name.func) in ("_", "_l") and isinstance(view, ast.Constant):
        return str(ast.literal_eval(name.args[0])), str(view.value)
    return None


def titles() -> Iterable[str]:
    return [name for file in (TOP / "templates").rglob("*.html") for name in titles_in(file.read_text("utf-8"))]


def titles_in(text: str) -> list[str]:
    line = re.search(r"{% block title %}(.*)", text)
    return re.findall(r'_\("([^"]+)"', line[1]) if line else []


def titles_beside(view: str) -> set[str]:
    """The titles of the pages of this view's screen area."""
    area = TOP / "templates" / view.partition(".")[0]
    return {name for file in area.glob("*.html") for name in titles_in(file.read_text("utf-8"))}


def link_words() -> set[str]:
    """The words of links and buttons in templates."""
    texts = [file.read_text("utf-8") for file in (TOP / "templates").rglob("*.html")]
    return {name for text in texts for name in re.findall(r'_\("([^"]+)"', text)}
