"""Votes that were damaged or missing in a shut box and are put back from a backup, by two people."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import db
from pb.guards import guard
from pb.marked import Marked
from pb.rounds.rules.sentences import NOT_ON_THE_LIST
from pb.rounds.rules.substitutes import does_not_act, not_listed
from pb.words import lazy_gettext as _l


class PutBack(Marked, db.Model):
    """``flask voting put-back`` found ``votes`` in the backup ``file`` on the server that can be put back.

    The file is read again when the second person agrees; ``marks_hash`` (SHA-256 over the sorted marks of these votes)
    says that they are the same votes then. So no sealed vote lies in this table.
    """

    marked_as = {"proposed_by": "first_by", "agreed_by": "second_by"}

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    file: Mapped[str] = mapped_column(String(500))
    votes: Mapped[int]
    marks_hash: Mapped[str] = mapped_column(String(64))
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint("votes > 0", name="something_is_put_back"),
        CheckConstraint("agreed_by <> proposed_by", name="two_people_put_back"),
        CheckConstraint("agreed_by IS NULL OR proposed_by IS NOT NULL", name="first_then_second"),
    )


ARE_BACK = _l("These votes have already been put back.")

guard("put_back_stays", table="put_back", before="UPDATE", when="OLD.agreed_by IS NOT NULL", saying=ARE_BACK)
guard(
    "put_back_is_kept",
    table="put_back",
    before="DELETE",
    saying=_l("What was found in a backup cannot be taken off the list."),
)
for _before in ("INSERT", "UPDATE"):
    guard(
        f"members_put_votes_back_{_before.lower()}",
        table="put_back",
        before=_before,
        when=f"NEW.agreed_by IS NOT NULL AND (({not_listed('NEW.agreed_by')}) OR {does_not_act('NEW.agreed_by')})",
        saying=NOT_ON_THE_LIST,
    )
