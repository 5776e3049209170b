"""The longest journey: a group's idea is applied for, checked, put on the ballot, voted for, counted, signed,
published.

Groups, voters and readers sit at real screens, and so does the coordinator who freezes the ballot. The staff's other
screens are looked at in a browser by tests of their own; here those who work at them are visitors.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.database import db
from pb.rounds.models import Round
from pb.voting import queries
from pb.web.access import Role
from tests.support.browser import PHONE, TABLET
from tests.support.group_answers import writes_down_a_yes
from tests.support.makers.people import PASSWORD
from tests.support.makers.projects import WORDS, picture
from tests.support.makers.results import DIGITS


@pytest.fixture
def round_(make) -> Round:
    return make.applying_round(criteria=1, min_choices=1, max_choices=1)


def the_group_applies(group):
    group.opens("/apply").presses("Start")
    group.types("The name of your group", "The Larks").presses("Save and continue")
    assert group.heading == "Write down this code"
    group.follows("I have written it down")
    group.types("A short name", "Trips to the sea").types("What do you want to do?", "Hire a bus.").presses(
        "Save and continue"
    )
    group.types("Who will it help?", "Thirty people who cannot go out alone.").presses("Save and continue")
    group.types("What for?", "Bus", within="Line 1").types("How much?", "£300", within="Line 1").presses(
        "Save and continue"
    )
    group.types("The smallest amount", "250").presses("Save and continue")
    group.types("Name", "Rose Gray").types("Phone number", "0131 555 0100").presses("Save and continue")
    group.presses("Save and continue")
    assert group.heading == "Check your answers"
    group.presses("Send the application")


def the_steering_group_says_yes(member, round_id):
    member.opens(f"/rounds/{round_id}/applications")
    member.follows("Trips to the sea")
    member.ticks("Yes", within="Rule 1 is met").ticks("Eligible: it goes on the ballot").presses(
        "Propose this decision"
    )


def another_member_agrees(member, round_id):
    member.opens(f"/rounds/{round_id}/applications")
    member.follows("Trips to the sea")
    assert "Every rule is met." in member.page.main
    member.presses("I agree")


def the_ballot_is_made(coordinator, member, at_the_screen, another_screen, round_id):
    coordinator.opens(f"/rounds/{round_id}/ballot-texts")
    coordinator.follows("Write the text")
    coordinator.types("Title", "A day by the water").types("About 50 words", WORDS)
    coordinator.types("What the picture shows", "A bus with a lift")
    coordinator.attaches("Picture", picture(), "bus.png").presses("Save")
    member.opens(f"/rounds/{round_id}/ballot-texts")
    member.follows("Check the text")
    member.ticks("I have read the text").presses("Approve this text")
    writes_down_a_yes(member, f"/rounds/{round_id}")
    at_the_screen.opens(f"/rounds/{round_id}/freeze").ticks("I have read the list")
    at_the_screen.page.get_by_label("Who is the substitute?").select_option("Grace")
    at_the_screen.presses("Propose to freeze the ballot")
    another_screen.opens(f"/rounds/{round_id}/freeze").presses("I agree: freeze the ballot")
    assert another_screen.heading == "The key of the ballot box, in words"


def somebody_votes_for_it(voter, card):
    voter.opens(f"/vote#{card.code}").presses("Continue")
    voter.ticks("Yes, this is true for me").presses("Show me the ballot")
    assert "Larks" not in voter.text, "no group is named on the ballot"
    voter.page.locator("#choose-1").click()
    voter.presses("Check my choices").presses("Cast my vote")
    assert voter.heading == "Your vote is saved"
    return voter.page.locator(".code__value").inner_text().split()


def goes_to(person, here, step):
    person.opens(here)
    person.follows(step)
    return person


def the_votes_are_counted(coordinator, member, other, here):
    goes_to(coordinator, here, "The ballot box is opened").presses("Open the ballot box now")
    for person in (coordinator, member):
        goes_to(person, here, "The lot is drawn")
        person.types("Digits of the lot, in the order they came", DIGITS).presses("Save these digits")
    coordinator.opens(here)
    coordinator.presses("Count the votes")
    for person in (member, other):
        goes_to(person, here, "The result is signed")
        person.types("Your password", PASSWORD).presses("Sign this result")
    goes_to(coordinator, here, "The result is published").presses("Publish the result now")


def test_a_groups_idea_becomes_a_funded_project(new_browser_visitor, new_visitor, make, round_, clock):
    somebody = {role: make.account(role) for role in (Role.COORDINATOR, Role.STEERING)}
    coordinator = new_visitor().signed_in_as(somebody[Role.COORDINATOR])
    member = new_visitor().signed_in_as(somebody[Role.STEERING])
    other = new_visitor().signed_in_as(make.account(Role.STEERING))
    make.account(Role.STEERING, name="Grace")
    at_the_screen = new_browser_visitor().signed_in_as(somebody[Role.COORDINATOR])
    another_screen = new_browser_visitor().signed_in_as(somebody[Role.STEERING])

    the_group_applies(new_browser_visitor(TABLET))
    clock.set(round_.applications_close_at + timedelta(days=1))
    the_steering_group_says_yes(member, round_.id)
    another_member_agrees(other, round_.id)
    the_ballot_is_made(coordinator, member, at_the_screen, another_screen, round_.id)

    clock.set(round_.voting_opens_at + timedelta(days=2))
    receipt = "".join(
        somebody_votes_for_it(new_browser_visitor(PHONE), make.cards(db.session.get(Round, round_.id))[0])
    )
    assert queries.envelopes_in(round_.id) == 1

    clock.set(round_.post_closes_at + timedelta(hours=1))
    here, name = f"/rounds/{round_.id}", round_.name
    db.session.rollback()  # the test reads no longer, or the files could not be erased after the opening
    the_votes_are_counted(coordinator, member, other, f"{here}/after-close")
    neighbour = new_browser_visitor()
    neighbour.opens("/").page.get_by_role("link", name=name).first.click()
    neighbour.opens(f"{here}/results")
    assert "A day by the water" in neighbour.text and "The Larks" in neighbour.text and "Funded" in neighbour.text
    assert queries.receipts(round_.id) == [receipt]
