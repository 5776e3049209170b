"""``make guides``: the voter's screens in docs/pictures, taken from the demo as a voter sees them at a kiosk, on a phone, and with
each setting.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from pb import clock, config
from tests.bench.voter_screens import at_the_demos_ballot, at_the_kiosks_ballot, next_session
from tests.support import browser, demo, run
from tests.support.server import serving
from tests.support.sources import TOP

FOLDER = TOP / "docs" / "pictures"
PHONE, KIOSK = (390, 844), (1280, 800)
#: Of a 10" tablet of this width: pixels of a millimetre, as if it had been measured with a bank card.
MM = 149 / 25.4
#: Settings that are shown, each by name and value, on the ballot of a phone.
SETTINGS = (
    {"colours": "black-on-white"},
    {"colours": "white-on-black"},
    {"colours": "yellow-on-black"},
    {"colours": "soft"},
    {"textSize": "xl"},
    {"language": "pl"},
    {"language": "ur"},
)


def shot(page: Any) -> Image.Image:
    """What is on the screen now."""
    page.evaluate("() => document.fonts.ready")
    return Image.open(BytesIO(page.screenshot())).convert("RGB")


def side_by_side(name: str, pictures: list[Image.Image], across: int, width: int) -> None:
    """Save pictures of one size as one, so many ``across``, each ``width`` pixels wide."""
    height = round(pictures[0].height * width / pictures[0].width)
    rows, gap = -(-len(pictures) // across), 12
    sheet = Image.new("RGB", (across * (width + gap) - gap, rows * (height + gap) - gap), "#8a8a8a")
    for place, each in enumerate(pictures):
        where = (place % across * (width + gap), place // across * (height + gap))
        sheet.paste(each.resize((width, height), Image.Resampling.LANCZOS), where)
    sheet.quantize(64).save(FOLDER / f"voter-{name}.png", optimize=True)


def the_way(person: browser.BrowserVisitor, ready: Callable[[], None]) -> Iterator[Image.Image]:
    """From the list to the receipt: the list, one idea by itself, two chosen, the review, saved."""
    page = person.page
    ready()
    yield shot(page)
    page.get_by_role("button", name="See one project at a time").click()
    ready()
    yield shot(page)
    page.get_by_role("button", name="See all projects").click()
    for button in page.locator("button.choice[aria-pressed=false]").all()[1:3]:
        button.click()
        page.locator("[data-just-pressed]").first.wait_for(state="hidden")
    page.evaluate("scrollTo(0, 0)")
    ready()
    yield shot(page)
    for pressed in ("Check my choices", "Cast my vote"):
        page.locator("body:not([data-settling])").wait_for()
        person.presses(pressed)
        ready()
        yield shot(page)


def measured(person: browser.BrowserVisitor) -> None:
    """The screen is one that was measured."""
    person.page.evaluate(
        "mm => { document.documentElement.dataset.measured = '';"
        " document.documentElement.style.setProperty('--mm', `${mm}px`); }",
        MM,
    )


def main() -> None:
    """Take them all anew."""
    run.begin()
    with (
        tempfile.TemporaryDirectory() as folder,
        demo.seeded_demo(Path(folder), demo.BALLOTS) as (app, _said),
        serving(app) as server,
        browser.chromium() as window,
    ):
        codes = config.demo(Path(app.instance_path))["codes"]
        phone = at_the_demos_ballot(window, server, codes[0], PHONE)
        phone.page.set_default_timeout(20_000)
        side_by_side("phone", list(the_way(phone, lambda: None)), across=5, width=300)
        voting_session = next_session()
        with clock.moved(voting_session.starts_at + timedelta(minutes=10), everywhere=True):
            kiosk = at_the_kiosks_ballot(window, server, voting_session)
            kiosk.page.set_viewport_size({"width": KIOSK[0], "height": KIOSK[1]})
            side_by_side("kiosk", list(the_way(kiosk, lambda: measured(kiosk))), across=2, width=640)
        chosen = []
        for setting in SETTINGS:
            person = at_the_demos_ballot(window, server, codes[1], PHONE)
            (name, value) = next(iter(setting.items()))
            button = f".voter-settings button[name='{'text_size' if name == 'textSize' else name}'][value='{value}']"
            person.page.locator(".voter-settings summary").click()
            person.page.locator(button).click()
            person.page.locator(f"html[data-{'text-size' if name == 'textSize' else name}='{value}']").wait_for(
                state="attached"
            )
            person.page.locator(".voter-settings").evaluate("each => { each.open = false; scrollTo(0, 0); }")
            chosen.append(shot(person.page))
            person.leaves()
        side_by_side("settings", chosen, across=4, width=300)
    run.end()


if __name__ == "__main__":
    main()
