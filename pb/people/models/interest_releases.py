"""An interest holds until two people release its holder from it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.database import db
from pb.guards import guard
from pb.marked import Marked
from pb.people.models.accounts import Account
from pb.people.models.by_two import LETS_IN, ByTwo, checks_of_two, guard_that_one_is_a_member
from pb.people.rules import ALREADY_DECIDED, TWO_RELEASE


class InterestRelease(ByTwo, Marked, db.Model):
    """Somebody's interest in a project is over, for a ``reason``: once a second person has agreed, what they had declared
    until then keeps them out of nothing. Both are coordinators or members, and neither holds that interest.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    #: Projects are known further up: their room says that this is a key.
    project_id: Mapped[int] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(Text)

    account: Mapped[Account] = relationship(foreign_keys=account_id)

    __table_args__ = (
        CheckConstraint("proposed_by <> account_id", name="nobody_proposes_for_themselves"),
        CheckConstraint("reason <> ''", name="released_for_a_reason"),
        *checks_of_two("two_people_release", "nobody_releases_themselves"),
    )

    @property
    def waits(self) -> bool:
        """Whether this waits for a second person."""
        return self.agreed_by is None and self.ended_by is None


_WAITS = InterestRelease.agreed_by.is_(None) & InterestRelease.ended_by.is_(None)
Index(
    "uq_waiting_release",
    InterestRelease.account_id,
    InterestRelease.project_id,
    unique=True,
    sqlite_where=_WAITS,
    postgresql_where=_WAITS,
)

guard(
    "who_proposes_to_release",
    table="interest_release",
    before="INSERT",
    when=f"NEW.agreed_by IS NOT NULL OR NEW.ended_by IS NOT NULL OR NOT {LETS_IN.format(person='NEW.proposed_by')}",
    saying=TWO_RELEASE,
)
guard(
    "who_agrees_to_release",
    table="interest_release",
    before="UPDATE",
    when=f"NEW.agreed_by IS NOT NULL AND NOT {LETS_IN.format(person='NEW.agreed_by')}",
    saying=TWO_RELEASE,
)
guard_that_one_is_a_member("a_member_releases", "interest_release")
guard(
    "interest_release_stays",
    table="interest_release",
    before="UPDATE",
    when="OLD.agreed_by IS NOT NULL OR OLD.ended_by IS NOT NULL OR NEW.account_id <> OLD.account_id "
    "OR NEW.project_id <> OLD.project_id OR NEW.proposed_by <> OLD.proposed_by OR NEW.reason <> OLD.reason",
    saying=ALREADY_DECIDED,
)
guard("interest_release_kept", table="interest_release", before="DELETE", saying=TWO_RELEASE)
