"""Objections to a round: until when, which, and how each is answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, func, select

from pb import clock
from pb.database import db
from pb.read_once import read_once
from pb.results.models import Count, Objection, ObjectionAnswer, ObjectionTime, ObjectionWords
from pb.results.queries.counts import latest_count, newest_publication_of, signatures_of
from pb.results.rules.objections import announced
from pb.rounds.models import Round


class KnownObjection(NamedTuple):
    """An objection with what is known of it. ``said`` is None once a timer has deleted them; ``answer`` until there is one."""

    objection: Objection
    said: ObjectionWords | None
    answer: ObjectionAnswer | None

    @property
    def answered(self) -> bool:
        """Whether two people have agreed on its answer."""
        return self.answer is not None and self.answer.agreed_at is not None


@read_once
def objections_in(round_id: int) -> list[KnownObjection]:
    """All of a round, the first one first."""
    query = select(Objection, ObjectionWords, ObjectionAnswer)
    for other in (ObjectionWords, ObjectionAnswer):
        query = query.outerjoin(other, and_(other.round_id == Objection.round_id, other.number == Objection.number))
    rows = db.session.execute(query.where(Objection.round_id == round_id).order_by(Objection.number))
    return [KnownObjection(*row) for row in rows]


def objection_with(round_id: int, number: int) -> KnownObjection | None:
    """The objection with this number; None where there is none."""
    return next((each for each in objections_in(round_id) if each.objection.number == number), None)


def newest_objection(round_id: int) -> int:
    """The number of the newest objection, 0 before the first."""
    return db.session.scalar(select(func.max(Objection.number)).where(Objection.round_id == round_id)) or 0


def objections_by_form(round_id: int) -> int:
    """How many came on the website."""
    query = select(func.count()).select_from(Objection)
    return db.session.scalar(query.where(Objection.round_id == round_id, Objection.way == "form")) or 0


def objection_time_of(counted: Count) -> datetime | None:
    """Until when somebody can object to this count; None where the round has no days for it."""
    found = db.session.get(ObjectionTime, (counted.round_id, counted.version))
    return found.closes_at if found else None


def objections_until(round_id: int) -> datetime | None:
    """Until when everybody can object now; None while nobody can."""
    counted = latest_count(round_id)
    until = objection_time_of(counted) if counted else None
    return until if until and clock.now() < until else None


def may_be_written_down(round_id: int) -> bool:
    """Whether staff can write down what came in time: until somebody has signed the newest count."""
    counted = latest_count(round_id)
    if counted is None or objection_time_of(counted) is None:
        return False
    return not signatures_of(counted) and not _is_over(counted)


def _is_over(counted: Count) -> bool:
    newest = newest_publication_of(counted.round_id)
    return newest is not None and newest.version >= counted.version


def unanswered(round_id: int) -> list[KnownObjection]:
    """Objections on whose answer two people have not agreed."""
    return [each for each in objections_in(round_id) if not each.answered]


def objections_wait(counted: Count) -> bool:
    """Whether signing this count waits for the end of the time, or for an answer."""
    until = objection_time_of(counted)
    return until is not None and (clock.now() < until or bool(unanswered(counted.round_id)))


def announced_of(counted: Count) -> str:
    """The fingerprint of a count that everybody may read before its result. Only of one to which somebody can object."""
    time = db.session.get_one(ObjectionTime, (counted.round_id, counted.version))
    return announced(time.salt, counted.ballots_hash, counted.outcome_hash)


def objection_facts(round_: Round, counted: Count) -> dict[str, Any]:
    """What a publication says of objections, as JSON values: nothing of who objected, nor their words."""
    until = objection_time_of(counted)
    if until is None:
        return {}
    answers = [each.answer for each in objections_in(round_.id) if each.answer]
    said = [{"about": each.about, "answer": each.answer, "upheld": each.upheld} for each in answers]
    salt = db.session.get_one(ObjectionTime, (round_.id, counted.version)).salt
    facts = {
        "salt": salt,
        "days": round_.objection_days,
        "until": until.isoformat(),
        "received": len(said),
        "answers": said,
    }
    return {"objections": facts | {"announced": announced_of(counted)}}
