"""The lines of the frozen ballot as voters read them: the frozen words with what two people have corrected since."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from pb.database import db
from pb.people.queries import ever_interested
from pb.projects.models import BallotLine, Project, TextCorrection
from pb.read_once import read_once
from pb.rounds.models import Round


@dataclass(frozen=True)
class LineAsRead:
    """A numbered project on the ballot. Money in pence. ``corrected_by``: the newest correction in force, or None."""

    round_id: int
    number: int
    project_id: int
    pot_id: int
    title: str
    body: str
    picture_id: int | None
    picture_alt: str
    sound_id: int | None
    cost_pence: int
    least_pence: int | None
    project: Project
    corrected_by: TextCorrection | None = None


def ballot_lines(round_id: int) -> list[LineAsRead]:
    """The lines of the frozen ballot in order of their numbers, each with its project; none before the freeze."""
    query = select(BallotLine).where(BallotLine.round_id == round_id)
    newest = {each.project_id: each for each in corrections_in(round_id)}
    return [
        _as_read(line, newest.get(line.project_id)) for line in db.session.scalars(query.order_by(BallotLine.number))
    ]


def ballot_lines_by_project(round_id: int) -> dict[int, LineAsRead]:
    """The same lines by project id, in the same order."""
    return {line.project_id: line for line in ballot_lines(round_id)}


def _as_read(line: BallotLine, correction: TextCorrection | None) -> LineAsRead:
    """The words of its newest correction, which holds those of the ones before; all else as it was frozen."""
    words = correction or line
    return LineAsRead(
        round_id=line.round_id,
        number=line.number,
        project_id=line.project_id,
        pot_id=line.pot_id,
        title=words.title,
        body=words.body,
        picture_id=line.picture_id,
        picture_alt=words.picture_alt,
        sound_id=words.sound_id,
        cost_pence=line.cost_pence,
        least_pence=line.least_pence,
        project=line.project,
        corrected_by=correction,
    )


def line_as_edited(line: LineAsRead) -> dict[str, str]:
    """What the form of a correction edits."""
    return {"title": line.title, "body": line.body, "picture_alt": line.picture_alt}


@read_once
def corrections_in(round_id: int) -> list[TextCorrection]:
    """The corrections that are in force on the ballot of a round, in the order in which they were agreed to."""
    query = select(TextCorrection).where(TextCorrection.round_id == round_id, TextCorrection.agreed_at.is_not(None))
    return list(db.session.scalars(query.order_by(TextCorrection.agreed_at, TextCorrection.id)))


def ballot_hash_of(round_: Round) -> str | None:
    """The fingerprint of the ballot as voters read it now: that of the freeze until a text is corrected."""
    corrected = corrections_in(round_.id)
    return corrected[-1].new_hash if corrected else round_.ballot_hash


def waiting_corrections(round_id: int) -> list[TextCorrection]:
    """Those that wait for a second person, the oldest first."""
    query = select(TextCorrection).where(TextCorrection.round_id == round_id, TextCorrection.agreed_at.is_(None))
    return list(db.session.scalars(query.order_by(TextCorrection.id)))


def how_often_corrected(round_id: int) -> int:
    """How many corrections of a ballot are in force: they are only ever added, so the number names a wording."""
    query = select(func.count()).select_from(TextCorrection)
    return (
        db.session.scalar(query.where(TextCorrection.round_id == round_id, TextCorrection.agreed_at.is_not(None))) or 0
    )


#: Each act on a frozen round asks this: it is put together once.
_ON_THE_BALLOT = select(BallotLine.project_id).where(BallotLine.round_id == bindparam("its_round"))


@read_once
def interested_on_the_ballot(round_id: int) -> set[int]:
    """Accounts of those who have an interest in a project on the ballot of this round; nobody before the freeze."""
    on_it = set(db.session.scalars(_ON_THE_BALLOT, {"its_round": round_id}))
    return (
        {account_id for account_id, project_id in ever_interested(round_id) if project_id in on_it} if on_it else set()
    )
