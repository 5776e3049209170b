"""The queue of an address that has used up its tries for codes: who waits longest is tried next.

A place is worth one try, from its turn on and for some minutes. It is a row here, and its name stands in the visitor's
signed cookie, so nobody needs a script and nobody can push in. Turns are as far apart as tries have to be, so no more
codes are tried than without a queue, however many ask.

Who floods the queue could take every place that becomes free, and somebody behind the same address who asks now and then
would have none. So the last places of a full queue are drawn by lot: each who asks gets one of them, and who had it has to
ask again. Places before those are kept for certain. Of many who ask each has a chance as good as another's each time.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from flask import has_request_context
from flask import session as cookie
from sqlalchemy import BigInteger, String, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from pb import clock
from pb.database import UTCTime, db

#: So many wait at most. Beyond that somebody floods the queue from this very address.
MOST = 150
#: Where turns are far apart fewer wait: so many milliseconds are long enough to sit before a page.
LONGEST = 600_000
#: So many of the last places are drawn by lot while the queue is full.
BY_LOT = 10
#: How long a place is worth its try after its turn has come; a person need not watch the clock.
_KEPT = timedelta(minutes=10)
_NAME = "place"
#: Draws the places; a test has it seeded.
chance: Random = secrets.SystemRandom()


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
    """When somebody's next try is looked at, or when they should ask again, in milliseconds since 1970. ``ahead``: how many
    wait before them; None for somebody without a place, or with one that another may draw yet.
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


def most_places(step: int) -> int:
    """How many wait at most where turns are ``step`` milliseconds apart."""
    return min(MOST, LONGEST // step)


def waiting_turn(session: Session, name: str | None, bucket: str, now: int, step: int) -> QueueTurn | None:
    """The turn of a place that still waits, or None."""
    still = select(PlaceInQueue.turn_at).where(
        PlaceInQueue.name == name, PlaceInQueue.bucket == bucket, PlaceInQueue.turn_at > now
    )
    at = session.scalar(still) if name else None
    return None if at is None else _turn(session, name, bucket, at, now, step)


def take_place(session: Session, bucket: str, at: int, now: int, step: int) -> QueueTurn:
    """A new place, whose turn is ``at``; who has no cookie cannot have one."""
    session.execute(delete(PlaceInQueue).where(PlaceInQueue.expires_at < clock.now()))
    if not has_request_context():
        return QueueTurn(at)
    name = secrets.token_hex(16)
    wait = timedelta(milliseconds=at - now)
    session.add(PlaceInQueue(name=name, bucket=bucket, turn_at=at, expires_at=clock.now() + wait + _KEPT))
    session.flush()
    return _turn(session, name, bucket, at, now, step)


def draw_place(session: Session, bucket: str, now: int, step: int) -> QueueTurn:
    """One of the last places of a full queue, by lot: who had it has it no longer. Who has no cookie gets none."""
    turn = QueueTurn(_ask_again(now, step))
    if not has_request_context():
        return turn
    waits = (PlaceInQueue.bucket == bucket, PlaceInQueue.turn_at > now)
    last = select(PlaceInQueue.name).where(*waits).order_by(PlaceInQueue.turn_at.desc()).limit(BY_LOT)
    if not (names := list(session.scalars(last))):
        return turn
    name = secrets.token_hex(16)
    here = update(PlaceInQueue).where(PlaceInQueue.name == chance.choice(names))
    drawn = session.scalar(here.values(name=name).returning(PlaceInQueue.name))  # None: somebody else drew it just now
    return QueueTurn(turn.at, place=drawn)


def _ask_again(now: int, step: int) -> int:
    """Half the time in which a place goes through those that are drawn."""
    return now + step * BY_LOT // 2


def _turn(session: Session, name: str | None, bucket: str, at: int, now: int, step: int) -> QueueTurn:
    before = select(func.count()).where(
        PlaceInQueue.bucket == bucket, PlaceInQueue.turn_at > now, PlaceInQueue.turn_at < at
    )
    ahead = session.scalar(before) or 0
    if ahead >= most_places(step) - BY_LOT:
        return QueueTurn(_ask_again(now, step), place=name)
    return QueueTurn(at, ahead, name)
