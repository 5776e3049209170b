"""The key of a kiosk in a real browser: made at pairing, never to be had, and nothing goes without it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from pb.database import db
from pb.people.models import Account
from pb.voting import queries
from pb.voting.models import Kiosk
from tests.support.browser import PHONE, TABLET

#: What a page of the kiosk could try with its own key.
TAKE_THE_KEY = """async (format) => {
    const opened = await new Promise((done, fail) => {
        const request = indexedDB.open('pb-kiosk');
        request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
    const rows = await new Promise(done => {
        const request = opened.transaction('keys').objectStore('keys').getAll();
        request.onsuccess = () => done(request.result); });
    opened.close();
    const told = JSON.stringify(rows);
    const taken = await crypto.subtle.exportKey(format, rows[0].key).then(() => 'taken', error => error.name);
    return [rows.length, rows[0].key.extractable, told, taken];
}"""
POST_THE_DRAFT = """async ([draft, csrf_token]) => (await fetch('/vote/declaration', {
    method: 'POST', body: new URLSearchParams({draft, csrf_token, declared: 'y'})})).status"""
FORGET_THE_KEY = """() => new Promise((done, fail) => {
    const request = indexedDB.deleteDatabase('pb-kiosk');
    request.onsuccess = () => done(); request.onerror = request.onblocked = () => fail(request.error); })"""
SET_THE_NUMBER = """count => new Promise(done => {
    const opening = indexedDB.open('pb-kiosk');
    opening.onsuccess = () => {
        const work = opening.result.transaction('keys', 'readwrite'), keys = work.objectStore('keys');
        const all = keys.getAll();
        all.onsuccess = () => keys.put({ ...all.result[0], count });
        work.oncomplete = () => { opening.result.close(); done(); };
    }; })"""


def at_the_pairing(person, voting_session):
    person.signed_in_as(db.session.get(Account, voting_session.team[0].account_id))
    person.page.goto(f"/rounds/{voting_session.round_id}/session-desk/{voting_session.id}/kiosk")
    return person


def sets_up(person) -> None:
    person.types("PIN for the next voter", "2468").types("PIN to end the kiosk", "97531")
    person.page.get_by_role("button", name="Set up this device as a kiosk").click()


def shows(person, heading: str) -> None:
    person.page.get_by_role("heading", name=heading, level=1, exact=True).wait_for()


def skips_measuring(person) -> None:
    shows(person, "Measure this screen")
    person.page.get_by_role("link", name="Skip this").click()
    shows(person, "Ready for the next voter")


def last_count() -> int:
    db.session.rollback()
    return db.session.scalar(select(Kiosk.last_count))


@pytest.fixture
def tablet(new_browser_visitor, voting_session):
    person = at_the_pairing(new_browser_visitor(TABLET), voting_session)
    sets_up(person)
    skips_measuring(person)
    return person


def test_the_private_key_cannot_be_exported_and_the_server_has_its_public_half(tablet):
    for format in ("pkcs8", "jwk", "raw"):
        rows, extractable, told, taken = tablet.page.evaluate(TAKE_THE_KEY, format)
        assert (rows, extractable, taken) == (1, False, "InvalidAccessError") and '"key":{}' in told
    assert last_count() > 0 and db.session.scalar(select(Kiosk.public_key))


def test_a_copied_cookie_sees_no_start_and_no_voter(tablet, new_browser_visitor, voting_session):
    tablet.types("PIN for the next voter", "2468")
    tablet.page.get_by_role("button", name="Open the ballot for the next voter").click()
    shows(tablet, "Before you vote")
    draft = tablet.page.locator("input[name=draft]").first.get_attribute("value")
    token = tablet.page.locator("input[name=csrf_token]").first.get_attribute("value")
    thief = new_browser_visitor(PHONE)
    thief.context.add_cookies(tablet.context.cookies())
    thief.page.goto("/kiosk")
    shows(thief, "This is not the browser that was set up as this kiosk.")
    thief.looks()
    assert thief.page.evaluate(POST_THE_DRAFT, [draft, token]) == 403
    db.session.rollback()
    assert queries.rights_of_session(voting_session.id) == {("opening", None): 1}


def test_a_kiosk_that_lost_its_key_says_what_to_do(tablet):
    tablet.page.evaluate(FORGET_THE_KEY)
    tablet.page.reload()
    shows(tablet, "This is not the browser that was set up as this kiosk.")
    assert "They can sign in on this device and set it up as a kiosk again." in tablet.text
    tablet.looks()


def test_a_power_cut_that_took_the_last_numbers_stops_nobody(tablet):
    before = last_count()
    assert before >= 2
    tablet.page.evaluate(SET_THE_NUMBER, 0)
    tablet.page.reload()
    shows(tablet, "Ready for the next voter")
    assert last_count() == before + 1


def test_the_page_before_the_first_signature_can_be_read_and_tries_again(tablet):
    tablet.page.route(
        lambda address: address.endswith("/kiosk"),
        lambda route: route.continue_() if route.request.is_navigation_request() else route.abort(),
    )
    tablet.page.reload()
    tablet.page.get_by_text("That did not go through.").wait_for()
    assert tablet.heading == "One moment, please" and "Leith Library" not in tablet.text
    tablet.looks()
    tablet.page.unroute_all()
    tablet.page.get_by_role("link", name="Try again").click()
    shows(tablet, "Ready for the next voter")


def test_the_end_of_the_kiosk_takes_the_key_away(tablet):
    tablet.page.get_by_role("link", name="For the team: end this kiosk").click()
    shows(tablet, "End this kiosk")
    tablet.types("PIN to end the kiosk", "97531")
    tablet.page.get_by_role("button", name="End this kiosk").click()
    shows(tablet, "Sign in")
    assert tablet.page.evaluate("async () => (await indexedDB.databases()).length") == 0


@pytest.mark.parametrize("missing", ["crypto", "indexedDB"])
def test_a_browser_that_cannot_keep_a_key_says_so_at_once_and_becomes_no_kiosk(
    new_browser_visitor, voting_session, missing
):
    person = new_browser_visitor(TABLET)
    taken_away = {
        "crypto": "Object.defineProperty(Crypto.prototype, 'subtle', {get: () => undefined})",
        "indexedDB": "Object.defineProperty(window, 'indexedDB', {get: () => undefined})",
    }
    person.page.add_init_script(taken_away[missing])
    at_the_pairing(person, voting_session)
    assert person.page.get_by_role("heading", name="This browser cannot be a kiosk").is_visible()
    person.looks()
    sets_up(person)
    person.page.get_by_role("alert").get_by_text("it cannot keep a key of its own").wait_for()
    person.looks()
    assert queries.kiosks_of(voting_session.id) == []


def test_a_weak_pin_is_told_and_the_same_key_goes_with_the_next_try(new_browser_visitor, voting_session):
    person = at_the_pairing(new_browser_visitor(TABLET), voting_session)
    person.types("PIN for the next voter", "1234").types("PIN to end the kiosk", "97531")
    person.page.get_by_role("button", name="Set up this device as a kiosk").click()
    person.page.get_by_role("alert").wait_for()
    assert not person.page.get_by_text("This browser cannot be a kiosk").is_visible()
    sets_up(person)
    skips_measuring(person)
    assert person.page.evaluate(TAKE_THE_KEY, "jwk")[0] == 1
