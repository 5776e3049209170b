"""Who may vote, that they voted, and what was voted: three things that share no key once the box is open.

Before the opening an envelope hangs on its spent right, sealed. At the opening envelopes are destroyed and ballots
written in one transaction, in random order, under random keys. No table here has a time of day.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.voting.rules.envelopes import REASONS
from pb.voting.rules.sentences import NO_MORE_VOTES
from pb.words import lazy_gettext as _l

#: How a vote came in, for turnout; a ballot itself only says screen or paper.
CHANNELS = ("online", "kiosk", "paper", "post")
#: Channels in which the voter stands before a screen: the close and its grace apply to the casting itself, and the
#: day of the vote is the day on which it went in.
SCREENS = ("online", "kiosk")


def random_key() -> str:
    """128 bits from the system's randomness, as 32 hex digits: tells nothing about order or time."""
    return secrets.token_hex(16)


class Right(Marked, db.Model):
    """One permission to vote in one round. It is spent once.

    ``kind``: "code" (a card or letter), "opening" (a kiosk was opened for one voter), "paper" (one paper was handed
    out), "post" (one reply envelope was checked in). ``status`` says what was made of it and is written once:
    "cast"; "exchanged" (a code handed in for an opening, a paper or a reply envelope); "void" (lost card);
    "unused" (the kiosk turn ended without a vote, the paper was spoiled or taken away).
    """

    __tablename__ = "voting_right"
    __table_args__ = (
        UniqueConstraint("round_id", "card_number"),
        CheckConstraint("kind IN ('code', 'opening', 'paper', 'post')", name="kind_is_known"),
        CheckConstraint("status IN ('cast', 'exchanged', 'void', 'unused')", name="status_is_known"),
        CheckConstraint("(kind = 'code') = (code_hash IS NOT NULL)", name="codes_have_a_hash"),
        CheckConstraint("(kind = 'code') = (card_number IS NOT NULL)", name="codes_have_a_card_number"),
        CheckConstraint("kind NOT IN ('opening', 'paper') OR session_id IS NOT NULL", name="given_at_a_session"),
        CheckConstraint("status <> 'exchanged' OR kind = 'code'", name="only_codes_are_exchanged"),
        {"sqlite_with_rowid": False},
    )

    key: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_key)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    status: Mapped[str | None] = mapped_column(String(10))
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    #: Printed on the card, so that a lost card can be voided without its code.
    card_number: Mapped[int | None]
    session_id: Mapped[int | None] = mapped_column(ForeignKey("voting_session.id"), index=True)
    kiosk_id: Mapped[int | None] = mapped_column(ForeignKey("kiosk.id"))
    assisted: Mapped[bool] = mapped_column(default=False)
    #: An opening that was given again, without a card, in place of one that was closed unused.
    again: Mapped[bool] = mapped_column(default=False)

    #: Openings, papers and places in the post are given to one voter each, and no line of the record tells of it.
    outside_acts = True

    @classmethod
    def as_marked(cls, values: dict[str, Any]) -> dict[str, Any]:
        """A cast leaves the right's mark as it was: what was cast is marked in its envelope, and turnout tells of it.

        ("Cast" is then the one thing that a right can be made without the key; it must have its turnout and envelope.)
        """
        return {name: value for name, value in values.items() if (name, value) != ("status", "cast")}


class Turnout(db.Model):
    """A right was spent: date, venue, channel, assisted or not. Never how, never the hour."""

    __table_args__ = (
        CheckConstraint("channel IN ('online', 'kiosk', 'paper', 'post')", name="channel_is_known"),
        {"sqlite_with_rowid": False},
    )

    right_key: Mapped[str] = mapped_column(ForeignKey("voting_right.key"), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    cast_on: Mapped[date]
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"))
    channel: Mapped[str] = mapped_column(String(10))
    assisted: Mapped[bool]


class Envelope(db.Model):
    """A vote between casting and opening the box: its ballot is sealed to the round's key, padded to one length.

    ``attempt_hash`` makes a retry of the same casting harmless; ``receipt`` says that the vote went in.
    """

    __table_args__ = ({"sqlite_with_rowid": False},)

    right_key: Mapped[str] = mapped_column(ForeignKey("turnout.right_key"), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    attempt_hash: Mapped[str] = mapped_column(String(64))
    receipt: Mapped[str] = mapped_column(String(16))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    #: Over this envelope and its turnout (``pb.voting.rules.envelopes``). It goes with the envelope at the opening.
    keyed_mark: Mapped[str | None] = mapped_column(String(64))


class BoxOpening(Marked, db.Model):
    """The ballot box of a round was opened: no more votes can be added.

    ``ballots_hash`` is printed before the lot is drawn.
    """

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(UTCTime)
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ballots: Mapped[int]
    ballots_hash: Mapped[str] = mapped_column(String(64))
    record_head: Mapped[str] = mapped_column(String(64))
    #: Over turnout, ballots, choices and receipts as the opening left them; empty for a round from a file.
    left_mark: Mapped[str | None] = mapped_column(String(64))


class SetAside(Marked, db.Model):
    """How many votes of an opened box were not counted for one reason, or how many other things did not agree. Never
    which, and never what was chosen. Two people have confirmed the number.
    """

    __table_args__ = (
        CheckConstraint(f"reason IN {REASONS}", name="reason_is_known"),
        CheckConstraint("number > 0", name="something_is_set_aside"),
        CheckConstraint("confirmed_by <> also_confirmed_by", name="two_people_confirm"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("box_opening.round_id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[int]
    confirmed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    also_confirmed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Ballot(db.Model):
    """What was chosen. Exactly: random key, round, pot, venue, screen or paper."""

    __table_args__ = (
        CheckConstraint("medium IN ('screen', 'paper')", name="medium_is_known"),
        {"sqlite_with_rowid": False},
    )

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    pot_id: Mapped[int] = mapped_column(ForeignKey("pot.id"))
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"))
    medium: Mapped[str | None] = mapped_column(String(10))


class Choice(db.Model):
    """One project on one ballot. ``value`` is 1 for a tick; points, place or score for the other ballot types."""

    __tablename__ = "choice"
    __table_args__ = ({"sqlite_with_rowid": False},)

    ballot_key: Mapped[str] = mapped_column(ForeignKey("ballot.key"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[int] = mapped_column(default=1)


class Receipt(db.Model):
    """A receipt code of a vote that went in, published in a sorted list beside nothing."""

    __table_args__ = ({"sqlite_with_rowid": False},)

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(16), primary_key=True)


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


Index("ix_choice_number", Choice.number)

# One voter at a time: two presses of "next voter" at the same moment open one ballot, not two.
_OPEN_TURN = and_(Right.kind == "opening", Right.status.is_(None))
Index("uq_open_turn", Right.kiosk_id, unique=True, sqlite_where=_OPEN_TURN, postgresql_where=_OPEN_TURN)

guard(
    "right_gets_its_status_once",
    table="voting_right",
    before="UPDATE",
    when="OLD.status IS NOT NULL AND (NEW.status IS NULL OR NEW.status <> OLD.status)",
    saying=_l("This right to vote has already been used."),
)
guard(
    "nothing_after_the_opening",
    table="envelope",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)",
    saying=NO_MORE_VOTES,
)
guard("set_aside_stays", table="set_aside", before="UPDATE", saying=_l("What was set aside cannot be changed."))
guard("set_aside_is_kept", table="set_aside", before="DELETE", saying=_l("What was set aside cannot be changed."))
guard("opening_stays", table="box_opening", before="UPDATE", saying=_l("A ballot box can only be opened once."))
guard("opening_kept", table="box_opening", before="DELETE", saying=_l("A ballot box can only be opened once."))
guard(
    "ballots_only_at_the_opening",
    table="ballot",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)",
    saying=_l("The ballot box has been opened, so no ballot can be added."),
)
guard("ballot_stays", table="ballot", before="UPDATE", saying=_l("A ballot cannot be changed."))
guard("choice_stays", table="choice", before="UPDATE", saying=_l("A ballot cannot be changed."))
guard("ballot_kept", table="ballot", before="DELETE", saying=_l("A ballot cannot be removed."))
guard("choice_kept", table="choice", before="DELETE", saying=_l("A ballot cannot be changed."))
guard(
    "session_with_voters_is_held",
    table="voting_session",
    before="UPDATE",
    when="NEW.cancelled_at IS NOT NULL AND OLD.cancelled_at IS NULL "
    "AND EXISTS (SELECT 1 FROM voting_right WHERE voting_right.session_id = NEW.id)",
    saying=_l("People have already voted at this session, so it can no longer be cancelled."),
)
for _before in ("INSERT", "UPDATE"):
    guard(
        f"not_extended_once_opened_{_before.lower()}",
        table="decision",
        before=_before,
        when="NEW.kind = 'extend' AND EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)",
        saying=_l("The ballot box has been opened, so voting can no longer be extended."),
    )
