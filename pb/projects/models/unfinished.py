"""Pages of an application that are half done, as they were typed."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import db
from pb.guards import guard
from pb.marked import Marked
from pb.projects.rules.sentences import FINISH_EACH_PAGE


class UnfinishedPage(Marked, db.Model):
    """A page that cannot be saved yet as it stands: an amount without its words, half an email address. What was right
    on it is saved with the application.
    """

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    step: Mapped[str] = mapped_column(String(20), primary_key=True)
    #: Names and values of its fields, as ``pb.unfinished`` writes them.
    typed: Mapped[str] = mapped_column(Text)


guard(
    "pages_finished_before_sending",
    table="project",
    before="UPDATE",
    when="OLD.sent_at IS NULL AND NEW.sent_at IS NOT NULL AND EXISTS (SELECT 1 FROM unfinished_page "
    "WHERE unfinished_page.project_id = NEW.id)",
    saying=FINISH_EACH_PAGE,
)
