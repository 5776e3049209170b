"""Somebody who cannot come asks on the website; nothing tells whether a name is known; staff give a card or remove it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.voting import actions
from pb.voting.queries.post import postal_asks, postal_votes
from pb.voting.rules.post import MOST_TO_ONE_ADDRESS, MOST_WAITING
from pb.web.access import COORDINATOR
from pb.web.rate_limits import POSTAL_REQUESTS
from tests.support.makers.voting import COMMAND


@pytest.fixture
def round_(app, make):
    app.config["RETURN_ADDRESS"] = "Freepost VOTES, 1 High Street, Thistlemoor, EH6 1AA"
    round_ = make.voting_round()
    make.cards(round_, 8)
    return round_


def asks(visitor, round_, name="Rose Grant", address="7 Quay Street\nEH6 1AA", what="A ballot paper, to vote by post"):
    visitor.opens(f"/rounds/{round_.id}")
    visitor.follows("Can you not come? Ask for a vote by post")
    visitor.types("Your name", name).types("Your address", address).ticks(what)
    return visitor.presses("Ask for it")


def test_from_the_website_to_a_card(visitor, new_visitor, make, round_):
    page = asks(visitor, round_)
    assert page.heading == "We have your request" and [each.name for each in postal_asks(round_.id)] == ["Rose Grant"]
    clerk = new_visitor().signed_in_as(make.staff(COORDINATOR, declared_in=round_))
    clerk.opens(f"/rounds/{round_.id}/paper-desk/postal-votes")
    clerk.follows("1 request from the website is waiting")
    clerk.follows("Give a card Rose Grant")
    assert "a card and a ballot paper" in clerk.page.text
    clerk.types("Number on the voting card", "3").presses("Send this card to them")
    assert "No request is waiting" in clerk.page.text and not postal_asks(round_.id)
    (kept,) = postal_votes(round_.id)
    assert (kept.name, kept.address, kept.request.way, kept.request.number) == (
        "Rose Grant",
        "7 Quay Street\nEH6 1AA",
        "form",
        3,
    )


def test_the_answer_is_the_same_for_a_name_that_is_known(visitor, new_visitor, round_):
    actions.take_request(COMMAND, round_, 1, "Rose Grant", "7 Quay Street, EH6 1AA", "letter", large_print=False)
    first = asks(visitor, round_).text
    again = asks(new_visitor(), round_).text
    other = asks(new_visitor(), round_, name="Someone Else", address="Nowhere 1").text
    assert first == again == other
    assert [each.name for each in postal_asks(round_.id)] == ["Rose Grant", "Someone Else"], (
        "who asks twice is kept once"
    )


def test_staff_are_told_of_a_full_address_and_remove_the_request(visitor, new_visitor, make, round_):
    for number in range(1, MOST_TO_ONE_ADDRESS + 1):
        actions.take_request(COMMAND, round_, number, f"P{number}", "1 The Home", "letter", large_print=False)
    assert asks(visitor, round_, address="1 the home").heading == "We have your request"
    clerk = new_visitor().signed_in_as(make.staff(COORDINATOR, declared_in=round_))
    clerk.opens(f"/rounds/{round_.id}/paper-desk/postal-votes/website")
    clerk.follows("Give a card Rose Grant")
    assert "No more postal votes can go to this address in this round." in clerk.page.text
    clerk.types("Number on the voting card", "5").presses("Send this card to them")
    assert len(postal_votes(round_.id)) == MOST_TO_ONE_ADDRESS and len(postal_asks(round_.id)) == 1
    clerk.opens(f"/rounds/{round_.id}/paper-desk/postal-votes/website")
    assert "The request has been removed." in clerk.presses("Remove Rose Grant").text and not postal_asks(round_.id)


def test_who_asks_for_a_card_alone_gets_no_paper(visitor, make, new_visitor, round_):
    asks(visitor, round_, what="Only a voting card, to vote online or at a voting session")
    (ask,) = postal_asks(round_.id)
    actions.take_ask(make.actor(COORDINATOR), round_, ask.id, 2)
    assert postal_votes(round_.id)[0].request.alone is True


def test_what_is_missing_is_said_and_nothing_typed_is_lost(visitor, round_):
    visitor.opens(f"/rounds/{round_.id}/vote-by-post")
    page = visitor.types("Your address", "7 Quay Street").presses("Ask for it")
    assert page.status == 422 and "Enter your name." in page.text and "7 Quay Street" in page.text
    assert not postal_asks(round_.id)


def test_a_connection_that_asks_again_and_again_has_to_wait(visitor, round_, monkeypatch):
    monkeypatch.setitem(POSTAL_REQUESTS.__dict__, "free", 2)
    for number in range(3):
        visitor.opens(f"/rounds/{round_.id}/vote-by-post")
        visitor.types("Your name", f"P{number}").types("Your address", "Here").ticks("A ballot paper, to vote by post")
        visitor.presses("Ask for it")
    assert "Many requests have come from this connection" in visitor.page.text and len(postal_asks(round_.id)) == 2


def test_so_many_wait_at_most(visitor, round_, monkeypatch):
    monkeypatch.setattr("pb.voting.actions.postal_asks.MOST_WAITING", 1)
    assert MOST_WAITING > 100
    asks(visitor, round_)
    assert (
        "we cannot take another one here" in asks(visitor, round_, name="Jim").text and len(postal_asks(round_.id)) == 1
    )


@pytest.mark.parametrize("why", ["late", "no address"])
def test_nobody_is_asked_to_ask_where_it_cannot_work(app, visitor, round_, clock, why):
    if why == "late":
        clock.set(round_.voting_closes_at + timedelta(hours=1))
    else:
        app.config["RETURN_ADDRESS"] = app.config["CONTACT_ADDRESS"] = ""
    assert "Ask for a vote by post" not in visitor.opens(f"/rounds/{round_.id}").text
    page = visitor.opens(f"/rounds/{round_.id}/vote-by-post")
    assert "You cannot ask for a vote by post here now" in page.text and not page.buttons.count("Ask for it")
