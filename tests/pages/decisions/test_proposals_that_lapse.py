"""A proposal to which nobody can agree any longer is no work on the dashboard, has no button, and says why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.projects.queries import ballot_lines
from pb.refusals import Refusal
from pb.results import actions as results
from pb.results.queries.proposals import lapsed_proposals, waiting_proposals
from pb.rounds import actions as decisions
from pb.web.access import Role

READ_IT = "Read a proposal, and agree if you think it is right"
READ_ABANDONING = "Read the proposal to abandon the round, and agree if you think it is right"


def member(make):
    return make.actor(Role.STEERING)


def closed(make):
    with program_clock.moved(program_clock.now() - timedelta(days=40)):
        return make.opened_box(make.voting_round(costs=[60_000, 50_000, 30_000]), (1,), (1,), (2,), (3,))


def withdrawn(make, round_):
    decision = decisions.propose_withdrawal(
        member(make), make.fresh(round_), ballot_lines(round_.id)[0].project_id, "Folded."
    )
    decisions.agree_to(member(make), decision)
    return decision


def an_extension_whose_close_has_passed(make, clock):
    round_ = make.voting_round()
    closes, post = (each + timedelta(days=2) for each in (round_.voting_closes_at, round_.post_closes_at))
    proposal = decisions.propose_extension(member(make), round_, closes, post, "The hall was flooded.")
    assert [each.id for each in waiting_proposals(make.fresh(round_))] == [proposal.id]
    clock.set(round_.post_closes_at.astimezone(program_clock.LOCAL).strftime("%Y-%m-%d %H:%M"))
    clock.forward(days=1)
    return round_, proposal


def an_undoing_once_the_box_is_open(make, clock):
    with program_clock.moved(program_clock.now() - timedelta(days=40)):
        round_ = make.voting_round(costs=[60_000, 50_000, 30_000])
        proposal = decisions.propose_undoing(member(make), withdrawn(make, round_), "They go on after all.")
        assert [each.id for each in waiting_proposals(make.fresh(round_))] == [proposal.id]
        make.opened_box(make.fresh(round_), (2,), (3,))
    return round_, proposal


def an_abandoning_once_somebody_signed(make, clock):
    round_ = closed(make)
    make.counted(round_)
    proposal = decisions.propose_abandoning(member(make), make.fresh(round_), "Nobody came.")
    assert [each.id for each in waiting_proposals(make.fresh(round_))] == [proposal.id]
    make.signed(make.fresh(round_))
    return round_, proposal


@pytest.mark.parametrize(
    "lapse", [an_extension_whose_close_has_passed, an_undoing_once_the_box_is_open, an_abandoning_once_somebody_signed]
)
def test_what_nobody_can_agree_to_is_no_work_and_has_no_button(lapse, make, clock, new_visitor):
    round_, proposal = lapse(make, clock)
    round_ = make.fresh(round_)
    assert waiting_proposals(round_) == [] and proposal.id in lapsed_proposals(round_)
    with pytest.raises(Refusal):
        (decisions.agree_to_abandon if proposal.kind == "abandon" else decisions.agree_to)(member(make), proposal)
    reader = new_visitor().signed_in_as(make.staff(Role.STEERING, declared_in=round_))
    dashboard = reader.opens("/dashboard").main
    assert READ_IT not in dashboard and READ_ABANDONING not in dashboard
    page = reader.opens(f"/rounds/{round_.id}/decisions")
    assert "Nobody agreed to this in time." in page.main and "I agree" not in page.buttons
    assert "This needs another steering group member to agree." not in page.main


def test_publishing_waits_for_a_proposal_to_put_a_project_back(make):
    round_ = closed(make)
    decision = withdrawn(make, round_)
    make.signed(make.counted(make.fresh(round_)))
    proposal = decisions.propose_undoing(member(make), decision, "They go on after all.")
    with pytest.raises(Refusal, match="or to put one back, is waiting for a second person"):
        results.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    decisions.withdraw_proposal(member(make), proposal)
    results.publish(make.actor(Role.COORDINATOR), make.fresh(round_))


def test_one_that_can_be_agreed_to_stays_work(make, new_visitor):
    round_ = closed(make)
    decisions.propose_undoing(member(make), withdrawn(make, round_), "They go on after all.")
    reader = new_visitor().signed_in_as(make.staff(Role.STEERING, declared_in=round_))
    assert READ_IT in reader.opens("/dashboard").main
    assert "I agree" in reader.opens(f"/rounds/{round_.id}/decisions").buttons
