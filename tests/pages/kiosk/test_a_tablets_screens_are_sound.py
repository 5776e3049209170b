"""Each screen that a tablet shows by itself is as sound as the server's: names, contrast, sizes, nothing refused."""

from __future__ import annotations

from tests.support import kiosk_alone as alone
from tests.support.browser import TABLET
from tests.support.stand_in_server import StandInServer

#: The same document goes on from screen to screen, so what axe tried out on the last one is reported late.
FORGET_AXE = "() => { window.refusedStyles = []; }"


def test_from_the_start_to_the_receipt(new_browser_visitor, voting_session, round_):
    person = new_browser_visitor(TABLET, has_touch=True, service_workers="allow")
    person.server_there = StandInServer(person.context, round_)
    alone.set_up(person, voting_session)
    alone.cut(person)

    def looked_at(heading: str) -> None:
        person.page.evaluate(FORGET_AXE)
        assert person.looks().heading == heading

    looked_at(alone.READY)
    alone.opens_a_ballot(person)
    looked_at("Before you vote")
    person.page.get_by_text("Yes, this is true for me").click()
    alone.press(person, "Show me the ballot", "Choose projects")
    looked_at("Choose projects")
    alone.gives(person, {2: 1, 5: 1})
    alone.press(person, "Check my choices", "Check your choices")
    looked_at("Check your choices")
    alone.press(person, "Cast my vote", "Your vote is saved")
    looked_at("Your vote is saved")
