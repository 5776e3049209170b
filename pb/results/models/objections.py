"""Objections between the count and its signatures: a published time, who objects to what, and the answer of two people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.results.rules.objections import (
    ANSWER_IS_AGREED,
    LONGEST_NAME,
    LONGEST_PHONE,
    LONGEST_SUMMARY,
    NO_OBJECTIONS_NOW,
    NO_SUCH_OBJECTION,
    OBJECTIONS_FIRST,
    OBJECTIONS_STAY,
    TIME_STAYS,
    WAYS,
)
from pb.rounds.rules.sentences import DOES_NOT_ACT, NOT_ON_THE_LIST
from pb.rounds.rules.substitutes import does_not_act, not_listed


class ObjectionTime(Marked, db.Model):
    """Until when somebody can object to this count. Written with it; none where the round has no days for it. ``salt``: of the
    fingerprint that everybody can read meanwhile; it is published with the result.
    """

    round_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    closes_at: Mapped[datetime] = mapped_column(UTCTime)
    salt: Mapped[str] = mapped_column(String(32))

    __table_args__ = (ForeignKeyConstraint(["round_id", "version"], ["counting.round_id", "counting.version"]),)


class Objection(Marked, db.Model):
    """Somebody objects to how a vote was run. ``written_by``: who wrote it down for them; None where they did it themselves."""

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    way: Mapped[str] = mapped_column(String(10))
    came_at: Mapped[datetime] = mapped_column(UTCTime)
    written_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint(f"way IN {tuple(WAYS)}", name="way_is_known"),
        CheckConstraint("(way = 'form') = (written_by IS NULL)", name="staff_write_the_others"),
    )


class ObjectionWords(db.Model):
    """What somebody wrote, and who they are, where they said so. No foreign key leads here, nor from here; a timer deletes it
    (``pb.results.actions.objections.forget_objections``). What is published are the answers.
    """

    round_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    message: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    phone: Mapped[str] = mapped_column(String(LONGEST_PHONE), default="")


class ObjectionAnswer(Marked, db.Model):
    """What is answered, and what the objection is ``about`` in words without names: both are published with the result.
    ``upheld``: whether it was right. In force once ``agreed_at`` is set.
    """

    round_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    about: Mapped[str] = mapped_column(String(LONGEST_SUMMARY))
    answer: Mapped[str] = mapped_column(Text)
    upheld: Mapped[bool]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime] = mapped_column(UTCTime)
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UTCTime)

    __table_args__ = (
        ForeignKeyConstraint(["round_id", "number"], ["objection.round_id", "objection.number"]),
        CheckConstraint("agreed_by IS NULL OR agreed_by <> proposed_by", name="two_people_answer"),
        CheckConstraint("(agreed_by IS NULL) = (agreed_at IS NULL)", name="agreed_by_somebody"),
    )


for _table, _when, _saying in (
    ("objection_time", "1 = 1", TIME_STAYS),
    ("objection", "1 = 1", OBJECTIONS_STAY),
    ("objection_answer", "OLD.agreed_at IS NOT NULL", ANSWER_IS_AGREED),
):
    guard(f"{_table}_stays", table=_table, before="UPDATE", when=_when, saying=_saying)
    guard(f"{_table}_kept", table=_table, before="DELETE", when=_when, saying=_saying)
_TIME = "SELECT 1 FROM objection_time WHERE objection_time.round_id = NEW.round_id"
_SIGNED = (
    "EXISTS (SELECT 1 FROM signature WHERE signature.round_id = NEW.round_id AND signature.version = "
    "(SELECT max(counting.version) FROM counting WHERE counting.round_id = NEW.round_id))"
)
# What came by telephone or letter in time can be written down until somebody has signed.
guard(
    "objected_in_time",
    table="objection",
    before="INSERT",
    when=f"NOT EXISTS ({_TIME} AND (NEW.way <> 'form' OR objection_time.closes_at > NEW.came_at)) OR {_SIGNED}",
    saying=NO_OBJECTIONS_NOW,
)
guard(
    "words_are_of_an_objection",
    table="objection_words",
    before="INSERT",
    when="NOT EXISTS (SELECT 1 FROM objection WHERE objection.round_id = NEW.round_id AND objection.number = NEW.number)",
    saying=NO_SUCH_OBJECTION,
)
for _before in ("INSERT", "UPDATE"):
    guard(
        f"answered_by_a_member_{_before.lower()}",
        table="objection_answer",
        before=_before,
        when=f"NEW.agreed_by IS NOT NULL AND {not_listed('NEW.agreed_by')}",
        saying=NOT_ON_THE_LIST,
    )
    guard(
        f"who_acts_answers_{_before.lower()}",
        table="objection_answer",
        before=_before,
        when=f"NEW.agreed_by IS NOT NULL AND {does_not_act('NEW.agreed_by')}",
        saying=DOES_NOT_ACT,
    )
guard(
    "signed_after_the_objections",
    table="signature",
    before="INSERT",
    when="COALESCE((SELECT objection_days FROM round WHERE round.id = NEW.round_id), 0) > 0 AND (NOT EXISTS "
    f"({_TIME} AND objection_time.version = NEW.version AND objection_time.closes_at <= NEW.signed_at) OR EXISTS "
    "(SELECT 1 FROM objection WHERE objection.round_id = NEW.round_id AND NOT EXISTS (SELECT 1 FROM objection_answer WHERE "
    "objection_answer.round_id = objection.round_id AND objection_answer.number = objection.number AND "
    "objection_answer.agreed_at IS NOT NULL)))",
    saying=OBJECTIONS_FIRST,
)
