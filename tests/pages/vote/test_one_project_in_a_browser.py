"""One project at a time at a screen: no button looks live that leads nowhere."""

from __future__ import annotations

import pytest

from tests.support.browser import PHONE
from tests.support.contrast import LEAST_CONTRAST_OF_DISABLED
from tests.support.voters import at_the_ballot

LOOK = (
    "each => { const look = getComputedStyle(each); return [look.borderTopStyle, look.backgroundColor, look.cursor]; }"
)
COLOURS = ["default", "black-on-white", "white-on-black", "yellow-on-black", "soft"]


@pytest.fixture
def voter(new_browser_visitor, make):
    person = new_browser_visitor(PHONE)
    round_ = make.voting_round(projects=3, min_choices=1, max_choices=2)
    at_the_ballot(person, make, round_)
    return person


def steps(voter) -> list[str]:
    """The steps that can be seen: "-1" back, "1" on."""
    there = voter.page.locator("[data-step]").all()
    return [each.get_attribute("data-step") for each in there if each.is_visible()]


def test_nothing_leads_back_from_the_first_or_on_from_the_last_project(voter):
    seen = []
    voter.presses("See one project at a time")
    at = voter.page.locator("[data-place]").bounding_box()
    for _press in range(2):
        seen.append(steps(voter))
        voter.page.get_by_role("button", name="Next project").press("Enter")  # a hand's second press would wait
        voter.looks()
    seen.append(steps(voter))
    assert seen == [["1"], ["-1", "1"], ["-1"]]
    assert voter.page.locator("[data-place]").bounding_box() == at, "what is left stays where it was"
    assert voter.page.get_by_role("button", name="See all projects").is_visible()


def test_a_button_that_leads_nowhere_looks_so_and_can_be_read_in_all_colours(voter):
    button = voter.page.get_by_role("button", name="Check my choices")
    live = button.evaluate(LOOK)
    button.evaluate("each => { each.disabled = true; }")
    for colours in COLOURS:
        voter.page.evaluate("colours => { document.documentElement.dataset.colours = colours; }", colours)
        look = button.evaluate(LOOK)
        assert look[0] == "dashed" and live[0] != "dashed" and look[2] == "default", colours
        assert voter.page.evaluate(LEAST_CONTRAST_OF_DISABLED) >= 4.5, colours
