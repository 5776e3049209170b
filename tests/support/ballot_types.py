"""A voter at the ballots of every type, and what lies in the box afterwards."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from pb.database import db
from pb.voting.models import Ballot, Choice


def values_of(round_id: int) -> list[dict[int, int]]:
    """What each opened ballot of a round says: the value by number; those on which something was chosen, by what they say."""
    query = select(Ballot.key, Choice.number, Choice.value).join(Choice, Choice.ballot_key == Ballot.key)
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for key, number, value in db.session.execute(query.where(Ballot.round_id == round_id)):
        found[key][number] = value
    return sorted(found.values(), key=sorted)


def project(number: int) -> str:
    """A project as the names of buttons say it, on the ballots that ``make.voting_round`` makes."""
    return f"Number {number}, Project number {number}"


def gives(visitor, number: int, points: int):
    """Press + so many times."""
    for _ in range(points):
        visitor.presses(f"One point more: {project(number)}")


def takes_back(visitor, number: int):
    """Press − once."""
    return visitor.presses(f"One point less: {project(number)}")
