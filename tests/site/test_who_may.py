"""Who may open what stands once, on the view: pages and templates ask it, and compare no roles themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from jinja2 import nodes

from pb.roles import APPOINTED, Role
from tests.support.sources import Module, expect_none, modules
from tests.support.templates import Template, templates

NAMES = {role.name for role in Role}

#: It decides by which of two roles somebody works at a desk.
DECIDES = {"pb.pages.admission"}

#: What may be told a role: who a view is open to, who has a right that is no view's, whom a form lists, and in which
#: role a group acts.
TOLD = {"open_to", "granted_to", "people_in", "Actor"}


def compared(module: Module) -> Iterator[str]:
    """Places where roles are named but to say who a view is open to, to list people, or to put words to them; and
    places where somebody's roles are compared.
    """
    allowed = {id(part) for node in ast.walk(module.tree) for part in _allowed(node)}
    for node in ast.walk(module.tree):
        names_one = id(node) not in allowed and _names_a_role(node)
        compares = isinstance(node, ast.Compare | ast.BinOp) and any(_asks_for_roles(part) for part in ast.walk(node))
        if names_one or compares:
            yield f"{module.place(node)}: {ast.unparse(node)}"


def _allowed(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TOLD:
        yield from (part for argument in node.args for part in ast.walk(argument))
    elif isinstance(node, ast.Dict):
        yield from (part for key in node.keys if key for part in ast.walk(key))


def _names_a_role(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in NAMES
    return isinstance(node, ast.Name) and node.id in NAMES


def _asks_for_roles(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return node.value in set(APPOINTED)
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "roles_held"
    return called or (isinstance(node, ast.Attribute) and node.attr in ("role", "roles"))


def named(template: Template) -> Iterator[str]:
    """Roles by name in a template, and the reader's roles."""
    for node in template.tree.find_all((nodes.Const, nodes.Getattr)):
        if isinstance(node, nodes.Const) and node.value in set(APPOINTED):
            yield f"{template.name}:{node.lineno}: {node.value!r}"
        elif isinstance(node, nodes.Getattr) and node.attr == "roles" and _is_reader(node.node):
            yield f"{template.name}:{node.lineno}: the reader's roles"


def _is_reader(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name in ("current_user", "reader", "me")


def test_no_page_compares_roles():
    pages = [module for module in modules("pb/pages") if module.name not in DECIDES]
    assert len(pages) > 50
    expect_none(place for module in pages for place in compared(module))


def test_no_template_asks_for_a_role():
    assert len(templates()) > 50
    expect_none(place for template in templates() for place in named(template))


@pytest.mark.parametrize(
    "source",
    [
        "may = COORDINATOR in current_user.roles",
        "may = actor().role == Role.STEERING",
        "may = current_user.roles & HELPERS",
        'may = role == "counter"',
        "may = FACILITATOR in roles_held()",
    ],
)
def test_this_guard_sees_a_role_that_is_compared(source, tmp_path):
    assert list(compared(_module(tmp_path, source)))


@pytest.mark.parametrize(
    "source",
    [
        "@open_to(COORDINATOR, Role.STEERING)\ndef view(): pass",
        "words = {Role.COUNTER: 'the counters'}",
        "form = SessionForm(people_in(FACILITATOR))",
        "may = may_open('after_close.sign')",
        "may_read_all = granted_to(COORDINATOR)",
    ],
)
def test_this_guard_lets_pass_what_says_who_a_view_is_open_to(source, tmp_path):
    assert not list(compared(_module(tmp_path, source)))


def _module(folder, source: str) -> Module:
    file = folder / "page.py"
    file.write_text(source, encoding="utf-8")
    return _Sample(file)


class _Sample(Module):
    def place(self, node: ast.AST | int) -> str:
        return "sample"


@pytest.mark.parametrize("source", ['{% if "steering" in roles %}x{% endif %}', "{{ reader.roles }}"])
def test_this_guard_sees_a_role_in_a_template(source):
    assert list(named(_SampleTemplate(source)))


class _SampleTemplate(Template):
    def __init__(self, source: str) -> None:
        self.name, self.source = "sample.html", source
