"""The opened ballot box: the opening itself, what was set aside, the key's copies, ballots, choices and receipts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.rounds.models.decisions import ABANDONED_HERE
from pb.rounds.rules.sentences import NOT_ON_THE_LIST, ROUND_IS_ABANDONED
from pb.rounds.rules.substitutes import does_not_act, not_listed
from pb.venues.rules.sentences import ACCOUNT_STAYS
from pb.voting.rules.envelopes import REASONS
from pb.voting.rules.sentences import BALLOTS_STAY, COPIES_ARE_DESTROYED, OPENED_ONCE, SET_ASIDE_STAYS
from pb.words import lazy_gettext as _l


class BoxOpening(Marked, db.Model):
    """The ballot box of a round was opened: no more votes can be added.

    ``ballots_hash`` is read and written down before the lot is drawn, so it is taken with ``ballots_salt``: else the ballots of a
    small vote could be found by trying. The salt is published with the ballots; where unusual ones are withheld, nobody but those
    who count again has it. Older rounds have none, and rounds from a file.
    """

    marked_as = {"votes": "ballots"}

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(UTCTime)
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    #: Votes that were counted: each is one ballot, or one in each pot.
    votes: Mapped[int]
    ballots_hash: Mapped[str] = mapped_column(String(64))
    ballots_salt: Mapped[str | None] = mapped_column(String(32))
    record_head: Mapped[str] = mapped_column(String(64))
    #: A mark over what was left: turnout, ballots, choices and receipts as the opening wrote them; empty for a round from a file.
    left_mark: Mapped[str | None] = mapped_column(String(64))


class SetAside(Marked, db.Model):
    """How many votes of an opened box were not counted for one reason, or how many other things did not agree. Never
    which, and never what was chosen. Two people have confirmed the number.
    """

    marked_as = {"proposed_by": "confirmed_by", "agreed_by": "also_confirmed_by"}

    __table_args__ = (
        CheckConstraint(f"reason IN {REASONS}", name="reason_is_known"),
        CheckConstraint("number > 0", name="something_is_set_aside"),
        CheckConstraint("proposed_by <> agreed_by", name="two_people_confirm"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("box_opening.round_id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[int]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    agreed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))


class KeyDestruction(Marked, db.Model):
    """Two people have seen that every copy of an opened round's key is destroyed: the memory stick, the word sheets.

    The second columns are empty until the second person has said so.
    """

    marked_as = {
        "reported_by": "first_by",
        "reported_at": "first_at",
        "agreed_by": "second_by",
        "agreed_at": "second_at",
    }

    __table_args__ = (
        CheckConstraint("agreed_by IS NULL OR agreed_by <> reported_by", name="two_people_see_it"),
        CheckConstraint("(agreed_by IS NULL) = (agreed_at IS NULL)", name="seen_at_a_time"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("box_opening.round_id"), primary_key=True)
    reported_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reported_at: Mapped[datetime] = mapped_column(UTCTime)
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UTCTime)


class Ballot(db.Model):
    """What was chosen. Exactly: random key, round, pot. No place and no channel: with them one known choice of a voter
    could lead to the others.
    """

    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    pot_id: Mapped[int] = mapped_column(ForeignKey("pot.id"))


class Choice(db.Model):
    """One project on one ballot. ``value`` is 1 for a tick; points, place or score for the other ballot types."""

    __tablename__ = "choice"
    __table_args__ = ({"sqlite_with_rowid": False},)

    ballot_key: Mapped[str] = mapped_column(ForeignKey("ballot.key"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[int] = mapped_column(default=1)


class Receipt(db.Model):
    """A receipt code of a vote that went in, published in a sorted list beside nothing."""

    __table_args__ = ({"sqlite_with_rowid": False},)

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(16), primary_key=True)


Index("ix_choice_number", Choice.number)

guard("set_aside_stays", table="set_aside", before="UPDATE", saying=SET_ASIDE_STAYS)
guard("set_aside_is_kept", table="set_aside", before="DELETE", saying=SET_ASIDE_STAYS)
guard(
    "members_set_votes_aside",
    table="set_aside",
    before="INSERT",
    when=f"({not_listed('NEW.agreed_by')}) OR {does_not_act('NEW.agreed_by')}",
    saying=NOT_ON_THE_LIST,
)


def box_is_open_of(session_id: str) -> str:
    """SQL: the ballot box of this session's round has been opened."""
    return (
        "EXISTS (SELECT 1 FROM box_opening JOIN voting_session ON voting_session.round_id = box_opening.round_id "
        f"WHERE voting_session.id = {session_id})"
    )


for _before, _row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
    guard(
        f"heads_counted_before_the_opening_{_before.lower()}",
        table="head_count",
        before=_before,
        when=box_is_open_of(f"{_row}.session_id"),
        saying=ACCOUNT_STAYS,
    )
guard("receipt_stays", table="receipt", before="UPDATE", saying=_l("A receipt cannot be changed."))
guard("receipt_is_kept", table="receipt", before="DELETE", saying=_l("A receipt cannot be removed."))
guard("box_opening_stays", table="box_opening", before="UPDATE", saying=OPENED_ONCE)
guard("box_opening_kept", table="box_opening", before="DELETE", saying=OPENED_ONCE)
guard(
    "key_destruction_stays",
    table="key_destruction",
    before="UPDATE",
    when="OLD.agreed_by IS NOT NULL OR NEW.reported_by <> OLD.reported_by",
    saying=COPIES_ARE_DESTROYED,
)
guard(
    "key_destruction_kept",
    table="key_destruction",
    before="DELETE",
    saying=_l("What two people have said about the copies of the key cannot be removed."),
)
guard(
    "rights_end_first",
    table="box_opening",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM voting_right WHERE voting_right.round_id = NEW.round_id "
    "AND voting_right.kind <> 'code' AND voting_right.status IS NULL)",
    saying=_l("Some papers, reply envelopes or ballots on tablets are not accounted for yet."),
)
guard(
    "ballots_only_at_the_opening",
    table="ballot",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)",
    saying=_l("The ballot box has been opened, so no ballot can be added."),
)
guard(
    "choices_only_at_the_opening",
    table="choice",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM ballot JOIN box_opening ON box_opening.round_id = ballot.round_id "
    "WHERE ballot.key = NEW.ballot_key)",
    saying=_l("The ballot box has been opened, so no choice can be added."),
)
guard(
    "choice_is_of_its_ballot",
    table="choice",
    before="INSERT",
    # So that it looks nothing up for a tick; the guard above does, for each choice.
    first="NEW.value <> 1",
    when="EXISTS (SELECT 1 FROM ballot JOIN round ON round.id = ballot.round_id "
    "WHERE ballot.key = NEW.ballot_key AND round.source = 'people' AND (NEW.value < 1 OR NEW.value > "
    "CASE round.ballot_type WHEN 'points' THEN COALESCE(round.points_to_share, 10) WHEN 'rank' THEN 100 "
    "WHEN 'score' THEN 5 ELSE 1 END))",
    saying=_l("This is not a choice that voters could make on this ballot."),
)
guard("ballot_stays", table="ballot", before="UPDATE", saying=BALLOTS_STAY)
guard("choice_stays", table="choice", before="UPDATE", saying=BALLOTS_STAY)
guard("ballot_kept", table="ballot", before="DELETE", saying=_l("A ballot cannot be removed."))
guard("choice_kept", table="choice", before="DELETE", saying=BALLOTS_STAY)
for _before in ("INSERT", "UPDATE"):
    guard(
        f"not_extended_once_opened_{_before.lower()}",
        table="decision",
        before=_before,
        when="NEW.kind = 'extend' AND EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)",
        saying=_l("The ballot box has been opened, so voting can no longer be extended."),
    )
    guard(
        f"not_undone_once_opened_{_before.lower()}",
        table="decision",
        before=_before,
        when="NEW.kind = 'undo' AND EXISTS (SELECT 1 FROM box_opening JOIN decision AS other ON other.id = NEW.undoes_id "
        "WHERE box_opening.round_id = NEW.round_id AND other.agreed_at < box_opening.opened_at "
        "AND other.kind <> 'stand_in')",
        saying=_l("The ballot box has been opened since this was decided, so it can no longer be undone."),
    )
guard(
    "not_opened_once_abandoned",
    table="box_opening",
    before="INSERT",
    when=ABANDONED_HERE,
    saying=ROUND_IS_ABANDONED,
)
