"""Finding applications, projects, ballot texts and their pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select

from pb import clock
from pb.codes import code_hash
from pb.database import db
from pb.people.queries import knows_earlier_rounds
from pb.projects.models import BallotLine, BallotText, Media, Project
from pb.projects.rules.applications import STEPS, ApplicationStatus, status_of
from pb.projects.rules.whose_hand import (
    CARRIED_OVER,
    CODE_RENEWED,
    IN_ITS_NAME,
    Hand,
    Way,
    hands,
    new_code_before_a_change,
)
from pb.record.models import RecordLine
from pb.record.queries import last_of, lines_of_acts, lines_with, part_of_verifying
from pb.record.rules import fault
from pb.rounds.models import Round
from pb.rounds.rules import Phase, phase
from pb.words import Sentence
from pb.words import lazy_gettext as _l


def rounds_to_apply_to() -> list[Round]:
    """Rounds whose applications are open now, the one that closes first first."""
    rounds = db.session.scalars(select(Round).where(Round.source == "people").order_by(Round.applications_close_at))
    return [round_ for round_ in rounds if phase(round_, clock.now()) == Phase.APPLYING]


def only_the_group_knows_its_code(project: Project) -> bool:
    """Whether nobody of the staff has typed this application in or had a code for it."""
    renewed = last_of(CODE_RENEWED, round_id=project.round_id, project=project.id)
    return project.came_by == "online" and renewed is None


def done_in_its_name(project: Project) -> list[Hand]:
    """What staff did with an application in its group's name, new codes, and what was done with a code that staff know:
    the oldest first.
    """
    carried = [Hand(CARRIED_OVER, Way.STAFF, project.begun_at, project.typed_by)] if project.carried_from_id else []
    return carried + _hands(project, lines_with(*_HANDS, round_id=[project.round_id], project=[project.id]))


def changed_after_a_new_code(round_id: int) -> dict[int, datetime]:
    """The applications of a round that were changed after staff had given out a new code, and when that was."""
    renewed = {line.facts["project"] for line in lines_of_acts(CODE_RENEWED, round_id=round_id)}
    lines = lines_with(*_HANDS, round_id=[round_id], project=renewed) if renewed else []
    found = {}
    for project in applications(round_id) if renewed else []:
        if when := new_code_before_a_change(_hands(project, [each for each in lines if _is_of(each, project)])):
            found[project.id] = when
    return found


_HANDS = (*IN_ITS_NAME, CODE_RENEWED)


def _hands(project: Project, lines: Iterable[RecordLine]) -> list[Hand]:
    return hands(lines, typed_in=project.came_by != "online")


def _is_of(line: RecordLine, project: Project) -> bool:
    return line.facts["project"] == project.id


@knows_earlier_rounds
def carried_from(project_id: int) -> list[int]:
    """The projects of earlier rounds from which this one was carried over, the newest first."""
    found: list[int] = []
    while (before := db.session.scalar(select(Project.carried_from_id).where(Project.id == project_id))) is not None:
        found.append(before)
        project_id = before
    return found


def next_round_to_apply_to() -> Round | None:
    """The round whose applications open next."""
    query = select(Round).where(Round.source == "people", Round.applications_open_at > clock.now())
    return db.session.scalar(query.order_by(Round.applications_open_at).limit(1))


def application_with_code(code: str) -> Project | None:
    """The application that this resume code opens."""
    return db.session.scalar(select(Project).where(Project.resume_code_hash == code_hash("resume", code)))


def applications(round_id: int) -> list[Project]:
    """Every application of a round, begun ones included, in the order in which they were begun."""
    return list(db.session.scalars(select(Project).where(Project.round_id == round_id).order_by(Project.id)))


def typed_in_by(account_id: int | None, round_id: int) -> list[Project]:
    """The applications of a round that this member of staff has typed in, in the order in which they were begun."""
    return [project for project in applications(round_id) if account_id and project.typed_by == account_id]


def titles(round_id: int) -> dict[int, str]:
    """The groups' own titles of a round's applications, by project id; for staff only."""
    return {project.id: project.title for project in applications(round_id)}


def eligible(round_id: int) -> list[Project]:
    """The projects that may be on the ballot of a round, in the order in which they were begun."""
    return [project for project in applications(round_id) if status_of(project) == ApplicationStatus.ELIGIBLE]


def undecided(round_id: int) -> list[Project]:
    """Applications of a round that wait for the steering group, or for their group to mend something."""
    return [
        project
        for project in applications(round_id)
        if status_of(project) in (ApplicationStatus.WAITING, ApplicationStatus.FIX)
    ]


def ballot_lines(round_id: int) -> list[BallotLine]:
    """The lines of the frozen ballot in order of their numbers, each with its project; none before the freeze."""
    query = select(BallotLine).where(BallotLine.round_id == round_id)
    return list(db.session.scalars(query.order_by(BallotLine.number)))


def ballot_lines_by_project(round_id: int) -> dict[int, BallotLine]:
    """The same lines by project id, in the same order."""
    return {line.project_id: line for line in ballot_lines(round_id)}


def media_with_hash(sha256: str) -> Media | None:
    """The picture or sound with this content hash."""
    return db.session.scalar(select(Media).where(Media.sha256 == sha256))


def media_hashes(shown: Iterable[BallotText | BallotLine]) -> dict[int | None, str]:
    """The content hashes of the pictures and sounds of these texts or lines, by their ids. None has no hash."""
    ids = {each for row in shown for each in (row.picture_id, row.sound_id) if each}
    return dict(db.session.execute(select(Media.id, Media.sha256).where(Media.id.in_(ids))).all())


def identifying_names(project: Project, venues: Iterable[str]) -> list[tuple[Sentence, str]]:
    """Names that a ballot text must not hold: (whose name it is, the name)."""
    return [
        (_l("the group’s name"), project.group_name),
        (_l("the name of the group’s contact"), project.contact_name),
        *((_l("the name of a venue"), name) for name in venues),
    ]


@part_of_verifying
def faults_of_media() -> Iterator[str]:
    """Pictures and sounds that are not what their fingerprint says, which stands under the mark."""
    for media_id, sha256, data in db.session.execute(select(Media.id, Media.sha256, Media.data)):
        if hashlib.sha256(data).hexdigest() != sha256:
            yield fault("medium", number=media_id)


def text_as_edited(text: BallotText | None) -> dict[str, Any]:
    """What the form of a ballot text edits; of a picture and a sound their ids."""
    named = {
        "title": "title",
        "body": "body",
        "picture": "picture_id",
        "picture_alt": "picture_alt",
        "sound": "sound_id",
    }
    return {name: getattr(text, column) if text else None for name, column in named.items()}


def answers_as_edited(project: Project, fields: Iterable[str]) -> dict[str, Any]:
    """What a page of the application edits: these answers as its form has them."""
    answers = {field: getattr(project, field) for field in fields}
    if "cost_lines" in answers:
        answers["cost_lines"] = [{"what": line.what, "pence": line.pence} for line in project.cost_lines]
    return answers


def decision_as_edited(project: Project, criteria: Iterable[str]) -> dict[str, Any]:
    """What the form of a decision rests on: these criteria, what the group answers, and what was decided before."""
    last = project.assessments[-1] if project.assessments else None
    fields = [field for fields in STEPS.values() for field in fields]
    return {
        "decided": [last.outcome, last.id] if last else None,
        "criteria": "\n".join(criteria),
        "answers": {name: each for name, each in answers_as_edited(project, fields).items() if each},
    }
