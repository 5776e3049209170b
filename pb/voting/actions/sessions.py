"""Rights that people give by hand: a paper at a voting session, a place in the post for a reply envelope.

Each is counted in its transaction; none is a line of the record, because it stands for one voter.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.database import transaction
from pb.marked import change_rows
from pb.refusals import Refusal
from pb.rounds.rules import Phase, phase
from pb.venues.models import VotingSession
from pb.voting.actions.cards import exchange
from pb.voting.models import Right
from pb.voting.queries import FrozenBallot, box_opening_of, dates_of, require_frozen_ballot
from pb.voting.rules.sentences import (
    ENTER_THE_CODE_ON_THE_CARD,
    NOT_STARTED_YET,
    SESSION_CANCELLED,
    VOTING_HAS_CLOSED,
    WHEN_VOTING_STARTS,
)
from pb.words import lazy_gettext as _l

#: A paper that was issued before the close may be noted afterwards, as long as the box is shut.
_PAPERS = (Phase.VOTING, Phase.POST, Phase.CLOSED)


def issue_paper(voting_session: VotingSession, card: Right | None = None) -> None:
    """One voter gets one paper: gives a right of kind "paper". Where everyone needs a code, ``card`` is handed in for
    it.

    The serial is never recorded. Refuses a used card, a cancelled session, and a round whose voting has not begun or
    whose ballot box is open.
    """
    with transaction() as session:
        ballot = ballot_for_session(voting_session, _PAPERS)
        take_card(session, ballot, card)
        session.add(Right(round_id=ballot.round_id, kind="paper", session_id=voting_session.id))


def replace_spoiled_paper(voting_session: VotingSession) -> None:
    """A voter spoiled their paper and gets another: one right becomes unused, one is given. Refuses when none is
    out.
    """
    with transaction() as session:
        ballot = ballot_for_session(voting_session, _PAPERS)
        _close_one_paper(session, voting_session.id)
        session.add(Right(round_id=ballot.round_id, kind="paper", session_id=voting_session.id))


def _close_one_paper(session: Session, session_id: int) -> None:
    """Rights of papers are alike; their random keys decide which one it is, so that none is told from another."""
    is_out = (Right.session_id == session_id, Right.kind == "paper", Right.status.is_(None))
    one = select(Right.key).where(*is_out).order_by(Right.key).limit(1).with_for_update(skip_locked=True)
    key = session.scalar(one)
    if key is None:
        raise Refusal(
            _l("No papers have been issued at this session, so there are none to replace."), _l("Issue a paper first.")
        )
    change_rows(session, Right, (Right.key == key, Right.status.is_(None)), status="unused")


def check_in_envelope(round_id: int, card: Right) -> None:
    """A reply envelope came by post: its code is exchanged for a right of kind "post", and the envelope is opened
    apart.

    Refuses a used or void code, and an envelope that comes after the last post.
    """
    with transaction() as session:
        ballot = _ballot(round_id)
        now = phase(dates_of(ballot), clock.now())
        if now == Phase.CLOSED:
            raise Refusal(
                _l("Postal voting has closed."), _l("Do not open this envelope. Write LATE on it and put it aside.")
            )
        _require_phase(ballot, (Phase.VOTING, Phase.POST))
        take_card(session, ballot, card)
        session.add(Right(round_id=round_id, kind="post"))


def note_papers(session: Session, voting_session: VotingSession, how_many: int) -> None:
    """Papers that were issued on a facilitator's word and not counted on the screen: two people have agreed on
    them.

    Part of a bigger act. Refuses where everyone needs a card: there the cards that were handed in are typed.
    """
    ballot = _ballot(voting_session.round_id)  # also where the session was cancelled, and people came all the same
    _require_phase(ballot, _PAPERS)
    take_card(session, ballot, None)
    give_rights(session, ballot.round_id, "paper", voting_session.id, how_many)


def give_rights(session: Session, round_id: int, kind: str, session_id: int | None, how_many: int) -> None:
    """Rights of papers or reply envelopes that two people have agreed on. Part of a bigger act."""
    session.add_all(Right(round_id=round_id, kind=kind, session_id=session_id) for _ in range(how_many))


def take_card(session: Session, ballot: FrozenBallot, card: Right | None, *, instead: bool = False) -> None:
    """Use up the card that was handed in, within the caller's transaction. ``instead``: something else stands for
    it.
    """
    if card is None:
        if ballot.entitlement == "code" and not instead:
            raise Refusal(_l("In this round each voter must hand in a card."), ENTER_THE_CODE_ON_THE_CARD)
        return
    if card.round_id != ballot.round_id:
        raise Refusal(
            _l("This card is for another round."), _l("Ask the voter for their newest card, or phone the office.")
        )
    exchange(session, card)


def ballot_for_session(voting_session: VotingSession, phases: tuple[Phase, ...]) -> FrozenBallot:
    """The frozen ballot of the session's round. Refuses outside ``phases`` and for a cancelled session."""
    if voting_session.cancelled_at is not None:
        raise Refusal(SESSION_CANCELLED, _l("Ask the coordinator which session you should be at."))
    ballot = _ballot(voting_session.round_id)
    _require_phase(ballot, phases)
    return ballot


def _ballot(round_id: int) -> FrozenBallot:
    return require_frozen_ballot(round_id, _l("Voting starts after that."))


def _require_phase(ballot: FrozenBallot, phases: tuple[Phase, ...]) -> None:
    now = phase(dates_of(ballot), clock.now())
    if now == Phase.READY:
        raise Refusal(NOT_STARTED_YET, WHEN_VOTING_STARTS)
    if now not in phases:
        raise Refusal(VOTING_HAS_CLOSED, _l("Nobody else can start to vote."))
    if box_opening_of(ballot.round_id):
        raise Refusal(_l("The ballot box for this round has been opened."), _l("Nobody else can be given a vote."))
