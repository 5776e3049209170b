"""What the mark of a vote covers, how the votes of a box are compared, and when the votes of a day are noted."""

from __future__ import annotations

from datetime import date

import pytest

from pb.voting.rules.ballots_hash import ballots_hash
from pb.voting.rules.envelopes import (
    DAY_NOTED,
    LEAST_NEW,
    REASONS,
    RULE_OF_VOTES,
    EnvelopesCompared,
    compare_envelopes,
    day_is_due,
    fault_sentences,
    marked_values,
    missing_cards,
)
from pb.voting.rules.envelopes import ENVELOPE as ENVELOPE_MARK
from pb.web.access import STEERING

TURNOUT = {"right_key": "r", "round_id": 3, "cast_on": "2026-05-03", "venue_id": 7, "channel": "paper", "assisted": 1}
ENVELOPE = {"right_key": "e", "round_id": 4, "attempt_hash": "a", "receipt": "KLMN", "sealed": b"s"}
MONDAY, TUESDAY, WEDNESDAY = (date(2026, 5, day) for day in (4, 5, 6))


def test_the_mark_of_a_vote_covers_its_turnout_and_its_envelope():
    assert marked_values(TURNOUT, ENVELOPE) == [
        *("r", 3, "2026-05-03", 7, "paper", True),
        *("e", 4, "a", "KLMN", b"s"),
    ]
    assert marked_values(TURNOUT | {"assisted": 0}, ENVELOPE)[5] is False
    assert ENVELOPE_MARK == "envelope", "the marks of votes that are in a box were made with it"


def test_a_vote_that_is_not_counted_has_one_of_these_reasons():
    """The table of the votes that were not counted takes no other; a new one needs a migration."""
    assert (
        *("does_not_open", "wrong_mark", "without_right", "missing", "not_allowed"),
        *("days_differ", "cards_differ", "record_differs", "kiosks_differ"),
    ) == REASONS


def test_each_vote_of_a_box_is_counted_under_one_name():
    good = {"good 1", "good 2", "good 3"}
    cast, turnout = good | {"changed", "gone", "no turnout"}, good | {"changed", "no right"}
    box = dict.fromkeys(good, True) | {"changed": False, "no turnout": True, "no right": False, "stranger": True}
    assert compare_envelopes(cast, turnout, box) == EnvelopesCompared(votes=3, wrong_mark=1, missing=1, without_right=3)
    assert compare_envelopes(set(), {"only in turnout"}, {}) == EnvelopesCompared(missing=1)
    assert compare_envelopes(set(), set(), {}) == EnvelopesCompared(0, 0, 0, 0)


def test_only_what_is_wrong_is_said():
    assert fault_sentences(EnvelopesCompared(votes=9), "Round 1") == []
    assert fault_sentences(EnvelopesCompared(9, 2, 3, 4), "Round 1") == [
        "Round 1: 2 of the votes were changed, or put in past this program.",
        "Round 1: 3 people have voted whose votes are not in the box.",
        "Round 1: 4 votes are in the box that nobody with a right to vote has cast.",
    ]


def test_cards_that_are_gone_and_cards_that_were_never_made_are_counted():
    assert missing_cards([3, 1, 2], 3) == 0
    assert missing_cards([1, 3, 4, 5], 3) == 3, "2 is gone; 4 and 5 were never made"
    assert missing_cards([0, 1], 1) == 1


def noted(day: date, votes: int) -> list[dict]:
    return [
        {"day": "2026-05-01", "votes": 0},
        {"day": "2026-05-02", "votes": 1},
        {"day": day.isoformat(), "votes": votes},
    ]


@pytest.mark.parametrize(
    ("day", "votes", "before", "closes", "due"),
    [
        (MONDAY, LEAST_NEW, [], [], True),
        (MONDAY, LEAST_NEW - 1, [], [], False),
        (TUESDAY, 30, noted(MONDAY, 20), [], True),
        (TUESDAY, 29, noted(MONDAY, 20), [], False),
        (MONDAY, 99, noted(MONDAY, 20), [MONDAY], False),
        (MONDAY, 99, noted(TUESDAY, 20), [MONDAY], False),
        # After a close a few are noted too, for no more can follow; but not none at all.
        (TUESDAY, 21, noted(MONDAY, 20), [TUESDAY], True),
        (WEDNESDAY, 21, noted(MONDAY, 20), [TUESDAY, date(2026, 6, 1)], True),
        (TUESDAY, 20, noted(MONDAY, 20), [TUESDAY], False),
        (TUESDAY, 19, noted(MONDAY, 20), [TUESDAY], False),
        (TUESDAY, 21, noted(MONDAY, 20), [MONDAY], False),
        (TUESDAY, 21, noted(MONDAY, 20), [WEDNESDAY], False),
        (MONDAY, 1, [], [MONDAY], True),
        (MONDAY, 0, [], [MONDAY], False),
    ],
)
def test_the_votes_of_a_day_are_noted_when_there_are_enough_or_voting_has_closed(day, votes, before, closes, due):
    assert day_is_due(day, votes, before, closes) is due


def test_fewer_than_ten_new_votes_tell_too_much():
    assert LEAST_NEW == 10
    assert DAY_NOTED == "votes.noted", "records that exist have lines of this name"


def test_the_ballots_hash_is_the_one_that_the_readme_lets_anybody_work_out():
    """sha256sum of the lines "3:1 7:1", "3:1 7:1" and "7:1", sorted, with no line end after the last."""
    ballots = [([(7, 1)], 1), ([], 5), ([(7, 1), (3, 1)], 2)]
    assert ballots_hash(ballots) == "ca13afbe55bd87e334608a580f5995fe5dfd9be13944954c7edda2656ead49b4"
    assert ballots_hash([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_why_a_vote_is_left_out_is_told_before_the_vote(make, visitor):
    """In the words of the page, reason by reason: a new one has to be told too. Of the others no vote is left out."""
    words = {
        "does_not_open": "damaged and cannot be opened",
        "wrong_mark": "changed or put in from outside",
        "without_right": "without a right to vote",
        "missing": "is missing",
        "not_allowed": "choices that the ballot does not allow",
    }
    assert set(REASONS) == {*words, "days_differ", "cards_differ", "record_differs", "kiosks_differ"}
    told = [RULE_OF_VOTES.english.index(said) for said in words.values()]
    assert told == sorted(told)
    assert str(RULE_OF_VOTES) in visitor.opens(f"/rounds/{make.voting_round().id}").text
    freeze = f"/rounds/{make.ready_round().id}/freeze"
    assert str(RULE_OF_VOTES) in visitor.signed_in_as(make.staff(STEERING)).opens(freeze).text
