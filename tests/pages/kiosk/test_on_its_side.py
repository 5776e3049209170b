"""A tablet of ten inches on its side (1280 by 800 pixels, 149 to an inch) and one of eight (189), in true millimetres: what is
pressed is in sight, and what was chosen too.
"""

from __future__ import annotations

import pytest

from tests.support import kiosk_alone as alone

WIDE = (1280, 800)
TEN_INCHES, EIGHT_INCHES = 149 / 25.4, 189 / 25.4

#: Makes the page that of a screen with so many pixels to a millimetre, and tells where the foot of something is.
FOOT = """([mm, size, selector]) => {
    const root = document.documentElement;
    root.dataset.measured = '';
    root.dataset.textSize = size;
    root.style.setProperty('--mm', `${mm}px`);
    document.querySelectorAll('.listen__buttons').forEach(each => { each.hidden = false; });
    scrollTo(0, 0);
    return document.querySelector(selector).getBoundingClientRect().bottom;
}"""
#: The share of the bar, how many of the numbers in it are whole, and how many screens the list is long.
BALLOT = """() => {
    const bar = document.querySelector('.ballot-bar').getBoundingClientRect().height;
    const edge = document.querySelector('.my-choices__numbers').getBoundingClientRect();
    const chips = [...document.querySelectorAll('[data-chip]:not([hidden])')].map(each => each.getBoundingClientRect());
    const list = document.querySelector('.ballot-lines').getBoundingClientRect().height;
    return [bar / innerHeight, chips.filter(each => each.bottom <= edge.bottom + 1 && each.right <= edge.right + 1).length,
            list / (innerHeight - bar)];
}"""


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch", projects=24, min_choices=1, max_choices=4)


@pytest.fixture
def tablet(new_browser_visitor, voting_session):
    person = new_browser_visitor(WIDE, has_touch=True)
    alone.set_up(person, voting_session, needs_network=True)
    return person


def foot(tablet, mm: float, selector: str, size: str = "m") -> float:
    return tablet.page.evaluate(FOOT, [mm, size, selector])


def test_what_is_pressed_is_in_sight(tablet):
    height = WIDE[1]
    alone.opens_a_ballot(tablet)
    for mm in (TEN_INCHES, EIGHT_INCHES):
        assert foot(tablet, mm, "#voter-form > [type=submit]") <= height
    tablet.page.get_by_text("Yes, this is true for me").click()
    alone.press(tablet, "Show me the ballot", "Choose projects")
    for number in (3, 11, 17, 24):
        tablet.page.locator(f"#choose-{number}").click()
    for mm, numbers, screens in ((TEN_INCHES, 4, 6), (EIGHT_INCHES, 3, 9)):
        for size in ("s", "m", "l", "xl"):
            foot(tablet, mm, "h1", size)
            share, seen, _long = tablet.page.evaluate(BALLOT)
            assert share <= 0.15 and seen >= numbers, (mm, size)
        foot(tablet, mm, "h1")
        assert tablet.page.evaluate(BALLOT)[2] <= screens
    alone.press(tablet, "Check my choices", "Check your choices")
    tablet.looks()
    alone.press(tablet, "Cast my vote", "Your vote is saved")
    for mm in (TEN_INCHES, EIGHT_INCHES):
        assert foot(tablet, mm, ".code") <= tablet.page.evaluate(
            "document.querySelector('.ballot-bar').getBoundingClientRect().top"
        )
        for size in ("s", "m", "l", "xl"):
            assert all(
                foot(tablet, mm, each, size) <= height for each in ("[data-kiosk-keep] button", "[data-kiosk-clear] a")
            ), (mm, size)
