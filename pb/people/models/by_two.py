"""What one person proposes and another agrees to, or does not: the columns and checks of each such table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime
from pb.guards import guard
from pb.people.rules import MEMBERS_WHO_AGREE
from pb.words import lazy_gettext as _l


class ByTwo:
    """A proposal: it waits until a second person has agreed to it or somebody has ended it."""

    marked_as: ClassVar[Mapping[str, str]] = {"ended_by": "refused_by", "ended_at": "refused_at"}

    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime] = mapped_column(UTCTime)
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UTCTime)
    #: By a second person who turns it down, or by who withdraws the proposal.
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UTCTime)


def checks_of_two(two_people: str, nobody_agrees: str) -> tuple[CheckConstraint, ...]:
    """What the database asks of each proposal about an ``account_id``. The two names are of the checks that keep the
    second person apart from the first, and from whom it is about.
    """
    return (
        CheckConstraint("agreed_by <> proposed_by", name=two_people),
        CheckConstraint("agreed_by <> account_id", name=nobody_agrees),
        CheckConstraint("(agreed_by IS NULL) = (agreed_at IS NULL)", name="agreed_by_somebody"),
        CheckConstraint("(ended_by IS NULL) = (ended_at IS NULL)", name="ended_by_somebody"),
        CheckConstraint("agreed_by IS NULL OR ended_by IS NULL", name="agreed_or_ended"),
    )


#: SQL: ``person`` may propose or agree that others get into their account again.
LETS_IN = (
    "EXISTS (SELECT 1 FROM appointment JOIN account ON account.id = appointment.account_id WHERE account.closed_at IS NULL "
    "AND appointment.account_id = {person} AND appointment.role IN ('coordinator', 'steering'))"
)

ONE_MUST_BE_A_MEMBER = _l("One of the two people who agree must be a steering group member.")
_MEMBERS = (
    "SELECT {what} FROM appointment JOIN account ON account.id = appointment.account_id WHERE account.closed_at IS NULL "
    "AND appointment.role = 'steering'"
)
_TWO_OTHERS = (
    f"NOT EXISTS ({_MEMBERS.format(what='1')} AND appointment.account_id IN (NEW.proposed_by, NEW.agreed_by)) "
    f"AND {MEMBERS_WHO_AGREE} <= ({_MEMBERS.format(what='count(*)')})"
)


def guard_that_one_is_a_member(name: str, table: str, at: str = "OLD.agreed_by IS NULL") -> None:
    """From two steering group members on, one of two who let somebody in again is one of them: two coordinators, of whom
    one may have made up the other before there were members, would else become everybody. ``at``: when it is asked, of what
    was agreed.
    """
    guard(
        name,
        table=table,
        before="UPDATE",
        when=f"NEW.agreed_by IS NOT NULL AND {at} AND {_TWO_OTHERS}",
        saying=ONE_MUST_BE_A_MEMBER,
    )
