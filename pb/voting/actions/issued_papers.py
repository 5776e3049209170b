"""Papers at a voting session: issued, replaced where one was spoiled, noted where nobody counted them on the screen.

Who issues one is asked for their role, and written down nowhere: with its moment and a person's name a row would lead from
the facilitator who knows the voter to the minute at which that voter was there (docs/decisions.md, 121).
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.database import transaction
from pb.marked import change_rows
from pb.people.actions.who_acts import require_role
from pb.refusals import Refusal
from pb.roles import COORDINATOR, FACILITATOR, Actor
from pb.rounds.rules import Phase
from pb.venues.models import VotingSession
from pb.voting.actions.rights import ballot_for_session, ballot_in, give_rights, require_no_cards, take_card
from pb.voting.models import VotingRight
from pb.words import lazy_gettext as _l

AT_A_SESSION = (COORDINATOR, FACILITATOR)
#: A paper that was issued before the close may be noted afterwards, as long as the box is shut.
_PAPERS = (Phase.VOTING, Phase.POST, Phase.CLOSED)


def issue_paper(by: Actor, voting_session: VotingSession, card: VotingRight | None = None) -> None:
    """One voter gets one paper: gives a right of kind "paper". Where everyone needs a code, ``card`` is handed in for
    it.

    The serial is never recorded. Refuses other roles than those of a session's desk, a used card, a cancelled session, a
    round whose voting has not begun or whose ballot box is open, and a session whose votes are in the box (guard
    `nothing_is_handed_out_once_it_is_in`).
    """
    require_role(by, AT_A_SESSION)
    with transaction() as session:
        ballot = ballot_for_session(voting_session, _PAPERS)
        take_card(session, ballot, card)
        session.add(VotingRight(round_id=ballot.round_id, kind="paper", session_id=voting_session.id))


def replace_spoiled_paper(by: Actor, voting_session: VotingSession) -> None:
    """A voter spoiled their paper and gets another: one right becomes unused, one is given. Refuses when none is
    out, and other roles than those of a session's desk.
    """
    require_role(by, AT_A_SESSION)
    with transaction() as session:
        ballot = ballot_for_session(voting_session, _PAPERS)
        _close_one_paper(session, voting_session.id)
        session.add(VotingRight(round_id=ballot.round_id, kind="paper", session_id=voting_session.id))


def _close_one_paper(session: Session, session_id: int) -> None:
    """Rights of papers are alike; their random keys decide which one it is, so that none is told from another."""
    is_out = (VotingRight.session_id == session_id, VotingRight.kind == "paper", VotingRight.status.is_(None))
    one = select(VotingRight.key).where(*is_out).order_by(VotingRight.key).limit(1).with_for_update(skip_locked=True)
    key = session.scalar(one)
    if key is None:
        raise Refusal(
            _l("No papers have been issued at this session, so there are none to replace."), _l("Issue a paper first.")
        )
    change_rows(session, VotingRight, (VotingRight.key == key, VotingRight.status.is_(None)), status="unused")


def note_papers(session: Session, voting_session: VotingSession, how_many: int) -> None:
    """Papers that were issued on a facilitator's word and not counted on the screen: two people have agreed on
    them.

    Part of a bigger act. Refuses where everyone needs a card: there the cards that were handed in are typed.
    """
    # Also where the session was cancelled, and people came all the same.
    ballot = ballot_in(voting_session.round_id, _PAPERS)
    require_no_cards(ballot)
    give_rights(session, ballot.round_id, "paper", voting_session.id, how_many)
