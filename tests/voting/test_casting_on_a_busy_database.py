"""The database does not answer in time: voters hear so soon, with their ballot still there, and the next press casts
it.
"""

from __future__ import annotations

import sqlite3

import psycopg.errors
import pytest
from sqlalchemy.exc import OperationalError

from pb.refusals import Refusal
from pb.voting import actions, queries
from pb.voting.actions import group_commit, sent_votes
from pb.voting.actions.cast import cast_each
from pb.web.access import FACILITATOR
from tests.support.tablets import Tablet
from tests.support.voters import all_at_once, at_the_ballot, at_the_kiosks_ballot, chooses, in_the_box, paired


def locked() -> OperationalError:
    return OperationalError("UPDATE", {}, sqlite3.OperationalError("database is locked"))


def gave_way() -> OperationalError:
    return OperationalError("UPDATE", {}, psycopg.errors.DeadlockDetected("deadlock detected"))


@pytest.fixture
def round_(make):
    return make.voting_round(min_choices=1, max_choices=3)


@pytest.fixture
def troubles(monkeypatch):
    """What the next transactions meet, in order (None: nothing); how many votes each of them took is
    ``troubles.seen``.
    """
    cast_each = group_commit.cast_each

    class Troubles(list):
        def __init__(self) -> None:
            super().__init__()
            self.seen: list[int] = []

    coming = Troubles()

    def meets(session, votes):
        answers = cast_each(session, votes)
        if len(votes) > 1 or coming.seen:  # the vote that opens the door is let through
            coming.seen.append(len(votes))
            if coming and (trouble := coming.pop(0)):
                raise trouble
        return answers

    monkeypatch.setattr(group_commit, "cast_each", meets)
    return coming


def is_told_to_press_again(answer) -> bool:
    return isinstance(answer, Refusal) and answer.status == 503 and "will not be counted twice" in answer.next_step


def test_votes_that_wait_together_on_a_locked_database_wait_once_and_can_be_pressed_again(app, make, round_, troubles):
    votes = [make.vote(round_, card, 1) for card in make.cards(round_, 6)]
    troubles.append(locked())
    answers = all_at_once(app, make, round_, votes)
    assert troubles.seen == [6] and all(is_told_to_press_again(answer) for answer in answers)
    assert in_the_box() == 1  # the one that opened the door
    receipts = [actions.cast_vote(vote) for vote in votes]
    assert len(set(receipts)) == 6 and in_the_box() == 7


def test_votes_that_gave_way_to_others_are_cast_one_by_one(app, make, round_, troubles):
    votes = [make.vote(round_, card, 1) for card in make.cards(round_, 4)]
    troubles.append(gave_way())
    answers = all_at_once(app, make, round_, votes)
    assert troubles.seen == [4, 1, 1, 1, 1] and all(isinstance(answer, str) for answer in answers)
    assert in_the_box() == 5


def test_when_the_database_locks_in_the_middle_those_who_are_in_have_their_receipts_and_nobody_else_waits(
    app, make, round_, troubles
):
    votes = [make.vote(round_, card, 1) for card in make.cards(round_, 5)]
    troubles.extend([gave_way(), None, None, locked()])
    answers = all_at_once(app, make, round_, votes)
    assert troubles.seen == [5, 1, 1, 1]
    assert sorted(isinstance(answer, str) for answer in answers) == [False, False, False, True, True]
    assert sum(is_told_to_press_again(answer) for answer in answers) == 3 and in_the_box() == 3


@pytest.mark.parametrize(("times", "casts"), [(1, True), (2, False)])
def test_a_lone_vote_that_gave_way_is_tried_once_more(make, round_, monkeypatch, times, casts):
    met = [gave_way() for _ in range(times)]
    cast_each = group_commit.cast_each

    def meets(session, votes):
        if met:
            raise met.pop()
        return cast_each(session, votes)

    monkeypatch.setattr(group_commit, "cast_each", meets)
    vote = make.vote(round_, make.cards(round_)[0], 1)
    if casts:
        assert actions.cast_vote(vote)
        return
    with pytest.raises(Refusal, match="very busy"):
        actions.cast_vote(vote)
    assert met == []


def test_who_came_to_the_queue_while_it_waited_for_the_database_is_told_to_press_again_too(make, round_, monkeypatch):
    votes = [make.vote(round_, card, 1) for card in make.cards(round_, 2)]
    queue, (first, late) = group_commit.CommitQueue(), map(group_commit.PendingVote, votes)

    def is_locked(_session, _votes):
        queue.waiting.append(late)
        raise locked()

    monkeypatch.setattr(group_commit, "cast_each", is_locked)
    with pytest.raises(Refusal, match="very busy"):
        queue.cast(first)
    assert is_told_to_press_again(late.answer) and not queue.waiting


def test_the_next_turn_waits_for_nobody_who_has_an_answer_already(make, round_, monkeypatch):
    votes = [make.vote(round_, card, 1) for card in make.cards(round_, 3)]
    queue, (first, answered, later) = group_commit.CommitQueue(), map(group_commit.PendingVote, votes)
    queue.waiting.append(answered)

    def cast_and_meanwhile_another_comes(session, votes):
        queue.waiting.append(later)
        return cast_each(session, votes)

    monkeypatch.setattr(group_commit, "cast_each", cast_and_meanwhile_another_comes)
    assert queue.cast(first) == first.vote.receipt and answered.answer == answered.vote.receipt
    assert queue.is_taken and later.answer is None and later.asleep.acquire(blocking=False), "its turn has come"
    assert answered.asleep.acquire(blocking=False), "and this one was woken"


def test_nobody_sleeps_for_ever_when_the_thread_that_casts_for_all_is_stopped(make, round_, monkeypatch):
    votes = [make.vote(round_, card, 1) for card in make.cards(round_, 2)]
    queue, (first, other) = group_commit.CommitQueue(), map(group_commit.PendingVote, votes)
    queue.waiting.append(other)

    def stopped(_slips):
        raise SystemExit

    monkeypatch.setattr(group_commit, "_cast_all", stopped)
    with pytest.raises(SystemExit):
        queue.cast(first)
    assert is_told_to_press_again(other.answer) and other.asleep.acquire(blocking=False)
    assert not queue.is_taken and not queue.waiting, "who comes next casts"


def press_on_a_locked_database(person, monkeypatch):
    def is_locked(_session, _votes):
        raise locked()

    with monkeypatch.context() as busy:
        busy.setattr(group_commit, "cast_each", is_locked)
        page = person.presses("Cast my vote")
        assert page.status == 503 and page.heading == "Please press the button again"
        assert "This website is very busy at the moment. Your vote may not have been saved yet." in page.text
        assert "Project number" not in page.text
        assert person.presses("Cast my vote").status == 503
    return person.presses("Cast my vote")


def test_a_voter_at_home_presses_again_on_the_page_that_says_so(visitor, make, round_, monkeypatch):
    at_the_ballot(visitor, make, round_)
    chooses(visitor, 2, 3)
    page = press_on_a_locked_database(visitor, monkeypatch)
    assert page.heading == "Your vote is saved" and queries.envelopes_in(round_.id) == 1


def test_a_voter_at_a_kiosk_presses_again_and_may_still_stop(visitor, make, monkeypatch):
    round_ = make.voting_round(entitlement="vouch", min_choices=1, max_choices=3)
    facilitator = make.staff("facilitator", declared_in=round_)
    tablet = paired(visitor, facilitator, make.session_at(round_, facilitator, venue="Leith Library"))
    at_the_kiosks_ballot(tablet)
    chooses(tablet, 1)
    page = press_on_a_locked_database(tablet, monkeypatch)
    assert page.heading == "Your vote is saved" and queries.envelopes_in(round_.id) == 1


def test_at_a_kiosk_the_number_of_the_request_meets_the_locked_database_first(visitor, make, monkeypatch):
    round_ = make.voting_round(entitlement="vouch", min_choices=1, max_choices=3)
    facilitator = make.staff("facilitator", declared_in=round_)
    tablet = paired(visitor, facilitator, make.session_at(round_, facilitator, venue="Leith Library"))
    at_the_kiosks_ballot(tablet)
    chooses(tablet, 1)

    def is_locked(_kiosk_id, _count):
        raise locked()

    with monkeypatch.context() as busy:
        busy.setattr(actions, "take_request_number", is_locked)
        page = tablet.presses("Cast my vote")
        assert page.status == 503 and page.heading == "Please press the button again"
    assert tablet.presses("Stop without voting").heading == "Stop without voting?"
    tablet.presses("Go on voting")
    assert tablet.presses("Cast my vote").heading == "Your vote is saved" and queries.envelopes_in(round_.id) == 1


def test_where_the_database_is_too_busy_the_rest_is_sent_again_and_none_is_refused(make, monkeypatch):
    round_ = make.voting_round(entitlement="vouch", min_choices=1, max_choices=3)
    tablet = Tablet(make.kiosk(make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))))
    tablet.makes_contact(wanted=12)
    votes, puts = [tablet.vote(1), tablet.vote(2), tablet.vote(3)], sent_votes._put

    def busy_after_one(vote, place, card):
        if queries.envelopes_in(tablet.round_id):
            raise group_commit.Busy
        return puts(vote, place, card)

    with monkeypatch.context() as patched:
        patched.setattr(sent_votes, "_put", busy_after_one)
        tablet.sends(*votes)
    assert queries.envelopes_in(tablet.round_id) == 1 and len(tablet.waiting) == 2
    assert set(tablet.sends(*tablet.waiting)) == {"taken"} and queries.envelopes_in(tablet.round_id) == 3
