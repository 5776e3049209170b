"""What was said when the sessions of a round ended: how many voters had help, and which seals were others when they were opened."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, select

from pb.database import db
from pb.paper.models import BallotPaperAccount, Bundle
from pb.paper.rules.session_ends import HelpGiven
from pb.venues.models import VotingSession


class OtherSeal(NamedTuple):
    """A box on whose seal two people read another number than was ``written`` down. ``read``: empty where there was none."""

    session_id: int
    written: str
    read: str
    reason: str


class SealsRead(NamedTuple):
    """``boxes`` were opened; ``others``: seals that were not those that were written down; of ``unwritten`` boxes nobody had
    written one down.
    """

    boxes: int
    others: list[OtherSeal]
    unwritten: int


def help_given_in(round_id: int) -> HelpGiven | None:
    """How many voters had help at all the sessions of a round; None where no account says."""
    names = HelpGiven.__dataclass_fields__
    sums = (func.sum(getattr(BallotPaperAccount, name)) for name in names)
    query = select(*sums).join(VotingSession, VotingSession.id == BallotPaperAccount.session_id)
    found = db.session.execute(query.where(VotingSession.round_id == round_id)).one()
    if all(each is None for each in found):
        return None
    return HelpGiven(**dict(zip(names, (each or 0 for each in found), strict=True)))


def seals_read_in(round_id: int) -> SealsRead:
    """The seals of the boxes of a round that two people have counted."""
    query = select(Bundle.session_id, BallotPaperAccount.seal, Bundle.seal, Bundle.seal_reason)
    query = query.join(BallotPaperAccount, BallotPaperAccount.session_id == Bundle.session_id)
    counted = query.where(Bundle.round_id == round_id, Bundle.also_counted_by.is_not(None)).order_by(Bundle.session_id)
    boxes = db.session.execute(counted).all()
    others = [
        OtherSeal(at or 0, written, read or "", why or "")
        for at, written, read, why in boxes
        if written and read != written
    ]
    return SealsRead(len(boxes), others, sum(written is None for _at, written, *_rest in boxes))
