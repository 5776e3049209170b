"""The program's own sources, read without running them, for the guards of ``tests/site``."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """One Python file; ``name`` is its dotted name."""

    file: Path

    @cached_property
    def name(self) -> str:
        parts = self.file.relative_to(TOP).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def text(self) -> str:
        return self.file.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def place(self, node: ast.AST | int) -> str:
        """ "pb/voting/models/cards.py:12", for a message."""
        line = node if isinstance(node, int) else getattr(node, "lineno", 1)
        return f"{self.file.relative_to(TOP)}:{line}"

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and dotted name of everything imported, at the top or inside a function."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self._base(node)
                yield node.lineno, base
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.name.split(".")
        if self.file.name != "__init__.py":
            package = package[:-1]
        package = package[: len(package) - node.level + 1]
        return ".".join([*package, *([node.module] if node.module else [])])


@cache
def modules(folder: str = "pb") -> tuple[Module, ...]:
    """Every module in ``folder``; migrations are history, and what npm installs is not ours."""
    files = sorted((TOP / folder).rglob("*.py"))
    return tuple(Module(file) for file in files if not {"versions", "node_modules"} & set(file.parts))


@cache
def files(*patterns: str) -> tuple[Path, ...]:
    """Files that match, below the top folder, in order, but for what npm installs."""
    found = {file for pattern in patterns for file in TOP.glob(pattern) if file.is_file()}
    return tuple(sorted(file for file in found if "node_modules" not in file.parts))


@cache
def committed() -> tuple[Path, ...]:
    """What git holds, or nothing where there is no git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=TOP, capture_output=True, text=True)
    return tuple(TOP / name for name in listed.stdout.split("\0") if name)


def expect_none(faults: Iterable[str]) -> None:
    """Fail with every fault on a line of its own."""
    found = sorted(faults)
    assert not found, f"{len(found)} found:\n  " + "\n  ".join(found)
