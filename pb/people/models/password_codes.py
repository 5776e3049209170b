"""Forgotten passwords: codes with which people choose a new one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.people.models.by_two import LETS_IN, ByTwo, checks_of_two, guard_that_one_is_a_member
from pb.people.rules import ALREADY_DECIDED, TWO_GIVE_PASSWORDS

if TYPE_CHECKING:
    from pb.people.models import Account


class PasswordCode(ByTwo, Marked, db.Model):
    """Somebody has forgotten their password and chooses a new one with a code, once and for a day. Only keyed hashes of
    codes are here. Where it takes two people each of them has a code, and the two codes
    work together. Of several for one account only the newest counts.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    first_hash: Mapped[str] = mapped_column(String(64))
    #: Of the code of whoever agreed.
    second_hash: Mapped[str | None] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UTCTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCTime)

    account: Mapped[Account] = relationship(foreign_keys="PasswordCode.account_id")

    __table_args__ = (
        CheckConstraint("proposed_by <> account_id", name="nobody_makes_their_own"),
        *checks_of_two("two_people_give", "nobody_agrees_to_their_own"),
        CheckConstraint("(agreed_by IS NULL) = (second_hash IS NULL)", name="each_has_a_code"),
        CheckConstraint("used_at IS NULL OR ended_by IS NULL", name="used_or_ended"),
    )


guard(
    "who_makes_password_codes",
    table="password_code",
    before="INSERT",
    when="NEW.agreed_by IS NOT NULL OR NEW.ended_by IS NOT NULL OR NEW.used_at IS NOT NULL "
    f"OR NOT {LETS_IN.format(person='NEW.proposed_by')}",
    saying=TWO_GIVE_PASSWORDS,
)
guard(
    "who_agrees_to_password_codes",
    table="password_code",
    before="UPDATE",
    when=f"NEW.agreed_by IS NOT NULL AND OLD.agreed_by IS NULL AND NOT {LETS_IN.format(person='NEW.agreed_by')}",
    saying=TWO_GIVE_PASSWORDS,
)
guard_that_one_is_a_member(
    "a_member_gives_passwords",
    "password_code",
    at="(OLD.agreed_by IS NULL OR (NEW.used_at IS NOT NULL AND OLD.used_at IS NULL))",
)
guard(
    "password_codes_of_two",
    table="password_code",
    before="UPDATE",
    when="NEW.used_at IS NOT NULL AND NEW.agreed_by IS NULL AND (EXISTS (SELECT 1 FROM appointment WHERE "
    "appointment.account_id = NEW.account_id AND appointment.role IN ('coordinator', 'steering')) OR 2 <= "
    "(SELECT count(*) FROM appointment JOIN account ON account.id = appointment.account_id "
    "WHERE appointment.role = 'steering' AND account.closed_at IS NULL))",
    saying=TWO_GIVE_PASSWORDS,
)
guard(
    "password_code_stays",
    table="password_code",
    before="UPDATE",
    when="OLD.used_at IS NOT NULL OR OLD.ended_by IS NOT NULL OR NEW.account_id <> OLD.account_id "
    "OR NEW.proposed_by <> OLD.proposed_by OR NEW.first_hash <> OLD.first_hash OR (OLD.agreed_by IS NOT NULL AND "
    "(NEW.agreed_by IS NULL OR NEW.agreed_by <> OLD.agreed_by OR NEW.second_hash <> OLD.second_hash "
    "OR NEW.expires_at <> OLD.expires_at))",
    saying=ALREADY_DECIDED,
)
guard("password_code_kept", table="password_code", before="DELETE", saying=TWO_GIVE_PASSWORDS)
