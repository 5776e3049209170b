"""Decisions after the freeze, by two people, published with their reasons."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.rounds.models.rounds import FROZEN, Round
from pb.rounds.rules.sentences import (
    ABANDONED_BY_A_MEMBER,
    CHANGE_THE_SETTINGS,
    DECISION_IS_MADE,
    DECISION_STANDS,
    DOES_NOT_ACT,
    DRAFTS_ARE_DELETED,
    NOT_ON_THE_LIST,
    ROUND_IS_ABANDONED,
)
from pb.rounds.rules.substitutes import does_not_act, not_listed
from pb.words import lazy_gettext as _l


class Decision(Marked, db.Model):
    """An act of two different steering group members, published with its reason.

    ``kind`` "withdraw": the project keeps its number and cannot be funded. "extend": the closes move to
    ``voting_closes_at`` and ``post_closes_at``. "undo": the decision ``undoes_id`` is in force no longer. "stand_in": the
    round's substitute acts in place of ``member_id``. "abandon": the round has ended without a result, which a coordinator
    too may propose, also before the freeze. In force once ``agreed_at`` is set.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    #: Projects are known further up: their room says that this is a key.
    project_id: Mapped[int | None]
    voting_closes_at: Mapped[datetime | None] = mapped_column(UTCTime)
    post_closes_at: Mapped[datetime | None] = mapped_column(UTCTime)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), unique=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    #: How many people had voted when it was agreed to: it shows later whether anybody has voted under it.
    votes_then: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime] = mapped_column(UTCTime)
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UTCTime)

    round: Mapped[Round] = relationship(back_populates="decisions")

    __table_args__ = (
        CheckConstraint("kind IN ('withdraw', 'extend', 'undo', 'stand_in', 'abandon')", name="kind_is_known"),
        CheckConstraint("(kind = 'undo') = (undoes_id IS NOT NULL)", name="undoes_a_decision"),
        CheckConstraint("(kind = 'stand_in') = (member_id IS NOT NULL)", name="stands_in_for_a_member"),
        CheckConstraint("member_id <> proposed_by AND member_id <> agreed_by", name="others_replace_a_member"),
        CheckConstraint("(kind = 'withdraw') = (project_id IS NOT NULL)", name="withdraws_a_project"),
        CheckConstraint(
            "(kind = 'extend') = (voting_closes_at IS NOT NULL AND post_closes_at IS NOT NULL)",
            name="extends_the_closes",
        ),
        CheckConstraint("agreed_by IS NULL OR agreed_by <> proposed_by", name="two_people_decide"),
        CheckConstraint("(agreed_by IS NULL) = (agreed_at IS NULL)", name="agreed_by_somebody"),
    )


guard("decision_stands", table="decision", before="UPDATE", when="OLD.agreed_at IS NOT NULL", saying=DECISION_STANDS)
guard("decision_kept", table="decision", before="DELETE", when="OLD.agreed_at IS NOT NULL", saying=DECISION_IS_MADE)
guard(
    "decided_after_the_freeze",
    table="decision",
    before="INSERT",
    when="NEW.kind <> 'abandon' AND NOT " + FROZEN.format(row="NEW"),
    saying=CHANGE_THE_SETTINGS,
)
guard(
    "undone_decision_is_in_force",
    table="decision",
    before="INSERT",
    when="NEW.kind = 'undo' AND NOT EXISTS (SELECT 1 FROM decision AS other WHERE other.id = NEW.undoes_id AND "
    "other.round_id = NEW.round_id AND other.agreed_at IS NOT NULL AND other.kind <> 'undo')",
    saying=_l("Only a decision that is in force can be undone."),
)

for _before in ("INSERT", "UPDATE"):
    guard(
        f"decided_by_members_{_before.lower()}",
        table="decision",
        before=_before,
        when=f"NEW.kind <> 'abandon' AND {not_listed('COALESCE(NEW.agreed_by, NEW.proposed_by)')}",
        saying=NOT_ON_THE_LIST,
    )
    guard(
        f"who_acts_decides_{_before.lower()}",
        table="decision",
        before=_before,
        when=f"NEW.kind NOT IN ('stand_in', 'abandon') AND ({does_not_act('NEW.proposed_by')} OR "
        f"(NEW.agreed_by IS NOT NULL AND {does_not_act('NEW.agreed_by')}))",
        saying=DOES_NOT_ACT,
    )

#: SQL: two people have given up the round with this id.
ABANDONED = (
    "EXISTS (SELECT 1 FROM decision AS ending WHERE ending.round_id = {round_id} AND ending.kind = 'abandon' "
    "AND ending.agreed_at IS NOT NULL)"
)
#: The same of the round of a new row.
ABANDONED_HERE = ABANDONED.format(round_id="NEW.round_id")
Index(
    "uq_abandoned",
    Decision.round_id,
    unique=True,
    sqlite_where=Decision.kind == "abandon",
    postgresql_where=Decision.kind == "abandon",
)
guard(
    "drafts_are_not_abandoned",
    table="decision",
    before="INSERT",
    when="NEW.kind = 'abandon' AND EXISTS (SELECT 1 FROM round WHERE round.id = NEW.round_id AND round.draft)",
    saying=DRAFTS_ARE_DELETED,
)
for _before in ("INSERT", "UPDATE"):
    guard(
        f"abandoned_by_a_member_{_before.lower()}",
        table="decision",
        before=_before,
        when="NEW.kind = 'abandon' AND NEW.agreed_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM appointment WHERE "
        "appointment.account_id = NEW.agreed_by AND appointment.role = 'steering')",
        saying=ABANDONED_BY_A_MEMBER,
    )
guard(
    "nothing_decided_once_abandoned",
    table="decision",
    before="INSERT",
    when=ABANDONED_HERE,
    saying=ROUND_IS_ABANDONED,
)
guard(
    "abandoned_round_stays",
    table="round",
    before="UPDATE",
    when=ABANDONED.format(round_id="OLD.id"),
    saying=ROUND_IS_ABANDONED,
)
