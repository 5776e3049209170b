"""Every page that can be asked for, with what it costs: queries and bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from flask import Flask
from sqlalchemy import event

from pb.database import db
from tests.support.safety.routes import rules
from tests.support.stages import filled_in
from tests.support.visitor import Visitor

#: Pages of everybody that grow with a programme, beside those of staff.
OF_EVERYBODY = ("home.home", "results.result", "results.receipts")


@dataclass(frozen=True)
class Seen:
    """What one answer was, and what it took."""

    status: int
    queries: tuple[str, ...]
    size: int
    is_page: bool
    html: str = ""


def addresses_by_rule(world: SimpleNamespace) -> dict[str, list[str]]:
    """Addresses of each rule that staff, and no one without a role, may open with GET, and of ``OF_EVERYBODY``."""
    found = {}
    for rule in rules(world.app):
        roles = {str(role) for role in world.app.view_functions[rule.endpoint].open_to}
        is_staffs = not roles & {"public", "kiosk"}
        if "GET" in (rule.methods or ()) and (is_staffs or rule.endpoint in OF_EVERYBODY):
            found[rule.rule] = list(filled_in(world, rule.rule))
    return found


@contextmanager
def queries(app: Flask) -> Iterator[list[str]]:
    """The statements that the block sends to the database."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def look(person: Visitor, path: str) -> Seen:
    """Ask for a page once."""
    with queries(person.app) as sent:
        answer = person.asks("GET", path)
    is_page = answer.mimetype == "text/html"
    return Seen(answer.status_code, tuple(sent), len(answer.get_data()), is_page, answer.text if is_page else "")
