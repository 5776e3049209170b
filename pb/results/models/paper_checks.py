"""The papers are looked at again before a result is signed: what the check rests on, the dice, what was seen, what came of
it. Each row is of one count: a new count begins a new check. Nothing changes later.

What somebody saw on a paper is sealed under the round's desk key, as what was typed is, and can be read as long: until the
result is published. Then only the sums are left.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.counting import LEAST_DIGITS
from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.paper.rules import PaperReading, reading_from
from pb.results.models.offers import IS_OPEN_AGAIN
from pb.results.rules.paper_checks import FINAL, FINDINGS, CheckedCount
from pb.results.rules.sentences import CHECK_IS_OVER, DICE_ONLY_ONCE, PAPERS_NOT_CHECKED, TYPISTS_DO_NOT_LOOK
from pb.sealed import SEALED, NotSealedHere, unseal
from pb.words import lazy_gettext as _l


class PaperCheck(Marked, db.Model):
    """What a check rests on, fixed with the count and before the dice: see ``pb.results.rules.paper_checks``.

    ``entries_hash``: over every paper that was typed and what it counts as, with the desk key; empty where that cannot be
    read. ``drawn``: how many papers the dice draw at first; empty where all are looked at.
    """

    round_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    papers: Mapped[int]
    margin: Mapped[int | None]
    most: Mapped[int]
    papers_left_out: Mapped[int]
    drawn: Mapped[int | None]
    entries_hash: Mapped[str] = mapped_column(String(64))
    begun_at: Mapped[datetime] = mapped_column(UTCTime)

    __table_args__ = (
        ForeignKeyConstraint(["round_id", "version"], ["counting.round_id", "counting.version"]),
        CheckConstraint("papers > 0 AND most > 0 AND papers_left_out >= 0", name="there_are_papers"),
        CheckConstraint("drawn IS NULL OR drawn > 0", name="some_are_drawn"),
    )

    @property
    def count(self) -> CheckedCount:
        """As the rules want it."""
        return CheckedCount(self.papers, self.margin, self.most, self.papers_left_out)


def _of_a_check() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["round_id", "version"], ["paper_check.round_id", "paper_check.version"])


class DiceEntry(Marked, db.Model):
    """One person's typing of the dice that were rolled in public. The papers are drawn when two agree."""

    round_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    typed_by: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    digits: Mapped[str] = mapped_column(String(200))
    typed_at: Mapped[datetime] = mapped_column(UTCTime)

    __table_args__ = (_of_a_check(),)


class Dice(Marked, db.Model):
    """The dice of a check. With the papers in the order of their serials they say which are drawn."""

    round_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digits: Mapped[str] = mapped_column(String(200))
    typed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    also_typed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    rolled_at: Mapped[datetime] = mapped_column(UTCTime)

    __table_args__ = (
        _of_a_check(),
        CheckConstraint("typed_by <> also_typed_by", name="two_people_type_them"),
        CheckConstraint(f"length(digits) >= {LEAST_DIGITS}", name="at_least_20_rolls"),
    )


class Sighting(Marked, db.Model):
    """What one person saw on one paper, who neither typed it nor ruled on it. A paper is looked at when two people saw the same; else each
    of them looks once more (``turn`` 2), and then somebody else.
    """

    round_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True)
    seen_by: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed: Mapped[str] = mapped_column(String(SEALED))
    seen_at: Mapped[datetime] = mapped_column(UTCTime)

    #: Seen one by one, without a line of the record.
    outside_acts = True

    __table_args__ = (_of_a_check(), CheckConstraint("sealed <> ''", name="sight_is_sealed"))

    @property
    def reading(self) -> PaperReading | None:
        """What they saw; None where it cannot be read any more, so that they look again."""
        try:
            return reading_from(unseal(self.round_id, self.sealed))
        except NotSealedHere:
            return None


class CheckStage(Marked, db.Model):
    """What came of the papers that were looked at so far. After "more" and "all" there is another stage.

    ``looked``, ``differ``, ``one_vote``, ``two_votes``: see ``pb.results.rules.paper_checks.Seen``; ``more``: how many are drawn
    besides; ``otherwise``: on how many papers somebody saw something else than two saw alike in the end; ``again``: how many looks it
    took besides two for each paper (both empty: an older version did not count them).
    """

    round_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    looked: Mapped[int]
    differ: Mapped[int]
    one_vote: Mapped[int]
    two_votes: Mapped[int]
    finding: Mapped[str] = mapped_column(String(12))
    more: Mapped[int]
    otherwise: Mapped[int | None]
    again: Mapped[int | None]
    concluded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    concluded_at: Mapped[datetime] = mapped_column(UTCTime)

    __table_args__ = (
        _of_a_check(),
        CheckConstraint(f"finding IN {FINDINGS}", name="finding_is_known"),
        CheckConstraint("(finding = 'more') = (more > 0)", name="more_are_drawn"),
        CheckConstraint("otherwise IS NULL OR otherwise >= 0", name="otherwise_is_a_number"),
        CheckConstraint("again IS NULL OR again >= 0", name="again_is_a_number"),
    )


_SAME = "{table}.round_id = NEW.round_id AND {table}.version = NEW.version"
_OVER = f"SELECT 1 FROM check_stage WHERE {_SAME.format(table='check_stage')} AND finding IN {FINAL}"
_DONE = _l("This part of the check of the papers cannot be changed.")

for _table, _saying in (("paper_check", _DONE), ("dice", DICE_ONLY_ONCE), ("sighting", _DONE), ("check_stage", _DONE)):
    guard(f"{_table}_stays", table=_table, before="UPDATE", saying=_saying)
    guard(f"{_table}_kept", table=_table, before="DELETE", saying=_saying)
guard("dice_entry_stays", table="dice_entry", before="UPDATE", saying=DICE_ONLY_ONCE)
guard(
    "dice_entry_before_the_dice",
    table="dice_entry",
    before="INSERT",
    when=f"EXISTS (SELECT 1 FROM dice WHERE {_SAME.format(table='dice')})",
    saying=DICE_ONLY_ONCE,
)
guard(
    "dice_typed_by_two",
    table="dice",
    before="INSERT",
    when=f"(SELECT count(*) FROM dice_entry WHERE {_SAME.format(table='dice_entry')} AND dice_entry.digits = NEW.digits "
    "AND dice_entry.typed_by IN (NEW.typed_by, NEW.also_typed_by)) <> 2",
    saying=_l("Two different people must enter the same dice."),
)
guard(
    "who_typed_a_paper_does_not_look",
    table="sighting",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM entry JOIN bundle ON bundle.id = entry.bundle_id WHERE entry.paper_id = NEW.paper_id "
    "AND (entry.typed_by = NEW.seen_by OR EXISTS (SELECT 1 FROM team_member WHERE team_member.session_id = "
    "bundle.session_id AND team_member.account_id = NEW.seen_by)))",
    saying=TYPISTS_DO_NOT_LOOK,
)
guard(
    "who_ruled_on_a_paper_does_not_look",
    table="sighting",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM ruling WHERE ruling.paper_id = NEW.paper_id AND NEW.seen_by IN (ruling.proposed_by, "
    "ruling.agreed_by))",
    saying=TYPISTS_DO_NOT_LOOK,
)
for _table in ("sighting", "check_stage"):
    guard(f"{_table}_before_the_end", table=_table, before="INSERT", when=f"EXISTS ({_OVER})", saying=CHECK_IS_OVER)
guard(
    "signed_when_papers_are_checked",
    table="signature",
    before="INSERT",
    when="(SELECT papers_checked FROM round WHERE round.id = NEW.round_id) AND EXISTS (SELECT 1 FROM entry JOIN bundle "
    "ON bundle.id = entry.bundle_id WHERE bundle.round_id = NEW.round_id AND bundle.cast_at IS NOT NULL) "
    # what was typed can no longer be read when a published result is corrected
    f"AND NOT EXISTS ({_OVER}) AND NOT {IS_OPEN_AGAIN.format(round_id='NEW.round_id')}",
    saying=PAPERS_NOT_CHECKED,
)
