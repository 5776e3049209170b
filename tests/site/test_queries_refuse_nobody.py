"""Queries answer; what somebody may do is refused by actions, under their lock, and asked by pages before they offer it."""

from __future__ import annotations

import ast

from tests.support.sources import TOP, Module, expect_none, modules


def is_of_queries(module: Module) -> bool:
    parts = module.name.split(".")
    return parts[0] == "pb" and "queries" in parts[2:3]


def refusing(module: Module) -> list[str]:
    """Where a query refuses somebody: a function of it that is told who acts, and raises."""
    return [
        f"{module.place(function)} {function.name} refuses"
        for function in ast.walk(module.tree)
        if is_of_queries(module) and isinstance(function, ast.FunctionDef)
        if any(
            arg.annotation and "Actor" in ast.unparse(arg.annotation)
            for arg in ast.walk(function.args)
            if isinstance(arg, ast.arg)
        )
        if any(isinstance(part, ast.Raise) for part in ast.walk(function))
    ]


def test_queries_answer_and_refuse_nobody():
    assert any("Actor" in module.text for module in modules() if is_of_queries(module))
    expect_none(each for module in modules() for each in refusing(module))


def test_this_guard_sees_a_query_that_refuses(tmp_path):
    class Sample(Module):
        text = "def require_member(by: Actor, round_):\n    raise Refusal('no')\ndef frozen(id):\n    raise Refusal('not yet')\n"

    assert len(refusing(Sample(TOP / "pb" / "voting" / "queries.py"))) == 1
