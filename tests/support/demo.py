"""The demo's programme, seeded by its own command: the richest data there is, for tests that look at everything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import click

from tests.support import databases
from tests.support.program import program

if TYPE_CHECKING:
    from flask import Flask


@contextmanager
def seeded_demo(folder: Path) -> Iterator[tuple[Flask, str]]:
    """The program with the demo in it, its application context open, and what ``flask demo`` said."""
    with databases.bare("sqlite", folder) as url, program(url, folder) as app:
        bars: list[Any] = []
        made = click.progressbar
        with patch.object(click, "progressbar", lambda *args, **more: bars.append(made(*args, **more)) or bars[-1]):
            said = app.test_cli_runner().invoke(args=["demo"])
        assert said.exit_code == 0, said.output
        assert [bar.pos for bar in bars] == [bar.length for bar in bars] != [], "the bar is full when the work is done"
        with app.app_context():
            yield app, said.output
