"""Finding applications, projects, ballot texts and their pictures."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import select

from pb import clock
from pb.codes import code_hash
from pb.database import db
from pb.people.models import Account, Interest
from pb.projects.models import BallotText, Media, Project
from pb.projects.rules.applications import ApplicationStatus, status_of
from pb.record.queries import part_of_verifying
from pb.record.rules import fault
from pb.rounds.models import Round
from pb.rounds.rules import Phase, phase
from pb.words import Sentence
from pb.words import lazy_gettext as _l


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
    return list(db.session.scalars(select(Project).where(Project.round_id == round_id).order_by(Project.id)))


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


def has_declared_interest(account_id: int | None, project_id: int) -> bool:
    """Whether this person has declared an interest in this application."""
    query = select(Interest.id).where(Interest.account_id == account_id, Interest.project_id == project_id)
    return db.session.scalar(query.where(Interest.words != "").limit(1)) is not None


def interests_by_project(round_id: int) -> dict[int, list[tuple[int, str, str]]]:
    """Declared interests in the applications of a round: (account id, name, words) by project."""
    query = select(Interest.project_id, Account.id, Account.name, Interest.words).join(
        Account, Account.id == Interest.account_id
    )
    query = query.where(Interest.round_id == round_id, Interest.project_id.is_not(None), Interest.words != "")
    found: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for project_id, account_id, name, words in db.session.execute(query.order_by(Account.name)):
        found[project_id].append((account_id, name, words))  # type: ignore[index]
    return dict(found)


def media_with_hash(sha256: str) -> Media | None:
    """The picture or sound with this content hash."""
    return db.session.scalar(select(Media).where(Media.sha256 == sha256))


def media_hashes(text: BallotText | None) -> tuple[str | None, str | None]:
    """The content hashes of a text's picture and sound."""
    if text is None:
        return None, None
    query = select(Media.id, Media.sha256).where(Media.id.in_([i for i in (text.picture_id, text.sound_id) if i]))
    hashes = {row.id: row.sha256 for row in db.session.execute(query)}
    return hashes.get(text.picture_id), hashes.get(text.sound_id)


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
