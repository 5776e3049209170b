"""Votes that wait at the door together go in together; what is wrong with one is no other's trouble."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from pb.database import db, transaction
from pb.refusals import Refusal
from pb.rounds import actions as decisions
from pb.voting import actions, queries
from pb.voting.actions.cast import AttemptUsed, cast_each
from pb.web.access import COORDINATOR, STEERING
from tests.support.voters import all_at_once, chooses, in_the_box

pytestmark = pytest.mark.both_databases


@pytest.fixture
def round_(make):
    return make.voting_round(projects=6, max_choices=2)


@pytest.fixture
def commits(app):
    """One entry for each transaction that was committed."""
    seen: list[None] = []

    def note(_connection) -> None:
        seen.append(None)

    event.listen(db.engine, "commit", note)
    yield seen
    event.remove(db.engine, "commit", note)


def test_of_two_votes_with_the_same_right_in_one_transaction_the_first_goes_in(make, round_):
    mine, other = make.cards(round_, 2)
    votes = [make.vote(round_, mine, 1), make.vote(round_, other, 2), make.vote(round_, mine, 3)]
    with transaction() as session:
        answers = cast_each(session, votes)
    assert [isinstance(answer, str) for answer in answers] == [True, True, False]
    assert "has already been cast with this code" in str(answers[2].sentence) and in_the_box() == 2


def test_a_vote_in_a_round_that_was_abandoned_is_refused_and_hinders_no_other(make, round_):
    """Votes of several rounds go in together. A guard refuses as well, but then none of them would be in."""
    (card,), (other,) = make.cards(round_), make.cards(going_on := make.voting_round())
    votes = [make.vote(round_, card, 1), make.vote(going_on, other, 1)]
    decision = decisions.propose_abandoning(make.actor(COORDINATOR), round_, "The money was withdrawn.")
    decisions.agree_to_abandon(make.actor(STEERING), decision)
    with transaction() as session:
        refused, receipt = cast_each(session, votes)
    assert "abandoned" in str(refused) and receipt == votes[1].receipt
    assert [queries.right_of_code(each.code).status for each in (card, other)] == [None, "cast"]


def test_twelve_votes_that_wait_together_are_one_transaction(app, make, round_, commits):
    votes = [make.vote(round_, card, 1, 2) for card in make.cards(round_, 12)]
    receipts = all_at_once(app, make, round_, votes)
    assert len(set(receipts)) == 12 and all(isinstance(receipt, str) for receipt in receipts)
    before = len(commits)
    more = [make.vote(round_, card, 3) for card in make.cards(round_, 12)]
    made, spent = len(commits), all_at_once(app, make, round_, more)
    assert made == before + 2  # the cards, and their release
    assert len(commits) - made == 4  # a card, its release and a vote to open the door, then all twelve
    assert len(set(receipts + spent)) == 24
    assert in_the_box() == 26


def test_a_refused_vote_and_a_second_press_hinder_nobody(app, make, round_):
    good, other, used = (make.vote(round_, card, 1) for card in make.cards(round_, 3))
    first = actions.cast_vote(used)
    too_many = make.vote(round_, make.cards(round_)[0], 1, 2, 3)
    again_elsewhere = replace(used, attempt="f" * 32)
    answers = all_at_once(app, make, round_, [good, too_many, good, again_elsewhere, used, other])
    assert answers[0] == answers[2] and isinstance(answers[0], str)  # pressed twice: one vote, one receipt
    assert isinstance(answers[1], Refusal) and "Take 1 off." in answers[1].sentence
    assert isinstance(answers[3], Refusal) and "already" in answers[3].sentence
    assert answers[4] == first
    assert isinstance(answers[5], str)
    assert in_the_box() == 4


def test_a_vote_with_the_attempt_of_another_is_refused_and_hinders_nobody(app, make, round_):
    """Two votes with one attempt would have one receipt."""
    votes = [make.vote(round_, card, 1) for card in make.cards(round_, 5)]
    votes[3] = replace(votes[3], attempt=votes[1].attempt)
    answers = all_at_once(app, make, round_, votes)
    refused = [answer for answer in answers if not isinstance(answer, str)]
    assert [type(each) for each in refused] == [AttemptUsed] and "not been saved" in str(refused[0].sentence)
    assert len({answer for answer in answers if isinstance(answer, str)}) == 4


def test_a_vote_that_the_database_refuses_goes_alone_and_the_others_go_in(app, make, round_):
    votes = [make.vote(round_, card, 1) for card in make.cards(round_, 5)]
    votes[2] = replace(votes[2], venue_id=987_654)  # no such venue: the whole transaction fails
    answers = all_at_once(app, make, round_, votes)
    assert isinstance(answers[2], IntegrityError)
    assert all(isinstance(answer, str) for place, answer in enumerate(answers) if place != 2)
    assert in_the_box() == 5


def test_nothing_of_the_person_it_was_laid_out_for_stays_on_the_page_of_the_next(make, round_, new_visitor):
    account = make.account("coordinator")
    staff, voter = new_visitor().signed_in_as(account), new_visitor()
    pages = []
    for person, card in zip((staff, voter), make.cards(round_, 2), strict=True):
        person.opens("/vote")
        person.types("Your voting code", card.code).presses("Continue")
        person.ticks("Yes, this is true for me").presses("Show me the ballot")
        chooses(person, 2)
        pages.append(person.presses("Cast my vote"))
    receipts = [re.search(r"\b[2-9A-Y](?: [2-9A-Y]){11}\b", page.text).group() for page in pages]
    assert len(set(receipts)) == 2
    assert all(account.name not in page.text and "Sign out" not in page.text for page in pages)
    assert not [symbol for page in pages for symbol in page.text if "\ue000" <= symbol <= "\uf8ff"]
