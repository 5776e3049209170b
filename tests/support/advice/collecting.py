"""Every refusal that the sources can raise, with its sentence and its advice, read without running them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tests.support.sources import Module, modules

#: What marks words for people.
_MARKS = {"_", "_l", "_ln", "ngettext"}


@dataclass(frozen=True)
class Raised:
    """One place that refuses. ``sentences`` and ``advice``: what it may say; None: this is only known when it runs."""

    place: str
    function: str
    sentences: tuple[str, ...] | None
    advice: tuple[str, ...] | None


@cache
def refusals() -> tuple[Raised, ...]:
    """All of them: calls of ``Refusal`` and of what is made from it, which may say the words in its ``__init__``."""
    kinds = _kinds()
    naming = [module for module in modules() if any(kind in module.text for kind in kinds)]
    return tuple(each for module in naming for each in _of_scope(module, module.tree, (), kinds))


@cache
def _kinds() -> frozenset[str]:
    known = {"Refusal"}
    bases = [
        (node.name, {_last(base) for base in node.bases})
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
    ]
    while True:
        more = {name for name, those in bases if those & known}
        if more <= known:
            return frozenset(known)
        known |= more


def _of_scope(module: Module, node: ast.AST, scope: tuple[str, ...], kinds: frozenset[str]) -> Iterator[Raised]:
    for child in ast.iter_child_nodes(node):
        within = (*scope, child.name) if isinstance(child, ast.FunctionDef | ast.ClassDef) else scope
        if isinstance(child, ast.Call) and _refuses(child, scope, kinds):
            said = [_said(module, each) for each in child.args[:2]]
            sentences, advice = [*said, (), ()][:2]
            yield Raised(module.place(child), ".".join((module.name, *scope)), sentences, advice)
        yield from _of_scope(module, child, within, kinds)


def _refuses(call: ast.Call, scope: tuple[str, ...], kinds: frozenset[str]) -> bool:
    """A kind that says its words in its own ``__init__`` is found there, not where it is raised."""
    if ast.unparse(call.func) == "super().__init__":
        return len(scope) > 1 and scope[-2] in kinds - {"Refusal"}
    return _last(call.func) == "Refusal"


def _said(module: Module, node: ast.expr) -> tuple[str, ...] | None:
    """The words of an argument: of each branch, where it depends; () where it says nothing."""
    if isinstance(node, ast.IfExp):
        branches = [_said(module, each) for each in (node.body, node.orelse)]
        return None if None in branches else tuple(word for each in branches for word in each or ())
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return (node.value,) if node.value else ()
    if isinstance(node, ast.Call) and _last(node.func) in _MARKS and isinstance(node.args[0], ast.Constant):
        return (str(node.args[0].value),)
    if isinstance(node, ast.Name):
        return _constant(module.name, node.id)
    return None


@cache
def _constant(module: str, name: str) -> tuple[str, ...] | None:
    """What a name stands for, in this module or in the one from which it comes."""
    here = _by_name().get(module)
    for node in here.tree.body if here else ():
        if isinstance(node, ast.Assign) and [ast.unparse(each) for each in node.targets] == [name]:
            return _said(here, node.value)
        if (
            isinstance(node, ast.ImportFrom)
            and node.module
            and name in [each.asname or each.name for each in node.names]
        ):
            return _constant(node.module, name)
    return None


@cache
def _by_name() -> dict[str, Module]:
    return {each.name: each for each in modules()}


def _last(node: ast.expr) -> str:
    return ast.unparse(node).rpartition(".")[2]
