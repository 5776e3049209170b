"""Cards that were made together, and where they are: stacks that went out to a place, and what came back."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, and_
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import db
from pb.guards import guard
from pb.marked import Marked
from pb.voting.rules.sentences import CARD_WORKS, CARDS_STAY, NOT_RELEASED_YET
from pb.words import lazy_gettext as _l


class CardPack(Marked, db.Model):
    """Cards that were made together, by number. One person makes them; another counts the printed pack and releases it,
    and only then do their codes work. ``replaces``: the number of the lost card for which the one card stands. The lost
    card works until the release, which ends it.

    Cards from before there were packs need nobody's release.
    """

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    first: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
    replaces: Mapped[int | None]
    #: Nobody when the command line made them.
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    released_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint("first <= last", name="pack_has_cards"),
        CheckConstraint("released_by <> made_by", name="another_person_releases"),
    )


class CardStack(Marked, db.Model):
    """The cards ``first`` to ``last`` went out to one place, to be handed out there.

    Afterwards one person counts: how many were ``handed_out``, how many ``came_back`` (``back_numbers``: which, as
    "41-48, 50"), and how many of the stack were ``cancelled`` at that moment. Where the three are not all of the stack,
    there is a ``reason``. Another person counts what came back too; from then on its codes are closed.
    """

    marked_as = {"also_counted_by": "confirmed_by"}

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    first: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
    place: Mapped[str] = mapped_column(String(80))
    handed_out: Mapped[int | None]
    came_back: Mapped[int | None]
    cancelled: Mapped[int | None]
    back_numbers: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    counted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    also_counted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint("first <= last", name="stack_has_cards"),
        CheckConstraint("handed_out >= 0 AND came_back >= 0 AND cancelled >= 0", name="counts_are_counts"),
        CheckConstraint(
            "(counted_by IS NULL) = (handed_out IS NULL) AND (counted_by IS NULL) = (came_back IS NULL) "
            "AND (counted_by IS NULL) = (cancelled IS NULL)",
            name="counted_whole",
        ),
        CheckConstraint("also_counted_by <> counted_by", name="two_people_count"),
        CheckConstraint("also_counted_by IS NULL OR counted_by IS NOT NULL", name="counted_first"),
        CheckConstraint(
            "counted_by IS NULL OR reason <> '' OR handed_out + came_back + cancelled = last - first + 1",
            name="a_difference_has_a_reason",
        ),
    )


CARDS_ARE_ACCOUNTED_FOR = _l("Two people have already accounted for these cards.")
ARE_ELSEWHERE = _l("Some of these cards have already gone out to another place.")

#: A new card in place of a lost one has been released.
RELEASED_INSTEAD = and_(CardPack.replaces.is_not(None), CardPack.released_by.is_not(None))
# Of the cards that are made in place of one, only one is ever released.
Index(
    "uq_replaced_once",
    CardPack.round_id,
    CardPack.replaces,
    unique=True,
    sqlite_where=RELEASED_INSTEAD,
    postgresql_where=RELEASED_INSTEAD,
)

_UNRELEASED = (
    "EXISTS (SELECT 1 FROM card_pack WHERE card_pack.round_id = NEW.round_id AND NEW.card_number BETWEEN card_pack.first "
    "AND card_pack.last AND card_pack.released_by IS NULL)"
)
_LOST = (
    "EXISTS (SELECT 1 FROM card_pack JOIN voting_right AS lost ON lost.round_id = card_pack.round_id AND "
    "lost.card_number = card_pack.replaces WHERE card_pack.round_id = NEW.round_id AND card_pack.first = {card} "
    "AND (lost.status IS NULL OR lost.status <> 'void'){more})"
)

guard(
    "cards_are_released_first",
    table="voting_right",
    before="UPDATE",
    # A card in place of a lost one gives a vote only where the lost one was cancelled, which is for good: so never both.
    when="NEW.kind = 'code' AND NEW.status IN ('cast', 'exchanged') AND OLD.status IS NULL AND ("
    + _UNRELEASED
    + " OR "
    + _LOST.format(card="NEW.card_number", more="")
    + ")",
    saying=NOT_RELEASED_YET,
)
guard(
    "working_card_ends_by_two",
    table="voting_right",
    before="UPDATE",
    when="NEW.kind = 'code' AND NEW.status = 'void' AND OLD.status IS NULL AND NOT "
    + _UNRELEASED
    + " AND NOT EXISTS (SELECT 1 FROM card_pack WHERE card_pack.round_id = NEW.round_id AND card_pack.replaces = "
    "NEW.card_number AND card_pack.released_by IS NOT NULL)",
    saying=CARD_WORKS,
)
guard(
    "replacement_is_not_replaced",
    table="card_pack",
    before="INSERT",
    when="NEW.replaces IS NOT NULL AND " + _LOST.format(card="NEW.replaces", more=" AND card_pack.released_by IS NULL"),
    saying=_l("This card is waiting to replace another one. Withdraw it first."),
)
guard(
    "card_pack_kept",
    table="card_pack",
    before="DELETE",
    saying=CARDS_STAY,
)
guard(
    "card_pack_stays",
    table="card_pack",
    before="UPDATE",
    when="OLD.released_by IS NOT NULL OR NEW.first <> OLD.first OR NEW.last <> OLD.last "
    "OR COALESCE(NEW.replaces, 0) <> COALESCE(OLD.replaces, 0)",
    saying=CARDS_STAY,
)
guard(
    "card_in_one_stack",
    table="card_stack",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM card_stack AS other WHERE other.round_id = NEW.round_id AND other.first <= NEW.last "
    "AND other.last >= NEW.first)",
    saying=ARE_ELSEWHERE,
)
guard(
    "card_stack_stays",
    table="card_stack",
    before="UPDATE",
    when="OLD.also_counted_by IS NOT NULL OR NEW.first <> OLD.first OR NEW.last <> OLD.last",
    saying=CARDS_ARE_ACCOUNTED_FOR,
)
guard(
    "counted_cards_are_kept",
    table="card_stack",
    before="DELETE",
    when="OLD.counted_by IS NOT NULL",
    saying=_l("These cards have been counted, so the place where they are cannot be taken off the list."),
)
