"""What two people do about somebody's account, for ``tests/safety/test_one_coordinator_alone.py``."""

from __future__ import annotations

from pb.codes import new_code
from pb.database import db
from pb.people import actions as people
from pb.people.models import Account
from pb.people.queries import waiting_password_codes, waiting_proposals
from pb.roles import Actor, Role
from tests.support.safety.alone import Alone, Play


def appointment(alone: Alone) -> Play:
    people.invite(alone.actor("invitations.invite"), name="Newcomer", role=Role.STEERING)
    proposal = waiting_proposals()[-1]
    return Play(
        ("people.agree",),
        lambda by: people.agree_to_proposal(by, proposal),
        lambda: proposal.agreed_by is not None,
        alone.ina,
    )


def new_security_codes(alone: Alone) -> Play:
    """Hugh has a sheet; who gets rid of it and knows his password is Hugh."""
    hugh = db.session.get_one(Account, alone.hugh.account_id)
    codes = [new_code() for _number in range(2)]
    people.set_up_sheet(alone.hugh, hugh, codes=codes, typed=codes[0], token="", are_first=False)
    proposal = people.propose_new_codes(alone.actor("people.propose_new_codes"), hugh)
    return Play(
        ("people.agree_to_new_codes",),
        lambda by: people.agree_to_new_codes(by, proposal),
        lambda: proposal.agreed_by is not None,
        alone.ina,
    )


def interest_that_is_over(alone: Alone) -> Play:
    """A facilitator sang in a choir that has applied."""
    round_ = alone.make.applying_round()
    project = alone.make.application(round_)
    flo = Actor(alone.make.staff(Role.FACILITATOR).id, Role.FACILITATOR)
    people.declare_interest(flo, round_id=round_.id, project_id=project.id, description="I sing there.")
    holder = db.session.get_one(Account, flo.account_id)
    said = {"round_id": round_.id, "project_id": project.id, "reason": "She has left."}
    proposal = people.propose_release(alone.actor("interests.release"), holder, **said)
    return Play(
        ("interests.agree_to_release",),
        lambda by: people.agree_to_release(by, proposal, round_id=round_.id),
        lambda: proposal.agreed_by is not None,
        alone.ina,
    )


def new_password(alone: Alone) -> Play:
    """Hugh is a member; who chooses his password is Hugh."""
    hugh = db.session.get_one(Account, alone.hugh.account_id)
    people.propose_password_code(alone.actor("people.give_password_code"), hugh)
    (proposal,) = waiting_password_codes()
    return Play(
        ("people.agree_to_password_code",),
        lambda by: people.agree_to_password_code(by, proposal),
        lambda: proposal.agreed_by is not None,
        alone.ina,
    )
