"""The page of the cards that went out: where to, what was counted by two people, and what everybody reads of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.roles import Role
from pb.voting import queries

pytestmark = pytest.mark.databases_in_turn


@pytest.fixture
def round_(make):
    round_ = make.voting_round()
    make.cards(round_, 10)
    return round_


@pytest.fixture
def morag(visitor, make):
    return visitor.signed_in_as(make.account(Role.COORDINATOR, name="Morag"))


@pytest.fixture
def ina(new_visitor, make):
    return new_visitor().signed_in_as(make.account(Role.STEERING, name="Ina"))


def sends_out(person, round_, first: str, last: str, place: str):
    person.opens(f"/rounds/{round_.id}/cards")
    person.follows("Cards handed out")
    person.types("Number of the first card", first).types("Number of the last card", last)
    return person.types("Where do they go?", place).presses("Write this down")


def test_two_people_count_what_came_back_and_the_numbers_are_there_for_both(morag, ina, round_):
    page = sends_out(morag, round_, "1", "10", "Kestrel Hall on 12 June")
    assert "The place where these cards go has been saved" in page.text and "Kestrel Hall on 12 June" in str(
        page.tables
    )
    morag.follows("1 to 10")
    morag.types("How many cards were handed out?", "7").types("Numbers of the cards that came back", "9-10")
    page = morag.presses("Save this count")
    assert page.status == 422 and "10 cards went out. 7 handed out, 2 back and 0 cancelled make 9." in page.errors[0]
    morag.types("If a card is missing, what may have happened?", "Blown away at the door")
    page = morag.presses("Save this count")
    assert "Someone else must now count" in page.main and "I have counted them too" not in page.buttons
    assert "Count what the others counted" not in page.text
    ina.opens(f"/rounds/{round_.id}/cards/stacks")
    ina.follows("1 to 10")
    assert "Blown away at the door" in ina.page.main and "9-10" in ina.page.main and "Morag" in ina.page.main
    page = ina.types("How many cards came back?", "2").presses("I have counted them too")
    assert "These cards are accounted for." in page.text and "Counted by two people" in str(page.tables)
    ina.follows("1 to 10")
    assert "Ina counted the cards that came back too." in ina.page.main and "Save this count" not in ina.page.buttons
    page = ina.opens(f"/rounds/{round_.id}/cards")
    assert "came back unused" in page.main
    assert queries.card_counts(round_.id) == {None: 8, "unused": 2}


def test_a_wrong_number_keeps_what_was_typed_and_says_what_to_do(morag, round_):
    page = sends_out(morag, round_, "5", "11", "By post")
    assert page.status == 422 and "have not been made. Check the numbers" in page.errors[0]
    assert 'value="By post"' in page.html
    sends_out(morag, round_, "5", "10", "By post")
    morag.follows("5 to 10")
    morag.types("How many cards were handed out?", "4").types("Numbers of the cards that came back", "4, 5")
    page = morag.presses("Save this count")
    assert page.status == 422 and page.errors == ["Enter numbers from 5 to 10, each once, like 41-48, 50."]
    assert 'value="4, 5"' in page.html
    page = morag.types("How many cards were handed out?", "").presses("Save this count")
    assert page.status == 422 and page.errors == ["Enter how many cards were handed out, or 0."]


def test_a_mistake_is_taken_off_the_list_by_a_coordinator(morag, ina, round_):
    sends_out(morag, round_, "1", "9", "The wrong hall")
    assert "Take them off the list" not in ina.opens(f"/rounds/{round_.id}/cards/stacks/1").buttons
    morag.follows("1 to 9")
    page = morag.presses("Take them off the list")
    assert "no longer on the list" in page.text and "The wrong hall" not in page.main
    assert "Write this down" not in ina.opens(f"/rounds/{round_.id}/cards/stacks").buttons


def test_the_checklist_after_the_close_shows_the_account_and_the_published_result_has_its_numbers(
    make, morag, new_visitor, clock
):
    round_ = make.voting_round()
    make.cast(round_, (1,), (2,))
    make.cards(round_, 16, torn=(18,))
    make.counted_stack(round_, 1, 5, back="4-5")
    morag.opens(f"/rounds/{round_.id}/after-close")
    assert "not accounted for all of the cards yet" in morag.page.main
    make.counted_stack(round_, 6, 17)
    assert "All of the cards are accounted for." in morag.opens(morag.page.address).main
    make.published(round_, (3,))  # with one card more, that nobody wrote down: who voted with it had been given it
    clock.set(round_.post_closes_at + timedelta(days=1))
    page = new_visitor().opens(f"/rounds/{round_.id}/results").main
    for said in (
        "19 voting cards were made: 16 were handed out, 2 came back unused and were closed and 1 was cancelled.",
        "Codes that were cancelled 1",
        "No ballot that was opened on a tablet and no paper that was issued ended without a vote.",
    ):
        assert said in page, page
