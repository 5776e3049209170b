"""What a steering group decides beside a count, where it departs from it. No number of the count changes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.results.models.offers import IS_OPEN_AGAIN
from pb.results.rules.departures import (
    DECIDED_SINCE_SHOWN,
    DEPARTURE_IS_AGREED,
    DEPARTURE_WAITS,
    LONGEST_REASON,
    ONLY_MEMBERS_DEPART,
    TOO_LATE_TO_DEPART,
)
from pb.results.rules.sentences import SIGNATURE_STAYS, TOO_FEW_SIGNATURES
from pb.rounds.rules.sentences import DOES_NOT_ACT, NOT_ON_THE_LIST
from pb.rounds.rules.substitutes import does_not_act, not_listed


class Departure(Marked, db.Model):
    """What the steering group decides about one project beside this ``version`` of the count: what its group gets, or that an
    earlier decision about it is taken back (``gives_pence`` None). In force once ``agreed_at`` is set, until a later one.
    """

    round_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    counted_pence: Mapped[int]
    gives_pence: Mapped[int | None]
    #: What is left in the pot once this is in force.
    left_pence: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime] = mapped_column(UTCTime)
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UTCTime)
    #: Of this decision, all before it, and the count: what is signed from now on.
    fingerprint: Mapped[str | None] = mapped_column(String(64))

    __table_args__ = (
        ForeignKeyConstraint(["round_id", "version"], ["counting.round_id", "counting.version"]),
        CheckConstraint("agreed_by IS NULL OR agreed_by <> proposed_by", name="two_people_depart"),
        CheckConstraint("(agreed_by IS NULL) = (agreed_at IS NULL)", name="agreed_by_somebody"),
        CheckConstraint("(agreed_by IS NULL) = (fingerprint IS NULL)", name="agreed_with_a_fingerprint"),
        CheckConstraint("counted_pence >= 0 AND (gives_pence IS NULL OR gives_pence >= 0)", name="no_debt"),
        CheckConstraint("gives_pence IS NULL OR gives_pence <> counted_pence", name="another_sum"),
        CheckConstraint("left_pence >= 0", name="no_more_than_the_pot"),
        CheckConstraint(f"length(reason) BETWEEN 1 AND {LONGEST_REASON}", name="gives_a_reason"),
    )


_SAME = "{one}.round_id = {other}.round_id AND {one}.version = {other}.version"


def newest_fingerprint(row: str) -> str:
    """SQL: the fingerprint of the newest decision beside the count of this row; '' where there is none."""
    return (
        f"COALESCE((SELECT newest.fingerprint FROM departure AS newest WHERE {_SAME.format(one='newest', other=row)} AND "
        "newest.agreed_at IS NOT NULL ORDER BY newest.number DESC LIMIT 1), '')"
    )


#: SQL: how many have signed the count of the row NEW with all that is decided beside it.
SIGNED_AS_DECIDED = (
    f"(SELECT count(*) FROM signature WHERE {_SAME.format(one='signature', other='NEW')} AND COALESCE(signature.decided, '') = "
    f"{newest_fingerprint('NEW')})"
)
#: SQL: as many as the round asks for.
SIGNATURES_ASKED = (
    "(SELECT CASE WHEN source = 'file' THEN 0 ELSE signatures_needed END FROM round WHERE round.id = NEW.round_id)"
)
_PUBLISHED = "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = {row}.round_id)"
_STAYS = (
    f"{_PUBLISHED.format(row='NEW')} AND NOT {IS_OPEN_AGAIN.format(round_id='NEW.round_id')} OR EXISTS (SELECT 1 FROM publication AS "
    "later WHERE later.round_id = NEW.round_id AND later.version >= NEW.version)"
)

for _name, _before in (("stays", "UPDATE"), ("kept", "DELETE")):
    guard(
        f"departure_{_name}",
        table="departure",
        before=_before,
        when="OLD.agreed_at IS NOT NULL",
        saying=DEPARTURE_IS_AGREED,
    )
guard(
    "one_departure_waits",
    table="departure",
    before="INSERT",
    when=f"EXISTS (SELECT 1 FROM departure AS other WHERE {_SAME.format(one='other', other='NEW')} AND (other.number >= NEW.number "
    "OR other.agreed_at IS NULL))",
    saying=DEPARTURE_WAITS,
)
for _before in ("INSERT", "UPDATE"):
    guard(
        f"departs_before_the_signing_{_before.lower()}",
        table="departure",
        before=_before,
        when=f"{_STAYS} OR NEW.version <> (SELECT max(counting.version) FROM counting WHERE counting.round_id = NEW.round_id) OR "
        f"{SIGNED_AS_DECIDED} >= {SIGNATURES_ASKED}",
        saying=TOO_LATE_TO_DEPART,
    )
    guard(
        f"the_steering_group_departs_{_before.lower()}",
        table="departure",
        before=_before,
        when="EXISTS (SELECT 1 FROM account WHERE account.id IN (NEW.proposed_by, NEW.agreed_by) AND NOT EXISTS (SELECT 1 FROM "
        "appointment WHERE appointment.account_id = account.id AND appointment.role = 'steering'))",
        saying=ONLY_MEMBERS_DEPART,
    )
    guard(
        f"members_of_the_round_depart_{_before.lower()}",
        table="departure",
        before=_before,
        when=f"{not_listed('NEW.proposed_by')} OR (NEW.agreed_by IS NOT NULL AND {not_listed('NEW.agreed_by')})",
        saying=NOT_ON_THE_LIST,
    )
    guard(
        f"who_acts_departs_{_before.lower()}",
        table="departure",
        before=_before,
        when=f"NEW.agreed_by IS NOT NULL AND {does_not_act('NEW.agreed_by')}",
        saying=DOES_NOT_ACT,
    )
guard(
    "signed_what_was_decided",
    table="signature",
    before="INSERT",
    when=f"COALESCE(NEW.decided, '') <> {newest_fingerprint('NEW')}",
    saying=DECIDED_SINCE_SHOWN,
)
# A signature goes only where something was decided since, and no version that rests on it is published.
guard(
    "signature_kept",
    table="signature",
    before="DELETE",
    when=f"COALESCE(OLD.decided, '') = {newest_fingerprint('OLD')} OR EXISTS (SELECT 1 FROM publication AS later WHERE "
    "later.round_id = OLD.round_id AND later.version >= OLD.version)",
    saying=SIGNATURE_STAYS,
)
guard(
    "published_when_signed",
    table="publication",
    before="INSERT",
    when=f"{SIGNED_AS_DECIDED} < {SIGNATURES_ASKED}",
    saying=TOO_FEW_SIGNATURES,
)
