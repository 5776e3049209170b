"""The templates, read without rendering them, for the guards of ``tests/site``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
from html.parser import HTMLParser
from pathlib import Path

import jinja2
from jinja2 import nodes

from tests.support.sources import TOP, files

#: Stands where an expression writes something.
HOLE = "\u2022"

#: Attributes that are read or heard.
READ = {"alt", "title", "placeholder", "aria-label", "aria-description", "aria-valuetext", "label", "summary"}


class Template:
    """One template: its source, its syntax tree, and the HTML that it writes out itself."""

    def __init__(self, file: Path) -> None:
        self.name = str(file.relative_to(TOP / "templates"))
        self.source = file.read_text(encoding="utf-8")

    def __repr__(self) -> str:
        return self.name

    @property
    def is_part(self) -> bool:
        """Whether it is only ever used by other templates."""
        return self.name.startswith(("layout/", "components/")) or "/_" in self.name

    @cached_property
    def tree(self) -> nodes.Template:
        environment = jinja2.Environment(
            extensions=["jinja2.ext.i18n", "jinja2.ext.do"], trim_blocks=True, lstrip_blocks=True
        )
        return environment.parse(self.source)

    @cached_property
    def parent(self) -> str:
        extended = next(iter(self.tree.find_all(nodes.Extends)), None)
        return extended.template.value if extended and isinstance(extended.template, nodes.Const) else ""

    @cached_property
    def blocks(self) -> dict[str, nodes.Block]:
        return {block.name: block for block in self.tree.find_all(nodes.Block)}

    @cached_property
    def literal(self) -> str:
        """What the template itself writes, with a hole for each expression; both sides of a condition stand in it."""
        pieces = []
        attributes = [block for name, block in self.blocks.items() if name.startswith("html_")]  # of <html>: not read
        unread = {id(output) for block in attributes for output in block.find_all(nodes.Output)}
        for output in self.tree.find_all(nodes.Output):
            if id(output) in unread:
                continue
            pieces += [piece.data if isinstance(piece, nodes.TemplateData) else HOLE for piece in output.nodes]
        return "".join(pieces)

    def imported(self) -> Iterator[str]:
        """Names under which macros of other templates are known here."""
        for node in self.tree.find_all((nodes.FromImport, nodes.Import)):
            if isinstance(node, nodes.Import):
                yield node.target
            else:
                yield from (name if isinstance(name, str) else name[1] for name in node.names)

    def used(self) -> set[str]:
        """Names that are read in the template, or in a part that it includes and that shares its names."""
        own = {node.name for node in self.tree.find_all(nodes.Name) if node.ctx == "load"}
        included = {
            include.template.value
            for include in self.tree.find_all(nodes.Include)
            if isinstance(include.template, nodes.Const)
        }
        return own.union(*(part.used() for part in templates() if part.name in included))

    def untranslated(self) -> list[str]:
        """Words that a person would read and that do not go through gettext."""
        reader = _Words()
        reader.feed(_without_code(self.literal))
        reader.close()
        return [words for words in (*reader.found, *_spoken_arguments(self.tree)) if re.search(r"[^\W\d_]{2,}", words)]


class _Words(HTMLParser):
    """Collects text and readable attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data.replace(HOLE, " ").strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value.replace(HOLE, " ").strip() for name, value in attrs if name in READ and value]


def _without_code(html: str) -> str:
    return re.sub(r"(?s)<(script|style|svg)\b.*?</\1>|<!--.*?-->", " ", html)


def _spoken_arguments(tree: nodes.Template) -> Iterator[str]:
    """Arguments of macros that begin as a sentence does: button("Save") instead of button(_("Save"))."""
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in (
            "_",
            "gettext",
            "ngettext",
            "npgettext",
            "pgettext",
        ):
            continue
        arguments = [*call.args, *(pair.value for pair in call.kwargs)]
        for argument in arguments:
            if (
                isinstance(argument, nodes.Const)
                and isinstance(argument.value, str)
                and re.match(r"[A-Z][a-z]+\b", argument.value)
            ):
                yield argument.value


@cache
def templates() -> tuple[Template, ...]:
    return tuple(Template(file) for file in files("templates/**/*.html"))
