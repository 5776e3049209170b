"""A coordinator proposes to freeze the ballot as their page showed it; whoever could agree can also turn it down."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pb import clock
from pb.database import db
from pb.people.queries import people_in
from pb.people.rules import YOU_PROPOSED_IT
from pb.programme.queries.freeze_proposals import Freeze, freeze_proposal_of, how_the_freeze_stands, what_freezes
from pb.programme.queries.freezing import interested_in_what_freezes, ready
from pb.programme.rules.freezing import freeze_refusal, holders_error
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, STEERING, Actor
from pb.rounds.models import FreezeProposal, Round
from pb.rounds.rules.sentences import ASK_ANOTHER_MEMBER, FREEZE_IS_DECIDED, FROZEN_BY_A_MEMBER
from pb.words import lazy_gettext as _l

FREEZE_PROPOSED = Act(
    "round.freeze_proposed", _l("proposed to freeze the ballot. Projects: %(projects)s"), only=(COORDINATOR,)
)


def propose_freeze(
    by: Actor, round_: Round, *, substitute: int | None = None, holders: Sequence[int] = ()
) -> FreezeProposal:
    """Propose the freeze of what is there now, with ``substitute`` (an account id) as the substitute of the steering group
    and, for custody "shares", the ``holders`` of its word sheets.

    Refuses while anything is missing and while another proposal waits. One that was overtaken by a change makes way.
    """
    with acting(by, FREEZE_PROPOSED, round_id=round_.id) as act:
        require_nothing_missing(round_)
        if how_the_freeze_stands(round_) == Freeze.WAITS:
            raise Refusal(
                _l("It has already been proposed to freeze this ballot."),
                _l("A steering group member must agree, or turn it down."),
            )
        require_substitute(substitute)
        if round_.key_custody == "shares":
            require_holders(holders)
        if overtaken := freeze_proposal_of(round_):
            act.session.delete(overtaken)
            act.session.flush()
        document = what_freezes(round_)
        proposal = FreezeProposal(
            round_id=round_.id,
            substitute_id=substitute,
            holders=json.dumps(sorted(holders) if round_.key_custody == "shares" else []),
            document=json.dumps(document),
            proposed_by=by.account_id,
            proposed_at=clock.now(),
        )
        act.session.add(proposal)
        act.facts.update(projects=len(document["lines"]), substitute=substitute, key_holders=proposal.holder_ids)
    return proposal


FREEZE_WITHDRAWN = Act(
    "round.freeze_withdrawn",
    _l("withdrew or turned down the proposal to freeze the ballot"),
    only=(COORDINATOR, STEERING),
)


def withdraw_freeze(by: Actor, proposal: FreezeProposal) -> None:
    """The proposal is withdrawn by a coordinator or turned down by a steering group member. Refuses once it is frozen."""
    with acting(by, FREEZE_WITHDRAWN, round_id=proposal.round_id) as act:
        if proposal.agreed_at:
            raise Refusal(FREEZE_IS_DECIDED)
        act.session.delete(proposal)


def require_nothing_missing(round_: Round) -> None:
    """Refuse a round that is frozen, and one that is not ready for it."""
    if round_.frozen:
        raise Refusal(_l("The ballot for this round has already been frozen."))
    if said := freeze_refusal(ready(round_)):
        raise Refusal(said, _l("Do this first, then freeze the ballot."))


def require_substitute(substitute: int | None) -> None:
    """Refuse somebody who is not in the steering group."""
    if substitute not in {member.id for member in people_in(STEERING)}:
        raise Refusal(
            _l("Choose the substitute: a steering group member who acts when another cannot."),
            _l("Go back and choose one."),
            status=422,
        )


def require_holders(holders: Sequence[int]) -> None:
    """Each sheet goes to a different steering group member with an open account."""
    if said := holders_error(holders, {member.id for member in people_in(STEERING)}):
        raise Refusal(said, _l("Choose steering group members only, each of them once."), status=422)


def require_second_of_freeze(by: Actor, proposal: FreezeProposal) -> None:
    """Refuse who cannot agree to a freeze: others than steering group members, its proposer, and whoever has an interest in
    one of the projects.
    """
    if by.role != STEERING:
        raise Refusal(FROZEN_BY_A_MEMBER, status=403)
    if proposal.proposed_by == by.account_id:
        raise Refusal(YOU_PROPOSED_IT, ASK_ANOTHER_MEMBER)
    if by.account_id in interested_in_what_freezes(db.session.get_one(Round, proposal.round_id)):
        raise Refusal(
            _l("You have declared an interest in one of these projects, so you cannot agree to the freeze."),
            ASK_ANOTHER_MEMBER,
        )
