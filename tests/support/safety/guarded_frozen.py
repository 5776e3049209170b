"""A frozen round and what two decide in it, for the guards of both."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from pb import clock
from pb.database import db, exclusive_transaction
from pb.mark_keeping import without_guards
from pb.projects.models import BallotLine, BallotText, TextTranslation
from pb.rounds.models import Criterion, Decision, Round


def project_of(round_: Round) -> int:
    return db.session.scalars(select(BallotLine.project_id).where(BallotLine.round_id == round_.id)).first() or 0


def propose(round_: Round, ids: dict[str, int], **more: Any) -> int:
    values = {"round_id": round_.id, "reason": "why", "proposed_by": ids["steering"], "proposed_at": clock.now()}
    with exclusive_transaction() as session:
        session.add(made := Decision(**values | more))
    return made.id


def frozen_round(make: Any, ids: dict[str, int]) -> dict[str, int]:
    frozen = make.voting_round(projects=2, in_polish=(1,), criteria=[Criterion(position=1, question="It is safe")])
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
    with exclusive_transaction() as session, without_guards(session, ["text_translation"]):
        session.add(_in_polish(on_the_ballot, ids))
        session.flush()
    propose(frozen, ids, kind="withdraw", project_id=on_the_ballot, agreed_by=ids["typist"], agreed_at=clock.now())
    ids["with_text"] = make.on_the_ballot(make.applying_round()).id
    with exclusive_transaction() as session:
        session.add(_in_polish(ids["with_text"], ids))
    return {"frozen": frozen.id, "pot": frozen.pots[0].id, "on_the_ballot": on_the_ballot, "not_on_the_ballot": other}


def _in_polish(project_id: int, ids: dict[str, int]) -> TextTranslation:
    by = ids["typist"]
    said = {"language": "pl", "title": "Dzień", "body": "Jadą.", "speaker": "Ewa", "of_text": "a", "writers": str(by)}
    return TextTranslation(project_id=project_id, **said, written_by=by, written_at=clock.now())
