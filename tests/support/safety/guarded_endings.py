"""Drafts and rounds that two people gave up, or are to give up: rows that the guards' statements would change."""

from __future__ import annotations

from typing import Any

from pb import clock
from pb.database import exclusive_transaction, transaction
from pb.programme.actions import propose_freeze
from pb.roles import Role
from pb.rounds import actions
from pb.rounds.models import Decision, FreezeProposal
from pb.voting.actions.rights import give_rights


def freezes(make: Any) -> dict[str, int]:
    """A ballot whose freeze waits for a second person, and a freeze to which one has agreed."""
    by, waits, agreed = make.actor(Role.COORDINATOR), make.ready_round(2, max_choices=2), make.set_up_round()
    member = make.substitute()
    propose_freeze(by, waits, substitute=member)
    said = {"substitute_id": member, "holders": "[]", "document": "{}", "proposed_by": by.account_id}
    with exclusive_transaction() as session:
        session.add(row := FreezeProposal(round_id=agreed.id, proposed_at=clock.now(), **said))
        session.flush()
        row.agreed_by, row.agreed_at = member, clock.now()
    return {"to_freeze": waits.id, "frozen_by_two": agreed.id}


def rounds_that_end(make: Any, steering: int) -> dict[str, int]:
    """A draft; rounds that were abandoned before they began and once their votes were counted; one that is to be, and one
    that was to be when its result was signed.
    """
    draft = actions.make_round(make.actor(Role.COORDINATOR), make.settings(), draft=True)
    ended, ending = make.set_up_round(), make.set_up_round()
    counted_and_ended, signed = (
        make.counted(make.opened_box(make.voting_round(projects=1, costs=[100]), (1,))) for _ in range(2)
    )
    by_another = {"agreed_by": make.staff(Role.STEERING).id, "agreed_at": clock.now()}
    for round_, more in ((ended, by_another), (ending, {}), (counted_and_ended, by_another), (signed, {})):
        with exclusive_transaction() as session:
            proposed = {"kind": "abandon", "reason": "why", "proposed_by": steering, "proposed_at": clock.now()}
            session.add(Decision(round_id=round_.id, **proposed, **more))
    make.signed(signed)
    with transaction() as session:
        give_rights(session, ended.id, "post", None, 1)
    rounds = {
        "draft": draft,
        "ended": ended,
        "ending": ending,
        "counted_and_ended": counted_and_ended,
        "signed": signed,
    }
    return {name: round_.id for name, round_ in rounds.items()}
