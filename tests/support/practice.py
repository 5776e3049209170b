"""Practice programmes, as the tests make them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pb import clock
from pb.database import db, exclusive_transaction
from pb.practice import BEGINS, Practice
from tests.support.program import PATIENT

if TYPE_CHECKING:
    from flask import Flask


def becomes_practice(app: Flask, *, ahead_seconds: int = 0) -> None:
    """The empty database of ``app`` becomes one of a practice, and ``app`` a process that runs it."""
    app.config |= {"PRACTICE": True, BEGINS: True}
    with exclusive_transaction() as session:
        session.add(Practice(id=1, made_at=clock.now(), ahead_seconds=ahead_seconds))


@contextmanager
def running(folder: Path) -> Iterator[Flask]:
    """The practice that ``flask rehearse make`` made in ``folder``, its application context open."""
    from pb import create_app

    app = create_app({"TESTING": True, "DATABASE_TIMEOUTS": PATIENT}, instance=folder)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
