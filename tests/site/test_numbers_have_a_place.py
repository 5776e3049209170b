"""A number that nobody may choose is a rule: it is found in a room's ``rules``, not where it is used."""

from __future__ import annotations

import ast
import re

from tests.support.sources import expect_none, modules

#: How work is cut into pieces: these numbers change nothing that anybody sees.
OF_THE_MACHINE = {"CARDS_IN_A_PART"}
ELSEWHERE = re.compile(r"pb\.[a-z]+\.(actions|queries|models)\b")


def numbers_of(tree: ast.Module) -> list[str]:
    """Public constants of a module that are numbers, pairs of numbers or spans of time."""

    def is_number(value: ast.expr | None) -> bool:
        if isinstance(value, ast.Tuple):
            return bool(value.elts) and all(map(is_number, value.elts))
        if isinstance(value, ast.BinOp):
            return is_number(value.left) and is_number(value.right)
        if isinstance(value, ast.Call):
            return isinstance(value.func, ast.Name) and value.func.id == "timedelta"
        return isinstance(value, ast.Constant) and type(value.value) in (int, float)

    assigned = [
        (target.id, each.value)
        for each in tree.body
        if isinstance(each, ast.Assign | ast.AnnAssign)
        for target in (each.targets if isinstance(each, ast.Assign) else [each.target])
        if isinstance(target, ast.Name)
    ]
    return [name for name, value in assigned if not name.startswith("_") and is_number(value)]


def test_numbers_that_nobody_may_choose_are_rules():
    expect_none(
        f"{module.name}.{name} belongs in the room's rules"
        for module in modules()
        if ELSEWHERE.match(module.name)
        for name in numbers_of(ast.parse(module.text))
        if name not in OF_THE_MACHINE
    )


def test_this_test_sees_numbers_pairs_and_spans_of_time():
    text = "A = 3\nB: int = 2 * 3\nC = (1, 2)\nD = timedelta(days=1)\nE = 'x'\n_F = 4\nG = f(3)\nH = True\n"
    assert numbers_of(ast.parse(text)) == ["A", "B", "C", "D"]
