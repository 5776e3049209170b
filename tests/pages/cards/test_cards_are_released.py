"""Cards are made by one person; another counts the printed pack and releases it. Before that their codes do not work."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pb.codes import read_code
from pb.database import db, exclusive_transaction
from pb.record.acts import sentence_of_act
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.voting import actions, queries
from pb.voting.actions.card_account import take_off_the_list
from pb.voting.queries.card_account import stacks_of
from tests.support.makers.projects import actor_of
from tests.support.makers.voting import COMMAND


@pytest.fixture
def round_(make):
    return make.voting_round()


@pytest.fixture
def morag(visitor, make):
    return visitor.signed_in_as(make.account(Role.COORDINATOR, name="Morag"))


@pytest.fixture
def ina(new_visitor, make):
    return new_visitor().signed_in_as(make.account(Role.STEERING, name="Ina"))


def makes(person, round_, how_many: int) -> list[str]:
    person.opens(f"/rounds/{round_.id}/cards")
    page = person.types("How many cards do you need?", str(how_many)).presses("Make cards to print")
    return [read_code(code) for code in re.findall(r"[2-9A-Y]{5}-[2-9A-Y]{5}", page.text)]


def types_code(voter, code: str):
    voter.opens("/vote")
    return voter.types("Your voting code", code).presses("Continue")


def test_a_voter_with_a_card_that_nobody_has_released_is_told_kindly_to_phone(morag, ina, new_visitor, round_):
    code = makes(morag, round_, 2)[0]
    page = types_code(new_visitor(), code)
    assert (
        page.status == 422 and "Please tell any of our staff" in page.errors[0] and "not your fault" in page.errors[0]
    )
    ina.opens("/dashboard")
    ina.follows("Count 2 voting cards, and release them")
    page = ina.types("How many cards are in the pack?", "2").presses("Release these cards")
    assert "voting cards, and release" not in ina.opens("/dashboard").main
    assert "Their codes now work." in page.text and "Ina" in str(page.tables)
    assert types_code(new_visitor(), code).status == 200


def test_nobody_is_asked_to_release_cards_once_nobody_can_vote(morag, ina, clock, round_):
    makes(morag, round_, 2)
    assert "Count 2 voting cards, and release them" in ina.opens("/dashboard").main
    clock.set(round_.post_closes_at + timedelta(days=1))
    assert "voting cards, and release" not in ina.opens("/dashboard").main


def test_codes_that_are_released_before_the_vote_are_said_to_work_when_it_opens(make, morag, ina, clock, round_):
    clock.set(round_.voting_opens_at - timedelta(days=3))
    makes(morag, round_, 2)
    ina.opens(f"/rounds/{round_.id}/cards")
    page = ina.types("How many cards are in the pack?", "2").presses("Release these cards")
    assert "work from the day when voting opens" in page.text and "now work" not in page.text


def test_who_made_them_is_not_asked_to_release_them_and_may_not(morag, round_):
    makes(morag, round_, 2)
    page = morag.opens(f"/rounds/{round_.id}/cards")
    assert "Release these cards" not in page.buttons and "the codes do not work" in str(page.tables)
    page = morag.posts(f"/rounds/{round_.id}/cards/1/release", {"counted": "2"})
    assert page.status == 409 and "You made these cards" in page.text


def test_the_number_that_was_counted_must_be_right_and_a_missing_card_is_cancelled_first(make, round_, ina):
    morag = Actor(make.account(Role.COORDINATOR).id, Role.COORDINATOR)
    made = actions.issue_cards(morag, round_, 3)
    ina.opens(f"/rounds/{round_.id}/cards")
    page = ina.types("How many cards are in the pack?", "2").presses("Release these cards")
    assert page.status == 422 and "does not match the number of cards" in page.text
    actions.cancel_card(COMMAND, round_, made[1].number, "It is not in the pack.")
    ina.opens(f"/rounds/{round_.id}/cards")
    assert (
        "Their codes now work." in ina.types("How many cards are in the pack?", "2").presses("Release these cards").text
    )


def test_the_pack_that_waits_longest_is_offered_first_and_ones_own_never(morag, ina, round_, make):
    other = Actor(make.account(Role.COORDINATOR).id, Role.COORDINATOR)
    makes(morag, round_, 2)
    actions.issue_cards(other, round_, 3)
    actions.issue_cards(other, round_, 4)
    here = f"/rounds/{round_.id}/cards"
    assert "the cards with the numbers 3 to 5" in morag.opens(here).main
    for first, last in ((1, 2), (3, 5), (6, 9)):
        assert f"the cards with the numbers {first} to {last}" in ina.opens(here).main
        page = ina.types("How many cards are in the pack?", str(last - first + 1)).presses("Release these cards")
    assert "Release these cards" not in page.buttons


def test_a_replaced_card_needs_a_reason_and_another_person(make, round_):
    morag, callum = (Actor(make.account(Role.COORDINATOR).id, Role.COORDINATOR) for _ in range(2))
    lost = make.cards(round_)[0]
    with pytest.raises(Refusal, match="a few words about what happened"):
        actions.replace_card(morag, round_, lost.number, "  ")
    new = actions.replace_card(morag, round_, lost.number, "Fell into the loch")
    right = queries.right_of_code(new.code)
    assert not queries.is_released(right)
    pack = queries.packs(round_.id)[0]
    assert (pack.first, pack.last, pack.replaces) == (new.number, new.number, lost.number)
    actions.release_cards(callum, pack, 1)
    assert queries.is_released(right)


@pytest.mark.both_databases
def test_the_database_itself_lets_no_unreleased_card_vote_nor_its_maker_release_it(make, round_):
    maker = make.account(Role.COORDINATOR)
    actions.issue_cards(Actor(maker.id, Role.COORDINATOR), round_, 1)
    for statement in (
        "UPDATE voting_right SET status = 'cast'",
        "UPDATE voting_right SET status = 'exchanged'",
        f"UPDATE card_pack SET released_by = {maker.id}",
    ):
        with pytest.raises((IntegrityError, Refusal)), exclusive_transaction() as session:
            session.execute(text(statement))
    assert queries.card_counts(round_.id) == {None: 1}


def test_who_is_told_that_a_card_was_used_leaves_a_line_without_the_answer(make, round_):
    morag = Actor(make.account(Role.COORDINATOR).id, Role.COORDINATOR)
    make.cast(round_, (1,))
    with pytest.raises(Refusal, match="used to vote"):
        actions.replace_card(morag, round_, 1, "Lost, she says")
    line = db.session.query(RecordLine).order_by(RecordLine.position.desc()).first()
    assert (line.act, line.facts, line.actor_id) == ("card.looked_at", {"card": 1}, morag.account_id)


@pytest.mark.both_databases
def test_a_release_that_somebody_wrote_into_the_database_releases_nothing(make, round_, visitor):
    maker, other = make.account(Role.COORDINATOR), make.account(Role.COORDINATOR)
    (card,) = actions.issue_cards(Actor(maker.id, Role.COORDINATOR), round_, 1)
    with exclusive_transaction() as session:
        session.execute(text(f"UPDATE card_pack SET released_by = {other.id}"))
    visitor.opens("/vote")
    page = visitor.types("Your voting code", card.code).presses("Continue")
    assert page.status == 503 and "changed outside this website" in page.text


def test_who_releases_a_replacement_reads_the_old_number_its_place_and_the_reason(morag, ina, make, round_):
    cards = make.cards(round_, 4)
    first, last = cards[0].number, cards[-1].number
    actions.send_out_cards(Actor(None, Role.COORDINATOR), round_, first, last, "Leith lunch club")
    actions.replace_card(actor_of(make.staff(Role.COORDINATOR)), round_, cards[1].number, "Fell into the loch")
    page = ina.opens(f"/rounds/{round_.id}/cards")
    assert f"It replaces card {cards[1].number}. That card works until you release the new one" in page.main
    assert "Leith lunch club" in page.main and "Fell into the loch" in page.main
    assert "1 of 4 cards for Leith lunch club was replaced." in ina.opens(f"/rounds/{round_.id}/cards/stacks").main
    ina.opens(f"/rounds/{round_.id}/cards")
    stack = stacks_of(round_.id)[0]
    take_off_the_list(Actor(None, Role.COORDINATOR), stack)  # the place that stood on Ina's page is gone
    page = ina.types("How many cards are in the pack?", "1").presses("Release these cards")
    assert "This has changed since you opened the page." in page.text
    assert "Nobody has written it down" in page.main and queries.packs(round_.id)[0].released_by is None


def replaces(person, round_, number: int) -> str:
    person.opens(f"/rounds/{round_.id}/cards")
    page = person.types("Number of the lost card", str(number)).types(
        "What happened to the card?", "Fell into the loch"
    )
    return read_code(re.search(r"[2-9A-Y]{5}-[2-9A-Y]{5}", page.presses("Replace this card").text)[0])


def test_the_old_card_opens_its_ballot_until_another_person_releases_the_new_one(morag, ina, new_visitor, make, round_):
    lost = make.cards(round_)[0]
    new = replaces(morag, round_, lost.number)
    assert types_code(new_visitor(), lost.code).status == 200 and types_code(new_visitor(), new).status == 422
    page = ina.opens(f"/rounds/{round_.id}/cards")
    assert "made the card with the number 2." in page.main and "Withdraw" not in str(page.buttons)
    page = ina.types("How many cards are in the pack?", "1").presses("Release these cards")
    assert "1 to 1" not in page.text and "2 to 2" not in page.text
    for line, said in ((-2, "made card 2 to replace lost card 1"), (-1, "released the voting card with the number 2")):
        entry = db.session.query(RecordLine).order_by(RecordLine.position).all()[line]
        assert said in sentence_of_act(entry.act, entry.facts)
    assert "Card 2 has been released and now works. Card 1 no longer works." in page.text
    assert types_code(new_visitor(), lost.code).status == 409 and types_code(new_visitor(), new).status == 200


def test_who_made_a_new_card_withdraws_it_on_the_page(morag, ina, new_visitor, make, round_):
    lost = make.cards(round_)[0]
    new = replaces(morag, round_, lost.number)
    assert "Card 2, to replace card 1" in morag.opens(f"/rounds/{round_.id}/cards").main
    page = morag.presses("Withdraw card 2")
    assert "Nobody: cancelled" in str(page.tables)
    assert (
        "Card 2 has been cancelled. Card 1 was not changed." in page.text
        and "New cards waiting to be released" not in page.main
    )
    assert "Release these cards" not in ina.opens(f"/rounds/{round_.id}/cards").buttons
    assert types_code(new_visitor(), lost.code).status == 200 and types_code(new_visitor(), new).status == 409


def test_a_release_that_comes_too_late_says_so_and_the_new_card_is_cancelled(morag, ina, make, round_):
    lost = make.cards(round_)[0]
    replaces(morag, round_, lost.number)
    ina.opens(f"/rounds/{round_.id}/cards")
    actions.cast_vote(make.vote(round_, lost, 1))
    page = ina.types("How many cards are in the pack?", "1").presses("Release these cards")
    assert page.status == 409 and "before you released card 2" in page.text and "Card 2 is cancelled" in page.text
    assert "Release these cards" not in ina.opens(f"/rounds/{round_.id}/cards").buttons


def test_once_the_box_is_open_no_form_about_cards_is_offered(morag, make, round_, clock):
    make.cards(round_)
    make.opened_box(round_, (1,), (2,))
    clock.set(round_.post_closes_at + timedelta(days=1))
    page = morag.opens(f"/rounds/{round_.id}/cards")
    assert not {"Make cards to print", "Replace this card", "Release these cards"} & set(page.buttons)
    assert "The ballot box is open, so no more cards can be made" in page.main
    page = morag.posts(f"/rounds/{round_.id}/cards", {"how_many": "2", "as": "sheet"})
    assert page.status == 409 and "Keep cards that are left over" in page.text
