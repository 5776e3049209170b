"""What a kiosk says besides votes: wrong PINs, which lock it when there are too many, very short turns, and how large its
screen is.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Literal

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from pb import clock
from pb.causes import cause_of
from pb.database import transaction
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, FACILITATOR, Actor
from pb.venues.models import VotingSession
from pb.voting.models import Kiosk, KioskTally
from pb.voting.queries import FrozenBallot
from pb.voting.rules.pins import is_locked
from pb.voting.rules.screen_size import screen_error
from pb.voting.rules.short_turns import is_short
from pb.words import lazy_gettext as _l

log = logging.getLogger("pb")

Purpose = Literal["next", "leave"]


class KioskLocked(Refusal):
    """Too many wrong PINs in a row: nobody's is looked at until the kiosk is unlocked at the desk."""

    def __init__(self) -> None:
        super().__init__(
            _l("This device is locked, because too many wrong PINs have been typed."),
            _l("A member of the team can unlock it on the session’s page."),
            status=429,
        )


def spend_pin(kiosk: Kiosk, purpose: Purpose) -> None:
    """One PIN is typed. It counts as wrong before it is looked at, so that of many at the same moment none is missed.

    Refuses (``KioskLocked``) after too many wrong ones in a row.
    """
    with transaction(durable=False) as session:
        tally = _tally(session, kiosk)
        in_a_row = getattr(tally, f"{purpose}_in_a_row")
        if is_locked(in_a_row):
            raise KioskLocked
        setattr(tally, f"{purpose}_in_a_row", in_a_row + 1)
        setattr(tally, f"wrong_{purpose}", getattr(tally, f"wrong_{purpose}") + 1)


def pin_was_right(kiosk: Kiosk, purpose: Purpose) -> None:
    """The PIN that was spent was right: it does not count, and the next wrong one is the first in a row."""
    with transaction(durable=False) as session:
        tally = _tally(session, kiosk)
        setattr(tally, f"{purpose}_in_a_row", 0)
        setattr(tally, f"wrong_{purpose}", max(0, getattr(tally, f"wrong_{purpose}") - 1))


KIOSK_UNLOCKED = Act(
    "kiosk.unlocked",
    _l("unlocked a kiosk: %(session)s. Wrong PINs typed on it so far: %(wrong_pins)s"),
    only=(COORDINATOR, FACILITATOR),
)


def unlock(by: Actor, voting_session: VotingSession, kiosk: Kiosk) -> None:
    """Somebody of the team lets PINs be typed again on a kiosk. How many were wrong stays counted.

    Refuses when none was wrong since the last right one.
    """
    with acting(by, KIOSK_UNLOCKED, round_id=voting_session.round_id, session=voting_session.id, kiosk=kiosk.id) as act:
        tally = _tally(act.session, kiosk)
        if not (tally.next_in_a_row or tally.leave_in_a_row):
            raise Refusal(_l("This device is not locked."), _l("Type the PIN again."))
        act.facts["wrong_pins"] = tally.wrong_pins
        tally.next_in_a_row = tally.leave_in_a_row = 0


def note_turn(kiosk: Kiosk, ballot: FrozenBallot, opened_at: datetime) -> None:
    """A vote was cast on the kiosk just now, on a ballot opened at ``opened_at``: very short turns are counted. In a
    transaction of its own, so that nothing ties the count to the vote; no time is kept. The vote is in the box by now,
    so the voter is told nothing of a count that fails.
    """
    seconds = (clock.now() - opened_at).total_seconds()
    if seconds < 0 or not is_short(
        seconds, [line.title for line in ballot.lines]
    ):  # a clock was put back: nobody knows
        return
    try:
        with transaction(durable=False) as session:
            _tally(session, kiosk).short_turns += 1
    except (Refusal, SQLAlchemyError) as trouble:
        log.warning("a very short turn could not be counted: %s", cause_of(trouble))


def note_screen(kiosk: Kiosk, px_per_metre: int | None) -> None:
    """Somebody has measured the screen of a kiosk, or its screen is another one since (None).

    No line of the record: a screen can change while somebody votes, and the line would tell when. Refuses what no screen
    can have.
    """
    if px_per_metre is not None and (sentence := screen_error(px_per_metre)):
        raise Refusal(sentence, status=422)
    with transaction() as session:
        _tally(session, kiosk).px_per_metre = px_per_metre


def pins_were_wrong(session: Session, kiosk: Kiosk, in_all: int, in_a_row: int) -> None:
    """The device looks at PINs itself, and says how many wrong ones for the next voter were typed on it by now: those
    that it has told before are counted already. ``in_a_row``: since the last right one there. A kiosk that somebody has
    unlocked at the desk stays so until there are more, and a tablet takes nothing back of what was typed at the
    server's own pages (to measure its screen). Part of a bigger transaction.
    """
    tally = _tally(session, kiosk)
    more = in_all - (tally.wrong_told or 0)
    if more > 0:
        tally.wrong_next += more
        tally.wrong_told = in_all
        tally.next_in_a_row = max(tally.next_in_a_row, in_a_row)
    if tally.wrong_next == tally.wrong_told:
        tally.next_in_a_row = min(tally.next_in_a_row, in_a_row)


def turns_were_closed(session: Session, kiosk: Kiosk, turns: int) -> None:
    """Turns of the kiosk were closed from outside while their voters may still have been at the screen: as many votes
    may come yet, to be held. Part of a bigger transaction.
    """
    if turns:
        tally = _tally(session, kiosk)
        tally.may_hold = (tally.may_hold or 0) + turns


def take_one_to_hold(session: Session, kiosk: Kiosk) -> bool:
    """Whether one more vote of such a turn may be held; it counts now. Part of a bigger transaction."""
    tally = _tally(session, kiosk)
    if not tally.may_hold:
        return False
    tally.may_hold -= 1
    return True


def _tally(session: Session, kiosk: Kiosk) -> KioskTally:
    """The kiosk's tally, held until the end of the transaction; made when it is the first."""
    session.refresh(kiosk, with_for_update={"of": Kiosk, "key_share": True})
    tally = session.get(KioskTally, kiosk.id, populate_existing=True)
    if tally is None:
        tally = KioskTally(
            kiosk_id=kiosk.id,
            wrong_next=0,
            wrong_leave=0,
            next_in_a_row=0,
            leave_in_a_row=0,
            short_turns=0,
            may_hold=0,
        )
        session.add(tally)
    return tally
