"""The tests themselves: each asserts something, none leans on another, none measures with a clock on the wall."""

from __future__ import annotations

import ast
from types import SimpleNamespace

import pytest

from tests.support.order import DATABASES, LONGEST_FIRST, databases_of
from tests.support.sources import TOP, Module, expect_none, modules

#: Calls that assert: pytest's own, the checks of ``tests/support`` and of the standard library's mocks.
SAYING = {"raises", "warns", "expect_none", "fail", "check_page", "check_in_browser"}
#: A clock on the wall. What the processor worked, counts, events and the moved clock tell the same on a busy machine.
WALL = ("time.time", "time.monotonic", "time.perf_counter", "time.monotonic_ns", "time.perf_counter_ns", "time.time_ns")
WALL_ENDS = {name.rpartition(".")[2] for name in WALL}
#: One ends a property that goes on for minutes in the long run, the other is printed; neither judges anything.
MAY_LOOK_AT_THE_WALL = {"tests.support.effort", "tests.drills.seconds"}
#: Where tests take things from: what helps them, and the tools that have tests of their own.
SHARED = ("tests.support", "tests.audit", "tests.bench", "tests.drills", "tests.mutation")


def _tests_in(module: Module) -> list[ast.FunctionDef]:
    return [node for node in module.tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]


def called(node: ast.AST) -> set[str]:
    """The last names of everything that is called within ``node``."""
    functions = (call.func for call in ast.walk(node) if isinstance(call, ast.Call))
    return {
        f.attr if isinstance(f, ast.Attribute) else f.id for f in functions if isinstance(f, ast.Attribute | ast.Name)
    }


def says(node: ast.AST) -> bool:
    return bool(called(node) & SAYING) or any(isinstance(each, ast.Assert) for each in ast.walk(node))


def saying_functions(module: Module) -> set[str]:
    """Functions of this module that assert, by themselves or through others of them."""
    functions = {node.name: node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)}
    found = {name for name, node in functions.items() if says(node)}
    while more := {name for name, node in functions.items() if name not in found and called(node) & found}:
        found |= more
    return found


def test_every_test_asserts_something():
    of_support = {name for module in modules("tests/support") for name in saying_functions(module)}
    silent = []
    for module in modules("tests"):
        saying = saying_functions(module)
        imported = {name.rpartition(".")[2] for _line, name in module.imports() if name.startswith("tests.")}
        for test in _tests_in(module):
            if test.name not in saying and not called(test) & of_support & imported:
                silent.append(module.place(test) + " " + test.name)
    expect_none(silent)


def test_a_test_that_asserts_nothing_would_be_found():
    silent = ast.parse("def test_nothing(visitor):\n    visitor.opens('/account/password').text").body[0]
    assert not says(silent)
    assert says(ast.parse("def test_it():\n    with pytest.raises(ValueError):\n        f()").body[0])


def test_helpers_live_in_support_and_no_test_leans_on_another():
    expect_none(
        f"{module.place(line)} {name}"
        for module in modules("tests")
        for line, name in module.imports()
        if name.startswith("tests.")
        and (not name.startswith(SHARED) or any(part.startswith("test_") for part in name.split(".")))
    )


def test_no_test_looks_at_a_clock_on_the_wall():
    expect_none(
        f"{module.place(node)} {ast.unparse(node)}"
        for module in modules("tests")
        if ".bench" not in module.name and module.name not in MAY_LOOK_AT_THE_WALL
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in WALL_ENDS and ast.unparse(node) in WALL
    )


def test_what_runs_first_is_there_and_named_once():
    assert sorted({each for each in LONGEST_FIRST if (TOP / each).is_file()}) == sorted(LONGEST_FIRST)


@pytest.mark.parametrize(
    ("marks", "long", "on"),
    [
        ((), True, [(), (), ()]),
        (("both_databases",), False, [DATABASES] * 3),
        (("databases_in_turn",), False, [("sqlite",), ("postgresql",), ("sqlite",)]),
        (("databases_in_turn",), True, [DATABASES] * 3),
        (("databases_in_turn", "both_databases"), False, [DATABASES] * 3),
    ],
)
def test_on_which_databases_the_tests_of_a_module_run(marks, long, on):
    module = SimpleNamespace(test_one=1, helper=2, test_two=3, test_three=4)
    tests = [
        SimpleNamespace(originalname=name, get_closest_marker=lambda mark: mark in marks)
        for name in ("test_one", "test_two", "test_three")
    ]
    assert [databases_of(test, module, long=long) for test in tests] == on
