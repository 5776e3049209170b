"""What was said when the sessions of a round ended: how many voters had help, and which seals were others when they were opened."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from sqlalchemy import func, select

from pb.database import db
from pb.paper.models import BallotPaperAccount, Bundle, Stray
from pb.paper.rules.seals_and_help import HelpGiven
from pb.record.queries import facts_in
from pb.venues.models import VotingSession

#: The act by which a bundle goes into the ballot box; its line says what two people decided of its papers, by reason.
BUNDLE_CAST = "bundle.cast"
#: What it says of them.
RULED = ("not_counted", "counted_otherwise")


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


def ruled_papers(round_id: int) -> dict[str, dict[str, int]] | None:
    """Papers that were not counted, and counted otherwise than typed, by reason, with sheets that were ``set_aside``; None
    where no bundle was cast, or one by an older version, which did not say so.
    """
    lines = facts_in(BUNDLE_CAST, [round_id])
    if not lines or not all(name in line for line in lines for name in RULED):
        return None
    found = {name: sum((Counter(line[name]) for line in lines), Counter[str]()) for name in RULED}
    query = select(func.count()).select_from(Stray).join(Bundle, Bundle.id == Stray.bundle_id)
    sheets = db.session.scalar(query.where(Bundle.round_id == round_id, Stray.agreed_by.is_not(None))) or 0
    ruled = {name: dict(sorted(numbers.items())) for name, numbers in found.items()}
    return ruled | {"set_aside": {"sheets": sheets} if sheets else {}}
