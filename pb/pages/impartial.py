"""Acts that touch every project on a ballot: pages offer them to nobody who has an interest in one of them, and say who
can do them instead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from babel.lists import format_list
from flask import Flask, current_app, g
from flask_babel import get_locale
from flask_login import current_user

from pb.people.queries import people_in
from pb.projects.queries import interested_on_the_ballot
from pb.unicode_text import by_name
from pb.web.access import may_open, roles_of

View = TypeVar("View", bound=Callable[..., Any])

#: More names than these say nothing.
NAMES_SHOWN = 6


def for_the_impartial(view: View) -> View:
    """Mark a view that does an act with ``impartial=True``: the act refuses, so no page offers it."""
    view.for_the_impartial = True  # type: ignore[attr-defined]
    return view


def install(app: Flask) -> None:
    """Let templates ask ``kept_off("area.view", round_id)`` before they offer a form, and name who is not."""
    app.jinja_env.globals.update(
        kept_off=kept_off, who_can_instead=who_can_instead, nobody_can_instead=nobody_can_instead
    )


def kept_off(view: str, round_id: int) -> bool:
    """Whether an interest keeps the reader from what ``view`` does in a round, though they may open it."""
    asks = getattr(current_app.view_functions[view], "for_the_impartial", False)
    return asks and may_open(view) and current_user.id in _interested(round_id)


def may_do(view: str, round_id: int) -> bool:
    """Whether the reader may open ``view`` and no interest keeps them from what it does in this round."""
    return may_open(view) and not kept_off(view, round_id)


def who_can_instead(view: str, round_id: int) -> str:
    """The names of those who may do it and have no interest; "" where there are none, or too many to name."""
    interested, may = _interested(round_id), roles_of(view)
    found = {person.name for role in may for person in people_in(role) if person.id not in interested}
    return (
        format_list(sorted(found, key=by_name), style="or", locale=get_locale())
        if 0 < len(found) <= NAMES_SHOWN
        else ""
    )


def nobody_can_instead(view: str, round_id: int) -> bool:
    """Whether everybody who may do it has an interest."""
    interested = _interested(round_id)
    return all(person.id in interested for role in roles_of(view) for person in people_in(role))


def _interested(round_id: int) -> set[int]:
    """Accounts with an interest in a project on the ballot of a round, asked once in a request."""
    known = g.setdefault("interested_on_ballots", {})
    if round_id not in known:
        known[round_id] = interested_on_the_ballot(round_id)
    return known[round_id]
