"""Who may work at a voting session: its team and the coordinator, once they have declared their interests."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort, render_template

from pb.pages.lookups import session_in
from pb.people.queries import has_declared
from pb.venues.models import VotingSession
from pb.web.access import FACILITATOR, Role, actor


def session_of(round_id: int, session_id: int) -> VotingSession:
    """The voting session of this round, or 404. A facilitator who is not in its team gets 403."""
    voting_session = session_in(round_id, session_id)
    me = actor()
    if me.role == FACILITATOR and me.account_id not in {member.account_id for member in voting_session.team}:
        abort(403)
    return voting_session


def after_declaring(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let people in only after they have declared their interests in the round; the coordinator has other duties.

    Stands below ``open_to``; the view takes ``round_id``.
    """

    @wraps(view)
    def guarded(round_id: int, **kwargs: Any) -> Any:
        me = actor()
        if me.role != Role.COORDINATOR and not has_declared(me.account_id or 0, round_id):
            return render_template("session_desk/declare_first.html", round_id=round_id), 403
        return view(round_id=round_id, **kwargs)

    return guarded
