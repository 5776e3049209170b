"""What a kiosk that seals votes itself and the server say to each other."""

from __future__ import annotations

import base64
import secrets
from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.formats import day_time
from pb.voting import actions, queries
from pb.voting.models import Kiosk
from pb.voting.rules.card_sealing import SEALED_CARD
from pb.voting.rules.envelope_digest import envelope_digest
from pb.voting.rules.sealing import seal_ballot
from pb.voting.rules.stock import SILENT_AFTER, ToSend, kept_moment
from pb.web.access import COORDINATOR, FACILITATOR
from tests.support.makers.voting import COMMAND
from tests.support.tablets import sealed_card
from tests.support.voters import desk, paired


@pytest.fixture
def tablet(visitor, facilitator, voting_session):
    return paired(visitor, facilitator, voting_session)


def sends(tablet, to: str, what: object, **more):
    return tablet.asks("POST", f"/kiosk/{to}", json=what, **more)


def vote(round_, right: str, *numbers: int) -> dict:
    sealed = seal_ballot(queries.frozen_ballot(round_.id).public_key, round_.id, right, dict.fromkeys(numbers, 1))
    return {
        "right": right,
        "attempt": secrets.token_hex(16),
        "sealed": base64.b64encode(sealed).decode(),
        "digest": envelope_digest(round_.id, right, sealed),
        "assisted": False,
    }


def kiosk_of(voting_session) -> Kiosk:
    (kiosk,) = queries.kiosks_of(voting_session.id)
    return kiosk


def test_a_kiosk_gets_its_stock_the_times_and_an_answer_for_each_vote(tablet, round_, voting_session):
    said = sends(tablet, "contact", {"waiting": 0, "wanted": 3}).json
    assert len(said["stock"]) == 3 and (said["ended"], said["withdrawn"]) == (False, [])
    assert said["opens_at"] < said["now"] < said["closes_at"]
    votes = [vote(round_, key, 1) for key in said["stock"][:2]]
    lost = {"right": "0" * 32, "attempt": "1" * 32, "sealed": "no base64"}
    answers = sends(tablet, "votes", {"votes": [*votes, lost]}).json["answers"]
    assert [each["answer"] for each in answers] == ["taken", "taken", "refused"]
    assert queries.envelopes_in(round_.id) == 2
    again = sends(tablet, "contact", {"begun": [votes[0]["right"]], "waiting": 0, "wanted": 3}).json
    assert len(again["stock"]) == 3 and said["stock"][2] in again["stock"]


@pytest.mark.parametrize(
    ("to", "what"),
    [
        ("contact", []), ("contact", {"quick": -1}), ("contact", {"quick": True}),
        ("contact", {"waiting": -1}), ("contact", {"waiting": True}), ("contact", {"begun": ["x"]}),
        ("contact", {"unused": "0" * 32}), ("contact", {"begun": ["0" * 32] * 501}), ("votes", {}), ("votes", {"votes": [1]}),
        ("votes", {"votes": [{"right": "0" * 32, "attempt": "short", "sealed": ""}]}),
        ("votes", {"votes": [{"right": f"{n:032x}", "attempt": "0" * 32, "sealed": ""} for n in range(11)]}),
        ("votes", {"votes": [{"right": "0" * 32, "attempt": "0" * 32, "sealed": ""}] * 2}),
        ("votes", {"votes": [{"right": "0" * 32, "attempt": "0" * 32, "sealed": "", "digest": "0" * 63}]}),
        ("votes", {"votes": [{"right": "0" * 32, "attempt": "0" * 32, "sealed": "", "digest": 7}]}),
    ],
)  # fmt: skip
def test_what_no_kiosk_says_is_refused_whole(tablet, to, what):
    assert sends(tablet, to, what).status_code == 400


def test_only_the_browser_of_the_kiosk_is_heard(tablet, new_visitor, round_):
    stranger = new_visitor()
    for name in ("contact", "votes"):
        assert sends(stranger, name, {"votes": []}).status_code == 403
    token = tablet.client.get_cookie("pb_kiosk")
    stranger.client.set_cookie("pb_kiosk", token.value)
    assert sends(stranger, "contact", {}).status_code == 403, "a copied cookie"


def test_a_stopped_kiosk_may_send_and_gets_nothing_and_another_page_is_shut(tablet, round_, voting_session):
    stock = sends(tablet, "contact", {"wanted": 2}).json["stock"]
    actions.stop_kiosk(COMMAND, voting_session, kiosk_of(voting_session))
    (answer,) = sends(tablet, "votes", {"votes": [vote(round_, stock[0], 1)]}).json["answers"]
    assert answer == {"right": stock[0], "answer": "held"}
    said = sends(tablet, "contact", {"waiting": 0, "wanted": 2}).json
    assert (said["stock"], said["ended"]) == ([], True)
    assert tablet.asks("GET", "/kiosk").status_code == 403


@pytest.mark.parametrize("card", ["", "no base64", 7, "AAAA", base64.b64encode(b"x" * SEALED_CARD).decode()])
def test_a_card_that_is_none_holds_its_vote_and_hinders_no_other(make, visitor, card):
    with_cards = make.voting_round(entitlement="code")
    facilitator = make.staff(FACILITATOR, declared_in=with_cards)
    here = make.session_at(with_cards, facilitator, venue="Leith Library")
    kiosk = paired(visitor, facilitator, here)
    said = sends(kiosk, "contact", {"wanted": 2}).json
    one, other = (vote(with_cards, right, 1) for right in said["stock"])
    (held,) = make.cards(with_cards)
    other["card"] = base64.b64encode(sealed_card(with_cards.id, other["right"], held.code)).decode()
    answers = sends(kiosk, "votes", {"votes": [{**one, "card": card}, other]}).json["answers"]
    assert [each["answer"] for each in answers] == ["held", "taken"]


def test_a_tablet_that_is_set_up_early_has_no_stock_until_the_day_before(tablet, voting_session, clock):
    for days, stock in ((2, 0), (1, 2)):
        clock.set(voting_session.starts_at - timedelta(days=days))
        said = sends(tablet, "contact", {"wanted": 2}).json
        assert (len(said["stock"]), said["ended"]) == (stock, False)


def test_the_end_of_the_session_is_told(tablet, voting_session, clock):
    clock.set(voting_session.ends_at + timedelta(hours=3))
    said = sends(tablet, "contact", {"wanted": 2}).json
    assert (said["stock"], said["ended"]) == ([], True)


def test_a_kiosk_with_votes_to_send_is_not_ended(tablet, round_):
    stock = sends(tablet, "contact", {"wanted": 1}).json["stock"]
    sends(tablet, "contact", {"begun": stock, "waiting": 1})
    tablet.opens("/kiosk/leave")
    page = tablet.types("PIN to end the kiosk", "97531").presses("End this kiosk")
    assert "still has votes to send" in page.text
    sends(tablet, "votes", {"votes": [vote(round_, stock[0], 2)]})
    sends(tablet, "contact", {"waiting": 0})
    tablet.opens("/kiosk/leave")
    assert "Sign in" in tablet.types("PIN to end the kiosk", "97531").presses("End this kiosk").text


def test_its_desk_says_what_is_to_send_and_when_it_was_heard(tablet, new_visitor, facilitator, voting_session):
    colleague = new_visitor().signed_in_as(facilitator)
    assert "Votes to send" not in colleague.opens(desk(voting_session)).text
    stock = sends(tablet, "contact", {"wanted": 3}).json["stock"]
    sends(tablet, "contact", {"begun": stock, "waiting": 3})
    page = colleague.opens(desk(voting_session))
    assert "3 votes to send" in page.text
    sends(tablet, "contact", {"waiting": 0})
    page = colleague.opens(desk(voting_session))
    assert "Nothing to send at its last contact" in page.text, "it may have a vote by now and no network"


def test_a_tablet_that_was_not_heard_from_may_have_votes_to_send(
    tablet, new_visitor, facilitator, voting_session, clock
):
    """Without a network it cannot say so."""
    colleague = new_visitor().signed_in_as(facilitator)
    heard = kept_moment(program_clock.now())
    sends(tablet, "contact", {"wanted": 3})
    clock.set(heard + SILENT_AFTER - timedelta(seconds=1))
    page = colleague.opens(desk(voting_session))
    assert "Nothing to send" in page.text and "Not heard from" not in page.text
    clock.forward(seconds=1)
    page = colleague.opens(desk(voting_session))
    assert "Nothing to send" not in page.text
    assert f"Not heard from since {day_time(heard)}. It may have votes to send." in page.text
    sends(tablet, "contact", {"waiting": 0, "wanted": 3})
    assert "Nothing to send" in colleague.opens(desk(voting_session)).text


def test_a_tablet_set_up_the_day_before_is_not_missed_before_it_opens(voting_session):
    opens_at = voting_session.starts_at
    known = ToSend(0, opens_at - timedelta(hours=20), voting_session.ends_at, opens_at=opens_at)
    assert not known.is_silent(opens_at - timedelta(minutes=1))
    assert known.is_silent(opens_at)


def test_the_account_names_a_silent_tablet_before_it_asks_for_an_explanation(
    tablet, new_visitor, facilitator, voting_session
):
    colleague = new_visitor().signed_in_as(facilitator)
    sends(tablet, "contact", {"wanted": 1})
    address = f"{desk(voting_session)}/ballot-paper-account"
    sentence = "Tablet 1 has not told us that all its votes are sent."
    assert sentence in colleague.opens(address).text and "not been submitted" not in colleague.page.text
    colleague.types("Voters counted", "7").types("Who counted the voters?", "The host")
    page = colleague.presses("Submit the ballot paper account")
    assert page.status == 409 and sentence in page.text and "Count again" not in page.text
    assert "The ballot paper account has not been submitted." in page.text
    assert "The coordinator can say that a tablet is lost or broken." in page.text
    assert 'value="7"' in page.html, "nothing typed is lost"


def test_who_may_propose_it_is_led_to_where_a_tablet_is_said_to_be_broken(
    tablet, new_visitor, make, round_, voting_session
):
    sends(tablet, "contact", {"wanted": 1})
    coordinator = new_visitor().signed_in_as(make.staff(COORDINATOR, declared_in=round_))
    coordinator.opens(f"{desk(voting_session)}/ballot-paper-account")
    page = coordinator.follows("Say that a tablet is lost or broken")
    assert page.heading == "What does not add up" and "Tablet 1 has not told us" in page.main


def test_its_desk_says_how_many_ballots_there_were_and_gives_more(tablet, new_visitor, facilitator, voting_session):
    sends(tablet, "contact", {"wanted": 3})
    at_the_desk = new_visitor().signed_in_as(facilitator)
    assert "have had 3 of 60 ballots" in at_the_desk.opens(desk(voting_session)).main
    page = at_the_desk.presses("Give the tablets more ballots")
    assert "when they are next connected" in page.text and "have had 3 of 80 ballots" in page.main
