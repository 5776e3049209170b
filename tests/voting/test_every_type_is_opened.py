"""What lies in a ballot box of each type when it is opened: what the ballot does not allow is set aside, whoever let it in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest

from pb import clock
from pb.database import transaction
from pb.voting import actions
from pb.voting.actions.box_contents import OpenedVote
from pb.voting.actions.box_rows import ballot_rows
from pb.voting.queries import require_frozen_ballot
from pb.voting.rules.ballots_hash import ballots_hash
from tests.support.box_looked_into import would_be_set_aside


def test_places_over_several_pots_close_up_so_that_the_ballots_of_a_voter_do_not_fit_together(make):
    round_ = make.voting_round(ballot_type="rank", pots=2, max_choices=4)  # 2, 4 and 6 are in the first pot
    vote = OpenedVote({4: 1, 3: 2, 1: 3, 2: 4}, is_paper=False, receipt="A1")
    rows = ballot_rows(require_frozen_ballot(round_.id), [vote])
    assert rows.hash == ballots_hash([({4: 1, 2: 2}.items(), 1), ({3: 1, 1: 2}.items(), 1)], rows.salt)


@pytest.mark.parametrize(
    ("ballot_type", "good", "bad"),
    [
        ("points", {1: 4, 3: 6}, {1: 11}),
        ("rank", {3: 1, 1: 2}, {1: 1, 2: 3}),
        ("score", {1: 5}, {1: 6}),
        ("budget", {1: 1, 6: 1}, {4: 1, 5: 1, 6: 1}),
    ],
)
def test_what_the_ballot_does_not_allow_is_set_aside_and_the_rest_is_opened(make, monkeypatch, ballot_type, good, bad):
    round_ = make.voting_round(ballot_type=ballot_type, max_choices=4)  # costs of £100 to £600, and £1,000
    first, second = (
        replace(make.vote(round_, card), choices=choices)
        for card, choices in zip(make.cards(round_, 2), (good, bad), strict=True)
    )
    votes = import_module("pb.voting.actions.votes")
    monkeypatch.setattr(votes, "choices_error_now", lambda *_: None)
    for vote in (first, second):
        with transaction() as session:
            actions.cast(session, vote)
    with clock.moved(round_.post_closes_at + timedelta(hours=1)):
        assert would_be_set_aside(round_) == {"not_allowed": 1}
