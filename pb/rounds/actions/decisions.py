"""Decisions after the freeze: one steering group member proposes, another agrees, and everybody can read why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pb import clock
from pb.edits import NothingChanged
from pb.people.actions import require_no_interest_in
from pb.people.rules.sentences import ALREADY_PROPOSED
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import STEERING, Actor
from pb.rounds.actions.who_decides import (
    require_listed,
    require_may_end,
    require_member,
    require_second_of_decision,
)
from pb.rounds.models import Decision, Round
from pb.rounds.queries import members_of
from pb.rounds.rules import extension_error, frozen_error, proposed, replaced_member, undo_error, withdrawn_projects
from pb.rounds.rules.sentences import (
    ASK_ANOTHER_MEMBER,
    ASK_SOMEBODY_ON_THE_LIST,
    DECISION_IS_MADE,
    GIVE_THE_REASON,
    TWO_OTHERS_DECIDE,
)
from pb.unicode_text import tidy
from pb.words import lazy_gettext as _l

DECISION_PROPOSED = Act("decision.proposed", _l("proposed decision %(decision)s"), only=(STEERING,))


def propose_withdrawal(by: Actor, round_: Round, project_id: int, reason: str) -> Decision:
    """A steering group member proposes to withdraw a project from the frozen ballot; it keeps its number.

    Refuses without a reason, before the freeze, after the publication (guard `decided_before_the_publication_insert`),
    a project that is not on the ballot (guard `withdrawn_from_this_ballot`), one that is withdrawn or proposed already,
    and somebody who has declared an interest in it.
    """
    with acting(
        by, DECISION_PROPOSED, round_id=round_.id, reason=_written(reason), kind="withdraw", project=project_id
    ) as act:
        require_member(by, round_)
        if sentence := frozen_error(round_):
            raise Refusal(sentence)
        require_no_interest_in(by, project_id)
        if project_id in withdrawn_projects(round_):
            raise Refusal(_l("This project has already been withdrawn."))
        if _waits(round_, "withdraw", project_id):
            raise Refusal(ALREADY_PROPOSED, ASK_ANOTHER_MEMBER)
        decision = _proposed(by, round_, "withdraw", reason, project_id=project_id)
        act.session.add(decision)
        act.session.flush()
        act.facts["decision"] = decision.id
    return decision


def propose_extension(
    by: Actor, round_: Round, voting_closes: datetime, post_closes: datetime, reason: str
) -> Decision:
    """A steering group member proposes to let voting go on for longer.

    Takes the place of another that nobody has agreed to yet: its proposer may be gone, or its dates past. Refuses without a
    reason, a close that has passed, an earlier close, and one that is too far off.
    """
    with acting(by, DECISION_PROPOSED, round_id=round_.id, reason=_written(reason), kind="extend") as act:
        require_member(by, round_)
        if sentence := extension_error(round_, voting_closes, post_closes, clock.now()):
            raise Refusal(sentence)
        same = by.account_id, voting_closes, post_closes, tidy(reason)
        for other in [each for each in round_.decisions if each.kind == "extend" and each.agreed_at is None]:
            if (other.proposed_by, other.voting_closes_at, other.post_closes_at, other.reason) == same:
                raise NothingChanged
            act.facts["instead_of"] = other.id
            act.session.delete(other)
        closes = {"voting_closes_at": voting_closes, "post_closes_at": post_closes}
        decision = _proposed(by, round_, "extend", reason, **closes)
        act.session.add(decision)
        act.session.flush()
        act.facts.update(
            decision=decision.id, voting_closes=voting_closes.isoformat(), post_closes=post_closes.isoformat()
        )
    return decision


def propose_substitute(by: Actor, round_: Round, member_id: int, reason: str) -> Decision:
    """Somebody on the list proposes that the substitute acts in place of a member who cannot. The substitute may
    propose it, and agree.

    Refuses without a reason, a member who is not on the list or proposes it for themself, and a second one.
    """
    facts = {"kind": "stand_in", "account": member_id}
    with acting(by, DECISION_PROPOSED, round_id=round_.id, reason=_written(reason), **facts) as act:
        require_listed(by, round_)
        if member_id not in [each.account_id for each in members_of(round_.id) if not each.substitute]:
            raise Refusal(_l("Choose a member of the round’s steering group who cannot act."), status=422)
        if member_id == by.account_id:
            raise Refusal(TWO_OTHERS_DECIDE, ASK_SOMEBODY_ON_THE_LIST)
        if any(each.kind == "stand_in" for each in proposed(round_)):
            raise Refusal(
                _l("It has already been proposed that the substitute acts."),
                _l("Agree to that proposal on the page “Decisions”, or turn it down first."),
            )
        if replaced_member(round_.decisions):
            raise Refusal(
                _l("The substitute already acts for someone."),
                _l("Undo that decision first, on the page “Decisions”."),
            )
        decision = _proposed(by, round_, "stand_in", reason, member_id=member_id)
        act.session.add(decision)
        act.session.flush()
        act.facts["decision"] = decision.id
    return decision


def propose_undoing(by: Actor, decision: Decision, reason: str) -> Decision:
    """A steering group member proposes to undo what two people have decided. It stays published, with both reasons.

    Refuses without a reason, a second time, a longer vote that has gone on already, and once the box has been opened
    (guard `not_undone_once_opened_insert`).
    """
    round_ = decision.round
    facts = {"kind": "undo", "undoes": decision.id}
    with acting(by, DECISION_PROPOSED, round_id=round_.id, reason=_written(reason), **facts) as act:
        require_member(by, round_)
        require_no_interest_in(by, decision.project_id)
        if sentence := undo_error(round_, decision, clock.now()):
            raise Refusal(sentence)
        if any(each.undoes_id == decision.id for each in proposed(round_)):
            raise Refusal(ALREADY_PROPOSED, ASK_ANOTHER_MEMBER)
        undo = _proposed(by, round_, "undo", reason, undoes_id=decision.id)
        act.session.add(undo)
        act.session.flush()
        act.facts["decision"] = undo.id
    return undo


def _beside(decision: Decision) -> tuple[Any, ...]:
    """What its page names in words: people of the list, and the decision that would be undone."""
    listed = sorted((member.account_id, member.name, member.substitute) for member in decision.round.members)
    return listed, *(each for each in decision.round.decisions if each.id == decision.undoes_id)


DECISION_AGREED = Act(
    "decision.agreed",
    _l("agreed to decision %(decision)s, which is now in force"),
    only=(STEERING,),
    people=2,
    shows=lambda decision: (decision, *_beside(decision)),
)


def agree_to(by: Actor, decision: Decision, votes: int | None = None) -> None:
    """Another steering group member agrees: the decision is in force and published. ``votes``: how many people have
    voted (known further up); None where that is not known.

    Refuses the person who proposed it, a second time, an extension whose close has passed meanwhile, and undoing
    what can no longer be undone; both once the box has been opened, and all after the publication (guards
    `not_extended_once_opened_update`, `not_undone_once_opened_update`, `decided_before_the_publication_update`).
    """
    with acting(by, DECISION_AGREED, round_id=decision.round_id, decision=decision.id, kind=decision.kind) as act:
        _require_of_the_ballot(decision)
        require_second_of_decision(by, decision)
        if decision.kind == "extend":
            _require_in_time(decision)
        if decision.kind == "undo":
            _require_undoable(decision)
        act.require_as_shown(decision)
        decision.agreed_by, decision.agreed_at, decision.votes_then = by.account_id, clock.now(), votes


#: The name is older than the sentence, and stays: lines of the record say it.
PROPOSAL_WITHDRAWN = Act(
    "decision.taken_back", _l("withdrew or turned down the proposed decision %(decision)s"), only=(STEERING,)
)


def withdraw_proposal(by: Actor, decision: Decision) -> None:
    """The person who proposed a decision withdraws the proposal, or another of those who could agree to it turns it down:
    the proposer may be gone, and a proposal must not wait for ever. It can be proposed again. Refuses anybody else, and once
    it is made.
    """
    with acting(by, PROPOSAL_WITHDRAWN, round_id=decision.round_id, decision=decision.id, kind=decision.kind) as act:
        if decision.agreed_at:
            raise Refusal(DECISION_IS_MADE)
        _require_of_the_ballot(decision)
        require_may_end(by, decision)
        act.session.delete(decision)


def _require_of_the_ballot(decision: Decision) -> None:
    """To abandon a round is an act of its own (``actions.life``)."""
    if decision.kind == "abandon":
        raise Refusal(
            _l("This proposal is to abandon the round."), _l("Decide about it on the page “Abandon this round”.")
        )


def _require_undoable(decision: Decision) -> None:
    undone = next(each for each in decision.round.decisions if each.id == decision.undoes_id)
    if sentence := undo_error(decision.round, undone, clock.now()):
        raise Refusal(sentence)


def _require_in_time(decision: Decision) -> None:
    assert decision.voting_closes_at and decision.post_closes_at  # a constraint of the table
    closes = (decision.voting_closes_at, decision.post_closes_at)
    if sentence := extension_error(decision.round, *closes, clock.now()):
        raise Refusal(sentence)


def _proposed(by: Actor, round_: Round, kind: str, reason: str, **what: Any) -> Decision:
    return Decision(
        round_id=round_.id, kind=kind, reason=tidy(reason), proposed_by=by.account_id, proposed_at=clock.now(), **what
    )


def _written(reason: str) -> str:
    if not tidy(reason):
        raise Refusal(GIVE_THE_REASON, status=422)
    return tidy(reason)


def _waits(round_: Round, kind: str, project_id: int | None) -> bool:
    return any((each.kind, each.project_id) == (kind, project_id) for each in proposed(round_))
