"""Signed results whose time has not come: for those who sign and publish, and for what everybody may know of it, the time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from pb import clock
from pb.database import db
from pb.results.models import Publication, PublicTime
from pb.results.queries.counts import newest_publication_of


def time_to_come(round_id: int) -> Publication | None:
    """The newest result of a round, if it is signed and its time has not come; also one that was stopped before it did."""
    newest = newest_publication_of(round_id)
    if newest is None or newest.public_from is None or newest.public_from <= clock.now():
        return None
    return newest


def public_from(round_id: int) -> datetime | None:
    """When the newest result becomes public by itself; None where none waits for its time. Everybody may know it."""
    waits = time_to_come(round_id)
    return None if waits is None or waits.stopped else waits.public_from


def is_stopped(round_id: int) -> bool:
    """Whether two people stopped the newest result before its time."""
    newest = newest_publication_of(round_id)
    return newest is not None and newest.stopped


def new_time_of(result: Publication) -> PublicTime | None:
    """The other time that somebody has proposed for this result, and to which nobody has agreed."""
    query = select(PublicTime).where(PublicTime.round_id == result.round_id, PublicTime.version == result.version)
    return db.session.scalar(query.where(PublicTime.number > 1, PublicTime.agreed_at.is_(None)))


def newest_number(result: Publication) -> int:
    """How many times it has had, with those proposed."""
    query = select(func.max(PublicTime.number)).where(
        PublicTime.round_id == result.round_id, PublicTime.version == result.version
    )
    return db.session.scalar(query) or 0
