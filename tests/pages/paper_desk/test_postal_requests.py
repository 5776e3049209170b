"""A woman of 84 cannot leave the house and phones the office: what the clerk sees, types, prints and posts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.voting import actions
from pb.voting.queries.post import post_account, postal_votes
from pb.voting.rules.post import number_on_envelope
from pb.web.access import COORDINATOR, COUNTER
from tests.support.makers.voting import COMMAND
from tests.support.pdf import text_of_pages

ROSE = ("Rose Grant", "Flat 2, 7 Quay Street\nThistlemoor EH6 1AA")


@pytest.fixture
def round_(make):
    round_ = make.voting_round()
    make.cards(round_, 4)
    return round_


@pytest.fixture
def clerk(app, make, round_, visitor):
    app.config["RETURN_ADDRESS"] = "Freepost VOTES, 1 High Street, Thistlemoor, EH6 1AA"
    return visitor.signed_in_as(make.staff(COORDINATOR, declared_in=round_))


@pytest.fixture
def address(round_):
    return f"/rounds/{round_.id}/paper-desk/postal-votes"


def asks(clerk, address, number="1", name=ROSE[0]):
    clerk.opens(f"{address}/new")
    clerk.types("Name", name).types("Address", ROSE[1]).types("Number on the voting card", number)
    return clerk.ticks("By telephone").presses("Write down the request")


def test_from_the_telephone_to_the_reply_envelope(clerk, make, round_, address, new_visitor):
    clerk.opens(f"/rounds/{round_.id}/paper-desk")
    clerk.follows("Votes by post")
    assert "Nobody has asked yet" in clerk.page.text
    page = asks(clerk, address)
    assert f"The number on the envelope is {number_on_envelope(1)}." in page.text
    assert "Rose Grant" in clerk.opens(address).text
    (letter,) = text_of_pages(clerk.downloads(f"{address}/letters.pdf").get_data())
    for said in (
        "Rose Grant",
        "7 Quay Street",
        "EH6 1AA",
        "Your vote by post",
        number_on_envelope(1),
        "It must be here by",
    ):
        assert said in letter, said
    (label,) = text_of_pages(clerk.downloads(f"{address}/labels.pdf").get_data())
    assert f"Number: {number_on_envelope(1)}" in label and "Freepost VOTES" in label
    assert "Rose" not in label and "Quay" not in label and "Voting code" not in label
    clerk.opens(address)
    page = clerk.presses("These have been posted")
    assert "1 postal vote is in the post." in page.text and "What is to be posted" not in page.text
    desk = new_visitor().signed_in_as(make.staff(COUNTER, declared_in=round_))
    desk.opens(f"/rounds/{round_.id}/paper-desk/reply-envelopes")
    desk.types("Code on the envelope", number_on_envelope(1)).presses("Check in this envelope")
    assert "The envelope has been checked in." in desk.page.text
    assert "Came back" in clerk.opens(address).text and post_account(round_.id).not_returned == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [("1-1", "This code is not right."), (number_on_envelope(2), "We do not recognise this code.")],
)
def test_a_number_that_is_wrong_or_was_never_posted_is_not_checked_in(clerk, round_, address, typed, said):
    asks(clerk, address)
    asks(clerk, address, "2", "Jim")
    actions.send_requests(COMMAND, round_, "1")
    clerk.opens(f"/rounds/{round_.id}/paper-desk/reply-envelopes")
    clerk.types("Code on the envelope", typed).presses("Check in this envelope")
    assert said in clerk.page.text and post_account(round_.id).came_back == 0


def test_a_counter_sees_no_names(make, round_, address, visitor):
    visitor.signed_in_as(make.staff(COUNTER, declared_in=round_))
    assert "Votes by post" not in visitor.opens(f"/rounds/{round_.id}/paper-desk").text
    assert visitor.opens(address).status == 403


def test_a_request_without_a_name_keeps_what_was_typed(clerk, address, round_):
    page = asks(clerk, address, name="")
    assert "Enter the name of the person." in page.text and "7 Quay Street" in page.text and not postal_votes(round_.id)


def test_large_print_is_a_file_of_its_own_and_nothing_to_post_is_no_file(clerk, address):
    assert clerk.opens(f"{address}/letters.pdf").status == clerk.opens(f"{address}/labels.pdf").status == 404
    clerk.opens(f"{address}/new")
    clerk.types("Name", "Rose").types("Address", "Here").types("Number on the voting card", "3")
    clerk.ticks("Send the letter in large print", "By telephone")
    clerk.presses("Write down the request")
    assert "Download letters in large print" in clerk.opens(address).text
    assert clerk.opens(f"{address}/letters.pdf").status == 404
    assert "Rose" in text_of_pages(clerk.downloads(f"{address}/letters.pdf?size=large").get_data())[0]


def test_a_request_is_removed_and_a_lost_one_is_sent_again(clerk, make, round_, address):
    asks(clerk, address)
    clerk.opens(address)
    assert "The request has been removed." in clerk.presses(f"Remove {number_on_envelope(1)}").text
    asks(clerk, address)
    clerk.opens(address)
    clerk.presses("These have been posted")
    new = make.replaced_card(round_, 1).number
    clerk.opens(address)
    page = clerk.presses(f"Send card {new} instead {number_on_envelope(1)}")
    assert "with a new paper and envelope" in page.text and "Card cancelled" in page.text


def test_envelopes_are_put_aside_and_one_too_many_is_removed(clerk, round_):
    clerk.opens(f"/rounds/{round_.id}/paper-desk/reply-envelopes")
    assert "Select why the envelope is put aside." in clerk.presses("Put it aside").text
    clerk.ticks("It came too late").types("Number on the envelope, if it has one", "1-1").presses("Put it aside")
    assert "This number is not right." in clerk.page.text and not post_account(round_.id).unopened
    clerk.types("Number on the envelope, if it has one", "").presses("Put it aside")
    assert post_account(round_.id).unopened == {"late": 1}
    clerk.presses("Remove one It came too late")
    assert not post_account(round_.id).unopened


def test_a_refused_envelope_is_put_aside_with_one_press_and_one_that_is_late_too(clerk, round_, address, clock):
    asks(clerk, address)
    actions.send_requests(COMMAND, round_, "1")
    page = f"/rounds/{round_.id}/paper-desk/reply-envelopes"
    for _twice in range(2):
        clerk.opens(page)
        clerk.types("Code on the envelope", number_on_envelope(1)).presses("Check in this envelope")
    assert "This code has already been used." in clerk.page.text
    clerk.presses("Put it aside")
    assert post_account(round_.id).unopened == {"used": 1}
    clock.set(round_.post_closes_at + timedelta(hours=1))
    clerk.opens(page)
    clerk.presses("Put it aside")
    assert post_account(round_.id).unopened == {"used": 1, "late": 1}


def test_the_next_request_is_typed_on_the_same_page_and_asked_for_in_the_same_way(clerk, address):
    asks(clerk, address)
    clerk.types("Name", "Jim").types("Address", "Elsewhere").types("Number on the voting card", "2")
    assert "The number on the envelope is" in clerk.presses("Write down the request").text
    clerk.opens(f"{address}?show=waits&q=Jim")
    assert "Jim" in clerk.page.text and "Rose" not in clerk.page.text


def test_a_card_goes_out_alone_and_its_letter_says_how_to_vote_with_it(clerk, round_, address):
    clerk.opens(f"{address}/new")
    clerk.types("Name", "Rose").types("Address", "Here").types("Number on the voting card", "3")
    clerk.ticks("Send only the card: they vote online or on a tablet", "By letter or email")
    assert "Card 3 goes out without a paper." in clerk.presses("Write down the request").text
    (letter,) = text_of_pages(clerk.downloads(f"{address}/letters.pdf").get_data())
    assert "Your voting card" in letter and "reply envelope" not in letter and "You can vote until" in letter
    assert clerk.opens(f"{address}/labels.pdf").status == 404
    assert "Download labels for reply envelopes" not in clerk.opens(address).text
    clerk.presses("These have been posted")
    assert "1 card was posted without a paper." in clerk.page.text
    clerk.opens(f"/rounds/{round_.id}/paper-desk/reply-envelopes")
    clerk.types("Code on the envelope", number_on_envelope(3)).presses("Check in this envelope")
    assert "We do not recognise this code." in clerk.page.text
