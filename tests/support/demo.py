"""The demo's programme, seeded by its own command: the richest data there is, for tests that look at everything.

It is seeded once in a run of the tests; each who asks gets a copy of its database, its keys and its instance folder. Every
day it has a sixth of its ballots, from each channel some: the others are made in the same way, one after the other.
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
from pb.programme.demo import seeding
from pb.programme.demo.seeding import BALLOTS, Ballots
from tests.support import databases, effort, run
from tests.support.program import program

if TYPE_CHECKING:
    from flask import Flask

#: Beside the demo's own files: what the command said, and when.
SAID, MOMENT = "said.txt", "moment.txt"


EVERY_DAY = Ballots(online=80, kiosk=40, paper=54, post=16, earlier_online=40, earlier_paper=18)


@contextmanager
def seeded_demo(folder: Path, ballots: Ballots = BALLOTS if effort.FULL else EVERY_DAY) -> Iterator[tuple[Flask, str]]:
    """The program with the demo in it, its application context open, and what ``flask demo`` said.

    The clock stands at the moment of the seeding: it stays the ninth day, also when midnight passes.
    """
    with run.alone(f"demo-{ballots.in_the_box}") as template:
        if not template.exists():
            half = template.with_name("demo.half")
            half.mkdir()
            with patch.object(seeding, "BALLOTS", ballots):
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
