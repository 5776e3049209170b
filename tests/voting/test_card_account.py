"""Made = handed out + came back + cancelled, whatever is done with the cards, and nobody alone closes what came back."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pb.database import db, exclusive_transaction, transaction
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.voting import actions, queries
from pb.voting.models.cards import ARE_ELSEWHERE
from pb.voting.queries.card_account import stacks_of
from tests.support.makers.voting import COMMAND


@pytest.fixture
def round_(make):
    return make.voting_round()


@pytest.fixture
def morag(make):
    return Actor(make.staff(Role.COORDINATOR).id, Role.COORDINATOR)


@pytest.fixture
def ina(make):
    return Actor(make.staff(Role.STEERING).id, Role.STEERING)


def gone_out(by, round_, first: int, last: int):
    actions.send_out_cards(by, round_, first, last, "The library")
    return next(each for each in stacks_of(round_.id) if each.first == first)


def numbers(round_) -> dict[str, int]:
    """The account, of which all together are the cards that were made; what is 0 is left out."""
    found = vars(queries.card_account(round_.id))
    assert found["made"] == sum(found.values()) - found["made"]
    return {name: number for name, number in found.items() if number and name != "made"}


@pytest.mark.both_databases
def test_every_card_that_was_made_is_in_one_place_of_the_account(make, round_, morag, ina):
    make.cards(round_, 20, torn=(10,))
    assert numbers(round_) == {"nowhere": 19, "cancelled": 1}
    stack = gone_out(morag, round_, 1, 10)
    assert numbers(round_) == {"nowhere": 10, "waiting": 9, "cancelled": 1}
    actions.count_stack(morag, stack, 6, "8, 9", "One is missing")
    assert numbers(round_) == {"nowhere": 10, "waiting": 9, "cancelled": 1}, "one person's count closes nothing"
    actions.confirm_stack(ina, stack, 2)
    assert numbers(round_) == {"nowhere": 10, "handed_out": 6, "came_back": 2, "cancelled": 1, "difference": 1}
    actions.replace_card(COMMAND, round_, 1, "Lost by who had it")
    assert numbers(round_) == {"nowhere": 11, "handed_out": 6, "came_back": 2, "cancelled": 1, "difference": 1}
    actions.withdraw_replacement(COMMAND, queries.packs(round_.id)[0])
    assert numbers(round_) == {"nowhere": 10, "handed_out": 6, "came_back": 2, "cancelled": 2, "difference": 1}
    actions.replace_card(COMMAND, round_, 1, "Lost by who had it")
    assert numbers(round_) == {"nowhere": 11, "handed_out": 6, "came_back": 2, "cancelled": 2, "difference": 1}
    make.releases(round_)
    assert numbers(round_) == {"nowhere": 10, "handed_out": 6, "came_back": 2, "cancelled": 3, "difference": 1}
    assert not queries.card_account(round_.id).is_complete
    stack = gone_out(morag, round_, 11, 20)
    actions.count_stack(ina, stack, 0, "11-20", "")
    actions.confirm_stack(morag, stack, 10)
    assert numbers(round_) == {"handed_out": 6, "came_back": 12, "cancelled": 3, "difference": 1}
    assert queries.card_account(round_.id).is_complete
    assert queries.card_counts(round_.id)["unused"] == 12


@pytest.mark.both_databases
def test_a_card_that_was_used_was_handed_out_whether_or_not_anybody_wrote_down_where_it_went(make, round_, morag):
    card = make.cards(round_, 6)[2]
    make.cast(round_, (1,))
    assert numbers(round_) == {"nowhere": 6, "handed_out": 1}
    actions.cast_vote(make.vote(round_, card, 2))
    assert numbers(round_) == {"nowhere": 5, "handed_out": 2}
    actions.replace_card(COMMAND, round_, 6, "Lost by who had it")
    make.releases(round_)
    assert numbers(round_) == {"nowhere": 4, "handed_out": 3, "cancelled": 1}
    gone_out(morag, round_, 1, 4)
    assert numbers(round_) == {"nowhere": 1, "handed_out": 2, "waiting": 4, "cancelled": 1}, "its stack counts it"


@pytest.mark.both_databases
def test_a_card_that_came_back_votes_no_more(make, round_, morag, ina, visitor, new_visitor):
    cards = make.cards(round_, 3)
    ready = make.vote(round_, cards[2], 1)
    stack = gone_out(morag, round_, 1, 3)
    actions.count_stack(morag, stack, 1, "2-3", "")
    actions.confirm_stack(ina, stack, 2)
    with pytest.raises(Refusal, match="handed back unused"):
        actions.cast_vote(ready)
    visitor.opens("/vote")
    page = visitor.types("Your voting code", cards[1].code).presses("Continue")
    assert page.status == 409 and "This card was handed back unused" in page.text and "facilitator" not in page.text
    visitor.opens("/vote")
    assert visitor.types("Your voting code", cards[0].code).presses("Continue").status == 200
    counter = new_visitor().signed_in_as(make.staff(Role.COUNTER, declared_in=round_))
    page = counter.opens(f"/rounds/{round_.id}/paper-desk/reply-envelopes")
    page = counter.types("Code on the envelope", cards[1].code).presses("Check in this envelope")
    assert page.status == 422 and "came back unused and was closed" in page.errors[0]
    with pytest.raises(Refusal, match="came back unused and has been closed"):
        actions.replace_card(COMMAND, round_, 2, "Lost")


@pytest.mark.parametrize(
    ("first", "last", "place", "said"),
    [
        (1, 3, " ", "Enter where the cards go."),
        (1, 6, "The library", "Some of these cards have not been made."),
        (0, 3, "The library", "Some of these cards have not been made."),
        (3, 2, "The library", "Some of these cards have not been made."),
        (3, 5, "The library", "Some of these cards do not work yet."),
    ],
)
def test_cards_that_nobody_can_have_in_hand_are_sent_nowhere(make, round_, morag, first, last, place, said):
    make.cards(round_, 4)
    actions.issue_cards(COMMAND, round_, 1)  # nobody has released it
    with pytest.raises(Refusal, match=said):
        actions.send_out_cards(morag, round_, first, last, place)
    assert stacks_of(round_.id) == []


def test_cards_are_at_one_place_until_they_are_taken_off_the_list(make, round_, morag):
    make.cards(round_, 6)
    gone_out(morag, round_, 1, 2)
    stack = gone_out(morag, round_, 3, 4)
    for first, last in ((3, 4), (4, 5), (2, 3), (1, 6)):
        with pytest.raises(Refusal, match=str(ARE_ELSEWHERE)):
            actions.send_out_cards(morag, round_, first, last, "The other library")
    actions.take_off_the_list(morag, stack)
    gone_out(morag, round_, 3, 6)
    assert [(each.first, each.last) for each in stacks_of(round_.id)] == [(1, 2), (3, 6)]


@pytest.mark.parametrize("typed", ["seven", "0", "1-6"])
def test_numbers_that_are_no_cards_of_the_place_are_refused_with_those_that_are(make, round_, morag, typed):
    make.cards(round_, 6)
    stack = gone_out(morag, round_, 1, 5)
    with pytest.raises(Refusal, match="Enter numbers from 1 to 5, each once, like 41-48, 50."):
        actions.count_stack(morag, stack, 5, typed, "")
    assert stack.counted_by is None


def test_a_difference_needs_a_reason(make, round_, morag, ina):
    make.cards(round_, 5)
    stack = gone_out(morag, round_, 1, 5)
    with pytest.raises(Refusal, match="5 cards went out. 3 handed out, 1 back and 0 cancelled make 4."):
        actions.count_stack(morag, stack, 3, "5", " ")
    actions.count_stack(morag, stack, 3, "5", "One fell into the loch")
    actions.confirm_stack(ina, stack, 1)
    assert numbers(round_) == {"handed_out": 3, "came_back": 1, "difference": 1}


def test_who_counted_first_does_not_count_again_as_the_second_and_the_number_must_be_right(make, round_, morag, ina):
    make.cards(round_, 5)
    stack = gone_out(morag, round_, 1, 5)
    with pytest.raises(Refusal, match="Nobody has counted"):
        actions.confirm_stack(ina, stack, 0)
    actions.count_stack(morag, stack, 3, "4-5", "")
    with pytest.raises(Refusal, match="someone else must count"):
        actions.confirm_stack(morag, stack, 2)
    with pytest.raises(Refusal, match="not how many cards were written down"):
        actions.confirm_stack(ina, stack, 1)
    actions.count_stack(ina, stack, 4, "4", "")  # she counts all of it anew
    actions.confirm_stack(morag, stack, 1)
    for again in (lambda: actions.count_stack(morag, stack, 5, "", ""), lambda: actions.confirm_stack(ina, stack, 1)):
        with pytest.raises(Refusal, match="already accounted"):
            again()


@pytest.mark.parametrize("what", ["used", "cancelled", "used after the first count"])
def test_a_card_that_was_used_did_not_come_back_and_two_are_told_so_with_a_line(make, round_, morag, ina, what):
    cards = make.cards(round_, 3)
    stack = gone_out(morag, round_, 1, 3)
    if what == "used":
        actions.cast_vote(make.vote(round_, cards[2], 1))
    actions.count_stack(morag, stack, 1, "2-3", "")  # nobody learns alone which cards were used
    if what == "used after the first count":
        actions.cast_vote(make.vote(round_, cards[2], 1))
    if what == "cancelled":
        make.replaced_card(round_, 3)
    with pytest.raises(Refusal, match="not how many cards were written down"):
        actions.confirm_stack(ina, stack, 1)
    with pytest.raises(Refusal, match="cannot have come back unused: 3"):
        actions.confirm_stack(ina, stack, 2)
    line = db.session.query(RecordLine).order_by(RecordLine.position.desc()).first()
    assert (line.act, line.facts, line.actor_id) == ("cards.looked_at", {"first": 1, "last": 3}, ina.account_id)
    assert queries.card_counts(round_.id)["unused"] == 0


def test_a_card_that_was_cancelled_is_said_to_be_so_at_the_first_count(make, round_, morag):
    make.cards(round_, 3)
    stack = gone_out(morag, round_, 1, 3)
    make.replaced_card(round_, 3)
    with pytest.raises(Refusal, match="been cancelled, so leave them out of the cards that came back: 3"):
        actions.count_stack(morag, stack, 1, "2-3", "")
    actions.count_stack(morag, stack, 1, "2", "")


@pytest.mark.both_databases
def test_the_database_itself_keeps_two_people_and_a_reason(make, round_, morag, ina):
    make.cards(round_, 5)
    actions.count_stack(morag, gone_out(morag, round_, 1, 5), 5, "", "")
    for said in ("also_counted_by = counted_by", "handed_out = 4", "came_back = NULL", "handed_out = -1, reason = 'x'"):
        with pytest.raises(IntegrityError), exclusive_transaction() as session:
            session.execute(text(f"UPDATE card_stack SET {said}"))
    with pytest.raises(IntegrityError), exclusive_transaction() as session:
        session.execute(text("UPDATE card_stack SET counted_by = NULL"))


@pytest.mark.both_databases
def test_a_card_that_is_used_between_the_look_and_the_closing_is_not_said_to_be_back(
    make, round_, morag, ina, monkeypatch
):
    cards = make.cards(round_, 3)
    stack = gone_out(morag, round_, 1, 3)
    actions.count_stack(morag, stack, 1, "2-3", "")

    def looked_a_moment_ago(*_) -> None:
        """When somebody looked, nobody had voted with these cards."""

    with transaction() as session:
        actions.cast(session, make.vote(round_, cards[2], 1))
    monkeypatch.setattr("pb.voting.actions.card_account._require_unspent", looked_a_moment_ago)
    with pytest.raises(Refusal, match="has just been used"):
        actions.confirm_stack(ina, stack, 2)
    db.session.rollback()
    assert stacks_of(round_.id)[0].also_counted_by is None
    assert [queries.right_of_code(card.code).status for card in cards] == [None, None, "cast"]


def test_one_line_of_the_record_does_not_tell_of_a_whole_place_who_has_voted(make, round_, morag, ina):
    """Two who say that every card came back are told how many did not; of a few, which."""
    cards = make.cards(round_, 6)
    for card in cards[:4]:
        actions.cast_vote(make.vote(round_, card, 1))
    stack = gone_out(morag, round_, 1, 6)
    actions.count_stack(morag, stack, 0, "1-6", "")
    with pytest.raises(Refusal) as refused:
        actions.confirm_stack(ina, stack, 6)
    assert str(refused.value.sentence).startswith("4 of these cards have been used or cancelled")
    stack = stacks_of(round_.id)[0]
    actions.count_stack(morag, stack, 3, "4-6", "")
    with pytest.raises(Refusal, match="cannot have come back unused: 4."):
        actions.confirm_stack(ina, stack, 3)
