"""Who may propose something about a result, be the second of the two, and end a proposal: the same for each kind of it."""

from __future__ import annotations

from pb.people.actions.who_acts import require_second
from pb.people.rules.sentences import PROPOSER_HAS_AN_INTEREST, TURN_IT_DOWN
from pb.projects.actions import require_no_interest_on_the_ballot
from pb.projects.queries import interested_on_the_ballot
from pb.refusals import Refusal
from pb.results.rules.sentences import ONLY_MEMBERS_TURN_DOWN, WHO_PROPOSED_WITHDRAWS
from pb.roles import STEERING, Actor
from pb.rounds.actions import require_member, require_proposer_acts, require_unused_seat
from pb.rounds.models import Round


def require_may_propose(by: Actor, round_: Round) -> None:
    """Refuse a steering group member who does not act in this round now. A coordinator may propose."""
    if by.role == STEERING:
        require_member(by, round_)


def require_may_agree(by: Actor, round_: Round, proposed_by: int, *, impartial: bool = True) -> None:
    """Refuse who cannot be the second of the two: who proposed it, who does not act in this round now, a member and their
    substitute together, and everybody once the proposer no longer acts. ``impartial``: interests keep both of them out.
    """
    require_second(by, proposed_by)
    require_member(by, round_)
    require_proposer_acts(round_, proposed_by)
    require_unused_seat(by, round_.id, [proposed_by])
    if impartial:
        require_no_interest_on_the_ballot(by, round_.id)
        if proposed_by in interested_on_the_ballot(round_.id):
            raise Refusal(PROPOSER_HAS_AN_INTEREST, TURN_IT_DOWN)


def require_may_end(by: Actor, round_: Round, proposed_by: int, *, impartial: bool = True) -> None:
    """Refuse who can neither withdraw a proposal, as its proposer, nor turn it down, as a member who could decide on it."""
    if by.account_id == proposed_by:
        return
    if by.role != STEERING:
        raise Refusal(ONLY_MEMBERS_TURN_DOWN, WHO_PROPOSED_WITHDRAWS, status=403)
    require_member(by, round_)
    if impartial:
        require_no_interest_on_the_ballot(by, round_.id)
