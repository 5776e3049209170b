"""Somebody with the database alone changes it; then the program is started again, and asked what it finds."""

from __future__ import annotations

from typing import Any

from pb import checks
from pb.database import db
from pb.record import queries as record
from pb.record.actions import acting
from pb.roles import Actor, Role
from tests.support.acts import SOMETHING_DONE
from tests.support.safety import tampering

COMMAND = Actor(None, Role.COMMAND)


def an_act() -> None:
    with acting(COMMAND, SOMETHING_DONE):
        pass


def told() -> list[str]:
    """What ``flask record verify`` tells."""
    db.session.rollback()
    return [*record.verify_record().faults, *record.check_everything()]


def change(app: Any, *statements: str, starts_again: bool = True) -> None:
    """Run these past the program, without a guard."""
    tampering.without_any_guard()
    db.session.rollback()
    with db.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    if starts_again:
        app.extensions.pop("pb_loaded_keys", None)


def faults_of_check(name: str) -> str:
    """What ``flask check`` says of one question."""
    return next(answer.fault for answer in checks.all_answers() if answer.name == name)
