"""The queue of an address that has used up its tries for codes: who waits longest is tried next.

A place is worth one try, from its turn on and for some minutes. It is a row here, and its name stands in the visitor's
signed cookie, so nobody needs a script and nobody can push in. Turns are as far apart as tries have to be, so no more
codes are tried than without a queue, however many ask.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import has_request_context
from flask import session as cookie
from sqlalchemy import BigInteger, String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from pb import clock
from pb.database import UTCTime, db

#: So many wait at most. Beyond that somebody floods the queue from this very address, and places are given to who asks.
MOST = 150
#: Where turns are far apart fewer wait: so many milliseconds are long enough to sit before a page.
LONGEST = 600_000
#: How long a place is worth its try after its turn has come; a person need not watch the clock.
_KEPT = timedelta(minutes=10)
_NAME = "place"


class PlaceInQueue(db.Model):
    """One visitor who waits for their turn. ``bucket``: which limit of which address, as in ``spent_tries``."""

    __tablename__ = "place_in_queue"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    bucket: Mapped[str] = mapped_column(String(80), index=True)
    #: In milliseconds since 1970.
    turn_at: Mapped[int] = mapped_column(BigInteger)
    expires_at: Mapped[datetime] = mapped_column(UTCTime)


@dataclass(frozen=True)
class QueueTurn:
    """When somebody's next try is looked at, in milliseconds since 1970. ``ahead``: how many wait before them; None for
    somebody without a place.
    """

    at: int
    ahead: int | None = None
    place: str | None = None


def my_place() -> str | None:
    """The name of this visitor's place, which may be over."""
    return cookie.get(_NAME) if has_request_context() else None


def keep_place(place: str | None) -> None:
    """The visitor has this place from now on; None: no place."""
    if not has_request_context() or cookie.get(_NAME) == place:
        return
    if place is None:
        cookie.pop(_NAME)
    else:
        cookie[_NAME] = place


def use_place(session: Session, name: str | None, bucket: str, now: int) -> bool:
    """Whether it is this place's turn. It is used up then: of two requests with one place only one is tried."""
    if name is None:
        return False
    due = delete(PlaceInQueue).where(
        PlaceInQueue.name == name,
        PlaceInQueue.bucket == bucket,
        PlaceInQueue.turn_at <= now,
        PlaceInQueue.expires_at > clock.now(),
    )
    return session.scalar(due.returning(PlaceInQueue.name)) is not None


def waiting_turn(session: Session, name: str | None, bucket: str, now: int) -> QueueTurn | None:
    """The turn of a place that still waits, or None."""
    still = select(PlaceInQueue.turn_at).where(
        PlaceInQueue.name == name, PlaceInQueue.bucket == bucket, PlaceInQueue.turn_at > now
    )
    at = session.scalar(still) if name else None
    return None if at is None else _turn(session, name, bucket, at, now)


def take_place(session: Session, bucket: str, at: int, now: int) -> QueueTurn:
    """A new place, whose turn is ``at``; who has no cookie cannot have one."""
    session.execute(delete(PlaceInQueue).where(PlaceInQueue.expires_at < clock.now()))
    if not has_request_context():
        return QueueTurn(at)
    name = secrets.token_hex(16)
    wait = timedelta(milliseconds=at - now)
    session.add(PlaceInQueue(name=name, bucket=bucket, turn_at=at, expires_at=clock.now() + wait + _KEPT))
    session.flush()
    return _turn(session, name, bucket, at, now)


def _turn(session: Session, name: str | None, bucket: str, at: int, now: int) -> QueueTurn:
    before = select(func.count()).where(
        PlaceInQueue.bucket == bucket, PlaceInQueue.turn_at > now, PlaceInQueue.turn_at < at
    )
    return QueueTurn(at, session.scalar(before), name)
