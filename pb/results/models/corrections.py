"""A published result that was found wrong is corrected: two people say why, and a new version is counted, signed and published."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.results.rules.sentences import CORRECTION_IS_AGREED, CORRECTS_THE_NEWEST
from pb.rounds.rules.sentences import DOES_NOT_ACT, NOT_ON_THE_LIST
from pb.rounds.rules.substitutes import does_not_act, not_listed


class ResultCorrection(Marked, db.Model):
    """Why the published ``version`` of a round's result is wrong, for everybody to read. In force once ``agreed_at`` is set:
    from then until a newer version is published, votes can be counted again and a project can be withdrawn.
    """

    round_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reason: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime] = mapped_column(UTCTime)
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UTCTime)

    __table_args__ = (
        ForeignKeyConstraint(["round_id", "version"], ["publication.round_id", "publication.version"]),
        CheckConstraint("agreed_by IS NULL OR agreed_by <> proposed_by", name="two_people_correct"),
        CheckConstraint("(agreed_by IS NULL) = (agreed_at IS NULL)", name="agreed_by_somebody"),
    )


#: SQL: the published result of the round with this id is being corrected.
IS_CORRECTED = (
    "EXISTS (SELECT 1 FROM result_correction AS begun WHERE begun.round_id = {round_id} AND begun.agreed_at IS NOT NULL "
    "AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE newer.round_id = begun.round_id AND newer.version > begun.version))"
)

for _name, _before in (("stays", "UPDATE"), ("kept", "DELETE")):
    guard(
        f"result_correction_{_name}",
        table="result_correction",
        before=_before,
        when="OLD.agreed_at IS NOT NULL",
        saying=CORRECTION_IS_AGREED,
    )
guard(
    "newest_result_is_corrected",
    table="result_correction",
    before="INSERT",
    when="NEW.version <> (SELECT max(publication.version) FROM publication WHERE publication.round_id = NEW.round_id)",
    saying=CORRECTS_THE_NEWEST,
)
for _before in ("INSERT", "UPDATE"):
    guard(
        f"corrected_by_a_member_{_before.lower()}",
        table="result_correction",
        before=_before,
        when=f"NEW.agreed_by IS NOT NULL AND {not_listed('NEW.agreed_by')}",
        saying=NOT_ON_THE_LIST,
    )
    guard(
        f"who_acts_corrects_{_before.lower()}",
        table="result_correction",
        before=_before,
        when=f"NEW.agreed_by IS NOT NULL AND {does_not_act('NEW.agreed_by')}",
        saying=DOES_NOT_ACT,
    )
