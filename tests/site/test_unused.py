"""Every template, macro, class of a style sheet and picture is used by something that people get to see."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest
from jinja2 import nodes

from tests.support.sources import TOP, expect_none, files, modules
from tests.support.templates import HOLE, templates

#: An attribute with what Jinja writes into it, quotes included.
CLASS = re.compile(r'\bclass="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\}|\{(?![{%]))*)"')


@cache
def sources() -> tuple[str, ...]:
    return tuple(re.sub(r"(?s)\{#.*?#\}", "", template.source) for template in templates())


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z][\w-]*", text))


# --- templates ---
@cache
def named_in_python() -> frozenset[str]:
    """Strings of the program, with a hole for each expression in them; docstrings left out."""
    found = set()
    for module in modules("pb"):
        spoken = {id(node.value) for node in ast.walk(module.tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(module.tree):
            if isinstance(node, ast.JoinedStr):
                found.add("".join(str(p.value) if isinstance(p, ast.Constant) else HOLE for p in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
                found.add(node.value)
    return frozenset(found)


def named_in_templates() -> Iterator[str]:
    for template in templates():
        for node in template.tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
            parts = node.template.nodes if isinstance(node.template, nodes.Concat) else [node.template]
            yield "".join(part.value if isinstance(part, nodes.Const) else HOLE for part in parts)


def test_every_template_is_used():
    names = {*named_in_python(), *named_in_templates()}
    assert f"apply/_status_{HOLE}.html" in names and f"apply/step_{HOLE}.html" in names
    folder = re.compile(rf"[a-z_]+/[^{HOLE}]*.*\.html")  # a hole alone would name every template
    patterns = [re.escape(name).replace(HOLE, r"\w+") for name in names if folder.fullmatch(name)]
    expect_none(
        f"{template} is used by nothing"
        for template in templates()
        if not any(re.fullmatch(p, template.name) for p in patterns)
    )


def test_every_macro_is_called():
    called = {
        node.node.name if isinstance(node.node, nodes.Name) else node.node.attr
        for template in templates()
        for node in template.tree.find_all(nodes.Call)
        if isinstance(node.node, nodes.Name | nodes.Getattr)
    }
    macros = {macro.name: t for t in templates() for macro in t.tree.find_all(nodes.Macro)}
    expect_none(f"{macros[name]} {name}" for name in set(macros) - called)


# --- style sheets ---
@cache
def classes_of_sheets() -> frozenset[str]:
    sheets = "".join(file.read_text(encoding="utf-8") for file in files("static/css/**/*.css"))
    rules = re.sub(r'(?s)/\*.*?\*/|url\([^)]*\)|"[^"]*"', "", sheets)
    return frozenset(re.findall(r"\.([A-Za-z][\w-]*)", rules))


def passed_as_class() -> Iterator[str]:
    """Strings in what a macro is given as its ``class``."""
    macros = {m.name: [arg.name for arg in m.args] for t in templates() for m in t.tree.find_all(nodes.Macro)}
    for template in templates():
        for call in template.tree.find_all(nodes.Call):
            names = macros.get(call.node.name, []) if isinstance(call.node, nodes.Name) else []
            given = [*zip(names, call.args, strict=False), *((pair.key, pair.value) for pair in call.kwargs)]
            for name, value in given:
                if name in ("class", "class_"):
                    yield from (c.value for c in (value, *value.find_all(nodes.Const)) if isinstance(c, nodes.Const))


@cache
def classes_used() -> frozenset[str]:
    """Whole names in attributes, in what macros are given, in the blocks for <html>, and in strings of scripts."""
    texts = [attribute for source in sources() for attribute in CLASS.findall(source)]
    texts += [text for text in passed_as_class() if isinstance(text, str)]
    texts += re.findall(r"\{% block html_class %\}(.*?)\{%", "".join(sources()))
    for script in files("static/js/**/*.mjs"):
        texts += re.findall(r"['`]([^'`\n]*)['`]", script.read_text(encoding="utf-8"))
    return frozenset(word for text in texts for word in words_of(text))


@cache
def strings() -> frozenset[str]:
    """What stands in quotes, in templates and in the program."""
    in_templates = (re.findall(r"[\"']([\w-]+)[\"']", source) for source in sources())
    return named_in_python() | {text for found in in_templates for text in found}


def is_put_together(name: str) -> bool:
    """``tag--danger``: a template writes ``tag--`` before an expression, and "danger" is a string somewhere."""
    block, dashes, kind = name.partition("--")
    before = re.compile(rf"{re.escape(block + dashes)}(?:\{{\{{|['\"] ~)")
    return bool(dashes) and kind in strings() and any(before.search(source) for source in sources())


def test_every_class_of_a_style_sheet_is_used():
    unused = classes_of_sheets() - classes_used()
    expect_none(f".{name}" for name in unused if not is_put_together(name))


@pytest.mark.parametrize("name", ["button--primary", "tag--danger"])
def test_a_class_that_is_put_together_is_found(name):
    assert name in classes_of_sheets() and is_put_together(name) and not is_put_together(name + "x")


def test_every_picture_is_used():
    texts = "".join((*sources(), *(file.read_text(encoding="utf-8") for file in files("static/css/**/*.css"))))
    expect_none(str(file.relative_to(TOP)) for file in files("static/img/**/*") if file.name not in texts)
