"""Somebody with two switches, or without a hand for more: Tab and Enter alone lead the whole way, mistakes and receipt included.

What a switch cannot type comes from a scanner, as the code of a card does, which types where the keyboard is. No test places it.
"""

from __future__ import annotations

import pytest

from pb.database import db
from pb.voting import queries
from pb.web.access import Role
from tests.support import kiosk_alone as alone
from tests.support.browser import TABLET, until_a_press_counts

#: What has the keyboard: its words, and for a field or box its label.
HAS_THE_KEYBOARD = """() => {
    const here = document.activeElement, label = here.labels && here.labels[0];
    if (!here.matches('a, button, summary, input')) return '';  // the page, a heading or an error, which is where a screen begins
    return `${here.innerText || ''} ${label ? label.innerText : ''}`.replace(/\\s+/g, ' ').trim();
}"""
#: More stops than the longest of these screens has.
STOPS = 120


class Switches:
    """``next()`` and ``press()`` are all there is."""

    def __init__(self, page, *, ticks: str = "Enter") -> None:
        self.page, self.ticks = page, ticks

    def goes_to(self, name: str) -> None:
        """Tab until what has the keyboard is called so."""
        for _ in range(STOPS):
            words = self.page.evaluate(HAS_THE_KEYBOARD)
            if words == name or (len(name) > 1 and name in words):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {name}")

    def presses(self, name: str) -> None:
        self.goes_to(name)
        until_a_press_counts(self.page)
        self.page.keyboard.press("Enter")

    def sees(self, heading: str) -> None:
        self.page.get_by_role("heading", name=heading, level=1, exact=True).wait_for()
        until_a_press_counts(self.page)

    def is_told(self, words: str) -> None:
        """The error has the keyboard, or the next stops lead to it."""
        self.page.locator("[data-error-summary]", has_text=words).wait_for()

    def chooses(self, *numbers: int) -> None:
        for number in numbers:
            self.goes_to(f"Number {number}, Project number {number}")
            until_a_press_counts(self.page)
            self.page.keyboard.press("Enter")
            self.page.locator(f"#choose-{number}[aria-pressed=true]").wait_for()

    def votes_with_each_mistake(self) -> None:
        """From "Before you vote" to the saved vote: not declared, nothing chosen, one taken off again at the review."""
        self.presses("Show me the ballot")
        self.is_told("There is a problem")
        self.goes_to("Yes, this is true for me")
        until_a_press_counts(self.page)
        self.page.keyboard.press(self.ticks)
        self.presses("Show me the ballot")
        self.sees("Choose projects")
        self.presses("Check my choices")
        self.is_told("Choose a project")
        self.chooses(1, 2)
        self.presses("Check my choices")
        self.sees("Check your choices")
        self.presses("Cast my vote")
        self.sees("Your vote is saved")


@pytest.mark.parametrize("with_scripts", [True, False])
def test_the_whole_way_at_home(new_browser_visitor, make, with_scripts):
    """Without scripts a third key ticks the box, as in every browser."""
    round_ = make.voting_round(min_choices=1, max_choices=2)
    voter = new_browser_visitor(java_script_enabled=with_scripts).opens("/vote")
    switches = Switches(voter.page, ticks="Enter" if with_scripts else "Space")
    switches.goes_to("Your voting code")
    switches.page.keyboard.type("AAAAA-AAAA2")
    switches.presses("Continue")
    switches.is_told("Check each letter and number against your card")
    switches.goes_to("Your voting code")
    switches.page.keyboard.press("Control+A")
    switches.page.keyboard.type(make.cards(round_)[0].code)
    switches.presses("Continue")
    switches.sees("Before you vote")
    switches.votes_with_each_mistake()
    db.session.rollback()
    assert queries.envelopes_in(round_.id) == 1 and switches.page.locator(".code__value").is_visible()


def test_the_whole_way_at_a_kiosk(new_browser_visitor, make):
    """The facilitator too types the PIN on the large keys."""
    round_ = make.voting_round(entitlement="vouch", min_choices=1, max_choices=2)
    person = new_browser_visitor(TABLET, service_workers="allow")
    alone.becomes_a_tablet(person, make.session_at(round_, make.staff(Role.FACILITATOR, declared_in=round_)), round_)
    switches = Switches(person.page)
    switches.presses("1")
    switches.presses("Open the ballot for the next voter")
    switches.is_told("This is not the right PIN")
    for key in alone.NEXT_PIN:
        switches.presses(key)
    switches.presses("Open the ballot for the next voter")
    switches.sees("Before you vote")
    switches.votes_with_each_mistake()
    switches.presses("Wait, I want to write it down")
    switches.presses("I have finished")
    switches.sees(alone.READY)
    alone.all_are_sent(person)
    assert person.server_there.ballots() == [{1: 1, 2: 1}]
