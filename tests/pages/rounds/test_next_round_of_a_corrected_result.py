"""A round that was started from a result which is corrected since says so, and nothing is paid twice."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from pb.database import db
from pb.edits import NothingChanged
from pb.programme.actions.following import carry_money_again, start_next_round
from pb.programme.queries.leftovers import carried_wrongly
from pb.projects.queries import applications, ballot_lines
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.results import actions as results
from pb.rounds import actions as decisions
from pb.rounds.actions import publish_round
from pb.rounds.models import Round
from pb.web.access import Actor, Role

BY = Actor(None, Role.COMMAND)


@pytest.fixture
def published(make):
    """£1,000 in the pot; projects of £400, £500 and £300: number 1 and 2 win, £100 is left."""
    round_ = make.voting_round(costs=[40_000, 50_000, 30_000], name="Spring")
    return make.published(round_, (1,), (1, 2), (1, 2), (3,))


def said_to_be_wrong(make, round_: Round) -> None:
    one, two = make.actor(Role.STEERING), make.actor(Role.STEERING)
    results.agree_to_correct(two, round_, results.propose_correction(one, round_, "A group does not exist."))


def corrected(make, round_: Round) -> None:
    """Number 1 is taken out: numbers 2 and 3 win, £200 is left."""
    said_to_be_wrong(make, round_)
    one, two = make.actor(Role.STEERING), make.actor(Role.STEERING)
    project = ballot_lines(round_.id)[0].project_id
    decisions.agree_to(two, decisions.propose_withdrawal(one, make.fresh(round_), project, "It does not exist."))
    results.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))
    make.signed(make.fresh(round_))
    results.publish(make.actor(Role.COORDINATOR), make.fresh(round_))


def follower(make, round_: Round, *, with_money: bool = True) -> Round:
    third = ballot_lines(round_.id)[2].project_id
    return start_next_round(BY, round_, name="Summer", weeks=20, with_money=with_money, project_ids=[third])


def test_no_round_is_started_from_a_result_that_is_being_corrected(make, visitor, published):
    said_to_be_wrong(make, published)
    with pytest.raises(Refusal, match="is being corrected"):
        follower(make, published)
    page = visitor.signed_in_as(make.account()).opens(f"/rounds/{published.id}/next-round")
    assert page.status == 409 and "Publish the new version of the result first." in page.main


def test_a_round_that_was_started_before_says_what_changed_and_takes_the_right_money(make, visitor, published):
    started = follower(make, published)
    corrected(make, published)
    page = visitor.signed_in_as(make.account()).opens(f"/rounds/{started.id}/manage")
    assert "The result of “Spring” was corrected" in page.main
    assert "£100 was carried over from it into this round. The corrected result leaves £200." in page.main
    assert "The corrected result funds these projects, and they are in this round too." in page.main
    page = visitor.presses("Carry over £200")
    now = db.session.get_one(Round, started.id)
    assert (now.carried_pence, now.money_pence, now.pots[0].base_pence) == (20_000, 120_000, 100_000)
    line = db.session.scalars(select(RecordLine).where(RecordLine.act == "round.carried_again")).one()
    assert (line.facts["was_pence"], line.facts["carried_pence"]) == (10_000, 20_000)
    assert "£100 was carried over" not in page.main and "Project 3" in page.main
    publish_round(make.actor(Role.COORDINATOR), now)
    (carried,) = applications(started.id)
    make.decided(carried, "not_eligible", "It has its money already.")
    assert "was corrected" not in visitor.opens(f"/rounds/{started.id}/manage").main
    with pytest.raises(NothingChanged):
        carry_money_again(make.actor(Role.COORDINATOR), now)


def test_a_round_that_took_no_money_is_told_of_its_projects_alone(make, published):
    started = follower(make, published, with_money=False)
    assert carried_wrongly(started) is None
    corrected(make, published)
    wrong = carried_wrongly(make.fresh(started))
    assert (wrong.was, wrong.now, [each.title for each in wrong.funded]) == (0, 0, ["Project 3"])


def test_nobody_carries_over_what_is_still_being_corrected(make, published):
    started = follower(make, published)
    corrected(make, published)
    said_to_be_wrong(make, make.fresh(published))
    with pytest.raises(Refusal, match="is being corrected"):
        carry_money_again(make.actor(Role.COORDINATOR), started)
