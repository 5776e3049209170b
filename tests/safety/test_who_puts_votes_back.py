"""Votes are put back from a backup by somebody who acts for the steering group of their round."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from pb.database import db
from pb.refusals import Refusal
from pb.rounds.models import Round, RoundMember
from pb.voting import actions, queries
from pb.voting.models import Envelope, PutBack
from pb.voting.queries import backups
from pb.web.access import Actor, Role
from tests.support.makers.voting import COMMAND
from tests.support.safety import tampering

pytestmark = pytest.mark.both_databases
ENVELOPES = Envelope.__table__


def test_neither_a_member_of_another_list_nor_a_substitute_whom_nobody_asked(make, tmp_path):
    member, substitute = make.staff(Role.STEERING), make.staff(Role.STEERING)
    members = [
        RoundMember(account_id=each.id, name=each.name, substitute=each is substitute) for each in (member, substitute)
    ]
    round_ = make.voting_round(members=members)
    make.cast(round_, (1,), (2,))
    put_back = one_missing_of_two(round_, tmp_path / "votes")
    actions.propose_put_back(Actor(make.staff(Role.COORDINATOR).id, Role.COORDINATOR), put_back)
    for wrong, said in (
        (make.staff(Role.STEERING), "steering group list"),
        (substitute, "nobody has asked you to act"),
    ):
        with pytest.raises(Refusal, match=said):
            actions.put_votes_back(Actor(wrong.id, Role.STEERING), put_back)
    assert queries.envelopes_in(round_.id) == 1
    actions.put_votes_back(Actor(member.id, Role.STEERING), put_back)
    assert queries.envelopes_in(round_.id) == 2


def one_missing_of_two(round_: Round, backup) -> PutBack:
    """A backup of both, one of them taken out of the box past all guards, and what the command found."""
    tampering.without_any_guard()
    assert backups.save(backup, round_.id) == 2
    gone = db.session.scalars(select(ENVELOPES.c.right_key)).first()
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(ENVELOPES.delete().where(ENVELOPES.c.right_key == gone))
    actions.find_in_backup(COMMAND, db.session.get(Round, round_.id), backup)
    return backups.put_backs(round_.id)[-1]
