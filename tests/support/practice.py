"""Practice programmes, as the tests make them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pb import clock
from pb.database import db, exclusive_transaction
from pb.practice import BEGINS, Practice
from pb.practice_folder import PEOPLE
from pb.roles import Role
from tests.support import databases
from tests.support.make import Make
from tests.support.program import PATIENT, program

if TYPE_CHECKING:
    from flask import Flask


#: Of the programme that tests practise.
VENUES, PROJECTS = 2, 7


def becomes_practice(app: Flask, *, ahead_seconds: int = 0) -> None:
    """The empty database of ``app`` becomes one of a practice, and ``app`` a process that runs it."""
    app.config |= {"PRACTICE": True, BEGINS: True}
    with exclusive_transaction() as session:
        session.add(Practice(id=1, made_at=clock.now(), ahead_seconds=ahead_seconds))


@contextmanager
def running(folder: Path) -> Iterator[Flask]:
    """The practice that ``flask rehearse make`` made in ``folder``. No application context is open."""
    from pb import create_app
    from tests.support import worked_out

    app = create_app({"TESTING": True, "DATABASE_TIMEOUTS": PATIENT}, instance=folder)
    worked_out.shared_with(app)
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@contextmanager
def real_and_practice(folder: Path) -> Iterator[tuple[Flask, Flask]]:
    """A real programme with a round that takes applications, and its practice, each in a folder of its own."""
    from flask_migrate import stamp

    folder.mkdir(exist_ok=True)
    with databases.fresh("sqlite", folder) as url, program(url, folder) as real:
        with real.app_context():
            stamp()
            make = Make(real)
            for name, role in (("morag", Role.COORDINATOR), ("callum", Role.COORDINATOR), ("jean", Role.FACILITATOR)):
                make.account(role, sign_in_name=name)
            make.applying_round()
            said = real.test_cli_runner().invoke(args=["rehearse", "make", str(folder / "practice")])
            assert said.exit_code == 0, said.output
        with running(folder / "practice") as practice:
            yield real, practice


def passwords(folder: Path) -> dict[str, str]:
    """The practice passwords by sign-in name."""
    with (folder / PEOPLE).open(encoding="utf-8", newline="") as opened:
        return {row["sign_in_name"]: row["practice_password"] for row in csv.DictReader(opened)}
