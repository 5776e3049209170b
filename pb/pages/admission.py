"""Who may work at a voting session: its team, once they have declared their interests, and the coordinator.

Somebody who is both may do what either may: they act as a member of the team where they can, else as coordinator.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import render_template
from flask_login import current_user

from pb.pages.lookups import session_in
from pb.people.queries import has_declared
from pb.venues.models import VotingSession
from pb.web.access import COORDINATOR, FACILITATOR, act_as, actor, has_role


def session_of(round_id: int, session_id: int) -> VotingSession:
    """The voting session of this round, or 404. A facilitator who is not in its team gets 403."""
    voting_session = session_in(round_id, session_id)
    if actor().role == FACILITATOR and not voting_session.has_on_team(current_user.id):
        act_as(COORDINATOR)
    return voting_session


def may_work_at(voting_session: VotingSession) -> bool:
    """Whether the desk of this session is for the person of this request, but for interests they have to declare."""
    return has_role(COORDINATOR) or (has_role(FACILITATOR) and voting_session.has_on_team(current_user.id))


def after_declaring(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let people in only after they have declared their interests in the round; the coordinator has other duties.

    Stands below ``open_to``; the view takes ``round_id``.
    """

    @wraps(view)
    def guarded(round_id: int, **kwargs: Any) -> Any:
        declared = actor().role == COORDINATOR or has_declared(current_user.id, round_id)
        if not declared:
            if not has_role(COORDINATOR):
                return render_template("errors/declare_first.html", round_id=round_id), 403
            act_as(COORDINATOR)
        return view(round_id=round_id, **kwargs)

    guarded.asks_for_interests = True  # type: ignore[attr-defined]
    return guarded
