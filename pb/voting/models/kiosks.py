"""Kiosks, and what each says besides votes: wrong PINs, turns that were very short, how large its screen is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.voting.rules.screen_size import LEAST, MOST
from pb.words import lazy_gettext as _l


class Kiosk(Marked, db.Model):
    """A device that serves one voting session. It holds a key of its own and never a staff sign-in."""

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("voting_session.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    device_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: Argon2 hashes. ``next_pin`` begins the next voter's turn; ``leave_pin`` ends the kiosk.
    next_pin_hash: Mapped[str] = mapped_column(String(200))
    leave_pin_hash: Mapped[str] = mapped_column(String(200))
    paired_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    paired_at: Mapped[datetime] = mapped_column(UTCTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCTime)
    #: The public half of its browser's key (``pb.voting.rules.request_signatures``). Empty: paired before there were
    #: keys, and nothing that it sends is taken.
    public_key: Mapped[str | None] = mapped_column(String(160))
    #: The number of the last signed request that was taken. It changes with every request, so no mark covers it.
    last_count: Mapped[int] = mapped_column(default=0, server_default="0")
    #: What it seals comes with the code that its voter was shown. Empty: set up before there were such codes, so votes
    #: may lie on it that have a receipt of their attempt (decision 182).
    tells_codes: Mapped[bool | None] = mapped_column(sort_order=1000)

    unmarked = frozenset({"last_count"})


# A key signs for one kiosk: what was signed for one is never taken for another.
Index("uq_kiosk_public_key", Kiosk.public_key, unique=True)

guard(
    "kiosk_keeps_its_key",
    table="kiosk",
    before="UPDATE",
    when="COALESCE(NEW.public_key, '') <> COALESCE(OLD.public_key, '')",
    saying=_l("The key of a kiosk cannot be changed."),
)
guard(
    "kiosk_counts_upwards",
    table="kiosk",
    before="UPDATE",
    when="NEW.last_count < OLD.last_count",
    saying=_l("The count of a kiosk’s requests cannot go back."),
)


class KioskTally(Marked, db.Model):
    """Of one kiosk: PINs that were wrong, and votes that were cast sooner than the titles on the ballot can be read.
    Besides, how large its screen shows things. Numbers only, no times.

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

    #: Pixels of CSS to a metre of its screen (``pb.voting.rules.screen_size``). Empty: not measured, or its screen is
    #: another one since.
    px_per_metre: Mapped[int | None] = mapped_column()
    #: How many of ``wrong_next`` the device has counted itself and told. Empty: none.
    wrong_told: Mapped[int | None] = mapped_column()

    #: Voters and passers-by change them, without a line of the record.
    outside_acts = True

    __table_args__ = (
        CheckConstraint(
            "wrong_next >= 0 AND wrong_leave >= 0 AND next_in_a_row >= 0 AND leave_in_a_row >= 0 AND short_turns >= 0",
            name="numbers_are_counts",
        ),
        CheckConstraint("may_hold >= 0", name="no_more_are_held_than_were_open"),
        CheckConstraint(f"px_per_metre BETWEEN {LEAST} AND {MOST}", name="a_screen_that_there_can_be"),
    )

    @property
    def wrong_pins(self) -> int:
        """All wrong PINs of this kiosk."""
        return self.wrong_next + self.wrong_leave
