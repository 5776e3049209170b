"""In which money the amounts of a round are: pounds, but in a round from a file that file's own."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import select

from pb.currency import POUNDS, Currency
from pb.database import db
from pb.results.models import Count
from pb.rounds.models import Round


def currency_of(round_: Round) -> Currency:
    """That of one round."""
    return currencies_of([round_])[round_.id]


def currencies_of(rounds: Collection[Round]) -> dict[int, Currency]:
    """That of each round, by its id. A file's is kept with its count, which is made with its round and stays as it is."""
    found = {round_.id: POUNDS for round_ in rounds}
    from_files = [round_.id for round_ in rounds if round_.source == "file"]
    if from_files:
        for counted in db.session.scalars(select(Count).where(Count.round_id.in_(from_files))):
            said = json.loads(counted.outcome)
            found[counted.round_id] = Currency(said["currency"], said["unit"])
    return found
