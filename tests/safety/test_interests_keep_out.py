"""Whoever has an interest in a project takes no part in any act of two that touches it, and in the opening of its box.

The acts are listed from the code: a new one fails here until it either refuses such a person, or stands below with the
reason why it touches no project.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.database import db, exclusive_transaction
from pb.people import actions as people
from pb.people.models import Account
from pb.people.queries import ever_interested, has_declared_interest, interests_by_project, names
from pb.projects.actions import propose_assessment, require_no_interest_on_the_ballot
from pb.projects.models import Project
from pb.projects.queries import ballot_lines
from pb.record.acts import all_acts
from pb.refusals import Refusal
from pb.results.actions import conclude
from pb.results.queries.paper_checks import check_state, papers_to_look_at
from pb.roles import Actor, Role
from pb.voting.actions import decrypt_ballot_box
from tests.support.makers.projects import actor_of, declares
from tests.support.safety.alone import Alone
from tests.support.safety.interests import declares_in_everything
from tests.support.safety.plays import OF_TWO, PLAYS

#: Acts of two that touch no project, and why.
TOUCH_NONE = {
    "appointment.agreed": "about who belongs to the programme",
    "bundle.counted": "how many sheets there are, before anybody reads one",
    "cards.accounted_for": "how many cards came back",
    "cards.released": "how many cards were printed",
    "key_copies.confirmed": "after the box was opened, a key that nobody needs any more",
    "papers.movement_agreed": "how papers came into a box, and not what is on them",
    "password_code.agreed": "about an account",
    "security_codes.replaced": "about an account",
    "result.time_moved": "when the result becomes public, and not what it is",
    "session.account_agreed": "how many papers were used at a session",
}


@pytest.mark.parametrize("name", [each for each in OF_TWO if each not in TOUCH_NONE])
def test_who_has_an_interest_is_no_second_person(app, make, name):
    play = PLAYS[name](Alone(app, make))
    declares_in_everything(play.other)
    with pytest.raises(Refusal, match="You have declared an interest in"):
        play.second_half(play.other)
    assert not play.happened()


@pytest.mark.parametrize("name", sorted(TOUCH_NONE))
def test_an_interest_stops_nothing_that_touches_no_project(app, make, name):
    play = PLAYS[name](Alone(app, make))
    declares_in_everything(play.other)
    play.second_half(play.other)
    assert play.happened()


def test_every_first_half_of_what_touches_the_whole_ballot_is_refused_as_well():
    impartial = {act.name for act in all_acts() if act.impartial}
    assert impartial == {
        *("departure.agreed", "departure.proposed"),
        *("objection.answer_proposed", "objection.answered"),
        *("ballots.taken", "box.opened", "dice.typed", "lot.typed", "papers.checked"),
        "papers.found",
        *("result.correction_agreed", "result.correction_proposed", "result.recounted", "result.signed"),
        *("resolution.agreed", "resolution.proposed", "ruling.agreed", "ruling.proposed"),
        *("stray.agreed", "stray.proposed", "votes.put_back", "votes.put_back_proposed"),
        *("round.abandoned", "round.abandoning_proposed"),
    }


def test_who_has_an_interest_does_not_open_the_box(app, make, clock):
    round_ = make.voting_round()
    by = Actor(make.staff(Role.COORDINATOR).id, Role.COORDINATOR)
    declares_in_everything(by)
    clock.set(round_.post_closes_at + timedelta(hours=2))
    with pytest.raises(Refusal, match="You have declared an interest in a project on this ballot"):
        decrypt_ballot_box(by, round_)


def test_who_has_an_interest_looks_at_no_paper_and_does_not_say_what_came_of_it(app, make):
    round_ = make.with_papers_to_check("1 2", ballots=((1, 2),))
    one, two, kept_off = (make.actor(Role.STEERING) for _ in range(3))
    paper = papers_to_look_at(check_state(round_.id))[0].paper.serial
    make.sees(round_, one, paper, "1 2")
    declares_in_everything(kept_off)
    with pytest.raises(Refusal, match="You have declared an interest in a project on this ballot"):
        make.sees(round_, kept_off, paper, "1 2")
    make.sees(round_, two, paper, "1 2")
    with pytest.raises(Refusal, match="You have declared an interest in a project on this ballot"):
        conclude(kept_off, make.fresh(round_))
    assert conclude(two, make.fresh(round_)).kind == "confirmed"


def test_an_interest_in_another_round_stops_nobody_here(app, make):
    here, elsewhere = make.voting_round(), make.applying_round()
    project = make.application(elsewhere)
    by = Actor(make.staff(Role.STEERING).id, Role.STEERING)
    people.declare_interest(by, round_id=elsewhere.id, project_id=project.id, description="My sister runs it.")
    require_no_interest_on_the_ballot(by, here.id)
    with pytest.raises(Refusal):
        line = ballot_lines(here.id)[0]
        people.declare_interest(by, round_id=here.id, project_id=line.project_id, description="I sing there.")
        require_no_interest_on_the_ballot(by, here.id)


@pytest.fixture
def team(make):
    """Two members, a coordinator, and a member with an interest."""
    roles = (Role.STEERING, Role.STEERING, Role.COORDINATOR, Role.STEERING)
    return [
        actor_of(make.account(role)) if role == Role.STEERING else Actor(make.account(role).id, role) for role in roles
    ]


def holds(make, by):
    round_ = make.applying_round()
    project = make.application(round_)
    said = {"round_id": round_.id, "project_id": project.id}
    people.declare_interest(by, **said, description="I sing there.")
    return project, said


@pytest.mark.both_databases
def test_an_interest_holds_until_two_others_release_its_holder(make, team):
    ina, hugh, mal, jean = team
    project, said = holds(make, jean)
    holder = db.session.get_one(Account, jean.account_id)
    people.declare_interests(jean, round_id=said["round_id"], description="")  # taken back: it holds all the same
    for who, match in ((jean, "your own interest"), (Actor(make.staff(Role.COUNTER).id, Role.COUNTER), "in your role")):
        with pytest.raises(Refusal, match=match):
            people.propose_release(who, holder, **said, reason="It is over.")
    with pytest.raises(Refusal, match="Say in a few words"):
        people.propose_release(mal, holder, **said, reason=" ")
    proposal = people.propose_release(mal, holder, **said, reason="She has left.")
    with pytest.raises(Refusal, match="already been proposed"):
        people.propose_release(ina, holder, **said, reason="She has left.")
    for who, match in ((mal, "You proposed this"), (jean, "your own interest")):
        with pytest.raises(Refusal, match=match):
            people.agree_to_release(who, proposal, round_id=said["round_id"])
    people.declare_interest(hugh, **said, description="I sing there too.")
    with pytest.raises(Refusal, match="You have declared an interest"):
        people.agree_to_release(hugh, proposal, round_id=said["round_id"])
    assert has_declared_interest(jean.account_id, project.id)
    people.agree_to_release(ina, proposal, round_id=said["round_id"])
    assert not has_declared_interest(jean.account_id, project.id)
    assert (jean.account_id, project.id) not in ever_interested(said["round_id"])
    assert propose_assessment(jean, project, outcome="eligible", reason="").made_by == jean.account_id


@pytest.mark.both_databases
def test_what_is_declared_after_a_release_holds_again(make, team):
    ina, _hugh, mal, jean = team
    project, said = holds(make, jean)
    holder = db.session.get_one(Account, jean.account_id)
    proposal = people.propose_release(mal, holder, **said, reason="She has left.")
    people.agree_to_release(ina, proposal, round_id=said["round_id"])
    people.declare_interest(jean, **said, description="I sing there again.")
    with pytest.raises(Refusal, match="You have declared an interest"):
        propose_assessment(jean, project, outcome="eligible", reason="")


@pytest.mark.both_databases
def test_a_refused_release_releases_nobody_and_another_can_be_proposed(make, team):
    ina, _hugh, mal, jean = team
    project, said = holds(make, jean)
    holder = db.session.get_one(Account, jean.account_id)
    proposal = people.propose_release(mal, holder, **said, reason="She has left.")
    people.refuse_release(ina, proposal, round_id=said["round_id"])
    with pytest.raises(Refusal, match="already been decided"):
        people.agree_to_release(ina, proposal, round_id=said["round_id"])
    assert has_declared_interest(jean.account_id, project.id)
    people.propose_release(mal, holder, **said, reason="She has really left.")


def name_of(by: Actor) -> str:
    return names()[by.account_id]


@pytest.mark.both_databases
def test_an_interest_goes_over_with_its_project_and_so_does_its_end(make, team):
    ina, _hugh, mal, jean = team
    project, said = holds(make, jean)
    later = make.applying_round()
    again = make.application(later)
    with exclusive_transaction() as session:
        session.get_one(Project, again.id).carried_from_id = project.id
    assert has_declared_interest(jean.account_id, again.id)
    assert (jean.account_id, again.id) in ever_interested(later.id)
    assert interests_by_project(later.id) == {again.id: [(jean.account_id, name_of(jean), "I sing there.")]}
    with pytest.raises(Refusal, match="You have declared an interest"):
        propose_assessment(jean, again, outcome="eligible", reason="")
    holder = db.session.get_one(Account, jean.account_id)
    over = people.propose_release(mal, holder, round_id=later.id, project_id=again.id, reason="She has left.")
    people.agree_to_release(ina, over, round_id=later.id)
    assert not has_declared_interest(jean.account_id, again.id)
    assert has_declared_interest(jean.account_id, project.id)
    declares(jean, again)
    assert propose_assessment(jean, again, outcome="eligible", reason="").made_by == jean.account_id
