"""The account of a session's papers, with the seal on its box: what was written down is held against what was opened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.paper.rules.seals_and_help import LONGEST_SEAL
from pb.words import lazy_gettext as _l


class BallotPaperAccount(Marked, db.Model):
    """The ballot paper account of a session. received = issued + unused; issued = in the box + spoiled +
    taken away.
    """

    session_id: Mapped[int] = mapped_column(ForeignKey("voting_session.id"), primary_key=True)
    received: Mapped[int]
    issued: Mapped[int]
    unused: Mapped[int]
    spoiled: Mapped[int]
    taken_away: Mapped[int]
    submitted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[datetime] = mapped_column(UTCTime)
    #: Why the numbers do not balance, when they do not, and the second person who has looked at it.
    reason: Mapped[str] = mapped_column(Text, default="")
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    #: The number on the seal of the session box. Empty: there is none, or it was not asked for yet.
    seal: Mapped[str | None] = mapped_column(String(LONGEST_SEAL))
    #: Voters who had help (``pb.paper.rules.seals_and_help.HelpGiven``). Empty: it was not asked for yet.
    read_to: Mapped[int | None]
    marked_for: Mapped[int | None]
    companions: Mapped[int | None]

    __table_args__ = (
        CheckConstraint(
            "received >= 0 AND issued >= 0 AND unused >= 0 AND spoiled >= 0 AND taken_away >= 0",
            name="numbers_are_counts",
        ),
        CheckConstraint("seal IS NULL OR seal <> ''", name="seal_has_a_number"),
        CheckConstraint("read_to IS NULL OR read_to >= 0", name="read_to_is_a_number"),
        CheckConstraint("marked_for IS NULL OR marked_for >= 0", name="marked_for_is_a_number"),
        CheckConstraint("companions IS NULL OR companions >= 0", name="companions_is_a_number"),
        CheckConstraint("agreed_by IS NULL OR agreed_by <> submitted_by", name="another_person_agrees"),
    )

    @hybrid_property
    def in_the_box(self) -> int:
        """How many papers must be in the box, by this account; also in a query."""
        return self.issued - self.spoiled - self.taken_away


#: The account of a box that somebody opens has the number of its seal.
_SEALED = (
    "EXISTS (SELECT 1 FROM ballot_paper_account WHERE ballot_paper_account.session_id = NEW.session_id "
    "AND ballot_paper_account.seal IS NOT NULL{})"
)
guard(
    "seals_are_read_first",
    table="bundle",
    before="INSERT",
    when="(NEW.seal IS NULL OR NEW.seal_read_by IS NULL) AND " + _SEALED.format(""),
    saying=_l("The number on the seal must be read when the session box is opened."),
)
guard(
    "seals_are_read_by_two",
    table="bundle",
    before="UPDATE",
    when="NEW.also_counted_by IS NOT NULL AND NEW.seal_agreed_by IS NULL AND " + _SEALED.format(""),
    saying=_l("A second person must read the number on the seal."),
)
for _before in ("INSERT", "UPDATE"):
    guard(
        f"other_seals_are_explained_{_before.lower()}",
        table="bundle",
        before=_before,
        when="COALESCE(NEW.seal_reason, '') = '' AND "
        + _SEALED.format(" AND ballot_paper_account.seal <> COALESCE(NEW.seal, '')"),
        saying=_l("A seal with another number than was written down needs a reason."),
    )
guard(
    "seal_of_an_open_box_stays",
    table="ballot_paper_account",
    before="UPDATE",
    when="COALESCE(NEW.seal, '') <> COALESCE(OLD.seal, '') "
    "AND EXISTS (SELECT 1 FROM bundle WHERE bundle.session_id = NEW.session_id)",
    saying=_l("The session box is open, so the number of its seal cannot be changed."),
)
