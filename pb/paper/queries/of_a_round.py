"""Rows of papers that several parts of one page ask for, of a whole round and read once: bundles, strays, what was decided."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

from sqlalchemy import select

from pb.damaged import undamaged
from pb.database import db
from pb.paper.models import Bundle, Resolution, Stray
from pb.plain_rows import plain_rows
from pb.read_once import read_once
from pb.venues.models import VotingSession


@read_once
def bundles_in(round_id: int) -> list[Bundle]:
    """The bundles of a round, oldest first, to look at."""
    return plain_rows(db.session(), Bundle, select(Bundle).where(Bundle.round_id == round_id).order_by(Bundle.id))


@read_once
def resolutions(round_id: int) -> list[Resolution]:
    """What was proposed and decided in a round, oldest first."""
    query = select(Resolution).where(Resolution.round_id == round_id)
    return list(undamaged(db.session(), db.session.scalars(query.order_by(Resolution.id))))


def found_at(voting_session: VotingSession) -> list[Resolution]:
    """What was written down of papers of a session that were found too late, oldest first."""
    here = resolutions(voting_session.round_id)
    return [each for each in here if each.matter == "found" and each.session_id == voting_session.id]


def found_late(round_id: int) -> int:
    """How many papers of a round were found too late to be counted, whether a second person has agreed or not."""
    return sum(each.number for each in resolutions(round_id) if each.matter == "found")


class Strays(NamedTuple):
    """Sheets that are no papers of ours: how many of each bundle two people have ``agreed`` to set aside, and who proposed
    those that are ``waiting``.
    """

    agreed: Counter[int]
    waiting: dict[int, list[int]]


@read_once
def strays_in(round_id: int) -> Strays:
    """The strays of a round by bundle id."""
    query = select(Stray.bundle_id, Stray.proposed_by, Stray.agreed_by)
    query = query.join(Bundle, Bundle.id == Stray.bundle_id).where(Bundle.round_id == round_id).order_by(Stray.id)
    agreed: Counter[int] = Counter()
    waiting: dict[int, list[int]] = defaultdict(list)
    for bundle_id, proposed_by, agreed_by in db.session.execute(query):
        if agreed_by is None:
            waiting[bundle_id].append(proposed_by)
        else:
            agreed[bundle_id] += 1
    return Strays(agreed, waiting)
