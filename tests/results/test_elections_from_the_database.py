"""The election comes from the database in one query, and the count of many ballots is quick."""

from __future__ import annotations

import random
import time

import pytest
from sqlalchemy import event, insert

from pb import clock
from pb.counting import count
from pb.database import db, exclusive_transaction
from pb.results.queries.elections import ballots_of, election_of, hash_of_ballots
from pb.rounds.rules import rulebook_of
from pb.voting.models import Ballot, BoxOpening, Choice, random_key
from tests.support.effort import runs


def fill(round_, ballots: int, projects: int, seed: int = 7) -> list[tuple[int, ...]]:
    """Write so many random ballots of one to three choices into the database, as the opening would."""
    chance = random.Random(seed)
    drawn = [tuple(sorted(chance.sample(range(1, projects + 1), chance.randint(1, 3)))) for _ in range(ballots)]
    keys = [random_key() for _ in drawn]
    pot = round_.pots[0].id
    with exclusive_transaction() as session:
        rows = [{"key": key, "round_id": round_.id, "pot_id": pot} for key in keys]
        session.execute(insert(Ballot), rows)
        picks = [{"ballot_key": k, "number": n} for k, numbers in zip(keys, drawn, strict=True) for n in numbers]
        session.execute(insert(Choice), picks)
        hash_ = hash_of_ballots(ballots_of(round_.id))
        session.add(
            BoxOpening(
                round_id=round_.id, opened_at=clock.now(), votes=ballots, ballots_hash=hash_, record_head="0" * 64
            )
        )
    return drawn


@pytest.mark.both_databases
def test_ballots_are_read_in_one_query_and_none_is_lost(make):
    round_ = make.voting_round(projects=6)
    drawn = fill(round_, 500, 6)
    asked: list[str] = []
    round_id = round_.id  # read before the listening begins
    event.listen(db.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    found = ballots_of(round_id)
    assert len(asked) == 1 and sum(alike.ballots for alike in found) == 500
    assert {tuple(n for n, _ in alike.picks): alike.ballots for alike in found} == {b: drawn.count(b) for b in drawn}


@pytest.mark.both_databases
def test_the_fingerprint_is_the_one_that_the_opening_printed(make):
    from pb.voting.queries import box_opening_of

    round_ = make.opened_box(make.voting_round(), (1, 2), (3,), (1, 2))
    opening = box_opening_of(round_.id)
    assert hash_of_ballots(ballots_of(round_.id), opening.ballots_salt) == opening.ballots_hash


@pytest.mark.both_databases
def test_each_pot_has_its_own_ballots(make):
    round_ = make.opened_box(make.voting_round(pots=2), (1, 2), (3,))
    election = election_of(make.fresh(round_), ballots_of(round_.id))
    assert [part.profile.num_ballots for part in election.parts] == [2, 2]
    votes = {
        p.number: v for part in election.parts for p, v in zip(part.projects, part.profile.approval_scores, strict=True)
    }
    assert votes == {1: 1, 2: 1, 3: 1, 4: 0, 5: 0, 6: 0}


def test_many_ballots_are_counted_from_the_database(make):
    """The figure that matters is in the bench; this one only catches a count that became slow by a factor. Seconds of
    the processor: what else the machine does is no fault of the count. In the long run 100,000 ballots.
    """
    ballots = runs(20_000, 100_000)
    round_ = make.voting_round(projects=40, costs=[10_000] * 40)
    fill(round_, ballots, 40)
    began = time.process_time()
    from pb.counting import LotDigits

    outcome = count(
        election_of(make.fresh(round_), ballots_of(round_.id)), rulebook_of(round_), LotDigits("1", "7" * 20)
    )
    took = time.process_time() - began
    print(f"{ballots:,} ballots from the database, counted with reasons: {took:.2f} s of the processor")
    assert outcome.ballots == ballots and took < ballots / 5_000
