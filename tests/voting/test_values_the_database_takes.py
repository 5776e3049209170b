"""What a choice on a ballot may be worth, by the type of the ballot: at each bound the database takes it, past it the guard
``choice_is_of_its_ballot`` refuses it, also before anything has looked at the whole ballot.
"""

from __future__ import annotations

import pytest
from sqlalchemy import text

from pb.database import transaction
from pb.refusals import Refusal
from pb.rounds.rules.settings import MOST_POINTS
from pb.voting.rules.ballot_rules import BEST_SCORE

pytestmark = pytest.mark.both_databases

CHOOSE = "INSERT INTO choice (ballot_key, number, value) VALUES (:key, :number, :value)"


@pytest.fixture
def chosen(make):
    """Put choices of these values on a ballot of a round; those that were taken."""

    def choose(*values: int, **settings) -> list[int]:
        round_ = make.voting_round(projects=1, **settings)
        whole = {"key": "unopened", "round": round_.id, "pot": round_.pots[0].id}
        with transaction() as session:
            session.execute(text("INSERT INTO ballot (key, round_id, pot_id) VALUES (:key, :round, :pot)"), whole)
        taken = []
        for number, value in enumerate(values, start=1):
            try:
                with transaction() as session:
                    session.execute(text(CHOOSE), {"key": "unopened", "number": number, "value": value})
            except Refusal as refused:
                assert "not a choice that voters could make" in str(refused)
            else:
                taken.append(value)
        return taken

    return choose


@pytest.mark.parametrize(
    ("settings", "most"),
    [
        ({"ballot_type": "choose"}, 1),
        ({"ballot_type": "budget"}, 1),
        ({"ballot_type": "score"}, BEST_SCORE),
        ({"ballot_type": "rank"}, 100),
        ({"ballot_type": "points", "points_to_share": 7}, 7),
        ({"ballot_type": "points", "points_to_share": MOST_POINTS}, MOST_POINTS),
        ({"ballot_type": "points", "points_to_share": None}, 10),
    ],
)
def test_no_choice_is_worth_more_than_the_ballot_lets_it(chosen, settings, most):
    assert chosen(-1, 0, 1, most, most + 1, **settings) == [1, most]


def test_choices_of_a_round_from_a_file_are_as_its_file_says(chosen):
    assert chosen(1, 101, 5_000, source="file") == [1, 101, 5_000]
