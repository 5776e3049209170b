"""A box is counted by two people when its seal is opened."""

from __future__ import annotations

import pytest

from pb.paper import actions
from pb.paper.rules import PaperCounts
from pb.refusals import Refusal
from pb.web.access import COUNTER, FACILITATOR, Actor
from tests.support.makers.papers import SEAL, counted, counter

pytestmark = pytest.mark.both_databases


def test_two_people_count_a_box_and_both_have_to_find_the_same(make):
    round_ = make.voting_round(projects=12, entitlement="vouch", min_choices=1, max_choices=3)
    voting_session = make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))
    people = [make.staff(COUNTER, declared_in=round_) for _ in range(3)]
    make.papers(voting_session, printed=5, issued=4)
    by, figures = Actor(voting_session.team[0].account_id, FACILITATOR), PaperCounts(5, 4, 1, 0, 0)
    actions.submit_ballot_paper_account(by, voting_session, figures, heads=counted(voting_session, figures), seal=SEAL)
    bundle = actions.open_bundle(counter(people[0]), round_.id, voting_session, 5, seal=SEAL)
    with pytest.raises(Refusal, match="You counted this bundle first"):
        actions.confirm_count(counter(people[0]), bundle, 5)
    assert not actions.confirm_count(counter(people[1]), bundle, 3, seal=SEAL)
    with pytest.raises(Refusal, match="account says 4"):
        actions.confirm_count(counter(people[0]), bundle, 3, seal=SEAL)
    assert actions.confirm_count(counter(people[0]), bundle, 3, "A voter took the paper home after all.")
    with pytest.raises(Refusal, match="already been opened"):
        actions.open_bundle(counter(people[2]), round_.id, voting_session, 3, seal=SEAL)
