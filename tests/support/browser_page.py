"""What must hold for every page in a real browser: accessible, quiet, alone, and no wider than the screen."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.support import effort, run

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page, Request, Response

#: WCAG 2.2 AA and everything below it.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]

#: How long a text is decides what these say. What all others of ``RULES`` say (contrast takes two thirds of axe's time) is the
#: same of two pages that differ in their texts alone.
BY_LENGTH = ["target-size", "scrollable-region-focusable"]

#: axe would fetch and read every style sheet again, for a rule that is not among these.
SOUNDS_ONLY = {"assets": ["media"]}

#: Runs in every page from its first moment. What axe tries out comes from no file, also when it is reported late.
REFUSED_STYLES = """addEventListener('securitypolicyviolation', e => {
    if (!window.axeAtWork && e.sourceFile && e.violatedDirective.startsWith('style-src'))
        (window.refusedStyles ||= []).push(`the policy refused a style: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`);
})"""

#: axe's own attempts at inline styles are reported a moment later, and are not the page's. Where the page's clock
#: stands (``clock_stands``), nothing comes of waiting here: what axe found is fetched while the clock is pushed on.
RUN_AXE = """options => {
    window.axeAtWork = true;
    window.axeFound = null;
    const found = axe.run(document, options).then(async result => {
        await new Promise(done => setTimeout(done));
        window.axeAtWork = false;
        return window.axeFound = result.violations;
    });
    return options.wait ? found : null;
}"""

#: Where a file stands for each page that was found good in this run, by content and size: looking again would tell
#: nothing.
FOUND_GOOD = "found-good"

#: What differs between two showings of the same page, and nobody sees: above all the key of each form.
_CHANGING = re.compile(
    r'<input\b[^>]*\btype="hidden"[^>]*>|value="[^"]{40,}"|csp?nonce="[^"]*"|data-key="[0-9a-f]{32}"|127\.0\.0\.1:\d+'
)


def as_it_looks(html: str) -> str:
    """A page without what differs each time it is shown. Two showings that are alike in it are one page, and a look at
    one tells all of the other.
    """
    return _CHANGING.sub("", html)


#: What stands in a page that is built like another: words, and where its links, forms and pictures lead.
_SAID = re.compile(r">\s*[^<\s][^<]*(?=<)")
_LEADS = re.compile(r'(<(?:a|form|img|button)\b[^>]*?\s(?:href|action|src|formaction)=")/[^"]*')
_TOLD = re.compile(r'(\s(?:value|alt|title|aria-label|placeholder|content|datetime)=")[^"]+')


def as_it_is_built(html: str) -> str:
    """A page without what it says: of each text only that there is one. Elements, classes, ids and all else stay."""
    built = _SAID.sub(">…", as_it_looks(html))
    return _TOLD.sub(r"\1…", _LEADS.sub(r"\1/…", built))


class Watch:
    """Writes down what a page did that it should not: errors, and requests to anywhere else."""

    def __init__(self, page: Page, home: str, *, with_scripts: bool = True) -> None:
        self.faults: list[str] = []
        self.with_scripts = with_scripts  # where they are off, axe would wait for ever
        self.clock_stands = False  # the page's own: a test moves it
        self._home = urlsplit(home).netloc
        page.add_init_script(REFUSED_STYLES)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if "inline style" in message.text:
            return  # axe tries styles out while it looks; REFUSED_STYLES tells the page's own apart
        # A form that was refused answers 422 and Chromium calls that an error; parts of a page are judged in _response.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.netloc != self._home:
            self.faults.append(f"a request to {address.netloc}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type not in ("document", "fetch", "xhr"):
            self.faults.append(f"{response.status} for {urlsplit(response.url).path}")

    def raise_faults(self, where: str) -> None:
        faults, self.faults = self.faults, []
        assert not faults, f"{where}:\n  " + "\n  ".join(faults)


def check_in_browser(page: Page, watch: Watch) -> None:
    """Raise ``AssertionError`` with every fault of the page that the browser shows now."""
    watch.raise_faults(page.url)
    html = page.content()
    found_good = _known(f"{page.viewport_size} {as_it_looks(html)}")
    if found_good and found_good.exists():
        return
    faults = refused_by_policy(page) + too_wide(page)
    built_alike = None
    if watch.with_scripts:
        built_alike = _known(f"built {page.viewport_size} {as_it_is_built(html)}")
        again = built_alike and built_alike.exists() and not effort.FULL
        faults += inaccessible(page, BY_LENGTH if again else None, clock_stands=watch.clock_stands)
    assert not faults, f"{page.url} at {page.viewport_size}:\n  " + "\n  ".join(faults)
    watch.raise_faults(page.url)
    for known in filter(None, (found_good, built_alike)):
        known.parent.mkdir(exist_ok=True)
        known.touch()


def _known(seen: str) -> Path | None:
    """The file that stands for it where it was found good in this run."""
    return run.folder() / FOUND_GOOD / hashlib.sha256(seen.encode()).hexdigest() if run.goes_on() else None


def refused_by_policy(page: Page) -> list[str]:
    """Inline styles that the content security policy stopped since the last look."""
    return page.evaluate("() => { const seen = window.refusedStyles || []; window.refusedStyles = []; return seen; }")


def too_wide(page: Page) -> list[str]:
    """The page must not need sideways scrolling; names the elements that stick out."""
    return page.evaluate("""() => {
        const room = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= room) return [];
        const out = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > room + 1);
        return out.slice(-3).map(e => `wider than the screen (${room} px): <${e.tagName.toLowerCase()} class="${e.className}">`)
            .concat(out.length ? [] : [`wider than the screen (${room} px)`]);
    }""")


#: Whether the bar at the foot of a ballot covers part of something that is scrolled clear of it.
UNDER_THE_BAR = """selector => {
    const bar = document.querySelector('.ballot-bar'), each = document.querySelector(selector);
    if (!bar || !each || bar.contains(each)) return false;
    const [foot, box] = [bar.getBoundingClientRect(), each.getBoundingClientRect()];
    return box.bottom > foot.top && box.top < foot.bottom;
}"""


def _is_under_the_bar(page: Page, rule: str, node: dict[str, Any]) -> bool:
    """axe takes for the size of a target what the bar leaves of it just now."""
    return rule == "target-size" and bool(page.evaluate(UNDER_THE_BAR, node["target"][0]))


def inaccessible(page: Page, rules: list[str] | None = None, *, clock_stands: bool = False) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA, or against these ``rules`` alone."""
    asked = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": RULES}
    options = {"runOnly": asked, "resultTypes": ["violations"], "preload": SOUNDS_ONLY}
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    found: list[dict[str, Any]] | None = page.evaluate(RUN_AXE, {**options, "wait": not clock_stands})
    while found is None:
        page.clock.run_for(1)  # axe goes on by short timers of its own
        found = page.evaluate("() => window.axeFound")
    return [
        f"axe {fault['id']} ({fault['impact']}): {fault['help']}: {node['html'][:160]}"
        for fault in found
        for node in [each for each in fault["nodes"] if not _is_under_the_bar(page, fault["id"], each)][:3]
    ]


@cache
def _axe() -> str:
    from axe_playwright_python.base import AXE_FILE_PATH

    return AXE_FILE_PATH.read_text(encoding="utf-8")
