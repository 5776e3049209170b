"""A frozen round and what two decide in it, for the guards of both."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from pb import clock
from pb.database import db, exclusive_transaction
from pb.projects.models import BallotLine, BallotText
from pb.rounds.models import Criterion, Decision, Round


def project_of(round_: Round) -> int:
    return db.session.scalars(select(BallotLine.project_id).where(BallotLine.round_id == round_.id)).first() or 0


def propose(round_: Round, ids: dict[str, int], **more: Any) -> int:
    values = {"round_id": round_.id, "reason": "why", "proposed_by": ids["steering"], "proposed_at": clock.now()}
    with exclusive_transaction() as session:
        session.add(made := Decision(**values | more))
    return made.id


def frozen_round(make: Any, ids: dict[str, int]) -> dict[str, int]:
    frozen = make.voting_round(projects=2, criteria=[Criterion(position=1, question="It is safe")])
    on_the_ballot, other = project_of(frozen), project_of(make.voting_round(projects=1))
    with exclusive_transaction() as session:
        session.add(
            BallotText(
                project_id=on_the_ballot,
                title="A day out",
                body="By bus",
                written_by=ids["typist"],
                written_at=clock.now(),
            )
        )
    propose(frozen, ids, kind="withdraw", project_id=on_the_ballot, agreed_by=ids["typist"], agreed_at=clock.now())
    ids["with_text"] = make.on_the_ballot(make.applying_round()).id
    return {"frozen": frozen.id, "pot": frozen.pots[0].id, "on_the_ballot": on_the_ballot, "not_on_the_ballot": other}
