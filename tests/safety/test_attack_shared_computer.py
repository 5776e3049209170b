"""Somebody sits down at a library's computer after a voter and presses Back: the browser sends the last forms again."""

from __future__ import annotations

import pytest

from pb.voting import queries
from tests.support.voters import draft_on, noted

SEEN = "Project number 2"


@pytest.fixture
def forms_of_the_voter(visitor, make):
    """The forms that the voter's browser still holds, by address, after the vote was cast."""
    round_ = make.voting_round(min_choices=1)
    visitor.opens("/vote")
    visitor.types("Your voting code", make.cards(round_)[0].code).presses("Continue")
    visitor.ticks("Yes, this is true for me").presses("Show me the ballot")
    empty = draft_on(visitor.page)
    assert SEEN in visitor.posts("/vote/review", {"draft": empty, "noted": noted(2, 3)}).text
    full = draft_on(visitor.page)
    assert visitor.posts("/vote/cast", {"draft": full}).heading == "Your vote is saved"
    return {
        "/vote/declaration": {"draft": full, "declared": "y"},
        "/vote/review": {"draft": empty, "noted": noted(2, 3)},
        "/vote/ballot": {"draft": full},
    }


@pytest.mark.parametrize("address", ["/vote/declaration", "/vote/review", "/vote/ballot"])
def test_after_the_cast_no_page_shows_again_what_was_chosen(visitor, forms_of_the_voter, address):
    page = visitor.posts(address, forms_of_the_voter[address])
    assert page.status == 409 and "A vote has already been cast with this code." in page.text
    assert SEEN not in page.html and 'name="draft"' not in page.html


def test_sending_the_cast_itself_again_still_says_saved(visitor, forms_of_the_voter):
    again = visitor.posts("/vote/cast", {"draft": forms_of_the_voter["/vote/ballot"]["draft"]})
    assert again.heading == "Your vote is saved" and SEEN not in again.html


def test_a_card_that_was_voided_meanwhile_shows_its_ballot_no_more(visitor, make):
    round_ = make.voting_round(min_choices=1)
    card = make.cards(round_)[0]
    visitor.opens("/vote")
    visitor.types("Your voting code", card.code).presses("Continue")
    draft = draft_on(visitor.page)
    make.replaced_card(round_, card.number)
    page = visitor.posts("/vote/declaration", {"draft": draft, "declared": "y"})
    assert page.status == 409 and "This card has been cancelled." in page.text and queries.envelopes_in(round_.id) == 0
