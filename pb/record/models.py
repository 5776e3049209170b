"""One line for each act that matters: who, in which role, when, what. Votes are not in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.database import UTCTime, db
from pb.guards import guard
from pb.words import lazy_gettext as _l


class RecordLine(db.Model):
    """A line of the record. People are named by id only; what people wrote is a salted hash, its text lies beside.

    ``hash`` covers every column but the mark, and the hash of the line before, so no line can be changed, taken out,
    put in or moved without breaking the chain.
    """

    __tablename__ = "record_line"
    # Pages ask for all lines of an act, and of an act in a round.
    __table_args__ = (Index(None, "act", "round_id"),)

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UTCTime)
    actor_id: Mapped[int | None]
    role: Mapped[str] = mapped_column(String(20))
    act: Mapped[str] = mapped_column(String(60))
    round_id: Mapped[int | None] = mapped_column(index=True)
    facts: Mapped[dict] = mapped_column(JSON)
    reason_hash: Mapped[str | None] = mapped_column(String(64))
    #: SHA-256 over the totals of the marked tables as this act left them (``pb.mark_totals``).
    totals: Mapped[str | None] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: Over ``hash``: nobody without the key "marks" can write the chain anew.
    keyed_mark: Mapped[str | None] = mapped_column(String(64))

    reason: Mapped[Reason | None] = relationship(back_populates="line", lazy="joined")


class Reason(db.Model):
    """What somebody wrote with an act. It can be erased without breaking the chain."""

    __tablename__ = "record_reason"

    position: Mapped[int] = mapped_column(ForeignKey("record_line.position"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)

    line: Mapped[RecordLine] = relationship(back_populates="reason")


guard("record_line_stays", table="record_line", before="UPDATE", saying=_l("The record cannot be changed."))
guard("record_line_is_kept", table="record_line", before="DELETE", saying=_l("Nothing can be removed from the record."))
guard("record_reason_stays", table="record_reason", before="UPDATE", saying=_l("The record cannot be changed."))
