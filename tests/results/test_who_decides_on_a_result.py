"""Who may propose, agree and turn down what is decided about a result: the same for corrections, times and answers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.people.actions import declare_interest
from pb.projects.queries import ballot_lines
from pb.refusals import Refusal
from pb.results import actions
from pb.results.queries.corrections import correction_of_newest
from pb.results.queries.counts import latest_count, publication_of
from pb.results.queries.objections import objections_in
from pb.roles import PUBLIC, Actor
from pb.rounds.actions import agree_to, propose_substitute
from pb.rounds.models import RoundMember
from pb.web.access import Role

BALLOTS = [(1, 2), (1, 3), (2,), (1,), (4, 1)]
WHY = "A slip."


@pytest.fixture
def listed(make):
    """Three members of the list, the last one the substitute."""
    return [make.staff(Role.STEERING) for _ in range(3)]


@pytest.fixture
def round_(make, clock, listed):
    members = [RoundMember(account_id=each.id, name=each.name, substitute=each is listed[-1]) for each in listed]
    found = make.opened_box(make.voting_round(members=members, objection_days=5), *BALLOTS)
    clock.set(found.post_closes_at + timedelta(hours=2))
    make.counted(found)
    return make.fresh(found)


@pytest.fixture
def members(listed):
    return [Actor(each.id, Role.STEERING) for each in listed]


def public(make, clock, round_, members):
    """The result is public; two who act have signed it."""
    clock.set(program_clock.now() + timedelta(days=7))
    for each in members:
        actions.sign(each, make.fresh(round_), latest_count(round_.id).outcome_hash)
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    return make.fresh(round_)


def test_a_member_and_their_substitute_do_not_answer_or_correct_between_them(make, clock, round_, members):
    one, two, substitute = members
    actions.object_to(Actor(None, PUBLIC), round_, "The box stood open.")
    answer = actions.propose_answer(one, round_, 1, "The box", "It was sealed.", upheld=False)
    agree_to(two, propose_substitute(substitute, round_, one.account_id, "Ill."))
    for by in (two, substitute):
        with pytest.raises(Refusal, match="cannot act in this round now"):
            actions.agree_to_answer(by, make.fresh(round_), answer)
    actions.withdraw_answer(two, answer)
    again = actions.propose_answer(two, make.fresh(round_), 1, "The box", "It was sealed.", upheld=False)
    actions.agree_to_answer(substitute, make.fresh(round_), again)
    round_ = public(make, clock, round_, [two, substitute])
    with pytest.raises(Refusal, match="Someone else acts in your place"):
        actions.propose_correction(one, round_, WHY)
    with pytest.raises(Refusal, match="Someone else acts in your place"):
        actions.propose_answer(one, round_, 2, "The box", "Yes.", upheld=True)


def test_who_is_on_no_list_proposes_and_turns_down_nothing(make, clock, round_, members):
    stranger = make.actor(Role.STEERING)
    round_ = public(make, clock, round_, members[:2])
    with pytest.raises(Refusal, match="steering group list can do this"):
        actions.propose_correction(stranger, round_, WHY)
    found = actions.propose_correction(members[0], round_, WHY)
    with pytest.raises(Refusal, match="steering group list can do this"):
        actions.withdraw_correction(stranger, found)
    with pytest.raises(Refusal, match="Only a steering group member can turn down"):
        actions.withdraw_correction(make.actor(Role.COORDINATOR), found)
    _is_of_group_1(members[1], round_)
    with pytest.raises(Refusal, match="interest"):
        actions.withdraw_correction(members[1], found)
    actions.withdraw_correction(members[0], found)
    assert correction_of_newest(round_.id) is None


def test_nobody_with_an_interest_turns_an_answer_down(make, round_, members):
    actions.object_to(Actor(None, PUBLIC), round_, "The box stood open.")
    actions.propose_answer(members[0], round_, 1, "The box", "It was sealed.", upheld=False)
    _is_of_group_1(members[1], round_)
    with pytest.raises(Refusal, match="interest"):
        actions.withdraw_answer(members[1], objections_in(round_.id)[0].answer)


def test_a_flood_on_the_website_keeps_no_letter_out(make, round_, monkeypatch):
    monkeypatch.setattr(actions.objections, "MOST_OBJECTIONS", 2)
    for _time in range(2):
        actions.object_to(Actor(None, PUBLIC), round_, "The box stood open.")
    with pytest.raises(Refusal, match="no more objections can be taken here"):
        actions.object_to(Actor(None, PUBLIC), round_, "Mine too.")
    assert actions.object_to(make.actor(Role.COORDINATOR), round_, "A letter.", way="letter") == 3


def test_what_somebody_wrote_of_a_corrected_count_is_kept_until_its_own_result_is_old(make, clock, round_, members):
    round_ = public(make, clock, round_, members[:2])
    clock.set(publication_of(round_.id).public_at + timedelta(days=29))
    found = actions.propose_correction(make.actor(Role.COORDINATOR), round_, WHY)
    actions.agree_to_correct(members[0], round_, found)
    actions.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))
    actions.object_to(Actor(None, PUBLIC), make.fresh(round_), "It is still wrong.", name="Rose")
    assert actions.forget_objections() == 0
    assert objections_in(round_.id)[0].said.name == "Rose"


def _is_of_group_1(by: Actor, round_) -> None:
    project_id = ballot_lines(round_.id)[0].project_id
    declare_interest(by, round_id=round_.id, project_id=project_id, description="My sister leads it.")
