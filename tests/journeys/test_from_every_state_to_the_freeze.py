"""From whatever state acts bring a round into before its freeze, acts of the smallest team lead to a ballot that can be frozen."""

from __future__ import annotations

from random import Random

from tests.support import effort
from tests.support.ways.before_the_freeze import BeforeTheFreeze

#: What is tried in one play, before what brings it to its end.
STEPS = 40


def test_whatever_has_happened_the_ballot_can_be_frozen(make, clock):
    """Every day the same plays, in the long run more."""
    acts, start = 0, clock.forward(seconds=0)
    for seed in range(effort.runs(3, 500)):
        clock.set(start)
        play = BeforeTheFreeze(make, clock, Random(seed))
        for _ in range(STEPS):
            play.goes_on()
        play.ends()
        acts += play.acts
    assert acts > 3 * STEPS / 4, "most of what they try is done"
