"""A result that becomes public at a set time: on the pages of those who set it, move it, stop it and wait for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.clock import LOCAL
from pb.results.queries.public_times import public_from
from pb.web.access import Role
from tests.support.makers.people import PASSWORD

BALLOTS = [(1, 2), (1, 3), (2,), (1,), (4, 1)]
QUESTION = "When the result becomes public"


@pytest.fixture
def round_(make, clock):
    found = make.voting_round()
    make.opened_box(found, *BALLOTS)
    clock.set(found.post_closes_at + timedelta(hours=2))
    return make.signed(make.counted(found))


@pytest.fixture
def here(round_):
    return f"/rounds/{round_.id}"


@pytest.fixture
def morag(make, new_visitor):
    return new_visitor().signed_in_as(make.account(Role.COORDINATOR, name="Morag"))


@pytest.fixture
def ina(make, new_visitor):
    return new_visitor().signed_in_as(make.account(Role.STEERING, name="Ina"))


def typed(days: int) -> str:
    """The day after so many days, as it is typed."""
    return f"{(program_clock.now() + timedelta(days=days)).astimezone(LOCAL):%d %m %Y}"


def sets(person, here, days: int, time: str, button: str):
    person.opens(f"{here}/after-close/public-time")
    return person.dates(QUESTION, typed(days), time).presses(button)


def test_the_coordinator_sets_a_time_and_it_comes(here, round_, morag, new_visitor, clock):
    reader = new_visitor()
    morag.opens(f"{here}/after-close/count")
    morag.follows("Choose a time at which it becomes public")
    assert morag.presses("Set this time").status == 422, "without a day"
    assert "This time is over" in sets(morag, here, -2, "19:30", "Set this time").main
    assert "in the afternoon" in sets(morag, here, 3, "7:30", "Set this time").main
    page = sets(morag, here, 3, "7:30pm", "Set this time")
    assert "becomes public by itself" in page.main and "7:30pm" in page.main
    assert "Wait until the result becomes public by itself" in morag.opens("/dashboard").main
    page = morag.opens(f"{here}/after-close/count")
    assert "7:30pm" in page.main and "Publish the result now" not in page.html
    assert morag.downloads(f"{here}/after-close/evening").status_code == 200
    page = reader.opens(f"{here}/results")
    assert page.status == 404 and "has signed the result" in page.main and "7:30pm" in page.main
    clock.set(public_from(round_.id))
    assert reader.opens(f"{here}/results").heading == f"Result: {round_.name}"
    assert "View the published result" in morag.opens(f"{here}/after-close").html


def test_two_people_move_it(here, round_, morag, ina):
    sets(morag, here, 3, "7:30pm", "Set this time")
    page = sets(morag, here, 4, "noon", "Propose this time")
    assert "midday" in page.main and "I agree to this time" not in page.html
    ina.opens("/dashboard")
    ina.follows("Look at the proposal of another time")
    page = ina.presses("I agree to this time")
    assert "The result has another time now" in page.text
    assert f"{public_from(round_.id).astimezone(LOCAL):%H:%M}" == "12:00"
    sets(morag, here, 5, "noon", "Propose this time")
    ina.opens(f"{here}/after-close/public-time")
    assert "The time stays as it is" in ina.presses("Turn this proposal down").text


def test_two_people_stop_it_and_the_next_version_says_why(make, here, round_, morag, ina, new_visitor, clock):
    sets(morag, here, 3, "7:30pm", "Set this time")
    morag.follows("Stop the result")
    morag.types("What is wrong with the result, and how do you know?", "Project 1 had folded.")
    assert "Proposal: stop the result" in morag.presses("Propose to stop this result").main
    ina.opens(f"{here}/after-close/correction")
    assert "This result never becomes public" in ina.presses("I agree to stop this result").text
    reader = new_visitor()
    assert "by itself" not in reader.opens(f"{here}/results").main
    morag.opens(f"{here}/after-close")
    morag.presses("Count the votes")
    for member in (ina, new_visitor().signed_in_as(make.account(Role.STEERING))):
        member.opens(f"{here}/after-close/count")
        member.types("Your password", PASSWORD).presses("Sign this result")
    morag.opens(f"{here}/after-close/count")
    morag.presses("Publish the result now")
    page = reader.opens(f"{here}/results")
    assert "Version 1 was signed, and stopped before it was public" in page.main
    assert "Project 1 had folded." in page.main and "Morag and Ina" in page.main


def test_a_member_sets_no_time_alone(here, ina):
    page = ina.opens(f"{here}/after-close/public-time")
    assert "No time is set" in page.main and "Set this time" not in page.html
