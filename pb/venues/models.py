"""Venues, voting sessions and their teams."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.words import lazy_gettext as _l


class Venue(Marked, db.Model):
    """A place where older people already gather. Venues belong to the programme and serve round after round."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    #: "lunch club", "care home", "library", "sheltered housing", or what people call it.
    kind: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    step_free: Mapped[bool] = mapped_column(default=False)
    hearing_loop: Mapped[bool] = mapped_column(default=False)
    #: When it is calm there, in words: "Mondays from 2 to 3pm".
    quiet_time: Mapped[str] = mapped_column(String(100), default="")
    access_notes: Mapped[str] = mapped_column(Text, default="")


class VotingSession(Marked, db.Model):
    """When facilitators are at a venue, or the days on which a venue keeps a session box."""

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UTCTime)
    ends_at: Mapped[datetime] = mapped_column(UTCTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCTime)
    #: Why, for everybody. Empty where it was cancelled before the reason was public.
    cancelled_because: Mapped[str | None] = mapped_column(String(300))
    #: Until when ballots may be opened on that one day, later than planned. See ``pb.venues.rules.hours``.
    extended_until: Mapped[datetime | None] = mapped_column(UTCTime)
    #: The times that were public first, where they are others now, and when that was changed.
    was_starts_at: Mapped[datetime | None] = mapped_column(UTCTime)
    was_ends_at: Mapped[datetime | None] = mapped_column(UTCTime)
    times_changed_at: Mapped[datetime | None] = mapped_column(UTCTime)
    #: It was cancelled and takes place after all: since when, and why, for everybody.
    opened_again_at: Mapped[datetime | None] = mapped_column(UTCTime)
    opened_again_because: Mapped[str | None] = mapped_column(String(300))
    #: What everybody who comes there needs to know: "Use the side door".
    note: Mapped[str | None] = mapped_column(String(300))
    #: Ballots that its tablets may have beyond what every session's may (``pb.voting.rules.stock``). Empty: none.
    more_ballots: Mapped[int | None]
    #: Which car takes its papers there, in the words of who packs. Empty: nobody has said.
    car: Mapped[str | None] = mapped_column(String(40))

    venue: Mapped[Venue] = relationship(lazy="joined")
    team: Mapped[list[TeamMember]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    def has_on_team(self, account_id: int | None) -> bool:
        """Whether this person is on the team."""
        return any(member.account_id == account_id for member in self.team)

    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
        Index(
            "uq_voting_session_planned_once",
            "round_id",
            "venue_id",
            "starts_at",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL"),
        ),
    )


class TeamMember(Marked, db.Model):
    """A facilitator of a voting session."""

    session_id: Mapped[int] = mapped_column(ForeignKey("voting_session.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)


class HeadCount(Marked, db.Model):
    """How many people voted at a session, counted by somebody other than who opened the ballots: a host or a colleague,
    by the name that was typed. It comes with the session's ballot paper account.
    """

    session_id: Mapped[int] = mapped_column(ForeignKey("voting_session.id"), primary_key=True, autoincrement=False)
    heads: Mapped[int]
    counted_by: Mapped[str] = mapped_column(String(100))

    __table_args__ = (
        CheckConstraint("heads >= 0", name="heads_are_counted"),
        CheckConstraint("counted_by <> ''", name="somebody_counted"),
    )


guard(
    "session_stays_where_it_is",
    table="voting_session",
    before="UPDATE",
    when="NEW.venue_id <> OLD.venue_id OR NEW.round_id <> OLD.round_id",
    saying=_l("You cannot move a session to a different venue. Cancel it and plan another one."),
)
