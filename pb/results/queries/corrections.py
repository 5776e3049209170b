"""Versions of a published result, and what is said of one that is wrong."""

from __future__ import annotations

from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from pb.database import db
from pb.people.queries import names
from pb.read_once import read_once
from pb.results.models import Count, Publication, ResultCorrection
from pb.results.queries.counts import publication_of
from pb.results.queries.offers import counted_on_for


@read_once
def result_corrections_in(round_id: int) -> list[ResultCorrection]:
    """What was proposed and agreed, oldest version first."""
    query = select(ResultCorrection).where(ResultCorrection.round_id == round_id)
    return list(db.session.scalars(query.order_by(ResultCorrection.version)))


def rounds_to_correct() -> set[int]:
    """Ids of the rounds about whose newest published result a correction was proposed or agreed."""
    newer = Publication.round_id == ResultCorrection.round_id, Publication.version > ResultCorrection.version
    return set(db.session.scalars(select(ResultCorrection.round_id).where(~exists().where(*newer))))


def correction_of_newest(round_id: int) -> ResultCorrection | None:
    """What was proposed or agreed about the newest published version; None where nobody says that it is wrong."""
    newest = publication_of(round_id)
    here = (each for each in result_corrections_in(round_id) if newest and each.version == newest.version)
    return next(here, None)


def correction_under_way(round_id: int) -> ResultCorrection | None:
    """The correction that two people agreed to, until its new version is published."""
    found = correction_of_newest(round_id)
    return found if found and found.agreed_at else None


def final_publication_of(round_id: int) -> Publication | None:
    """The newest publication of a round, if nobody corrects it and no group declined its offer: nothing is counted, signed
    or decided any more.
    """
    return None if is_open_again(round_id) else publication_of(round_id)


def is_open_again(round_id: int) -> bool:
    """Whether a newer version of a published result is on its way: it is corrected, or counted on after a no."""
    return correction_under_way(round_id) is not None or bool(counted_on_for(round_id))


def waits_for_new_count(counted: Count) -> bool:
    """Whether this count is the one that is published, and is being corrected or counted on."""
    newest = publication_of(counted.round_id) if is_open_again(counted.round_id) else None
    return newest is not None and counted.version <= newest.version


def corrects(round_id: int) -> dict[str, Any]:
    """What a new version says of the one that it corrects, as JSON values; nothing where it corrects none."""
    found = correction_under_way(round_id)
    if found is None:
        return {}
    assert found.agreed_at is not None and found.agreed_by is not None  # it is under way
    people = names()
    by = [people[found.proposed_by], people[found.agreed_by]]
    return {"corrects": {"version": found.version, "reason": found.reason, "by": by, "at": found.agreed_at.isoformat()}}


def publications_of(round_id: int) -> list[Publication]:
    """All published versions with their counts, the first one first."""
    query = select(Publication).where(Publication.round_id == round_id).options(joinedload(Publication.counted))
    return list(db.session.scalars(query.order_by(Publication.version)))
