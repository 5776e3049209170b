"""What lies in the tables of ballots, for tests that look past the program's own counts."""

from __future__ import annotations

from sqlalchemy import select

from pb.database import db
from pb.voting.models import Ballot, Choice


def choices_of(round_id: int) -> list[int]:
    """The number of every project that was chosen on a ballot of the round, sorted; one for each choice."""
    query = select(Choice.number).join(Ballot, Choice.ballot_key == Ballot.key).where(Ballot.round_id == round_id)
    return sorted(db.session.scalars(query))
