"""What groups say to a part of the money that a published result offers them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.results.models.corrections import IS_CORRECTED
from pb.results.rules.offers import OFFER_ANSWERS_STAY, OFFER_IS_OF_THE_NEWEST


class OfferAnswer(Marked, db.Model):
    """One group's answer to what ``version`` of a result offers it: once, and it stays. After a no the votes are counted on
    without it, and a newer version is signed and published.
    """

    round_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True, autoincrement=False)
    amount_pence: Mapped[int]
    #: "accepted", "declined", or "silent": it had said nothing when its last day was over.
    answer: Mapped[str] = mapped_column(String(10))
    #: "online" by the group itself; "paper" or "telephone" written down by ``recorded_by``; "nothing" of silence.
    came_by: Mapped[str] = mapped_column(String(10))
    #: Who said it for the group, where somebody wrote it down.
    said_by: Mapped[str] = mapped_column(String(100), default="")
    #: When the group said it; of a letter or a call the beginning of that day.
    received_at: Mapped[datetime] = mapped_column(UTCTime)
    made_at: Mapped[datetime] = mapped_column(UTCTime)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        ForeignKeyConstraint(["round_id", "version"], ["publication.round_id", "publication.version"]),
        CheckConstraint("answer IN ('accepted', 'declined', 'silent')", name="answer_is_known"),
        CheckConstraint("came_by IN ('online', 'paper', 'telephone', 'nothing')", name="offer_came_by_is_known"),
        CheckConstraint("(answer = 'silent') = (came_by = 'nothing')", name="silence_comes_by_nothing"),
        CheckConstraint("(came_by = 'online') = (recorded_by IS NULL)", name="offer_recorded_by_staff"),
        CheckConstraint("(came_by IN ('paper', 'telephone')) = (said_by <> '')", name="offer_recorded_of_somebody"),
        CheckConstraint("amount_pence > 0", name="something_is_offered"),
    )


#: SQL: after a no to the newest published result of the round with this id its votes are counted on.
IS_COUNTED_ON = (
    "EXISTS (SELECT 1 FROM offer_answer AS said WHERE said.round_id = {round_id} AND said.answer <> 'accepted' "
    "AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE newer.round_id = said.round_id AND newer.version > said.version))"
)
#: SQL: a newer version of its result is counted and signed.
IS_OPEN_AGAIN = f"({IS_CORRECTED} OR {IS_COUNTED_ON})"

guard("offer_answer_stays", table="offer_answer", before="UPDATE", saying=OFFER_ANSWERS_STAY)
guard("offer_answer_kept", table="offer_answer", before="DELETE", saying=OFFER_ANSWERS_STAY)
guard(
    "newest_offer_is_answered",
    table="offer_answer",
    before="INSERT",
    when="NEW.version <> (SELECT max(publication.version) FROM publication WHERE publication.round_id = NEW.round_id) OR "
    "NOT EXISTS (SELECT 1 FROM project WHERE project.id = NEW.project_id AND project.round_id = NEW.round_id)",
    saying=OFFER_IS_OF_THE_NEWEST,
)
