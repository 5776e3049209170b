"""Whether the texts of a frozen ballot can still be corrected, and what must be printed again afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import exists, func, select

from pb import clock
from pb.database import db
from pb.paper.models import BallotPaperAccount, Batch, Bundle, Movement, Paper
from pb.projects.queries import corrections_in
from pb.projects.rules.sentences import NOT_ON_THIS_BALLOT, PAPERS_ARE_OUT, TABLETS_MAY_HAVE_VOTERS, VOTING_HAS_BEGUN
from pb.rounds.models import Round
from pb.rounds.rules import session_margin
from pb.venues.models import VotingSession
from pb.voting.models import Kiosk, StockedOpening, Turnout, VotingRight
from pb.voting.queries import box_opening_of
from pb.words import Sentence


def why_texts_stay(round_: Round) -> Sentence | None:
    """Why no text on this ballot can be corrected now; None where one can be. The database keeps the same by guards, but
    for what may have happened at a session that has begun without a word to the program: papers are in somebody's hand, or
    a tablet without a network has had voters.
    """
    if not round_.frozen or round_.source != "people":
        return NOT_ON_THIS_BALLOT
    begun = (VotingRight.kind != "code") | VotingRight.status.in_(("cast", "exchanged"))
    if (
        box_opening_of(round_.id)
        or _is_there(Turnout.round_id == round_.id)
        or _is_there(VotingRight.round_id == round_.id, begun)
    ):
        return VOTING_HAS_BEGUN
    if _tablets_may_have_voters(round_):
        return TABLETS_MAY_HAVE_VOTERS
    accounts = exists().where(
        BallotPaperAccount.session_id == VotingSession.id,
        VotingSession.round_id == round_.id,
        BallotPaperAccount.issued > 0,
    )
    has_begun = exists().where(
        Batch.session_id == VotingSession.id, Batch.round_id == round_.id, VotingSession.cancelled_at.is_(None),
        VotingSession.starts_at <= clock.now(),
    )  # fmt: skip
    got_papers = exists().where(
        Movement.to_session_id == VotingSession.id, Movement.round_id == round_.id, VotingSession.cancelled_at.is_(None),
        VotingSession.starts_at <= clock.now(),
    )  # fmt: skip
    if (
        _is_there(Batch.round_id == round_.id, Batch.session_id.is_(None), Batch.is_spare.is_(None))
        or _is_there(Bundle.round_id == round_.id)
        or db.session.scalar(select(accounts))
        or db.session.scalar(select(has_begun))
        or db.session.scalar(select(got_papers))
    ):
        return PAPERS_ARE_OUT
    return None


def _tablets_may_have_voters(round_: Round) -> bool:
    """Whether a tablet has openings in stock at a session that has begun, nobody has stopped it, and its session has no
    account. What a tablet was given on the day before has been used by nobody.
    """
    begins = clock.now() + timedelta(minutes=session_margin(round_))
    stocked = exists().where(StockedOpening.round_id == round_.id, StockedOpening.kiosk_id == Kiosk.id)
    here = (Kiosk.session_id == VotingSession.id, Kiosk.revoked_at.is_(None), VotingSession.cancelled_at.is_(None))
    accounted = exists().where(BallotPaperAccount.session_id == VotingSession.id)
    at_work = stocked.where(*here, VotingSession.starts_at <= begins, ~accounted)
    return round_.voting_opens_at <= clock.now() and bool(db.session.scalar(select(at_work)))


def _is_there(*which: Any) -> bool:
    return bool(db.session.scalar(select(exists().where(*which))))


def papers_with_an_old_title(round_id: int) -> dict[int, int]:
    """Batches that were printed before a title was corrected, with the number of their papers, by id. Printed again they
    keep their numbers and say the new title.
    """
    moments = [each.agreed_at for each in corrections_in(round_id) if each.title != each.old_title]
    if not moments:
        return {}
    query = select(Batch.id, func.count(Paper.id)).join(Paper, Paper.batch_id == Batch.id)
    query = query.where(Batch.round_id == round_id, Batch.printed_at < max(filter(None, moments)))
    return dict(db.session.execute(query.group_by(Batch.id).order_by(Batch.id)).all())
