"""A lost card works until a second person releases the new one. Of the two, one gives one vote, whatever happens."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pb.database import db, exclusive_transaction
from pb.people.actions import close_account
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.voting import actions, queries
from pb.voting.queries.cards import waiting_card_replacements
from pb.voting.rules.sentences import NOT_RELEASED_YET
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


def votes(make, round_, card) -> str:
    """What became of a vote with this card: "saved", or the sentence that refused it."""
    try:
        actions.cast_vote(make.vote(round_, card, 1))
    except Refusal as refusal:
        return str(refusal.sentence)
    return "saved"


def statuses(*cards) -> list[str | None]:
    db.session.rollback()
    return [queries.right_of_code(card.code).status for card in cards]


def written(statement: str) -> None:
    """Somebody writes into the database past every action."""
    with exclusive_transaction() as session:
        session.execute(text(statement))


def newest_line() -> RecordLine:
    return db.session.query(RecordLine).order_by(RecordLine.position.desc()).first()


@pytest.mark.both_databases
def test_the_lost_card_works_until_the_release_and_the_new_one_from_then_on(make, round_, morag, ina):
    lost = make.cards(round_)[0]
    new = actions.replace_card(morag, round_, lost.number, "Fell into the loch")
    assert statuses(lost, new) == [None, None]
    assert votes(make, round_, new) == str(NOT_RELEASED_YET)
    with pytest.raises(Refusal, match="You made these cards"):
        actions.release_cards(morag, queries.packs(round_.id)[0], 1)
    assert statuses(lost, new) == [None, None], "who made the new card has ended nothing"
    actions.release_cards(ina, queries.packs(round_.id)[0], 1)
    assert statuses(lost, new) == ["void", None]
    assert "cancelled" in votes(make, round_, lost) and votes(make, round_, new) == "saved"
    assert queries.envelopes_in(round_.id) == 1


@pytest.mark.both_databases
def test_a_card_that_was_used_while_its_replacement_waited_has_the_one_vote(make, round_, morag, ina):
    lost = make.cards(round_)[0]
    new = actions.replace_card(morag, round_, lost.number, "Fell into the loch")
    assert votes(make, round_, lost) == "saved"
    with pytest.raises(Refusal, match="was used, handed in or counted as unused before you released"):
        actions.release_cards(ina, queries.packs(round_.id)[0], 1)
    line = newest_line()
    assert (line.act, line.facts["card"], line.facts["new_card"]) == ("card.replacement_ended", lost.number, new.number)
    assert statuses(lost, new) == ["cast", "void"] and waiting_card_replacements(round_.id) == []
    assert votes(make, round_, new) != "saved" and queries.envelopes_in(round_.id) == 1
    with pytest.raises(Refusal, match="already been cancelled"):
        actions.release_cards(ina, queries.packs(round_.id)[0], 0)


def test_who_made_a_replacement_withdraws_it_and_nobody_else(make, round_, morag, ina):
    una = make.actor(Role.COORDINATOR)
    lost = make.cards(round_)[0]
    new = actions.replace_card(morag, round_, lost.number, "Fell into the loch")
    pack = queries.packs(round_.id)[0]
    for by, said in ((una, "only they can withdraw it"), (ina, "in your role")):
        with pytest.raises(Refusal, match=said):
            actions.withdraw_replacement(by, pack)
    actions.withdraw_replacement(morag, pack)
    assert newest_line().act == "card.withdrawn" and statuses(lost, new) == [None, "void"]
    with pytest.raises(Refusal, match="already been cancelled"):
        actions.withdraw_replacement(morag, pack)
    with pytest.raises(Refusal, match="already been cancelled"):
        actions.release_cards(ina, pack, 0)
    assert votes(make, round_, lost) == "saved"


def test_a_released_replacement_is_not_withdrawn(make, round_, morag, ina):
    lost = make.cards(round_)[0]
    actions.replace_card(morag, round_, lost.number, "Fell into the loch")
    pack = queries.packs(round_.id)[0]
    actions.release_cards(ina, pack, 1)
    with pytest.raises(Refusal, match="has been released"):
        actions.withdraw_replacement(morag, pack)


@pytest.mark.both_databases
def test_one_new_card_waits_for_one_that_is_lost_and_is_not_replaced_itself(make, round_, morag):
    lost = make.cards(round_)[0]
    new = actions.replace_card(morag, round_, lost.number, "Fell into the loch")
    with pytest.raises(Refusal, match=f"Card {new.number} is waiting to replace this card"):
        actions.replace_card(morag, round_, lost.number, "Again")
    with pytest.raises(Refusal, match="is waiting to replace card 1, which may still work"):
        actions.replace_card(morag, round_, new.number, "Lost too")
    assert sum(queries.card_counts(round_.id).values()) == 2


def test_who_makes_a_new_card_and_lets_it_wait_keeps_nobody_from_making_another(make, round_, morag, ina):
    """The first that is released ends the others, and nobody else's card in between."""
    lost, una = make.cards(round_)[0], make.actor(Role.COORDINATOR)
    waits = actions.replace_card(morag, round_, lost.number, "Fell into the loch")
    new = actions.replace_card(una, round_, lost.number, "Morag is away")
    pack, waiting, _first = queries.packs(round_.id)
    actions.release_cards(ina, pack, 1)
    assert statuses(lost, waits, new) == ["void", "void", None]
    assert newest_line().facts["also_cancelled"] == [waits.number]
    with pytest.raises(Refusal, match="already been cancelled"):
        actions.release_cards(ina, waiting, 0)
    assert votes(make, round_, new) == "saved"


def test_a_new_card_of_somebody_who_has_left_is_withdrawn_by_another(make, round_, ina):
    left, una = make.staff(Role.COORDINATOR), make.actor(Role.COORDINATOR)
    lost = make.cards(round_)[0]
    new = actions.replace_card(Actor(left.id, Role.COORDINATOR), round_, lost.number, "Fell into the loch")
    pack = queries.packs(round_.id)[0]
    with pytest.raises(Refusal, match="only they can withdraw it"):
        actions.withdraw_replacement(una, pack)
    close_account(una, left)
    actions.withdraw_replacement(una, pack)
    assert statuses(lost, new) == [None, "void"]


def test_a_card_that_never_worked_is_cancelled_at_once_so_that_the_pack_can_be_counted(make, round_, morag, ina):
    torn, good = actions.issue_cards(morag, round_, 2)
    new = actions.replace_card(morag, round_, torn.number, "Not in the pack")
    assert statuses(torn, good, new) == ["void", None, None]
    newest, first = queries.packs(round_.id)
    actions.release_cards(ina, first, 1)
    actions.release_cards(ina, newest, 1)
    assert votes(make, round_, new) == "saved" and votes(make, round_, good) == "saved"


def test_a_new_card_in_place_of_one_that_is_cancelled_is_itself_replaced_when_it_is_lost(make, round_, morag, ina):
    """The first card works no more, so nobody forgets it."""
    torn, _good = actions.issue_cards(morag, round_, 2)
    new = actions.replace_card(morag, round_, torn.number, "Not in the pack")
    newest = actions.replace_card(morag, round_, new.number, "Fell into the loch")
    assert statuses(torn, new, newest) == ["void", "void", None]
    actions.release_cards(ina, queries.packs(round_.id)[0], 1)
    assert votes(make, round_, newest) == "saved" and votes(make, round_, new) != "saved"


def test_nobody_alone_cancels_a_card_that_works(make, round_, morag):
    card = make.cards(round_)[0]
    for by, said in ((morag, "in your role"), (COMMAND, "nobody can cancel it alone")):
        with pytest.raises(Refusal, match=said):
            actions.cancel_card(by, round_, card.number, "Because")
    everywhere, here = "UPDATE voting_right SET status = 'void'", f" WHERE card_number = {card.number}"
    with pytest.raises(Refusal, match="nobody can cancel it alone"):
        written(everywhere)
    actions.replace_card(morag, round_, card.number, "Lost")
    with pytest.raises(Refusal, match="nobody can cancel it alone"):
        written(everywhere + here)
    assert votes(make, round_, card) == "saved"


@pytest.mark.both_databases
def test_the_database_itself_lets_no_two_codes_of_one_voter_give_a_vote(make, round_, morag, ina):
    lost = make.cards(round_)[0]
    new = actions.replace_card(morag, round_, lost.number, "Lost")
    written(f"UPDATE card_pack SET released_by = {ina.account_id} WHERE replaces IS NOT NULL")
    for status in ("cast", "exchanged"):
        with pytest.raises(Refusal, match=re.escape(str(NOT_RELEASED_YET))):
            written(f"UPDATE voting_right SET status = '{status}' WHERE card_number = {new.number}")
    again = f"90, 90, {lost.number}, {ina.account_id}"
    with pytest.raises(IntegrityError, match="(?i)unique"):
        written(f"INSERT INTO card_pack (round_id, first, last, replaces, released_by) VALUES ({round_.id}, {again})")


@pytest.mark.both_databases
def test_a_replacement_of_a_replacement_that_waits_is_refused_by_the_database(make, round_, morag):
    lost = make.cards(round_)[0]
    new = actions.replace_card(morag, round_, lost.number, "Lost")
    with pytest.raises(Refusal, match="waiting to replace another one"):
        written(f"INSERT INTO card_pack (round_id, first, last, replaces) VALUES ({round_.id}, 90, 90, {new.number})")
    with pytest.raises(Refusal, match="cannot be taken off the list"):
        written(f"UPDATE card_pack SET replaces = NULL WHERE first = {new.number}")
