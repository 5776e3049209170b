"""Applications: which rounds take them, and finding them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption

from pb import clock
from pb.codes import code_hash
from pb.database import db
from pb.people.queries import knows_earlier_rounds, knows_what_was_carried
from pb.projects.models import Project
from pb.projects.rules.applications import STEPS, ApplicationStatus, status_of
from pb.projects.rules.resume_codes import RESUME
from pb.rounds.models import Round
from pb.rounds.rules import Phase, phase, withdrawn_projects
from pb.unfinished import UNFINISHED_FIELD


def rounds_to_apply_to() -> list[Round]:
    """Rounds whose applications are open now, the one that closes first first."""
    rounds = db.session.scalars(select(Round).where(Round.source == "people").order_by(Round.applications_close_at))
    return [round_ for round_ in rounds if phase(round_, clock.now()) == Phase.APPLYING]


def next_round_to_apply_to() -> Round | None:
    """The round whose applications open next."""
    query = select(Round).where(Round.source == "people", Round.applications_open_at > clock.now())
    rounds = db.session.scalars(query.order_by(Round.applications_open_at))
    return next((each for each in rounds if phase(each, clock.now()) == Phase.SET_UP), None)


def application_with_code(code: str) -> Project | None:
    """The application that this resume code opens."""
    return db.session.scalar(select(Project).where(Project.resume_code_hash == code_hash(RESUME, code)))


def applications(round_id: int, *with_them: ExecutableOption) -> list[Project]:
    """Every application of a round, begun ones included, in the order in which they were begun; ``with_them``: what is
    read with all of them at once.
    """
    query = (
        select(Project).where(Project.round_id == round_id).options(selectinload(Project.all_assessments), *with_them)
    )
    return list(db.session.scalars(query.order_by(Project.id)))


def typed_in_by(account_id: int | None, round_id: int) -> list[Project]:
    """The applications of a round that this member of staff has typed in, in the order in which they were begun."""
    query = select(Project).where(Project.round_id == round_id, Project.typed_by == account_id)
    query = query.options(selectinload(Project.all_assessments)).order_by(Project.id)
    return list(db.session.scalars(query)) if account_id else []


def eligible_of(found: Iterable[Project]) -> list[Project]:
    """Those of these applications that may be on the ballot."""
    return [project for project in found if status_of(project) == ApplicationStatus.ELIGIBLE]


def standing(round_: Round, found: Iterable[Project]) -> dict[int, ApplicationStatus]:
    """Where each of these applications of a round stands, by id: a project that two have withdrawn from the frozen ballot
    is withdrawn too.
    """
    taken_off = withdrawn_projects(round_)
    return {each.id: ApplicationStatus.WITHDRAWN if each.id in taken_off else status_of(each) for each in found}


@knows_earlier_rounds
def carried_from(project_id: int) -> list[int]:
    """The projects of earlier rounds from which this one was carried over, the newest first."""
    found: list[int] = []
    while (before := db.session.scalar(select(Project.carried_from_id).where(Project.id == project_id))) is not None:
        found.append(before)
        project_id = before
    return found


#: Each act of a member asks this: it is put together once.
_CARRIED_IN = select(Project.id).where(Project.round_id == bindparam("its_round"), Project.carried_from_id.is_not(None))


@knows_what_was_carried
def carried_in(round_id: int) -> Mapping[int, Sequence[int]]:
    """The projects of a round that were carried over, each with what it was in earlier rounds, the newest first."""
    carried = db.session.scalars(_CARRIED_IN, {"its_round": round_id})
    return {project_id: carried_from(project_id) for project_id in carried}


def carried_to(project_id: int) -> Round | None:
    """The round into which this project was carried over; nobody is told of a draft."""
    query = select(Round).join(Project, Project.round_id == Round.id).where(Project.carried_from_id == project_id)
    return db.session.scalar(query.where(Round.draft.is_not(True)).limit(1))


def answers_as_edited(project: Project, fields: Iterable[str]) -> dict[str, Any]:
    """What a page of the application edits: these answers as its form has them."""
    answers = {field: getattr(project, field) for field in fields}
    if "cost_lines" in answers:
        answers["cost_lines"] = [{"what": line.what, "pence": line.pence} for line in project.cost_lines]
    return answers


def pages_as_edited(project: Project, fields: Iterable[str]) -> dict[str, Any]:
    """The same, and under ``UNFINISHED_FIELD`` what was typed on the pages of these answers and could not be saved yet."""
    asked = list(fields)
    half_done = {page.step: page.typed for page in project.unfinished if set(STEPS[page.step]) & set(asked)}
    return answers_as_edited(project, asked) | ({UNFINISHED_FIELD: half_done} if half_done else {})
