"""Whatever people do in a round, and in whatever order: every right that was issued is accounted for, nothing is
lost, and by acts that are offered the ballot box is opened in the end with as many votes as there are.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from itertools import count

import pytest

from tests.support import effort
from tests.support.account.machine import plays
from tests.support.account.stage import Stage, in_memory

#: The acts are dealt out to so many tests, so that none of them takes long.
SHARES = 4


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with in_memory() as made:
        yield made


@pytest.mark.parametrize("share", range(SHARES))
def test_from_every_state_the_box_is_opened_with_every_vote(stage, share):
    """The same plays every day, fresh ones in the long run: 1,200 acts in all shares together, or 100,000."""
    wanted, done = (100_000 if effort.FULL else 1_200) // SHARES, 0
    for number in count(secrets.randbelow(2**32) if effort.FULL else 1000 * share):
        done += plays(stage, 5, number)
        if done >= wanted:
            break
    effort.did(done)
    assert done >= wanted
