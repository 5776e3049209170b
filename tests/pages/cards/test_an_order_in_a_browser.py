"""The page of an order of many cards, as somebody sees it: while they are made, and when they can be printed."""

from __future__ import annotations

import pytest

from pb.job_running import run_next
from pb.web.access import Role
from tests.support import browser


@pytest.mark.parametrize("size", [browser.PHONE, browser.DESK], ids=["phone", "desk"])
def test_an_order_of_many_cards(make, new_browser_visitor, size):
    here = f"/rounds/{make.voting_round().id}/cards"
    morag = new_browser_visitor(size).signed_in_as(make.account(Role.COORDINATOR, name="Morag"))
    morag.opens(here).types("How many cards do you need?", "450").presses("Make cards to print")
    assert "The cards are being made" in morag.text
    assert run_next()
    morag.page.get_by_role("button", name="Print cards 1 to 300").wait_for()  # the page looks again by itself
    morag.looks()
    assert "The cards with the numbers 1 to 450 have been made" in morag.text
