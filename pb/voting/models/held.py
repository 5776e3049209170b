"""Votes that wait for two people: they came from a tablet and cannot simply go in (it was stopped, they are late, their card is
used …).
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import db
from pb.guards import guard
from pb.marked import Marked
from pb.voting.rules.envelopes import CARD_FAULTS, WHY_HELD
from pb.voting.rules.sentences import NO_MORE_VOTES
from pb.words import lazy_gettext as _l


class HeldEnvelope(Marked, db.Model):
    """A sealed vote that is not in the ballot box. ``why``: one of ``WHY_HELD``. Its right has ended without a vote until
    two people let the vote in.

    Everything that turnout and envelope would say is here, so that it goes in as it came. It keeps neither the order nor
    the hour of votes.
    """

    __table_args__ = (
        CheckConstraint(f"why IN {WHY_HELD}", name="why_is_known"),
        CheckConstraint(f"sealed_card IS NULL OR why IN {CARD_FAULTS}", name="only_cards_that_give_none"),
        {"sqlite_with_rowid": False},
    )

    right_key: Mapped[str] = mapped_column(ForeignKey("voting_right.key"), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    kiosk_id: Mapped[int] = mapped_column(ForeignKey("kiosk.id"), index=True)
    why: Mapped[str] = mapped_column(String(10))
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"))
    assisted: Mapped[bool]
    attempt_hash: Mapped[str] = mapped_column(String(64))
    receipt: Mapped[str] = mapped_column(String(16))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    #: The code of its card as the tablet sealed it, where the vote waits because of its card, so that those who decide see the
    #: number. It goes with the row.
    sealed_card: Mapped[bytes | None] = mapped_column(LargeBinary, sort_order=1000)

    #: Held vote by vote, and no line of the record tells of it.
    outside_acts = True


guard(
    "held_after_the_opening",
    table="held_envelope",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)",
    saying=NO_MORE_VOTES,
)
guard(
    "held_stays",
    table="held_envelope",
    before="UPDATE",
    when="OLD.right_key IS NOT NULL",  # always; but the opening of a box may write the whole table anew
    saying=_l("A vote cannot be changed."),
)
guard(
    "held_are_decided_first",
    table="box_opening",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM held_envelope WHERE held_envelope.round_id = NEW.round_id)",
    saying=_l("Some votes from tablets wait. Two people must decide about them first."),
)
