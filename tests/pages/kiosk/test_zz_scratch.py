from __future__ import annotations
import pytest
from tests.support import kiosk_alone as alone
from pathlib import Path
from pb.voting import queries
OUT = Path("/tmp/vot_pages")

@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch", projects=24, rotation=True, min_choices=1, max_choices=4)

def test_pages(new_browser_visitor, voting_session):
    OUT.mkdir(exist_ok=True)
    person = new_browser_visitor((1280, 800), has_touch=True)
    alone.set_up(person, voting_session, needs_network=True)
    keep = lambda name: (OUT / f"{name}.html").write_text(person.page.content())
    keep("start")
    alone.opens_a_ballot(person); keep("declaration")
    person.page.get_by_text("Yes, this is true for me").click()
    alone.press(person, "Show me the ballot", "Choose projects"); keep("ballot")
    for n in range(1, 5):
        person.page.locator("[data-choose][aria-pressed=false]").first.click()
    keep("chosen")
    alone.press(person, "Check my choices", "Check your choices"); person.looks(); keep("review")
    person.page.get_by_role("button", name="Stop without voting").click(); alone.sees(person, "Stop without voting?"); person.looks(); keep("stop")
    alone.press(person, "Go on voting", "Check your choices"); person.looks()
    alone.press(person, "Cast my vote", "Your vote is saved"); keep("saved")
