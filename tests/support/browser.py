"""A person in a real browser (Debian's Chromium, headless), with the same verbs as ``visitor``."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from tests.support.browser_page import Watch, check_in_browser
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Response

    from tests.support.server import Server

#: Without the network flags, Chromium looks for its maker's servers at every start.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]

#: Milliseconds after which a test that waits for something on a page ends. It judges nothing: a busy machine is slow.
SAFETY = 180_000

PHONE, TABLET, DESK = (390, 844), (768, 1024), (1280, 900)


#: A ballot's script is sending; for a moment no press counts (static/js/ballot/steady-hand.mjs).
SENDING = "body[data-busy]"
RESTING = "body[data-settling], [data-just-pressed], [data-just-opened], [data-just-moved]"


class NoBrowser(RuntimeError):
    """This machine has no Chromium; the message says what to install."""


#: With windows, menus and the files of a profile; and the same without them, which takes less than half the time.
WHOLE, SHELL = ("chromium", "chromium-browser", "google-chrome"), ("chromium-headless-shell",)


@cache
def executable() -> str:
    """The browser for tests that look at pages."""
    return _first_of(*SHELL, *WHOLE)


@cache
def whole_executable() -> str:
    """The browser for tests that look at what it writes into a profile: the one without windows writes less."""
    return _first_of(*WHOLE)


def _first_of(*names: str) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        raise NoBrowser("Chromium is not installed (apt-get install chromium)")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a process."""
    from playwright.sync_api import sync_playwright

    program = executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS, timeout=SAFETY)
        yield browser
        browser.close()


def until_a_press_counts(page: Page) -> None:
    """Wait until the screen that is shown takes a press. Whoever presses a review that has just come presses in vain."""
    page.locator(f"{SENDING}, {RESTING}").first.wait_for(state="detached")


class BrowserVisitor:
    """Somebody at a screen. ``page`` is Playwright's, for what the verbs do not say; each new page is checked."""

    def __init__(self, browser: Browser, server: Server, size: tuple[int, int] = DESK, **context: Any) -> None:
        self.server = server
        width, height = size
        # A kiosk whose browser has no service workers sends each press to the server; the others have tests of their own.
        usual = {
            "locale": "en-GB",
            "timezone_id": "Europe/London",
            "reduced_motion": "reduce",
            "service_workers": "block",
        }
        kept: dict[str, Any] = {**usual, **context}
        self.context = browser.new_context(base_url=server.url, viewport={"width": width, "height": height}, **kept)
        self.context.set_default_timeout(SAFETY)
        self.page: Page = self.context.new_page()
        self._behind: Visitor | None = None
        #: To the address that was typed last.
        self.answer: Response | None = None
        self.watch = Watch(self.page, server.url, with_scripts=context.get("java_script_enabled", True))

    def opens(self, path: str) -> Self:
        self._stays_signed_in()
        self.answer = self.page.goto(path)
        return self.looks()

    def follows(self, words: str) -> Self:
        """Click the link that reads ``words`` (its whole text)."""
        self.page.get_by_role("link", name=words, exact=True).click()
        return self.looks()

    def field(self, label: str, within: str = "") -> Locator:
        """The control whose label reads ``label``, or starts with it, under the question ``within``."""
        place: Page | Locator = self.page
        if within:
            place = self.page.get_by_role("group", name=re.compile("^" + re.escape(within)))
        exact = place.get_by_label(label, exact=True)
        return exact if exact.count() else place.get_by_label(re.compile(r"^\s*" + re.escape(label)))

    def types(self, label: str, text: str, *, within: str = "") -> Self:
        self.field(label, within).fill(text)
        return self

    def dates(self, question: str, day: str, time: str = "") -> Self:
        for label, text in zip(("Day", "Month", "Year", "Time"), (*day.split(), *time.split()), strict=False):
            self.types(label, text, within=question)
        return self

    def ticks(self, *labels: str, within: str = "") -> Self:
        for label in labels:
            self.field(label, within).check()
        return self

    def unticks(self, *labels: str, within: str = "") -> Self:
        for label in labels:
            self.field(label, within).uncheck()
        return self

    def selects(self, label: str, option: str, *, within: str = "") -> Self:
        self.field(label, within).select_option(label=option)
        return self

    def attaches(self, label: str, content: bytes, filename: str, kind: str = "application/octet-stream") -> Self:
        file: Any = {"name": filename, "mimeType": kind, "buffer": content}
        self.field(label).set_input_files(file)
        return self

    def presses(self, button: str) -> Self:
        self.page.evaluate("window.refusedStyles = []")  # a ballot stays one document, and axe's trials are told late
        self.page.get_by_role("button", name=button, exact=True).click()
        return self.looks()

    def stops_the_clock(self) -> Self:
        """From now on the page's clock stands, whatever the machine does, and ``passes`` moves it."""
        start = datetime(2026, 5, 3, 13, 30, tzinfo=UTC)
        self.page.clock.install(time=start)
        self.page.clock.pause_at(start + timedelta(seconds=1))
        self.watch.clock_stands = True
        return self

    def passes(self, minutes_and_seconds: str) -> Self:
        """Let so much time pass on the page: "01:30"."""
        self.page.clock.fast_forward(minutes_and_seconds)
        return self

    def looks(self) -> Self:
        """Wait until the page stands still and check it; done by itself after opening, following and pressing."""
        self.page.wait_for_load_state("load")
        if self.watch.clock_stands:
            self.page.locator(SENDING).first.wait_for(state="detached")
        else:
            until_a_press_counts(self.page)
        check_in_browser(self.page, self.watch)
        return self

    @property
    def heading(self) -> str:
        return " ".join(self.page.locator("h1").inner_text().split())

    @property
    def text(self) -> str:
        """What stands in the page's own part, white space made single."""
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def path(self) -> str:
        """Where the browser is, without the host."""
        return self.page.url.removeprefix(self.server.url)

    def signed_in_as(self, account: Any) -> Self:
        """Be signed in already, by the cookie that a test client got for ``account``; also after the program's clock
        has moved for days, from the next address on that is typed.
        """
        self._behind = Visitor(self.server.app).signed_in_as(account)
        return self._takes_the_cookie()

    def _takes_the_cookie(self) -> Self:
        name = self.server.app.config["SESSION_COOKIE_NAME"]
        cookie = self._behind.client.get_cookie(name) if self._behind else None
        assert cookie is not None
        self.context.add_cookies([{"name": name, "value": cookie.value, "url": self.server.url, "httpOnly": True}])
        return self

    def _stays_signed_in(self) -> None:
        if self._behind and self._behind.stays_signed_in():
            self._takes_the_cookie()

    def leaves(self) -> None:
        """Close the window; faults that came after the last look are raised now."""
        try:
            self.watch.raise_faults(self.page.url)
        finally:
            self.context.close()
