"""README's lists of files, made from the tree: ``make map`` writes them, tests/site/test_readme_map.py compares them.

A row of a list begins with the name of a folder and what it is for, written by hand. Its other cells are made here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tests.support.sources import TOP

README = TOP / "README.md"
PAGES, TEMPLATES, TESTS = TOP / "pb" / "pages", TOP / "templates", TOP / "tests"
LAYERS = ("models", "rules", "actions", "queries")


def names(folder: Path, pattern: str) -> set[str]:
    return {file.stem for file in folder.glob(pattern) if file.stem not in ("__init__", "__main__", "conftest")}


def in_code(each: Iterable[str]) -> str:
    """Names in one piece of code, parts (``_part``) last."""
    found = sorted(each, key=lambda name: (name.startswith("_"), name))
    return f"`{' '.join(found)}`" if found else ""


def tests_in(folder: Path) -> str:
    return in_code(name.removeprefix("test_") for name in names(folder, "test_*.py"))


def in_area(area: str) -> tuple[str, str, str, str]:
    """Names that are a view and a template, those that are only one of them, and the tests."""
    views = names(PAGES / area, "*.py") - {"forms"}
    pages = names(TEMPLATES / area, "*.html") | {file.name for file in (TEMPLATES / area).glob("*.typ")}
    return *map(in_code, (views & pages, views - pages, pages - views)), tests_in(TESTS / "pages" / area)


def in_room(room: str) -> tuple[str, ...]:
    """The modules of each layer of a room, those beside the layers, and the tests."""
    top = TOP / "pb" / room
    layers = (
        f"`{layer}.py`" if (top / f"{layer}.py").exists() else in_code(names(top / layer, "*.py")) for layer in LAYERS
    )
    return *layers, "; ".join(beside(top)), tests_in(TESTS / room)


def beside(room: Path) -> Iterator[str]:
    """What lies beside the layers of a room: modules, and folders with theirs."""
    if modules := in_code(names(room, "*.py") - {*LAYERS}):
        yield modules
    for folder in sorted(each.parent for each in room.glob("*/__init__.py") if each.parent.name not in LAYERS):
        yield f"`{folder.name}/`: {in_code(names(folder, '*.py'))}"


#: How a list is known (the head of its table), and what makes the cells behind the two that are written by hand.
LISTS: dict[str, Callable[[str], tuple[str, ...]]] = {"| area | for |": in_area, "| room | for |": in_room}


#: Rows by what stands in their first cell, written by hand, and what makes the second.
ROWS: dict[str, Callable[[], str]] = {
    "layouts (a practice's banner), error pages, pieces of pages": lambda: (
        "`templates/layout/` (`_practice.html`), `templates/errors/`; `templates/components/`: "
        + in_code(names(TEMPLATES / "components", "*.html"))
    )
}


def filled(text: str) -> str:
    """README's text with its lists as they are in the tree."""
    lines, made = [], None
    for line in text.split("\n"):
        if of_row := next((each for each in ROWS if line.startswith(f"| {each} |")), ""):
            lines.append(f"| {of_row} | {ROWS[of_row]()} |")
            continue
        made = next((LISTS[head] for head in LISTS if line.startswith(head)), made if line.startswith("|") else None)
        row = re.match(r"\| `(\w+)` \| [^|]* \|", line)
        lines.append(" | ".join([row[0][:-2], *made(row[1])]) + " |" if made and row else line)
    return "\n".join(lines)


if __name__ == "__main__":
    README.write_text(filled(README.read_text(encoding="utf-8")), encoding="utf-8")
