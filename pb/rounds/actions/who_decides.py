"""Who decides in a round: what each of its acts asks of its person under its lock, and pages before they offer it."""

from __future__ import annotations

from collections.abc import Collection

from pb.database import db
from pb.people.actions import require_no_interest_in
from pb.people.rules import YOU_PROPOSED_IT
from pb.refusals import Refusal
from pb.roles import STEERING, Actor
from pb.rounds.models import Decision, Round
from pb.rounds.queries import is_seat_used, may_act_for, members_of
from pb.rounds.rules.sentences import (
    ABANDONED_BY_A_MEMBER,
    ASK_ANOTHER_MEMBER,
    ASK_SOMEBODY_ON_THE_LIST,
    DOES_NOT_ACT,
    NOT_ON_THE_LIST,
    ROUND_IS_ABANDONED,
    SEAT_IS_USED,
    TWO_OTHERS_DECIDE,
)
from pb.words import lazy_gettext as _l


def require_kind_of_ending(decision: Decision) -> None:
    """Refuse every decision but to give a round up: the others have rules of their own."""
    if decision.kind != "abandon":
        raise Refusal(_l("This is another kind of decision."))


def require_second_of_ending(by: Actor, decision: Decision) -> None:
    """Refuse who cannot be the second person to abandon a round: its proposer, and others than steering group members.
    Any member can: those on the round's list may be gone, and then nothing else would end it.
    """
    require_kind_of_ending(decision)
    if decision.agreed_at:
        raise Refusal(ROUND_IS_ABANDONED)
    if by.role != STEERING:
        raise Refusal(ABANDONED_BY_A_MEMBER, status=403)
    if decision.proposed_by == by.account_id:
        raise Refusal(YOU_PROPOSED_IT, ASK_ANOTHER_MEMBER)


def require_unused_seat(by: Actor, round_id: int, have_acted: Collection[int]) -> None:
    """Refuse a substitute after the member for whom they act, and that member after the substitute."""
    if is_seat_used(by.account_id, round_id, have_acted):
        raise Refusal(SEAT_IS_USED, ASK_ANOTHER_MEMBER)


def require_proposer_acts(round_: Round, proposed_by: int) -> None:
    """Refuse to agree to what a member has proposed who does not act in this round any longer. (Coordinators, who propose some
    things, are on no list.)
    """
    listed = [member.account_id for member in members_of(round_.id)]
    if proposed_by in listed and not may_act_for(proposed_by, round_.id):
        raise Refusal(
            _l("The person who proposed this cannot act in this round now."),
            _l("Propose it again. A member and their substitute have one vote between them."),
        )


def require_listed(by: Actor, round_: Round) -> None:
    """Refuse somebody who is not on the round's list of its steering group."""
    if by.account_id not in [member.account_id for member in members_of(round_.id)]:
        raise Refusal(NOT_ON_THE_LIST, ASK_SOMEBODY_ON_THE_LIST, status=403)


def require_member(by: Actor, round_: Round) -> None:
    """The same where the round has a list; and refuse who does not act now: a substitute nobody has asked to act, and
    a member in whose place the substitute acts.
    """
    if not members_of(round_.id):
        return
    require_listed(by, round_)
    if not may_act_for(by.account_id, round_.id):
        raise Refusal(DOES_NOT_ACT, ASK_SOMEBODY_ON_THE_LIST, status=403)


def require_may_end(by: Actor, decision: Decision) -> None:
    """Refuse who can neither withdraw a proposal, as its proposer, nor turn it down, as somebody who acts in its round."""
    if decision.proposed_by != by.account_id:
        (require_listed if decision.kind == "stand_in" else require_member)(by, decision.round)
        undone = db.session.get(Decision, decision.undoes_id) if decision.undoes_id else None
        require_no_interest_in(by, undone.project_id if undone else decision.project_id)


def require_second_of_decision(by: Actor, decision: Decision) -> None:
    """Refuse who cannot be the second person of a proposed decision: its proposer, somebody who does not act in the
    round now, and the member in whose place somebody else is to act. Refuse a decision that is already made, too, and
    one whose proposer no longer acts.
    """
    if decision.kind == "abandon":
        require_second_of_ending(by, decision)
    elif decision.kind == "stand_in":
        require_listed(by, decision.round)
        if by.account_id == decision.member_id:
            raise Refusal(TWO_OTHERS_DECIDE, ASK_SOMEBODY_ON_THE_LIST)
    else:
        require_proposer_acts(decision.round, decision.proposed_by)
        require_member(by, decision.round)
    undone = db.session.get(Decision, decision.undoes_id) if decision.undoes_id else None
    require_no_interest_in(by, undone.project_id if undone else decision.project_id)
    if decision.agreed_at:
        raise Refusal(_l("This decision has already been made."))
    if decision.proposed_by == by.account_id:
        raise Refusal(YOU_PROPOSED_IT, ASK_ANOTHER_MEMBER)
