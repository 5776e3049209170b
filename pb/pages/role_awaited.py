"""Somebody whose account is open and who has no role: what they wait for, and who can agree."""

from __future__ import annotations

from typing import NamedTuple

from babel.lists import format_list
from flask import Flask
from flask_babel import get_locale
from flask_login import current_user

from pb.people.queries import people_in, waiting_proposals
from pb.people.rules import ROLE_NAMES
from pb.roles import STEERING, Role


class AwaitedRole(NamedTuple):
    """The role that the reader waits for, and the names of those who can agree; both "" where nothing waits."""

    role: str
    by: str


def install(app: Flask) -> None:
    """Let the page that turns somebody away say it."""
    app.jinja_env.globals["role_awaited"] = role_awaited


def role_awaited() -> AwaitedRole | None:
    """What a signed-in reader without a role waits for; None for everybody else."""
    if not current_user.is_authenticated or current_user.appointments:
        return None
    for each in waiting_proposals():
        if each.account_id == current_user.id and each.kind == "give":
            may = [member.name for member in people_in(STEERING) if member.id != each.proposed_by]
            return AwaitedRole(str(ROLE_NAMES[Role(each.role)]), format_list(may, style="or", locale=get_locale()))
    return AwaitedRole("", "")
