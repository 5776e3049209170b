"""README's glossary and the code say the same: a word that names a model, a value or a screen area is called that there."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from enum import StrEnum

import pytest
from sqlalchemy import CheckConstraint

from pb.database import db
from tests.support.sources import TOP, expect_none, modules

#: At least so many rows, so that a glossary that is not found, or is read wrongly, fails.
ROWS = 20


def glossary() -> list[tuple[str, list[str]]]:
    """The rows under "Words" in README: the words, and their names in the code."""
    part = (TOP / "README.md").read_text(encoding="utf-8").split("\n## Words\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in part.split("\n") if line.startswith("| ")][1:]
    return [(row[0], re.findall(r"`([^`]+)`", row[1])) for row in rows]


def models() -> set[str]:
    return {mapper.class_.__name__ for mapper in db.Model.registry.mappers}


def areas() -> set[str]:
    return {folder.name for folder in (TOP / "pb" / "pages").iterdir() if (folder / "__init__.py").exists()}


def values() -> set[str]:
    """What the columns of the database may say, and the states that rules compute."""
    checks = (
        str(check.sqltext)
        for table in db.metadata.tables.values()
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    )
    allowed = {value for check in checks for value in re.findall(r"'(\w+)'", check)}
    for module in modules():
        if ".rules" in module.name and "StrEnum" in module.text:
            found = vars(importlib.import_module(module.name)).values()
            states = [each for each in found if isinstance(each, type) and issubclass(each, StrEnum)]
            allowed |= {str(member) for state in states for member in state}
    return allowed


def missing(rows: list[tuple[str, list[str]]]) -> Iterator[str]:
    """Names that the code does not have, and words that are in none of the names beside them."""
    for words, names in rows:
        for name in names:
            known = areas() if name.startswith("/") else values() if name.startswith('"') else models()
            if name.strip('/"') not in known:
                yield f"the glossary says {name} for “{words}”, which is not in the code"
        for word in words.split(", "):
            if not any(_parts(name) <= _parts(word) for name in names):
                yield f"“{word}” is called {' and '.join(names) or 'nothing'} in the code"


def _parts(name: str) -> set[str]:
    """ "BoxOpening", "/results" and "opening the box" as words without capitals, marks and a plural's s."""
    return {part.lower().rstrip("s") for part in re.findall(r"[A-Z]?[a-z]+", name)}


def test_every_word_of_the_glossary_is_in_the_code_under_that_name(app):
    assert len(glossary()) >= ROWS
    expect_none(missing(glossary()))


@pytest.mark.parametrize(
    "row",
    [
        ("envelope", ["SealedVote"]),  # no such model
        ("kiosk opening", ['"unlocked"']),  # no such value
        ("freeze", ["/ice"]),  # no such screen area
        ("visit, venue", ["Venue"]),  # another word for something
        ("ballot paper account", []),
    ],
)
def test_this_guard_sees_a_word_that_the_code_does_not_have(app, row):
    assert list(missing([row]))
