"""Accounts and what they may do. Voters and applicants have none."""

from __future__ import annotations

import secrets
from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.database import UTCTime, db
from pb.marked import Marked
from pb.roles import APPOINTED, Role

_ROLES = ", ".join(f"'{role}'" for role in APPOINTED)


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

    @property
    def is_active(self) -> bool:
        return self.closed_at is None

    def get_id(self) -> str:
        return f"{self.id}.{self.stamp}"


class Appointment(Marked, db.Model):
    """A person holds a role."""

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)

    account: Mapped[Account] = relationship(back_populates="appointments")

    __table_args__ = (CheckConstraint(f"role IN ({_ROLES})", name="role_is_known"),)


class Invitation(Marked, db.Model):
    """A link that makes one account with these roles. Only a hash of its token is kept; it works once and for a
    week.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(20))
    invited_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime] = mapped_column(UTCTime)
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), unique=True)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCTime)

    __table_args__ = (CheckConstraint(f"role IN ({_ROLES})", name="role_is_known"),)


class Interest(Marked, db.Model):
    """Somebody says that they belong to, or are close to, a group or venue of a round. Shown to the coordinator.

    ``project_id`` is set when the interest is in one application: that person then steps aside from deciding it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    #: Rounds and projects are known further up: their rooms say that these are keys.
    round_id: Mapped[int] = mapped_column(index=True)
    project_id: Mapped[int | None]
    #: Empty when the person says that they have no interest to declare.
    words: Mapped[str] = mapped_column(Text)
    declared_at: Mapped[datetime] = mapped_column(UTCTime)

    __table_args__ = (UniqueConstraint("account_id", "round_id", "project_id"),)
