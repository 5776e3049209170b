"""Forms for decisions stand only before those whom the action lets decide."""

from __future__ import annotations

import pytest

from pb.database import db
from pb.people.models import Account
from pb.projects.queries import ballot_lines
from pb.roles import Actor, Role
from pb.rounds import actions
from pb.rounds.models import Round, RoundMember

STEERING = Role.STEERING
WITHDRAW, EXTEND = "Propose to withdraw this project", "Propose the new dates"
STEP_IN = "Propose that the substitute acts"


@pytest.fixture
def four(make) -> list[Account]:
    return [make.staff(STEERING) for _ in range(4)]


@pytest.fixture
def round_(make, four):
    """A round with a list of three members and a substitute."""
    members = [RoundMember(account_id=each.id, name=each.name, substitute=each is four[3]) for each in four]
    return make.voting_round(members=members)


def by(account: Account) -> Actor:
    return Actor(account.id, STEERING)


def buttons(new_visitor, account: Account, round_id: int) -> set[str]:
    page = new_visitor().signed_in_as(account).opens(f"/rounds/{round_id}/decisions")
    return {WITHDRAW, EXTEND, STEP_IN, "I agree"} & set(page.buttons)


def test_a_substitute_whom_nobody_has_asked_and_a_member_from_elsewhere_see_no_forms(make, new_visitor, four, round_):
    assert buttons(new_visitor, four[0], round_.id) == {WITHDRAW, EXTEND, STEP_IN}
    assert buttons(new_visitor, four[3], round_.id) == {STEP_IN}
    assert buttons(new_visitor, make.staff(STEERING), round_.id) == set()


def test_the_member_in_whose_place_the_substitute_acts_sees_no_forms_and_nothing_to_agree_to(new_visitor, four, round_):
    one, two, three, _substitute = four
    round_id = round_.id
    actions.agree_to(by(three), actions.propose_substitute(by(two), round_, one.id, "They are ill."))
    project = ballot_lines(round_id)[0].project_id
    actions.propose_withdrawal(by(two), db.session.get_one(Round, round_id), project, "The group has folded.")
    seen = [buttons(new_visitor, each, round_id) for each in four]
    assert seen == [set(), {WITHDRAW, EXTEND}, {WITHDRAW, EXTEND, "I agree"}, {WITHDRAW, EXTEND, "I agree"}]


def test_a_proposal_of_somebody_who_does_not_act_any_more_asks_nobody(new_visitor, four, round_):
    one, two, three, _substitute = four
    round_id, project = round_.id, ballot_lines(round_.id)[0].project_id
    actions.propose_withdrawal(by(one), round_, project, "The group has folded.")
    assert "I agree" in buttons(new_visitor, two, round_id)
    stands_in = actions.propose_substitute(by(two), db.session.get_one(Round, round_id), one.id, "They are ill.")
    actions.agree_to(by(three), stands_in)
    assert "I agree" not in buttons(new_visitor, two, round_id)
