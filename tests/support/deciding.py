"""What members say of an application in tests, and where it stands then; what two of them do to the frozen ballot."""

from __future__ import annotations

from typing import Any

from pb.database import db
from pb.projects.models import Project
from pb.projects.rules.applications import status_of
from pb.rounds import actions as decisions
from pb.rounds.models import Round
from pb.voting.queries import frozen_ballot
from pb.web.access import STEERING, Actor

NO: dict[str, Any] = {"outcome": "not_eligible", "reason": "It is too far away.", "unmet": [1]}
YES: dict[str, Any] = {"outcome": "eligible", "reason": ""}


def stands(project: Project) -> str:
    """The status of an application, as the database has it now."""
    db.session.rollback()
    return str(status_of(db.session.get_one(Project, project.id)))


def withdraw(make: Any, round_: Round, number: int) -> None:
    """Two members of the steering group withdraw a project from the frozen ballot."""
    ballot = frozen_ballot(round_.id)
    assert ballot is not None
    project = next(line.project_id for line in ballot.lines if line.number == number)
    ina, hugh = (Actor(make.staff(STEERING).id, STEERING) for _ in range(2))
    decision = decisions.propose_withdrawal(ina, db.session.get_one(Round, round_.id), project, "The group has folded.")
    decisions.agree_to(hugh, decision)
    db.session.rollback()
