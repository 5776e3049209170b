"""Lost security codes: two people let their owner set up new ones."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.people.rules import ALREADY_DECIDED, TWO_REPLACE_CODES

if TYPE_CHECKING:
    from pb.people.models import Account


class CodeReplacement(Marked, db.Model):
    """Somebody has lost their security codes. In force once a coordinator or steering group member, who is neither the
    proposer nor the owner, has agreed: the old codes are gone, and the owner sets up new ones.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime] = mapped_column(UTCTime)
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UTCTime)
    #: By somebody who does not agree, or by who proposed it.
    refused_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    refused_at: Mapped[datetime | None] = mapped_column(UTCTime)

    account: Mapped[Account] = relationship(foreign_keys=account_id)

    __table_args__ = (
        CheckConstraint("proposed_by <> account_id", name="nobody_proposes_for_themselves"),
        CheckConstraint("agreed_by <> proposed_by", name="two_people_replace"),
        CheckConstraint("agreed_by <> account_id", name="nobody_agrees_for_themselves"),
        CheckConstraint("(agreed_by IS NULL) = (agreed_at IS NULL)", name="agreed_by_somebody"),
        CheckConstraint("(refused_by IS NULL) = (refused_at IS NULL)", name="refused_by_somebody"),
        CheckConstraint("agreed_by IS NULL OR refused_by IS NULL", name="agreed_or_refused"),
    )


#: Such a person may let others set up new codes.
_MAY = (
    "EXISTS (SELECT 1 FROM appointment JOIN account ON account.id = appointment.account_id WHERE account.closed_at IS NULL "
    "AND appointment.account_id = {person} AND appointment.role IN ('coordinator', 'steering'))"
)
guard(
    "who_proposes_to_replace_codes",
    table="code_replacement",
    before="INSERT",
    when=f"NEW.agreed_by IS NOT NULL OR NEW.refused_by IS NOT NULL OR NOT {_MAY.format(person='NEW.proposed_by')}",
    saying=TWO_REPLACE_CODES,
)
guard(
    "who_agrees_to_replace_codes",
    table="code_replacement",
    before="UPDATE",
    when=f"NEW.agreed_by IS NOT NULL AND NOT {_MAY.format(person='NEW.agreed_by')}",
    saying=TWO_REPLACE_CODES,
)
guard(
    "code_replacement_stays",
    table="code_replacement",
    before="UPDATE",
    when="OLD.agreed_by IS NOT NULL OR OLD.refused_by IS NOT NULL OR NEW.account_id <> OLD.account_id "
    "OR NEW.proposed_by <> OLD.proposed_by",
    saying=ALREADY_DECIDED,
)
guard("code_replacement_kept", table="code_replacement", before="DELETE", saying=TWO_REPLACE_CODES)
