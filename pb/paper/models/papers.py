"""Paper ballots from the printer to the settled bundle. A serial leads to what was typed, sealed, and to no ballot;
the key to it is destroyed when the result is published.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.paper.rules import IN_THE_BOX_ALREADY, PaperReading, RuledReading, reading_from, ruled_from
from pb.paper.rules.seals_and_help import LONGEST_SEAL
from pb.paper.rules.sentences import TWO_HAVE_DECIDED
from pb.projects.rules.sentences import PAPERS_ARE_OUT
from pb.sealed import SEALED, NotSealedHere, unseal
from pb.words import lazy_gettext as _l


class Batch(Marked, db.Model):
    """Ballot papers printed together for one voting session, or, when ``session_id`` is empty, for post or as spares
    (``is_spare``) that go to whichever session needs them.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("voting_session.id"), index=True)
    printed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    printed_at: Mapped[datetime] = mapped_column(UTCTime)
    #: Empty: no.
    is_spare: Mapped[bool | None]

    __table_args__ = (CheckConstraint("is_spare IS NULL OR session_id IS NULL", name="spares_are_for_no_session"),)

    @property
    def is_for_post(self) -> bool:
        """Whether its papers say where to post them."""
        return self.session_id is None and not self.is_spare


class Paper(Marked, db.Model):
    """One sheet. Its serial is random within the batch and unique in the round; the last symbol checks the rest.

    Its id is random too: a running number would tell in which order the papers lay on the pile, and so who had which.
    """

    __table_args__ = (UniqueConstraint("round_id", "serial"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    serial: Mapped[str] = mapped_column(String(12))


class Bundle(Marked, db.Model):
    """The papers of one box, as they are typed. ``channel``: "paper" for a session's box, "post" for reply
    envelopes.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("voting_session.id"))
    channel: Mapped[str] = mapped_column(String(10))
    #: Counted by two people when the seal was opened; ``reason`` when it is not what the session's account says.
    papers_in_box: Mapped[int]
    reason: Mapped[str] = mapped_column(Text, default="")
    counted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    also_counted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UTCTime)
    cast_at: Mapped[datetime | None] = mapped_column(UTCTime)
    cast_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    #: The number on the seal, read by two when it was opened; why, where it is not what was written down (empty: it is).
    seal: Mapped[str | None] = mapped_column(String(LONGEST_SEAL))
    seal_reason: Mapped[str | None] = mapped_column(Text)
    seal_read_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    seal_agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    entries: Mapped[list[Entry]] = relationship(back_populates="bundle", order_by="Entry.id")

    __table_args__ = (
        UniqueConstraint("session_id"),
        CheckConstraint("channel IN ('paper', 'post')", name="channel_is_paper"),
        CheckConstraint("(channel = 'paper') = (session_id IS NOT NULL)", name="a_box_belongs_to_a_session"),
        CheckConstraint("papers_in_box >= 0", name="papers_are_counted"),
        CheckConstraint("also_counted_by IS NULL OR also_counted_by <> counted_by", name="two_people_count"),
        CheckConstraint(
            "seal_agreed_by IS NULL OR seal_agreed_by <> seal_read_by AND seal_read_by IS NOT NULL",
            name="two_people_read_the_seal",
        ),
    )


class Entry(Marked, db.Model):
    """One person's typing of one paper. Pass 1 and 2 are blind; pass 3 decides where they differ.

    Typists copy what the paper says and never correct it. ``sealed`` is the whole reading, numbers and mark, under the
    round's desk key.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    bundle_id: Mapped[int] = mapped_column(ForeignKey("bundle.id"))
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    pass_number: Mapped[int]
    sealed: Mapped[str] = mapped_column(String(SEALED))
    typed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    typed_at: Mapped[datetime] = mapped_column(UTCTime)
    #: It came from a file; empty: no. Only one entry of a paper may.
    imported: Mapped[bool | None]

    #: Typed one by one, without a line of the record.
    outside_acts = True

    bundle: Mapped[Bundle] = relationship(back_populates="entries")
    paper: Mapped[Paper] = relationship(lazy="joined")

    __table_args__ = (
        UniqueConstraint("paper_id", "pass_number"),
        UniqueConstraint("paper_id", "typed_by"),
        CheckConstraint("pass_number IN (1, 2, 3)", name="pass_is_known"),
        CheckConstraint("sealed <> ''", name="reading_is_sealed"),
        CheckConstraint("imported IS NULL OR imported", name="imported_or_empty"),
        Index("ix_entry_imported_once", "paper_id", "imported", unique=True),
        # The desk counts by bundle, pass and typist, and papers once: no reading is looked at for it.
        Index("ix_entry_of_bundle", "bundle_id", "pass_number", "typed_by", "paper_id"),
    )

    @property
    def reading(self) -> PaperReading:
        """What was typed. One that cannot be read is a doubtful one: people look at the paper again."""
        try:
            return self.unsealed
        except NotSealedHere:
            return PaperReading(kind="doubtful")

    @property
    def unsealed(self) -> PaperReading:
        """What was typed. Raises ``NotSealedHere``."""
        return reading_from(unseal(self.bundle.round_id, self.sealed))


class Ruling(Marked, db.Model):
    """The decision on a doubtful paper, by two people, with a reason from a fixed list. Its numbers count instead."""

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True)
    bundle_id: Mapped[int] = mapped_column(ForeignKey("bundle.id"), index=True)
    #: The whole decision, reason and numbers, under the round's desk key.
    sealed: Mapped[str] = mapped_column(String(SEALED))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    bundle: Mapped[Bundle] = relationship()

    __table_args__ = (
        CheckConstraint("sealed <> ''", name="decision_is_sealed"),
        CheckConstraint("agreed_by IS NULL OR agreed_by <> proposed_by", name="two_people_rule"),
    )

    @property
    def decided(self) -> RuledReading:
        """What the two people decide. Raises ``NotSealedHere``."""
        return ruled_from(unseal(self.bundle.round_id, self.sealed))


class Stray(Marked, db.Model):
    """A sheet in the box that has no serial of ours, so that nobody can type it. Two people set it aside."""

    id: Mapped[int] = mapped_column(primary_key=True)
    bundle_id: Mapped[int] = mapped_column(ForeignKey("bundle.id"), index=True)
    description: Mapped[str] = mapped_column(String(200))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    marked_as = {"description": "words"}

    __table_args__ = (CheckConstraint("agreed_by IS NULL OR agreed_by <> proposed_by", name="two_people_set_aside"),)


_IN_TEAM = (
    "EXISTS (SELECT 1 FROM bundle JOIN team_member ON team_member.session_id = bundle.session_id "
    "WHERE bundle.id = NEW.bundle_id AND team_member.account_id = NEW.{person})"
)
_IS_CAST = "EXISTS (SELECT 1 FROM bundle WHERE bundle.id = NEW.bundle_id AND bundle.cast_at IS NOT NULL)"
_RAN = _l("You were on the team for this voting session, so someone else must type its papers and make any rulings.")

guard("typists_ran_no_session", table="entry", before="INSERT", when=_IN_TEAM.format(person="typed_by"), saying=_RAN)
guard("entry_stays", table="entry", before="UPDATE", saying=_l("What was typed from a paper cannot be changed."))
guard("cast_bundle_stays", table="entry", before="INSERT", when=_IS_CAST, saying=IN_THE_BOX_ALREADY)
guard("bundle_goes_in_once", table="bundle", before="UPDATE", when="OLD.cast_at IS NOT NULL", saying=IN_THE_BOX_ALREADY)
guard("bundle_is_kept", table="bundle", before="DELETE", saying=_l("A bundle cannot be deleted."))
for _table in ("ruling", "stray"):
    _proposer, _second = _IN_TEAM.format(person="proposed_by"), _IN_TEAM.format(person="agreed_by")
    guard(f"{_table}_by_no_team", table=_table, before="INSERT", when=_proposer, saying=_RAN)
    guard(f"{_table}_agreed_by_no_team", table=_table, before="UPDATE", when=f"{_proposer} OR {_second}", saying=_RAN)
    guard(f"{_table}_before_the_cast", table=_table, before="INSERT", when=_IS_CAST, saying=IN_THE_BOX_ALREADY)
    guard(
        f"{_table}_stays",
        table=_table,
        before="UPDATE",
        when="OLD.agreed_by IS NOT NULL",
        saying=TWO_HAVE_DECIDED,
    )

#: Papers for the post may have been posted; those of an account that has been made were handed out. Spares wait.
_OUT = (
    "EXISTS (SELECT 1 FROM batch WHERE batch.round_id = NEW.round_id AND batch.session_id IS NULL AND batch.is_spare IS NULL) "
    "OR EXISTS (SELECT 1 FROM bundle WHERE bundle.round_id = NEW.round_id) "
    "OR EXISTS (SELECT 1 FROM ballot_paper_account JOIN voting_session ON voting_session.id = "
    "ballot_paper_account.session_id WHERE voting_session.round_id = NEW.round_id AND ballot_paper_account.issued > 0)"
)
for _before in ("INSERT", "UPDATE"):
    guard(
        f"corrected_before_papers_are_out_{_before.lower()}",
        table="text_correction",
        before=_before,
        when=_OUT,
        saying=PAPERS_ARE_OUT,
    )
