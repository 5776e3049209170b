"""What groups say of their ballot texts: that they agree, or what is to be changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.projects.rules.sentences import TEXT_ANSWERS_STAY, TEXTS_ARE_FROZEN
from pb.rounds.rules.sentences import FREEZE_TAKES_TWO


class TextAnswer(Marked, db.Model):
    """One answer of a group to one wording: of several to the same wording the newest counts. Another wording asks anew."""

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    #: The fingerprint of what it is an answer to (``rules.text_answers.text_fingerprint``).
    text_hash: Mapped[str] = mapped_column(String(64))
    #: Whether the group agrees; else it asks for a change, with a ``message``.
    agrees: Mapped[bool]
    message: Mapped[str] = mapped_column(Text, default="")
    #: "online" by the group itself; "paper" or "telephone" written down by ``recorded_by``.
    came_by: Mapped[str] = mapped_column(String(10))
    #: Who said it for the group, where somebody wrote it down.
    said_by: Mapped[str] = mapped_column(String(100), default="")
    #: When the group said it; of a letter or a call the beginning of that day.
    received_at: Mapped[datetime] = mapped_column(UTCTime)
    made_at: Mapped[datetime] = mapped_column(UTCTime)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint("agrees = (message = '')", name="change_has_message"),
        CheckConstraint("came_by IN ('online', 'paper', 'telephone')", name="answer_came_by_is_known"),
        CheckConstraint("(came_by = 'online') = (recorded_by IS NULL)", name="recorded_by_staff"),
        CheckConstraint("(came_by = 'online') = (said_by = '')", name="recorded_of_somebody"),
    )


guard("text_answer_stays", table="text_answer", before="UPDATE", saying=TEXT_ANSWERS_STAY)
guard("text_answer_kept", table="text_answer", before="DELETE", saying=TEXT_ANSWERS_STAY)
guard(
    "text_answer_before_the_freeze",
    table="text_answer",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM project JOIN round ON round.id = project.round_id WHERE project.id = NEW.project_id "
    "AND round.frozen_at IS NOT NULL)",
    saying=TEXTS_ARE_FROZEN,
)
#: A round with texts for its ballot: without them nothing is brought to the freeze.
guard(
    "frozen_by_two",
    table="round",
    before="UPDATE",
    when="OLD.frozen_at IS NULL AND NEW.frozen_at IS NOT NULL AND NEW.source = 'people' AND EXISTS (SELECT 1 FROM "
    "ballot_text JOIN project ON project.id = ballot_text.project_id WHERE project.round_id = NEW.id) AND NOT EXISTS (SELECT 1 "
    "FROM freeze_proposal WHERE freeze_proposal.round_id = NEW.id AND freeze_proposal.agreed_at = NEW.frozen_at)",
    saying=FREEZE_TAKES_TWO,
)
