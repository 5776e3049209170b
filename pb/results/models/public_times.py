"""When a signed result becomes public, where that is not at once: set by who publishes, moved by two people before it comes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.results.rules.sentences import IS_PUBLIC_ALREADY, NEW_TIME_IS_AGREED, NEW_TIME_WAITS
from pb.rounds.rules.sentences import DOES_NOT_ACT, NOT_ON_THE_LIST
from pb.rounds.rules.substitutes import does_not_act, not_listed


class PublicTime(Marked, db.Model):
    """The moment from which everybody can read a ``version`` of a result. The first (``number`` 1) is written with its
    publication, by one person. Each later one takes its place once ``agreed_at`` is set. A publication without any was
    public at once.
    """

    round_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    public_from: Mapped[datetime] = mapped_column(UTCTime)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime] = mapped_column(UTCTime)
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UTCTime)

    __table_args__ = (
        ForeignKeyConstraint(["round_id", "version"], ["counting.round_id", "counting.version"]),
        CheckConstraint("agreed_by IS NULL OR agreed_by <> proposed_by", name="two_people_move_it"),
        CheckConstraint("(agreed_by IS NULL) = (agreed_at IS NULL)", name="agreed_by_somebody"),
        CheckConstraint("number > 1 OR agreed_by IS NULL", name="set_by_who_publishes"),
        CheckConstraint("public_from > proposed_at", name="later_than_now"),
        CheckConstraint("agreed_at IS NULL OR public_from > agreed_at", name="later_than_the_agreement"),
    )


_SAME = "{one}.round_id = {other}.round_id AND {one}.version = {other}.version"
_OF_NEW = _SAME.format(one="earlier", other="NEW")
#: SQL: the newest time in force of this version before that in NEW; NULL where its result was public at once.
_UNTIL_NOW = (
    f"(SELECT earlier.public_from FROM public_time AS earlier WHERE {_OF_NEW} AND earlier.number < NEW.number AND (earlier.number = 1 "
    "OR earlier.agreed_at IS NOT NULL) ORDER BY earlier.number DESC LIMIT 1)"
)
_STOPPED = (
    f"EXISTS (SELECT 1 FROM result_correction AS begun WHERE {_SAME.format(one='begun', other='NEW')} AND "
    "begun.agreed_at IS NOT NULL)"
)

for _name, _before in (("stays", "UPDATE"), ("kept", "DELETE")):
    guard(
        f"public_time_{_name}",
        table="public_time",
        before=_before,
        when="OLD.number = 1 OR OLD.agreed_at IS NOT NULL",
        saying=NEW_TIME_IS_AGREED,
    )
guard(
    "public_time_is_set_first",
    table="public_time",
    before="INSERT",
    when="NEW.number = 1 AND EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id AND "
    "publication.version >= NEW.version)",
    saying=IS_PUBLIC_ALREADY,
)
guard(
    "one_new_time_waits",
    table="public_time",
    before="INSERT",
    when=f"NEW.number > 1 AND EXISTS (SELECT 1 FROM public_time AS earlier WHERE {_OF_NEW} AND (earlier.number >= NEW.number OR "
    "earlier.number > 1 AND earlier.agreed_at IS NULL))",
    saying=NEW_TIME_WAITS,
)
for _before in ("INSERT", "UPDATE"):
    guard(
        f"moved_before_its_time_{_before.lower()}",
        table="public_time",
        before=_before,
        when=f"NEW.number > 1 AND ({_UNTIL_NOW} IS NULL OR {_UNTIL_NOW} <= COALESCE(NEW.agreed_at, NEW.proposed_at) OR {_STOPPED})",
        saying=IS_PUBLIC_ALREADY,
    )
    guard(
        f"moved_by_a_member_{_before.lower()}",
        table="public_time",
        before=_before,
        when=f"NEW.agreed_by IS NOT NULL AND {not_listed('NEW.agreed_by')}",
        saying=NOT_ON_THE_LIST,
    )
    guard(
        f"who_acts_moves_{_before.lower()}",
        table="public_time",
        before=_before,
        when=f"NEW.agreed_by IS NOT NULL AND {does_not_act('NEW.agreed_by')}",
        saying=DOES_NOT_ACT,
    )
