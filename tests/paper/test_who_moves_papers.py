"""Who may write down that papers moved, and where none can come: one press never takes another session's box away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.paper import actions, queries
from pb.paper.rules import PaperCounts
from pb.refusals import Refusal
from pb.voting.queries import rights_of_session
from pb.web.access import FACILITATOR, Actor
from tests.support.makers.papers import SEAL, counted
from tests.support.makers.voting import COMMAND
from tests.support.safety.to_decide import decide

pytestmark = pytest.mark.databases_in_turn
NOBODY = "Nan"


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch", min_choices=1, max_choices=3)


@pytest.fixture
def other(make, round_):
    return make.session_at(round_, make.staff(FACILITATOR), venue="Gilmerton Hub")


def here(session) -> int:
    return queries.facts_of_sessions(session.id)[session.id].here


def test_a_facilitator_moves_what_leaves_their_own_session_or_comes_there_from_the_office(
    round_, voting_session, other
):
    batch = actions.print_batch(COMMAND, round_.id, voting_session, 5)
    spares = actions.print_batch(COMMAND, round_.id, None, 3, spare=True)
    by = Actor(other.team[0].account_id, FACILITATOR)
    with pytest.raises(Refusal, match="Only the team of the session that the papers leave"):
        actions.move_papers(by, batch, voting_session, other, 5, NOBODY)
    with pytest.raises(Refusal, match="Only the team"):
        actions.move_papers(by, spares, None, voting_session, 1, NOBODY)
    actions.move_papers(by, spares, None, other, 2, NOBODY)
    actions.move_papers(by, spares, other, voting_session, 1, NOBODY)
    assert (here(voting_session), here(other)) == (6, 1)


def test_nothing_comes_to_a_session_that_has_its_account(round_, voting_session):
    """Its account would not speak of them, and nobody else does."""
    by, none = Actor(voting_session.team[0].account_id, FACILITATOR), PaperCounts(0, 0, 0, 0, 0)
    actions.submit_ballot_paper_account(by, voting_session, none, "", counted(voting_session, none), seal=SEAL)
    batch = actions.print_batch(COMMAND, round_.id, None, 5)
    with pytest.raises(Refusal, match="has its ballot paper account already"):
        actions.move_papers(COMMAND, batch, None, voting_session, 5, NOBODY)
    assert [gap.number for gap in queries.gaps(round_.id) if gap.kind == "batch"] == [5]


def test_papers_of_which_two_have_decided_do_not_move(make, round_, voting_session, clock):
    batch = actions.print_batch(COMMAND, round_.id, None, 2, spare=True)
    clock.set(round_.post_closes_at + timedelta(hours=1))
    decide(make, round_.id, "batch", batch.id, "explain:destroyed")
    with pytest.raises(Refusal, match="already decided"):
        actions.move_papers(COMMAND, batch, None, voting_session, 1, NOBODY)


def test_a_paper_is_handed_out_only_where_there_are_papers(round_, voting_session, other):
    by = Actor(voting_session.team[0].account_id, FACILITATOR)
    with pytest.raises(Refusal, match="no ballot papers at this session"):
        actions.issue_paper_at_session(by, voting_session)
    actions.move_papers(COMMAND, actions.print_batch(COMMAND, round_.id, other, 2), other, voting_session, 1, NOBODY)
    actions.issue_paper_at_session(by, voting_session)
    assert dict(rights_of_session(voting_session.id)) == {("paper", None): 1}
