"""An interest is over: one person proposes to release its holder, another agrees."""

from __future__ import annotations

from typing import Any

from pb import clock
from pb.people import queries
from pb.people.actions.who_acts import (
    require_a_member_as_one,
    require_may_let_in,
    require_no_interest_in,
    require_second,
)
from pb.people.models import Account, InterestRelease
from pb.people.rules import (
    AGREE_ON_INTERESTS,
    ALREADY_DECIDED,
    LONGEST_RELEASE_REASON,
    TWO_RELEASE,
)
from pb.people.rules.sentences import ALREADY_PROPOSED, PROPOSER_HAS_AN_INTEREST, SAY_WHY_IT_IS_OVER, TURN_IT_DOWN
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, STEERING, Actor
from pb.unicode_text import tidy
from pb.words import lazy_gettext as _l

RELEASE_PROPOSED = Act(
    "interest.release_proposed",
    _l("proposed that %(account)s is released from an interest"),
    only=(COORDINATOR, STEERING),
    after_the_end=True,
)


def propose_release(by: Actor, account: Account, *, round_id: int, project_id: int, reason: str) -> InterestRelease:
    """Somebody's interest in a project is over. Returns the proposal, to which another person agrees.

    Refuses for oneself, without a reason, others than coordinators and members, who holds an interest in the same
    project, where there is no such interest, and a second time.
    """
    facts: dict[str, Any] = {"account": account.id, "project": project_id}
    with acting(by, RELEASE_PROPOSED, round_id=round_id, reason=tidy(reason), **facts) as act:
        _require_another(by, account.id, project_id)
        if not tidy(reason) or len(tidy(reason)) > LONGEST_RELEASE_REASON:
            raise Refusal(SAY_WHY_IT_IS_OVER, status=422)
        if not queries.has_declared_interest(account.id, project_id):
            raise Refusal(_l("%(name)s has no interest in this project.", name=account.name))
        if any(each.waits and each.account_id == account.id for each in queries.released_in([project_id])):
            raise Refusal(
                ALREADY_PROPOSED,
                AGREE_ON_INTERESTS,
            )
        proposal = InterestRelease(
            account_id=account.id,
            project_id=project_id,
            reason=tidy(reason),
            proposed_by=by.account_id,
            proposed_at=clock.now(),
        )
        act.session.add(proposal)
    return proposal


INTEREST_RELEASED = Act(
    "interest.released",
    _l("agreed that %(account)s is released from an interest"),
    only=(COORDINATOR, STEERING),
    people=2,
    after_the_end=True,
    shows=lambda proposal: (proposal, *queries.person_as_shown(proposal.account)),
)


def agree_to_release(by: Actor, proposal: InterestRelease, *, round_id: int) -> None:
    """A second person agrees: what was declared before the proposal no longer keeps its holder out.

    Refuses the proposer, the holder, others than coordinators and members, two coordinators once there are two members, who
    holds an interest in the same project, a proposer who has one by now, and what is decided already.
    """
    facts: dict[str, Any] = {"account": proposal.account_id, "project": proposal.project_id}
    with acting(by, INTEREST_RELEASED, round_id=round_id, **facts) as act:
        _require_open(proposal)
        _require_another(by, proposal.account_id, proposal.project_id)
        require_second(by, proposal.proposed_by, rule=TWO_RELEASE)
        require_a_member_as_one(by, proposal.proposed_by)
        if queries.has_declared_interest(proposal.proposed_by, proposal.project_id):
            raise Refusal(
                PROPOSER_HAS_AN_INTEREST,
                TURN_IT_DOWN,
            )
        act.require_as_shown(proposal)
        proposal.agreed_by, proposal.agreed_at = by.account_id, clock.now()


RELEASE_REFUSED = Act(
    "interest.not_released",
    _l("did not agree that %(account)s is released from an interest"),
    only=(COORDINATOR, STEERING),
    after_the_end=True,
)


def refuse_release(by: Actor, proposal: InterestRelease, *, round_id: int) -> None:
    """Somebody does not agree, or who proposed it withdraws it. Refuses the holder, and what is decided already."""
    facts: dict[str, Any] = {"account": proposal.account_id, "project": proposal.project_id}
    with acting(by, RELEASE_REFUSED, round_id=round_id, **facts):
        _require_open(proposal)
        _require_another(by, proposal.account_id, proposal.project_id)
        proposal.ended_by, proposal.ended_at = by.account_id, clock.now()


def _require_open(proposal: InterestRelease) -> None:
    if not proposal.waits:
        raise Refusal(ALREADY_DECIDED)


def _require_another(by: Actor, holder: int, project_id: int) -> None:
    own = _l("This is your own interest, so you cannot decide about it.")
    require_may_let_in(by, holder, rule=TWO_RELEASE, own=own)
    require_no_interest_in(by, project_id)
