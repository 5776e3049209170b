"""Who decides says which interests they have before they read the first application of a round, once in each round."""

from __future__ import annotations

import pytest

from pb.people.queries import has_declared, has_declared_interest
from pb.web.access import Role


@pytest.fixture
def jean(make):
    return make.account(Role.STEERING, name="Jean")


def test_a_member_is_asked_before_the_first_application_and_led_on_to_it(visitor, make, jean):
    round_ = make.applying_round(criteria=0)
    bus, choir = (make.application(round_, title=title) for title in ("Bus", "Choir"))
    visitor.has_no_interests = False
    page = visitor.signed_in_as(jean).opens(f"/rounds/{round_.id}/applications/{bus.id}")
    assert page.heading == "Your interests"
    assert "Before you read the first application of this round" in page.main
    assert not has_declared(jean.id, round_.id)
    assert visitor.presses("Save my answer").status == 422
    visitor.ticks("Yes", "The Larks 2: Choir").types("If yes, what is your interest?", "I sing there.")
    assert visitor.presses("Save my answer").heading == "Bus"
    assert "You cannot take part in checking this application" in visitor.opens(f"./{choir.id}").main
    assert has_declared_interest(jean.id, choir.id) and not has_declared_interest(jean.id, bus.id)


def test_it_is_asked_again_in_another_round_and_not_of_those_who_decide_nothing(visitor, make, jean):
    visitor.signed_in_as(jean)
    for _ in range(2):
        round_ = make.applying_round(criteria=0)
        project = make.application(round_, title="Tea")
        visitor.has_no_interests = False
        assert visitor.opens(f"/rounds/{round_.id}/applications/{project.id}").heading == "Your interests"
        visitor.ticks("No").presses("Save my answer")
        assert visitor.opens(f"/rounds/{round_.id}/applications/{project.id}").heading == "Tea"
    office = visitor.signed_in_as(make.account(Role.COORDINATOR))
    assert office.opens(f"/rounds/{round_.id}/applications/{project.id}").heading == "Tea"


def test_a_decision_that_comes_past_the_page_is_refused_until_they_have_said_it(visitor, app, make, jean):
    app.config["WTF_CSRF_ENABLED"] = False
    project = make.application(make.applying_round(criteria=0))
    visitor.has_no_interests = False
    visitor.signed_in_as(jean)
    here = f"/rounds/{project.round_id}/applications/{project.id}"
    for address in (here, f"{here}/agree"):
        page = visitor.posts(address, {"outcome": "eligible", "reason": ""})
        assert page.status == 403 and "First say if you have an interest in this round" in page.main
    assert project.all_assessments == []
