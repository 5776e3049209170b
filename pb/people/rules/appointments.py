"""Roles: how they are called, who may have which together, and who may end a proposal about somebody."""

from __future__ import annotations

from collections.abc import Collection

from pb.roles import COORDINATOR, COUNTER, EVALUATOR, FACILITATOR, FINANCE, STEERING, Actor, Role
from pb.words import lazy_gettext as _l

#: The roles as people call them, in the order in which a page lists them.
ROLE_NAMES = {
    COORDINATOR: _l("Coordinator"),
    STEERING: _l("Steering group member"),
    FACILITATOR: _l("Facilitator"),
    COUNTER: _l("Counter"),
    FINANCE: _l("Finance"),
    EVALUATOR: _l("Evaluator"),
}
ROLE_HINTS = {
    COORDINATOR: _l("Sets up rounds, venues and people, and checks what needs to be done."),
    STEERING: _l("Decides on applications, draws the lot and signs the result."),
    FACILITATOR: _l("Runs voting sessions at venues."),
    COUNTER: _l("Types ballot papers."),
    FINANCE: _l("Reads the money: the pots, what groups ask for and what is funded. Changes nothing."),
    EVALUATOR: _l("Reads the numbers: how many applied and voted, and the charts. Changes nothing."),
}

#: From so many members on, they agree to who comes and who goes.
MEMBERS_WHO_AGREE = 2

#: Roles that a member must agree to when somebody with an account gets them. For a new person every role is one.
AGREED_ROLES = frozenset({COORDINATOR, STEERING})


def both_at_once(roles: Collection[Role]) -> bool:
    """Whether these roles make somebody coordinator and steering group member in one."""
    return set(roles) >= AGREED_ROLES


def may_turn_down(by: Actor, proposed_by: int, about: int | None) -> bool:
    """Whether ``by`` may end a proposal that waits: the person who proposed it withdraws it, and a steering group member turns it
    down, unless it is ``about`` them (account id; None for somebody who is only invited).
    """
    return by.account_id == proposed_by or (by.role == STEERING and by.account_id != about)
