"""A file that a comment, a docstring or a page of the documents names is there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.support.sources import TOP, committed, expect_none

PATH = re.compile(r"(?<![\w./-])(?:pb|templates|static|tests|docs)/[\w./-]+\.(?:py|html|mjs|css|md|txt|typ)\b")
#: Tell of what was, or are about what the reader is to make.
HISTORY = (
    "CHANGELOG.md",
    "docs/decisions.md",
    "tests/site/test_retired_words.py",
    "tests/site/test_readme_map.py",
    "tests/site/test_paths_in_prose.py",
)


def prose() -> Iterator[tuple[str, str]]:
    for file in committed():
        name = str(file.relative_to(TOP))
        if (
            file.exists()
            and name.endswith((".py", ".html", ".mjs", ".css", ".md", ".typ", "Makefile"))
            and name not in HISTORY
        ):
            yield name, file.read_text(encoding="utf-8")


def gone(text: str) -> list[str]:
    return [path for path in PATH.findall(text) if not (TOP / path).exists()]


def test_every_file_that_is_named_is_there():
    expect_none(f"{name} names {path}" for name, text in prose() for path in gone(text))


def test_this_test_sees_a_file_that_is_gone():
    assert gone("as in pb/paper/rules.py: see docs/safety.md and static/js/start/kiosk.mjs") == ["pb/paper/rules.py"]
