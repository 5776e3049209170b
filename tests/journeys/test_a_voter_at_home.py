"""Journeys in a real browser: a voter at home with a card, a wrong code, a double click on "Cast my vote"."""

from __future__ import annotations

import pytest

from pb.codes import shown
from pb.database import db
from pb.voting import queries
from tests.support.browser import PHONE
from tests.support.room import faults_of_room
from tests.support.voters import choice_of, chosen


@pytest.fixture
def round_(make):
    return make.voting_round(min_choices=1, max_choices=2)


def chooses(voter, *numbers):
    """Press the button of each of these, which takes off what was chosen."""
    for number in numbers:
        voter.presses(chosen(number) if is_chosen(voter, number) else choice_of(number))
    return voter


def is_chosen(voter, number: int) -> bool:
    return voter.page.locator(f"#choose-{number}").get_attribute("aria-pressed") == "true"


def at_the_ballot(voter):
    voter.ticks("Yes, this is true for me")
    return voter.presses("Show me the ballot")


def test_a_voter_follows_the_qr_code_and_casts_on_a_phone(new_browser_visitor, make, round_):
    card = make.cards(round_)[0]
    voter = new_browser_visitor(PHONE)
    voter.opens(f"/vote#{card.code}")
    assert voter.path == "/vote", "the code is cleared from the address"
    voter.presses("Continue")
    at_the_ballot(voter)
    chooses(voter, 2, 5)
    assert voter.page.locator("[data-choice-count]").inner_text() == "2 of 2"
    chooses(voter, 3)
    assert "To choose a different one, take one off first." in voter.text
    assert not is_chosen(voter, 3) and is_chosen(voter, 2) and is_chosen(voter, 5)
    voter.page.get_by_text("My choices:").click()
    voter.presses("Check my choices")
    assert "You have chosen 2 of 2." in voter.text and "You cannot change your vote after casting it." in voter.text
    voter.presses("Change my choices")
    voter.page.go_back()  # to the review as it was left, whose buttons still work
    voter.page.get_by_role("heading", level=1, name="Check your choices").wait_for()
    voter.presses("Change my choices")
    chooses(voter, 5, 1)
    voter.presses("Check my choices")
    voter.presses("Cast my vote")
    assert voter.heading == "Your vote is saved"
    assert queries.envelopes_in(round_.id) == 1


def test_a_voter_without_scripts_types_the_code_and_casts(new_browser_visitor, make, round_):
    card = make.cards(round_)[0]
    voter = new_browser_visitor(java_script_enabled=False)
    voter.opens("/vote").types("Your voting code", shown(card.code).lower()).presses("Continue")
    at_the_ballot(voter)
    chooses(voter, 1)
    voter.presses("Check my choices")
    voter.presses("Cast my vote")
    assert voter.heading == "Your vote is saved"


def test_a_wrong_code_is_kept_and_the_page_says_what_to_do(browser_visitor, make, round_):
    make.cards(round_)
    browser_visitor.opens("/vote").types("Your voting code", "AAAAA-AAAA2")
    browser_visitor.presses("Continue")
    assert "Check each letter and number against your card" in browser_visitor.text
    assert browser_visitor.field("Your voting code").input_value() == "AAAAA-AAAA2"
    assert browser_visitor.page.evaluate("document.activeElement.hasAttribute('data-error-summary')")


def test_a_double_click_on_cast_is_one_vote(browser_visitor, make, round_):
    card = make.cards(round_)[0]
    browser_visitor.opens("/vote").types("Your voting code", card.code).presses("Continue")
    at_the_ballot(browser_visitor)
    chooses(browser_visitor, 4)
    browser_visitor.presses("Check my choices")
    browser_visitor.page.get_by_role("button", name="Cast my vote").dblclick()
    browser_visitor.page.get_by_role("heading", name="Your vote is saved").wait_for()
    browser_visitor.looks()
    assert queries.envelopes_in(round_.id) == 1


def test_a_press_that_comes_before_anything_was_read_is_told_and_the_next_one_casts(new_browser_visitor, make, round_):
    voter = (
        new_browser_visitor(PHONE).opens(f"/vote#{make.cards(round_)[0].code}").presses("Continue").stops_the_clock()
    )
    at_the_ballot(voter)
    chooses(voter, 4)
    voter.presses("Check my choices")
    voter.presses("Cast my vote")
    assert "Please check your choices first. Then press again." in voter.text
    assert voter.heading == "Check your choices" and queries.envelopes_in(round_.id) == 0
    voter.passes("00:01").page.get_by_role("button", name="Cast my vote").click()
    voter.page.get_by_role("heading", name="Your vote is saved").wait_for()
    db.session.rollback()  # the box is looked into anew
    assert queries.envelopes_in(round_.id) == 1


def test_a_choice_says_what_it_is_to_the_eye_and_in_its_name(new_browser_visitor, make, round_):
    voter = new_browser_visitor(PHONE)
    voter.opens(f"/vote#{make.cards(round_)[0].code}").presses("Continue")
    at_the_ballot(voter)
    choice = voter.page.locator("#choose-2")
    assert f'button "{choice_of(2)}"' in voter.page.locator("main").aria_snapshot()
    assert choice.locator(".choice__off").is_visible() and not choice.locator(".choice__on").is_visible()
    choice.press("Enter")
    assert choice.locator(".choice__on").is_visible() and not choice.locator(".choice__off").is_visible()
    assert f'button "{chosen(2)}" [pressed]' in voter.page.locator("main").aria_snapshot()
    voter.looks().page.locator("#choose-2").press("Space")
    assert choice.get_attribute("aria-pressed") == "false" and voter.heading == "Choose projects"


#: Small and usual phones, a laptop at 200 %, a tablet upright, a laptop.
SCREENS = [(320, 568), (360, 640), (390, 844), (640, 360), (768, 1024), (1280, 720)]
PHONES = [*SCREENS[:3], (480, 800), (560, 800)]
LONG_TITLES = (
    "() => document.querySelectorAll('.ballot-line h2').forEach(each => each.append(' and a longwordindeed'.repeat(3)))"
)


def test_every_size_of_text_fits_every_screen(new_browser_visitor, make, round_):
    voter = new_browser_visitor(PHONE)
    voter.opens(f"/vote#{make.cards(round_)[0].code}").presses("Continue")
    at_the_ballot(voter)
    chooses(voter, 2, 5)
    voter.page.evaluate(LONG_TITLES)
    assert list(faults_of_room(voter.page, SCREENS)) == []
    voter.page.get_by_role("button", name="See one project at a time").click()
    assert list(faults_of_room(voter.page, SCREENS)) == []
    voter.page.get_by_role("button", name="Check my choices").click()
    voter.page.get_by_role("heading", name="Check your choices").wait_for()
    assert list(faults_of_room(voter.page, SCREENS)) == []


@pytest.mark.parametrize(
    "settings",
    [
        {"ballot_type": "points", "points_to_share": 10},
        {"ballot_type": "budget", "pots": 2, "any_number": True},
    ],
)
def test_points_and_money_in_pots_fit_a_phone(new_browser_visitor, make, settings):
    round_ = make.voting_round(min_choices=0, max_choices=3, costs=[12_300] * 6, **settings)
    voter = new_browser_visitor((390, 780))  # here the bar lies over no row's "Read more"
    voter.opens(f"/vote#{make.cards(round_)[0].code}").presses("Continue")
    at_the_ballot(voter)
    voter.page.locator("button[data-choose]").first.click()
    assert list(faults_of_room(voter.page, PHONES)) == []
