"""What a kiosk that seals votes itself has from us, and what it last said: openings in stock, votes still to send."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.voting.models.votes import random_key
from pb.voting.rules.sentences import NO_MORE_VOTES
from pb.words import lazy_gettext as _l

#: See ``KioskContact.last_word``.
LastWord = Literal["over", "asked", "closed"]


class StockedOpening(Marked, db.Model):
    """An opening that a kiosk has in stock for a voter who may come while there is no network. It is no right yet: it
    becomes one, under the same key, when the kiosk says that its turn began, or sends the vote.

    Neither number nor time, so nobody can say in which order they are used.
    """

    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_key)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    kiosk_id: Mapped[int] = mapped_column(ForeignKey("kiosk.id"), index=True)

    #: Given to a device and used there, voter by voter, and no line of the record tells of it.
    outside_acts = True


class KioskContact(Marked, db.Model):
    """What a kiosk that seals votes itself last said. A kiosk that never said anything has none.

    ``last_at`` is rounded down (``pb.voting.rules.stock``): it tells whether the device can be reached, and not when
    somebody voted. ``waiting``: sealed votes that were on the device then. ``refused``: votes from it that were not
    taken, because two people had turned them away, the box was open, or nobody had given it that opening.

    ``last_word``: from when on what it says no longer counts. "over": it was ended on the device, or two people have said
    that it is lost; votes from it are held. After the close, when nothing is to come: "asked": somebody has proposed
    what happens to its held votes, and no more are taken meanwhile; "closed": two have decided, and more are refused.
    """

    kiosk_id: Mapped[int] = mapped_column(ForeignKey("kiosk.id"), primary_key=True, autoincrement=False)
    last_at: Mapped[datetime] = mapped_column(UTCTime)
    waiting: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    last_word: Mapped[LastWord | None] = mapped_column(String(10))
    #: Votes cast on it sooner than the titles can be read, as it counts them itself. Empty: it never said.
    quick_told: Mapped[int | None] = mapped_column(sort_order=1000)
    #: How many of its turns came faster than that by our own clock, at least. Empty: none.
    quick_seen: Mapped[int | None] = mapped_column(sort_order=1000)
    #: Turns that began since ``last_at`` and may become votes. A number only, and soon another.
    since_last: Mapped[int | None] = mapped_column(sort_order=1000)

    #: A device says it by itself, every few minutes.
    outside_acts = True

    __table_args__ = (
        CheckConstraint("waiting >= 0 AND refused >= 0", name="numbers_are_counts"),
        CheckConstraint("last_word IN ('over', 'asked', 'closed')", name="last_word_is_known"),
    )


# The tablets are ended first, or stopped: without a network they may have voters.
guard(
    "session_with_tablets_is_held",
    table="voting_session",
    before="UPDATE",
    when="NEW.cancelled_at IS NOT NULL AND OLD.cancelled_at IS NULL "
    "AND EXISTS (SELECT 1 FROM kiosk WHERE kiosk.session_id = NEW.id AND ("
    "(kiosk.revoked_at IS NULL AND EXISTS (SELECT 1 FROM stocked_opening WHERE stocked_opening.kiosk_id = kiosk.id)) "
    "OR EXISTS (SELECT 1 FROM kiosk_contact WHERE kiosk_contact.kiosk_id = kiosk.id AND kiosk_contact.waiting > 0 "
    "AND kiosk_contact.last_word IS NULL)))",
    saying=_l(
        "Tablets of this session have ballots or votes. End each kiosk, or stop it on the session’s page. Then cancel."
    ),
)
guard(
    "stocked_after_the_opening",
    table="stocked_opening",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)",
    saying=NO_MORE_VOTES,
)
