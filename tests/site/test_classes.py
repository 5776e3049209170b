"""A class is found by its name: no two of the program's classes share one."""

import ast
from collections import defaultdict
from collections.abc import Iterable

from tests.support.sources import TOP, Module, expect_none, modules


def classes_in(module: Module) -> Iterable[ast.ClassDef]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef))


def said_twice(among: Iterable[Module]) -> list[str]:
    """Names of more than one class, with where they are. A leading underscore makes no other name of it."""
    places: dict[str, list[str]] = defaultdict(list)
    for module in among:
        for each in classes_in(module):
            places[each.name.lstrip("_")].append(module.place(each))
    return [f"{name}: {', '.join(where)}" for name, where in sorted(places.items()) if len(where) > 1]


def test_no_two_classes_share_a_name():
    expect_none(said_twice(modules()))


def test_this_guard_sees_a_name_that_two_classes_share():
    class Sample(Module):
        text = "class Line: pass\n\ndef make():\n    class _Line: pass\n"

    assert said_twice([Sample(TOP / "pb" / "paper" / "models" / "papers.py")]) == [
        "Line: pb/paper/models/papers.py:1, pb/paper/models/papers.py:4",
    ]
