"""Postal votes that somebody asked for. Who they are is kept apart, and only for as long as the post needs it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.voting.rules.post import LONGEST_ADDRESS, LONGEST_NAME, UNOPENED, WAYS
from pb.voting.rules.sentences import NO_MORE_VOTES
from pb.words import lazy_gettext as _l


class PostalRequest(Marked, db.Model):
    """A voting card goes out by post, with a ballot paper. ``number``: the card's, which stands on the reply envelope too;
    so a lost one is replaced as every card is, and none makes a vote more. ``sent``: it was posted. ``alone``: only the card
    goes out, to somebody who votes online or on a tablet, and nothing comes back; else empty, as in rows of older versions.
    """

    __table_args__ = (
        CheckConstraint(f"way IN {tuple(WAYS)}", name="way_is_known"),
        CheckConstraint("alone IS NULL OR alone", name="alone_or_empty"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    way: Mapped[str] = mapped_column(String(10))
    large_print: Mapped[bool] = mapped_column(default=False)
    sent: Mapped[bool] = mapped_column(default=False)
    alone: Mapped[bool | None] = mapped_column(sort_order=1000)


class PostalReturn(Marked, db.Model):
    """The reply envelope of a postal vote came: it was checked in, or put aside. Nothing says which of the two."""

    __table_args__ = (
        ForeignKeyConstraint(["round_id", "number"], ["postal_request.round_id", "postal_request.number"]),
    )

    round_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)

    #: An envelope is checked in without a line of the record, as every paper is issued without one.
    outside_acts = True


class PostalAddress(db.Model):
    """To whom a postal vote goes. No foreign key leads here, nor from here: only the number is the same. It is deleted
    when the post is over (``pb.voting.actions.postal_requests.forget_addresses``).
    """

    round_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))


class PostalAsk(db.Model):
    """Somebody asked on our website, and no card goes to them yet. It is deleted when staff take it or remove it, and when
    the post is over, as an address is. ``id``: drawn by chance, so that no other ever has the same.
    """

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))
    large_print: Mapped[bool] = mapped_column(default=False)
    alone: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime] = mapped_column(UTCTime)


class UnopenedEnvelope(Marked, db.Model):
    """A reply envelope that was put aside and stays closed, and why. It says of no envelope whose it is."""

    __table_args__ = (CheckConstraint(f"reason IN {tuple(UNOPENED)}", name="reason_is_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    reason: Mapped[str] = mapped_column(String(10))


ENVELOPES_STAY = _l("Envelopes that were put aside stay on the list once the ballot box is open.")

guard(
    "sent_request_stays",
    table="postal_request",
    before="UPDATE",
    when="NEW.round_id <> OLD.round_id OR NEW.number <> OLD.number OR (OLD.sent AND (NOT NEW.sent OR "
    "(NEW.alone IS NULL) <> (OLD.alone IS NULL)))",
    saying=_l("This postal vote has been posted, so its request stays as it is."),
)
guard(
    "sent_request_is_kept",
    table="postal_request",
    before="DELETE",
    when="OLD.sent",
    saying=_l("This postal vote has been posted, so its request cannot be removed."),
)
guard(
    "nothing_is_posted_after_the_opening",
    table="postal_request",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)",
    saying=NO_MORE_VOTES,
)
guard(
    "address_is_of_a_request",
    table="postal_address",
    before="INSERT",
    when="NOT EXISTS (SELECT 1 FROM postal_request WHERE postal_request.round_id = NEW.round_id "
    "AND postal_request.number = NEW.number)",
    saying=_l("Nobody has asked for this postal vote."),
)
guard(
    "only_what_was_posted_comes_back",
    table="postal_return",
    before="INSERT",
    when="NOT EXISTS (SELECT 1 FROM postal_request WHERE postal_request.round_id = NEW.round_id "
    "AND postal_request.number = NEW.number AND postal_request.sent AND postal_request.alone IS NULL)",
    saying=_l("This postal vote was not posted."),
)
guard(
    "unopened_envelope_stays",
    table="unopened_envelope",
    before="UPDATE",
    saying=ENVELOPES_STAY,
)
guard(
    "unopened_envelope_is_kept",
    table="unopened_envelope",
    before="DELETE",
    when="EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = OLD.round_id)",
    saying=ENVELOPES_STAY,
)
