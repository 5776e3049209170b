"""Where ballot papers went after they were printed: to another session, to the office, back again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.paper.rules.movements import PAPERS_NO_LONGER_MOVE
from pb.words import lazy_gettext as _l


class Movement(Marked, db.Model):
    """Papers of one batch that went from one place to another. A place is a voting session, or the office, where papers
    for the post and spares lie, when there is no session.

    It is written down when it happens; or it is ``found_later``, when papers are typed in a box that they were not printed
    for: then one person says how they came, and it counts when another has agreed. ``filled_in``: voters brought them
    there, so no account of blank papers changes.

    ``from_account`` and ``to_account``: whether the ballot paper account of the session that they left counts without
    them, and that of the session to which they came with them. Where an account was made before, only if its numbers say so.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    from_session_id: Mapped[int | None] = mapped_column(ForeignKey("voting_session.id"), index=True)
    to_session_id: Mapped[int | None] = mapped_column(ForeignKey("voting_session.id"), index=True)
    papers: Mapped[int]
    #: Who took them along, by the name that was typed; empty when it was found later.
    handed_to: Mapped[str] = mapped_column(String(100), default="")
    found_later: Mapped[bool] = mapped_column(default=False)
    filled_in: Mapped[bool] = mapped_column(default=False)
    from_account: Mapped[bool] = mapped_column(default=False)
    to_account: Mapped[bool] = mapped_column(default=False)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(UTCTime)
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint("papers > 0", name="something_moves"),
        CheckConstraint("COALESCE(from_session_id, 0) <> COALESCE(to_session_id, 0)", name="it_goes_somewhere_else"),
        CheckConstraint("found_later OR handed_to <> ''", name="somebody_took_them"),
        CheckConstraint("found_later OR NOT filled_in", name="filled_in_is_found_later"),
        CheckConstraint("NOT filled_in OR NOT (from_account OR to_account)", name="accounts_count_blank_papers"),
        CheckConstraint("agreed_by IS NULL OR found_later AND agreed_by <> recorded_by", name="two_people_say_it"),
    )

    @hybrid_property
    def counts(self) -> bool:
        """Whether it is more than what one person says afterwards; also in a query."""
        return not self.found_later or self.agreed_by is not None

    @counts.inplace.expression
    @classmethod
    def _counts(cls):  # type: ignore[no-untyped-def]
        return ~cls.found_later | cls.agreed_by.is_not(None)


#: The same in a guard.
COUNTS = "(NOT movement.found_later OR movement.agreed_by IS NOT NULL)"

_SETTLED = _l("This was written down already. If papers went on from there, write that down too.")
guard(
    "movement_stays",
    table="movement",
    before="UPDATE",
    when="OLD.agreed_by IS NOT NULL OR NOT OLD.found_later OR NEW.papers <> OLD.papers OR NEW.batch_id <> OLD.batch_id "
    "OR NEW.filled_in <> OLD.filled_in OR COALESCE(NEW.from_session_id, 0) <> COALESCE(OLD.from_session_id, 0) "
    "OR COALESCE(NEW.to_session_id, 0) <> COALESCE(OLD.to_session_id, 0)",
    saying=_SETTLED,
)
guard(
    "movement_is_kept",
    table="movement",
    before="DELETE",
    when="NOT OLD.found_later OR OLD.agreed_by IS NOT NULL",
    saying=_SETTLED,
)
guard(
    "nothing_moves_after_the_opening",
    table="movement",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)",
    saying=PAPERS_NO_LONGER_MOVE,
)
guard(
    "papers_from_elsewhere_are_explained_first",
    table="bundle",
    before="UPDATE",
    when="NEW.cast_at IS NOT NULL AND OLD.cast_at IS NULL AND EXISTS ("
    "SELECT batch.id FROM entry JOIN bundle AS typed ON typed.id = entry.bundle_id JOIN paper ON paper.id = entry.paper_id "
    "JOIN batch ON batch.id = paper.batch_id WHERE typed.round_id = NEW.round_id "
    "AND COALESCE(typed.session_id, 0) = COALESCE(NEW.session_id, 0) "
    "AND COALESCE(batch.session_id, 0) <> COALESCE(NEW.session_id, 0) GROUP BY batch.id "
    "HAVING count(DISTINCT paper.id) > (SELECT COALESCE(SUM(movement.papers), 0) FROM movement "
    "WHERE movement.batch_id = batch.id AND COALESCE(movement.to_session_id, 0) = COALESCE(NEW.session_id, 0) "
    f"AND {COUNTS}))",
    saying=_l("Some papers in this bundle were printed for another session. First say how they came here."),
)
