"""The least and most projects of a round and of a pot, and the points to share out: at each bound the database takes the
value, and past it the CHECK of that bound refuses it, whichever way it comes.
"""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pb.database import db
from pb.rounds.rules.settings import FEWEST_POINTS, MOST_POINTS

pytestmark = pytest.mark.both_databases

POINTS, ROUND, POT = (
    "UPDATE round SET points_to_share = :points",
    "UPDATE round SET min_choices = :least, max_choices = :most",
    "UPDATE pot SET min_choices = :least, max_choices = :most",
)


@pytest.fixture
def tried(make):
    """Try a statement on a round that is not frozen, and take it back; what the database says against it, "" for nothing."""
    make.applying_round()
    db.session.remove()

    def tries(statement: str, **values: int | None) -> str:
        with db.engine.connect() as connection:
            try:
                assert connection.execute(text(statement), values).rowcount == 1
            except IntegrityError as refused:
                return str(refused.orig)
            return ""

    return tries


def test_points_to_share_out_are_from_two_to_a_hundred_or_not_said(tried):
    assert (FEWEST_POINTS, MOST_POINTS) == (2, 100), "the settings have the bounds of the database"
    assert [tried(POINTS, points=points) for points in (FEWEST_POINTS, 3, MOST_POINTS, None)] == [""] * 4
    for points in (FEWEST_POINTS - 1, MOST_POINTS + 1, 0, -2):
        assert "ck_round_points_are_few" in tried(POINTS, points=points)


@pytest.mark.parametrize(
    ("statement", "name"), [(ROUND, "ck_round_choices_make_sense"), (POT, "ck_pot_choices_make_sense")]
)
def test_a_least_is_from_nought_to_the_most_and_a_most_from_one_on(tried, statement, name):
    for least, most in ((0, 1), (1, 1), (50, 50), (0, 50)):
        assert tried(statement, least=least, most=most) == ""
    for least, most in ((-1, 1), (2, 1), (51, 50), (0, 0)):
        assert name in tried(statement, least=least, most=most)


def test_a_pot_has_both_numbers_or_none(tried):
    assert tried(POT, least=None, most=None) == ""
    for least, most in ((0, None), (1, None), (None, 1)):
        assert "ck_pot_both_numbers_or_none" in tried(POT, least=least, most=most)
