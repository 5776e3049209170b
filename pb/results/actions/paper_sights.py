"""One person looks at one paper again and types what it says."""

from __future__ import annotations

from sqlalchemy import func, select

from pb import clock
from pb.database import transaction
from pb.paper.models import Paper
from pb.paper.rules import PaperReading
from pb.people.actions import require_role
from pb.projects.actions import require_no_interest_on_the_ballot
from pb.refusals import Refusal
from pb.results.actions.paper_checks import PAPERS_CHECKED, require_checking
from pb.results.models import Sighting
from pb.results.queries.paper_checks import CheckState, paper_to_look_at
from pb.results.rules.sentences import (
    NOT_DRAWN,
    ROLL_THE_DICE_FIRST,
    SEEN_ALIKE_ALREADY,
    SEEN_ALREADY,
    TYPISTS_DO_NOT_LOOK,
)
from pb.roles import Actor
from pb.rounds.models import Round
from pb.sealed import seal_for_desk
from pb.words import Sentence


def see_paper(by: Actor, round_: Round, paper: Paper, reading: PaperReading) -> None:
    """One person looks at one paper of the check and types what it says (kind "missing": it is not in its box). No line of
    the record: the row itself says who and when, and stays; what they saw is sealed.

    Refuses a paper that is not looked at, one that two people saw alike, who typed it or ran its session (guard
    `who_typed_a_paper_does_not_look`), who ruled on it (`who_ruled_on_a_paper_does_not_look`), and who has an interest in a
    project on the ballot. Who has looked looks again only where two saw
    different things, and once: who could go on would guess until they had what another saw.
    """
    require_role(by, PAPERS_CHECKED.only)
    with transaction() as session:
        require_no_interest_on_the_ballot(by, round_.id)
        _counted, state = require_checking(round_)
        if sentence := sight_error(by.account_id, state, paper):
            raise Refusal(sentence, status=403 if sentence is TYPISTS_DO_NOT_LOOK else 422)
        key = {"round_id": round_.id, "version": state.check.version, "paper_id": paper.id, "seen_by": by.account_id}
        turn = 1 + (session.scalar(select(func.count()).select_from(Sighting).filter_by(**key)) or 0)
        sealed = seal_for_desk(round_.id, reading.as_text)
        session.add(Sighting(**key, turn=turn, sealed=sealed, seen_at=clock.now()))


def sight_error(account_id: int | None, state: CheckState, paper: Paper) -> Sentence | None:
    """Why this person cannot look at this paper, as a sentence; None when they can."""
    if state.waits_for_dice:
        return ROLL_THE_DICE_FIRST
    due = paper_to_look_at(state, paper.id)
    if due is None:
        return NOT_DRAWN
    if account_id in due.not_by:
        return TYPISTS_DO_NOT_LOOK
    if due.state == "done":
        return SEEN_ALIKE_ALREADY
    return None if due.is_for(account_id) else SEEN_ALREADY
