"""From an application to a numbered line on the ballot."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.people.models import Interest, InterestRelease
from pb.projects.rules.sentences import ONLY_ITS_GROUP_BRINGS_BACK, TEXTS_ARE_FROZEN
from pb.rounds.models import Decision
from pb.rounds.models.decisions import ABANDONED_HERE
from pb.rounds.models.rounds import FROZEN
from pb.rounds.rules.sentences import PUBLISH_FIRST, ROUND_IS_ABANDONED, RULE_CHANGES_STAY
from pb.words import lazy_gettext as _l

if TYPE_CHECKING:
    from pb.projects.models.appeals import Appeal
    from pb.projects.models.assessments import Assessment
    from pb.projects.models.text_answers import TextAnswer
    from pb.projects.models.unfinished import UnfinishedPage


class Project(Marked, db.Model):
    """A group's application: what it asks for, what it costs, whom it helps. Money in pence.

    Before it is sent in, every field may still be empty. Contact details are for staff only and are never published.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    pot_id: Mapped[int | None] = mapped_column(ForeignKey("pot.id"))
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))

    group_name: Mapped[str] = mapped_column(String(120), default="")
    title: Mapped[str] = mapped_column(String(120), default="")
    what: Mapped[str] = mapped_column(Text, default="")
    whom: Mapped[str] = mapped_column(Text, default="")
    least_pence: Mapped[int | None]
    contact_name: Mapped[str] = mapped_column(String(100), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    contact_email: Mapped[str] = mapped_column(String(200), default="")
    contact_address: Mapped[str] = mapped_column(Text, default="")
    helper: Mapped[str] = mapped_column(String(200), default="")

    #: "online", "paper", "telephone" or "file"; the last three are typed in by staff or a program.
    came_by: Mapped[str] = mapped_column(String(10), default="online")
    typed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    resume_code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    begun_at: Mapped[datetime] = mapped_column(UTCTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCTime)

    cost_lines: Mapped[list[CostLine]] = relationship(
        order_by="CostLine.position", cascade="all, delete-orphan", lazy="selectin"
    )
    #: Pages that are half done, as they were typed.
    unfinished: Mapped[list[UnfinishedPage]] = relationship(cascade="all, delete-orphan")
    #: All that members said of it; ask ``assessments`` for what counts and ``proposal`` for what waits.
    all_assessments: Mapped[list[Assessment]] = relationship(back_populates="project", order_by="Assessment.id")
    ballot_text: Mapped[BallotText | None] = relationship(back_populates="project")
    text_answers: Mapped[list[TextAnswer]] = relationship(order_by="TextAnswer.id")
    line: Mapped[BallotLine | None] = relationship(back_populates="project")

    __table_args__ = (
        CheckConstraint("came_by IN ('online', 'paper', 'telephone', 'file')", name="came_by_is_known"),
        CheckConstraint("least_pence IS NULL OR least_pence > 0", name="least_is_money"),
    )

    @property
    def cost_pence(self) -> int:
        """What the group asks for: the sum of its cost lines."""
        return sum(line.pence for line in self.cost_lines)

    @property
    def assessments(self) -> list[Assessment]:
        """The decisions that were made, the newest last; nothing that still waits for a second member."""
        return [each for each in self.all_assessments if each.is_decided]

    @property
    def proposal(self) -> Assessment | None:
        """The decision that waits for a second member."""
        return next((each for each in self.all_assessments if each.waits), None)

    @property
    def open_appeal(self) -> Appeal | None:
        """The appeal that waits for its answer: against the newest decision, until the group has done what that asks."""
        newest = next((each for each in reversed(self.all_assessments) if each.is_decided), None)
        return newest.appeal if newest and newest.fixed_at is None and self.withdrawn_at is None else None


class CostLine(Marked, db.Model):
    """One thing the money is for."""

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    position: Mapped[int]
    what: Mapped[str] = mapped_column(String(200))
    pence: Mapped[int]

    __table_args__ = (UniqueConstraint("project_id", "position"), CheckConstraint("pence > 0", name="cost_is_money"))


class Media(Marked, db.Model):
    """A picture or a sound, re-encoded by us, kept in the database so that one backup holds everything."""

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    media_type: Mapped[str] = mapped_column(String(40))
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    width: Mapped[int | None]
    height: Mapped[int | None]
    #: WebP, and small: None of a picture that is older, and of a sound.
    webp: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    small_webp: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    copies_sha256: Mapped[str | None] = mapped_column(String(64))
    #: Their hashes are marked, so no page loads a sound to check it.
    unmarked = frozenset({"data", "webp", "small_webp"})


class BallotText(Marked, db.Model):
    """The uniform, anonymised wording by which a project is shown to every voter. A second person approves it."""

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text)
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"))
    picture_alt: Mapped[str] = mapped_column(String(200), default="")
    sound_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"))
    written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime] = mapped_column(UTCTime)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UTCTime)
    #: From when on a group that has said nothing agrees, as it was told when the text was approved. None: it never does.
    silence_until: Mapped[datetime | None] = mapped_column(UTCTime)

    marked_as = {"body": "words"}

    project: Mapped[Project] = relationship(back_populates="ballot_text")

    __table_args__ = (
        CheckConstraint("approved_by IS NULL OR approved_by <> written_by", name="another_person_approves"),
        CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name="approved_by_somebody"),
        CheckConstraint("picture_id IS NULL OR picture_alt <> ''", name="picture_has_alt"),
    )


class BallotLine(Marked, db.Model):
    """A project on the frozen ballot: what voters see and what is counted. Written once, at the freeze.

    ``number`` is the same everywhere: screen, paper, result. Amounts in pence.
    """

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), unique=True)
    pot_id: Mapped[int] = mapped_column(ForeignKey("pot.id"))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"))
    picture_alt: Mapped[str] = mapped_column(String(200), default="")
    sound_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"))
    cost_pence: Mapped[int]
    least_pence: Mapped[int | None]

    marked_as = {"body": "words"}

    project: Mapped[Project] = relationship(back_populates="line", lazy="joined")

    __table_args__ = (
        CheckConstraint("number >= 1", name="numbers_start_at_one"),
        CheckConstraint("cost_pence > 0", name="cost_is_money"),
        CheckConstraint("least_pence IS NULL OR (least_pence > 0 AND least_pence <= cost_pence)", name="least_is_less"),
    )


_FROZEN = (
    "EXISTS (SELECT 1 FROM ballot_line JOIN round ON round.id = ballot_line.round_id "
    "WHERE ballot_line.project_id = {row}.project_id AND round.frozen_at IS NOT NULL)"
)

guard("ballot_line_stays", table="ballot_line", before="UPDATE", saying=TEXTS_ARE_FROZEN)
guard("ballot_line_kept", table="ballot_line", before="DELETE", saying=TEXTS_ARE_FROZEN)
guard(
    "ballot_line_not_added",
    table="ballot_line",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM round WHERE round.id = NEW.round_id AND round.frozen_at IS NOT NULL AND round.source = 'people')",
    saying=TEXTS_ARE_FROZEN,
)
guard(
    "ballot_text_frozen", table="ballot_text", before="UPDATE", when=_FROZEN.format(row="OLD"), saying=TEXTS_ARE_FROZEN
)
guard("ballot_text_kept", table="ballot_text", before="DELETE", when=_FROZEN.format(row="OLD"), saying=TEXTS_ARE_FROZEN)
guard(
    "withdrawn_from_this_ballot",
    table="decision",
    before="INSERT",
    when="NEW.kind = 'withdraw' AND NOT EXISTS (SELECT 1 FROM ballot_line WHERE ballot_line.round_id = NEW.round_id "
    "AND ballot_line.project_id = NEW.project_id)",
    saying=_l("This project is not on the ballot for this round."),
)

guard(
    "withdrawn_by_its_group",
    table="project",
    before="UPDATE",
    when="OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS NULL AND (OLD.came_by <> 'online' OR "
    f"{FROZEN.format(row='OLD')})",
    saying=ONLY_ITS_GROUP_BRINGS_BACK,
)
guard(
    "pot_with_applications_keeps_its_name",
    table="pot",
    before="UPDATE",
    when="lower(OLD.name) <> lower(NEW.name) AND EXISTS (SELECT 1 FROM project WHERE project.pot_id = OLD.id "
    "AND project.sent_at IS NOT NULL)",
    saying=_l("Groups have already applied to one of these pots, so keep its name."),
)
guard(
    "no_application_once_abandoned",
    table="project",
    before="INSERT",
    when=ABANDONED_HERE,
    saying=ROUND_IS_ABANDONED,
)
guard(
    "no_application_to_a_draft",
    table="project",
    before="INSERT",
    when="NEW.carried_from_id IS NULL AND EXISTS (SELECT 1 FROM round WHERE round.id = NEW.round_id AND round.draft)",
    saying=PUBLISH_FIRST,
)
guard(
    "rule_change_kept",
    table="rule_change",
    before="DELETE",
    when="EXISTS (SELECT 1 FROM project WHERE project.round_id = OLD.round_id)",
    saying=RULE_CHANGES_STAY,
)

# ``people`` keeps what was declared, and ``rounds`` what was decided; neither knows projects.
Interest.__table__.append_constraint(ForeignKeyConstraint(["project_id"], ["project.id"]))
InterestRelease.__table__.append_constraint(ForeignKeyConstraint(["project_id"], ["project.id"]))
Decision.__table__.append_constraint(ForeignKeyConstraint(["project_id"], ["project.id"]))
