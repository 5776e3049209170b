"""A tablet without a network in a round with cards: a card is taken in, and gives its vote when the tablet has a network again."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from pb.database import db
from pb.voting import queries
from pb.voting.actions.ballot_keys import load_ballot_key
from pb.voting.models import Envelope, Turnout
from pb.voting.rules.sealing import EnvelopeOpener
from pb.web.access import STEERING
from tests.support import kiosk_alone as alone
from tests.support.browser import TABLET

COUNTS_IF_FIRST = "It counts if no other vote with your card came first."


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="code", min_choices=1, max_choices=3)


@pytest.fixture
def tablet(new_browser_visitor, voting_session):
    person = new_browser_visitor(TABLET, has_touch=True, service_workers="allow")
    alone.set_up(person, voting_session)
    return person


def brings(person, code: str) -> None:
    person.types("Code on the voter’s card", code)


def held(voting_session) -> dict[str, int]:
    db.session.rollback()
    (kiosk,) = queries.kiosks_of(voting_session.id)
    return dict(queries.held_by_reason(kiosk.id))


def test_cards_are_taken_in_without_a_network_and_each_gives_one_vote(tablet, make, round_, voting_session):
    one, two = make.cards(round_, 2)
    tablet.context.set_offline(True)
    brings(tablet, one.code[:-1] + ("2" if one.code[-1] != "2" else "3"))
    tablet.types("PIN for the next voter", alone.NEXT_PIN)
    tablet.page.get_by_role("button", name="Open the ballot for the next voter").click()
    tablet.page.get_by_text("This code is not right.").first.wait_for()
    tablet.looks()
    assert tablet.field("Code on the voter’s card").input_value()[:9] == one.code[:9], "it is corrected, not typed anew"
    brings(tablet, f" {one.code.lower()} ")
    alone.votes(tablet, {2: 1})
    brings(tablet, two.code)
    alone.opens_a_ballot(tablet)
    alone.stops(tablet)
    brings(tablet, two.code)
    alone.votes(tablet, {1: 1, 6: 1})
    assert held(voting_session) == {} and queries.envelopes_in(round_.id) == 0
    tablet.context.set_offline(False)
    alone.all_are_sent(tablet)
    assert held(voting_session) == {}
    assert set(db.session.scalars(select(Turnout.channel))) == {"kiosk"}
    opener = EnvelopeOpener(load_ballot_key(round_).private)
    envelopes = db.session.scalars(select(Envelope)).all()
    opened = [opener.unseal(round_.id, each.right_key, each.sealed) for each in envelopes]
    assert sorted(map(sorted, opened)) == [[1, 6], [2]]
    assert [queries.right_of_card(round_.id, number).status for number in (1, 2)] == ["exchanged"] * 2


def test_a_card_that_comes_twice_gives_one_vote_and_two_people_read_its_number(
    tablet, new_visitor, make, round_, voting_session
):
    (card,) = make.cards(round_)
    tablet.context.set_offline(True)
    for number in (2, 3):
        brings(tablet, card.code)
        alone.at_the_ballot(tablet)
        alone.gives(tablet, {number: 1})
        alone.press(tablet, "Check my choices", "Check your choices")
        tablet.page.locator("body:not([data-settling])").wait_for()
        alone.press(tablet, "Cast my vote", "Your vote is saved")
        assert COUNTS_IF_FIRST in tablet.page.locator("main").inner_text()
        tablet.page.get_by_role("link", name="I have finished").click()
        alone.sees(tablet, alone.READY)
    tablet.context.set_offline(False)
    alone.all_are_sent(tablet)
    assert held(voting_session) == {"card_used": 1} and queries.envelopes_in(round_.id) == 1
    (kiosk,) = queries.kiosks_of(voting_session.id)
    member = new_visitor().signed_in_as(make.account(STEERING, name="Ina"))
    page = member.opens(f"/rounds/{round_.id}/after-close/resolutions/held/{kiosk.id}")
    assert "Card 1" in page.main and "the card had already given a vote" in page.main


def test_a_ballot_that_was_open_in_a_power_cut_keeps_its_card(tablet, make, round_, voting_session):
    (card,) = make.cards(round_)
    tablet.context.set_offline(True)
    brings(tablet, card.code)
    alone.opens_a_ballot(tablet)
    tablet.page.reload()
    alone.press(tablet, "Continue voting", "Before you vote")
    tablet.page.get_by_text("Yes, this is true for me").click()
    alone.press(tablet, "Show me the ballot", "Choose projects")
    alone.gives(tablet, {4: 1})
    alone.casts(tablet)
    tablet.context.set_offline(False)
    alone.all_are_sent(tablet)
    assert held(voting_session) == {} and queries.envelopes_in(round_.id) == 1
