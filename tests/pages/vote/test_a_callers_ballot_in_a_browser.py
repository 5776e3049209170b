"""A caller's ballot at a screen: loaded again it comes back with help, and where nothing comes back the way begins at the
helper's own page."""

from __future__ import annotations

import pytest

from pb.codes import shown
from pb.roles import FACILITATOR
from pb.voting import queries
from tests.support.browser import PHONE

LINE = "You are voting for a caller"


@pytest.fixture
def round_(make):
    return make.voting_round(min_choices=1, max_choices=3)


def sees(helper, heading: str) -> None:
    helper.page.get_by_role("heading", level=1, name=heading).wait_for()
    helper.looks()
    assert LINE in helper.text


def test_a_callers_ballot_that_is_loaded_again_is_cast_with_help(new_browser_visitor, make, round_):
    helper = new_browser_visitor(PHONE).signed_in_as(make.staff(FACILITATOR))
    helper.opens("/vote").follows("Vote for someone on the phone")
    sees(helper, "Vote for someone on the phone")
    helper.types("The caller’s voting code", shown(make.cards(round_)[0].code)).presses("Continue")
    sees(helper, "Before you vote")
    helper.ticks("Yes, this is true for me").presses("Show me the ballot")
    sees(helper, "Choose projects")
    helper.page.locator("#choose-2").click()
    with helper.page.expect_response(lambda answer: "page=review" in (answer.request.post_data or "")) as keeping:
        helper.presses("Check my choices")
    sees(helper, "Check your choices")
    helper.page.wait_for_function("kept => sessionStorage.getItem('ballot') === kept", arg=keeping.value.text())
    helper.page.reload()
    sees(helper, "Check your choices")
    helper.presses("Cast my vote")
    sees(helper, "Your vote is saved")
    assert queries.turnout(round_.id) == [(None, "online", True, 1)]
    helper.follows("Vote for the next caller")
    sees(helper, "Vote for someone on the phone")


def test_a_page_that_the_browser_brings_back_from_its_memory_begins_at_the_helpers_page(
    new_browser_visitor, make, round_
):
    helper = new_browser_visitor(PHONE).signed_in_as(make.staff(FACILITATOR))
    helper.opens("/vote/for-a-caller")
    helper.types("The caller’s voting code", shown(make.cards(round_)[0].code)).presses("Continue")
    sees(helper, "Before you vote")
    helper.page.evaluate("() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    sees(helper, "Vote for someone on the phone")
    assert helper.path == "/vote/for-a-caller"
