"""Where each voter brings a card, its code is typed at the kiosk on large keys, as the PIN is: no keyboard of the device comes up."""

from __future__ import annotations

import pytest

from pb.codes import ALPHABET
from pb.voting import queries
from tests.support import kiosk_alone as alone
from tests.support.browser import TABLET
from tests.support.millimetres import TARGET


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="code", min_choices=1, max_choices=3)


@pytest.fixture
def tablet(new_browser_visitor, voting_session):
    person = new_browser_visitor(TABLET, has_touch=True)
    alone.set_up(person, voting_session, needs_network=True)
    return person


def test_a_code_and_a_pin_are_typed_with_a_finger_alone(tablet, make, round_):
    page, code = tablet.page, make.cards(round_)[0].code
    code_keys, pin_keys = (
        page.get_by_role("group", name="Keys for the code"),
        page.get_by_role("group", name="Keys", exact=True),
    )
    letters = code_keys.locator("[data-key]:not([data-key=back])")
    assert "".join(letters.all_inner_texts()) == ALPHABET, "no key that is on no card"
    assert (
        min(min(each.bounding_box()[side] for side in ("width", "height")) for each in letters.all())
        >= TARGET * 96 / 25.4
    )
    tablet.looks()

    def taps(keys, typed: str) -> None:
        for key in typed:
            keys.locator(f"[data-key='{key}']").tap()

    taps(code_keys, code[:3])
    taps(code_keys, "A" if code[3] != "A" else "B")
    code_keys.get_by_role("button", name="Delete").tap()
    taps(code_keys, code[3:])
    taps(pin_keys, alone.NEXT_PIN)
    assert tablet.field("Code on the voter’s card").input_value() == code
    alone.press(tablet, "Open the ballot for the next voter", "Before you vote")
    page.get_by_text("Yes, this is true for me").click()
    alone.press(tablet, "Show me the ballot", "Choose projects")
    alone.gives(tablet, {2: 1})
    alone.casts(tablet)
    assert queries.envelopes_in(round_.id) == 1
