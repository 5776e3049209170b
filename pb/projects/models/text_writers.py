"""Whose words stand in a ballot text: none of them checks it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import db
from pb.guards import guard
from pb.marked import Marked
from pb.projects.rules.sentences import WRITERS_DO_NOT_CHECK


class TextWriter(Marked, db.Model):
    """Somebody wrote part of the ballot text as it stands, or chose its picture or sound. ``places``: which words of
    ``pb.projects.rules.text_writers.words_of`` are theirs, by number. Texts that are older than this table have none.
    """

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    places: Mapped[str] = mapped_column(Text)

    @property
    def numbers(self) -> list[int]:
        """The same as numbers."""
        return [int(each) for each in self.places.split()]


guard(
    "writers_do_not_approve",
    table="ballot_text",
    before="UPDATE",
    when="NEW.approved_by IS NOT NULL AND EXISTS (SELECT 1 FROM text_writer WHERE "
    "text_writer.project_id = NEW.project_id AND text_writer.account_id = NEW.approved_by)",
    saying=WRITERS_DO_NOT_CHECK,
)
guard(
    "writers_stay_with_what_is_approved",
    table="text_writer",
    before="DELETE",
    when="EXISTS (SELECT 1 FROM ballot_text WHERE ballot_text.project_id = OLD.project_id AND "
    "ballot_text.approved_by IS NOT NULL)",
    saying=WRITERS_DO_NOT_CHECK,
)
