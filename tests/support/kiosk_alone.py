"""A tablet that needs no network, in a real browser: how it is set up, and how somebody votes on it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from playwright.sync_api import Error

from pb.database import db
from pb.people.models import Account
from pb.rounds.models import Round
from pb.venues.models import VotingSession
from tests.support.stand_in_server import StandInServer

#: The facts and the waiting votes of static/js/kiosk/transactions.mjs.
EVERYTHING_KEPT = """() => new Promise((done, fail) => {
    const opening = indexedDB.open('pb-kiosk-votes');
    opening.onerror = () => fail(opening.error);
    opening.onsuccess = () => {
        const work = opening.result.transaction(['facts', 'waiting']), facts = work.objectStore('facts'), kept = {};
        facts.openCursor().onsuccess = ({ target: { result } }) => {
            if (result) { kept[result.key] = result.value; result.continue(); } };
        const waiting = work.objectStore('waiting').getAll();
        work.oncomplete = () => { opening.result.close(); done({ ...kept, waiting: waiting.result }); };
    }; })"""
NEXT_PIN, LEAVE_PIN = "2468", "97531"
READY = "Ready for the next voter"


def sees(person: Any, heading: str) -> None:
    """Wait until the screen shows this heading; a kiosk changes screens in place."""
    person.page.get_by_role("heading", name=heading, level=1, exact=True).wait_for()


def press(person: Any, button: str, heading: str) -> None:
    person.page.get_by_role("button", name=button, exact=True).click()
    sees(person, heading)


def set_up(person: Any, voting_session: VotingSession, *, needs_network: bool = False) -> None:
    """The device becomes a kiosk of this session, and goes to its own start; or to the server's where it needs a network."""
    person.signed_in_as(db.session.get(Account, voting_session.team[0].account_id))
    person.page.goto(f"/rounds/{voting_session.round_id}/session-desk/{voting_session.id}/kiosk")
    person.types("PIN for the next voter", NEXT_PIN).types("PIN to end the kiosk", LEAVE_PIN)
    person.page.get_by_role("button", name="Set up this device as a kiosk").click()
    sees(person, "Measure this screen")
    person.page.get_by_role("link", name="Skip this").click()
    if not needs_network:
        person.page.wait_for_url("**/kiosk/device")
    sees(person, READY)
    db.session.rollback()  # what the test asks of the database next is read again


def becomes_a_tablet(person: Any, voting_session: VotingSession, round_: Round) -> Any:
    """The same of a person with a stand-in for the server (``server_there``), which can be cut off."""
    person.server_there = StandInServer(person.context, round_)
    set_up(person, voting_session)
    return person


def cut(person: Any) -> None:
    """There is no network any longer."""
    person.server_there.is_cut = True
    person.context.set_offline(True)


def mend(person: Any) -> None:
    """The network is back, and nobody tells the tablet: it tries again."""
    person.server_there.is_cut = False
    person.context.set_offline(False)


def all_are_sent(person: Any) -> None:
    """Wait until the start says that nothing is to be sent."""
    person.page.locator("[data-part='may-end']:not([hidden])").wait_for(state="attached")


def until(check: Callable[[], bool], page: Any) -> None:
    """Look again and again while the page goes on."""
    for _look in range(3000):
        if check():
            return
        with suppress(Error):  # between two documents nothing can be asked
            page.evaluate("() => new Promise(done => setTimeout(done, 20))")
    raise AssertionError("it did not come")


#: The kept first document.
SHELL_NOW = "async () => (await caches.match('/kiosk/device')).text()"


def has_come(person: Any, name: str) -> bool:
    """Whether the kept first document and the kept screens have this name of the programme: the upgrade is there. Between two
    documents nothing can be asked.
    """
    with suppress(Error):
        kept = person.page.evaluate(EVERYTHING_KEPT)["screens"]["pages"]["en"]["start"]
        return all(name in page for page in (kept, person.page.evaluate(SHELL_NOW)))
    return False


def opens_a_ballot(person: Any, *, assisted: bool = False) -> None:
    person.types("PIN for the next voter", NEXT_PIN)
    if assisted:
        person.page.get_by_text("This voter would like help").click()
    press(person, "Open the ballot for the next voter", "Before you vote")


def at_the_ballot(person: Any) -> None:
    opens_a_ballot(person)
    person.page.get_by_text("Yes, this is true for me").click()
    press(person, "Show me the ballot", "Choose projects")


def gives(person: Any, choices: dict[int, int]) -> None:
    """Press each project as often as its value says; on a ballot with places once, in their order."""
    is_rank = person.page.locator("[data-ballot]").get_attribute("data-rules").find('"type": "rank"') >= 0
    for number, value in sorted(choices.items(), key=lambda each: each[1]):
        for _press in range(1 if is_rank else value):
            button = person.page.locator(f"#choose-{number}")
            person.page.locator(f"#choose-{number}:not([data-just-pressed])").wait_for()
            button.click()


def casts(person: Any) -> str:
    """From the ballot to the receipt, and on to the next voter's start. The receipt's sixteen symbols."""
    press(person, "Check my choices", "Check your choices")
    person.page.locator("body:not([data-settling])").wait_for()
    press(person, "Cast my vote", "Your vote is saved")
    receipt = person.page.locator(".code__value").inner_text()
    person.page.get_by_role("link", name="I have finished").click()
    sees(person, READY)
    return "".join(receipt.split())


def stops(person: Any) -> None:
    """The voter goes without a vote, and says so twice; the second press is no shaking hand's."""
    press(person, "Stop without voting", "Stop without voting?")
    person.page.locator("body:not([data-settling])").wait_for()
    press(person, "Stop without voting", READY)


def votes(person: Any, choices: dict[int, int]) -> str:
    """A whole turn. The receipt."""
    at_the_ballot(person)
    gives(person, choices)
    return casts(person)
