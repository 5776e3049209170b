"""Applications: which rounds take them, and finding them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from pb import clock
from pb.codes import code_hash
from pb.database import db
from pb.people.queries import knows_earlier_rounds
from pb.projects.models import Project
from pb.projects.rules.applications import ApplicationStatus, status_of
from pb.rounds.models import Round
from pb.rounds.rules import Phase, phase


def rounds_to_apply_to() -> list[Round]:
    """Rounds whose applications are open now, the one that closes first first."""
    rounds = db.session.scalars(select(Round).where(Round.source == "people").order_by(Round.applications_close_at))
    return [round_ for round_ in rounds if phase(round_, clock.now()) == Phase.APPLYING]


def next_round_to_apply_to() -> Round | None:
    """The round whose applications open next."""
    query = select(Round).where(Round.source == "people", Round.applications_open_at > clock.now())
    return db.session.scalar(query.order_by(Round.applications_open_at).limit(1))


def application_with_code(code: str) -> Project | None:
    """The application that this resume code opens."""
    return db.session.scalar(select(Project).where(Project.resume_code_hash == code_hash("resume", code)))


def applications(round_id: int) -> list[Project]:
    """Every application of a round, begun ones included, in the order in which they were begun."""
    query = select(Project).where(Project.round_id == round_id).options(selectinload(Project.all_assessments))
    return list(db.session.scalars(query.order_by(Project.id)))


def how_many_sent(round_id: int) -> int:
    """How many applications of a round were sent and not withdrawn."""
    here = (Project.round_id == round_id, Project.sent_at.is_not(None), Project.withdrawn_at.is_(None))
    return db.session.scalar(select(func.count(Project.id)).where(*here)) or 0


def typed_in_by(account_id: int | None, round_id: int) -> list[Project]:
    """The applications of a round that this member of staff has typed in, in the order in which they were begun."""
    return [project for project in applications(round_id) if account_id and project.typed_by == account_id]


def titles(round_id: int) -> dict[int, str]:
    """The groups' own titles of a round's applications, by project id; for staff only."""
    return {project.id: project.title for project in applications(round_id)}


def eligible(round_id: int) -> list[Project]:
    """The projects that may be on the ballot of a round, in the order in which they were begun."""
    return [project for project in applications(round_id) if status_of(project) == ApplicationStatus.ELIGIBLE]


@knows_earlier_rounds
def carried_from(project_id: int) -> list[int]:
    """The projects of earlier rounds from which this one was carried over, the newest first."""
    found: list[int] = []
    while (before := db.session.scalar(select(Project.carried_from_id).where(Project.id == project_id))) is not None:
        found.append(before)
        project_id = before
    return found


def carried_to(project_id: int) -> Round | None:
    """The round into which this project was carried over."""
    return db.session.scalar(
        select(Round).join(Project, Project.round_id == Round.id).where(Project.carried_from_id == project_id).limit(1)
    )


def answers_as_edited(project: Project, fields: Iterable[str]) -> dict[str, Any]:
    """What a page of the application edits: these answers as its form has them."""
    answers = {field: getattr(project, field) for field in fields}
    if "cost_lines" in answers:
        answers["cost_lines"] = [{"what": line.what, "pence": line.pence} for line in project.cost_lines]
    return answers
