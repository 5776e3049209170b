"""A practice programme in a folder of its own: made whole or not at all, and wiped."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from flask import current_app

from pb import clock, config, practice, practice_folder
from pb.csv_sheets import csv_text
from pb.database import db
from pb.programme.actions.practice import move_clock
from pb.programme.rehearsal.taken_over import TakenOver
from pb.programme.rehearsal.telling import Entrance, tell
from pb.roles import Actor, Role


def make(folder: Path, taken: TakenOver) -> tuple[list[Entrance], str]:
    """Make a practice of what was ``taken`` over in ``folder``, which is not there yet. How people come in, and the time
    its clock says.
    """
    settings = config.for_practice(current_app.config)
    db.session.rollback()
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    try:
        practice_folder.keep(unfinished, settings)
        entrances, time = _told(unfinished, taken)
        _write(unfinished / practice_folder.PEOPLE, entrances)
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return entrances, time


def _told(folder: Path, taken: TakenOver) -> tuple[list[Entrance], str]:
    from flask_migrate import upgrade

    from pb import create_app

    app = create_app({practice.BEGINS: True}, instance=folder)
    with app.app_context():
        try:
            upgrade(directory=str(Path(__file__).parents[2] / "migrations"))
            entrances, ends = tell(taken, clock.machine.now())
            if ends > clock.now():
                move_clock(Actor(None, Role.COMMAND), ends)
            db.session.rollback()
            db.session.connection()  # reads the clock
            return entrances, time_in_words()
        finally:
            db.session.remove()
            db.engine.dispose()


def _write(file: Path, entrances: list[Entrance]) -> None:
    rows = [[each.name, each.sign_in_name, each.password, ", ".join(each.roles)] for each in entrances]
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline="") as opened:
        opened.write(csv_text(["name", "sign_in_name", "practice_password", "roles"], rows))


def time_in_words() -> str:
    """What the clock of this programme says."""
    return f"{clock.now().astimezone(clock.LOCAL):%A %-d %B %Y, %H:%M}"


def wipe(folder: Path) -> None:
    """Take away everything that the practice in this folder is; what others put beside it stays."""
    db.session.remove()
    db.engine.dispose()
    for name in practice_folder.PARTS:
        part = folder / name
        shutil.rmtree(part) if part.is_dir() else part.unlink(missing_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()
