"""What happens after the box is open: the lot, the stored count, two signatures, the publication."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text, exists, or_, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from pb.counting import LEAST_DIGITS
from pb.database import UTCTime, db
from pb.marked import Marked
from pb.results.models.corrections import ResultCorrection
from pb.results.models.public_times import PublicTime


class LotEntry(Marked, db.Model):
    """One person's typing of the digits that were drawn in public. Two people type them; the lot is drawn when they
    agree.
    """

    round_id: Mapped[int] = mapped_column(ForeignKey("box_opening.round_id"), primary_key=True)
    typed_by: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    digits: Mapped[str] = mapped_column(String(200))
    typed_at: Mapped[datetime] = mapped_column(UTCTime)


class Lot(Marked, db.Model):
    """The lot of a round: drawn once, always, after the box was opened. Nobody typed that of a round from a file."""

    marked_as = {"typed_by": "first_typed_by", "also_typed_by": "second_typed_by"}

    round_id: Mapped[int] = mapped_column(ForeignKey("box_opening.round_id"), primary_key=True)
    digits: Mapped[str] = mapped_column(String(200))
    typed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    also_typed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    drawn_at: Mapped[datetime] = mapped_column(UTCTime)

    __table_args__ = (
        CheckConstraint("typed_by <> also_typed_by", name="two_people_type_it"),
        CheckConstraint(f"length(digits) >= {LEAST_DIGITS}", name="at_least_20_digits"),
    )


class Count(Marked, db.Model):
    """The round's rule applied to its ballots, stored whole: winners and reasons. Provisional until it is published.

    ``outcome`` is the canonical JSON of ``pb.counting``. ``inputs_hash`` covers all that went in: rulebook, projects,
    withdrawals, ballots and lot. When one of them has changed, the count and its signatures are no longer valid.
    """

    __tablename__ = "counting"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    outcome: Mapped[str] = mapped_column(Text)
    outcome_hash: Mapped[str] = mapped_column(String(64))
    ballots_hash: Mapped[str] = mapped_column(String(64))
    inputs_hash: Mapped[str] = mapped_column(String(64))
    counted_at: Mapped[datetime] = mapped_column(UTCTime)
    counted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Signature(Marked, db.Model):
    """A steering group member signs the count they were shown: the hash says which. ``decided``: the fingerprint of all that was
    decided beside it; None where nothing was.
    """

    round_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    outcome_hash: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime] = mapped_column(UTCTime)
    decided: Mapped[str | None] = mapped_column(String(64))

    __table_args__ = (ForeignKeyConstraint(["round_id", "version"], ["counting.round_id", "counting.version"]),)


class Recount(Marked, db.Model):
    """A steering group member has counted all ballots of a round again, the withheld ones among them, and got this
    result. A round that withholds unusual ballots is published when two have.
    """

    round_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    outcome_hash: Mapped[str] = mapped_column(String(64))
    recounted_at: Mapped[datetime] = mapped_column(UTCTime)

    __table_args__ = (ForeignKeyConstraint(["round_id", "version"], ["counting.round_id", "counting.version"]),)


class Publication(Marked, db.Model):
    """A signed count that everybody can read, from ``public_from`` on where that is set. It has a version; a published one
    never changes. ``stopped``: two people agreed before that time that it is wrong, so it never becomes public.

    ``facts`` is canonical JSON of what the page says beside the count, as it was at this moment: turnout groups with
    the names of their venues, the account of the rights to vote, who signed, group names.
    """

    round_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    published_at: Mapped[datetime] = mapped_column(UTCTime)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    record_head: Mapped[str] = mapped_column(String(64))
    facts: Mapped[str] = mapped_column(Text)

    counted: Mapped[Count] = relationship()
    public_from: Mapped[datetime | None] = column_property(
        select(PublicTime.public_from)
        .where(PublicTime.round_id == round_id, PublicTime.version == version)
        .where(or_(PublicTime.number == 1, PublicTime.agreed_at.is_not(None)))
        .order_by(PublicTime.number.desc())
        .limit(1)
        .correlate_except(PublicTime)
        .scalar_subquery()
    )
    stopped: Mapped[bool] = column_property(
        exists()
        .where(ResultCorrection.round_id == round_id, ResultCorrection.version == version)
        .where(ResultCorrection.agreed_at < public_from.expression)  # type: ignore[attr-defined]
        .correlate_except(ResultCorrection)
    )

    __table_args__ = (ForeignKeyConstraint(["round_id", "version"], ["counting.round_id", "counting.version"]),)

    @property
    def public_at(self) -> datetime:
        """When it became public, or will."""
        return self.public_from or self.published_at
