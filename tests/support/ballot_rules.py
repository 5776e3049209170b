"""The rules of ballots, without a round."""

from __future__ import annotations

from collections.abc import Collection

from pb.voting.rules.ballot_rules import BallotPart, BallotRules


def whole_ballot(ballot_type: str, numbers: Collection[int], least: int, most: int, *, points: int = 10) -> BallotRules:
    """The rules of a ballot that has one part."""
    return BallotRules(ballot_type, (BallotPart("", frozenset(numbers), least, most),), points)
