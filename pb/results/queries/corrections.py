"""Versions of a published result, and what is said of one that is wrong."""

from __future__ import annotations

from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from pb.database import db
from pb.people.queries import names
from pb.read_once import read_once
from pb.results.models import Count, Publication, ResultCorrection
from pb.results.queries.counts import is_public, newest_publication_of, publication_of
from pb.results.queries.offers import counted_on_for


@read_once
def result_corrections_in(round_id: int) -> list[ResultCorrection]:
    """What was proposed and agreed, oldest version first."""
    query = select(ResultCorrection).where(ResultCorrection.round_id == round_id)
    return list(db.session.scalars(query.order_by(ResultCorrection.version)))


def rounds_to_correct() -> set[int]:
    """Ids of the rounds about whose newest result a correction was proposed or agreed, until a newer one is public."""
    newer = (
        Publication.round_id == ResultCorrection.round_id,
        Publication.version > ResultCorrection.version,
        is_public(),
    )
    return set(db.session.scalars(select(ResultCorrection.round_id).where(~exists().where(*newer))))


def correction_of_newest(round_id: int) -> ResultCorrection | None:
    """What was proposed or agreed about the newest version, public or not; None where nobody says that it is wrong."""
    return _of_version(newest_publication_of(round_id))


def correction_under_way(round_id: int) -> ResultCorrection | None:
    """The correction that two people agreed to, until its new version is signed and published, or has its time."""
    found = correction_of_newest(round_id)
    return found if found and found.agreed_at else None


def said_to_be_wrong(round_id: int) -> ResultCorrection | None:
    """The same of the result that everybody reads: it stands there until the new version is public."""
    found = _of_version(publication_of(round_id))
    return found if found and found.agreed_at else None


def final_publication_of(round_id: int) -> Publication | None:
    """The newest publication of a round, public or with its time to come, if nobody corrects it and no group declined what
    it offers: nothing is counted, signed or decided any more.
    """
    return None if is_open_again(round_id) else newest_publication_of(round_id)


def is_open_again(round_id: int) -> bool:
    """Whether a newer version of a published result is on its way: it is corrected, or counted on after a no."""
    return correction_under_way(round_id) is not None or bool(counted_on_for(round_id))


def _of_version(publication: Publication | None) -> ResultCorrection | None:
    if publication is None:
        return None
    here = (each for each in result_corrections_in(publication.round_id) if each.version == publication.version)
    return next(here, None)


def waits_for_new_count(counted: Count) -> bool:
    """Whether this count is the one that is published, and is being corrected or counted on."""
    newest = newest_publication_of(counted.round_id) if is_open_again(counted.round_id) else None
    return newest is not None and counted.version <= newest.version


def corrects(round_id: int) -> dict[str, Any]:
    """What a new version says of those before it, as JSON values: of the public one that it corrects, and of those that were
    stopped before they were public. Nothing where there are none.
    """
    wrong, public = said_to_be_wrong(round_id), publication_of(round_id)
    last = public.version if public else 0
    back = [each for each in result_corrections_in(round_id) if each.agreed_at and each.version > last]
    return ({"corrects": _in_facts(wrong)} if wrong else {}) | (
        {"stopped": [_in_facts(each) for each in back]} if back else {}
    )


def _in_facts(correction: ResultCorrection) -> dict[str, Any]:
    assert correction.agreed_at is not None and correction.agreed_by is not None  # two have agreed
    people = names()
    by = [people[correction.proposed_by], people[correction.agreed_by]]
    return {
        "version": correction.version,
        "reason": correction.reason,
        "by": by,
        "at": correction.agreed_at.isoformat(),
    }


def publications_of(round_id: int) -> list[Publication]:
    """All versions that are public with their counts, the first one first."""
    query = select(Publication).where(Publication.round_id == round_id, is_public())
    query = query.options(joinedload(Publication.counted))
    return list(db.session.scalars(query.order_by(Publication.version)))
