"""A practice programme is made, and its clock is moved. In a real vote neither can happen."""

from __future__ import annotations

from datetime import datetime

from pb import clock, practice
from pb.practice import CLOCK_GOES_FORWARD
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import Actor
from pb.words import lazy_gettext as _l

PRACTICE_MADE = Act("practice.made", _l("made this practice programme, in which nothing counts"), changes_no_row=True)


def make_practice(by: Actor) -> None:
    """The first act of a practice programme: from now on its database is one. Guard `practice_from_its_beginning`."""
    with acting(by, PRACTICE_MADE) as act:
        practice.begin(act.session)


CLOCK_MOVED = Act("practice.clock_moved", _l("moved the clock of this practice to %(until)s"), changes_no_row=True)


def move_clock(by: Actor, to: datetime) -> None:
    """Let it be another day and hour in this practice. Refuses in a real vote, and to go back (guard
    `practice_clock_goes_ahead`).
    """
    require_practice()
    with acting(by, CLOCK_MOVED, until=to.isoformat()) as act:
        if to <= clock.now():
            raise Refusal(
                CLOCK_GOES_FORWARD,
                _l("To begin again, wipe it and make another one."),
            )
        practice.move_ahead(act.session, to)


def require_practice() -> None:
    """Refuse in a real vote what only a practice may do."""
    if not practice.is_practice():
        raise Refusal(
            _l("This is not a practice programme. Nothing was changed."),
            _l("Name the folder of the practice before the command: PRACTICE_FOLDER=FOLDER flask …"),
        )
