"""Ballots that were checked instead of cast, so that a tablet which seals something else than it shows is found."""

from __future__ import annotations

import json

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import db
from pb.guards import guard
from pb.marked import Marked
from pb.voting.rules.sealing import Choices, choices_in
from pb.voting.rules.sentences import NO_MORE_VOTES
from pb.words import lazy_gettext as _l


class TabletCheck(Marked, db.Model):
    """A ballot that somebody had checked instead of cast. Its opening ended without a vote.

    ``code``: what the tablet showed before it knew that this ballot would be checked (``pb.codes.code_of_digest``).
    ``sealed``: what is in the envelope, as JSON: it is nobody's vote. Empty: the tablet could not show that what it says is
    in it. Neither order nor hour: who was there knows which is theirs by the code.
    """

    __table_args__ = ({"sqlite_with_rowid": False},)

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    right_key: Mapped[str] = mapped_column(String(32))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    kiosk_id: Mapped[int] = mapped_column(ForeignKey("kiosk.id"), index=True)
    sealed: Mapped[str | None] = mapped_column(String(1024))

    #: Somebody at a tablet does it, and no line of the record tells of it.
    outside_acts = True

    @property
    def is_as_shown(self) -> bool:
        """Whether the tablet sealed what it says."""
        return self.sealed is not None

    @property
    def choices(self) -> Choices:
        """What was sealed: the value by number of the project. Nothing where the tablet could not show it."""
        return choices_in(json.loads(self.sealed or "{}"))


# A ballot is checked once, and it is no right any longer by then.
Index("uq_tablet_check_right", TabletCheck.right_key, unique=True)

guard(
    "checked_before_the_opening",
    table="tablet_check",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)",
    saying=NO_MORE_VOTES,
)
guard(
    "checked_stays",
    table="tablet_check",
    before="UPDATE",
    when="OLD.code IS NOT NULL",  # always; but a backup's rows may be put back whole
    saying=_l("A check of a tablet cannot be changed."),
)
guard(
    "checked_is_never_cast",
    table="held_envelope",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM tablet_check WHERE tablet_check.right_key = NEW.right_key)",
    saying=_l("This ballot was checked instead of cast, so it cannot become a vote."),
)
