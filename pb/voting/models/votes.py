"""Rights to vote, turnout and envelopes."""

from __future__ import annotations

import secrets
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import db
from pb.guards import guard
from pb.marked import Marked
from pb.projects.rules.sentences import VOTING_HAS_BEGUN
from pb.rounds.models.decisions import ABANDONED_HERE
from pb.rounds.rules.sentences import ROUND_IS_ABANDONED
from pb.venues.rules.sentences import VOTERS_WERE_THERE
from pb.voting.rules.sentences import NO_MORE_VOTES
from pb.words import lazy_gettext as _l

#: How a vote came in, for turnout; a ballot itself does not say.
CHANNELS = ("online", "kiosk", "paper", "post")
#: Channels in which the voter stands before a screen: the close and its grace apply to the casting itself, and the
#: day of the vote is the day on which it went in.
SCREENS = ("online", "kiosk")


def random_key() -> str:
    """128 bits from the system's randomness, as 32 hex digits: tells nothing about order or time."""
    return secrets.token_hex(16)


class VotingRight(Marked, db.Model):
    """One permission to vote in one round. It is spent once.

    ``kind``: "code" (a card or letter), "opening" (a kiosk was opened for one voter), "paper" (one paper was issued),
    "post" (one reply envelope was checked in). ``status`` says what was made of it and is written once:
    "cast"; "exchanged" (a code handed in for an opening, a paper or a reply envelope); "void" (lost card; an opening
    whose held vote two people turned away); "unused": it ended without a vote, whatever the reason (the kiosk turn was
    stopped, the paper spoiled or taken away, the card came back). Its kind tells which.
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
        CheckConstraint("with_card IS NULL OR from_stock IS NOT NULL", name="only_stock_waits_for_a_card"),
        # How many there are of each sort, and which cards were used or cancelled, is read from this index alone.
        Index("ix_voting_right_of_round", "round_id", "kind", "status", "session_id", "given_again", "card_number"),
        {"sqlite_with_rowid": False},
    )

    key: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_key)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    kind: Mapped[str] = mapped_column(String(10))
    status: Mapped[str | None] = mapped_column(String(10))
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    #: Printed on the card, so that a lost card can be cancelled without its code.
    card_number: Mapped[int | None]
    session_id: Mapped[int | None] = mapped_column(ForeignKey("voting_session.id"), index=True)
    kiosk_id: Mapped[int | None] = mapped_column(ForeignKey("kiosk.id"))
    assisted: Mapped[bool] = mapped_column(default=False)
    #: An opening that was given again, without a card, in place of one that was closed unused.
    given_again: Mapped[bool] = mapped_column(default=False)
    #: An opening that its kiosk had in stock (``StockedOpening``): several turns of it can have begun whose votes have not
    #: come yet. Empty: any other right.
    from_stock: Mapped[bool | None] = mapped_column(sort_order=1000)
    #: The same, and the card that its voter brought was exchanged for it when the vote came. Empty: no card came yet, or
    #: voters bring none.
    with_card: Mapped[bool | None] = mapped_column(sort_order=1000)

    #: Openings, papers and places in the post are given to one voter each, and no line of the record tells of it.
    outside_acts = True

    #: A cast leaves the right's mark as it was: what was cast is marked in its envelope, and turnout tells of it. ("Cast" is
    #: then the one thing that a right can be made without the key; it must have its turnout and envelope.)
    left_out = {"status": "cast"}
    marked_as = {"given_again": "again"}


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

    ``attempt_hash`` makes a retry of the same casting harmless; ``receipt`` says that the vote went in, so no two votes of
    a round have the same: an attempt is of one vote.
    """

    __table_args__ = (
        Index("uq_envelope_receipt", "round_id", "receipt", unique=True),
        {"sqlite_with_rowid": False},
    )

    right_key: Mapped[str] = mapped_column(ForeignKey("turnout.right_key"), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    attempt_hash: Mapped[str] = mapped_column(String(64))
    receipt: Mapped[str] = mapped_column(String(16))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    #: Over this envelope and its turnout (``pb.voting.rules.envelopes``). It goes with the envelope at the opening.
    keyed_mark: Mapped[str | None] = mapped_column(String(64))


#: A kiosk has opened a ballot for a voter, and it is neither cast nor closed.
OPEN_TURN = and_(VotingRight.kind == "opening", VotingRight.status.is_(None), VotingRight.from_stock.is_(None))
#: The same of a ballot that a kiosk has opened from its stock.
BEGUN_FROM_STOCK = and_(
    VotingRight.kind == "opening", VotingRight.status.is_(None), VotingRight.from_stock.is_not(None)
)
# One voter at a time: two presses of "next voter" at the same moment open one ballot, not two.
Index("uq_open_turn", VotingRight.kiosk_id, unique=True, sqlite_where=OPEN_TURN, postgresql_where=OPEN_TURN)

guard(
    "right_gets_its_status_once",
    table="voting_right",
    before="UPDATE",
    # But for a vote that was held: its right had ended, and two people let the vote in or turned it away.
    when="OLD.status IS NOT NULL AND (NEW.status IS NULL OR NEW.status <> OLD.status) "
    "AND NOT (OLD.status = 'unused' AND NEW.status IN ('cast', 'void') "
    "AND EXISTS (SELECT 1 FROM held_envelope WHERE held_envelope.right_key = OLD.key))",
    saying=_l("This right to vote has already been used."),
)
guard(
    "card_before_the_vote",
    table="voting_right",
    before="UPDATE",
    # A ballot that a tablet had in stock is only paper where voters bring cards: the card makes it a vote.
    when="NEW.status = 'cast' AND (OLD.status IS NULL OR OLD.status <> 'cast') AND NEW.from_stock IS NOT NULL "
    "AND NEW.with_card IS NULL AND EXISTS (SELECT 1 FROM round WHERE round.id = NEW.round_id "
    "AND round.entitlement = 'code')",
    saying=_l("A vote from a tablet needs the voter’s card in this round."),
)
guard(
    "nothing_after_the_opening",
    table="envelope",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)",
    saying=NO_MORE_VOTES,
)
guard(
    "no_vote_once_abandoned",
    table="voting_right",
    # Not at the INSERT: the opening of another round's box writes every right and envelope anew.
    before="UPDATE",
    when=f"NEW.status IN ('cast', 'exchanged') AND (OLD.status IS NULL OR OLD.status <> NEW.status) AND {ABANDONED_HERE}",
    saying=ROUND_IS_ABANDONED,
)
guard(
    "session_with_voters_is_held",
    table="voting_session",
    before="UPDATE",
    when="NEW.cancelled_at IS NOT NULL AND OLD.cancelled_at IS NULL "
    "AND EXISTS (SELECT 1 FROM voting_right WHERE voting_right.session_id = NEW.id)",
    saying=VOTERS_WERE_THERE,
)

#: A right that a voter has begun to use; a code that was typed at home leaves no trace before its vote.
_BEGUN = (
    "EXISTS (SELECT 1 FROM voting_right WHERE voting_right.round_id = NEW.round_id "
    "AND (voting_right.kind <> 'code' OR voting_right.status IN ('cast', 'exchanged'))) "
    "OR EXISTS (SELECT 1 FROM turnout WHERE turnout.round_id = NEW.round_id) "
    "OR EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)"
)
for _before in ("INSERT", "UPDATE"):
    guard(
        f"corrected_before_the_first_vote_{_before.lower()}",
        table="text_correction",
        before=_before,
        when=_BEGUN,
        saying=VOTING_HAS_BEGUN,
    )
