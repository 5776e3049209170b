"""A round's page says before the vote how it is counted: in votes or in points, and how places become points."""

from __future__ import annotations

import pytest

PLACES = "On each ballot the last choice gets 1 point"


@pytest.mark.parametrize(
    ("kind", "said", "unsaid"),
    [
        ("choose", ["The project with the most votes gets", "at least 3 votes."], ["points", PLACES]),
        ("budget", ["The project with the most votes gets", "at least 3 votes."], ["points", PLACES]),
        ("points", ["The project with the most points gets", "at least 3 points."], ["most votes", PLACES]),
        ("score", ["The project with the most points gets", "at least 3 points."], ["most votes", PLACES]),
        ("rank", [PLACES, "The project with the most points gets", "at least 3 points."], ["most votes"]),
    ],
)
def test_votes_or_points(visitor, make, kind, said, unsaid):
    round_ = make.voting_round(ballot_type=kind, min_support_votes=3)
    page = visitor.opens(f"/rounds/{round_.id}")
    assert all(each in page.main for each in said) and not any(each in page.main for each in unsaid)
