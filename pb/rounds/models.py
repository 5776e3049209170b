"""A round, its pots and criteria. From the freeze on none of it can change; what happens later stands in other
tables.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.people.models import Interest
from pb.rounds.rules.calendar import USUAL_MARGIN
from pb.rounds.rules.sentences import CHANGE_THE_SETTINGS, DECISION_IS_MADE, NOT_ON_THE_LIST, RULES_ARE_FROZEN
from pb.words import lazy_gettext as _l


class Round(Marked, db.Model):
    """One run from applications to results.

    Money in pence, moments in UTC. ``voting_closes_at`` and ``post_closes_at`` are the closes of the frozen rulebook;
    ask ``pb.rounds.rules.closes_at`` for the ones in force, which a decision may have moved.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCTime)
    #: "people" for a round that people run, "file" for one imported from the field's open format.
    source: Mapped[str] = mapped_column(String(10), default="people")
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))

    ceiling_pence: Mapped[int]
    applications_open_at: Mapped[datetime] = mapped_column(UTCTime)
    applications_close_at: Mapped[datetime] = mapped_column(UTCTime)
    voting_opens_at: Mapped[datetime] = mapped_column(UTCTime)
    voting_closes_at: Mapped[datetime] = mapped_column(UTCTime)
    post_closes_at: Mapped[datetime] = mapped_column(UTCTime)
    #: A ballot opened on screen before the close may still be cast for so many minutes.
    grace_minutes: Mapped[int] = mapped_column(default=15)

    ballot_type: Mapped[str] = mapped_column(String(10), default="choose")
    min_choices: Mapped[int] = mapped_column(default=1)
    max_choices: Mapped[int] = mapped_column(default=3)
    #: A name that ``pb.counting`` knows: "most-votes", "equal-shares-add1-greedy" …
    rule: Mapped[str] = mapped_column(String(40), default="most-votes")
    satisfaction: Mapped[str] = mapped_column(String(10), default="cost")
    #: "cost-then-lot" or "lot".
    tie_rule: Mapped[str] = mapped_column(String(20), default="cost-then-lot")
    part_funding: Mapped[bool] = mapped_column(default=False)
    min_support_votes: Mapped[int] = mapped_column(default=0)
    add_one_step_pence: Mapped[int] = mapped_column(default=100)

    #: Who may vote, in the words of the voter's declaration: "I am 60 or over", "I live in Edinburgh".
    age_declaration: Mapped[str] = mapped_column(String(200))
    area_declaration: Mapped[str] = mapped_column(String(200))
    #: "code": a code for everyone; "vouch": at sessions the facilitator vouches.
    entitlement: Mapped[str] = mapped_column(String(10), default="code")
    signatures_needed: Mapped[int] = mapped_column(default=2)
    #: So many minutes before and after a voting session ballots may still be opened there. Empty in rounds that are
    #: older than the setting; ask ``pb.rounds.rules.session_margin``.
    session_margin_minutes: Mapped[int | None] = mapped_column(default=USUAL_MARGIN)
    #: "folder": the private half of the ballot key lies in KEYS_DIR; "shares": it exists only as word sheets.
    key_custody: Mapped[str] = mapped_column(String(10), default="folder")
    #: On so many ballots a pattern of choices must be, or it is published only in sums; None: every ballot is.
    least_alike: Mapped[int | None]

    frozen_at: Mapped[datetime | None] = mapped_column(UTCTime)
    #: Public half of the ballot key (P-256, uncompressed point, hex), made at the freeze.
    public_key: Mapped[str | None] = mapped_column(String(130))
    #: SHA-256 over rulebook and ballot lines in canonical JSON.
    ballot_hash: Mapped[str | None] = mapped_column(String(64))

    marked_as = {"age_declaration": "age_words", "area_declaration": "area_words"}

    pots: Mapped[list[Pot]] = relationship(
        back_populates="round", order_by="Pot.id", cascade="all, delete-orphan", lazy="selectin"
    )
    criteria: Mapped[list[Criterion]] = relationship(order_by="Criterion.position", cascade="all, delete-orphan")
    members: Mapped[list[RoundMember]] = relationship(order_by="RoundMember.name")
    decisions: Mapped[list[Decision]] = relationship(back_populates="round", order_by="Decision.id", lazy="selectin")

    __table_args__ = (
        CheckConstraint("ballot_type IN ('choose', 'points', 'rank', 'budget', 'score')", name="ballot_type_is_known"),
        CheckConstraint(
            "0 <= min_choices AND min_choices <= max_choices AND max_choices >= 1", name="choices_make_sense"
        ),
        CheckConstraint("applications_open_at < applications_close_at", name="applications_open_before_they_close"),
        CheckConstraint("applications_close_at <= voting_opens_at", name="applications_close_before_voting"),
        CheckConstraint("voting_opens_at < voting_closes_at", name="voting_opens_before_it_closes"),
        CheckConstraint("voting_closes_at <= post_closes_at", name="post_closes_last"),
        CheckConstraint("grace_minutes BETWEEN 0 AND 60", name="grace_is_short"),
        CheckConstraint("session_margin_minutes BETWEEN 0 AND 120", name="margin_is_short"),
        CheckConstraint("ceiling_pence > 0", name="ceiling_is_money"),
        CheckConstraint("entitlement IN ('code', 'vouch')", name="entitlement_is_known"),
        CheckConstraint("key_custody IN ('folder', 'shares')", name="key_custody_is_known"),
        CheckConstraint("tie_rule IN ('cost-then-lot', 'lot')", name="tie_rule_is_known"),
        CheckConstraint("source IN ('people', 'file')", name="source_is_known"),
        CheckConstraint("signatures_needed >= 2", name="two_sign"),
        CheckConstraint("least_alike >= 2", name="alike_takes_two"),
        CheckConstraint(
            "frozen_at IS NULL OR (public_key IS NOT NULL AND ballot_hash IS NOT NULL) OR source = 'file'",
            name="frozen_has_key_and_hash",
        ),
    )

    @property
    def pot_pence(self) -> int:
        """All the round's money, in pence."""
        return sum(pot.amount_pence for pot in self.pots)

    @property
    def frozen(self) -> bool:
        return self.frozen_at is not None


class Pot(Marked, db.Model):
    """Part of a round's money that is counted on its own. Most rounds have one."""

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    name: Mapped[str] = mapped_column(String(80), default="")
    amount_pence: Mapped[int]

    round: Mapped[Round] = relationship(back_populates="pots")

    __table_args__ = (UniqueConstraint("round_id", "name"), CheckConstraint("amount_pence > 0", name="amount_is_money"))


class Criterion(Marked, db.Model):
    """One thing that an application must meet, as a sentence that a steering group member answers yes or no."""

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    position: Mapped[int]
    question: Mapped[str] = mapped_column(String(300))

    marked_as = {"question": "words"}

    __table_args__ = (UniqueConstraint("round_id", "position"),)


class RoundMember(Marked, db.Model):
    """A steering group member of one round. The list is fixed at the freeze and public; the ``substitute`` acts where
    a member cannot. Rounds that were frozen before there were lists have none.
    """

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    #: As it stood at the freeze: it is part of the frozen rulebook.
    name: Mapped[str] = mapped_column(String(100))
    substitute: Mapped[bool] = mapped_column(default=False)


Index(
    "uq_round_substitute",
    RoundMember.round_id,
    unique=True,
    sqlite_where=RoundMember.substitute.is_(True),
    postgresql_where=RoundMember.substitute.is_(True),
)


class Decision(Marked, db.Model):
    """An act of two different steering group members, published with its reason.

    ``kind`` "withdraw": the project keeps its number and cannot be funded. "extend": the closes move to
    ``voting_closes_at`` and ``post_closes_at``. "undo": the decision ``undoes_id`` is in force no longer. "stand_in": the
    round's substitute acts in place of ``member_id``. In force once ``agreed_at`` is set.
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
        CheckConstraint("kind IN ('withdraw', 'extend', 'undo', 'stand_in')", name="kind_is_known"),
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


_FROZEN = "EXISTS (SELECT 1 FROM round WHERE round.id = {row}.round_id AND round.frozen_at IS NOT NULL)"

guard("round_frozen", table="round", before="UPDATE", when="OLD.frozen_at IS NOT NULL", saying=RULES_ARE_FROZEN)
guard("round_kept", table="round", before="DELETE", when="OLD.frozen_at IS NOT NULL", saying=RULES_ARE_FROZEN)
for _table in ("pot", "criterion", "round_member"):
    guard(f"{_table}_frozen", table=_table, before="UPDATE", when=_FROZEN.format(row="OLD"), saying=RULES_ARE_FROZEN)
    guard(f"{_table}_kept", table=_table, before="DELETE", when=_FROZEN.format(row="OLD"), saying=RULES_ARE_FROZEN)
    guard(f"{_table}_not_added", table=_table, before="INSERT", when=_FROZEN.format(row="NEW"), saying=RULES_ARE_FROZEN)
guard(
    "decision_stands",
    table="decision",
    before="UPDATE",
    when="OLD.agreed_at IS NOT NULL",
    saying=_l("This decision has been made, so it cannot be changed."),
)
guard(
    "decision_kept",
    table="decision",
    before="DELETE",
    when="OLD.agreed_at IS NOT NULL",
    saying=DECISION_IS_MADE,
)
guard(
    "decided_after_the_freeze",
    table="decision",
    before="INSERT",
    when="NOT " + _FROZEN.format(row="NEW"),
    saying=CHANGE_THE_SETTINGS,
)
guard(
    "undone_decision_is_in_force",
    table="decision",
    before="INSERT",
    when="NEW.kind = 'undo' AND NOT EXISTS (SELECT 1 FROM decision AS other WHERE other.id = NEW.undoes_id AND "
    "other.round_id = NEW.round_id AND other.agreed_at IS NOT NULL AND other.kind <> 'undo')",
    saying=_l("Only a decision that is in force can be taken back."),
)

for _before in ("INSERT", "UPDATE"):
    guard(
        f"decided_by_members_{_before.lower()}",
        table="decision",
        before=_before,
        when="EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id) AND NOT EXISTS (SELECT 1 "
        "FROM round_member WHERE round_member.round_id = NEW.round_id AND "
        "round_member.account_id = COALESCE(NEW.agreed_by, NEW.proposed_by))",
        saying=NOT_ON_THE_LIST,
    )

# ``people`` keeps what was declared and does not know rounds.
Interest.__table__.append_constraint(ForeignKeyConstraint(["round_id"], ["round.id"]))
