"""One tablet of a proof: its browser keeps a profile, has two tabs, and is killed and opened again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from playwright.sync_api import Error

from tests.support import kiosk_alone
from tests.support.browser import SAFETY, TABLET, BrowserVisitor
from tests.support.browser_profile import Profile, kill_browser_of
from tests.support.offline.voters import LEFT, VOTE, WRONG_CLOCK

#: Milliseconds of a day.
DAY = 86_400_000
#: So often somebody loads the start again that does not come, after so many milliseconds.
MOST_LOADS, FIRST_LOOK = 30, 20_000


@dataclass
class Heard:
    """What tablets told their voters. ``begun``: how many voters there were; ``saved``: the number, right and receipt of
    each who was told that the vote is saved; ``faults``: what a page did that it should not; ``loaded_again``: how often
    the start did not come at once.
    """

    begun: int = 0
    saved: list[tuple[int, str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    loaded_again: int = 0


class BusyTablet:
    """People vote on it all the time, while its browser is open."""

    def __init__(self, chromium: Any, server: Any, folder: Path, heard: Heard, numbers: count[int]) -> None:
        self._chromium, self._server, self._folder = chromium, server, folder
        self._heard, self._numbers = heard, numbers
        self._context: Any = None
        self._pages: list[Any] = []

    def set_up(self, voting_session: Any, wrong: int) -> None:
        """By the pages, as somebody of the team does; then the browser is closed."""
        person = BrowserVisitor(
            Profile(self._chromium, self._folder), self._server, TABLET, service_workers="allow", has_touch=True
        )
        person.page.add_init_script(WRONG_CLOCK % wrong)
        kiosk_alone.set_up(person, voting_session)
        person.leaves()

    def begins(self, wrong: int) -> None:
        """Its browser is opened, with a clock that is wrong by so many milliseconds, and people vote in two tabs."""
        profile = Profile(self._chromium, self._folder)
        self._context = profile.new_context(base_url=self._server.url, service_workers="allow")
        self._context.set_default_timeout(SAFETY)
        self._context.add_init_script(WRONG_CLOCK % wrong)
        self._context.expose_function("next", self._next)
        self._context.expose_function("told", self._told)
        self._context.expose_function("fault", self._fault)
        self._pages = [self._context.pages[0], self._context.new_page()]
        for place, page in enumerate(self._pages):
            self._begins_in(page, is_second=place == 1)

    def _begins_in(self, page: Any, *, is_second: bool) -> None:
        for _ in range(MOST_LOADS):
            with suppress(Error):
                page.goto("/kiosk/device")
                page.get_by_role("heading", level=1).first.wait_for(timeout=FIRST_LOOK)
                if page.evaluate("Boolean(navigator.serviceWorker.controller)"):
                    break
            self._heard.loaded_again += 1
        else:
            raise AssertionError(f"the start of the tablet does not come, {MOST_LOADS} times")
        told = f"about => {{ ({VOTE})(about).catch(error => window.fault(error.stack)); }}"
        page.evaluate(told, {"isSecond": is_second})

    def _next(self) -> int:
        self._heard.begun += 1
        return next(self._numbers)

    def _told(self, number: int, right: str, receipt: str) -> None:
        self._heard.saved.append((number, right, receipt))

    def _fault(self, words: str) -> None:
        self._heard.faults.append(words)

    def is_loaded_again(self) -> None:
        """Somebody loads the first tab again, in the middle of whatever it does."""
        self._begins_in(self._pages[0], is_second=False)

    def is_killed(self) -> None:
        """SIGKILL to all processes of its browser."""
        kill_browser_of(self._folder)
        if self._context:
            with suppress(Error):
                self._context.close()

    def ends(self, pump: Callable[[], None]) -> None:
        """Its last voters go, and what waits on it is sent."""
        for page in self._pages:
            page.evaluate("window.isOver = true")
        for page in self._pages:
            while page.evaluate(LEFT) != [0, True] and not self._heard.faults:
                pump()
        self._context.close()


def seen_from(url: str, app: Any) -> Any:
    """A server as ``BrowserVisitor`` knows one: where it is reached, and the program that knows its people."""
    return SimpleNamespace(url=url, app=app)
