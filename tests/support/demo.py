"""The demo's programme, seeded by its own command: the richest data there is, for tests that look at everything.

It is seeded once in a run of the tests; each who asks gets a copy of its database, its keys and its instance folder.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import click

from pb import clock
from tests.support import databases, run
from tests.support.program import program

if TYPE_CHECKING:
    from flask import Flask

#: Beside the demo's own files: what the command said, and when.
SAID, MOMENT = "said.txt", "moment.txt"


@contextmanager
def seeded_demo(folder: Path) -> Iterator[tuple[Flask, str]]:
    """The program with the demo in it, its application context open, and what ``flask demo`` said.

    The clock stands at the moment of the seeding: it stays the ninth day, also when midnight passes.
    """
    with run.alone("demo") as template:
        if not template.exists():
            half = template.with_name("demo.half")
            half.mkdir()
            _seed(half)
            half.rename(template)
    shutil.copytree(template, folder, dirs_exist_ok=True)
    moment = datetime.fromisoformat((folder / MOMENT).read_text())
    stands = clock.moved(moment, everywhere=True)
    with databases.bare("sqlite", folder) as url, program(url, folder) as app, app.app_context(), stands:
        yield app, (folder / SAID).read_text()


def _seed(folder: Path) -> None:
    with databases.bare("sqlite", folder) as url, program(url, folder) as app:
        bars: list[Any] = []
        made = click.progressbar
        with patch.object(click, "progressbar", lambda *args, **more: bars.append(made(*args, **more)) or bars[-1]):
            said = app.test_cli_runner().invoke(args=["demo"])
        assert said.exit_code == 0, said.output
        assert [bar.pos for bar in bars] == [bar.length for bar in bars] != [], "the bar is full when the work is done"
        (folder / SAID).write_text(said.output)
        (folder / MOMENT).write_text(clock.now().isoformat())
