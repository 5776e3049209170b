"""Decisions on applications: where a round asks for two people, one proposes and another agrees."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.projects.rules.sentences import ASSESSMENTS_STAY, MEMBERS_ASSESS, TWO_ASSESS, TWO_GO_ON_ASSESSING
from pb.rounds.models import Criterion
from pb.words import Sentence
from pb.words import lazy_gettext as _l

if TYPE_CHECKING:
    from pb.projects.models.appeals import Appeal
    from pb.projects.models.projects import Project


class Assessment(Marked, db.Model):
    """What the steering group said of an application, in a sentence the group can read. The newest decided one is
    in force.

    ``outcome``: "eligible", "not_eligible", or "fix" (the group is asked to change something and sends it again). Where
    the round asks for two people it is a proposal until another member has agreed.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(20))
    #: To the group, in plain words.
    reason: Mapped[str] = mapped_column(Text)
    #: Positions of the round's criteria that are not met, as "1,3"; empty when all are.
    unmet: Mapped[str] = mapped_column(String(60), default="")
    #: The words of those criteria as they stood then, a line each; None in decisions that are older than this column.
    unmet_questions: Mapped[str | None] = mapped_column(Text)
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UTCTime)
    #: When the group sent the changed application, in answer to "fix".
    fixed_at: Mapped[datetime | None] = mapped_column(UTCTime)
    #: Of a decision that takes two: the fingerprint of what its proposer read. None where one person decided.
    rests_on: Mapped[str | None] = mapped_column(String(20))
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UTCTime)
    #: Who ended the proposal: another member, who proposed something else, or its maker, who withdrew it or made it anew.
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UTCTime)

    #: Of the answer to an appeal: the decision against which the group appealed.
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("assessment.id"))
    #: Until when the group can appeal, and by when it must have changed what it was asked to: as it was told when this was
    #: decided, whatever the settings say later. None: not at all; until the freeze. The answer to an appeal has days where
    #: staff had written that appeal down: what others did in a group's name does not use up its own appeal.
    appeal_until: Mapped[datetime | None] = mapped_column(UTCTime)
    fix_until: Mapped[datetime | None] = mapped_column(UTCTime)

    marked_as = {
        "reason": "words",
        "fixed_at": "mended_at",
        "fix_until": "mend_by",
        "ended_by": "refused_by",
        "ended_at": "refused_at",
    }

    project: Mapped[Project] = relationship(back_populates="all_assessments")
    appeal: Mapped[Appeal | None] = relationship(back_populates="assessment", lazy="selectin")

    __table_args__ = (
        CheckConstraint("outcome IN ('eligible', 'not_eligible', 'fix')", name="outcome_is_known"),
        CheckConstraint("fixed_at IS NULL OR outcome = 'fix'", name="only_a_fix_is_fixed"),
        CheckConstraint("outcome <> 'eligible' OR unmet = ''", name="eligible_meets_all"),
        CheckConstraint("agreed_by <> made_by", name="two_assess"),
        CheckConstraint("(agreed_by IS NULL) = (agreed_at IS NULL)", name="agreed_by_somebody"),
        CheckConstraint("(ended_by IS NULL) = (ended_at IS NULL)", name="ended_by_somebody"),
        CheckConstraint("agreed_by IS NULL OR ended_by IS NULL", name="agreed_or_ended"),
        CheckConstraint("rests_on IS NOT NULL OR (agreed_by IS NULL AND ended_by IS NULL)", name="proposals_rest"),
        CheckConstraint("fixed_at IS NULL OR rests_on IS NULL OR agreed_by IS NOT NULL", name="what_counts_is_fixed"),
    )

    @property
    def is_decided(self) -> bool:
        """Whether this is decided, and not only proposed. The newest that is decided is in force."""
        return self.rests_on is None or self.agreed_by is not None

    @property
    def decided_at(self) -> datetime:
        """When it was decided; of a proposal when it was made."""
        return self.agreed_at or self.made_at

    @property
    def waits(self) -> bool:
        """Whether this waits for a second member."""
        return not self.is_decided and self.ended_by is None

    @property
    def was_replaced(self) -> bool:
        """Whether this proposal ended because another took its place, by somebody else or in the same act; otherwise it
        was withdrawn.
        """
        others = self.project.all_assessments
        return self.ended_by != self.made_by or any(each.made_at == self.ended_at for each in others)

    def not_met(self, now: Iterable[Criterion]) -> list[str]:
        """The criteria that are not met, in the words that were decided on. ``now``: those of the round, by whose
        positions an older decision is read.
        """
        if self.unmet_questions is not None:
            return self.unmet_questions.splitlines()
        positions = self.unmet.split(",")
        return [each.question for each in now if str(each.position) in positions]

    @property
    def to_the_group(self) -> Sentence | str:
        """What the group reads: what was written to it, or good news when nothing was."""
        return self.reason or _l("Your application meets all the rules. Your project will be on the ballot.")


#: A decision that waits for a second member.
PROPOSED = Assessment.rests_on.is_not(None) & Assessment.agreed_by.is_(None) & Assessment.ended_by.is_(None)
Index(
    "uq_proposed_assessment",
    Assessment.project_id,
    unique=True,
    sqlite_where=PROPOSED,
    postgresql_where=PROPOSED,
)

_ASKS_FOR_TWO = (
    "EXISTS (SELECT 1 FROM project JOIN round ON round.id = project.round_id WHERE project.id = NEW.project_id "
    "AND round.assessed_by_two)"
)
_MEMBER = (
    "EXISTS (SELECT 1 FROM appointment JOIN account ON account.id = appointment.account_id WHERE account.closed_at IS NULL "
    "AND appointment.account_id = {person} AND appointment.role = 'steering')"
)

guard(
    "assessment_takes_two",
    table="assessment",
    before="INSERT",
    when=f"NEW.agreed_by IS NOT NULL OR NEW.ended_by IS NOT NULL OR (NEW.rests_on IS NULL AND {_ASKS_FOR_TWO})",
    saying=TWO_ASSESS,
)
guard(
    "members_agree_to_assessments",
    table="assessment",
    before="UPDATE",
    when="NEW.agreed_by IS NOT NULL AND OLD.agreed_by IS NULL AND NOT "
    f"({_MEMBER.format(person='NEW.made_by')} AND {_MEMBER.format(person='NEW.agreed_by')})",
    saying=MEMBERS_ASSESS,
)
guard(
    "assessment_stays",
    table="assessment",
    before="UPDATE",
    when="OLD.ended_by IS NOT NULL OR NEW.project_id <> OLD.project_id OR NEW.outcome <> OLD.outcome "
    "OR NEW.reason <> OLD.reason OR NEW.unmet <> OLD.unmet OR NEW.made_by <> OLD.made_by OR NEW.made_at <> OLD.made_at "
    "OR COALESCE(NEW.unmet_questions, '') <> COALESCE(OLD.unmet_questions, '') "
    "OR COALESCE(NEW.rests_on, '') <> COALESCE(OLD.rests_on, '') OR (OLD.agreed_by IS NOT NULL AND "
    "(NEW.agreed_by IS NULL OR NEW.agreed_by <> OLD.agreed_by OR NEW.agreed_at <> OLD.agreed_at))",
    saying=ASSESSMENTS_STAY,
)
guard("assessment_kept", table="assessment", before="DELETE", saying=ASSESSMENTS_STAY)
guard(
    "two_go_on_assessing",
    table="round",
    before="UPDATE",
    when="OLD.assessed_by_two AND (NEW.assessed_by_two IS NULL OR NOT NEW.assessed_by_two) AND EXISTS (SELECT 1 FROM "
    "assessment JOIN project ON project.id = assessment.project_id WHERE project.round_id = NEW.id)",
    saying=TWO_GO_ON_ASSESSING,
)
