"""Finance and evaluators: the dashboard asks nothing of them and leads to what they can read, in every state of a round."""

from __future__ import annotations

import pytest

from pb.people import actions as people
from pb.people.queries import waiting_proposals
from pb.refusals import Refusal
from pb.roles import APPOINTED, COORDINATOR, EVALUATOR, FINANCE, READING, STEERING, Actor
from pb.rounds.actions import propose_extension
from tests.support import states, states_of_life
from tests.support.team import Team

STATES = {
    "applying": states.applying_with_one,
    "box to open": states.boxes(1),
    "published": states.published,
}
READS = {FINANCE: "Money", EVALUATOR: "Numbers"}


def test_a_draft_is_not_called_public(make, clock, new_visitor):
    states_of_life.draft(Team(make, clock))
    page = new_visitor().signed_in_as(make.account(FINANCE)).opens("/dashboard")
    names = [name.partition(":")[0] for name in page.links]
    assert "The page that everyone will read" in names and "The public page of the round" not in names


@pytest.mark.parametrize("state", STATES)
def test_nothing_waits_for_who_only_reads_and_all_that_is_offered_opens(make, clock, new_visitor, state):
    STATES[state](Team(make, clock))
    for role, part in READS.items():
        reader = new_visitor().signed_in_as(make.account(role))
        page = reader.opens("/dashboard")
        assert "Nothing is waiting for you." in page.main and "Do this next" not in page.main
        assert not [each for each in page.all("li") if "task-list__item" in each.get("class", "")]
        (place,) = [link for name, link in page.links.items() if name.startswith(f"{part}:")]
        assert reader.opens(place).status == 200
        other = "Numbers" if part == "Money" else "Money"
        manage = reader.opens(place.rsplit("/", 1)[0] + "/manage")
        assert "Nothing is waiting for you." in manage.main and part in manage.links and other not in manage.links
        for name, address in {**page.links, **manage.links}.items():
            if address.startswith("/") and "sign-out" not in address:
                assert reader.asks("GET", address).status_code in (200, 302), (state, role, name, address)


@pytest.mark.parametrize("role", READING)
def test_no_act_of_theirs_is_done_but_on_their_own_account(make, role):
    reader = make.account(role)
    by, round_ = Actor(reader.id, role), make.voting_round()
    for act in (
        lambda: people.invite(by, name="Una", role=COORDINATOR),
        lambda: people.declare_interest(by, round_id=round_.id, description=""),
        lambda: propose_extension(by, round_, round_.voting_closes_at, round_.post_closes_at, "More time"),
    ):
        with pytest.raises(Refusal, match="Your role in the programme is to read"):
            act()
    people.set_password(by, reader, "lentil soup on tuesdays")


def test_who_has_another_role_too_does_what_that_one_may(make, visitor):
    both = make.account(COORDINATOR, FINANCE)
    page = visitor.signed_in_as(both).opens("/dashboard")
    assert "Nothing is waiting for you" not in page.main and visitor.opens("/venues").status == 200


def test_they_come_as_others_do_and_are_no_members(make):
    morag = Actor(make.account(COORDINATOR).id, COORDINATOR)
    ina, _hugh = (Actor(make.account(STEERING).id, STEERING) for _ in range(2))
    token = people.invite(morag, name="Grace", role=FINANCE)
    given = {"sign_in_name": "grace", "password": "lentil soup on tuesdays"}
    with pytest.raises(Refusal, match="A steering group member must agree"):
        people.accept_invitation(token, **given)
    (proposal,) = waiting_proposals()
    people.agree_to_proposal(ina, proposal)
    grace = people.accept_invitation(token, **given)
    assert grace.roles == {FINANCE} and people.appoint(morag, grace, (FINANCE, EVALUATOR)) == []
    with pytest.raises(Refusal, match="Your role in the programme"):
        people.invite(morag, name="Lewis", role=EVALUATOR)
        people.agree_to_proposal(Actor(grace.id, STEERING), waiting_proposals()[0])
    assert set(APPOINTED) > {FINANCE, EVALUATOR}
