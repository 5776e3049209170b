"""Whatever people do in a round, and in whatever order: every right that was issued is accounted for, nothing is
lost, and by acts that are offered the ballot box is opened in the end with as many votes as there are.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from itertools import count

import pytest

from tests.support import effort, postgres
from tests.support.account.machine import plays
from tests.support.account.stage import Stage, in_memory

#: The acts are dealt out to so many tests, so that none of them takes long: all but one on SQLite.
SHARES = 7
#: On PostgreSQL a share of every day is shorter, for each act costs twice as much.
ACTS, ON_POSTGRESQL = (100_000 // SHARES, 100_000 // SHARES) if effort.FULL else (500, 150)
#: About so many acts are in a play.
IN_A_PLAY = 90


@pytest.fixture(scope="module")
def stage(request) -> Iterator[Stage]:
    try:
        with in_memory(request.param) as made:
            yield made
    except postgres.NoServer as reason:
        pytest.skip(f"PostgreSQL: {reason}")


@pytest.mark.parametrize(
    ("stage", "share"),
    [*(("sqlite", share) for share in range(1, SHARES)), ("postgresql", SHARES)],
    indirect=["stage"],
)
def test_from_every_state_the_box_is_opened_with_every_vote(stage, share):
    """The same plays every day, fresh ones in the long run: more than 3,000 acts in all shares together, or 100,000."""
    wanted, done = ON_POSTGRESQL if share == SHARES else ACTS, 0
    for number in count(secrets.randbelow(2**32) if effort.FULL else 1000 * share):
        done += plays(stage, min(5, 1 + (wanted - done) // IN_A_PLAY), number)
        if done >= wanted:
            break
    effort.did(done)
    assert done >= wanted
