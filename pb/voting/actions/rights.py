"""What goes before every right that people give by hand, and rights that two people have agreed on.

Each is counted in its transaction; none is a line of the record, because it stands for one voter.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from pb import clock
from pb.formats import (
    start_time,
)
from pb.refusals import Refusal
from pb.rounds.queries import (
    is_abandoned,
)
from pb.rounds.rules import (
    Phase,
    closes_at,
    phase,
)
from pb.rounds.rules.sentences import ROUND_IS_ABANDONED
from pb.venues.models import VotingSession
from pb.venues.rules.sentences import SESSION_WAS_CANCELLED
from pb.voting.actions.cards import exchange
from pb.voting.models import VotingRight
from pb.voting.queries import FrozenBallot, box_opening_of, dates_of, require_frozen_ballot
from pb.voting.rules.sentences import (
    ENTER_THE_CODE_ON_THE_CARD,
    KEEP_YOUR_CARD,
    NOBODY_VOTES_NOW,
    NOT_STARTED_YET,
    RESULTS_WILL_BE_HERE,
    VOTING_HAS_CLOSED,
    WHEN_VOTING_STARTS,
)
from pb.words import lazy_gettext as _l

VOTING_STARTS_AFTER_THAT = _l("Voting starts after that.")


def ballot_for_session(voting_session: VotingSession, phases: tuple[Phase, ...]) -> FrozenBallot:
    """The frozen ballot of the session's round. Refuses outside ``phases`` and for a cancelled session."""
    if voting_session.cancelled_at is not None:
        reason = voting_session.cancelled_because
        raise Refusal(
            SESSION_WAS_CANCELLED,
            _l("Ask the coordinator which session you should be at. The reason was: %(reason)s", reason=reason)
            if reason
            else _l("Ask the coordinator which session you should be at."),
        )
    return ballot_in(voting_session.round_id, phases)


def take_card(session: Session, ballot: FrozenBallot, card: VotingRight | None) -> None:
    """Use up the card that a voter handed in, within the caller's transaction; None: they have none."""
    if card is None:
        require_no_cards(ballot)
        return
    if card.round_id != ballot.round_id:
        raise Refusal(
            _l("This card is for another round."), _l("Ask the voter for their newest card, or phone the office.")
        )
    exchange(session, card)


def require_no_cards(ballot: FrozenBallot) -> None:
    """Refuse in a round in which nobody votes without a card."""
    if ballot.entitlement == "code":
        raise Refusal(_l("In this round each voter must hand in a card."), ENTER_THE_CODE_ON_THE_CARD)


def give_rights(session: Session, round_id: int, kind: str, session_id: int | None, how_many: int) -> None:
    """Rights of papers or reply envelopes that two people have agreed on. Part of a bigger act."""
    session.add_all(VotingRight(round_id=round_id, kind=kind, session_id=session_id) for _ in range(how_many))


def ballot_in(round_id: int, phases: tuple[Phase, ...]) -> FrozenBallot:
    """The frozen ballot of a round. Refuses outside ``phases`` and once the ballot box is open."""
    ballot = require_frozen_ballot(round_id, VOTING_STARTS_AFTER_THAT)
    require_phase(ballot, phases)
    return ballot


def require_phase(ballot: FrozenBallot, phases: tuple[Phase, ...]) -> None:
    """Refuse outside ``phases`` and once the ballot box is open."""
    now = phase(dates_of(ballot), clock.now())
    if now == Phase.ABANDONED:
        raise Refusal(ROUND_IS_ABANDONED, NOBODY_VOTES_NOW)
    if now == Phase.READY and now not in phases:
        raise Refusal(NOT_STARTED_YET, WHEN_VOTING_STARTS)
    if now not in phases:
        raise Refusal(VOTING_HAS_CLOSED, _l("Nobody else can start to vote."))
    if box_opening_of(ballot.round_id):
        raise Refusal(_l("The ballot box for this round has been opened."), _l("Nobody else can be given a vote."))


def require_open_to_voters(ballot: FrozenBallot) -> None:
    """Say when voting opens or that it has closed, before a voter has taken any trouble."""
    now = clock.now()
    if is_abandoned(ballot.round_id):
        raise Refusal(ROUND_IS_ABANDONED, NOBODY_VOTES_NOW)
    if now < ballot.voting_opens_at:
        opens = start_time(ballot.voting_opens_at)
        raise Refusal(_l("Voting has not opened yet. It opens on %(day)s.", day=opens), KEEP_YOUR_CARD)
    if now >= closes_at(dates_of(ballot)):
        raise Refusal(VOTING_HAS_CLOSED, RESULTS_WILL_BE_HERE)
