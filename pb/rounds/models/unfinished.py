"""Sections of a round's settings that nobody has set yet, or that are half done."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import db
from pb.guards import guard
from pb.marked import Marked
from pb.rounds.models.rounds import FROZEN
from pb.rounds.rules.sentences import FINISH_THE_SETTINGS, RULES_ARE_FROZEN, SET_EVERYTHING_FIRST


class UnfinishedSection(Marked, db.Model):
    """A section that somebody still has to finish; none is there of a section that is done."""

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    #: Of ``pb.rounds.rules.sections.SECTIONS``.
    section: Mapped[str] = mapped_column(String(20), primary_key=True)
    #: Nobody has said anything in it: what stands in the round holds its place.
    never_set: Mapped[bool]
    #: What was typed and cannot be saved yet, as ``pb.unfinished`` writes it.
    typed: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (CheckConstraint("never_set OR typed IS NOT NULL", name="says_something"),)


guard(
    "settings_finished_before_the_freeze",
    table="round",
    before="UPDATE",
    when="OLD.frozen_at IS NULL AND NEW.frozen_at IS NOT NULL AND EXISTS (SELECT 1 FROM unfinished_section "
    "WHERE unfinished_section.round_id = NEW.id)",
    saying=FINISH_THE_SETTINGS,
)
guard(
    "settings_set_before_publishing",
    table="round",
    before="UPDATE",
    when="OLD.draft AND NOT NEW.draft AND EXISTS (SELECT 1 FROM unfinished_section WHERE unfinished_section.round_id = NEW.id "
    "AND unfinished_section.never_set)",
    saying=SET_EVERYTHING_FIRST,
)
guard(
    "unfinished_section_not_added",
    table="unfinished_section",
    before="INSERT",
    when=FROZEN.format(row="NEW"),
    saying=RULES_ARE_FROZEN,
)
