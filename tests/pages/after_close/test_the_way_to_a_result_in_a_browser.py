"""From the close to the published result in a real browser: every page is checked as a page when it is opened."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.database import db
from pb.results import actions
from pb.web.access import Role
from tests.support import browser
from tests.support.makers.people import PASSWORD
from tests.support.makers.results import DIGITS

BALLOTS = [(1, 2), (1, 3), (2,), (1,), (4, 1)]


@pytest.fixture
def closed(make, clock):
    """A round in whose sealed box five votes lie, an hour after the last close; and the receipt of one of them."""
    round_ = make.voting_round(projects=5, costs=[30_000, 40_000, 20_000, 60_000, 10_000])
    receipt = make.cast(round_, *BALLOTS)[0]
    clock.set(round_.post_closes_at + timedelta(hours=1))
    return round_, receipt


def test_from_the_sealed_box_to_the_result_that_everybody_reads(closed, make, new_browser_visitor):
    round_, receipt = closed
    here = f"/rounds/{round_.id}"
    coordinator = new_browser_visitor(browser.TABLET).signed_in_as(make.account(Role.COORDINATOR))
    member = new_browser_visitor(browser.TABLET).signed_in_as(make.account(Role.STEERING))
    db.session.rollback()  # erasing traces in SQLite’s files after the opening waits for whoever still reads
    public = new_browser_visitor(browser.PHONE)
    assert public.opens(f"{here}/results").heading == "Not published yet"

    coordinator.opens(f"{here}/after-close/box?sheet=recovery").opens(f"{here}/after-close").follows(
        "The ballot box is opened"
    )
    assert "There were 5 votes in it." in coordinator.presses("Open the ballot box now").text
    coordinator.follows("The lot is drawn").types("Digits of the lot, in the order they came", "12")
    assert "Enter at least 20 digits." in coordinator.presses("Save these digits").text
    coordinator.types("Digits of the lot, in the order they came", DIGITS).presses("Save these digits")
    actions.type_lot(make.actor(Role.COUNTER), make.fresh(round_), DIGITS)

    coordinator.opens(f"{here}/after-close").presses("Count the votes")
    assert coordinator.heading == "Provisional result"
    member.opens(f"{here}/after-close/count")
    assert "The password is wrong." in member.types("Your password", "wrong").presses("Sign this result").text
    member.types("Your password", PASSWORD).presses("Sign this result")
    make.sign(round_)
    coordinator.opens(f"{here}/after-close").follows("The result is published").presses("Publish the result now")
    assert coordinator.heading.startswith("Result:")
    coordinator.opens(f"{here}/after-close").opens(f"{here}/results/other-rules")

    assert "3 of 5 projects are funded" in public.opens(f"{here}/results").text
    public.page.evaluate("document.querySelectorAll('details').forEach(folded => folded.open = true)")
    public.looks().follows("Check that your vote was counted with your receipt code").types(
        "Your receipt code", receipt
    ).presses("Look it up")
    assert "Your code is on the list." in public.text
    assert public.opens(f"{here}/results/receipts").presses("Look it up").page.locator(".error-summary").count() == 1
