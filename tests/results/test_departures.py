"""A steering group departs from a count: what two members decide stands beside it, and each group gets what it says."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from pb.database import db, exclusive_transaction
from pb.mark_keeping import without_guards
from pb.pages.results.result_view import published
from pb.programme.queries.leftovers import leftovers
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.results import actions
from pb.results.queries.counts import latest_count, publication_of, signatures_of
from pb.results.queries.departures import decided_beside, decided_fingerprint, lapsed_departures
from pb.results.queries.facts import faults_of_published_numbers
from pb.roles import Actor
from pb.rounds.actions import agree_to, propose_substitute
from pb.rounds.models import RoundMember
from pb.web.access import Role
from tests.support.safety.interests import declares_in_everything

pytestmark = pytest.mark.databases_in_turn

# Pot £1,000. 1 costs £500 and 2 costs £400: both are funded. 3 costs £300 and is not: £100 is left.
COSTS = [500_00, 400_00, 300_00]
BALLOTS = [(1, 2), (1, 2), (1, 2), (1, 3)]
WHY = "Its hall has burnt down."


@pytest.fixture
def round_(make, clock):
    found = make.voting_round(costs=COSTS, least=50_00, min_choices=1)
    make.opened_box(found, *BALLOTS)
    clock.set(found.post_closes_at + timedelta(hours=2))
    return make.counted(found)


def proposed(make, round_, number: int, gives: int | None, why: str = WHY):
    return actions.propose_departure(make.actor(Role.STEERING), make.fresh(round_), number, gives, why)


def published_with(make, round_) -> None:
    make.signed(round_)
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))


def test_what_two_decide_stands_beside_the_count_and_changes_nothing_of_it(make, round_):
    before = latest_count(round_.id).outcome
    make.departs(round_, 2, 0, "It has folded.")
    make.departs(round_, 3, 300_00, WHY)
    published_with(make, round_)
    assert latest_count(round_.id).outcome == before and publication_of(round_.id).version == 1
    result = published(round_.id)
    rows = {row.number: (row.decision, row.award, row.stands, row.gets) for row in result.rows}
    assert rows == {
        1: ("funded", 500_00, "funded", 500_00),
        2: ("funded", 400_00, "not-funded", 0),
        3: ("not-funded", 0, "funded", 300_00),
    }
    assert "£800" in result.headline and "For 2 projects the steering group decided otherwise" in result.headline
    left = leftovers(make.fresh(round_))
    assert left.money == 200_00 and [each.number for each in left.unfunded] == [2]


def test_neither_one_person_nor_one_with_an_interest_decides(make, round_):
    one = make.actor(Role.STEERING)
    found = actions.propose_departure(one, make.fresh(round_), 2, 0, WHY)
    with pytest.raises(Refusal, match=r"[Ss]omeone else|[Aa]nother"):
        actions.agree_to_departure(one, make.fresh(round_), found)
    with pytest.raises(Refusal):
        actions.agree_to_departure(make.actor(Role.COORDINATOR), make.fresh(round_), found)
    with pytest.raises(Refusal, match="already proposed a decision"):
        proposed(make, round_, 3, 100_00)
    other = make.actor(Role.STEERING)
    declares_in_everything(other)
    with pytest.raises(Refusal, match="declared an interest"):
        actions.agree_to_departure(other, make.fresh(round_), found)
    actions.withdraw_departure(make.actor(Role.STEERING), found)
    with pytest.raises(Refusal, match="declared an interest"):
        actions.propose_departure(other, make.fresh(round_), 2, 0, WHY)
    assert decided_beside(latest_count(round_.id)) == []


@pytest.mark.parametrize(
    ("number", "gives", "why", "said"),
    [
        (3, 300_00, WHY, "not enough money in the pot"),
        (3, 300_01, WHY, "more than its group asked for"),
        (3, 49_99, WHY, "cannot work with so little"),
        (3, 0, WHY, "gives this project the same"),
        (3, None, WHY, "nothing to take back"),
        (3, 100_00, " ", "Give the reason"),
        (9, 100_00, WHY, "no project with this number"),
    ],
)
def test_sums_that_nobody_can_decide(make, round_, number, gives, why, said):
    with pytest.raises(Refusal, match=said):
        proposed(make, round_, number, gives, why)


def test_money_that_a_decision_took_is_there_until_it_is_taken_back(make, round_):
    make.departs(round_, 1, 200_00, WHY)
    make.departs(round_, 3, 300_00, WHY)
    with pytest.raises(Refusal, match="not enough money"):
        proposed(make, round_, 1, None)
    make.departs(round_, 3, None, "The hall stands.")
    make.departs(round_, 1, None, "We were wrong.")
    assert [each.gives for each in decided_beside(latest_count(round_.id))] == [200_00, 300_00, None, None]
    published_with(make, round_)
    result = published(round_.id)
    assert result.gets == result.outcome.awards and "decided otherwise" not in result.headline


def test_a_decision_voids_signatures_and_nothing_is_decided_once_all_have_signed(make, round_):
    make.sign(round_)
    waits = proposed(make, round_, 2, 0)
    assert len(signatures_of(latest_count(round_.id))) == 1
    actions.agree_to_departure(make.actor(Role.STEERING), make.fresh(round_), waits)
    assert signatures_of(latest_count(round_.id)) == []
    with pytest.raises(Refusal, match="decided something since"):
        actions.sign(make.actor(Role.STEERING), make.fresh(round_), latest_count(round_.id).outcome_hash)
    make.signed(round_)
    with pytest.raises(Refusal, match="signed or published"):
        proposed(make, round_, 3, 100_00)
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    with pytest.raises(Refusal, match="signed or published"):
        proposed(make, round_, 3, 100_00)


def test_publishing_waits_for_what_was_proposed(make, round_):
    make.sign(round_)
    waits = proposed(make, round_, 2, 0)
    make.sign(round_)
    with pytest.raises(Refusal, match="already proposed a decision"):
        actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    with pytest.raises(Refusal, match="signed or published"):
        actions.agree_to_departure(make.actor(Role.STEERING), make.fresh(round_), waits)
    actions.withdraw_departure(make.actor(Role.STEERING), waits)
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    assert "departures" not in json.loads(publication_of(round_.id).facts)


def test_a_new_count_has_no_decisions_and_says_that_the_last_one_had(make, round_):
    make.departs(round_, 2, 0, WHY)
    published_with(make, round_)
    wrong = actions.propose_correction(make.actor(Role.COORDINATOR), make.fresh(round_), "It has not folded.")
    actions.agree_to_correct(make.actor(Role.STEERING), make.fresh(round_), wrong)
    actions.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))
    assert [each.gives_pence for each in lapsed_departures(latest_count(round_.id))] == [0]
    assert decided_beside(latest_count(round_.id)) == []
    published_with(make, round_)
    first, second = published(round_.id, 1), published(round_.id)
    assert first.gets == {"1": 500_00} and second.gets == {"1": 500_00, "2": 400_00}


def test_the_fingerprint_covers_the_count_and_each_decision(make, round_):
    make.departs(round_, 2, 0, "It has folded.")
    make.departs(round_, 3, 300_00, WHY)
    before = latest_count(round_.id).outcome_hash
    for number, counted, gives, why in ((2, 400_00, 0, "It has folded."), (3, 0, 300_00, WHY)):
        said = json.dumps([before, number, counted, gives, why], ensure_ascii=False, separators=(",", ":"))
        before = hashlib.sha256(said.encode()).hexdigest()
    assert decided_fingerprint(latest_count(round_.id)) == before
    published_with(make, round_)
    assert {each.decided for each in signatures_of(latest_count(round_.id))} == {before}


def test_the_record_says_that_two_decided_and_not_what(make, round_):
    make.departs(round_, 2, 0, "It has folded.")
    lines = db.session.scalars(select(RecordLine).where(RecordLine.act.startswith("departure."))).all()
    assert [each.act for each in lines] == ["departure.proposed", "departure.agreed"]
    told = " ".join(str(each.facts) for each in lines)
    assert "folded" not in told and "40000" not in told and decided_fingerprint(latest_count(round_.id)) in told


def test_a_member_and_the_substitute_who_acts_for_them_are_one_voice(make, clock):
    member, other, substitute = (make.staff(Role.STEERING) for _ in range(3))
    people = [
        RoundMember(account_id=each.id, name=each.name, substitute=each is substitute)
        for each in (member, other, substitute)
    ]
    round_ = make.opened_box(make.voting_round(costs=COSTS, min_choices=1, members=people), *BALLOTS)
    clock.set(round_.post_closes_at + timedelta(hours=2))
    make.counted(round_)
    one, two, three = (Actor(each.id, Role.STEERING) for each in (member, other, substitute))
    found = actions.propose_departure(one, make.fresh(round_), 2, 0, WHY)
    with pytest.raises(Refusal):
        actions.agree_to_departure(three, make.fresh(round_), found)
    decision = propose_substitute(two, make.fresh(round_), member.id, "Ill.")
    agree_to(three, decision)
    for by in (two, three):
        with pytest.raises(Refusal, match="cannot act in this round now"):
            actions.agree_to_departure(by, make.fresh(round_), found)
    actions.withdraw_departure(two, found)
    again = actions.propose_departure(two, make.fresh(round_), 2, 0, WHY)
    actions.agree_to_departure(three, make.fresh(round_), again)


def test_a_proposal_does_not_stand_once_its_proposer_has_an_interest(make, round_):
    by = make.actor(Role.STEERING)
    found = actions.propose_departure(by, make.fresh(round_), 2, 0, WHY)
    declares_in_everything(by)
    with pytest.raises(Refusal, match="has declared an interest in the project since"):
        actions.agree_to_departure(make.actor(Role.STEERING), make.fresh(round_), found)
    actions.withdraw_departure(by, found)


def test_decisions_that_fell_away_are_told_until_each_is_made_again_or_a_version_is_published(make, round_):
    make.departs(round_, 2, 0, "It has folded.")
    make.departs(round_, 3, 300_00, WHY)
    published_with(make, round_)
    for _time in range(2):
        correction = actions.propose_correction(make.actor(Role.COORDINATOR), make.fresh(round_), "A slip.")
        actions.agree_to_correct(make.actor(Role.STEERING), make.fresh(round_), correction)
        actions.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))
        if _time:
            break
        assert len(lapsed_departures(latest_count(round_.id))) == 2
        waits = proposed(make, round_, 2, 0)
        assert len(lapsed_departures(latest_count(round_.id))) == 2, "a proposal decides nothing"
        actions.agree_to_departure(make.actor(Role.STEERING), make.fresh(round_), waits)
        assert [each.gives_pence for each in lapsed_departures(latest_count(round_.id))] == [300_00]
        published_with(make, round_)
    assert [each.gives_pence for each in lapsed_departures(latest_count(round_.id))] == [0], (
        "version 2 dropped the other"
    )


def test_a_decision_that_is_taken_out_behind_the_program_is_found(make, round_):
    make.departs(round_, 2, 0, "It has folded.")
    published_with(make, round_)
    assert not [each for each in faults_of_published_numbers() if "departures" in str(each)]
    with exclusive_transaction() as session, without_guards(session, ["departure"]):
        session.execute(text("DELETE FROM departure"))
    assert [each for each in faults_of_published_numbers() if "departures" in str(each)]
