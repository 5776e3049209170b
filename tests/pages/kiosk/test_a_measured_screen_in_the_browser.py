"""A kiosk is measured with a card, and from then on its millimetres are those of a ruler: on a laptop, and on tablets whose
screens are half again and nearly three times as fine.
"""

from __future__ import annotations

import pytest

from pb.database import db
from pb.people.models import Account
from pb.voting import queries
from tests.support.browser import TABLET
from tests.support.millimetres import faults_of_size
from tests.support.voters import desk

CARD_MM = 85.6
#: Width and height in pixels of CSS, dots of the screen to an inch, and how many of them are a pixel of CSS.
SCREENS = {
    "laptop": (1280, 800, 96, 1),
    "tablet": (1280, 800, 149, 1),
    "fine tablet": (1024, 768, 264, 2),
    "fine tablet upright": (768, 1024, 264, 2),
}
#: The millimetre of the screen as the style sheets have it, and whether it is the one of tokens.css.
MILLIMETRE = "() => parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--mm'))"
UNMEASURED = 3.7795
#: How wide the drawing of the card is for whoever looks at the screen, in pixels of a page at its own size.
ON_GLASS = "() => parseFloat(document.querySelector('[data-card-drawn]').style.inlineSize) * visualViewport.scale"


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch", projects=12, rotation=True, min_choices=1, max_choices=3)


@pytest.fixture
def new_kiosk(new_browser_visitor, voting_session):
    """A device of this size that was just set up, and asks to be measured."""

    def stands(width: int, height: int, ratio: float = 1):
        person = new_browser_visitor((width, height), has_touch=True, device_scale_factor=ratio)
        person.signed_in_as(db.session.get(Account, voting_session.team[0].account_id))
        person.opens(f"{desk(voting_session)}/kiosk")
        person.types("PIN for the next voter", "2468").types("PIN to end the kiosk", "97531")
        person.page.get_by_role("button", name="Set up this device as a kiosk").click()
        return sees(person, "Measure this screen")

    return stands


def sees(person, heading: str):
    person.page.get_by_role("heading", name=heading, level=1, exact=True).wait_for()
    person.page.evaluate("() => { window.refusedStyles = []; }")  # what axe tried out on the page before is told late
    person.looks()
    db.session.rollback()
    return person


def press(person, button: str, heading: str) -> None:
    person.page.get_by_role("button", name=button, exact=True).click()
    sees(person, heading)


def measures(person, px_per_mm: float) -> None:
    """Make the drawing as wide as a card is on a screen with so many pixels of CSS to a millimetre, by the keyboard."""
    drawing = person.page.locator("[data-card-drawn]")
    missing = round(CARD_MM * px_per_mm - drawing.bounding_box()["width"])
    for button, times in (("Much larger", missing // 20), ("Larger", missing % 20)):
        person.page.get_by_role("button", name=button, exact=True).focus()
        for _ in range(times):
            person.page.keyboard.press("Enter")
    box = drawing.bounding_box()
    assert abs(box["width"] - CARD_MM * px_per_mm) <= 0.5 and abs(box["height"] - 53.98 * px_per_mm) <= 0.5
    press(person, "It is the same size as my card", "Ready for the next voter")


def begins_a_turn(person) -> None:
    for key in "2468":
        person.page.locator("[data-keypad] [data-key]", has_text=key).click()
    press(person, "Open the ballot for the next voter", "Before you vote")


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_of_a_voter_has_the_millimetres_that_it_should(new_kiosk, screen):
    width, height, dots, ratio = SCREENS[screen]
    px_per_mm = dots / 25.4 / ratio
    kiosk = new_kiosk(width, height, ratio)
    assert faults_of_size(kiosk.page, 2 * px_per_mm), "whoever measures with a wrong ruler finds faults"
    measures(kiosk, px_per_mm)
    for button in ("Delete", "Open the ballot for the next voter"):
        box = kiosk.page.get_by_role("button", name=button, exact=True).bounding_box()
        assert box["y"] + box["height"] <= height, f"the facilitator scrolls to {button}"
    faults = {"start": faults_of_size(kiosk.page, px_per_mm)}
    begins_a_turn(kiosk)
    faults["declaration"] = faults_of_size(kiosk.page, px_per_mm)
    kiosk.page.get_by_text("Yes, this is true for me").click()
    press(kiosk, "Show me the ballot", "Choose projects")
    faults["ballot"] = faults_of_size(kiosk.page, px_per_mm)
    kiosk.page.locator("#choose-2").click()
    press(kiosk, "Check my choices", "Check your choices")
    faults["review"] = faults_of_size(kiosk.page, px_per_mm)
    press(kiosk, "Cast my vote", "Your vote is saved")
    faults["saved"] = faults_of_size(kiosk.page, px_per_mm)
    assert not any(faults.values()), {name: found for name, found in faults.items() if found}


def test_another_screen_is_asked_about_again_and_keeps_the_sizes_of_the_style_sheets_until_then(
    new_kiosk, voting_session
):
    kiosk = new_kiosk(*TABLET)
    press(kiosk, "It is the same size as my card", "Measure this screen")
    assert "until the drawing is the same size as your card." in kiosk.page.get_by_role("alert").inner_text()
    measures(kiosk, 5.2)
    assert abs(kiosk.page.evaluate(MILLIMETRE) - 5.2) < 0.02
    kiosk.page.reload()
    sees(kiosk, "Measure this screen")  # the address of this document; no ballot is open
    kiosk.opens("/kiosk")
    sees(kiosk, "Ready for the next voter")
    assert abs(kiosk.page.evaluate(MILLIMETRE) - 5.2) < 0.02, "the device remembers it"
    (tablet,) = queries.kiosks_of(voting_session.id)
    assert queries.measured_screen(tablet.id)
    session = kiosk.context.new_cdp_session(kiosk.page)
    zoomed = {"width": 614, "height": 819, "deviceScaleFactor": 1.25, "mobile": False}
    session.send("Emulation.setDeviceMetricsOverride", zoomed)
    sees(kiosk, "Measure this screen")
    assert queries.measured_screen(tablet.id) is None and kiosk.page.evaluate(MILLIMETRE) == UNMEASURED
    kiosk.page.get_by_role("link", name="Skip this").click()
    sees(kiosk, "Ready for the next voter")
    assert kiosk.page.evaluate(MILLIMETRE) == UNMEASURED


def test_on_a_phone_the_card_is_drawn_upright(new_kiosk):
    kiosk = new_kiosk(390, 844)
    box = kiosk.page.locator("[data-card-drawn]").bounding_box()
    assert abs(box["height"] / box["width"] - 85.6 / 53.98) < 0.01
    for _ in range(20):
        kiosk.page.get_by_role("button", name="Much larger", exact=True).click()
    kiosk.page.get_by_text("The drawing cannot be larger on this screen.").wait_for()
    kiosk.looks()


def test_a_wrong_pin_on_a_page_that_fingers_made_larger_leaves_the_drawing_as_large_as_the_card(new_kiosk):
    kiosk = new_kiosk(*TABLET)
    measures(kiosk, 5.2)
    begins_a_turn(kiosk)  # from the first voter on, measuring takes the PIN
    kiosk.opens("/kiosk")
    kiosk.page.get_by_role("button", name="Close this ballot without voting").click()
    kiosk.page.get_by_text("Welcome. The facilitator will open the ballot for you.").wait_for()
    kiosk.opens("/kiosk/measure")
    sees(kiosk, "Measure this screen")
    for _ in range(3):
        kiosk.page.get_by_role("button", name="Larger", exact=True).click()
    drawn = kiosk.page.evaluate(ON_GLASS)
    pinch(kiosk, 2)
    assert kiosk.page.evaluate(ON_GLASS) == drawn
    types_its_pin(kiosk, "8642")
    assert "This is not the right PIN" in kiosk.page.get_by_role("alert").inner_text()
    assert kiosk.page.evaluate("() => visualViewport.scale") == 2 and kiosk.page.evaluate(ON_GLASS) == drawn
    types_its_pin(kiosk, "2468")
    sees(kiosk, "Ready for the next voter")
    assert abs(kiosk.page.evaluate(MILLIMETRE) * CARD_MM - drawn) < 0.1


def types_its_pin(person, pin: str) -> None:
    """By the keyboard: a press of the mouse lands elsewhere on a page that was pinched."""
    person.page.locator("#pin").fill(pin)
    person.page.locator("#pin").press("Enter")


def pinch(person, scale: float) -> None:
    """Make the page larger as two fingers do, which a browser does on a screen that is touched."""
    session = person.context.new_cdp_session(person.page)
    touched = {"width": TABLET[0], "height": TABLET[1], "deviceScaleFactor": 1, "mobile": True}
    session.send("Emulation.setDeviceMetricsOverride", touched)
    session.send("Emulation.setPageScaleFactor", {"pageScaleFactor": scale})
    person.page.wait_for_function("scale => visualViewport.scale === scale", arg=scale)
    person.page.evaluate("() => new Promise(requestAnimationFrame)")  # by then the page was told of it


#: The tablets as testers measured them, in pixels of CSS to a millimetre.
TABLETS = {"upright": (768, 1024, 5.199), "on its side": (1280, 800, 6.0)}
#: Which of the first things are all above the bar, at a size of the text.
IN_SIGHT = """([size, selector, wanted]) => {
    document.documentElement.dataset.textSize = size;
    scrollTo(0, 0);
    const bar = document.querySelector('.ballot-bar');
    const foot = bar ? bar.getBoundingClientRect().top : innerHeight;
    return [...document.querySelectorAll(selector)].slice(0, wanted).map(each => {
        const { top, bottom } = each.getBoundingClientRect();
        return top >= 0 && bottom <= foot;
    });
}"""
#: Badges of a number whose figures do not stand on one line inside of it.
BROKEN_NUMBERS = """() => [...document.querySelectorAll('.project-number')].filter(each => {
    const range = document.createRange();
    range.selectNodeContents(each);
    const [words, box] = [range.getBoundingClientRect(), each.getBoundingClientRect()];
    return range.getClientRects().length > 1 || words.left < box.left || words.right > box.right;
}).map(each => each.textContent)"""
#: By how many pixels the bar covers what has the keyboard.
COVERED = """() => document.activeElement.getBoundingClientRect().bottom
    - document.querySelector('.ballot-bar').getBoundingClientRect().top"""


def is_in_sight(person, size: str, selector: str, wanted: int = 1) -> bool:
    return person.page.evaluate(IN_SIGHT, [size, selector, wanted]) == [True] * wanted


@pytest.mark.parametrize("tablet", TABLETS)
def test_the_first_screen_shows_what_is_chosen_from_and_what_was_chosen(new_kiosk, tablet):
    *size, px_per_mm = TABLETS[tablet]
    measures(kiosk := new_kiosk(*size), px_per_mm)
    begins_a_turn(kiosk)
    assert is_in_sight(kiosk, "m", "h1"), "the settings leave no room for it"
    kiosk.page.get_by_text("Size, colours, sound").click()
    assert kiosk.page.get_by_role("group", name="Colours").is_visible()
    kiosk.page.get_by_text("Yes, this is true for me").click()
    press(kiosk, "Show me the ballot", "Choose projects")
    assert is_in_sight(kiosk, "m", ".ballot-line") and is_in_sight(kiosk, "m", ".choice")
    for number in (2, 12):
        kiosk.page.locator(f"#choose-{number}").click()
        kiosk.looks()
    for size in ("s", "m", "l", "xl"):
        kiosk.page.evaluate("size => { document.documentElement.dataset.textSize = size; }", size)
        assert kiosk.page.evaluate(BROKEN_NUMBERS) == [], size
    kiosk.page.get_by_role("button", name="See one project at a time").click()
    kiosk.page.get_by_role("button", name="Next project").click()
    assert kiosk.page.evaluate("() => document.activeElement.textContent").startswith("Number ")
    assert kiosk.page.evaluate(COVERED) <= 0, "the title has the keyboard under the bar"
    press(kiosk, "Check my choices", "Check your choices")
    for size in ("m", "l"):
        for each in ("picks__words", "picks__item .project-number"):
            assert is_in_sight(kiosk, size, f".{each}", 2), (size, each)
        assert is_in_sight(kiosk, size, ".flow > p") and "You have chosen 2 of 3." in kiosk.page.inner_text(".flow > p")
    kiosk.page.evaluate("() => { document.documentElement.dataset.textSize = 'xl'; }")
    assert kiosk.page.evaluate(BROKEN_NUMBERS) == []


def test_a_measured_screen_is_measured_again_in_the_sizes_of_the_style_sheets(new_kiosk):
    kiosk = new_kiosk(*TABLET)
    assert "“Not measured”" in kiosk.page.inner_text("main")
    measures(kiosk, 5.199)
    kiosk.page.get_by_role("link", name="measure this screen again").click()
    sees(kiosk, "Measure this screen")
    assert kiosk.page.evaluate(MILLIMETRE) == UNMEASURED
    said = kiosk.page.inner_text("main")
    assert "This screen is measured already." in said and "Not measured" not in said
    kiosk.page.get_by_role("link", name="Skip this").click()
    sees(kiosk, "Ready for the next voter")
    assert abs(kiosk.page.evaluate(MILLIMETRE) - 5.199) < 0.02
