"""Lost security codes: two people let their owner set up new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.database import db
from pb.guards import guard
from pb.marked import Marked
from pb.people.models.by_two import LETS_IN, ByTwo, checks_of_two, guard_that_one_is_a_member
from pb.people.rules import ALREADY_DECIDED, TWO_REPLACE_CODES

if TYPE_CHECKING:
    from pb.people.models import Account


class CodeReplacement(ByTwo, Marked, db.Model):
    """Somebody has lost their security codes. In force once a coordinator or steering group member, who is neither the
    proposer nor the owner, has agreed: the old codes are gone, and the owner sets up new ones.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    account: Mapped[Account] = relationship(foreign_keys=account_id)

    __table_args__ = (
        CheckConstraint("proposed_by <> account_id", name="nobody_proposes_for_themselves"),
        *checks_of_two("two_people_replace", "nobody_agrees_for_themselves"),
    )


guard(
    "who_proposes_to_replace_codes",
    table="code_replacement",
    before="INSERT",
    when=f"NEW.agreed_by IS NOT NULL OR NEW.ended_by IS NOT NULL OR NOT {LETS_IN.format(person='NEW.proposed_by')}",
    saying=TWO_REPLACE_CODES,
)
guard(
    "who_agrees_to_replace_codes",
    table="code_replacement",
    before="UPDATE",
    when=f"NEW.agreed_by IS NOT NULL AND NOT {LETS_IN.format(person='NEW.agreed_by')}",
    saying=TWO_REPLACE_CODES,
)
guard_that_one_is_a_member("a_member_replaces_codes", "code_replacement")
guard(
    "code_replacement_stays",
    table="code_replacement",
    before="UPDATE",
    when="OLD.agreed_by IS NOT NULL OR OLD.ended_by IS NOT NULL OR NEW.account_id <> OLD.account_id "
    "OR NEW.proposed_by <> OLD.proposed_by",
    saying=ALREADY_DECIDED,
)
guard("code_replacement_kept", table="code_replacement", before="DELETE", saying=TWO_REPLACE_CODES)
