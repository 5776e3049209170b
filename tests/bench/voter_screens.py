"""The voter's screens in figures: ``python -m tests.bench.voter_screens``.

The demo's ballot of 24 projects is opened in Chromium: how many screens its list is long and how much of each the bar
takes, by device; the presses from the first ballot screen to a saved vote for three projects; kilobytes and first paint on
a slow line; millimetres of a kiosk's capitals and buttons by density and size; the least contrast of text by colours.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from pb import clock, config
from pb.database import db
from pb.pages.vote.screen_settings import COLOURS, TEXT_SIZES
from pb.people.models import Account
from pb.venues.models import VotingSession
from tests.bench.first_paint import LINE, PAINTED
from tests.support import run
from tests.support.browser import DESK, PHONE, TABLET, BrowserVisitor, chromium
from tests.support.contrast import LEAST_CONTRAST
from tests.support.demo import BALLOTS, seeded_demo
from tests.support.server import serving

MM_OF_AN_INCH = 25.4
#: The height of the typeface's capitals as a share of its size (static/css/tokens.css).
CAPITAL = 0.668
#: Devices: width and height in CSS pixels, and pixels of an inch where it is a kiosk that was measured.
DEVICES: dict[str, tuple[int, int, int | None]] = {
    "small phone": (360, 640, None),
    "phone": (*PHONE, None),
    "laptop": (1280, 800, None),
}
KIOSKS: dict[str, tuple[int, int, int | None]] = {
    'kiosk, 13" laptop, 96 to an inch': (1280, 800, 96),
    'kiosk, 10" tablet, 149 to an inch': (1280, 800, 149),
    'kiosk, 8" tablet, 189 to an inch': (1280, 800, 189),
}
MEASURE = """([size, mm]) => {
    const root = document.documentElement;
    root.dataset.textSize = size;
    if (mm) root.style.setProperty('--mm', `${mm}px`);
    const height = each => each ? each.getBoundingClientRect().height : 0;
    const bar = height(document.querySelector('.ballot-bar'));
    const shown = [...document.querySelectorAll('.choice')].filter(each => each.checkVisibility());
    const fonts = shown.map(each => parseFloat(getComputedStyle(each).fontSize));
    return {
        screens: height(document.querySelector('.ballot-lines')) / (innerHeight - bar),
        bar: bar / innerHeight * 100,
        capital: mm ? Math.min(...fonts) * CAPITAL / mm : 0,
        target: mm ? Math.min(...shown.map(height)) / mm : 0,
    };
}""".replace("CAPITAL", str(CAPITAL))
#: Files of the voter's screens; the words before a colon in each are what the table says.
SCRIPTS = ("ballot", "kiosk", "device-key", "screen-size", "sealing", "sound", "worker")


def at_the_demos_ballot(browser: Any, server: Any, code: str, size: tuple[int, int] = DESK) -> BrowserVisitor:
    """Somebody who has typed the code and agreed to what is asked."""
    voter = BrowserVisitor(browser, server, size)
    voter.opens("/vote").types("Your voting code", code).presses("Continue")
    return voter.ticks("Yes, this is true for me").presses("Show me the ballot")


def next_session() -> VotingSession:
    """The next session of the demo that takes place."""
    query = select(VotingSession).where(VotingSession.cancelled_at.is_(None), VotingSession.starts_at > clock.now())
    return db.session.scalars(query.order_by(VotingSession.starts_at)).first() or sys.exit("The demo has no session.")


def at_the_kiosks_ballot(browser: Any, server: Any, voting_session: VotingSession) -> BrowserVisitor:
    """Somebody at a kiosk that a member of the session's team has set up."""
    kiosk = BrowserVisitor(browser, server, TABLET)
    kiosk.signed_in_as(db.session.get_one(Account, voting_session.team[0].account_id))
    kiosk.opens(f"/rounds/{voting_session.round_id}/session-desk/{voting_session.id}/kiosk")
    kiosk.types("PIN for the next voter", "2468").types("PIN to end the kiosk", "97531")
    kiosk.page.get_by_role("button", name="Set up this device as a kiosk").click()
    kiosk.page.get_by_role("link", name="Skip this").click()
    kiosk.page.get_by_role("heading", name="Ready for the next voter").wait_for()
    for key in "2468":
        kiosk.page.locator("[data-keypad] [data-key]", has_text=key).click()
    kiosk.presses("Open the ballot for the next voter")
    return kiosk.ticks("Yes, this is true for me").presses("Show me the ballot")


def lengths(page: Any, devices: dict[str, tuple[int, int, int | None]]) -> Iterator[tuple[Any, ...]]:
    """A row for each device: screens and share of the bar by size of text, and millimetres where it is a kiosk."""
    for name, (width, height, density) in devices.items():
        page.set_viewport_size({"width": width, "height": height})
        mm = density / MM_OF_AN_INCH if density else None
        sizes = [page.evaluate(MEASURE, [size, mm]) for size in TEXT_SIZES]
        yield name, *([each[what] for each in sizes] for what in ("screens", "bar", "capital", "target"))


def presses_to_a_saved_vote(voter: BrowserVisitor, wanted: int) -> int:
    """Press "Choose" of the last ``wanted`` projects of the list, look at them and cast; how many presses it took."""
    buttons = voter.page.locator("button.choice[aria-pressed=false]")
    names = [buttons.nth(place).get_attribute("id") for place in range(buttons.count())][-wanted:]
    for name in names:
        voter.page.locator(f"#{name}").click()
        voter.looks()
    for button in ("Check my choices", "Cast my vote"):
        voter.presses(button)
    assert voter.heading == "Your vote is saved", voter.heading
    return len(names) + 2


def weights(browser: Any, server: Any, code: str) -> tuple[float, float, float]:
    """Seconds to the first paint of the ballot and kilobytes until then, on a slow line, for a phone that was on the code
    page; and kilobytes with all pictures.
    """
    voter = BrowserVisitor(browser, server, PHONE)
    voter.opens("/vote").types("Your voting code", code).presses("Continue")
    session = voter.context.new_cdp_session(voter.page)
    sizes: list[float] = []
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    voter.ticks("Yes, this is true for me").presses("Show me the ballot")
    first = sum(sizes) / 1000
    voter.page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    for picture in voter.page.locator("main img").all():
        picture.scroll_into_view_if_needed()
    voter.page.wait_for_load_state("networkidle")
    return voter.page.evaluate(PAINTED) / 1000, first, sum(sizes) / 1000


def contrasts(page: Any) -> Iterator[tuple[str, float]]:
    """The least contrast of a text with what is behind it, by colours."""
    for colours in COLOURS:
        page.evaluate("colours => { document.documentElement.dataset.colours = colours; }", colours)
        yield colours, page.evaluate(LEAST_CONTRAST)


def lines_of_scripts() -> dict[str, int]:
    """How many lines of JavaScript each folder of the voter's screens has."""
    top = Path(__file__).parents[2] / "static" / "js"
    return {
        name: sum(len(file.read_text().splitlines()) for file in sorted((top / name).glob("*.mjs"))) for name in SCRIPTS
    }


def by_size(values: list[float], digits: int = 1) -> str:
    """The values of the sizes of text in one cell."""
    return " / ".join(f"{value:.{digits}f}" for value in values)


def print_tables(browser: Any, server: Any, codes: list[str]) -> None:
    """Everything, in Markdown."""
    voter = at_the_demos_ballot(browser, server, codes[0])
    print(f"The list of the demo's ballot, by size of text ({' / '.join(TEXT_SIZES)})")
    print("| device | screens | bar % | capitals mm | smallest choice mm |\n|---|---|---|---|---|")
    voting_session = next_session()
    with clock.moved(voting_session.starts_at + timedelta(minutes=10), everywhere=True):
        at_kiosk = at_the_kiosks_ballot(browser, server, voting_session)
        rows = [*lengths(voter.page, DEVICES), *lengths(at_kiosk.page, KIOSKS)]
    for name, screens, bar, capital, target in rows:
        kiosk = capital[0] > 0
        print(
            f"| {name} | {by_size(screens)} | {by_size(bar)} | {by_size(capital) if kiosk else '–'} |"
            f" {by_size(target) if kiosk else '–'} |"
        )
    print("\n| colours | least contrast of text |\n|---|---|")
    for colours, least in contrasts(voter.page):
        print(f"| {colours} | {least:.1f} : 1 |")
    print("\n| what | figure |\n|---|---|")
    print(f"| presses to cast 3 of 24 | {presses_to_a_saved_vote(at_the_demos_ballot(browser, server, codes[1]), 3)} |")
    paint, first, everything = weights(browser, server, codes[2])
    print(f"| since the code page's first paint s (50 kB/s, 400 ms) | {paint:.2f} |")
    print(f"| ballot's first screen kB | {first:.0f} |\n| with all pictures kB | {everything:.0f} |")
    for name, lines in lines_of_scripts().items():
        print(f"| lines of JavaScript in {name} | {lines} |")


def main() -> None:
    """Seed the demo, serve it and print."""
    run.begin()
    try:
        with tempfile.TemporaryDirectory() as name, seeded_demo(Path(name), BALLOTS) as (app, _):
            codes = config.demo(Path(app.instance_path))["codes"]
            with serving(app) as server, chromium() as browser:
                print_tables(browser, server, codes)
    finally:
        run.end()


if __name__ == "__main__":
    main()
