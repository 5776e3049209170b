"""What lies in the tables of ballots, for tests that look past the program's own counts."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from pb.database import db
from pb.voting.models import Ballot, Choice


def ballots_of(round_id: int) -> list[list[int]]:
    """The numbers that each ballot of the round chose, in order; ballots in no order that means anything."""
    query = select(Ballot.key, Choice.number).join(Choice, Choice.ballot_key == Ballot.key)
    found: dict[str, list[int]] = defaultdict(list)
    for key, number in db.session.execute(query.where(Ballot.round_id == round_id).order_by(Ballot.key, Choice.number)):
        found[key].append(number)
    return list(found.values())


def choices_of(round_id: int) -> list[int]:
    """The number of every project that was chosen on a ballot of the round, sorted; one for each choice."""
    return sorted(number for ballot in ballots_of(round_id) for number in ballot)
