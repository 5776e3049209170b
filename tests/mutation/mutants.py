"""The small changes that are made to a module: found in its syntax tree, and made one at a time.

Left out is what no test should hold: docstrings, texts for people, annotations, decorators, ``__all__``, guards that
raise ``AssertionError``, and lines marked ``pragma: no cover`` or ``pragma: no mutate``, with the reason beside it.
"""

from __future__ import annotations

import ast
import copy
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Mutant", "mutants_of", "mutated"]

_COMPARISONS: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: dict[type, type] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.BitXor: ast.BitAnd,
}
_CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}
_MARKED = re.compile("pragma: no (cover|mutate)")
#: The functions that mark a sentence for translation: what stands in them is a text.
_MARKS = {"_", "_l", "_ln", "gettext", "ngettext", "lazy_gettext", "lazy_ngettext"}


@dataclass(frozen=True)
class Mutant:
    """One change. ``number`` is its place among all of its file; ``key`` stays the same while the code around moves.

    lines: first and last line of the statement that is changed (of its head, for one that has a body).
    """

    file: str
    number: int
    lines: tuple[int, int]
    key: str


@dataclass(frozen=True)
class _Change:
    """A node of the tree and what takes its place: ``parent.field``, or ``parent.field[index]``."""

    parent: ast.AST
    field: str
    index: int | None
    old: ast.AST
    new: ast.AST
    function: str
    lines: tuple[int, int]


def mutants_of(file: Path, top: Path) -> list[Mutant]:
    """Every mutant of this file below ``top``, in the order of its text."""
    source, name, seen, found = file.read_text(encoding="utf-8"), str(file.relative_to(top)), Counter[str](), []
    for number, change in enumerate(_changes(source)):
        key = f"{name} {change.function}: {_shown(change.old)} -> {_shown(change.new)}"
        seen[key] += 1
        found.append(Mutant(name, number, change.lines, key if seen[key] == 1 else f"{key} ({seen[key]})"))
    return found


def mutated(source: str, number: int) -> str:
    """The source with that change made."""
    tree = ast.parse(source)
    change = next(one for k, one in enumerate(_changes(source, tree)) if k == number)
    if change.index is None:
        setattr(change.parent, change.field, change.new)
    else:
        getattr(change.parent, change.field)[change.index] = change.new
    return ast.unparse(ast.fix_missing_locations(tree))


def _shown(node: ast.AST) -> str:
    text = " ".join(ast.unparse(ast.fix_missing_locations(node)).split())
    return text if len(text) <= 90 else f"{text[:87]}…"


def _changes(source: str, tree: ast.Module | None = None) -> Iterator[_Change]:
    lines = source.splitlines()
    for change in _below(tree or ast.parse(source), "", (1, 1)):
        if not any(_MARKED.search(line) for line in lines[change.lines[0] - 1 : change.lines[1]]):
            yield change


def _below(parent: ast.AST, function: str, lines: tuple[int, int]) -> Iterator[_Change]:
    for field, index, node in _children(parent):
        inside = function
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            inside = f"{function}.{node.name}".lstrip(".")
        here = _head(node) if isinstance(node, ast.stmt) else lines
        for new in _replacements(node):
            yield _Change(parent, field, index, node, new, inside or "module", here)
        yield from _below(node, inside, here)


def _children(parent: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    for field, value in ast.iter_fields(parent):
        if field in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for index, node in enumerate(value) if isinstance(value, list) else ((None, value),):
            if isinstance(node, ast.AST) and not _left_out(node, parent):
                yield field, index, node


def _left_out(node: ast.AST, parent: ast.AST) -> bool:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True  # a docstring
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return isinstance(parent, ast.JoinedStr) or any(letter.isspace() for letter in node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MARKS:
        return True
    text = ast.unparse(node) if isinstance(node, ast.Assign | ast.If | ast.Raise) else ""
    return text.startswith(("__all__ = ", "if __name__ == ", "if TYPE_CHECKING", "raise AssertionError"))


def _head(statement: ast.stmt) -> tuple[int, int]:
    body = getattr(statement, "body", None)
    end = body[0].lineno - 1 if body else statement.end_lineno or statement.lineno
    return statement.lineno, max(end, statement.lineno)


def _replacements(node: ast.AST) -> Iterable[ast.AST]:
    for kind, replace in _REPLACE.items():
        if isinstance(node, kind):
            yield from replace(node)


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _comparison(node: ast.Compare) -> Iterator[ast.AST]:
    for k, op in enumerate(node.ops):
        for other in _COMPARISONS[type(op)]:
            yield _with(node, ops=[*node.ops[:k], other(), *node.ops[k + 1 :]])


def _arithmetic(node: ast.BinOp | ast.AugAssign) -> Iterator[ast.AST]:
    if type(node.op) in _ARITHMETIC:
        yield _with(node, op=_ARITHMETIC[type(node.op)]())


def _and_or(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())


def _sign(node: ast.UnaryOp) -> Iterator[ast.AST]:
    yield node.operand


def _negated(node: ast.If | ast.While | ast.IfExp) -> Iterator[ast.AST]:
    if not isinstance(node.test, ast.Compare | ast.UnaryOp | ast.Constant):  # those are changed themselves
        yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))


def _filter(node: ast.comprehension) -> Iterator[ast.AST]:
    if node.ifs:
        yield _with(node, ifs=[])


def _constant(node: ast.Constant) -> Iterator[ast.AST]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        yield ast.Constant(value + 1)
    elif isinstance(value, str):
        yield ast.Constant(value + "XX")
    elif isinstance(value, bytes):
        yield ast.Constant(value + b"XX")


def _call(node: ast.Call) -> Iterator[ast.AST]:
    if isinstance(node.func, ast.Name) and node.func.id in _CALLS:
        yield _with(node, func=ast.Name(_CALLS[node.func.id], ast.Load()))


def _return(node: ast.Return) -> Iterator[ast.AST]:
    if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield ast.Return(ast.Constant(None))


def _removed(node: ast.stmt) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Assign) or not all(isinstance(target, ast.Name | ast.Tuple) for target in node.targets):
        yield ast.Pass()


def _loop(node: ast.Break | ast.Continue) -> Iterator[ast.AST]:
    yield ast.Continue() if isinstance(node, ast.Break) else ast.Break()


_REPLACE: dict = {
    ast.Compare: _comparison,
    ast.BinOp: _arithmetic,
    ast.AugAssign: _arithmetic,
    ast.BoolOp: _and_or,
    ast.UnaryOp: _sign,
    (ast.If, ast.While, ast.IfExp): _negated,
    ast.comprehension: _filter,
    ast.Constant: _constant,
    ast.Call: _call,
    ast.Return: _return,
    (ast.Expr, ast.Assign, ast.AugAssign, ast.Delete, ast.Raise): _removed,
    (ast.Break, ast.Continue): _loop,
}
