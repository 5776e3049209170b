"""Three voters on three channels, at home, at a kiosk and on paper, end in one count."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.counting import Outcome
from pb.database import db
from pb.results.queries import latest_count
from pb.rounds.models import Round
from pb.voting import queries
from pb.voting.actions import decrypt_ballot_box
from pb.web.access import Role
from tests.support.browser import PHONE, TABLET
from tests.support.makers.voting import COMMAND


@pytest.fixture
def round_(make) -> Round:
    return make.voting_round(
        projects=4, costs=[40_000, 50_000, 60_000, 70_000], min_choices=1, max_choices=2, entitlement="vouch"
    )


def presses(voter, button, heading):
    """A kiosk shows the answer in the same document, so the voter waits for its heading."""
    voter.page.evaluate("window.refusedStyles = []")  # what axe tried out on the page before is reported late
    voter.page.get_by_role("button", name=button, exact=True).click()
    voter.page.get_by_role("heading", level=1, name=heading).wait_for()
    voter.looks()


def votes_for(voter, *numbers):
    voter.ticks("Yes, this is true for me")
    presses(voter, "Show me the ballot", "Choose projects")
    for number in numbers:
        voter.page.locator(f"#choose-{number}").click()
    presses(voter, "Check my choices", "Check your choices")
    presses(voter, "Cast my vote", "Your vote is saved")


def at_home(voter, code):
    voter.opens(f"/vote#{code}").presses("Continue")
    votes_for(voter, 1, 2)


def at_the_kiosk(tablet, desk):
    tablet.opens(desk).follows("Use this device as a kiosk")
    tablet.types("Name for this device", "Tablet 1").types("PIN for the next voter", "2468")
    tablet.types("PIN to end the kiosk", "8642")
    presses(tablet, "Set up this device as a kiosk", "Measure this screen")
    tablet.page.get_by_role("link", name="Skip this").click()
    tablet.page.get_by_role("heading", level=1, name="Ready for the next voter").wait_for()
    tablet.types("PIN for the next voter", "2468")
    presses(tablet, "Open the ballot for the next voter", "Before you vote")
    votes_for(tablet, 1, 3)
    tablet.page.get_by_role("link", name="I have finished").click()
    tablet.page.get_by_role("heading", level=1, name="Ready for the next voter").wait_for()


def typed(counter, page, serial):
    """One paper that says 1 and 4, typed with the keyboard alone."""
    counter.opens(page)
    for key in (*serial, "Enter", "1", "Space", "4", "Enter"):
        counter.page.keyboard.press(key)
    counter.page.get_by_text("1 of 1").first.wait_for()
    counter.looks()


def test_three_voters_on_three_channels_end_in_one_count(new_browser_visitor, make, round_, clock):
    facilitator = make.staff(Role.FACILITATOR, declared_in=round_)
    voting_session = make.session_at(round_, facilitator)
    desk = f"/rounds/{round_.id}/session-desk/{voting_session.id}"

    at_home(new_browser_visitor(PHONE), make.cards(round_)[0].code)
    at_the_kiosk(new_browser_visitor(TABLET).signed_in_as(facilitator), desk)
    serial = make.papers(voting_session, 2, 0)[0]
    new_browser_visitor().signed_in_as(facilitator).opens(desk).follows("Issue ballot papers").presses(
        "Issue one paper"
    )
    one, two = make.staff(Role.COUNTER, declared_in=round_), make.staff(Role.COUNTER, declared_in=round_)
    bundle = make.bundle(voting_session, in_box=1, one=one, two=two)
    here = f"/rounds/{round_.id}/paper-desk/bundles/{bundle.id}"
    db.session.rollback()
    for pass_number, counter in enumerate((one, two), start=1):
        typed(new_browser_visitor().signed_in_as(counter), f"{here}/typing/{pass_number}", serial)
    new_browser_visitor().signed_in_as(one).opens(here).presses("Put these votes in the ballot box")

    db.session.rollback()  # look at the database anew
    turnout = sorted((channel, many) for _venue, channel, _assisted, many in queries.turnout(round_.id))
    assert turnout == [("kiosk", 1), ("online", 1), ("paper", 1)]
    clock.set(round_.post_closes_at + timedelta(hours=1))
    decrypt_ballot_box(COMMAND, make.fresh(round_))
    make.counted(round_)
    counted = Outcome.from_json(latest_count(round_.id).outcome.encode())
    votes = {step.project: step.support for pot in counted.pots for step in pot.steps}
    assert queries.box_opening_of(round_.id).votes == 3
    assert votes == {"1": 3, "2": 1, "3": 1, "4": 1}
