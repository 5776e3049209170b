"""Accounts and the roles they hold. Voters and applicants have none."""

from __future__ import annotations

import secrets
from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.practice import Practice
from pb.roles import APPOINTED, Role
from pb.words import lazy_gettext as _l

#: A constraint of every table in which somebody is to hold a role.
ROLE_IS_KNOWN = "role IN (" + ", ".join(f"'{role}'" for role in APPOINTED) + ")"


class Account(Marked, UserMixin, db.Model):
    """A person who works in the programme. ``sign_in_name`` is an e-mail address or any name they choose."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    sign_in_name: Mapped[str] = mapped_column(String(120), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    #: Changes with the password: every sign-in made before is over.
    stamp: Mapped[str] = mapped_column(String(32), default=lambda: secrets.token_hex(16))
    made_at: Mapped[datetime] = mapped_column(UTCTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCTime)

    appointments: Mapped[list[Appointment]] = relationship(
        back_populates="account", cascade="all, delete-orphan", lazy="selectin"
    )

    __table_args__ = (CheckConstraint("sign_in_name = lower(sign_in_name)", name="sign_in_name_is_lower_case"),)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles this person holds today."""
        return frozenset(Role(each.role) for each in self.appointments)

    def holds(self, role: Role) -> bool:
        """Whether this person holds ``role`` today."""
        return role in self.roles

    @property
    def is_active(self) -> bool:
        return self.closed_at is None


class Appointment(Marked, db.Model):
    """A person holds a role."""

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)

    account: Mapped[Account] = relationship(back_populates="appointments")

    __table_args__ = (CheckConstraint(ROLE_IS_KNOWN, name="role_is_known"),)


#: ``Practice`` is of the ground, which knows neither the record nor people.
guard(
    "practice_from_its_beginning",
    table=Practice.__tablename__,
    before="INSERT",
    when="EXISTS (SELECT 1 FROM record_line) OR EXISTS (SELECT 1 FROM account)",
    saying=_l("A programme that is in use cannot become a practice programme."),
)
