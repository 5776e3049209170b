"""What a tablet keeps to work without a network: every screen of a turn, with nothing of a visitor on it."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest

from pb.database import db
from pb.people.models import Account
from pb.voting import queries
from pb.web.access import Role
from pb.web.assets import assets
from tests.support.deciding import withdraw

PAGES = {
    "declaration",
    "undeclared",
    "ballot",
    "tooFew",
    "review",
    "blank",
    "saved",
    "gone",
    "stop",
    "check",
    "checked",
}


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch", min_choices=1, max_choices=3, rotation=True)


def becomes_a_kiosk(visitor, voting_session) -> None:
    visitor.signed_in_as(db.session.get(Account, voting_session.team[0].account_id))
    visitor.opens(f"/rounds/{voting_session.round_id}/session-desk/{voting_session.id}/kiosk")
    visitor.types("PIN for the next voter", "2468").types("PIN to end the kiosk", "97531")
    visitor.presses("Set up this device as a kiosk")


def kept_by(visitor, voting_session) -> dict:
    becomes_a_kiosk(visitor, voting_session)
    return asked(visitor)


def asked(visitor) -> dict:
    answer = visitor.client.get("/kiosk/screens")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def test_every_screen_of_a_turn_is_there_for_nobody(visitor, voting_session):
    kept = kept_by(visitor, voting_session)
    assert kept["pages"]["en"].keys() == PAGES | {
        "start",
        "startAgain",
        "startAgainCard",
        "door",
        "doorAgain",
        "corner",
        "tried",
    }
    for name, page in kept["pages"]["en"].items():
        assert not re.search(r'csrf_token|form_key|data-key="[0-9a-f]{8}', page), name
    assert kept == asked(visitor), "the same for whoever asks"
    assert all("data-trial hidden" in page for page in kept["pages"]["en"].values()), "each can say that it is a test"
    assert [pot["numbers"] for pot in kept["pots"]] == [[1, 2, 3, 4, 5, 6]] and kept["rotation"]
    assert kept["parts"] == [{"numbers": ["1", "2", "3", "4", "5", "6"], "least": 1}]
    assert kept["said"]["en"]["tooFew"] == ["Choose a project."]
    assert kept["said"]["en"]["tallies"][0]["more"][:2] == ["", "You may choose 1 more."]


def test_the_version_is_another_when_the_screens_are(app, visitor, voting_session, make, round_):
    before = kept_by(visitor, voting_session)["version"]
    assert asked(visitor)["version"] == before
    withdraw(make, round_, 2)
    after = asked(visitor)
    assert after["version"] != before
    assert "2" not in re.findall(r'data-pick="(\d+)"', after["pages"]["en"]["review"])
    assert "This project has been withdrawn" in after["pages"]["en"]["ballot"]


def test_in_the_demo_all_languages_are_kept(app, visitor, voting_session):
    app.config["DEMO"] = True
    kept = kept_by(visitor, voting_session)
    assert set(kept["pages"]) == {"en", "gd", "pl", "ur", "zh_Hans"} == set(kept["said"])
    assert 'dir="rtl"' in kept["pages"]["ur"]["ballot"] and 'lang="pl"' in kept["pages"]["pl"]["saved"]
    assert all(kept["pages"][language].keys() == PAGES for language in kept["pages"] if language != "en")


def test_where_voters_bring_cards_the_screens_ask_for_the_code_and_bring_the_key_for_it(visitor, make):
    round_ = make.voting_round(entitlement="code")
    voting_session = make.session_at(round_, make.staff(Role.FACILITATOR, declared_in=round_))
    kept = kept_by(visitor, voting_session)
    ballot = queries.require_frozen_ballot(round_.id)
    assert kept["cardKey"] == queries.public_card_key(ballot) != kept["publicKey"] and len(kept["cardKey"]) == 130
    pages = kept["pages"]["en"]
    assert all("Code on the voter’s card" in pages[each] for each in ("start", "startAgain", "startAgainCard"))
    assert 'href="#code"' in pages["startAgainCard"] and 'href="#pin"' in pages["startAgain"]
    assert "It counts if no other vote with your card came first." in pages["saved"]
    assert {"noCard", "slip"} <= kept["said"]["en"]["problems"].keys()


def test_where_the_facilitator_vouches_no_card_is_asked_for(visitor, voting_session):
    kept = kept_by(visitor, voting_session)
    assert kept["cardKey"] == "" and "your card" not in kept["pages"]["en"]["saved"]
    assert "Code on the voter’s card" not in kept["pages"]["en"]["start"]


def test_the_worker_keeps_what_the_screens_need_and_changes_with_it(app, visitor):
    first = visitor.client.get("/kiosk/worker.js")
    said = first.get_data(as_text=True)
    assert (first.mimetype, first.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    with app.test_request_context():
        needed = assets().modules_of("js/start/kiosk.mjs")
    assert all(f"/{name}" in said for name in needed)
    assert "AtkinsonHyperlegible-Bold.woff2" in said and "NotoSansArabic.woff2" in said
    app.config["PROGRAMME_NAME"] = "Another programme"
    assert visitor.client.get("/kiosk/worker.js").get_data(as_text=True) != said


def test_the_worker_knows_the_sum_of_each_file_as_it_is_sent(visitor):
    script = visitor.client.get("/kiosk/worker.js").get_data(as_text=True)
    kept = json.loads(script.split("self.kept = ")[1].split(";\n")[0])
    assert kept["sums"].keys() == {kept["shell"], *kept["files"]}
    for address, told in kept["sums"].items():
        sent = hashlib.sha256(visitor.client.get(address).data).digest()
        assert told == "sha256-" + base64.b64encode(sent).decode(), address


def test_a_start_that_comes_past_the_worker_loads_itself_again(visitor):
    again = 'http-equiv="refresh"'
    assert again not in visitor.client.get("/kiosk/device").get_data(as_text=True)
    assert again in visitor.client.get("/kiosk/device", headers={"Sec-Fetch-Dest": "document"}).get_data(as_text=True)


def test_the_first_document_is_the_same_for_everybody(visitor, new_visitor):
    mine, theirs = (each.client.get("/kiosk/device").get_data(as_text=True) for each in (visitor, new_visitor()))
    assert mine == theirs and "data-kiosk-alone" in mine and "data-key" not in mine
