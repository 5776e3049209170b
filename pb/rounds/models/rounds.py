"""A round, its pots and criteria. From the freeze on none of it can change; other tables say what happens later."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.people.models import Interest
from pb.rounds.rules.calendar import abandonment
from pb.rounds.rules.sentences import PUBLISH_FIRST, ROUND_STAYS_PUBLIC, RULES_ARE_FROZEN
from pb.rounds.rules.settings import Settings

if TYPE_CHECKING:
    from pb.rounds.models.decisions import Decision
    from pb.rounds.models.unfinished import UnfinishedSection


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
    #: Only staff know of it until it is published. Empty in rounds that are older than drafts: they are public.
    draft: Mapped[bool | None] = mapped_column(default=False)

    ceiling_pence: Mapped[int]
    applications_open_at: Mapped[datetime] = mapped_column(UTCTime)
    applications_close_at: Mapped[datetime] = mapped_column(UTCTime)
    voting_opens_at: Mapped[datetime] = mapped_column(UTCTime)
    voting_closes_at: Mapped[datetime] = mapped_column(UTCTime)
    post_closes_at: Mapped[datetime] = mapped_column(UTCTime)
    #: A ballot opened on screen before the close may still be cast for so many minutes.
    grace_minutes: Mapped[int] = mapped_column(default=Settings.grace_minutes)

    ballot_type: Mapped[str] = mapped_column(String(10), default=Settings.ballot_type)
    min_choices: Mapped[int] = mapped_column(default=Settings.min_choices)
    #: With ``any_number`` the least stands here (or 1) and does not hold: the most is the number of projects (``FrozenBallot``).
    max_choices: Mapped[int] = mapped_column(default=Settings.max_choices)
    any_number: Mapped[bool | None] = mapped_column(default=Settings.any_number)
    #: To be shared out on a ballot of points (None: older than the setting).
    points_to_share: Mapped[int | None] = mapped_column(default=Settings.points_to_share)
    #: Whether voters get the projects in different orders; None in rounds that are older than the setting: by number.
    rotation: Mapped[bool | None] = mapped_column(default=Settings.rotation)
    #: A name that ``pb.counting`` knows: "most-votes", "equal-shares-add1-greedy" …
    rule: Mapped[str] = mapped_column(String(40), default=Settings.rule)
    satisfaction: Mapped[str] = mapped_column(String(10), default="cost")
    #: "cost-then-lot" or "lot".
    tie_rule: Mapped[str] = mapped_column(String(20), default=Settings.tie_rule)
    part_funding: Mapped[bool] = mapped_column(default=Settings.part_funding)
    min_support_votes: Mapped[int] = mapped_column(default=Settings.min_support_votes)
    add_one_step_pence: Mapped[int] = mapped_column(default=100)

    #: Who may vote, in the words of the voter's declaration: "I am 60 or over", "I live in Edinburgh".
    age_declaration: Mapped[str] = mapped_column(String(200))
    area_declaration: Mapped[str] = mapped_column(String(200))
    #: "code": a code for everyone; "vouch": at sessions the facilitator vouches.
    entitlement: Mapped[str] = mapped_column(String(10), default=Settings.entitlement)
    signatures_needed: Mapped[int] = mapped_column(default=Settings.signatures_needed)
    #: Before a result is signed: whether papers are looked at again, and for how many days everybody can object. None (older): no.
    papers_checked: Mapped[bool | None] = mapped_column(default=Settings.papers_checked)
    objection_days: Mapped[int | None] = mapped_column(default=Settings.objection_days)
    #: So many minutes before and after a voting session ballots may still be opened there. Empty in rounds that are
    #: older than the setting; ask ``pb.rounds.rules.session_margin``.
    session_margin_minutes: Mapped[int | None] = mapped_column(default=Settings.session_margin_minutes)
    #: Whether it takes two members to decide on an application; None in rounds that are older than the setting: one does.
    assessed_by_two: Mapped[bool | None] = mapped_column(default=Settings.assessed_by_two)
    #: Whether everybody can read the projects from the freeze on; None in rounds that are older than the setting: with the
    #: result only.
    projects_public: Mapped[bool | None] = mapped_column(default=Settings.projects_public)
    #: For so many days after a decision a group can appeal, has to send what it was asked to change, and after so many it
    #: agrees to its ballot text by silence. 0: not at all, until the freeze, never; so is None, in rounds that are older.
    appeal_days: Mapped[int | None] = mapped_column(default=Settings.appeal_days)
    fix_days: Mapped[int | None] = mapped_column(default=Settings.fix_days)
    silence_days: Mapped[int | None] = mapped_column(default=Settings.silence_days)
    #: Whether the freeze waits until every group agrees to its ballot text; None in rounds that are older than the setting.
    texts_agreed: Mapped[bool | None] = mapped_column(default=Settings.texts_agreed)
    #: "folder": the private half of the ballot key lies in KEYS_DIR; "shares": it exists only as word sheets.
    key_custody: Mapped[str] = mapped_column(String(10), default=Settings.key_custody)
    #: At least so many ballots must be alike in their choices, or they are published only in sums; None: every one is.
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
    #: Sections of the settings that are not finished; none once it is frozen.
    unfinished: Mapped[list[UnfinishedSection]] = relationship(cascade="all, delete-orphan")
    members: Mapped[list[RoundMember]] = relationship(order_by="RoundMember.name")
    decisions: Mapped[list[Decision]] = relationship(back_populates="round", order_by="Decision.id", lazy="selectin")

    __table_args__ = (
        CheckConstraint("ballot_type IN ('choose', 'points', 'rank', 'budget', 'score')", name="ballot_type_is_known"),
        CheckConstraint(
            "0 <= min_choices AND min_choices <= max_choices AND max_choices >= 1", name="choices_make_sense"
        ),
        CheckConstraint("points_to_share BETWEEN 2 AND 100", name="points_are_few"),
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
    def money_pence(self) -> int:
        """All the round's money, of all its pots, in pence."""
        return sum(pot.amount_pence for pot in self.pots)

    @property
    def carried_pence(self) -> int:
        """The part of it that was left in the round before."""
        return sum(pot.carried_pence or 0 for pot in self.pots)

    @property
    def frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def abandonment(self) -> Decision | None:
        """The decision by which two people gave the round up."""
        return cast("Decision | None", abandonment(self))


class Pot(Marked, db.Model):
    """Part of a round's money that is counted on its own. Most rounds have one."""

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    name: Mapped[str] = mapped_column(String(80), default="")
    #: All the money that is counted, with what was carried over.
    amount_pence: Mapped[int]
    #: How much of it was left in the round before. The next round does not start from it.
    carried_pence: Mapped[int | None]
    #: How many of its projects a voter chooses, where the pots of the round have numbers of their own: all or none of them.
    #: The round's are then their sums.
    min_choices: Mapped[int | None]
    max_choices: Mapped[int | None]

    round: Mapped[Round] = relationship(back_populates="pots")

    __table_args__ = (
        UniqueConstraint("round_id", "name"),
        CheckConstraint("amount_pence > 0", name="amount_is_money"),
        CheckConstraint("(min_choices IS NULL) = (max_choices IS NULL)", name="both_numbers_or_none"),
        CheckConstraint(
            "0 <= min_choices AND min_choices <= max_choices AND max_choices >= 1", name="choices_make_sense"
        ),
        CheckConstraint("carried_pence > 0 AND carried_pence < amount_pence", name="carried_is_part"),
    )

    @property
    def base_pence(self) -> int:
        """The money of this round alone, without what was carried over."""
        return self.amount_pence - (self.carried_pence or 0)


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


#: A round that is frozen, for a guard of another table. ``{row}``: NEW or OLD.
FROZEN = "EXISTS (SELECT 1 FROM round WHERE round.id = {row}.round_id AND round.frozen_at IS NOT NULL)"

guard("round_frozen", table="round", before="UPDATE", when="OLD.frozen_at IS NOT NULL", saying=RULES_ARE_FROZEN)
guard("round_kept", table="round", before="DELETE", when="OLD.frozen_at IS NOT NULL", saying=RULES_ARE_FROZEN)
guard(
    "drafts_are_not_frozen",
    table="round",
    before="UPDATE",
    when="NEW.draft AND NEW.frozen_at IS NOT NULL",
    saying=PUBLISH_FIRST,
)
guard(
    "published_rounds_stay_public",
    table="round",
    before="UPDATE",
    when="NEW.draft AND (OLD.draft IS NULL OR NOT OLD.draft)",
    saying=ROUND_STAYS_PUBLIC,
)
for _table in ("pot", "criterion", "round_member"):
    guard(f"{_table}_frozen", table=_table, before="UPDATE", when=FROZEN.format(row="OLD"), saying=RULES_ARE_FROZEN)
    guard(f"{_table}_kept", table=_table, before="DELETE", when=FROZEN.format(row="OLD"), saying=RULES_ARE_FROZEN)
    guard(f"{_table}_not_added", table=_table, before="INSERT", when=FROZEN.format(row="NEW"), saying=RULES_ARE_FROZEN)

# ``people`` keeps what was declared and does not know rounds.
Interest.__table__.append_constraint(ForeignKeyConstraint(["round_id"], ["round.id"]))
