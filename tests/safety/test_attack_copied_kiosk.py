"""Somebody has copied a kiosk's cookie, its drafts or its requests, and has not the browser that holds its key."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from pb.database import db, transaction
from pb.marked import change_rows
from pb.pages.device_cookie import DEVICE_COOKIE
from pb.pages.request_signatures import COUNT, SIGNATURE
from pb.voting import actions, queries
from pb.voting.models import Kiosk
from pb.web.access import KIOSK
from tests.support.document import Page
from tests.support.kiosks import KioskKey
from tests.support.makers.voting import COMMAND
from tests.support.page import check_page
from tests.support.safety import routes, tampering
from tests.support.voters import at_the_kiosks_ballot, chooses, draft_on, noted, paired

pytestmark = pytest.mark.databases_in_turn

FORM = "application/x-www-form-urlencoded"
ON_THE_WAY = ("/vote/declaration", "/vote/ballot", "/vote/review", "/vote/settings", "/vote/cast", "/vote/keep")
#: They read no draft of a ballot that is open.
WITHOUT_DRAFT = {"/vote/again", "/vote/leave", "/vote/for-a-caller"}
SET_UP_AGAIN = "They can sign in on this device and set it up as a kiosk again."
#: What the pages of the kiosk say and its cookie must not get: the place, the device, whether somebody votes now.
TELLS = ("Leith Library", "Tablet 1", "A ballot is open", "Project number", "PIN")


@pytest.fixture(autouse=True)
def without_tokens(app):
    """A thief has the cookie of the forms' own key too."""
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch", min_choices=1, max_choices=3)


@pytest.fixture
def tablet(visitor, facilitator, voting_session):
    return paired(visitor, facilitator, voting_session)


@pytest.fixture
def thief(tablet, new_visitor):
    """The tablet's cookie in another browser."""
    person = new_visitor()
    person.client.set_cookie(DEVICE_COOKIE, tablet.client.get_cookie(DEVICE_COOKIE).value)
    return person


def rules_of_kiosks(app) -> list:
    """The addresses that are a kiosk's own; none of them names anything."""
    rules = [rule for rule in routes.rules(app) if KIOSK in app.view_functions[rule.endpoint].open_to]
    assert not [rule for rule in rules if rule.arguments]
    return rules


def last_count() -> int:
    db.session.rollback()
    return db.session.scalar(select(Kiosk.last_count))


def headers_without_the_key(method: str, path: str) -> list[dict[str, str]]:
    """No signature, none that is one, a made-up one, and one by another key."""
    other = KioskKey()
    other.count = 98
    made_up = ("none", f"99 {'A' * 86}", other.header(method, path))
    return [{}, *({SIGNATURE: header} for header in made_up)]


def test_a_copied_cookie_gets_the_same_empty_page_everywhere_and_does_nothing(app, tablet, thief, voting_session):
    at_the_kiosks_ballot(tablet)
    addresses = [(method, rule.rule) for rule in rules_of_kiosks(app) for method in routes.methods(rule)]
    seen, refused = set(), 0
    for method, path in addresses:
        for header in headers_without_the_key(method, path):
            answer = thief.asks(method, path, headers=header, data={"pin": "97531"})
            check_page(page := Page(answer.text, status=answer.status_code))
            assert not [words for words in TELLS if words in answer.text], (method, path)
            if method == "GET" and not header:
                assert answer.status_code == 200 and page.heading == "One moment, please"
                seen.add(answer.text.replace(f'href="{path}"', ""))
            else:
                assert answer.status_code == 403 and SET_UP_AGAIN in page.text, (method, path)
                refused += 1
    assert len(addresses) == 19 and len(seen) == 1 and refused == 4 * 19 - 9
    assert queries.rights_of_session(voting_session.id) == {("opening", None): 1}, "the voter is still at their ballot"
    assert seen.pop().count(tablet.kiosk_key.name) == 1, "which key is asked for is all that the page tells"


def test_a_right_pin_is_not_even_looked_at_without_the_key(tablet, thief, voting_session):
    for pin in ("2468", "1111") * 4:
        assert thief.posts("/kiosk/next", {"pin": pin}).status == 403
    assert queries.rights_of_session(voting_session.id) == {}
    at_the_kiosks_ballot(tablet)  # and nobody at the tablet has to wait for these tries


def test_a_draft_of_the_kiosk_is_nothing_in_another_browser(app, tablet, thief, new_visitor, round_):
    at_the_kiosks_ballot(tablet)
    chooses(tablet, 2)
    assert {
        rule.rule for rule in routes.rules(app) if "POST" in routes.methods(rule) and rule.rule.startswith("/vote/")
    } == {*ON_THE_WAY, *WITHOUT_DRAFT}
    another = new_visitor()
    another.makes_a_kiosk_key()  # a browser that signs, with a key of its own
    for person in (thief, new_visitor(), another):
        for address in ON_THE_WAY:
            page = person.posts(address, {"draft": draft_on(tablet.page), "noted": noted(2), "declared": "y"})
            assert page.status == 403 and "This is not the browser that was set up as this kiosk." in page.text
            assert "Project number" not in page.html and draft_on(tablet.page) not in page.html
    assert queries.envelopes_in(round_.id) == 0
    assert tablet.presses("Cast my vote").heading == "Your vote is saved"


def test_another_kiosk_of_the_session_signs_nothing_for_this_one(
    tablet, new_visitor, facilitator, voting_session, round_
):
    other = paired(new_visitor(), facilitator, voting_session)
    at_the_kiosks_ballot(tablet)
    chooses(tablet, 1)
    assert other.posts("/vote/cast", {"draft": draft_on(tablet.page)}).status == 403
    other.client.set_cookie(DEVICE_COOKIE, tablet.client.get_cookie(DEVICE_COOKIE).value)
    assert other.posts("/kiosk/end").status == 403
    assert queries.envelopes_in(round_.id) == 0 and queries.open_turn(queries.kiosks_of(voting_session.id)[0].id)


def recorded(tablet, path: str, sent: dict[str, str]) -> dict:
    """A request of the tablet as it went over the line, with the number that comes next."""
    body = urlencode(sent).encode()
    return {"data": body, "content_type": FORM, "headers": {SIGNATURE: tablet.kiosk_key.header("POST", path, body)}}


def test_a_request_that_is_sent_again_is_refused_whatever_it_did(tablet, thief, voting_session):
    sent = recorded(tablet, "/kiosk/next", {"pin": "2468"})
    assert "Before you vote" in thief.asks("POST", "/kiosk/next", **sent).text, "the first to arrive is the kiosk's"
    again = thief.asks("POST", "/kiosk/next", **sent)
    assert again.status_code == 409 and "This was sent before, or something newer has come since." in again.text
    read = {SIGNATURE: tablet.kiosk_key.header("GET", "/kiosk")}
    assert "Leith Library" in thief.asks("GET", "/kiosk", headers=read).text
    assert thief.asks("GET", "/kiosk", headers=read).status_code == 409
    assert queries.rights_of_session(voting_session.id) == {("opening", None): 1}


def test_a_request_that_was_held_back_is_refused_once_a_newer_one_has_come(tablet, thief, voting_session):
    held_back = recorded(tablet, "/kiosk/next", {"pin": "2468"})
    tablet.opens("/kiosk")
    answer = thief.asks("POST", "/kiosk/next", **held_back)
    assert answer.status_code == 409 and answer.headers[COUNT] == str(tablet.kiosk_key.count) == str(last_count())
    assert queries.rights_of_session(voting_session.id) == {}


@pytest.mark.parametrize("altered", ["body", "question", "path", "method", "number", "files", "signature"])
def test_a_request_that_was_altered_on_its_way_is_refused_and_spends_no_number(tablet, thief, voting_session, altered):
    before = last_count()
    sent = recorded(tablet, "/kiosk/next", {"pin": "2468", "assisted": ""})
    method, path, header = "POST", "/kiosk/next", sent["headers"][SIGNATURE]
    if altered == "body":
        sent["data"] = sent["data"].replace(b"assisted=", b"assisted=y")
    elif altered == "question":
        path = "/kiosk/next?again=y"
    elif altered == "path":
        path = "/kiosk/leave"
    elif altered == "method":
        method = "GET"
    elif altered == "number":
        sent["headers"] = {SIGNATURE: header.replace(f"{before + 1} ", f"{before + 2} ", 1)}
    elif altered == "files":
        sent |= {"data": {"pin": "2468"}, "content_type": "multipart/form-data"}
    else:
        sent["headers"] = {SIGNATURE: header[:-2] + ("AA" if header[-2:] != "AA" else "BA")}
    assert thief.asks(method, path, **sent).status_code == 403
    assert last_count() == before and queries.rights_of_session(voting_session.id) == {}


@pytest.mark.parametrize(
    "header",
    ["", "none", "1", "0 " + "A" * 86, "-1 " + "A" * 86, "9999999999 " + "A" * 86, "1 " + "A" * 85, "1 " + "é" * 86],
)
def test_what_is_no_signature_is_refused(tablet, thief, header):
    answer = thief.asks("POST", "/kiosk/end", headers={SIGNATURE: header.encode().decode("latin-1")})
    assert answer.status_code == 403


def test_a_kiosk_from_before_there_were_keys_has_to_be_set_up_again(tablet, thief):
    kiosk = db.session.scalar(select(Kiosk))
    tampering.without_triggers()
    with transaction() as session:  # as the migration leaves it
        change_rows(session, Kiosk, [Kiosk.id == kiosk.id], public_key=None)
    assert thief.opens("/kiosk").heading == "One moment, please"
    page = tablet.opens("/kiosk")
    assert page.status == 403 and "set it up as a kiosk again" in page.text


def test_of_many_copies_of_a_request_at_the_same_moment_one_is_taken(app, tablet, new_visitor, voting_session):
    cookie = tablet.client.get_cookie(DEVICE_COOKIE).value
    sent = recorded(tablet, "/kiosk/next", {"pin": "2468"})
    db.session.rollback()

    def send(_place: int) -> int:
        person = new_visitor()
        person.client.set_cookie(DEVICE_COOKIE, cookie)
        return person.client.post("/kiosk/next", **sent).status_code

    with ThreadPoolExecutor(8) as people:
        answers = sorted(people.map(send, range(8)))
    assert answers == [200] + [409] * 7
    assert queries.rights_of_session(voting_session.id) == {("opening", None): 1}


def test_nor_is_it_worth_anything_once_the_kiosk_was_stopped_which_may_still_send(tablet, thief, voting_session):
    actions.stop_kiosk(COMMAND, voting_session, queries.kiosks_of(voting_session.id)[0])
    for name in ("contact", "votes"):
        sent = {"data": b"{}", "content_type": "application/json"}
        assert thief.asks("POST", f"/kiosk/{name}", **sent).status_code == 403
        header = KioskKey().header("POST", f"/kiosk/{name}", b"{}")
        assert thief.asks("POST", f"/kiosk/{name}", headers={SIGNATURE: header}, **sent).status_code == 403


def test_every_page_for_kiosks_lies_where_unsigned_requests_are_answered(app):
    """Elsewhere they would be sent to sign in, or be told that they may not."""
    assert {rule.endpoint.split(".")[0] for rule in rules_of_kiosks(app)} == {"kiosk"}
