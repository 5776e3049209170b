"""A typing error on the frozen ballot, put right by two people before anybody has begun to vote."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.projects.rules.sentences import CORRECTION_STANDS, NOT_ON_THIS_BALLOT
from pb.rounds.rules.sentences import DOES_NOT_ACT, NOT_ON_THE_LIST
from pb.rounds.rules.substitutes import does_not_act, not_listed


class TextCorrection(Marked, db.Model):
    """What voters read of one project, in other words than were frozen: title, text and the words of the picture, and
    whether its recording stays (``sound_id``). Never its number, cost, least amount or pot.

    It lies over the frozen line and over the corrections before it. In force once ``agreed_at`` is set; the ballot's
    fingerprint was ``old_hash`` until then and is ``new_hash`` from then on. Old and new wording are public.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    old_title: Mapped[str] = mapped_column(String(200))
    old_body: Mapped[str] = mapped_column(Text)
    old_picture_alt: Mapped[str] = mapped_column(String(200))
    old_sound_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    picture_alt: Mapped[str] = mapped_column(String(200))
    sound_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"))
    reason: Mapped[str] = mapped_column(Text)
    old_hash: Mapped[str | None] = mapped_column(String(64))
    new_hash: Mapped[str | None] = mapped_column(String(64))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime] = mapped_column(UTCTime)
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UTCTime)

    __table_args__ = (
        CheckConstraint("agreed_by <> proposed_by", name="two_people_correct"),
        CheckConstraint("(agreed_by IS NULL) = (agreed_at IS NULL)", name="agreed_by_somebody"),
        CheckConstraint("(agreed_by IS NULL) = (old_hash IS NULL)", name="old_hash_is_kept"),
        CheckConstraint("(agreed_by IS NULL) = (new_hash IS NULL)", name="hash_is_made_anew"),
        CheckConstraint("reason <> ''", name="corrected_for_a_reason"),
        CheckConstraint("sound_id IS NULL OR sound_id = old_sound_id", name="no_other_sound"),
        CheckConstraint(
            "title <> old_title OR body <> old_body OR picture_alt <> old_picture_alt", name="something_is_corrected"
        ),
    )

    @property
    def wording(self) -> tuple[str, str, str]:
        """The words that it puts on the ballot."""
        return self.title, self.body, self.picture_alt


#: A correction that waits for a second person.
WAITS = TextCorrection.agreed_by.is_(None)
Index(
    "uq_waiting_correction",
    TextCorrection.project_id,
    unique=True,
    sqlite_where=WAITS,
    postgresql_where=WAITS,
)

_SAME = " OR ".join(
    f"NEW.{name} <> OLD.{name}"
    for name in (
        *("round_id", "project_id", "title", "body", "picture_alt", "old_title", "old_body", "old_picture_alt"),
        *("reason", "proposed_by", "proposed_at"),
    )
)

guard(
    "corrected_on_this_ballot",
    table="text_correction",
    before="INSERT",
    when="NEW.agreed_by IS NOT NULL OR NOT EXISTS (SELECT 1 FROM ballot_line JOIN round ON round.id = ballot_line.round_id "
    "WHERE ballot_line.round_id = NEW.round_id AND ballot_line.project_id = NEW.project_id AND round.frozen_at IS NOT NULL "
    "AND round.source = 'people')",
    saying=NOT_ON_THIS_BALLOT,
)
guard(
    "correction_stands",
    table="text_correction",
    before="UPDATE",
    when=f"OLD.agreed_at IS NOT NULL OR {_SAME} OR COALESCE(NEW.sound_id, 0) <> COALESCE(OLD.sound_id, 0) "
    "OR COALESCE(NEW.old_sound_id, 0) <> COALESCE(OLD.old_sound_id, 0)",
    saying=CORRECTION_STANDS,
)
guard(
    "correction_kept",
    table="text_correction",
    before="DELETE",
    when="OLD.agreed_at IS NOT NULL",
    saying=CORRECTION_STANDS,
)
guard(
    "members_agree_to_corrections",
    table="text_correction",
    before="UPDATE",
    when=f"NEW.agreed_by IS NOT NULL AND {not_listed('NEW.agreed_by')}",
    saying=NOT_ON_THE_LIST,
)
guard(
    "who_acts_agrees_to_corrections",
    table="text_correction",
    before="UPDATE",
    when=f"NEW.agreed_by IS NOT NULL AND {does_not_act('NEW.agreed_by')}",
    saying=DOES_NOT_ACT,
)
