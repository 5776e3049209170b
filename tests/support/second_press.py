"""Whoever presses a button twice, on a slow line, did it once: every form that a test sends is sent a second time.

A browser drops the answer to the first press, so the second one is sent with the cookies of before. It must be answered
as the first was, and nothing may be there that was not there after the first.
"""

from __future__ import annotations

from contextlib import nullcontext
from copy import copy
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from pb.database import db

if TYPE_CHECKING:
    from tests.support.visitor import Visitor

#: Wrong codes and places in a queue are counted with each try; what was typed too late is kept for each press; a new
#: sign-in on the same device takes the old one's place.
MAY_GROW = {"spent_tries", "place_in_queue", "kept_typed"}

#: They have no key: whoever types the right thing again is let in again, and is led to where they are let in.
LETS_IN_AGAIN = ("/account/sign-in", "/account/sign-in/code", "/apply/resume")

#: Answers that show the key of a ballot box are kept nowhere, so the second press says only that it was done.
SHOWN_ONCE = ("/freeze/agree", "/freeze/sheets", "/freeze/sheet")


def counts(app: Any) -> dict[str, int]:
    """How many rows each table has."""
    from flask import current_app, has_app_context

    here = has_app_context() and current_app._get_current_object() is app
    tables = sorted(set(db.metadata.tables) - MAY_GROW)
    query = "SELECT " + ", ".join(f'(SELECT count(*) FROM "{table}")' for table in tables)
    with nullcontext() if here else app.app_context():
        row = db.session.execute(text(query)).one()
        db.session.rollback()
    return dict(zip(tables, row, strict=True))


def again(data: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The same form once more: a file that was sent is read to its end."""
    return {name: [_again(value) for value in values] for name, values in data.items()}


def _again(value: Any) -> Any:
    return (BytesIO(value[0].getvalue()), *value[1:]) if isinstance(value, tuple) else value


class SecondPress:
    """What stood before somebody pressed; ``follows`` presses again and compares."""

    def __init__(self, person: Visitor) -> None:
        self.person = person
        self.cookies = copy(person.client._cookies)  # type: ignore[union-attr]

    def follows(self, path: str, how: dict[str, Any]) -> None:
        """Press again what was answered with the person's last answer."""
        answer = self.person.answer
        assert answer is not None
        first = answer.history[0] if answer.history else answer
        if first.status_code >= 400 or "sqlalchemy" not in self.person.app.extensions:  # the toy has no database
            return
        after, self.person.client._cookies = self.person.client._cookies, copy(self.cookies)  # type: ignore[union-attr]
        kept = self._session()
        there = counts(self.person.app)
        second = self.person.asks("POST", path, **how)
        grown = {table: n - there[table] for table, n in counts(self.person.app).items() if n > there[table]}
        left, self.person.client._cookies = self._session(), after  # type: ignore[union-attr]
        if path.partition("?")[0] in LETS_IN_AGAIN:
            # (422: somebody guessed before them, and they have to wait.)
            assert second.status_code in (302, 422) and set(grown) <= {"sign_in"}, f"POST {path} again made {grown}"
            return
        if path.endswith(SHOWN_ONCE) and second.status_code == 409:
            second = first
        said = (second.status_code, second.location)
        assert said == (first.status_code, first.location), f"POST {path} again: {said}, at first {first.status_code}"
        assert not grown, f"POST {path} again made {grown}"
        stays = (left & kept) - self._session()
        assert not stays, f"POST {path} again: {stays} of the session stays, and went with the first"

    def _session(self) -> set[str]:
        """The names of what the browser's session holds."""
        with self.person.client.session_transaction() as session:  # type: ignore[union-attr]
            return set(session) - {"_flashes"}
