"""The first page of a voter on a slow line: when something is seen, and how many requests it took.

``python -m tests.bench.first_paint`` opens the page of the voting code in Chromium behind the production server, as a
phone that was never here before, at 50 kB/s and 400 ms for each request; then the same page once more.
"""

from __future__ import annotations

import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.browser import PHONE, chromium
from tests.support.safety.production import SECRET, production

TIMES = 5
#: Chromium's own words for a line: bytes each second, and milliseconds before each answer.
LINE = {"offline": False, "downloadThroughput": 50_000, "uploadThroughput": 50_000, "latency": 400}
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').map(entry => entry.startTime)[0]"


@dataclass(frozen=True)
class Shown:
    """One opening of the page: seconds to the first paint and to the end of loading, requests, kilobytes received."""

    paint: float
    loaded: float
    requests: int
    kilobytes: float


def opened(page: Any, address: str, session: Any) -> Shown:
    """Open the page and wait until it has loaded and painted."""
    bytes_received: list[float] = []
    session.on("Network.loadingFinished", lambda event: bytes_received.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    page.wait_for_function(f"({PAINTED})() !== undefined")
    loaded = page.evaluate("() => performance.getEntriesByType('navigation')[0].loadEventEnd")
    requests = sum(1 for received in bytes_received if received)
    return Shown(page.evaluate(PAINTED) / 1000, loaded / 1000, requests, sum(bytes_received) / 1000)


def visits(browser: Any, address: str) -> tuple[Shown, Shown]:
    """Somebody who comes for the first time, and opens the page again."""
    width, height = PHONE
    context = browser.new_context(viewport={"width": width, "height": height})
    both = []
    for _ in range(2):
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", LINE)
        both.append(opened(page, address, session))
        page.close()
    context.close()
    return both[0], both[1]


def main() -> None:
    """Print the table."""
    from pb.database import db
    from tests.support.make import Make
    from tests.support.program import program

    with tempfile.TemporaryDirectory() as name:
        folder, url = Path(name), f"sqlite:///{name}/pb.sqlite"
        with program(url, folder, SECRET_KEY=SECRET) as app, app.app_context():
            db.create_all()
            Make(app).voting_round(projects=24)
        with production(url, folder) as server, chromium() as browser:
            address = f"http://127.0.0.1:{server.port}/vote"
            visits(browser, address)  # warms the server
            seen = [visits(browser, address) for _ in range(TIMES)]
    print(f"/vote at 50 kB/s and 400 ms, {TIMES} new browsers (medians)")
    print("| | first paint s | loaded s | requests | kB |\n|---|---|---|---|---|")
    for label, shown in (("first visit", [one for one, _ in seen]), ("again", [again for _, again in seen])):
        figures = [statistics.median(getattr(each, what) for each in shown) for what in Shown.__annotations__]
        print("| {} | {:.2f} | {:.2f} | {:.0f} | {:.1f} |".format(label, *figures))


if __name__ == "__main__":
    main()
