"""Numbers that no page sends: too long for a database, or digits that are no numbers. Each is refused, none breaks a
page.
"""

from __future__ import annotations

import pytest

from pb.paper.rules import UnreadableEntry, read_entry
from pb.voting import queries
from pb.web.access import COORDINATOR
from tests.support.ballot_rules import whole_ballot
from tests.support.voters import chosen_on, draft_on

TOO_LONG = ("2147483648", "99999999999999999999", "9" * 5000)
TICKS, POINTS = (whole_ballot(kind, {1, 2, 3}, 1, 3) for kind in ("choose", "points"))
NO_NUMBERS = (*TOO_LONG, "²", "１", "٣", "-1", "1e3", "")


@pytest.mark.parametrize("number", TOO_LONG)
@pytest.mark.parametrize("page", ["/rounds/{}", "/rounds/{}/results", "/rounds/{}/results/receipts"])
def test_an_address_with_a_number_that_no_database_holds_is_the_address_of_nothing(visitor, page, number):
    assert visitor.asks("GET", page.format(number)).status_code in (404, 405)


@pytest.mark.parametrize("number", NO_NUMBERS)
def test_a_press_on_what_is_no_number_chooses_nothing_and_the_voter_goes_on(visitor, make, number):
    round_ = make.voting_round(min_choices=1)
    visitor.opens("/vote")
    visitor.types("Your voting code", make.cards(round_)[0].code).presses("Continue")
    visitor.ticks("Yes, this is true for me").presses("Show me the ballot")
    draft = draft_on(visitor.page)
    for press in ("choose", "take_off", "show"):
        page = visitor.posts("/vote/ballot", {"draft": draft, press: number})
        assert page.heading == "Choose projects" and page.status == 200 and not chosen_on(page)
    page = visitor.posts("/vote/review", {"draft": draft, "noted": number or "+"})
    assert page.status == 400 and "Start again" in page.text
    assert queries.envelopes_in(round_.id) == 0


@pytest.mark.parametrize("number", NO_NUMBERS)
def test_nobody_begins_an_application_in_a_round_that_cannot_be(visitor, make, number):
    visitor.opens("/account/sign-in")
    assert visitor.posts("/apply", {"round_id": number}).status == 404


@pytest.mark.parametrize("number", TOO_LONG)
def test_the_record_and_a_lost_card_take_no_such_number_either(visitor, make, number):
    round_ = make.voting_round()
    visitor.signed_in_as(make.staff(COORDINATOR, declared_in=round_))
    assert visitor.asks("GET", f"/record?round={number}&before={number}").status_code == 200
    visitor.opens(f"/rounds/{round_.id}/cards")
    page = visitor.posts(f"/rounds/{round_.id}/cards/lost", {"card_number": number, "reason": "lost"})
    assert page.status == 422


@pytest.mark.parametrize("typed", ["²", "9" * 5000, "٣", "3 03", "03 3 003"])
def test_a_typist_is_told_what_is_no_number_and_what_stands_there_twice(typed):
    with pytest.raises(UnreadableEntry):
        read_entry(typed, TICKS)
    with pytest.raises(UnreadableEntry):
        read_entry(f"1={typed}", POINTS)
    assert read_entry("03 1", TICKS).numbers == (1, 3)
