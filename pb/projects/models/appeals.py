"""A group objects to a decision on its application; others than those who made it answer, with a decision of their own."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.projects.rules.sentences import (
    ANSWER_THE_APPEAL,
    APPEAL_IS_ANSWERED,
    APPEALS_STAY,
    ASSESSMENTS_STAY,
    NO_APPEAL_NOW,
    OTHERS_ANSWER,
)

if TYPE_CHECKING:
    from pb.projects.models.assessments import Assessment


class Appeal(Marked, db.Model):
    """A group's appeal against one decision: it stays as it was written. It waits until a decision answers it
    (``Assessment.answers_id``), or until the group has sent the changes that it was asked for. Until a member begins to
    answer, the group may take it back: then it is gone, and the record keeps that it was there.
    """

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    message: Mapped[str] = mapped_column(Text)
    #: "online" by the group itself; "paper" or "telephone" written down by ``recorded_by``.
    came_by: Mapped[str] = mapped_column(String(10))
    #: Who said it for the group, where somebody wrote it down.
    said_by: Mapped[str] = mapped_column(String(100), default="")
    #: When it reached us; of a letter or a call the beginning of that day.
    received_at: Mapped[datetime] = mapped_column(UTCTime)
    made_at: Mapped[datetime] = mapped_column(UTCTime)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    assessment: Mapped[Assessment] = relationship(back_populates="appeal")

    __table_args__ = (
        CheckConstraint("message <> ''", name="appeal_has_message"),
        CheckConstraint("came_by IN ('online', 'paper', 'telephone')", name="appeal_came_by_is_known"),
        CheckConstraint("(came_by = 'online') = (recorded_by IS NULL)", name="recorded_by_staff"),
        CheckConstraint("(came_by = 'online') = (said_by = '')", name="recorded_of_somebody"),
    )


guard(
    "appeal_is_allowed",
    table="appeal",
    before="INSERT",
    when="NOT EXISTS (SELECT 1 FROM assessment JOIN project ON project.id = assessment.project_id JOIN round ON "
    "round.id = project.round_id WHERE assessment.id = NEW.assessment_id AND assessment.outcome <> 'eligible' "
    "AND (assessment.answers_id IS NULL OR NEW.came_by = 'online') AND assessment.appeal_until IS NOT NULL "
    "AND assessment.fixed_at IS NULL "
    "AND (assessment.rests_on IS NULL OR assessment.agreed_by IS NOT NULL) AND project.withdrawn_at IS NULL "
    "AND round.frozen_at IS NULL)",
    saying=NO_APPEAL_NOW,
)
guard("appeal_stays", table="appeal", before="UPDATE", saying=APPEALS_STAY)
guard(
    "appeal_kept",
    table="appeal",
    before="DELETE",
    when="EXISTS (SELECT 1 FROM assessment WHERE assessment.answers_id = OLD.assessment_id AND "
    "(assessment.agreed_by IS NOT NULL OR assessment.ended_by IS NULL)) OR EXISTS (SELECT 1 FROM assessment AS appealed "
    "WHERE appealed.id = OLD.assessment_id AND appealed.fixed_at IS NOT NULL)",
    saying=APPEAL_IS_ANSWERED,
)

_WAITS = (
    "EXISTS (SELECT 1 FROM appeal JOIN assessment AS appealed ON appealed.id = appeal.assessment_id WHERE "
    "appealed.project_id = NEW.project_id AND appealed.fixed_at IS NULL AND NOT EXISTS (SELECT 1 FROM assessment AS answer "
    "WHERE answer.answers_id = appealed.id AND answer.agreed_by IS NOT NULL))"
)
guard(
    "appeals_are_answered_insert",
    table="assessment",
    before="INSERT",
    when=f"NEW.answers_id IS NULL AND {_WAITS}",
    saying=ANSWER_THE_APPEAL,
)
guard(
    "appeals_are_answered_update",
    table="assessment",
    before="UPDATE",
    when=f"NEW.agreed_by IS NOT NULL AND OLD.agreed_by IS NULL AND NEW.answers_id IS NULL AND {_WAITS}",
    saying=ANSWER_THE_APPEAL,
)
guard(
    "others_answer_appeals_insert",
    table="assessment",
    before="INSERT",
    when="NEW.answers_id IS NOT NULL AND (NEW.rests_on IS NULL OR NOT EXISTS (SELECT 1 FROM appeal JOIN assessment AS "
    "appealed ON appealed.id = appeal.assessment_id WHERE appealed.id = NEW.answers_id AND appealed.project_id = "
    "NEW.project_id AND NEW.made_by <> appealed.made_by AND NEW.made_by <> COALESCE(appealed.agreed_by, 0)))",
    saying=OTHERS_ANSWER,
)
guard(
    "others_answer_appeals_update",
    table="assessment",
    before="UPDATE",
    when="EXISTS (SELECT 1 FROM assessment AS appealed WHERE appealed.id = NEW.answers_id "
    "AND NEW.agreed_by IN (appealed.made_by, appealed.agreed_by))",
    saying=OTHERS_ANSWER,
)
guard(
    "assessment_days_stay",
    table="assessment",
    before="UPDATE",
    when="COALESCE(NEW.answers_id, 0) <> COALESCE(OLD.answers_id, 0) OR ((OLD.rests_on IS NULL OR OLD.agreed_by IS NOT NULL) "
    "AND ((NEW.appeal_until IS NULL) <> (OLD.appeal_until IS NULL) OR NEW.appeal_until <> OLD.appeal_until "
    "OR (NEW.fix_until IS NULL) <> (OLD.fix_until IS NULL) OR NEW.fix_until <> OLD.fix_until))",
    saying=ASSESSMENTS_STAY,
)
