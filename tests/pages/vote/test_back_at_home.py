"""The browser's Back at home: whoever reads the first screen once more finds their choices on the ballot again."""

from __future__ import annotations

from pb.codes import shown
from tests.support.browser import PHONE


def test_back_from_the_list_to_the_first_screen_loses_no_choice(new_browser_visitor, make):
    card = make.cards(make.voting_round(min_choices=1, max_choices=3))[0]
    voter = new_browser_visitor(PHONE)
    voter.opens("/vote").types("Your voting code", shown(card.code)).presses("Continue")
    voter.ticks("Yes, this is true for me").presses("Show me the ballot")
    for number in (2, 4):
        voter.page.locator(f"#choose-{number}").click()
        voter.looks()
    voter.page.go_back()
    voter.page.get_by_role("heading", level=1, name="Before you vote").wait_for()
    voter.looks()
    voter.presses("Show me the ballot")
    chosen = voter.page.locator("[data-choose][aria-pressed=true]")
    assert chosen.evaluate_all("all => all.map(each => each.dataset.choose)") == ["2", "4"]
