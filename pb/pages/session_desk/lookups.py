"""What the pages of one session's desk show beside their own."""

from __future__ import annotations

from typing import Any

from pb import clock
from pb.database import db
from pb.paper.queries import ballot_paper_account_of, missing_accounts
from pb.rounds.models import Round
from pb.rounds.rules import Phase, phase, session_margin
from pb.venues.models import VotingSession
from pb.venues.rules.hours import is_over
from pb.venues.rules.sentences import ACCOUNT_IS_MADE
from pb.voting import queries

#: The address of a session's desk; its other pages lie below.
DESK = "/rounds/<int:round_id>/session-desk/<int:session_id>"


def about_session(voting_session: VotingSession) -> dict[str, Any]:
    round_ = db.session.get(Round, voting_session.round_id)
    assert round_ is not None
    accounted, at = ballot_paper_account_of(voting_session.id), phase(round_, clock.now())
    over = voting_session.cancelled_at or is_over(voting_session, clock.now(), session_margin(round_))
    return {
        "round": round_,
        "voting_session": voting_session,
        "counts": queries.rights_of_session(voting_session.id),
        "accounted": ACCOUNT_IS_MADE if accounted else "",
        "account_waits": accounted is not None and bool(missing_accounts([voting_session])),
        "is_frozen": queries.frozen_ballot(voting_session.round_id) is not None,
        "voting": at == Phase.VOTING,
        "takes_kiosks": at in (Phase.READY, Phase.VOTING) and not (accounted or over),
    }
