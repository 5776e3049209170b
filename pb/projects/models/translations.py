"""Ballot texts in other languages: as somebody wrote them before the freeze, and as they stand on the frozen ballot."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.projects.rules.sentences import (
    TEXTS_ARE_FROZEN,
    TRANSLATION_IS_CHECKED_AGAIN,
    TRANSLATION_IS_WHOLE,
    WRITERS_DO_NOT_CHECK,
)


class TextTranslation(Marked, db.Model):
    """What a ballot text says in another language. ``of_text``: the fingerprint of the English words it was made from
    (``pb.projects.rules.translations.english_fingerprint``); once those change it no longer goes on the ballot.
    """

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True, autoincrement=False)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text)
    picture_alt: Mapped[str] = mapped_column(String(200), default="")
    #: Who speaks the language and answers for these words; an account is not needed for that.
    speaker: Mapped[str] = mapped_column(String(120))
    of_text: Mapped[str] = mapped_column(String(64))
    #: The accounts of all who have saved words of it, the newest last, with a space between them: none of them checks it.
    writers: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime] = mapped_column(UTCTime)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UTCTime)

    __table_args__ = (
        CheckConstraint("approved_by IS NULL OR approved_by <> written_by", name="another_person_checks"),
        CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name="checked_by_somebody"),
        CheckConstraint("title <> '' AND body <> '' AND speaker <> ''", name="translation_is_whole"),
    )

    @property
    def written_by_any_of(self) -> set[int]:
        """The accounts of ``writers``."""
        return {int(each) for each in self.writers.split()}


class LineTranslation(Marked, db.Model):
    """A line of the frozen ballot in another language. Written once, at the freeze; its hash covers it."""

    round_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text)
    picture_alt: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (ForeignKeyConstraint(["round_id", "number"], ["ballot_line.round_id", "ballot_line.number"]),)


_FROZEN = (
    "EXISTS (SELECT 1 FROM project JOIN round ON round.id = project.round_id WHERE project.id = {row}.project_id "
    "AND round.frozen_at IS NOT NULL)"
)

for _before, _row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
    guard(
        f"translation_frozen_{_before.lower()}",
        table="text_translation",
        before=_before,
        when=_FROZEN.format(row=_row),
        saying=TEXTS_ARE_FROZEN,
    )
#: Whether an account is one of those who wrote in it: their numbers stand in one text.
_WROTE = "replace(' ' || NEW.writers || ' ', ' ' || NEW.{account} || ' ', '') <> ' ' || NEW.writers || ' '"

guard(
    "translators_do_not_check",
    table="text_translation",
    before="UPDATE",
    when="NEW.approved_by IS NOT NULL AND " + _WROTE.format(account="approved_by"),
    saying=WRITERS_DO_NOT_CHECK,
)
for _before in ("INSERT", "UPDATE"):
    guard(
        f"translators_are_named_{_before.lower()}",
        table="text_translation",
        before=_before,
        when=f"NOT ({_WROTE.format(account='written_by')})",
        saying=TRANSLATION_IS_WHOLE,
    )
guard(
    "translators_stay_named",
    table="text_translation",
    before="UPDATE",
    when="NEW.writers <> OLD.writers AND substr(NEW.writers, 1, length(OLD.writers) + 1) <> OLD.writers || ' '",
    saying=TRANSLATION_IS_WHOLE,
)
guard(
    "translation_begins_unchecked",
    table="text_translation",
    before="INSERT",
    when="NEW.approved_by IS NOT NULL",
    saying=TRANSLATION_IS_CHECKED_AGAIN,
)
guard(
    "translation_is_checked_again",
    table="text_translation",
    before="UPDATE",
    when="NEW.approved_by IS NOT NULL AND ("
    + " OR ".join(f"NEW.{_name} <> OLD.{_name}" for _name in ("title", "body", "picture_alt", "speaker", "of_text"))
    + ")",
    saying=TRANSLATION_IS_CHECKED_AGAIN,
)
guard(
    "line_translation_has_words",
    table="line_translation",
    before="INSERT",
    when="NEW.title = '' OR NEW.body = ''",
    saying=TRANSLATION_IS_WHOLE,
)
guard("line_translation_stays", table="line_translation", before="UPDATE", saying=TEXTS_ARE_FROZEN)
guard("line_translation_kept", table="line_translation", before="DELETE", saying=TEXTS_ARE_FROZEN)
guard(
    "line_translation_not_added",
    table="line_translation",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM round WHERE round.id = NEW.round_id AND round.frozen_at IS NOT NULL)",
    saying=TEXTS_ARE_FROZEN,
)
