"""What no count can mend, and how two people decided it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.paper.rules.resolutions import DAMAGED, MATTERS, OF_A_KIOSK, OUTCOMES, REASONS
from pb.paper.rules.sentences import FOUND_FIRST, STILL_TO_COUNT, TWO_HAVE_DECIDED


class Resolution(Marked, db.Model):
    """A discrepancy, and how two people resolved it: with an ``outcome`` and a ``reason`` from a fixed list.

    ``matter`` says what it is about, and one column leads there: "batch" (papers that no session can account for),
    "surplus" (more papers in a bundle than were issued), "held" (votes from a tablet that had been stopped), "to_send" (a
    tablet that was lost, perhaps with votes on it), "sum" (a session, or the post without one, whose rights do not come
    out), "found" (papers of a session that were found after its votes were cast, and do not count), or rows of a session
    that were changed outside the program (``pb.paper.rules.resolutions.DAMAGED``).
    ``number``: how many papers, votes, rights or rows; of a lost tablet the votes that it last said it had, at least.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    matter: Mapped[str] = mapped_column(String(10))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"))
    bundle_id: Mapped[int | None] = mapped_column(ForeignKey("bundle.id"), index=True)
    kiosk_id: Mapped[int | None] = mapped_column(ForeignKey("kiosk.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("voting_session.id"))
    number: Mapped[int]
    #: Of damaged rows: a fingerprint of what they said when this was proposed.
    seen: Mapped[str | None] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(20))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime] = mapped_column(UTCTime)
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UTCTime)
    #: Of held votes: how many came without the code of their envelope, or with another one. Empty before two agree, and in rows
    #: of older versions.
    other_codes: Mapped[int | None] = mapped_column(sort_order=1000)

    __table_args__ = (
        CheckConstraint(f"matter IN {MATTERS}", name="matter_is_known"),
        CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome_is_known"),
        CheckConstraint(f"reason IN {REASONS}", name="reason_is_known"),
        CheckConstraint("(matter = 'batch') = (batch_id IS NOT NULL)", name="about_a_batch"),
        CheckConstraint("(matter = 'surplus') = (bundle_id IS NOT NULL)", name="about_a_bundle"),
        CheckConstraint(f"(matter IN {OF_A_KIOSK}) = (kiosk_id IS NOT NULL)", name="about_a_kiosk"),
        CheckConstraint(f"matter IN {('sum', 'found', *DAMAGED)} OR session_id IS NULL", name="about_a_session"),
        CheckConstraint(
            f"matter NOT IN {DAMAGED} OR session_id IS NOT NULL AND seen IS NOT NULL", name="damage_was_seen"
        ),
        CheckConstraint(
            "matter <> 'found' OR session_id IS NOT NULL AND outcome = 'leave_out' AND number > 0",
            name="found_is_not_counted",
        ),
        CheckConstraint("number <> 0 OR matter = 'to_send'", name="something_is_resolved"),
        CheckConstraint(
            "other_codes IS NULL OR matter = 'held' AND agreed_by IS NOT NULL AND other_codes BETWEEN 0 AND number",
            name="other_codes_are_some_of_them",
        ),
        CheckConstraint("agreed_by IS NULL OR agreed_by <> proposed_by", name="two_people_resolve"),
        CheckConstraint("(agreed_by IS NULL) = (agreed_at IS NULL)", name="agreed_at_a_time"),
    )


guard(
    "resolution_stays",
    table="resolution",
    before="UPDATE",
    when="OLD.agreed_by IS NOT NULL OR NEW.outcome <> OLD.outcome OR NEW.number <> OLD.number",
    saying=TWO_HAVE_DECIDED,
)
guard(
    "resolution_is_kept",
    table="resolution",
    before="DELETE",
    when="OLD.agreed_by IS NOT NULL",
    saying=TWO_HAVE_DECIDED,
)
guard(
    "found_after_the_cast",
    table="resolution",
    before="INSERT",
    when="NEW.matter = 'found' AND NOT EXISTS (SELECT 1 FROM bundle WHERE bundle.session_id = NEW.session_id AND bundle.cast_at IS NOT NULL) "
    "AND NOT EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)",
    saying=STILL_TO_COUNT,
)
#: A round in which somebody says that papers were found, and nobody has agreed yet.
FOUND_WAITS = (
    "EXISTS (SELECT 1 FROM resolution WHERE resolution.round_id = NEW.round_id AND resolution.matter = 'found' "
    "AND resolution.agreed_by IS NULL)"
)
guard("found_is_agreed_before_box_opens", table="box_opening", before="INSERT", when=FOUND_WAITS, saying=FOUND_FIRST)
