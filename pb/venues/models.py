"""Venues, voting sessions and their teams."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.database import UTCTime, db


class Venue(db.Model):
    """A place where older people already gather. Venues belong to the programme and serve round after round."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    #: "lunch club", "care home", "library", "sheltered housing", or what people call it.
    kind: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    step_free: Mapped[bool] = mapped_column(default=False)
    hearing_loop: Mapped[bool] = mapped_column(default=False)
    access_notes: Mapped[str] = mapped_column(Text, default="")


class VotingSession(db.Model):
    """A visit of facilitators to a venue, or the days on which a venue keeps a box."""

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UTCTime)
    ends_at: Mapped[datetime] = mapped_column(UTCTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCTime)

    venue: Mapped[Venue] = relationship(lazy="joined")
    team: Mapped[list[TeamMember]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    __table_args__ = (CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),)


class TeamMember(db.Model):
    """A facilitator of a voting session."""

    session_id: Mapped[int] = mapped_column(ForeignKey("voting_session.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
