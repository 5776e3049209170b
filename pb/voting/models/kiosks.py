"""What each kiosk counts besides votes: wrong PINs and turns that were very short. Numbers only, no times."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import db
from pb.marked import Marked


class KioskTally(Marked, db.Model):
    """Of one kiosk: PINs that were wrong, and votes that were cast sooner than the titles on the ballot can be read.

    ``next``: the PIN for the next voter; ``leave``: the PIN to end the kiosk. ``…_in_a_row``: wrong ones since the last
    right one, or since somebody unlocked the kiosk at the desk; too many lock that PIN (``pb.voting.rules.pins``).
    """

    kiosk_id: Mapped[int] = mapped_column(ForeignKey("kiosk.id"), primary_key=True, autoincrement=False)
    wrong_next: Mapped[int] = mapped_column(default=0)
    wrong_leave: Mapped[int] = mapped_column(default=0)
    next_in_a_row: Mapped[int] = mapped_column(default=0)
    leave_in_a_row: Mapped[int] = mapped_column(default=0)
    short_turns: Mapped[int] = mapped_column(default=0)
    #: How many votes may still be held (``HeldEnvelope``) for turns that were open when somebody closed them from outside:
    #: by stopping the kiosk, or with the account of its session.
    may_hold: Mapped[int | None] = mapped_column(default=0)

    #: Voters and passers-by change them, without a line of the record.
    outside_acts = True

    __table_args__ = (
        CheckConstraint(
            "wrong_next >= 0 AND wrong_leave >= 0 AND next_in_a_row >= 0 AND leave_in_a_row >= 0 AND short_turns >= 0",
            name="numbers_are_counts",
        ),
        CheckConstraint("may_hold >= 0", name="no_more_are_held_than_were_open"),
    )

    @property
    def wrong_pins(self) -> int:
        """All wrong PINs of this kiosk."""
        return self.wrong_next + self.wrong_leave
